"""Edits that put bracketed text into the Markdown of a section: what stood there stays, the wordings stand beside it.

Spaces at the ends of all wordings stand outside the brackets, where settling gives them back exactly; where that is
not certain, the brackets take them in, or a neighbouring word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from neaspec_cli.core.brackets import CLASS, Signature, attribute_list, signature
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.core.text.escaping import escape
from neaspec_cli.core.text.inlines import closing, inside_code, like, opening, stretches
from neaspec_cli.core.text.rewriting import CannotPlace, Cut, SourceEdit, TextEdit, insertion_place
from neaspec_cli.core.text.spacing import spare_space
from neaspec_cli.core.text.words import tokens

NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class _Asked:
    """The name of a bracket, who wants what stands there, and how it hangs together with other places."""

    name: str
    insisting: tuple[str, ...]
    is_open: bool
    written: Mapping[str, str]


def bracket_words(
    source: str,
    blocks: Sequence[Block],
    place: tuple[int, int, int],
    held: Sequence[Alternative],
    name: str,
    insisting: Sequence[str] = (),
    *,
    is_open: bool = False,
    written: Mapping[str, str] = NONE,
) -> SourceEdit:
    """Wordings of `text[start:end]` of a block; `place` is block, start and end, a wording "" wants the words out.

    `insisting` are those who want the words that stand there. `is_open` where there are wordings in other places;
    `written` says how words are written that come from there.
    """
    asked = _Asked(name, tuple(insisting), is_open, written)
    number, start, end = place
    block = blocks[number]
    if block.kind == "code" or any("\n\n" in one.text for one in held):
        raise CannotPlace("brackets cannot stand in code, nor part paragraphs within a line")
    if not block.pieces or block.start < 0:
        raise CannotPlace("the words of this block have no certain place in the source")
    _refuse_cutting(block, start, end)
    blank = [one.text for one in held if not one.text.strip()]
    held = [one if one.text.strip() else replace(one, text="") for one in held]
    if start == end and blank:
        raise CannotPlace("there are no words to put in brackets")
    for lead, trail in _hoisted(block.text, start, end, held):
        if _gives_back(source, block, (start, end), blank, (lead, trail)):
            return _words(source, blocks, (number, start, end), held, asked, (lead, trail))
    wider = _widened(block, start, end, held)
    return _words(source, blocks, (number, *wider[0]), wider[1], asked, (0, 0))


def _words(
    source: str,
    blocks: Sequence[Block],
    place: tuple[int, int, int],
    held: Sequence[Alternative],
    asked: _Asked,
    hoisted: tuple[int, int],
) -> SourceEdit:
    number, start, end = place
    block, (lead, trail) = blocks[number], hoisted
    wanted = [replace(one, text=_stripped(one.text, lead, trail)) for one in held if one.text]
    against = sorted({holder for one in held if not one.text for holder in one.holders})
    if start == end:
        return _arriving_words(source, blocks, (number, start), wanted, asked, hoisted)
    start, end = start + lead, end - trail
    is_open = asked.is_open or bool(wanted)
    base = attribute_list(asked.name, asked.insisting, against, is_open=is_open, stood=True)
    beside = "".join(_span(source, blocks, (number, start, end), one, asked, is_open=True) for one in wanted)
    cuts: list[Cut] = []
    for low, high in stretches(block, start, end):
        first, last = opening(block, low, high), closing(block, low, high)
        cuts += [(first, first, "["), (last, last, f"]{base}" + (beside if high == end else ""))]
    words = TextEdit(number, end, end, "".join(one.text for one in wanted))
    said = [signature(block.text[start:end], asked.insisting, against), *_said(wanted)]
    return SourceEdit(tuple(cuts), (words,), brackets=((asked.name, frozenset(said)),), key=asked.name)


def _arriving_words(
    source: str,
    blocks: Sequence[Block],
    place: tuple[int, int],
    wanted: Sequence[Alternative],
    asked: _Asked,
    hoisted: tuple[int, int],
) -> SourceEdit:
    number, offset = place
    block, (lead, trail) = blocks[number], hoisted
    if inside_code(block, offset, offset):
        raise CannotPlace("brackets cannot stand in code")
    at = insertion_place(block, offset)
    where = (number, offset, offset)
    is_open = asked.is_open or len(wanted) > 1
    spans = [_span(source, blocks, where, one, asked, is_open=is_open) for one in wanted]
    cut = (at, at, " " * lead + "".join(spans) + " " * trail)
    text = " " * lead + "".join(one.text for one in wanted) + " " * trail
    words = TextEdit(number, offset, offset, text)
    return SourceEdit((cut,), (words,), brackets=((asked.name, frozenset(_said(wanted))),), key=asked.name)


def _said(wanted: Sequence[Alternative]) -> list[Signature]:
    return [signature(one.text, one.holders, ()) for one in wanted]


def _span(
    source: str,
    blocks: Sequence[Block],
    place: tuple[int, int, int],
    one: Alternative,
    asked: _Asked,
    *,
    is_open: bool,
) -> str:
    number, start, end = place
    alike = _composed(one.text, asked.written)
    if alike is None and start < end:
        alike = like(source, blocks[number], start, end, one.text)
    words = escape(one.text) if alike is None else alike
    return f"[{words}]{attribute_list(asked.name, one.holders, (), is_open=is_open, stood=False)}"


def _composed(text: str, written: Mapping[str, str]) -> str | None:
    """Words of which a part is written elsewhere already, which keeps its formatting."""
    for known, markdown in written.items():
        if text.count(known) == 1:
            before, _, after = text.partition(known)
            return escape(before) + markdown + escape(after)
    return None


def _refuse_cutting(block: Block, start: int, end: int) -> None:
    """Bracketed text may stand in bracketed text, but never cross it."""
    for mark in block.marks:
        if CLASS not in mark.classes or mark.start == mark.end:
            continue
        if mark.start < start < mark.end < end or start < mark.start < end < mark.end:
            raise CannotPlace(
                f"it cuts through bracketed text, {dict(mark.attributes).get('alt', mark.detail)}"
            )


# --- spaces -----------------------------------------------------------------------------------------------


def _hoisted(text: str, start: int, end: int, held: Sequence[Alternative]) -> Iterator[tuple[int, int]]:
    """How many spaces at both ends may stand outside the brackets, the most first; a paragraph begins with none."""
    texts = [one for one in (text[start:end], *(one.text for one in held)) if one]
    if all(one.strip(" ") for one in texts):
        lead = min(len(one) - len(one.lstrip(" ")) for one in texts) if start else 0
        trail = min(len(one) - len(one.rstrip(" ")) for one in texts) if end < len(text) else 0
        yield from {(lead, trail): 0, (lead, 0): 0, (0, trail): 0}
    yield (0, 0)


def _stripped(text: str, lead: int, trail: int) -> str:
    return text[lead : len(text) - trail]


def _gives_back(
    source: str, block: Block, span: tuple[int, int], blank: Sequence[str], hoisted: tuple[int, int]
) -> bool:
    """Whether, should all words between the brackets go, the right spaces are left of those outside them.

    `blank` is what stands in the place of words that are wished away. Of words that stood there a space too many may
    go as well: nobody wants two.
    """
    (start, end), (lead, trail) = span, hoisted
    if start < end and not blank:
        return True
    if start < end and not lead + trail:
        return spare_space(source, block, start, end) is None or block.text[end : end + 1] in ("", " ")
    if start < end:
        found = spare_space(source, block, start + lead, end - trail)
        return bool(lead + trail - (found is not None)) == bool(min(blank, key=len))
    if (lead and block.text[start - 1] == " ") or (trail and block.text[end : end + 1] == " "):
        return False  # Two spaces side by side are read as one.
    found = spare_space(source, block, start, end, " " * lead, " " * trail)
    return lead + trail == (found is not None)


def _widened(
    block: Block, start: int, end: int, held: Sequence[Alternative]
) -> tuple[tuple[int, int], list[Alternative]]:
    """The stretch with one more word or sign on one side, so that no wording of it is empty."""
    before, after = tokens(block.text[:start]), tokens(block.text[end:])
    low, high = start, end
    while before and not block.text[low:start].strip():
        low -= len(before.pop())
    if not block.text[low:start].strip():
        low = start
        while after and not block.text[end:high].strip():
            high += len(after.pop(0))
    left, right = block.text[low:start], block.text[end:high]
    if not (left + right).strip():
        raise CannotPlace("there are no words beside it")
    _refuse_cutting(block, low, high)
    return (low, high), [replace(one, text=left + one.text + right) for one in held]
