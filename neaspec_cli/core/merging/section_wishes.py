"""Accepted comments on whole sections, as wishes: a new one, one that goes out, one that goes to another place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from neaspec_cli.core.comments import Comment
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.proposals import (
    AFTER,
    BEFORE,
    DeleteSection,
    InsertBlock,
    InsertSection,
    Move,
    MoveSection,
)
from neaspec_cli.core.text.escaping import BREAK

_SIGN = re.compile(r"(?:(#{1,6})|(-)) +(?=\S)")


@dataclass(frozen=True)
class Written:
    """A heading of a level, an item, or a paragraph of a new section."""

    text: str
    level: int = 0
    is_item: bool = False


@dataclass(frozen=True)
class NewSection:
    """A section comes before or after the circulated one of that id; the first of its parts is its title."""

    section: str
    where: str
    parts: tuple[Written, ...]

    @property
    def text(self) -> str:
        """All its words."""
        return BREAK.join(one.text for one in self.parts)


@dataclass(frozen=True)
class SectionOut:
    """The section goes out."""

    section: str


@dataclass(frozen=True)
class SectionMoved:
    """The section goes before or after the section `to`."""

    section: str
    to: str
    where: str


SectionChange = NewSection | SectionOut | SectionMoved


@dataclass(frozen=True)
class SectionWish:
    """One wish of that kind, on the base."""

    key: str
    holder: str
    change: SectionChange


def parts_of(text: str) -> tuple[Written, ...]:
    """A section from one text: its title, then behind empty lines paragraphs, headings (`## `) and items (`- `)."""
    texts = [part.strip() for part in text.split(BREAK) if part.strip()]
    title = Written(" ".join(_SIGN.sub("", texts[0], count=1).split()), 1) if texts else None
    return (title, *map(_part, texts[1:])) if title else ()


def _part(text: str) -> Written:
    sign = _SIGN.match(text)
    if sign is None:
        return Written(text.removeprefix("\\") if _SIGN.match(text[1:]) else text)
    words = text[sign.end() :]
    return Written(words, max(2, len(sign[1]))) if sign[1] else Written(words, is_item=True)


def written_part(text: str, level: int = 0, *, is_item: bool = False) -> str:
    """A paragraph, heading or item as it stands in such a text; `level` is 0 but for headings."""
    words = " ".join(text.split())
    if level:
        return f"{'#' * level} {words}"
    return f"- {words}" if is_item else f"{chr(92) if _SIGN.match(words) else ''}{words}"


def section_change(
    comment: Comment,
    blocks: Sequence[Block],
    starts: Collection[int],
    index: Mapping[tuple[str, str], int],
    wording: str | None,
) -> SectionChange | str | None:
    """What a comment wants of whole sections, why that cannot be done, or None where it wants nothing of the kind."""
    place = comment.place
    number = index[place.section, place.block]
    match comment.proposal:
        case InsertSection(new, where):
            return _new(place.section, where, wording or new)
        case InsertBlock(new, where, "heading", 1) if _is_edge(blocks, starts, number, where):
            return _new(place.section, where, wording or new)
        case DeleteSection() | MoveSection() if wording is not None:
            return "another wording was agreed on for it; carry it out by hand, then neaspec merge --done"
        case DeleteSection():
            return SectionOut(place.section)
        case MoveSection(section, where):
            return _moved(place.section, section, where, {known for known, _ in index})
        case Move(section, block, where, "") if number in starts and comment.origin not in (
            "tracked",
            "silent",
        ):
            target = index.get((section, block))
            if target is None or not _is_edge(blocks, starts, target, where, is_title_enough=True):
                return "it is the title of a section, which stands before or after another one; carry it out by hand"
            return _moved(place.section, section, where, {known for known, _ in index})
        case _:
            return None


def _new(section: str, where: str, text: str) -> SectionChange | str:
    parts = parts_of(text)
    return NewSection(section, where, parts) if parts else "it gives no title for the new section"


def _moved(section: str, to: str, where: str, known: Collection[str]) -> SectionChange | str:
    if to not in known:
        return f"{to} is no section of the circulated text"
    return SectionMoved(section, to, where) if to != section else "it would move beside itself"


def _is_edge(
    blocks: Sequence[Block],
    starts: Collection[int],
    number: int,
    where: str,
    *,
    is_title_enough: bool = False,
) -> bool:
    """Whether a place before or after a block is between two sections."""
    if where == BEFORE:
        return number in starts
    following = number + 1
    while following < len(blocks) and blocks[following].kind == "note" and following not in starts:
        following += 1
    at_end = following >= len(blocks) or following in starts
    return where == AFTER and (at_end or (is_title_enough and number in starts))
