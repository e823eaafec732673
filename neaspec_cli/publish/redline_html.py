"""A redline as one HTML file: in place or side by side, steps from change to change, all changes in words at the top.

It asks for nothing from outside and reads without its script, which is there for two keys alone. The policy in its
head lets a browser use the style and the script of this file and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import count, islice
from string import Template

from neaspec_cli.core.comparing.changes_in_words import (
    ROW,
    gathered,
    moves,
    named,
    passage_in_words,
    rows_together,
    section_in_words,
    total_in_words,
    where_moved,
)
from neaspec_cli.core.comparing.formatting import formatting_in_words
from neaspec_cli.core.comparing.stretches import paragraphs
from neaspec_cli.core.comparison import AWAY, Comparison, PlacedChange, SectionChanges
from neaspec_cli.core.prosediff import Op
from neaspec_cli.core.text.signs import printed
from neaspec_cli.publish.changelist import Part, after
from neaspec_cli.publish.changelist import in_words as part_in_words
from neaspec_cli.publish.redline_blocks import Around, anchor_of, block_html, rows
from neaspec_cli.publish.redline_words import escaped

OPEN_LIST = 40
"""Sections with more changes than this begin with their list closed."""
Entry = tuple[PlacedChange, int, int]
"""A change, how many blocks it is of, and its number on the page."""
_KINDS: dict[Op, str] = {"keep": "", "insert": "insertion", "delete": "deletion"}


@dataclass(frozen=True)
class Page:
    """A redline with its names: of the text, of its two revisions, and the language that the text is in."""

    title: str
    names: tuple[str, str]
    comparison: Comparison
    language: str = ""
    around: Around = field(default_factory=Around)


def write_html(page: Page) -> bytes:
    """The whole file; the same page gives the same bytes."""
    sections = tuple(replace(one, changes=rows_together(one.changes)) for one in page.comparison.sections)
    comparison = replace(page.comparison, sections=sections)
    entered = _entered(comparison)
    around = replace(page.around, moved=moves(comparison), ends=_ends(comparison, entered))
    listed, text = [], []
    for section, entries in zip(sections, entered, strict=True):
        listed.append(_listed(section, [(one, number) for one, _, number in entries], around))
        text.append(_section(section, [(number, size) for _, size, number in entries], around, page.language))
    style, script = _template("redline.css"), _template("redline.js")
    values = {
        "title": escaped(page.title),
        "old": escaped(page.names[0]),
        "new": escaped(page.names[1]),
        "total": escaped(total_in_words(comparison.summary)),
        "list": "".join(listed) or "<p>Nothing changed.</p>",
        "text": "\n".join(text),
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
    }
    return Template(_template("redline.html")).substitute(values).encode()


def _entered(comparison: Comparison) -> list[list[Entry]]:
    """The changes of each section as people count them; unchanged blocks have no number."""
    numbers = count(1)
    return [
        [(*one, next(numbers) if one[0].is_change else 0) for one in gathered(section.changes)]
        for section in comparison.sections
    ]


def _ends(comparison: Comparison, entered: Sequence[Sequence[Entry]]) -> dict[tuple[int, Op], str]:
    """Where on the page both ends of each passage are that went to another paragraph."""
    found: dict[tuple[int, Op], str] = {}
    for section, entries in zip(comparison.sections, entered, strict=True):
        blocks = iter(section.changes)
        for entry, size, number in entries:
            runs = [run for block in islice(blocks, size) for run in block.runs]
            found |= {(run.move, run.op): anchor_of(entry, number) for run in runs if run.move}
    return found


def _template(name: str) -> str:
    return (files("neaspec_cli.publish") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What the policy knows a style or a script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _section(
    section: SectionChanges, numbered: Sequence[tuple[int, int]], around: Around, language: str
) -> str:
    """All blocks of a section; `numbered` has the number of each change and how many blocks it is made of."""
    counted = [(number, size if place == 0 else 0) for number, size in numbered for place in range(size)]
    made = []
    for is_row, places in rows(section.changes):
        inner = "\n".join(block_html(section.changes[place], *counted[place], around) for place in places)
        made.append(f'<div class="row">{inner}</div>' if is_row else inner)
    changed = ' class="changed"' if any(number for number, _ in numbered) else ""
    spoken = f' lang="{escaped(language)}"' if language else ""
    return f"<section{changed}{spoken}>\n" + "\n".join(made) + "\n</section>"


def _listed(section: SectionChanges, counted: Sequence[tuple[PlacedChange, int]], around: Around) -> str:
    """The changes of a section as a list in words that lead to their places."""
    rows = [
        f'<li id="w{number}"><a href="#{anchor_of(one, number)}">{escaped(_place(one))}</a>. '
        f"{escaped(_said(one, around))}</li>"
        for one, number in counted
        if number
    ]
    if not rows:
        return ""
    is_open = " open" if len(rows) <= OPEN_LIST else ""
    summary = f"<b>{escaped(section.title)}</b>: {escaped(section_in_words(section, around.moved))}"
    return f"<details{is_open}><summary>{summary}</summary>\n<ol>{''.join(rows)}</ol></details>\n"


def _place(change: PlacedChange) -> str:
    if not change.label_to:
        return f"Former {named(change.label_from)}"
    here = named(change.label_to)
    was = f" (was {change.label_from})" if change.label_from not in ("", change.label_to) else ""
    return here[:1].upper() + here[1:] + was


def _said(change: PlacedChange, around: Around) -> str:
    if change.kind == AWAY:
        return _sentence(where_moved(change, around.moved))
    if change.kind == "formatted":
        return _sentence(f"only the formatting changed: {formatting_in_words(change)}".removesuffix(": "))
    if change.block == ROW:
        return f"{'New' if change.after else 'Deleted'}: “{change.runs[0].text}”."
    if change.kind in ("inserted", "deleted"):
        return part_in_words("inserted" if change.after else "deleted", _parts(change, around)[0])
    told = [_sentence(where_moved(change, around.moved))] if change.move else []
    told += [one for one in _by_paragraph(change, around) if one]
    formatted = formatting_in_words(change)
    return " ".join([*told, *([_sentence(formatted)] if formatted else [])])


def _by_paragraph(change: PlacedChange, around: Around) -> Iterator[str]:
    """Each paragraph of a change, and where one was divided or joined."""
    texts = [one.text for one in change.before], [one.text for one in change.after]
    ends = [end for _, end in paragraphs(change.runs, *texts)]
    for parts, end in zip(_parts(change, around), ends, strict=True):
        is_whole = bool(end) and {part.kind for part in parts} <= {
            _KINDS["insert" if end == "inserted" else "delete"]
        }
        yield part_in_words(end if is_whole else "", parts)
        if end and not is_whole:
            words = "".join(part.text for part in parts if part.kind != "deletion")
            yield f"{'Divided' if end == 'inserted' else 'Joined with what follows'} {after(words)}."


def _parts(change: PlacedChange, around: Around) -> list[list[Part]]:
    old, new = change.before, change.after
    made = []
    for stretches, _ in paragraphs(change.runs, [one.text for one in old], [one.text for one in new]):
        parts = []
        for one in stretches:
            block, span = (old[one.old], one.old_span) if one.op == "delete" else (new[one.new], one.new_span)
            end = passage_in_words(one.op, one.move, change, around.moved) if one.move else ""
            parts.append(Part(_KINDS[one.op], printed(block, *span), moved=end))
        made.append(parts)
    return made


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
