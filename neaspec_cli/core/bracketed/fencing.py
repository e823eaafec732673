"""Edits that put whole paragraphs and items in brackets: a fenced div around them, one beside it for each wording."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.core.brackets import BREAK, attribute_list, signature
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.core.text.escaping import escape
from neaspec_cli.core.text.inlines import reworded
from neaspec_cli.core.text.rewriting import CannotPlace, SourceEdit, has_more, line_end, line_start

_MARKER = re.compile(r"([ ]*)([-+*]|\(?\w+[.)])[ ]+")
_ATTRIBUTES_AT_END = re.compile(r"\{[^{}\n]*\}[ #]*$")
KINDS = ("paragraph", "item", "heading")
Written = tuple[str, tuple[tuple[str, str], ...]]
"""Lines of one wording, and the kinds and texts of the blocks that they read as."""


@dataclass(frozen=True)
class Lines:
    """The whole lines that blocks take up; `indent` stands before each, `marker` before the words of an item."""

    start: int
    end: int
    indent: str
    marker: str
    is_close: bool = False
    """Whether the next line follows without an empty one between."""

    @property
    def gap(self) -> str:
        """Items stay close together: an empty line between them would set all of their list apart; lines that are close
        stay so, that they can be close again."""
        return "\n" if self.marker or self.is_close else BREAK


def bracket_blocks(
    source: str,
    blocks: Sequence[Block],
    span: tuple[int, int],
    held: Sequence[Alternative],
    name: str,
    insisting: Sequence[str] = (),
    reads: str = "",
) -> SourceEdit:
    """Wordings of the blocks from first to last; "" wants them out, an empty line parts paragraphs.

    `insisting` are those who want the blocks that stand there; `reads` is what these say when other edits, made
    together with this one, change them.
    """
    first, last = span
    refuse(blocks, first, last)
    begins, ends = lines_of(source, blocks[first]), lines_of(source, blocks[last])
    wanted = [one for one in held if one.text.strip()]
    against = sorted({holder for one in held if not one.text.strip() for holder in one.holders})
    written = [_like_these(source, blocks, span, one.text) for one in wanted]
    base = attribute_list(name, insisting, against, is_open=bool(wanted), stood=True)
    beside = _group(begins, wanted, written, name, is_open=True)
    cuts = (
        (begins.start, begins.start, f"{begins.indent}::: {base}\n"),
        (ends.end, ends.end, f"\n{begins.indent}:::" + "".join(f"{begins.gap}{one}" for one in beside)),
    )
    text = reads or BREAK.join(blocks[at].text for at in range(first, last + 1) if blocks[at].kind != "note")
    said = [signature(text, insisting, against), *(signature(one.text, one.holders, ()) for one in wanted)]
    added = tuple(block for _, read in written for block in read)
    return SourceEdit(
        cuts, added=((last, added),), behind=(last,), brackets=((name, frozenset(said)),), key=name
    )


def bracket_arrival(
    source: str,
    blocks: Sequence[Block],
    after: int,
    held: Sequence[Alternative],
    name: str,
    arriving: Written | None = None,
) -> SourceEdit:
    """New paragraphs or items after a block (-1: before the first), each wording in brackets.

    `arriving` is the Markdown of the only wording, where it is more than its words; beside an item it is not used.
    """
    wanted = [one for one in held if one.text.strip()]
    if after >= 0:
        refuse(blocks, after, after)
    lines = lines_of(source, blocks[max(after, 0)]) if blocks else Lines(len(source), len(source), "", "")
    if after < 0:
        lines = Lines(lines.start, lines.start, "", "")
    written = [_new(lines, one.text) for one in wanted]
    if arriving is not None and not lines.marker:
        written = [arriving]
    fenced = _group(lines, wanted, written, name, is_open=len(wanted) > 1)
    if after < 0:
        cut = (lines.start, lines.start, "".join(f"{one}\n\n" for one in fenced))
    else:
        cut = (lines.end, lines.end, "".join(f"{lines.gap}{one}" for one in fenced))
    said = frozenset(signature(one.text, one.holders, ()) for one in wanted)
    added = tuple(block for _, read in written for block in read)
    return SourceEdit((cut,), added=((after, added),), brackets=((name, said),), key=name)


def further_wording(
    lines: tuple[str, str], one: Alternative, name: str, *, is_open: bool, level: int = 0
) -> Written:
    """A fenced wording of its own, as one more beside others; `lines` are indent and marker of the first.

    It is a heading where a `level` is given.
    """
    place = Lines(0, 0, *lines)
    written = _new(place, one.text)
    if level and len(written[1]) == 1:
        text = written[1][0][1]
        written = f"{'#' * level} {escape(text)}", (("heading", text),)
    (fenced,) = _group(place, [one], [written], name, is_open=is_open)
    return f"{place.gap}{fenced}", written[1]


def indent_and_marker(source: str, block: Block) -> tuple[str, str]:
    """What stands before the words on the first line of a block."""
    found = lines_of(source, block)
    return found.indent, found.marker


def _group(
    lines: Lines, wanted: Sequence[Alternative], written: Sequence[Written], name: str, *, is_open: bool
) -> list[str]:
    return [
        f"{lines.indent}::: {attribute_list(name, one.holders, (), is_open=is_open, stood=False)}\n"
        f"{content}\n{lines.indent}:::"
        for one, (content, _) in zip(wanted, written, strict=True)
    ]


def refuse(blocks: Sequence[Block], first: int, last: int) -> None:
    """CannotPlace where these blocks cannot stand in a div of their own."""
    inner = [one for one in blocks[first : last + 1] if one.kind != "note"]
    if not inner:
        raise CannotPlace("a note cannot be put in brackets as a whole")
    for one in inner:
        if one.kind not in KINDS or one.start < 0:
            raise CannotPlace(f"a {one.kind} cannot be put in brackets as a whole")
        if one.part != 1 or one.fences != inner[0].fences or one.inside != inner[0].inside:
            raise CannotPlace("these paragraphs do not stand side by side")
    if inner[-1].fences:
        raise CannotPlace("it stands in bracketed text, which is to be settled first")
    if inner[-1].kind == "item" and has_more(blocks, last):
        raise CannotPlace("the item has paragraphs or items below it")
    if inner[0].kind == "item" and any(
        one.kind != "item" or len(one.path) < len(inner[0].path) for one in inner
    ):
        raise CannotPlace("these items do not stand side by side")
    if inner[0].kind != "item" and any(len(one.path) > 1 for one in inner):
        raise CannotPlace("these items do not stand side by side")


def lines_of(source: str, block: Block) -> Lines:
    """The lines that a block takes up; CannotPlace where it shares them with others."""
    known = [mark for mark in block.marks if mark.source[0] >= 0]
    begin = min([block.start, *(mark.source[0] for mark in known)])
    end = line_end(source, max([block.end, *(mark.source[1] for mark in known)]))
    start = line_start(source, begin)
    before = source[start:begin]
    if block.kind == "item":
        marker = _MARKER.fullmatch(before)
        if marker is None:
            raise CannotPlace("this item shares its line with others")
        return Lines(start, end, marker[1], before)
    if before.strip(" #" if block.kind == "heading" else " "):
        raise CannotPlace("this paragraph shares its line with others")
    return Lines(start, end, "", "", bool(source[end + 1 : line_end(source, end + 1)].strip()))


def _like_these(source: str, blocks: Sequence[Block], span: tuple[int, int], text: str) -> Written:
    """A wording that takes over the formatting of the blocks that it replaces."""
    first, last = span
    lines = lines_of(source, blocks[first])
    parts = [part for part in text.split(BREAK) if part.strip()]
    if first == last and len(parts) == 1:
        return _copied(source, blocks, first, parts[0])
    if blocks[first].kind == "heading":
        raise CannotPlace("a heading cannot become paragraphs")
    written: list[str] = []
    read: list[tuple[str, str]] = []
    by_text = {blocks[at].text: at for at in range(first, last + 1) if blocks[at].kind != "note"}
    for part in parts:
        same = by_text.get(part)
        one = _new(lines, part) if same is None else _copied(source, blocks, same, part)
        written.append(one[0])
        read += one[1]
    return ("\n" if lines.marker else BREAK).join(written), tuple(read)


def _copied(source: str, blocks: Sequence[Block], index: int, text: str) -> Written:
    """The lines of a block with other words; its notes come along, its name does not."""
    block, lines = blocks[index], lines_of(source, blocks[index])
    content = reworded(source, block, (0, len(block.text)), (lines.start, lines.end), text)
    if block.kind == "heading":
        content = _ATTRIBUTES_AT_END.sub("", content).rstrip()
    notes = []
    for after in blocks[index + 1 :]:
        if after.kind != "note":
            break
        notes.append((str(after.kind), after.text))
    return content, ((block.kind, text), *notes)


def _new(lines: Lines, text: str) -> Written:
    parts = [" ".join(part.split()) for part in text.split(BREAK) if part.strip()]
    if lines.marker:
        content = "\n".join(lines.marker + escape(part, line_start=True) for part in parts)
        return content, tuple(("item", part) for part in parts)
    content = BREAK.join(escape(part, line_start=True) for part in parts)
    return content, tuple(("paragraph", part) for part in parts)
