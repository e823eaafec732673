"""The compilation text of a circulation: every proposal in its place, with the names of those who make it.

Law: without any proposal it reads as what was circulated; with those of one source alone, as that source wants it.
A comment that is withheld, or was withdrawn, is not in it; nor is a note of the house, or the name of a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.compiling.printing import COMMENT, PROPOSAL, Line, Said, lines, names
from neaspec_cli.core.compiling.reading import Piece, Reading, ReadLine, Unreadable, read
from neaspec_cli.core.compiling.side_by_side import applied, compatible
from neaspec_cli.core.compiling.wants import Act, Arrival, Want, Words, changes, put_at
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.wishes import Listed
from neaspec_cli.core.register.dispositions import is_withdrawn
from neaspec_cli.core.register.proposals_in_words import in_words
from neaspec_cli.errors import InternalFault


@dataclass(frozen=True)
class Compilation:
    """A circulation's blocks with their labels, what everybody wants of them, and the text printed from both.

    `withheld` counts the comments that are left out because they are not public.
    """

    circulation: str
    blocks: tuple[Block, ...]
    labels: tuple[str, ...]
    wants: tuple[Want, ...]
    said: tuple[Said, ...]
    lines: tuple[Line, ...]
    withheld: int = 0

    @property
    def holders(self) -> tuple[str, ...]:
        """All whose proposals and remarks are in it, in alphabetical order."""
        return names(self.wants, self.said)

    @property
    def proposals(self) -> int:
        """How many comments have a proposal in its place."""
        return len({one.key for one in self.wants})


def compiled(
    circulation: str,
    base: Listed,
    labels: Sequence[str],
    comments: Iterable[tuple[SourceFeedback, Comment]],
    *,
    remarks: bool = True,
) -> Compilation:
    """The compilation of these comments; `remarks` lists what proposes no wording as well."""
    wants: list[Want] = []
    said: dict[tuple[int, str, str, str], set[str]] = defaultdict(set)
    withheld = 0
    for feedback, comment in comments:
        if is_withdrawn(comment):
            continue
        if not comment.public:
            withheld += 1
            continue
        holder = feedback.source
        found = changes(comment, base) if comment.proposal else ""
        if isinstance(found, str):
            rank = base.index.get((comment.place.section, comment.place.block), -1)
            for kind, text in _in_words(comment, remarks):
                said[rank, kind, _place(comment, rank >= 0), text].add(holder)
            continue
        dated = comment.date or (feedback.received.isoformat() if feedback.received else "")
        wants += [Want(what, holder, comment.id, dated) for what in found]
    listed = tuple(
        Said(kind, place, text, tuple(sorted(who)))
        for (_, kind, place, text), who in sorted(said.items(), key=lambda one: (one[0][:3], sorted(one[1])))
    )
    wanted = tuple(sorted(wants, key=lambda one: (one.holder, one.key)))
    made = lines(base.blocks, labels, wanted, listed)
    return Compilation(circulation, base.blocks, tuple(labels), wanted, listed, made, withheld)


def _in_words(comment: Comment, remarks: bool) -> Iterable[tuple[str, str]]:
    if comment.proposal is not None:
        yield PROPOSAL, in_words(comment.proposal)
    if remarks and comment.comment.strip():
        yield COMMENT, comment.comment


def _place(comment: Comment, is_known: bool) -> str:
    """What a comment is about, as its reader knows it: a label says all where it is one of the text."""
    place = comment.place
    named = [place.block] if is_known else [place.section, place.block]
    return place.activity or " ".join(one for one in named if one)


def pieces(printed: Iterable[Line]) -> list[list[Piece]]:
    """The runs of every line as they are to be read back from a file, where brackets of the text itself are no part.

    Neighbouring runs of one role are one.
    """
    return [merged((run.role, run.text) for run in line.runs if run.role != "bracket") for line in printed]


def merged(printed: Iterable[Piece]) -> list[Piece]:
    """Neighbouring runs of one role as one, and none without words."""
    known = ((role, text) for role, text in printed if text)
    return [(role, "".join(text for _, text in group)) for role, group in groupby(known, lambda one: one[0])]


# --- the proof --------------------------------------------------------------------------------------------


def prove(compilation: Compilation, printed: Iterable[Sequence[Piece]]) -> None:
    """InternalFault unless what was printed, read back, holds the circulated text and what each source wants."""
    try:
        found = read(printed)
    except Unreadable as error:
        raise InternalFault(f"The compilation text cannot be read back: {error}.") from error
    if [one.stripped for one in found.lines] != [block.text for block in compilation.blocks]:
        raise InternalFault("The compilation text without its proposals is not the circulated text.")
    wanted = _words_by_place(compilation)
    for holder in compilation.holders:
        for number, line in enumerate(found.lines):
            if not _says(line, compilation.blocks[number].text, wanted.get((holder, number), ()), holder):
                label = compilation.labels[number]
                raise InternalFault(f"The compilation text does not say what {holder} wants of {label}.")
    if _everything_else(found) != _wanted_else(compilation):
        raise InternalFault("The compilation text does not hold every proposal once.")


def _words_by_place(compilation: Compilation) -> dict[tuple[str, int], list[Words]]:
    """The changes of words that each source wants in each block."""
    found: dict[tuple[str, int], list[Words]] = defaultdict(list)
    for one in compilation.wants:
        if isinstance(one.what, Words):
            found[one.holder, one.what.block].append(one.what)
    return found


def _says(line: ReadLine, text: str, words: Sequence[Words], holder: str) -> bool:
    """Does a line give the text of one source, and each wish that excludes another one in a wording of its own?"""
    together, left = compatible(words)
    return line.picked(holder) == applied(text, together) and all(
        any(
            holder in wording.who and "".join(wording.words) == applied(text, [one], start, end)
            for start, end, wording in line.wordings()
            if start <= one.start and one.end <= end
        )
        for one in left
    )


_Else = tuple[int, str, bool, tuple[str, ...]]


def _everything_else(found: Reading) -> list[_Else]:
    """All that is no change of words, once for each who wants it: place, who, is it new, its words."""
    acts = [
        (number, who, False, one.words)
        for number, line in enumerate(found.lines)
        for one in line.acts
        for who in one.who
    ]
    return sorted(
        [*acts, *((number, who, True, one.words) for number, one in found.beside for who in one.who)]
    )


def _wanted_else(compilation: Compilation) -> list[_Else]:
    wanted: set[tuple[_Else, str]] = set()
    blocks = compilation.blocks
    for one in compilation.wants:
        if isinstance(one.what, Act):
            wanted.add(((one.what.block, one.holder, False, (one.what.words,)), _kind(one.what)))
        elif isinstance(one.what, Arrival):
            wanted.add(((put_at(blocks, one.what), one.holder, True, one.what.texts), _kind(one.what)))
    listed = [
        (len(blocks), who, True, (f"{one.place}: {one.text}" if one.place else one.text,))
        for one in compilation.said
        for who in one.holders
    ]
    return sorted([*(place for place, _ in wanted), *listed])


def _kind(what: Act | Arrival) -> str:
    """What tells two wishes with the same words at one place apart."""
    return (
        f"{what.form} {what.level}"
        if isinstance(what, Arrival)
        else f"{what.name} {what.at} {what.to}{what.where}"
    )
