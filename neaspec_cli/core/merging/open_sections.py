"""Whole sections that nobody has decided on, in brackets: one that is to go where it stands, a new one behind the last
words of the section before it, from where it becomes a file of its own once it is settled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative, New
from neaspec_cli.core.merging.asking import Asked, before_gap
from neaspec_cli.core.merging.open_runs import Between, OpenRun, Whole, name_of
from neaspec_cli.core.merging.section_files import front_matter_like, plain, section_today
from neaspec_cli.core.merging.section_names import named, words_of_name
from neaspec_cli.core.merging.section_wishes import NewSection, SectionChange, SectionMoved, SectionWish
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.word_cuts import line_start

MOVES = "where a section is to stand cannot be put in brackets; decide on it"
NOT_THERE = "its section is not in the plan any more"
FIRST = "nothing stands before it in whose place it could be bracketed; decide on it"
_DEFINITION = re.compile(r"^\[\^([^\]\n]+)\]:.*(?:\n(?!\n|\[\^).*|\n\n(?=    ))*", re.MULTILINE)
"""The definition of a note, with its further lines and paragraphs."""
Parse = Callable[[Section, str], Sequence[Block]]


def runs_of_sections(
    base: Sequence[Section], sections: Sequence[Section], wishes: Iterable[SectionWish], taken: set[str]
) -> tuple[list[OpenRun], list[tuple[str, str]]]:
    """The runs of these wishes, and the keys of those that cannot stand in brackets, with the reason."""
    asked: dict[SectionChange, Asked] = {}
    for wish in wishes:
        asked.setdefault(plain(base, wish.change), Asked()).add(wish.holder, wish.key)
    runs: list[OpenRun] = []
    left: list[tuple[str, str]] = []
    for change, who in sorted(asked.items(), key=lambda one: min(one[1].keys)):
        section = section_today(base, sections, change.section)
        reason = MOVES if isinstance(change, SectionMoved) else NOT_THERE if section is None else ""
        if isinstance(change, NewSection) and change.where == "before":
            reason = FIRST
        if reason or section is None:
            left += [(key, reason) for key in sorted(who.keys)]
            continue
        first = sum(len(one.blocks) for one in sections[: list(sections).index(section)])
        last = before_gap(section.blocks, len(section.blocks))
        runs.append(_run(change, who, first, first + last, taken))
    return runs, left


def _run(change: SectionChange, who: Asked, first: int, last: int, taken: set[str]) -> OpenRun:
    keys, holders = tuple(sorted(who.keys)), tuple(sorted(who.holders))
    name = name_of(keys, taken)
    if isinstance(change, NewSection):
        parts = tuple(New(one.text, one.level) for one in change.parts)
        return OpenRun(name, Between(last), (Alternative(change.text, holders, keys),), parts=parts)
    return OpenRun(name, Whole(first, last), (Alternative("", holders, keys),))


def as_files(sections: Sequence[Section], changed: Mapping[str, str], parse: Parse) -> dict[str, str | None]:
    """Files once brackets of whole sections are settled: a section that is gone is no file, a new one is its own.

    `changed` are the sections as they read now, by path; None stands for a file that goes.
    """
    result: dict[str, str | None] = dict(changed)
    here = list(sections)
    for path, source in changed.items():
        at = next(at for at, one in enumerate(here) if one.path == path)
        section = replace(here[at], source=source, blocks=tuple(parse(here[at], source)))
        if not section.blocks and len(here) > 1:
            result[path] = None
            del here[at]
            continue
        here[at] = section
        title = next((n for n, one in enumerate(section.blocks) if n and _is_title(one)), None)
        if title is not None:
            result |= _apart(here, at, title, parse)
    return result


def _is_title(block: Block) -> bool:
    return (block.kind, block.level) == ("heading", 1) and not block.fences and block.start >= 0


def _apart(here: list[Section], at: int, title: int, parse: Parse) -> dict[str, str | None]:
    """The section up to a title, and the section that this begins; nothing where they do not read the same apart."""
    section = here[at]
    cut = line_start(section.source, section.blocks[title].start)
    first, rest = _with_own_notes(section.source[:cut], section.source[cut:])
    source = front_matter_like(section) + rest
    words = words_of_name(section.blocks[title].text, {one.id for one in here})
    paths = [one.path for one in here if one.is_annex == section.is_annex]
    place = named(paths, paths.index(section.path) + 1, words, is_annex=section.is_annex)
    new = replace(section, path=place.path, source=source, body_start=len(source) - len(rest))
    read = [_texts(parse(section, first)), _texts(parse(new, source))]
    if read != [_texts(section.blocks[:title]), _texts(section.blocks[title:])]:
        return {}
    moved: dict[str, str | None] = dict.fromkeys(place.renamed)
    moved |= {place.renamed[one.path]: one.source for one in here if one.path in place.renamed}
    return moved | {section.path: first, place.path: source}


def _with_own_notes(first: str, rest: str) -> tuple[str, str]:
    """Both parts; definitions of notes that the first refers to stand at the end of the second, and come back."""
    own = [one for one in _DEFINITION.finditer(rest) if f"[^{one[1]}]" in first]
    if not own:
        return first.rstrip("\n") + "\n", rest
    for one in reversed(own):
        rest = rest[: one.start()] + rest[one.end() :].lstrip("\n")
    defined = "".join(f"\n{one[0].strip()}\n" for one in own)
    return first.rstrip("\n") + "\n" + defined, rest.rstrip("\n") + "\n"


def _texts(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    return [(one.kind, " ".join(one.text.split())) for one in blocks]
