"""Whole sections that come, go and change places, as files of the plan: carried out before all else, each by itself.

New sections at one place are all kept, in the order of their comments; the same of two is one change. A section that
one wants out and in which another wants words, or that two want in different places, is a clash that is left to people.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core.following import follow
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed, Already, Merged, Unplaced
from neaspec_cli.core.merging.asking import Asked, natural
from neaspec_cli.core.merging.carrying import NotCarried, Parse, Step
from neaspec_cli.core.merging.placing import Lost, There
from neaspec_cli.core.merging.section_clashing import AnyWish, clashing
from neaspec_cli.core.merging.section_names import named, plain_title, words_of_name, words_of_path
from neaspec_cli.core.merging.section_wishes import (
    NewSection,
    SectionChange,
    SectionMoved,
    SectionOut,
    SectionWish,
    Written,
)
from neaspec_cli.core.plan import Section, read_section
from neaspec_cli.core.text import scan
from neaspec_cli.core.text.edits import CannotPlace
from neaspec_cli.core.text.escaping import BREAK, escape

Labels = Callable[[Sequence[Section]], Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Files:
    """The sections with all that is agreed on whole ones, the steps to it, and what became of every other wish.

    `withheld` are the wishes for words that stand in a clash here.
    """

    sections: tuple[Section, ...]
    steps: tuple[Step, ...] = ()
    refused: tuple[NotCarried, ...] = ()
    merged: Merged = Merged()
    withheld: frozenset[str] = frozenset()


def carry_sections(
    base: Sequence[Section], sections: Sequence[Section], wishes: Collection[AnyWish], parse: Parse
) -> Files:
    """Carry out all wishes for whole sections among these, on the sections as they stand."""
    asked: dict[SectionChange, Asked] = {}
    for wish in wishes:
        if isinstance(wish, SectionWish):
            asked.setdefault(plain(base, wish.change), Asked()).add(wish.holder, wish.key)
    if not asked:
        return Files(tuple(sections))
    clashes = clashing(base, sections, asked, wishes)
    keys = {key for clash in clashes for one in clash.alternatives for key in one.keys}
    working = _Working(base, list(sections), parse)
    for change, who in sorted(asked.items(), key=_in_turn):
        if who.keys.isdisjoint(keys):
            working.carry(change, who)
    done = working.done()
    return replace(done, merged=replace(done.merged, clashes=tuple(clashes)), withheld=frozenset(keys))


def plain(base: Sequence[Section], change: SectionChange) -> SectionChange:
    """The same wish from two sides in one form: behind the section before, where there is one of its kind."""
    match change:
        case NewSection(section, "before", parts) if before := _before(base, section):
            return NewSection(before, "after", parts)
        case SectionMoved(section, to, "before") if (before := _before(base, to)) and before != section:
            return SectionMoved(section, before, "after")
        case _:
            return change


def _before(base: Sequence[Section], section: str) -> str:
    at = next(at for at, one in enumerate(base) if one.id == section)
    return base[at - 1].id if at and base[at - 1].is_annex == base[at].is_annex else ""


def _in_turn(asked: tuple[SectionChange, Asked]) -> tuple[int, list[tuple[int, str]]]:
    """New ones first, of the last comment before the others, so that it comes to stand behind them; then moves."""
    change, who = asked
    key = natural(min(who.keys, key=natural))
    if isinstance(change, NewSection) and change.where == "after":
        return 0, [(-number, "".join(chr(0x10FFFF - ord(char)) for char in text)) for number, text in key]
    return (0 if isinstance(change, NewSection) else 1 if isinstance(change, SectionMoved) else 2), key


class _Working:
    """The section files as they become, one change after the other."""

    def __init__(self, base: Sequence[Section], sections: list[Section], parse: Parse) -> None:
        self.base = base
        self.sections = sections
        self._parse = parse
        self._steps: list[Step] = []
        self._refused: list[NotCarried] = []
        self._unplaced: list[Unplaced] = []
        self._already: list[Already] = []

    def carry(self, change: SectionChange, who: Asked) -> None:
        """Carry one change out where its section stands by now."""
        agreed = Agreed("part", -1, 0, 0, "", (), tuple(sorted(who.keys)), tuple(sorted(who.holders)))
        try:
            match change:
                case NewSection():
                    lost = self._put_in(change, agreed)
                case SectionOut():
                    lost = self._take_out(change, agreed)
                case SectionMoved():
                    lost = self._move(change, agreed)
        except CannotPlace as reason:
            self._refused.append(NotCarried(agreed, reason.message))
            return
        if isinstance(lost, There):
            self._already += [Already(key) for key in agreed.keys]
        elif isinstance(lost, Lost):
            title = _section(self.base, change.section).title
            texts = ("", "", change.text) if isinstance(change, NewSection) else (title, "", "")
            self._unplaced += [Unplaced(key, lost.reason, *texts) for key in agreed.keys]

    def done(self) -> Files:
        """What all came to."""
        merged = Merged((), (), tuple(self._unplaced), tuple(self._already))
        return Files(tuple(self.sections), tuple(self._steps), tuple(self._refused), merged)

    def _put_in(self, change: NewSection, agreed: Agreed) -> There | Lost | None:
        beside = section_today(self.base, self.sections, change.section)
        title, as_annex = plain_title(change.parts[0].text)
        at = self.sections.index(beside) + (change.where == "after") if beside else 0
        is_at_end = at == len(self.sections) or self.sections[at].is_annex
        is_annex = beside is not None and (
            (beside.is_annex and change.where == "after") or (as_annex and is_at_end)
        )
        parts = (replace(change.parts[0], text=title), *change.parts[1:]) if is_annex else change.parts
        title = parts[0].text
        known = [(_kind(one), " ".join(one.text.split())) for one in parts]
        circulated = [_texts(one.blocks) for one in self.base]
        if any(known == _texts(one.blocks) for one in self.sections) and known not in circulated:
            return There()
        if beside is None:
            return Lost("gone")
        words = words_of_name(title, {one.id for one in (*self.sections, *self.base)})
        path, renamed = self._named(at, words, self.sections, is_annex=is_annex)
        source = front_matter_like(beside) + _markdown(parts)
        section = self._read(path, source, known)
        self._write(agreed, [*self.sections[:at], section, *self.sections[at:]], section, renamed)
        return None

    def _take_out(self, change: SectionOut, agreed: Agreed) -> There | Lost | None:
        section = section_today(self.base, self.sections, change.section)
        if section is None:
            return There()
        if _texts(section.blocks) != _texts(_section(self.base, change.section).blocks):
            return Lost("reworded")
        left = [one for one in self.sections if one is not section]
        if not left:
            raise CannotPlace("it is the only section of the plan")
        names = {one.id for one in scan.attributes(section.source) if one.id}
        referring = [one.path for one in left if names & _references(one.source)]
        if referring:
            raise CannotPlace(f"{', '.join(referring)} refers to it; take the reference out first")
        self.sections = left
        self._steps.append(Step(agreed, section, "", section.source, {}, (section.path,)))
        return None

    def _move(self, change: SectionMoved, agreed: Agreed) -> There | Lost | None:
        section, to = (
            section_today(self.base, self.sections, change.section),
            section_today(self.base, self.sections, change.to),
        )
        if section is None or to is None:
            return Lost("gone")
        left = [one for one in self.sections if one is not section]
        at = left.index(to) + (change.where == "after")
        if self.sections == [*left[:at], section, *left[at:]]:
            return There()
        words = words_of_path(section.path, is_annex=to.is_annex)
        path, renamed = self._named(at, words, left, is_annex=to.is_annex)
        moved = _renamed(section, path)
        self._write(agreed, [*left[:at], moved, *left[at:]], moved, {**renamed, section.path: path})
        return None

    def _named(
        self, at: int, words: str, sections: Sequence[Section], *, is_annex: bool
    ) -> tuple[str, dict[str, str]]:
        paths = [one.path for one in sections if one.is_annex == is_annex]
        return named(paths, sum(one.is_annex == is_annex for one in sections[:at]), words, is_annex=is_annex)

    def _read(self, path: str, source: str, wanted: Sequence[tuple[str, str]]) -> Section:
        """A new section as it reads back."""
        section, faults = read_section(path, source)
        blocks = tuple(self._parse(section, source))
        if faults or _texts(blocks) != list(wanted):
            raise CannotPlace("the new section did not read back as expected")
        return replace(section, blocks=blocks)

    def _write(
        self, agreed: Agreed, sections: Sequence[Section], section: Section, renamed: dict[str, str]
    ) -> None:
        """A step after which the sections stand so; others than the one that it is about may be renamed."""
        self.sections = [_renamed(one, renamed.get(one.path, one.path)) for one in sections]
        here = next(one for one in self.sections if one.source == section.source and one.path == section.path)
        written = {
            renamed[old]: one.source for old in renamed for one in self.sections if one.path == renamed[old]
        }
        written.pop(here.path, None)
        removed = tuple(sorted(set(renamed) - set(written) - {here.path}))
        self._steps.append(Step(agreed, here, "", here.source, written, removed))


def section_today(base: Sequence[Section], sections: Sequence[Section], identifier: str) -> Section | None:
    """The section of today that a circulated one is: by its id, else by most of its paragraphs."""
    for one in sections:
        if one.id == identifier:
            return one
    known = [(one, block) for one in base for block in one.blocks]
    here = [(one, block) for one in sections for block in one.blocks]
    following = follow([block for _, block in known], [block for _, block in here])
    votes: dict[str, int] = {}
    mine = [at for at, (section, _) in enumerate(known) if section.id == identifier]
    for at in mine:
        found = following.block(at).block
        if found is not None:
            votes[here[found][0].path] = votes.get(here[found][0].path, 0) + 1
    path = max(votes, key=lambda one: votes[one], default="")
    enough = 2 * votes.get(path, 0) > len(mine)
    return next((one for one in sections if one.path == path and enough), None)


def _kind(part: Written) -> str:
    if part.level:
        return "heading"
    return "item" if part.is_item else "paragraph"


def _section(sections: Sequence[Section], identifier: str) -> Section:
    return next(one for one in sections if one.id == identifier)


def _texts(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    return [(one.kind, " ".join(one.text.split())) for one in blocks]


def _renamed(section: Section, path: str) -> Section:
    """The section under another name; whatever its front matter says is kept."""
    if path == section.path:
        return section
    again, _ = read_section(path, section.source)
    return replace(again, blocks=section.blocks)


def front_matter_like(beside: Section) -> str:
    """A new section has come as far as the one beside it."""
    return f"---\nstatus: {beside.status}\n---\n" if beside.status else ""


def _markdown(parts: Sequence[Written]) -> str:
    lines: list[str] = []
    for number, one in enumerate(parts):
        words = " ".join(one.text.split())
        if number:
            lines.append("\n" if one.is_item and parts[number - 1].is_item else BREAK)
        if one.level:
            lines.append(f"{'#' * one.level} {escape(words)}")
        else:
            lines.append(("- " if one.is_item else "") + escape(words, line_start=True))
    return "".join(lines) + "\n"


def _references(source: str) -> set[str]:
    """Ids that links within the plan name."""
    return {part.partition(")")[0].strip() for part in scan.without_code(source).split("](#")[1:]}
