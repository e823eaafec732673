"""Who holds bracketed text: somebody joins a wording, brings one of their own, or withdraws.

When the last one who holds something has withdrawn, the bracket goes, and what stood there before remains.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from neaspec_cli.core.bracketed.fencing import further_wording, indent_and_marker
from neaspec_cli.core.bracketed.settling import CannotSettle, dropped, settle, settled_place, within
from neaspec_cli.core.brackets import NOWHERE, Bracket, Part, Wording, attribute_list, said, signature
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.core.text.escaping import escape
from neaspec_cli.core.text.rewriting import CannotPlace, Cut, SourceEdit, TextEdit


def join(
    source: str,
    blocks: Sequence[Block],
    bracket: Bracket,
    holders: Sequence[str],
    text: str | None,
    place: int = -1,
) -> SourceEdit:
    """More holders: of the wording that reads so, else of a new one; None wants the words out that stood there.

    Of several places of the bracket `place` is the one where a new wording goes, the last one without it.
    """
    _refuse_without_place(bracket)
    if text is None:
        return _against(source, bracket, holders)
    same = next((one for one in bracket.wordings if one.text.split() == text.split()), None)
    if bracket.kind == "typed":
        if same is None:
            raise CannotSettle(
                f"{bracket.id} was typed by hand.", "First name who holds these words, with --by."
            )
        return _named(bracket, holders)
    if same is None:
        return _beside(source, blocks, bracket, Alternative(text, tuple(holders), ()), place)
    if set(holders) <= set(same.by):
        raise CannotSettle(f"{', '.join(holders)} held that wording of {bracket.id} before.")
    joined = replace(same, by=tuple(sorted({*same.by, *holders})))
    return _changed(source, bracket, [joined if one is same else one for one in bracket.wordings])


def follow(source: str, bracket: Bracket, holders: Sequence[str], leader: str) -> SourceEdit:
    """More holders of all that somebody wants of a bracket, in all its places; leader "": of what stood there."""
    _refuse_without_place(bracket)

    def led(names: tuple[str, ...], stood: bool) -> tuple[str, ...]:
        follows = leader in names if leader else stood
        return tuple(sorted({*names, *holders})) if follows else names

    wordings = [
        replace(one, by=led(one.by, one.stood), against=led(one.against, False)) for one in bracket.wordings
    ]
    return _changed(source, bracket, wordings)


def _named(bracket: Bracket, holders: Sequence[str]) -> SourceEdit:
    """Brackets typed by hand become a span, under the name by which they were known."""
    (part,) = bracket.wordings[0].parts
    attributes = attribute_list(bracket.id, holders, (), is_open=False, stood=False)
    cuts: tuple[Cut, ...] = (
        (part.outer[0], part.inner[0], "["),
        (part.inner[1], part.outer[1], f"]{attributes}"),
    )
    words = (
        TextEdit(part.first, part.start, part.start + 1, ""),
        TextEdit(part.first, part.end - 1, part.end, ""),
    )
    known = frozenset([signature(bracket.wordings[0].text, holders, ())])
    return SourceEdit(cuts, words, brackets=((bracket.id, known),), key=bracket.id)


def withdraw(
    source: str, blocks: Sequence[Block], bracket: Bracket, holder: str, whole: Bracket | None = None
) -> SourceEdit:
    """A holder less; wordings that nobody holds any more go, and with the last of them the bracket.

    `whole` is the bracket with its places in all sections, where it has some in several.
    """
    _refuse_without_place(bracket)
    whole = whole or bracket
    if holder not in whole.holders:
        held = ", ".join(whole.holders) or "nobody"
        raise CannotSettle(f"{holder} holds nothing in {whole.id}.", f"Its holders: {held}.")
    left = _left(whole, holder)
    if not any((one.by and not one.stood) or one.against for one in left):
        return settle(source, blocks, bracket, within(dropped(whole), bracket, whole))
    kept = _left(bracket, holder)
    edit = _changed(source, bracket, kept, is_open=len(left) > 1)
    staying = {part for one in kept for part in one.parts}
    gone = [part for one in bracket.wordings for part in one.parts if part not in staying]
    if bracket.kind == "blocks":
        return _without_blocks(source, blocks, bracket, edit, gone)
    cuts = list(dict.fromkeys([*edit.cuts, *((*part.outer, "") for part in gone)]))
    words = [TextEdit(part.first, part.start, part.end, "") for part in gone]
    return replace(edit, cuts=tuple(cuts), words=tuple(words))


def _left(bracket: Bracket, holder: str) -> list[Wording]:
    """The wordings that are left without a holder."""
    left = [_without(one, holder) for one in bracket.wordings]
    return [one for one in left if one.by or one.against or one.stood]


def _without(wording: Wording, holder: str) -> Wording:
    return replace(
        wording,
        by=tuple(name for name in wording.by if name != holder),
        against=tuple(name for name in wording.against if name != holder),
    )


def _without_blocks(
    source: str, blocks: Sequence[Block], bracket: Bracket, edit: SourceEdit, gone: Sequence[Part]
) -> SourceEdit:
    """Fenced wordings go with the empty line that parts them from the wording before, or behind."""
    parts = sorted((part for one in bracket.wordings for part in one.parts), key=lambda one: one.outer[0])
    cuts = list(edit.cuts)
    for _, group in groupby(parts, key=lambda one: one.place):
        here = list(group)
        if all(part in gone for part in here):
            cuts += settled_place(source, blocks, here, (), "")
        else:
            cuts += _without_parts(source, here, gone)
    lost = {at for part in gone for at in range(part.first, part.last + 1)}
    for part in gone:
        after = part.last + 1
        while after < len(blocks) and blocks[after].kind == "note":
            lost.add(after)
            after += 1
    return replace(edit, cuts=tuple(cuts), gone=tuple(sorted(lost)))


def _without_parts(source: str, parts: Sequence[Part], gone: Sequence[Part]) -> Iterator[Cut]:
    for number, part in enumerate(parts):
        if part not in gone:
            continue
        low, high = part.outer
        if number and not source[parts[number - 1].outer[1] : low].strip(" >\n"):
            low = parts[number - 1].outer[1]
        elif not number and not source[high : parts[1].outer[0]].strip(" >\n"):
            high = parts[1].outer[0]
        yield low, high, ""


def _against(source: str, bracket: Bracket, holders: Sequence[str]) -> SourceEdit:
    stood = bracket.stood
    if stood is None:
        raise CannotSettle(
            f"The words of {bracket.id} did not stand in the text before, so they need not be wished away.",
            "Without agreement they do not go in.",
        )
    if set(holders) <= set(stood.against):
        raise CannotSettle(f"{', '.join(holders)} wanted these words out before.")
    opposed = replace(stood, against=tuple(sorted({*stood.against, *holders})))
    return _changed(source, bracket, [opposed if one is stood else one for one in bracket.wordings])


def _beside(
    source: str, blocks: Sequence[Block], bracket: Bracket, one: Alternative, place: int
) -> SourceEdit:
    parts = [part for wording in bracket.wordings for part in wording.parts]
    here = [part for part in parts if part.place == place] or [
        part for part in parts if part.place == parts[-1].place
    ]
    last = max(here, key=lambda part: part.outer[1])
    edit = _changed(source, bracket, bracket.wordings, is_open=True)
    new = signature(one.text, one.holders, ())
    brackets = tuple((name, known | {new}) for name, known in edit.brackets)
    if bracket.kind == "words":
        attributes = attribute_list(bracket.id, one.holders, (), is_open=True, stood=False)
        cut: Cut = (last.outer[1], last.outer[1], f"[{escape(one.text)}]{attributes}")
        words = (TextEdit(last.first, last.end, last.end, one.text),)
        return replace(edit, cuts=(*edit.cuts, cut), words=words, brackets=brackets)
    first = blocks[here[0].first]
    lines = indent_and_marker(source, first)
    written, read = further_wording(
        lines, one, bracket.id, is_open=True, level=first.level if first.kind == "heading" else 0
    )
    at = last.outer[1] - int(source[: last.outer[1]].endswith("\n"))
    return replace(edit, cuts=(*edit.cuts, (at, at, written)), added=((last.last, read),), brackets=brackets)


def _changed(
    source: str, bracket: Bracket, wordings: Sequence[Wording], *, is_open: bool | None = None
) -> SourceEdit:
    """The attributes of these wordings written anew where they differ; one wording alone needs no `alt=`."""
    several = bracket.is_open or len(wordings) > 1 if is_open is None else is_open
    cuts: list[Cut] = []
    for one in wordings:
        attributes = attribute_list(
            bracket.id,
            one.by,
            one.against,
            is_open=several,
            stood=one.stood,
            classes=one.classes,
            others=one.others,
        )
        for part in one.parts:
            low, high = _attributes_at(source, bracket, part)
            cuts.append((low, high, attributes))
    return SourceEdit(tuple(dict.fromkeys(cuts)), brackets=((bracket.id, said(wordings)),), key=bracket.id)


def _attributes_at(source: str, bracket: Bracket, part: Part) -> tuple[int, int]:
    """Where the braces of a span or div stand."""
    if bracket.kind == "words":
        return part.inner[1] + 1, part.outer[1]
    low = source.find("{", part.outer[0], part.inner[0])
    high = source.rfind("}", part.outer[0], part.inner[0]) + 1
    if low < 0 or high <= low:
        raise CannotPlace("its attributes are not written in braces")
    return low, high


def _refuse_without_place(bracket: Bracket) -> None:
    if any(NOWHERE in (part.outer, part.inner) for one in bracket.wordings for part in one.parts):
        raise CannotPlace("its place in the source is not certain")
