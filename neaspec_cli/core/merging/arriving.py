"""What comes to one place of a section, from other places and sections or new, put together as edits of all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import New
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.edits import Cut, SourceEdit
from neaspec_cli.core.text.lifting import Written, fresh, lift, lift_part, notes_behind, take_out
from neaspec_cli.core.text.notes_along import at_end, take_along

Words = Sequence[tuple[int, int, str]]
LIFTED_ALONE = ("paragraph", "item", "heading")


class Arriving:
    """Gathers what comes beside `item`, a list item, or (None) between paragraphs of the target."""

    def __init__(self, target: Section, item: Block | None) -> None:
        self.target = target
        self.written: list[Written] = []
        self._item = item
        self._parts: dict[str, _Parts] = {}
        self._definitions: list[str] = []
        self._taken: set[str] = set()
        self._came = 0

    def new(self, part: New) -> None:
        """New words."""
        self.written.append(fresh(part.text, part.level, None if part.level else self._item))

    def block(self, origin: Section, at: int, words: Words, together: Collection[int]) -> None:
        """A block of a section; `together` are all that are lifted from there."""
        lifted = lift(origin.source, origin.blocks, at, words, together)
        parts = self._of(origin)
        parts.cuts.append(take_out(origin.source, origin.blocks[at]))
        parts.gone += [at, *notes_behind(origin.blocks, at)]
        self.written += self._along(origin, [at], lifted)

    def part(self, origin: Section, span: tuple[int, int], words: Mapping[int, Words]) -> None:
        """A headed part with tables or code in it, line by line."""
        after = notes_behind(origin.blocks, span[1]).stop
        lifted, cut = lift_part(origin.source, origin.blocks, span, words)
        parts = self._of(origin)
        parts.cuts.append(cut)
        parts.gone += range(span[0], after)
        self.written += self._along(origin, range(span[0], after), [lifted], cut[:2])

    def _along(
        self,
        origin: Section,
        going: Sequence[int],
        lifted: Sequence[Written],
        lines: tuple[int, int] = (0, 0),
    ) -> Iterator[Written]:
        """What is lifted, with the notes of the blocks that go; of those defined within `lines`, they go already."""
        if origin.path == self.target.path:
            yield from lifted
            return
        along = take_along(origin.source, origin.blocks, going, lines, (self.target.source, self._taken))
        parts = self._of(origin)
        self._definitions += along.definitions
        self._came += len(along.names)
        parts.cuts += along.cuts
        parts.definitions -= along.fewer
        for one in lifted:
            yield replace(one, markdown=along.renamed(one.markdown))

    def edits(self, after: int, put_in: Cut, key: str) -> Iterator[tuple[Section, SourceEdit]]:
        """An edit for each section; `put_in` puts what is written behind the block `after` of the target."""
        here = self._of(self.target)
        here.cuts.append(put_in)
        if self._definitions:
            here.cuts.append(at_end(self.target.source, self._definitions))
        here.added = ((after, tuple(read for one in self.written for read in one.reads)),)
        here.definitions += self._came
        return ((parts.section, parts.edit(key)) for parts in self._parts.values())

    def _of(self, section: Section) -> _Parts:
        return self._parts.setdefault(section.path, _Parts(section))


@dataclass
class _Parts:
    """What an edit of one section is made of."""

    section: Section
    cuts: list[Cut] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    added: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = ()
    definitions: int = 0

    def edit(self, key: str) -> SourceEdit:
        return SourceEdit(
            united(self.section.source, self.cuts),
            gone=tuple(sorted(self.gone)),
            added=self.added,
            definitions=self.definitions,
            key=key,
        )


def last_of_part(blocks: Sequence[Block], first: int, going: Collection[int]) -> int | None:
    """The last block of a headed part that goes as a whole and holds more than paragraphs; None where it does not."""
    if blocks[first].kind != "heading":
        return None
    last, is_plain = first, True
    for at in range(first + 1, len(blocks)):
        if blocks[at].kind == "heading" and blocks[at].level <= blocks[first].level:
            break
        if blocks[at].kind != "note":
            if at not in going:
                return None
            is_plain = (
                is_plain and blocks[at].kind in LIFTED_ALONE and blocks[at].inside == blocks[first].inside
            )
            last = at
    return None if is_plain else last


def united(source: str, cuts: Sequence[Cut]) -> tuple[Cut, ...]:
    """Cuts in the order of the text; lines that two of them take out are taken out once, and the empty line behind."""
    result: list[Cut] = []
    for start, end, text in sorted(cuts, key=lambda cut: cut[:2]):
        if result and start <= result[-1][1] and not text and not result[-1][2]:
            result[-1] = (result[-1][0], max(end, result[-1][1]), "")
        else:
            result.append((start, end, text))
    following = [*(start for start, _, _ in result[1:]), len(source)]
    return tuple(_with_gap(source, cut, other) for cut, other in zip(result, following, strict=True))


def _with_gap(source: str, cut: Cut, following: int) -> Cut:
    """Where an empty line stands on both sides of lines that go, one of them goes as well."""
    start, end, text = cut
    is_lines = not text and start < end and (start == 0 or source[:start].endswith("\n\n"))
    if is_lines and source.startswith("\n\n", end) and following > end + 2:
        return start, end + 2, text
    return cut
