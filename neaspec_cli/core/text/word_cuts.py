"""Words of a block changed in its Markdown: what is cut, what comes there, and what becomes of the formatting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from neaspec_cli.core.brackets import NOWHERE, place_of
from neaspec_cli.core.markdown import Block, Mark
from neaspec_cli.core.text.edges import DELIMITERS, at_edges, holds_note, inside_address
from neaspec_cli.core.text.edits import CannotPlace, Cut, TextEdit
from neaspec_cli.core.text.escaping import BREAK, escape, guard

MARKER = re.compile(r"(?P<indent>[ >]*)(?P<bullet>(?:[-+*]|\(?\w+[.)])[ ]+)")
"""What stands before the words of a list item."""
SIGNS = re.compile(r" {0,3}#{1,6}[ ]+")
"""What stands before the words of a heading."""


def word_cuts(source: str, block: Block, edit: TextEdit) -> list[Cut]:
    """Stretches of source to replace; the new words go to the first, delimiters to where formatting now ends."""
    if not block.pieces or block.start < 0:
        raise CannotPlace("the words of this block have no certain place in the source")
    if edit.start == edit.end and not inside_address(source, block, edit):
        place = _where_form_holds(source, block, edit, insertion_place(block, edit.start))
        return [(place, place, _escaped(source, place, block, edit)), *_at_parting(source, block, edit)]
    covered = _covered_pieces(source, block, edit) if edit.start < edit.end else _point(block, edit.start)
    first = min(covered)[0]
    edges = at_edges(source, block, edit, _escaped(source, first, block, edit))
    stretches = _joined([*covered, *_covered_marks(block, edit), *edges.gone])
    begin = next(number for number, (start, end) in enumerate(stretches) if start <= first <= end)
    cuts = [
        (start, end, edges.text if number == begin else "") for number, (start, end) in enumerate(stretches)
    ]
    cuts += [*edges.new, *_empty_line(source, block, edit), *_at_parting(source, block, edit)]
    return sorted(cuts, key=lambda cut: cut[:2])


def _where_form_holds(source: str, block: Block, edit: TextEdit, place: int) -> int:
    """Behind a note where new words begin with a space; there or within a form whose delimiters they would undo.

    A delimiter between a letter and punctuation neither opens nor closes
    (https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run).
    """
    ends = {mark.source[1]: len(sign) for mark, sign in _signed(source, block) if mark.end == edit.start}
    begins = {mark.source[0]: len(sign) for mark, sign in _signed(source, block) if mark.start == edit.start}
    if edit.text[:1].isspace():
        return _behind_notes(block, place)
    before = behind = place
    while before in ends:
        before -= ends[before]
    while behind in begins:
        behind += begins[behind]
    if before < place and edit.text[:1].isalnum() and _is_punctuation(source[before - 1 : before]):
        at = _behind_notes(block, place)
        return at if at > place else before
    is_undone = edit.text[-1:].isalnum() and _is_punctuation(source[behind : behind + 1])
    return behind if behind > place and is_undone else place


def _behind_notes(block: Block, place: int) -> int:
    """Where the notes end that are referred to right here: they stay with the words before them."""
    notes = {mark.source[0]: mark.source[1] for mark in block.marks if mark.kind == "note"}
    while place in notes:
        place = notes[place]
    return place


def _signed(source: str, block: Block) -> Iterator[tuple[Mark, str]]:
    """Formatting that stands between two signs, each with its sign."""
    for mark in block.marks:
        for sign in DELIMITERS.get(mark.kind, ()):
            if mark.source[0] >= 0 and mark.start < mark.end and source.startswith(sign, mark.source[0]):
                yield mark, sign


def _is_punctuation(char: str) -> bool:
    return bool(char) and not char.isalnum() and not char.isspace()


def _empty_line(source: str, block: Block, edit: TextEdit) -> list[Cut]:
    """A line break that would follow another becomes a space, lest both part the paragraph."""
    before, behind = place_of(block, edit.start - 1), place_of(block, edit.end)
    if edit.text.strip() or NOWHERE in (before, behind):
        return []
    is_empty = "\n" in source[slice(*before)] and "\n" in source[slice(*behind)]
    return [(*behind, " ")] if is_empty else []


def _covered_pieces(source: str, block: Block, edit: TextEdit) -> list[tuple[int, int]]:
    stretches, at = [], 0
    for piece in block.pieces:
        low, high = max(edit.start, at), min(edit.end, at + len(piece.text))
        if low < high:
            whole = high - low == len(piece.text)
            if piece.start < 0 or (not whole and source[piece.start : piece.end] != piece.text):
                raise CannotPlace(f"{piece.text!r} cannot be taken apart in the source")
            stretches.append(
                (piece.start, piece.end) if whole else (piece.start + low - at, piece.start + high - at)
            )
        at += len(piece.text)
    if not stretches:
        raise CannotPlace("the words are not there")
    return stretches


def _covered_marks(block: Block, edit: TextEdit) -> list[tuple[int, int]]:
    """Delimiters go with the words between them, unless exactly these words are replaced, or a note is among them."""
    return [
        mark.source
        for mark in block.marks
        if mark.kind != "note"
        and mark.source[0] >= 0
        and edit.start <= mark.start < mark.end <= edit.end
        and not (edit.text and (mark.start, mark.end) == (edit.start, edit.end))
        and not holds_note(block, mark)
    ]


def _point(block: Block, offset: int) -> list[tuple[int, int]]:
    place = insertion_place(block, offset)
    return [(place, place)]


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def insertion_place(block: Block, offset: int) -> int:
    """Between two pieces: after the left one, outside any formatting that ends there."""
    at = 0
    for piece in block.pieces:
        if at < offset < at + len(piece.text):
            if piece.end - piece.start != len(piece.text):
                raise CannotPlace(f"{piece.text!r} cannot be taken apart in the source")
            return piece.start + offset - at
        at += len(piece.text)
        if at == offset:
            closing = [mark.source[1] for mark in block.marks if mark.start < mark.end == offset]
            return max([piece.end, *closing])
    opening = [mark.source[0] for mark in block.marks if mark.start == 0 < mark.end and mark.source[0] >= 0]
    return min([block.start, *opening])


def line_start(source: str, at: int) -> int:
    """Where the line begins that a place stands in."""
    return source.rfind("\n", 0, at) + 1


def line_end(source: str, at: int) -> int:
    """Where that line ends, before its line break."""
    end = source.find("\n", at)
    return end if end >= 0 else len(source)


def _escaped(source: str, place: int, block: Block, edit: TextEdit) -> str:
    text = unicodedata.normalize("NFC", edit.text)
    if block.kind == "caption":
        text = re.sub(r"\n+", BREAK, text)
    in_code = any(
        mark.kind == "code"
        and mark.source[0] < place < mark.source[1]
        and mark.start <= edit.start <= mark.end
        for mark in block.marks
    )
    if in_code or block.kind == "code":
        if "`" in text or BREAK in text:
            raise CannotPlace("a backtick cannot go into code")
        return text
    escaped = escape(text, line_start=source[:place].endswith("\n") or place == 0)
    if BREAK not in escaped:
        return escaped
    around = [mark for mark in block.marks if mark.start < edit.start and edit.end < mark.end]
    signs = [_sign(source, mark) for mark in around if mark.kind != "note"]
    return escaped.replace(BREAK, "".join([*signs, _parting(source, block), *reversed(signs)]))


def _sign(source: str, mark: Mark) -> str:
    """The delimiter of formatting that ends with the first part and begins again with the second."""
    for sign in DELIMITERS.get(mark.kind, ()):
        if mark.source[0] >= 0 and source.startswith(sign, mark.source[0]):
            return sign
    raise CannotPlace(f"a {mark.kind} cannot be parted in two")


def _parting(source: str, block: Block) -> str:
    """What parts a block in two: an empty line, in a list the marker of the next item, in headings their signs."""
    if block.kind == "cell":
        raise CannotPlace("a cell holds one paragraph in one line, so that its words cannot be parted in two")
    if block.kind == "caption":
        return "\\\n"
    if block.kind == "heading":
        return _heading_parting(source, block)
    if block.kind == "note":
        return BREAK + " " * 4
    if block.kind != "item":
        return BREAK
    begin = outline(block)[0]
    start = line_start(source, begin)
    before = source[start:begin]
    if block.part > 1 and not before.strip(" >"):
        return f"\n{before.rstrip()}\n{before}"
    if block.part > 1 or not MARKER.fullmatch(before):
        raise CannotPlace("this item shares its line with others")
    return ("\n\n" if block.path[-1] > 1 and source[:start].endswith("\n\n") else "\n") + before


def _heading_parting(source: str, block: Block) -> str:
    """The rest of its line, with the attributes of the heading, and the signs of another one of the same level."""
    begin, end = outline(block)
    signs = source[line_start(source, begin) : begin]
    if not SIGNS.fullmatch(signs):
        raise CannotPlace("a heading that is underlined cannot be parted; write it with # before its words")
    return f"{source[end : line_end(source, end)].rstrip()}{BREAK}{signs}"


def _at_parting(source: str, block: Block, edit: TextEdit) -> list[Cut]:
    """What stood behind the words of a heading stands behind its first part; no second part is taken for a list."""
    if block.kind == "heading":
        end = outline(block)[1]
        is_cut = BREAK in edit.text and end < line_end(source, end)
        return [(end, line_end(source, end), "")] if is_cut else []
    begin = place_of(block, edit.end)[0]
    if block.kind in ("cell", "code") or not edit.text.endswith("\n") or begin < 0:
        return []
    sign = guard(source[begin : line_end(source, begin)])
    return [] if sign is None else [(begin + sign, begin + sign, "\\")]


def outline(block: Block) -> tuple[int, int]:
    """From the first to the last sign of a block's words, with all delimiters."""
    known = [mark.source for mark in block.marks if mark.source[0] >= 0]
    return min([block.start, *(low for low, _ in known)]), max([block.end, *(high for _, high in known)])
