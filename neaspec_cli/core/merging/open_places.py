"""A question of places in the Markdown: each spot in brackets under one name, blocks go there as they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from neaspec_cli.core.bracketed.spots import Around, Content, beside_blocks, in_gap
from neaspec_cli.core.brackets import Signature, signature
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed, Alternative, Lifted, New
from neaspec_cli.core.merging.asking import Words, gap_after, worded
from neaspec_cli.core.merging.editing import Editing
from neaspec_cli.core.merging.questions import Joined, Piece, Spot, Wanted
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.edits import SourceEdit
from neaspec_cli.core.text.escaping import BREAK, escape
from neaspec_cli.core.text.lifting import Written, fresh, lift, nameless, region
from neaspec_cli.core.text.notes_along import at_end, take_along
from neaspec_cli.core.text.rewriting import CannotPlace, Cut


@dataclass(frozen=True)
class Places:
    """The spots of a question."""

    spots: tuple[Spot, ...]

    @property
    def block(self) -> int:
        """The first block that is at stake, or after which something is to come."""
        return next((spot.stands[0] for spot in self.spots if spot.stands), self.spots[0].after)


def of_join(one: Agreed, current: Sequence[Block]) -> Places:
    """The two blocks that somebody wants to be one."""
    following = gap_after(current, one.block)
    joined = Joined((Lifted(one.block), Lifted(following)), (one.text,))
    text = current[one.block].text + one.text + current[following].text
    return Places(
        (Spot((one.block, following), one.block, (Wanted((joined,), text, one.holders, one.keys),)),)
    )


def of_part(block: int, words: Words, held: Sequence[Alternative], current: Sequence[Block]) -> Places:
    """A block of which some wordings part it, so that it stands there as a whole in each."""
    wanted = []
    for one in held:
        lifted = Lifted(block, ((words.start, words.end, one.text),))
        text = worded(current[block].text, [replace(words, text=one.text)])
        wanted.append(Wanted((lifted,), text, one.holders, one.keys))
    return Places((Spot((block,), block, tuple(wanted)),))


def spots_in(places: Places, editing: Editing, number: int) -> Iterator[tuple[Spot, int]]:
    """The spots in one section, each with the number there of its first block, or of the one before it."""
    for spot in places.spots:
        section, at = editing.place(spot.stands[0] if spot.stands else spot.after)
        if section == number:
            yield spot, at


def edits_of_places(
    places: Places, name: str, editing: Editing, agreed: Collection[Agreed]
) -> dict[int, SourceEdit]:
    """An edit for each section in which the question has a spot."""
    new = [one for spot in places.spots for one in spot.wanted if one.pieces]
    wordings = len(new) + sum(bool(spot.stands) for spot in places.spots)
    edits: dict[int, SourceEdit] = {}
    for number in sorted(
        {editing.place(spot.stands[0] if spot.stands else spot.after)[0] for spot in places.spots}
    ):
        writing = _Writing(editing, number, name, agreed, is_open=wordings > 1)
        for spot, at in spots_in(places, editing, number):
            writing.put(spot, at)
        edits[number] = writing.edit()
    return edits


@dataclass
class _Writing:
    """Gathers what comes into one section; `agreed` is carried out in every wording of its blocks."""

    editing: Editing
    number: int
    name: str
    agreed: Collection[Agreed]
    is_open: bool = field(kw_only=True)
    cuts: list[Cut] = field(default_factory=list)
    added: list[tuple[int, tuple[tuple[str, str], ...]]] = field(default_factory=list)
    behind: list[int] = field(default_factory=list)
    said: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[str]] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    @property
    def section(self) -> Section:
        return self.editing.sections[self.number]

    def put(self, spot: Spot, at: int) -> None:
        """One spot; `at` is its first block in the section, or the one before it."""
        source, blocks = self.section.source, self.section.blocks
        against = tuple(sorted({name for one in spot.wanted if not one.pieces for name in one.holders}))
        wanted = [one for one in spot.wanted if one.pieces]
        beside = blocks[max(at, 0)] if blocks else None
        contents = [Content(tuple(self._written(one.pieces, beside)), one.holders) for one in wanted]
        if spot.stands:
            last = at + spot.stands[-1] - spot.stands[0]
            self.behind.append(last)
            self._say((spot.staying, against, True), BREAK.join(self._text(block) for block in spot.stands))
            around = Around(spot.staying, against)
            self.cuts += beside_blocks(
                source, blocks, (at, last), around, contents, self.name, is_open=self.is_open
            )
        else:
            last = at
            self.cuts.append(in_gap(source, blocks, at, contents, self.name, is_open=self.is_open))
        self.added.append(
            (last, tuple(read for one in contents for part in one.written for read in part.reads))
        )
        for one in contents:
            texts = [text for part in one.written for kind, text in part.reads if kind != "note"]
            self._say((one.holders, (), False), BREAK.join(texts))

    def edit(self) -> SourceEdit:
        cuts = [*self.cuts, *([at_end(self.section.source, self.definitions)] if self.definitions else ())]
        said: frozenset[Signature] = frozenset(
            signature(BREAK.join(texts), by, against) for (by, against, _), texts in self.said.items()
        )
        return SourceEdit(
            tuple(cuts),
            added=tuple(one for one in self.added if one[1]),
            behind=tuple(self.behind),
            brackets=((self.name, said),),
            definitions=len(self.definitions),
            key=self.name,
        )

    def _say(self, who: tuple[tuple[str, ...], tuple[str, ...], bool], text: str) -> None:
        self.said.setdefault(who, []).append(text)

    def _beside(self, block: int) -> list[Words]:
        """What is agreed of the words of a block."""
        return [
            Words(0, one.start, one.end, one.text)
            for one in self.agreed
            if one.op == "replace" and one.block == block
        ]

    def _text(self, block: int) -> str:
        return worded(self._block(block).text, self._beside(block))

    def _written(self, pieces: Sequence[Piece], beside: Block | None) -> Iterator[Written]:
        lifted = [part for one in pieces for part in _parts(one)]
        going = {self.editing.place(part.block) for part in lifted}
        for piece in pieces:
            match piece:
                case New(text, level):
                    is_item = beside is not None and beside.kind == "item" and not level
                    yield fresh(text, level, beside if is_item else None)
                case Lifted(_, words) if any(BREAK in text for _, _, text in words):
                    yield from self._parted(piece, going)
                case Lifted():
                    yield from self._lift(piece, going)
                case Joined(parts, between):
                    yield _joined([one for part in parts for one in self._lift(part, going)], between)

    def _parted(self, piece: Lifted, going: Collection[tuple[int, int]]) -> list[Written]:
        """A paragraph in parts; where its formatting cannot be parted, only its words are kept."""
        try:
            return self._lift(piece, going)
        except CannotPlace:
            words = [*(Words(0, *one) for one in piece.words), *self._beside(piece.block)]
            text = worded(self._block(piece.block).text, words)
            return [fresh(part) for part in text.split(BREAK) if part.strip()]

    def _block(self, block: int) -> Block:
        number, at = self.editing.place(block)
        return self.editing.sections[number].blocks[at]

    def _lift(self, piece: Lifted, going: Collection[tuple[int, int]]) -> list[Written]:
        number, at = self.editing.place(piece.block)
        origin = self.editing.sections[number]
        agreed = [(one.start, one.end, one.text) for one in self._beside(piece.block)]
        together = {local for other, local in going if other == number}
        found = [
            replace(one, markdown=nameless(origin.source, origin.blocks[at], one.markdown))
            for one in lift(origin.source, origin.blocks, at, sorted({*piece.words, *agreed}), together)
        ]
        if number == self.number:
            return found
        lines = region(origin.source, origin.blocks[at])
        along = take_along(origin.source, origin.blocks, [at], lines, (self.section.source, self.taken))
        self.definitions += along.definitions
        return [replace(one, markdown=along.renamed(one.markdown)) for one in found]


def _parts(piece: Piece) -> Sequence[Lifted]:
    match piece:
        case Lifted():
            return (piece,)
        case Joined(parts):
            return parts
        case _:
            return ()


def _joined(written: Sequence[Written], between: Sequence[str]) -> Written:
    """Blocks made one, which is what the first of them was; notes are read behind all of it."""
    first = written[0]
    if len(between) + 1 != len(written) or any(
        sum(kind != "note" for kind, _ in one.reads) != 1 for one in written
    ):
        raise CannotPlace("it is joined and parted at once")
    markdown, text = first.markdown, first.reads[0][1]
    for sign, one in zip(between, written[1:], strict=True):
        words = one.markdown if one.kind != "heading" else one.markdown.lstrip("# ")
        markdown += escape(sign) + words
        text += sign + one.reads[0][1]
    notes = tuple(read for one in written for read in one.reads[1:])
    return replace(first, markdown=markdown, reads=((first.kind, text), *notes))


def shown(
    places: Places, editing: Editing, number: int
) -> Iterator[tuple[Spot, int, str, tuple[Alternative, ...]]]:
    """Each spot of a section with its block, what stands there, and what others want there."""
    for spot, at in spots_in(places, editing, number):
        blocks = editing.sections[number].blocks
        last = at + len(range(spot.stands[0], spot.stands[-1] + 1)) if spot.stands else at
        texts = [one.text for one in blocks[at:last] if one.kind != "note"] if spot.stands else []
        held = tuple(Alternative(one.text, one.holders, one.keys) for one in spot.wanted)
        yield spot, at, BREAK.join(texts), held
