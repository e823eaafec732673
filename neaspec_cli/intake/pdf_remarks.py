"""What people say by the annotations of a PDF: remarks on words, words to take out, to put in, to replace.

Words under a mark are those of the file that was sent. An insertion is a proposal where its caret stands between two
words of one block, and otherwise a remark.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Answer, Comment, Place
from neaspec_cli.core.proposals import Proposal
from neaspec_cli.intake.pdf_places import Places, Stretch
from neaspec_cli.intake.pdf_reader import Annotation
from neaspec_cli.intake.receipt import Left
from neaspec_cli.intake.word_items import QUOTE, words_proposal

ON_WORDS = ("highlight", "underline", "strike-out")
WHOLE_BLOCKS = ("paragraph", "item")
"""Kinds of block that go out as a whole; of others the words go."""
MOST_NAMED = 4
OPENING, CLOSING = "([{“‘«/-–—", ")]}”’».,;:!?/-–—"
"""Signs after which, and before which, no space stands."""


@dataclass
class Outcome:
    """What became of the annotations of a PDF: each is placed, or told with the reason why not."""

    comments: list[Comment] = field(default_factory=list)
    placed: int = 0
    unplaced: list[Left] = field(default_factory=list)
    unsupported: list[Left] = field(default_factory=list)


@dataclass(frozen=True)
class _Said:
    """What an annotation came to: comments on their places, or why they have none, or why it says nothing."""

    comments: tuple[Comment, ...] = ()
    unplaced: str = ""
    unsupported: str = ""
    text: str = ""


def remarks(annotations: Sequence[Annotation], places: Places | None, kind: str) -> Outcome:
    """The annotations as comments, page by page from the top; without `places` none of them has a place."""
    found = Outcome()
    for head, parts, answers in _threads(annotations):
        reader = _Reader(places, kind, answers)
        for acts, said in reader.read([head, *parts]):
            found.comments += said.comments
            _settle(found, [*acts, *(answers if head in acts else ())], said)
    return found


def _threads(
    annotations: Sequence[Annotation],
) -> Iterator[tuple[Annotation, list[Annotation], list[Annotation]]]:
    """Annotations that answer none, each with the parts of the same act and with the answers below it."""
    by_key = {one.key: one for one in annotations if one.key}
    below: dict[int, list[Annotation]] = {}
    heads = []
    for one in annotations:
        head, seen = one, {one.key}
        while (above := by_key.get(head.answers)) is not None and above.key not in seen:
            seen.add(above.key)
            head = above
        if head is one or one.key in {head.answers}:
            heads.append(one)
        else:
            below.setdefault(id(head), []).append(one)
    for one in sorted(heads, key=lambda each: (each.page, -each.box[3], each.box[0])):
        inside = below.get(id(one), [])
        yield one, [each for each in inside if each.is_part], [each for each in inside if not each.is_part]


def _settle(found: Outcome, acts: Iterable[Annotation], said: _Said) -> None:
    for one in acts:
        left = Left(one.name, said.unplaced or said.unsupported, one.words or said.text, one.author)
        if said.unsupported:
            found.unsupported.append(left)
        elif said.unplaced:
            found.unplaced.append(replace(left, place=f"page {one.page}"))
        else:
            found.placed += 1


@dataclass(frozen=True)
class _Reader:
    """Reads one act, to which there are these answers."""

    places: Places | None
    kind: str
    answers: Sequence[Annotation]

    def read(self, act: Sequence[Annotation]) -> Iterator[tuple[list[Annotation], _Said]]:
        """Which of its annotations say what."""
        caret = next((one for one in act if one.name == "caret" and one.words), None)
        struck = next((one for one in act if one.name == "strike-out"), None)
        if caret is not None and struck is not None:
            said = self._replaced(caret, struck)
            if said is not None:
                yield [caret, struck], said
                act = [one for one in act if one is not caret and one is not struck]
        for one in act:
            yield [one], self._alone(one)

    def _replaced(self, caret: Annotation, struck: Annotation) -> _Said | None:
        """Words struck out, and others in their place; None where they do not stand in one block."""
        stretches = self._under(struck)
        if len(stretches) != 1:
            return None
        (one,) = stretches
        proposal = words_proposal(one.leaf.block.text, *_bounds(one), caret.words)
        return _Said((self._comment(caret, one, struck.words, proposal),))

    def _alone(self, one: Annotation) -> _Said:
        words = one.words or next((each.words for each in self.answers if each.words), "")
        match one.name:
            case "strike-out":
                return self._struck(one)
            case _ if not words:
                stretches = self._under(one) if one.name in ON_WORDS else []
                marked = " … ".join(each.leaf.text[each.start : each.end] for each in stretches)
                return _Said(unsupported="it marks a place and says nothing", text=marked)
            case "highlight" | "underline":
                stretches = self._under(one)
                if not stretches:
                    return self._adrift(one, words, "no words of the text stand under it")
                return _Said((self._comment(one, stretches[0], words),))
            case "caret":
                return self._inserted(one, words)
            case _:
                return self._beside(one, words)

    def _struck(self, one: Annotation) -> _Said:
        stretches = self._under(one)
        if not stretches:
            return self._adrift(one, one.words, "no words of the text stand under it")
        comments = []
        for number, stretch in enumerate(stretches):
            made = self._comment(one, stretch, one.words if number == 0 else "", _deletion(stretch))
            comments.append(made if number == 0 else replace(made, replies=()))
        return _Said(tuple(comments))

    def _inserted(self, one: Annotation, words: str) -> _Said:
        gap = self.places.gap(one.page, one.box) if self.places and one.words else None
        if gap is None:
            return self._beside(one, f"Insert: {words}" if one.words else words)
        text, place = gap.leaf.block.text, gap.leaf.offset(gap.start)
        proposal = words_proposal(text, place, place, _spaced(text, place, words))
        return _Said((self._comment(one, gap, "", proposal),))

    def _beside(self, one: Annotation, words: str) -> _Said:
        """A remark on the one block that it stands on or beside."""
        if self.places is None:
            return self._adrift(one, words, "")
        middle = (one.box[1] + one.box[3]) / 2
        at = (one.box[0], middle, one.box[2], middle) if one.name in ("note", "caret") else one.box
        covered = (
            [each.leaf for each in self.places.under(one.page, [one.box])] if one.name == "drawing" else []
        )
        leaves = covered or self.places.beside(one.page, at)
        if len(leaves) != 1:
            labels = ", ".join(leaf.label for leaf in leaves[:MOST_NAMED])
            reason = (
                f"it stands beside several paragraphs ({labels})" if leaves else "no words stand beside it"
            )
            return self._adrift(one, words, reason)
        return _Said((self._comment(one, Stretch(leaves[0], 0, 0), words),))

    def _adrift(self, one: Annotation, words: str, reason: str) -> _Said:
        if not words:
            return _Said(unsupported=reason or "it marks words of another PDF")
        why = (
            reason
            if self.places
            else "the PDF is not the one that was circulated, so its pages tell no place"
        )
        comment = self._comment(one, None, words)
        return _Said((replace(comment, place=Place(quote=f"page {one.page}")),), unplaced=why)

    def _under(self, one: Annotation) -> list[Stretch]:
        return self.places.under(one.page, one.boxes or [one.box]) if self.places else []

    def _comment(
        self, one: Annotation, stretch: Stretch | None, words: str, proposal: Proposal | None = None
    ) -> Comment:
        quote = ""
        if (
            stretch is not None
            and stretch.start < stretch.end
            and not isinstance(proposal, proposals.DeleteBlock)
        ):
            start, end = _bounds(stretch)
            quote = stretch.leaf.block.text[start:end][:QUOTE]
        replies = [Answer(each.words, each.author, each.date) for each in self.answers if each.words]
        if not one.words and replies and words == replies[0].comment:
            replies = replies[1:]
        return Comment(
            place=stretch.leaf.place(quote) if stretch is not None else Place(),
            kind=self.kind,
            comment=words,
            proposal=proposal,
            origin="tracked" if proposal else "comment",
            author=one.author,
            date=one.date,
            replies=tuple(replies),
        )


def _deletion(stretch: Stretch) -> Proposal:
    text = stretch.leaf.block.text
    if stretch.is_whole and stretch.leaf.block.kind in WHOLE_BLOCKS:
        return proposals.DeleteBlock(text)
    return words_proposal(text, *_with_space(text, *_bounds(stretch)), "")


def _bounds(stretch: Stretch) -> tuple[int, int]:
    """Where the words stand in the block, without spaces around them."""
    text = stretch.leaf.text[stretch.start : stretch.end]
    start = stretch.start + len(text) - len(text.lstrip())
    end = stretch.end - (len(text) - len(text.rstrip()))
    return stretch.leaf.offset(start), stretch.leaf.offset(end)


def _with_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Words that go out take one of the two spaces around them along."""
    if text[start - 1 : start] == " " and text[end : end + 1] in (" ", ""):
        return start - 1, end
    return (start, end + 1) if start == 0 and text[end : end + 1] == " " else (start, end)


def _spaced(text: str, place: int, words: str) -> str:
    """New words with the spaces that they need between their neighbours."""
    left = " " if _are_parted(text[place - 1 : place], words[:1]) else ""
    right = " " if _are_parted(words[-1:], text[place : place + 1]) else ""
    return f"{left}{words}{right}"


def _are_parted(before: str, after: str) -> bool:
    """Does a space stand between these two signs, as words of alphabets are written?"""
    if not before.strip() or not after.strip() or before in OPENING or after in CLOSING:
        return False
    return not any(unicodedata.east_asian_width(one) in "WF" for one in (before, after))
