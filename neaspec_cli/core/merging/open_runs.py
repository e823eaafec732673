"""What a merge leaves open, as places of the current text with the wordings that stand side by side there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core.bracketed.bracketing import bracket_words
from neaspec_cli.core.bracketed.fencing import Written, bracket_arrival, bracket_blocks
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed, Alternative, Clash, Lifted, New
from neaspec_cli.core.merging.asking import Words, natural
from neaspec_cli.core.merging.asking import worded as with_words
from neaspec_cli.core.merging.open_places import Places, of_join, of_part
from neaspec_cli.core.merging.open_rows import InRow, RowArrival, edit_of_row
from neaspec_cli.core.merging.open_words import Ends, of_ends
from neaspec_cli.core.merging.parts import AgreedPart, NewRow, RowClash, RowOut
from neaspec_cli.core.merging.questions import EndsClash, PlaceClash
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.rewriting import CannotPlace, SourceEdit
from neaspec_cli.core.text.tables import DIVIDED, cells_of

NOT_IN_BRACKETS = "notes, forms, empty cells, columns and whole tables cannot stand in brackets; decide on it"


@dataclass(frozen=True)
class InWords:
    """Words of one block."""

    block: int
    start: int
    end: int

    def words(self, text: str) -> Words:
        """Other words in their place, as an edit of the block's text."""
        return Words(0, self.start, self.end, text)


@dataclass(frozen=True)
class Whole:
    """Whole blocks from the first to the last."""

    first: int
    last: int


@dataclass(frozen=True)
class Between:
    """The place after a block, -1: before the first."""

    after: int


@dataclass(frozen=True)
class OpenRun:
    """Wordings of one place; `name` is what the bracket is called, `is_clash` when they exclude each other."""

    name: str
    place: InWords | Whole | Between | InRow | RowArrival | Places | Ends
    held: tuple[Alternative, ...]
    is_clash: bool = False
    parts: tuple[New | Lifted, ...] = ()
    """What arrives, where it is more than plain paragraphs."""

    @property
    def block(self) -> int:
        """The block that it is in, or after which it comes."""
        match self.place:
            case InWords(block=block) | Whole(first=block) | Between(after=block):
                return block
            case Places() | Ends():
                return self.place.block
            case InRow(block=block) | RowArrival(block=block):
                return block

    @property
    def keys(self) -> tuple[str, ...]:
        """The wishes that it keeps."""
        return tuple(sorted({key for one in self.held for key in one.keys}, key=natural))

    @property
    def holders(self) -> tuple[str, ...]:
        """All who want something here."""
        return tuple(sorted({holder for one in self.held for holder in one.holders}))


def of_clash(clash: Clash, current: Sequence[Block], taken: set[str]) -> OpenRun:
    """The run of a clash; a clash that cannot be shown as wordings side by side is refused."""
    if isinstance(clash, RowClash):
        return _of_row(clash, taken)
    block, start, end = clash.place
    name = name_of([key for one in clash.alternatives for key in one.keys], taken)
    if isinstance(clash, PlaceClash):
        if not clash.spots:
            raise CannotPlace(
                "one and the same wants what excludes itself; settle with them which it is to be"
            )
        return OpenRun(name, Places(clash.spots), clash.alternatives, True)
    if isinstance(clash, EndsClash):
        return OpenRun(name, of_ends(clash, current), clash.alternatives, True)
    if clash.reason == "paragraphs at one place":
        return OpenRun(name, Between(block), clash.alternatives, True)
    if clash.blocks:
        if len(clash.here) != len(clash.blocks) or not _side_by_side(clash.here, current):
            raise CannotPlace("these paragraphs do not stand side by side any more")
        return OpenRun(name, Whole(clash.here[0], clash.here[-1]), clash.alternatives, True)
    if current[block].text[start:end] != clash.base:
        raise CannotPlace("the words were changed since")
    return OpenRun(name, in_words(current, (block, start, end), clash.alternatives), clash.alternatives, True)


def of_agreed(one: Agreed, current: Sequence[Block], taken: set[str]) -> OpenRun:
    """The run of a wish that nobody opposes, but that nobody has decided on either; not all can stand in brackets."""
    if isinstance(one, AgreedPart):
        return _of_part(one, current, taken)
    name = name_of(one.keys, taken)
    match one.op:
        case "replace":
            text = one.text
            held = (Alternative(text, one.holders, one.keys),)
            place: InWords | Whole | Places = in_words(current, (one.block, one.start, one.end), held)
        case "delete":
            place, text = Whole(one.block, one.block), ""
        case "join":
            place = of_join(one, current)
            text = place.spots[0].wanted[0].text
        case _:
            held = (Alternative(BREAK.join(one.texts), one.holders, one.keys),)
            return OpenRun(name, Between(one.block), held, parts=one.parts)
    return OpenRun(name, place, (Alternative(text, one.holders, one.keys),))


def in_words(
    current: Sequence[Block], place: tuple[int, int, int], held: Sequence[Alternative]
) -> InWords | Places:
    """Words of a block; a paragraph that a wording parts stands there as a whole in each, as it is written."""
    block, start, end = place
    if current[block].kind == "paragraph" and any(BREAK in one.text for one in held):
        return of_part(block, Words(0, start, end, ""), held, current)
    return InWords(*place)


def _of_row(clash: RowClash, taken: set[str]) -> OpenRun:
    if not clash.words:
        raise CannotPlace(
            "it cannot stand in brackets; agree on one of these, or settle what stands in them first"
        )
    against = clash.alternatives[0]
    name = name_of(against.keys, taken)
    words = tuple((name_of(one.keys, taken), one) for one in clash.words)
    return OpenRun(name, InRow(clash.here[0], clash.here, against.holders, words), clash.alternatives, True)


def _of_part(one: AgreedPart, current: Sequence[Block], taken: set[str]) -> OpenRun:
    match one.part:
        case NewRow(block, where, cells):
            place: InRow | RowArrival = RowArrival(block, where, cells, one.holders)
            text = DIVIDED.join(cells)
        case RowOut(block):
            place, text = InRow(block, cells_of(current, block), one.holders), ""
        case _:
            raise CannotPlace(NOT_IN_BRACKETS)
    return OpenRun(name_of(one.keys, taken), place, (Alternative(text, one.holders, one.keys),))


def name_of(keys: Iterable[str], taken: set[str]) -> str:
    """`b-JPN-014` from the first of these comments; where that is taken already, with a number. It is taken then."""
    first = min((key.rpartition("/")[2] for key in keys), key=natural)
    name = next(one for one in _names(f"b-{first}") if one not in taken)
    taken.add(name)
    return name


def edit_of(
    run: OpenRun,
    source: str,
    blocks: Sequence[Block],
    start: int,
    agreed: Collection[Agreed],
    written: Written | None = None,
) -> SourceEdit:
    """The edit that writes a run; `start` is the number of the section's first block, `written` what arrives.

    Where a wording parts a paragraph, the whole paragraph stands in several wordings, with what is agreed in each; and
    so does a heading of which it is contested how it reads.
    """
    match run.place:
        case InRow() | RowArrival():
            return edit_of_row(run.place, run.name, source, blocks, start)
        case Between(after):
            return bracket_arrival(source, blocks, max(after - start, -1), run.held, run.name, written)
        case Whole(first, last):
            return bracket_blocks(source, blocks, (first - start, last - start), run.held, run.name)
        case Places() | Ends():
            raise AssertionError("its spots may stand in several sections")
        case InWords(block, low, high):
            is_heading = run.is_clash and blocks[block - start].kind == "heading"
            whole_too = is_heading and not blocks[block - start].fences
            if not whole_too and not any(BREAK in one.text for one in run.held):
                return bracket_words(source, blocks, (block - start, low, high), run.held, run.name)
            beside = _beside(agreed, block)
            text = blocks[block - start].text
            whole = tuple(
                replace(one, text=_worded(text, beside, [run.place.words(one.text)])) for one in run.held
            )
            reads = _worded(text, beside)
            return bracket_blocks(source, blocks, (block - start,) * 2, whole, run.name, reads=reads)


def _beside(agreed: Collection[Agreed], block: int) -> list[Agreed]:
    return [one for one in agreed if one.op == "replace" and one.block == block]


def _worded(text: str, beside: Collection[Agreed], own: Collection[Words] = ()) -> str:
    return with_words(text, [*own, *(Words(0, other.start, other.end, other.text) for other in beside)])


def _names(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _side_by_side(numbers: Sequence[int], blocks: Sequence[Block]) -> bool:
    between = set(range(numbers[0], numbers[-1] + 1)) - set(numbers)
    return list(numbers) == sorted(numbers) and all(blocks[at].kind == "note" for at in between)
