"""What becomes of formatting at the edges of changed words.

Delimiters open before a word and close behind one (https://spec.commonmark.org/0.31.2/#delimiter-run). Where words
beside them go, they come nearer to what is left; where no word is left between them, they go as well. The address in
`<https://example.org>` stays one where it still reads like one, else it becomes a link under the new words, and a link
that is named by its words (`[report]`) keeps that name (`[paper][report]`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core.brackets import place_of
from neaspec_cli.core.text.blocks import Block, Mark
from neaspec_cli.core.text.edits import Cut, TextEdit

DELIMITERS = {
    "strong": ("**", "__"),
    "emphasis": ("*", "_"),
    "strikeout": ("~~",),
    "superscript": ("^",),
    "subscript": ("~",),
}
_NAMED = re.compile(r"\[(?P<name>(?:[^\[\]\\]|\\.)*)\](?P<empty>\[\])?", re.DOTALL)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*")


@dataclass
class Edges:
    """The new words with delimiters among them, what else goes, and delimiters that come beside words that stay."""

    text: str
    gone: list[tuple[int, int]] = field(default_factory=list)
    new: list[Cut] = field(default_factory=list)


@dataclass(frozen=True)
class _Delimited:
    """Formatting with its delimiter on both sides."""

    mark: Mark
    sign: str

    @property
    def delimiters(self) -> tuple[tuple[int, int], tuple[int, int]]:
        (start, end), length = self.mark.source, len(self.sign)
        return (start, start + length), (end - length, end)


def at_edges(source: str, block: Block, edit: TextEdit, written: str) -> Edges:
    """`written` are the new words as Markdown."""
    edges = Edges(written)
    opening, closing = "", ""
    touched = list(_touched(source, block, edit))
    for one in touched[::-1]:
        opening += _opening(block, edit, one, edges)
    for one in touched:
        closing += _closing(block, edit, one, edges)
    lead = len(edit.text) - len(edit.text.lstrip()) if edit.text.strip() else len(written)
    trail = len(edit.text) - len(edit.text.rstrip()) if edit.text.strip() else 0
    words = written[lead : len(written) - trail]
    edges.text = written[:lead] + opening + words + closing + written[len(written) - trail :]
    _links(source, block, edit, edges)
    return edges


def holds_note(block: Block, outer: Mark) -> bool:
    """Whether a note is referred to within formatting."""
    return any(mark.kind == "note" and outer.start <= mark.start <= outer.end for mark in block.marks)


def inside_address(source: str, block: Block, edit: TextEdit) -> bool:
    """Whether a place is between two characters of `<https://example.org>`."""
    return any(
        mark.kind == "link" and source.startswith("<", mark.source[0]) and mark.start < edit.start < mark.end
        for mark in block.marks
        if mark.source[0] >= 0
    )


def _touched(source: str, block: Block, edit: TextEdit) -> Iterator[_Delimited]:
    """Formatting of which words change at an edge or go altogether, inner ones first."""
    for mark in block.marks:
        signs = [one for one in DELIMITERS.get(mark.kind, ()) if _is_in(source, mark, one)]
        is_touched = edit.start < mark.end and mark.start < edit.end
        if signs and is_touched and (edit.start <= mark.start or mark.end <= edit.end):
            yield _Delimited(mark, signs[0])


def _is_in(source: str, mark: Mark, sign: str) -> bool:
    start, end = mark.source
    return start >= 0 and source.startswith(sign, start) and source.endswith(sign, start, end)


def _opening(block: Block, edit: TextEdit, one: _Delimited, edges: Edges) -> str:
    """Where formatting begins now; what of it begins within the new words is given back."""
    mark = one.mark
    begin, end = one.delimiters
    inner = _inner(block, edit, mark)
    if not "".join(char for char, _ in inner).strip():
        edges.gone += [begin, end] if _goes(block, edit, mark) else []
        return ""
    if not inner[0][0].isspace():
        return ""
    edges.gone.append(begin)
    offset = next(offset for char, offset in inner if not char.isspace())
    if offset is None:
        return one.sign
    starts = [place_of(block, offset)[0]]
    starts += [other.source[0] for other in block.marks if other.start == offset < other.end <= mark.end]
    at = min(start for start in starts if start >= 0)
    edges.new.append((at, at, one.sign))
    return ""


def _closing(block: Block, edit: TextEdit, one: _Delimited, edges: Edges) -> str:
    mark = one.mark
    inner = _inner(block, edit, mark)
    if not "".join(char for char, _ in inner).strip() or not inner[-1][0].isspace():
        return ""
    edges.gone.append(one.delimiters[1])
    offset = next(offset for char, offset in reversed(inner) if not char.isspace())
    if offset is None:
        return one.sign
    ends = [place_of(block, offset)[1]]
    ends += [
        other.source[1] for other in block.marks if other.end == offset + 1 and other.start >= mark.start
    ]
    edges.new.append((max(ends), max(ends), one.sign))
    return ""


def _goes(block: Block, edit: TextEdit, mark: Mark) -> bool:
    """Whether its delimiters are to be taken out here: formatting that goes as a whole is taken out as a whole."""
    return not (edit.start <= mark.start and mark.end <= edit.end) or holds_note(block, mark)


def _inner(block: Block, edit: TextEdit, mark: Mark) -> list[tuple[str, int | None]]:
    """The characters that formatting then holds, each with its offset; new ones have none."""
    is_exact = bool(edit.text) and (mark.start, mark.end) == (edit.start, edit.end)
    holds = mark.start < edit.start or (mark.start == edit.start and edit.end < mark.end) or is_exact
    kept = [(block.text[at], at) for at in range(mark.start, mark.end)]
    before: Sequence[tuple[str, int | None]] = [one for one in kept if one[1] < edit.start]
    after: Sequence[tuple[str, int | None]] = [one for one in kept if one[1] >= edit.end]
    new = [(char, None) for char in edit.text] if holds else []
    return [*before, *new, *after]


def _links(source: str, block: Block, edit: TextEdit, edges: Edges) -> None:
    """Links whose target is known by their words."""
    for mark in block.marks:
        start, end = mark.source
        is_touched = mark.start < edit.end and edit.start < mark.end
        is_inside = mark.start < edit.start == edit.end < mark.end
        if mark.kind != "link" or start < 0 or not (is_touched or is_inside):
            continue
        inner = "".join(char for char, _ in _inner(block, edit, mark))
        if not inner.strip() or inner == block.text[mark.start : mark.end]:
            continue
        named = _NAMED.fullmatch(source, start, end)
        if named:
            at = end - 1 if named["empty"] else end
            edges.new.append((at, at, named["name"] if named["empty"] else f"[{named['name']}]"))
        elif source[start] == "<" and _ADDRESS.fullmatch(inner):
            edges.text = edit.text
        elif source[start] == "<":
            _as_link(block, edit, mark, edges)


def _as_link(block: Block, edit: TextEdit, mark: Mark, edges: Edges) -> None:
    """An address becomes a link; its new words may stand at an end of it."""
    start, end = mark.source
    edges.gone += [(start, start + 1), (end - 1, end)]
    if mark.start < edit.start:
        edges.new.append((start, start, "["))
    elif mark.start == edit.start:
        edges.text = f"[{edges.text}"
    else:
        first = place_of(block, edit.end)[0]
        edges.new.append((first, first, "["))
    target = f"]({mark.detail})"
    if edit.end < mark.end:
        edges.new.append((end, end, target))
    else:
        edges.text += target
