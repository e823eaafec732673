"""The words of a Word paragraph with tracked changes of several authors, one inside another where they meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count

from neaspec_cli.core.compiling.tracking import By
from neaspec_cli.core.compiling.wants import Words
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.publish.copy import PrintedLeaf
from neaspec_cli.publish.printed import Frame, atoms
from neaspec_cli.publish.wordml import Element, W, local, plain, w
from neaspec_cli.publish.wordml import text as text_element

TOGETHER = "; "
"""Between the names of several who want the same."""


def together(found: Sequence[By]) -> By:
    """All who want one of several changes, since the earliest of their days."""
    holders = {holder for by in found for holder in by.holders}
    return By(tuple(sorted(holders)), min((by.date for by in found if by.date), default=""))


@dataclass
class Signer:
    """Signs changes with the names of those who want them, each with an id of its own."""

    names: Mapping[str, str]
    ids: count[int]
    day: str
    """Of a change of which no day is known."""

    def author(self, by: By) -> str:
        """The names of all who want it, as an author of Word."""
        return TOGETHER.join(self.name(one) for one in by.holders)

    def name(self, holder: str) -> str:
        """The name of one of them, its id where it has none; a second wish of one has its number behind."""
        source, number, rest = holder.partition(" (")
        return self.names.get(source, source).replace(";", ",") + number + rest

    def facts(self, by: By) -> dict[str, str]:
        """Who and when."""
        # The hour at which somebody worked is nobody else's business.
        date = (by.date or self.day)[:10]
        dated = {"date": f"{date}T00:00:00Z"} if date else {}
        return {"author": self.author(by), **dated}

    def sign(self, tag: str, by: By, *content: Element) -> Element:
        """`w:ins` or `w:del` of these authors."""
        return w(tag, *content, id=next(self.ids), **self.facts(by))


@dataclass(frozen=True)
class Spoken:
    """The printed characters of a leaf, each with its place in the block's text; -1 for a sign."""

    characters: tuple[tuple[str, int], ...]

    @property
    def text(self) -> str:
        """All of them."""
        return "".join(char for char, _ in self.characters)

    def span(self, words: Words, length: int) -> tuple[int, int]:
        """From where to where a change goes; signs at its edges stay, unless it takes all words out."""
        if (words.start, words.end, words.new) == (0, length, ""):
            return 0, len(self.characters)
        end = self.place(words.end)
        if words.start == words.end:
            return end, end
        return next(n for n, one in enumerate(self.characters) if one[1] >= words.start), end

    def place(self, at: int) -> int:
        """Where a place in the block's text is among the printed characters: behind what comes before it."""
        before = (n + 1 for n, one in enumerate(self.characters) if 0 <= one[1] < at)
        return max(before, default=0)

    def with_words(self, edits: Sequence[Words], length: int) -> str:
        """The printed words with changes that do not exclude each other."""
        made, here = [], 0
        for words in sorted(edits):
            start, end = self.span(words, length)
            made += [self.text[here:start], words.new]
            here = end
        return "".join([*made, self.text[here:]])


def spoken(leaf: PrintedLeaf, frame: Frame) -> Spoken:
    """The printed characters of a leaf with the signs that stand around it."""
    found: list[tuple[str, int]] = []
    here = 0
    for atom in atoms(leaf, frame):
        even = atom.counts == len(atom.text)
        for step, char in enumerate(atom.text):
            found.append((char, here + step if even else here if atom.counts else -1))
        here += atom.counts
    return Spoken(tuple(found))


@dataclass
class Piece:
    """Words of one run, a line break, or an element without words such as the reference to a note."""

    text: str
    run: Element
    content: Element
    link: Element | None = None


@dataclass
class Rewriting:
    """What becomes of a paragraph's words: what goes, by printed characters, and what comes where."""

    gone: list[tuple[int, int, By]] = field(default_factory=list)
    coming: dict[int, list[tuple[str | Element, By]]] = field(default_factory=dict)
    notes_gone: dict[int, list[By]] = field(default_factory=dict)

    def gone_at(self, start: int, end: int) -> list[By]:
        """Whose deletions a stretch is in, the widest one first; of no width: what is behind a character."""
        if start < end:
            found = [one for one in self.gone if one[0] <= start and end <= one[1]]
        else:
            found = [one for one in self.gone if one[0] < start <= one[1] or start == one[0] == 0]
        found.sort(key=lambda one: (one[0] - one[1], one[2].holders))
        behind = self.notes_gone.get(start, []) if start == end else []
        return [by for _, _, by in found] + behind

    def cuts(self) -> set[int]:
        """Where runs are to be cut."""
        return {at for start, end, _ in self.gone for at in (start, end)} | set(self.coming)


def pieces(paragraph: Element) -> list[Piece]:
    """What stands between the ends of the paragraph's bookmark."""
    found: list[Piece] = []
    inside = False
    for child in paragraph:
        if local(child) in ("bookmarkStart", "bookmarkEnd"):
            inside = local(child) == "bookmarkStart"
        elif inside:
            link = child if local(child) == "hyperlink" else None
            for run in child.iter(f"{{{W}}}r"):
                found += [
                    Piece(
                        "\n" if local(one) == "br" else (one.text or "") if local(one) == "t" else "",
                        run,
                        one,
                        link,
                    )
                    for one in run
                    if local(one) != "rPr"
                ]
    return found


Line = tuple[list[Element], By | None]
"""What a paragraph holds, and whose insertion its mark is."""


def rewritten(found: Sequence[Piece], change: Rewriting, signer: Signer) -> list[Line]:
    """The pieces as paragraphs: one, or more where words that come in hold a paragraph break."""
    return _Writer(change, signer).lines(found)


class _Writer:
    def __init__(self, change: Rewriting, signer: Signer) -> None:
        self.change = change
        self.signer = signer
        self.done: list[Line] = []
        self.now: list[Element] = []
        self.waiting = sorted(change.coming)
        self.look: Element | None = None

    def lines(self, found: Sequence[Piece]) -> list[Line]:
        at = 0
        for piece in found:
            for text in self._cut(piece.text, at) if piece.text else [""]:
                if text:
                    self._come(at)
                self._put(piece, text, at)
                at += len(text)
        self._come(at)
        return [*self.done, (self.now, None)]

    def _cut(self, text: str, at: int) -> Iterator[str]:
        here = 0
        for cut in sorted(one - at for one in self.change.cuts() if at < one < at + len(text)):
            yield text[here:cut]
            here = cut
        yield text[here:]

    def _put(self, piece: Piece, text: str, at: int) -> None:
        by = self.change.gone_at(at, at + len(text))
        properties = piece.run.find(f"{{{W}}}rPr")
        content = deepcopy(piece.content)
        if text and local(content) == "t":
            content = text_element(text, "delText" if by else "t")
            self.look = properties if piece.link is None else None
        made = w("r", deepcopy(properties) if properties is not None else None, content)
        if by:
            # One in the other is what few programs read: LibreOffice keeps the outer one alone.
            made = self.signer.sign("del", together(by), made)
        if piece.link is not None:
            link = deepcopy(piece.link)
            link[:] = [made]
            made = link
        self.now.append(made)

    def _come(self, at: int) -> None:
        """What comes in up to this place."""
        while self.waiting and self.waiting[0] <= at:
            for new, by in self.change.coming[self.waiting.pop(0)]:
                if isinstance(new, str):
                    self._words(new, by)
                else:
                    self.now.append(self.signer.sign("ins", by, new))

    def _words(self, new: str, by: By) -> None:
        """New words in the look of those before them, a new paragraph at each break."""
        for number, part in enumerate(new.split(BREAK)):
            if number:
                self.done.append((self.now, by))
                self.now = []
            if part:
                made = plain(part)
                if self.look is not None and self.look.find(f"{{{W}}}rStyle") is None:
                    made.insert(0, deepcopy(self.look))
                self.now.append(self.signer.sign("ins", by, made))


def spans(edits: Sequence[tuple[Words, By]], said: Spoken, length: int) -> Iterator[tuple[int, int, str, By]]:
    """Changes of a block as changes of its printed characters."""
    for words, by in edits:
        yield (*said.span(words, length), words.new, by)
