"""Changes and remarks of a Word file as comments.

A tracked change is a comment of the kind that the caller names, a change of form an editorial one. A remark that stands
on the words of one tracked change is told with that change; replies stay with the remark that they answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import Any
from unicodedata import normalize

from neaspec_cli.core.comments import Answer, Comment, Place
from neaspec_cli.core.proposals import FormatChange, Proposal
from neaspec_cli.intake.placing import Placement, Target
from neaspec_cli.intake.word_edits import carried_place
from neaspec_cli.intake.word_items import NOWHERE, QUOTE, Item
from neaspec_cli.intake.word_links import Links
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Anchor, Document, Paragraph, Remark, Segment

MOST_PIECES = 200
"""Pieces of the text that a remark is on; what comes after them tells nothing more of its place."""
MOST_EMPTY = 10
"""Empty lines over which a remark is still one on the paragraph above."""
Ordered = tuple[tuple[int, int], Comment]


def comments(
    document: Document, links: Links, placement: Placement, items: Sequence[Item], kind: str
) -> list[Comment]:
    """All comments in the order of the circulated text; settles every remark and reply."""
    by_mark: dict[Mark, list[Item]] = defaultdict(list)
    for item in items:
        for mark in item.marks:
            by_mark[mark].append(item)
    answers = _answers(document.remarks)
    told: dict[Item, list[Remark]] = defaultdict(list)
    ordered: list[Ordered] = []
    for remark in document.remarks:
        if remark.parent is not None and _root(remark) is not remark:
            continue
        stretch = _stretch(document, document.anchors.get(remark.id))
        change = _only_item([segment for _, segment in stretch], by_mark)
        if change is not None:
            told[change].append(remark)
            _settle(remark, answers[remark], change.place, bool(stretch))
        else:
            order, place = _seat(stretch, links, placement)
            _settle(remark, answers[remark], place, bool(stretch))
            ordered.append((order, _remark(remark, place, answers[remark], kind)))
    ordered += [(item.order, _change(item, told[item], answers, kind)) for item in items]
    return [comment for _, comment in sorted(ordered, key=lambda one: one[0])]


def _answers(remarks: Sequence[Remark]) -> Mapping[Remark, list[Remark]]:
    """Replies by the remark that their thread begins with."""
    answers: dict[Remark, list[Remark]] = defaultdict(list)
    for remark in remarks:
        root = _root(remark)
        if root is not remark:
            answers[root].append(remark)
    return answers


def _root(remark: Remark) -> Remark:
    """The first of a thread; a thread that bites its own tail has none, so each remark is its own."""
    seen = {remark}
    above = remark
    while above.parent is not None:
        above = above.parent
        if above in seen:
            return remark
        seen.add(above)
    return above


def _stretch(document: Document, anchor: Anchor | None) -> list[tuple[Paragraph, Segment]]:
    """The text that a remark is on, its first pieces; where it is on a point, the paragraph without a piece."""
    if anchor is None:
        return []
    (first, begin), (last, end) = anchor.start, anchor.end
    found: list[tuple[Paragraph, Segment]] = []
    for number in range(first, min(last + 1, len(document.paragraphs), first + MOST_PIECES)):
        paragraph = document.paragraphs[number]
        start = begin if number == first else 0
        until = min(end if number == last else len(paragraph.segments), start + MOST_PIECES - len(found))
        found += [(paragraph, piece) for piece in paragraph.segments[start:until]]
    if not found and first < len(document.paragraphs):
        found.append((document.paragraphs[first], Segment("")))
    return found


def _only_item(segments: Sequence[Segment], by_mark: Mapping[Mark, list[Item]]) -> Item | None:
    """The one change that makes up most of what a remark stands on."""
    marks = {mark for segment in segments for mark in segment.changes}
    items = {item for mark in marks for item in by_mark.get(mark, ())}
    changed = sum(len(segment.text) for segment in segments if segment.changes)
    total = sum(len(segment.text) for segment in segments)
    return next(iter(items)) if len(items) == 1 and 2 * changed >= total else None


def _seat(
    stretch: Sequence[tuple[Paragraph, Segment]], links: Links, placement: Placement
) -> tuple[tuple[int, int], Place]:
    """Where a remark stands: the first block of its stretch that is known, with the words that it is on."""
    for paragraph, segment in stretch:
        number = links.original_of.get(paragraph)
        target = placement.target_of(number) if number is not None else None
        if number is None or target is None:
            continue
        group = placement.group(number)
        before = [links.originals[one].text + " " for one in group[: group.index(number)]]
        whole = " ".join(links.originals[one].text for one in group)
        inside = [one for whose, one in stretch if whose is paragraph]
        quote = "".join(one.text for one in inside if one.in_original) or "".join(one.text for one in inside)
        offset = len("".join(before)) + _offset(links.originals[number].parts, paragraph, segment)
        place = carried_place(target.text, whole, offset)
        index, at = target.at(place)
        return (target.numbers[index], at), target.leaves[index].place(quote[:QUOTE].strip())
    words = "".join(segment.text for _, segment in stretch).strip()
    target = None if words or not stretch else _above(stretch[0][0], links, placement)
    if target is not None:
        return (target.numbers[-1], NOWHERE), target.leaves[-1].place()
    return (NOWHERE, 0), Place(quote=words[:QUOTE])


def _above(empty: Paragraph, links: Links, placement: Placement) -> Target | None:
    """What a remark on an empty line stands under."""
    number = links.original_of.get(empty, -1)
    for above in range(number, max(-1, number - MOST_EMPTY), -1):
        if above in placement.heads:
            is_near = links.originals[above].first.container == empty.container
            return placement.target_of(above) if is_near else None
    return None


@lru_cache(maxsize=8)
def _offsets(paragraph: Paragraph) -> Mapping[Segment, int]:
    """Where each piece of a paragraph begins in its original text."""
    lengths = (len(one.text) if one.in_original else 0 for one in paragraph.segments)
    return dict(zip(paragraph.segments, accumulate(lengths, initial=0), strict=False))


def _offset(parts: Sequence[Paragraph], paragraph: Paragraph, segment: Segment) -> int:
    before = takewhile(lambda part: part is not paragraph, parts)
    inside = _offsets(paragraph).get(segment, len(paragraph.original))
    return sum(len(part.original) for part in before) + inside


def _settle(remark: Remark, answers: Sequence[Remark], place: Place, has_words: bool) -> None:
    why = (
        "the words that it is on are not in the circulated text"
        if has_words
        else "it is on no words of the text"
    )
    for one in (remark, *answers):
        if place.block:
            one.mark.settle("placed")
        else:
            one.mark.settle("unplaced", why)


def _remark(remark: Remark, place: Place, answers: Sequence[Remark], kind: str) -> Comment:
    return Comment(
        place=place,
        kind=kind if place.block else "general",
        comment=remark.text or "(empty)",
        origin="comment",
        author=remark.mark.author,
        date=moment(remark.mark.date),
        replies=tuple(map(_answer, answers)),
        resolved=remark.resolved,
    )


def _change(
    item: Item, remarks: Sequence[Remark], answers: Mapping[Remark, list[Remark]], kind: str
) -> Comment:
    replies = [
        one
        for remark in remarks
        for one in (*((remark,) if remark is not remarks[0] else ()), *answers[remark])
    ]
    return Comment(
        place=item.place,
        kind="editorial" if isinstance(item.proposal, FormatChange) else kind,
        comment="\n\n".join(one for one in (item.said, remarks[0].text if remarks else "") if one),
        proposal=_composed(item.proposal) if item.proposal else None,
        origin="tracked" if item.marks else "silent",
        author="; ".join(dict.fromkeys(mark.author for mark in item.marks if mark.author)),
        date=moment(max((mark.date for mark in item.marks), default="")),
        replies=tuple(map(_answer, replies)),
        resolved=bool(remarks) and all(remark.resolved for remark in remarks),
    )


def _composed(proposal: Proposal) -> Proposal:
    """The proposal with its texts in the composed form (NFC) that sections are kept in."""
    texts = {one.name: getattr(proposal, one.name) for one in fields(proposal)}
    new: dict[str, Any] = {
        name: normalize("NFC", text) for name, text in texts.items() if isinstance(text, str)
    }
    if isinstance(texts.get("cells"), tuple):
        new["cells"] = tuple(normalize("NFC", cell) for cell in texts["cells"])
    return replace(proposal, **new) if any(texts[name] != text for name, text in new.items()) else proposal


def _answer(remark: Remark) -> Answer:
    return Answer(remark.text or "(empty)", remark.mark.author, moment(remark.mark.date))


def moment(text: str) -> str:
    """A date as the file gives it, where it is one; Word writes local time and calls it Z."""
    import re

    from neaspec_cli.core.feedback import MOMENT

    return text if re.fullmatch(MOMENT, text) else ""
