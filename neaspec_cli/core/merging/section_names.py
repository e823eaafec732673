"""Names of section files: their order is the order of the plan, their number is no part of a section's id."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from neaspec_cli.core.beginning.splitting import slug
from neaspec_cli.core.plan import reading_order, section_id
from neaspec_cli.core.text.edits import CannotPlace

_NUMBERED = re.compile(r"(annex[-_. ]*)?(\d+)([-_. ]*)(.*)")
_ANNEX = re.compile(r"\s*annex(?:\s+(?:[ivx]+|\d+)\b[\s.:–—-]*|\s*[.:–—-]+\s*|\s*\Z)", re.IGNORECASE)


class Named(NamedTuple):
    """The path of a section, and how others are renamed to make room for it, old to new."""

    path: str
    renamed: dict[str, str]


class _Numbered(NamedTuple):
    before: str
    number: int
    width: int
    between: str
    words: str

    def name(self, number: int) -> str:
        return f"plan/{self.before}{number:0{self.width}d}{self.between}{self.words}.md"


def plain_title(title: str) -> tuple[str, bool]:
    """A title without the number of an annex, which is printed by itself; and whether it is one of an annex."""
    found = _ANNEX.match(title)
    rest = title[found.end() :].strip() if found else ""
    return (rest or title.strip(), found is not None)


def words_of_name(title: str, known: Collection[str]) -> str:
    """The words by which a new section is called: those of its title, and a number where a section has them already."""
    name = slug(title)
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, len(known) + 3))) if one not in known)


def named(paths: Sequence[str], at: int, words: str, *, is_annex: bool) -> Named:
    """The path of a section that comes to stand at a place among others of its kind, body or annexes.

    Others are renumbered only where no number is free between the neighbours. CannotPlace where names have no numbers.
    """
    before = _numbered(paths[at - 1]) if at else None
    behind = _numbered(paths[at]) if at < len(paths) else None
    like = before or behind or _Numbered("annex-" if is_annex else "", 0, 1 if is_annex else 2, "-", "")
    number = before.number + 1 if before else 1
    path = like._replace(words=words).name(number)
    renamed: dict[str, str] = {}
    last = number
    for one in paths[at:]:
        known = _numbered(one)
        if known.number > last:
            break
        last += 1
        renamed[one] = known.name(last)
    order = [renamed.get(one, one) for one in paths]
    order.insert(at, path)
    if sorted(order, key=reading_order) != order or len(set(order)) < len(order):
        raise CannotPlace("the names of the section files leave no place for it; rename them by hand")
    return Named(path, renamed)


def words_of_path(path: str, *, is_annex: bool) -> str:
    """What a section is called when it moves: all but the number, or its id where it moves between body and annexes."""
    if (PurePosixPath(path).name.startswith("annex")) != is_annex:
        return _NUMBERED.sub(r"\4", section_id(path)) or section_id(path)
    return _numbered(path).words


def _numbered(path: str) -> _Numbered:
    found = _NUMBERED.fullmatch(PurePosixPath(path).stem)
    if found is None:
        raise CannotPlace(
            f"{path} has no number in its name by which the order could be told; carry it out by hand"
        )
    return _Numbered(found[1] or "", int(found[2]), len(found[2]), found[3], found[4])
