"""Settling bracketed text: the chosen words stay, the brackets and all other wordings go, nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from neaspec_cli.core.bracketed.definitions import definitions_left
from neaspec_cli.core.bracketed.fencing import indent_and_marker
from neaspec_cli.core.bracketed.names import naming
from neaspec_cli.core.brackets import NOWHERE, Bracket, Part, Signature, Wording
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.arriving import united
from neaspec_cli.core.text.escaping import BREAK, escape, guard
from neaspec_cli.core.text.frontmatter import front_matter
from neaspec_cli.core.text.rewriting import CannotPlace, Cut, SourceEdit, TextEdit, line_end, line_start
from neaspec_cli.core.text.spacing import spare_space
from neaspec_cli.errors import NeaspecError

_OPENS = re.compile(r"(?:\A|\n)[ >]*:{3,}[ ]*\{[^\n]*\n\Z")
_CLOSES = re.compile(r"[ >]*:{3,}[ ]*(?:\n|\Z)")


@dataclass(frozen=True)
class Outcome:
    """What stands in the place of a bracket: one of its wordings, other words, or (both empty) nothing.

    `names` are those of whole blocks that go, for the one that is kept; `is_move`: notes that go take along where they
    are defined.
    """

    kept: Wording | None = None
    text: str = ""
    names: tuple[str, ...] = ()
    is_move: bool = False

    @property
    def words(self) -> str:
        """The words that then stand there."""
        return self.kept.text if self.kept else self.text


class CannotSettle(NeaspecError):
    """The bracket does not say what is to come of it."""


def taken(bracket: Bracket, holder: str) -> Outcome:
    """The wording that somebody holds."""
    wants = [one for one in bracket.wordings if holder in one.by]
    against = [one for one in bracket.wordings if holder in one.against]
    spots = [
        spot for one in (*wants, *against) for spot in {(part.section, part.place) for part in one.parts}
    ]
    if len(spots) > len(set(spots)):
        raise CannotSettle(
            f"{holder} holds several wordings of {bracket.id}.", "Say the words: --text TEXT, or --drop."
        )
    if spots:
        return Outcome(_as_one(wants))
    held = ", ".join(bracket.holders) or "nobody"
    raise CannotSettle(f"{holder} holds nothing in {bracket.id}.", f"Its holders: {held}.")


def dropped(bracket: Bracket) -> Outcome:
    """What stood there before anybody wished for something else."""
    return Outcome(_as_one([one for one in bracket.wordings if one.stood]))


def worded(bracket: Bracket, text: str) -> Outcome:
    """Other words, where it stood before; where they are one of the wordings, that one with its formatting."""
    if not text.strip():
        return Outcome(None, text)
    known = [one for one in bracket.wordings if len(bracket.places) == 1 or one.stood]
    same = [one for one in known if one.text.split() == text.split() and len(one.parts) == 1]
    return Outcome(same[0]) if same else Outcome(None, text)


def within(outcome: Outcome, bracket: Bracket, whole: Bracket) -> Outcome:
    """The outcome for the part of a bracket that stands in one section: other words go where all of it begins."""
    begins = (whole.stood or whole.wordings[0]).parts[0].section
    return outcome if outcome.kept or bracket.section == begins else replace(outcome, text="")


def _as_one(wordings: Sequence[Wording]) -> Wording | None:
    """Wordings of several places as one."""
    if len(wordings) < 2:
        return wordings[0] if wordings else None
    parts = tuple(part for one in wordings for part in one.parts)
    return replace(wordings[0], text=BREAK.join(one.text for one in wordings), parts=parts)


def settle(source: str, blocks: Sequence[Block], bracket: Bracket, outcome: Outcome) -> SourceEdit:
    """The edit that settles a bracket."""
    if any(NOWHERE in (part.outer, part.inner) for one in bracket.wordings for part in one.parts):
        raise CannotPlace("its place in the source is not certain")
    if bracket.kind == "blocks":
        return _settle_blocks(source, blocks, bracket, outcome)
    return _settle_words(source, blocks, bracket, outcome)


# --- words ------------------------------------------------------------------------------------------------


def _settle_words(source: str, blocks: Sequence[Block], bracket: Bracket, outcome: Outcome) -> SourceEdit:
    cuts: list[Cut] = []
    words: list[TextEdit] = []
    everything = [part for one in bracket.wordings for part in one.parts]
    kept = [part for part in everything if outcome.kept and part in outcome.kept.parts]
    gone_parts = [part for part in everything if part not in kept]
    for part in kept:
        cuts += [(part.outer[0], part.inner[0], ""), (part.inner[1], part.outer[1], "")]
        words += _unsigned(bracket, part)
    main = (bracket.stood or bracket.wordings[0]).parts[0].place
    where = next((part for part in gone_parts if part.place == main), None) if outcome.kept is None else None
    new = escape(outcome.text, line_start=_begins_line(source, where)) if where else ""
    for part in gone_parts:
        said = (outcome.text, new) if part is where else ("", "")
        cuts.append((*part.outer, said[1]))
        words.append(TextEdit(part.first, part.start, part.end, said[0]))
    filled = {part.place for part in kept} | ({main} if where and outcome.text else set())
    for run in _runs(part for part in gone_parts if part.place not in filled):
        space = spare_space(source, blocks[run[0].first], run[0].start, run[-1].end)
        if space:
            at = run[0].start - 1 if space[0] < run[0].outer[0] else run[-1].end
            cuts.append((*space, ""))
            words.append(TextEdit(run[0].first, at, at + 1, ""))
    cuts = list(dict.fromkeys(cuts))  # Words of a note to which several refer are read as often.
    cuts += _guards(source, everything, cuts)
    done = _without_empty(source, blocks, cuts, words)
    gone = set(done.gone) | _lost_notes(blocks, gone_parts)
    words = [one for one in done.words if one.block not in gone]
    return SourceEdit(done.cuts, tuple(words), tuple(sorted(gone)), brackets=_gone(bracket), key=bracket.id)


def _gone(bracket: Bracket) -> tuple[tuple[str, frozenset[Signature]], ...]:
    """What is to be read of it afterwards: nothing; of the name of a typed one nothing is known."""
    return () if bracket.kind == "typed" else ((bracket.id, frozenset()),)


def _unsigned(bracket: Bracket, part: Part) -> list[TextEdit]:
    """Brackets that somebody typed are characters of the text, and go."""
    if bracket.kind != "typed":
        return []
    return [
        TextEdit(part.first, part.start, part.start + 1, ""),
        TextEdit(part.first, part.end - 1, part.end, ""),
    ]


def _begins_line(source: str, part: Part) -> bool:
    return not source[line_start(source, part.outer[0]) : part.outer[0]].strip(" >")


def _guards(source: str, parts: Iterable[Part], cuts: Sequence[Cut]) -> list[Cut]:
    """A backslash before what would otherwise begin a list or heading, now that it begins its paragraph."""
    found: list[Cut] = []
    for part in parts:
        if part.start and not _begins_line(source, part):
            continue
        left = _left_of_line(source, part.outer[0], cuts)
        at = guard("".join(char for _, char in left))
        if at is not None and left[at][0] >= 0:
            found.append((left[at][0], left[at][0], "\\"))
    return list(dict.fromkeys(found))


def _left_of_line(source: str, start: int, cuts: Sequence[Cut]) -> list[tuple[int, str]]:
    """What is left of a line behind a place, each character with its place (-1: it is new)."""
    left: list[tuple[int, str]] = []
    at, end = start, line_end(source, start)
    for low, high, new in sorted((cut for cut in cuts if start <= cut[0] < end), key=lambda cut: cut[:2]):
        left += [(place, source[place]) for place in range(at, low)]
        left += [(-1, char) for char in new]
        at = max(at, high)
    return left + [(place, source[place]) for place in range(at, max(at, line_end(source, at)))]


def _runs(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Parts in stretches of those that adjoin."""
    run: list[Part] = []
    for part in sorted(parts, key=lambda one: (one.first, one.start)):
        if run and (part.first != run[-1].first or part.start != run[-1].end):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _without_empty(
    source: str, blocks: Sequence[Block], cuts: Sequence[Cut], words: Sequence[TextEdit]
) -> SourceEdit:
    """A paragraph or item of which no word is left goes as a whole, a row when all its cells are empty."""
    empty = {one.block for one in words if not _left(blocks[one.block], words, one.block).strip()}
    regions = []
    for number in empty:
        block = blocks[number]
        if block.kind in ("paragraph", "item", "heading") and not block.fences:
            if not any(mark.kind == "note" for mark in block.marks):
                regions.append(_whole_lines(source, [block]))
        elif block.kind == "cell":
            row = [at for at, one in enumerate(blocks) if _row(one) == _row(block)]
            if set(row) <= empty and block.path[0] > 1:
                regions.append(_line_of(source, block))
    regions = sorted(set(regions))
    kept = [cut for cut in cuts if not any(low <= cut[0] and cut[1] <= high for low, high in regions)]
    return SourceEdit((*kept, *((low, high, "") for low, high in regions)), tuple(words), tuple(empty))


def _row(block: Block) -> tuple[int, int]:
    return (block.table, block.path[0]) if block.kind == "cell" else (0, 0)


def _left(block: Block, words: Sequence[TextEdit], number: int) -> str:
    text = block.text
    for one in sorted((one for one in words if one.block == number), key=lambda one: -one.start):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def _lost_notes(blocks: Sequence[Block], parts: Iterable[Part]) -> set[int]:
    """The notes to which only words refer that go."""
    lost: set[int] = set()
    for part in parts:
        marks = [mark for mark in blocks[part.first].marks if mark.kind == "note"]
        notes: list[list[int]] = []
        for at in range(part.first + 1, len(blocks)):
            if blocks[at].kind != "note":
                break
            if notes and blocks[notes[-1][0]].note == blocks[at].note:
                notes[-1].append(at)
            else:
                notes.append([at])
        for mark, of_mark in zip(marks, notes, strict=False):
            if part.outer[0] <= mark.source[0] < part.outer[1]:
                lost.update(of_mark)
    return lost


# --- whole blocks -----------------------------------------------------------------------------------------


def _settle_blocks(source: str, blocks: Sequence[Block], bracket: Bracket, outcome: Outcome) -> SourceEdit:
    parts = sorted((part for one in bracket.wordings for part in one.parts), key=lambda one: one.outer[0])
    kept = outcome.kept.parts if outcome.kept else ()
    main = (bracket.stood or bracket.wordings[0]).parts[0].place
    cuts: list[Cut] = []
    added: list[tuple[int, tuple[tuple[str, str], ...]]] = []
    for place, group in groupby(parts, key=lambda one: one.place):
        here = list(group)
        if outcome.text and not outcome.kept and place == main:
            lines, read = _paragraphs(source, blocks[here[0].first], outcome.text)
            added.append((here[0].first - 1, read))
        else:
            lines = ""
        cuts += settled_place(source, blocks, here, kept, lines)
    gone = {at for part in parts if part not in kept for at in _whole(blocks, part)}
    tidy = [cut for cut in cuts if cut[0] < cut[1]]
    if outcome.names and kept and kept[0] in parts:
        tidy.append(naming(source, blocks, kept[0], outcome.names))
    out = [part.outer for part in parts if part not in kept]
    notes, fewer = definitions_left(source, blocks, out, gone, is_move=outcome.is_move)
    return SourceEdit(
        united(source, (*tidy, *notes)) if notes else tuple(tidy),
        gone=tuple(sorted(gone)),
        added=tuple(added),
        brackets=_gone(bracket),
        definitions=-fewer,
        key=bracket.id,
    )


def settled_place(
    source: str, blocks: Sequence[Block], parts: Sequence[Part], kept: Sequence[Part], lines: str
) -> list[Cut]:
    """What settles wordings that stand side by side; `lines` come in their place."""
    cuts: list[Cut] = []
    for part in parts:
        if part in kept:
            cuts += [(part.outer[0], part.inner[0], ""), (part.inner[1], part.outer[1], "")]
        else:
            cuts.append((*part.outer, ""))
    for before, after in pairwise(parts):
        if not source[before.outer[1] : after.outer[0]].strip(" >\n"):
            cuts.append((before.outer[1], after.outer[0], ""))
    if lines:
        cuts[0] = (*cuts[0][:2], lines)
    elif not any(part in kept for part in parts):
        low, high = _with_gap(source, parts[0].outer[0], parts[-1].outer[1])
        cuts = [*cuts, (low, parts[0].outer[0], ""), (parts[-1].outer[1], high, "")]
        if _would_join(source, blocks, parts):
            cuts[0] = (*cuts[0][:2], "\n")
    return cuts


def _would_join(source: str, blocks: Sequence[Block], parts: Sequence[Part]) -> bool:
    """Whether the paragraphs before and after stand so close that without what is between they would be one."""
    low, high = parts[0].outer[0], parts[-1].outer[1]
    before, after = parts[0].first - 1, _whole(blocks, parts[-1]).stop
    if before < 0 or after >= len(blocks) or {blocks[before].kind, blocks[after].kind} != {"paragraph"}:
        return False
    following = source[high : line_end(source, high)].strip()
    return bool(source[:low].rpartition("\n")[0].rpartition("\n")[2].strip() and following.strip(":"))


def _whole(blocks: Sequence[Block], part: Part) -> range:
    """The blocks of a part with the notes of the last one."""
    end = part.last + 1
    while end < len(blocks) and blocks[end].kind == "note":
        end += 1
    return range(part.first, end)


def _paragraphs(source: str, block: Block, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    _, marker = indent_and_marker(source, block)
    kind = "item" if marker else "paragraph"
    parts = [" ".join(part.split()) for part in text.split(BREAK) if part.strip()]
    lines = [marker + escape(part, line_start=True) + "\n" for part in parts]
    read = [(kind, part) for part in parts]
    if block.kind == "heading":
        lines[0] = f"{'#' * block.level} {escape(parts[0])}\n"
        read[0] = ("heading", parts[0])
    return ("" if marker else "\n").join(lines), tuple(read)


def _whole_lines(source: str, blocks: Sequence[Block]) -> tuple[int, int]:
    """The lines of a paragraph with one of the empty lines around it."""
    marks = [mark.source for one in blocks for mark in one.marks if mark.source[0] >= 0]
    low = line_start(source, min([blocks[0].start, *(start for start, _ in marks)]))
    high = line_end(source, max([blocks[-1].end, *(end for _, end in marks)]))
    return _with_gap(source, low, min(high + 1, len(source)))


def _line_of(source: str, block: Block) -> tuple[int, int]:
    return line_start(source, block.start), min(line_end(source, block.start) + 1, len(source))


def _with_gap(source: str, low: int, high: int) -> tuple[int, int]:
    """These lines with the empty line after them, or at the end of the text the one before them."""
    before = re.search(r"(?:\A|\n)([ >]*\n)\Z", source[:low])
    if before is None and low > front_matter(source)[1] and not _OPENS.search(source[:low]):
        return low, high
    if after := re.match(r"[ >]*\n", source[high:]):
        return low, high + after.end()
    if (high < len(source) and not _CLOSES.match(source, high)) or before is None:
        return low, high
    low -= len(before[1])
    return (low if high < len(source) or source.endswith("\n") else low - 1), high
