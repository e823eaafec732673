"""A text in Markdown, with or without CriticMarkup, in the values of a Word file: segments under marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import blocks
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.text.blocks import Block
from neaspec_cli.intake import guard
from neaspec_cli.intake.critic import SIGN, Marked
from neaspec_cli.intake.folding import fold
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Anchor, Document, Paragraph, Remark, Row, Segment

MOST_TEXT = 1_000_000
DEEP = re.compile(r"(?m)^[ \t]*(?:(?:>|[-*+]|\d{1,3}[.)])[ \t]*){30}|[\[(]{500}")
LIGHT = "rPrChange"
"""Words that are only marked count as a change of form."""
NUMBER = re.compile(
    r"(?:(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])[.)]|\([a-z0-9]{1,5}\)|(?:Table|Annex) [\dIVX]{1,5}\.)\s+"
)
"""What copies print before the words of a block: numbers and letters are made at export and are no words."""


NESTED = re.compile(r"[ ]{2,}(?:\([a-z]{1,5}\)|[a-z]{1,5}[.)]|\d{1,3}[.)]|[-*+])[ ]")
"""A list within an item: right below its words, Markdown sees more words, unless a blank line comes between."""


def text_document(marked: Marked, circulated: CirculatedText, *, is_source: bool = False) -> Document:
    """The paragraphs of a text with its marks around them; notes come last, as they do in Word files.

    `is_source` says that it is a file of the plan: what copies print beside its words is not there.
    """
    printed = frozenset(fold(leaf.text).text for leaf in circulated.leaves)
    builder = _Builder(marked, printed, frozenset(_starts(circulated)), is_source)
    read = _blocks(marked.text)
    edges = _bracketed(read)
    for block, (before, after) in zip(read, edges, strict=True):
        builder.add(block, before, after)
    return builder.finished()


def check_length(text: str) -> None:
    """Stop where a text is longer than anybody writes."""
    if len(text) > MOST_TEXT:
        raise guard.TooMuch(f"it has more than {MOST_TEXT:,} characters of text")


def _blocks(text: str) -> tuple[Block, ...]:
    check_length(text)
    if DEEP.search(text):
        raise guard.TooMuch("its quotations or lists are nested too deep")
    try:
        return blocks(pandoc.parse("\n".join(_set_apart(text.split("\n")))))
    except RecursionError as error:
        raise guard.TooMuch("its quotations or lists are nested too deep") from error


def _set_apart(lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number and lines[number - 1].strip() and NESTED.match(line):
            yield ""
        yield line


def _starts(circulated: CirculatedText) -> Iterator[str]:
    """What looks like a number and is how the words of a block begin."""
    for leaf in circulated.leaves:
        found = NUMBER.match(leaf.text)
        if found:
            yield found[0].strip()


def _bracketed(read: Sequence[Block]) -> list[tuple[str, str]]:
    """The square brackets that are printed around blocks in a bracketed div: before its first, after its last."""
    ids = [one.id if "bracket" in one.inside else "" for one in read]
    return [
        (
            "[" if here and (number == 0 or ids[number - 1] != here) else "",
            "]" if here and (number + 1 == len(ids) or ids[number + 1] != here) else "",
        )
        for number, here in enumerate(ids)
    ]


@dataclass
class _Builder:
    """Makes paragraphs of blocks; marks that are open at the end of one go on in the next."""

    marked: Marked
    printed: frozenset[str]
    starts: frozenset[str]
    is_source: bool
    document: Document = field(default_factory=Document)
    notes: list[Paragraph] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open: list[Mark] = []
        self.container = 1
        self.cell: tuple[int, tuple[int, ...]] | None = None
        self.rows: dict[tuple[int, int], Row] = {}
        self.anchors: dict[Paragraph, list[tuple[str, int, int]]] = {}
        self.begun: dict[Mark, tuple[Paragraph, int]] = {}
        self.ended: tuple[Paragraph, int, Mark] | None = None
        self.note = 0

    def add(self, block: Block, before: str, after: str) -> None:
        """One block; an annotation that was not sent, or what holds nothing but the signs of marks, is no paragraph."""
        if block.is_annotation and fold(SIGN.sub("", block.text)).text not in self.printed:
            return
        if not SIGN.sub("", block.text).strip():
            self._segments(Paragraph("", 0), block.text)
            return
        paragraph = self._paragraph(block)
        text, notes = self._printed(block)
        is_numbered = not self.is_source and block.kind in ("heading", "paragraph", "caption")
        number = NUMBER.match(text) if is_numbered else None
        if number and number[0].strip() not in self.starts:
            text, notes = text[number.end() :], [one - number.end() for one in notes]
        before, after = ("", "") if block.kind == "note" or self.is_source else (before, after)
        self._segments(paragraph, before + text + after, [one + len(before) for one in notes])
        paragraph.mark_changes = self._changes()
        is_cut = any(one.is_insertion for one in paragraph.mark_changes)
        if is_cut and any(one.in_original and one.text.strip() for one in paragraph.segments):
            paragraph.segments.append(Segment(" "))
        paragraph.seal()
        (self.notes if block.kind == "note" else self.document.paragraphs).append(paragraph)

    def finished(self) -> Document:
        """The document with its notes, its marks, and where its remarks stand."""
        for paragraph in self.notes:
            self.container += 1
            paragraph.container = self.container
            self.document.paragraphs.append(paragraph)
        places = {paragraph: number for number, paragraph in enumerate(self.document.paragraphs)}
        for paragraph, found in self.anchors.items():
            for name, start, end in found:
                if paragraph in places:
                    self.document.anchors[name] = Anchor((places[paragraph], start), (places[paragraph], end))
        for mark in self.marked.marks:
            if mark.tag == LIGHT:
                mark.settle("unsupported", "words that are marked without a remark on them")
        self.document.marks = self.marked.marks
        return self.document

    def _paragraph(self, block: Block) -> Paragraph:
        here = (block.table, block.path) if block.kind == "cell" else None
        if here != self.cell:
            self.container += 1
            self.cell = here
        story = f"footnote {block.note}" if block.kind == "note" else "body"
        row: tuple[Row, ...] = ()
        column = 0
        if block.kind == "cell":
            number, column = block.path[0], block.path[1]
            row = (self.rows.setdefault((block.table, number), Row(block.table, number)),)
        style = f"heading {block.level}" if block.kind == "heading" else ""
        return Paragraph(story, self.container, row, column, style)

    def _printed(self, block: Block) -> tuple[str, list[int]]:
        """The words with the square brackets of bracketed spans, and where its notes are called."""
        spans = [one for one in block.marks if "bracket" in one.classes and not self.is_source]
        edges = sorted(
            [(one.start, 1, "[") for one in spans]
            + [(one.end, 0, "]") for one in spans]
            + [(one.start, 2, "") for one in block.marks if one.kind == "note"]
        )
        parts: list[str] = []
        notes: list[int] = []
        place = length = 0
        for at, kind, sign in edges:
            parts += [block.text[place:at], sign]
            length += at - place + len(sign)
            place = at
            if kind == 2:
                notes.append(length)
        return "".join([*parts, block.text[place:]]), notes

    def _segments(self, paragraph: Paragraph, text: str, notes: Sequence[int] = ()) -> None:
        """The words between signs as segments under the marks that are open there."""
        cuts = sorted({0, len(text), *notes, *(edge for one in SIGN.finditer(text) for edge in one.span())})
        for start, end in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
            if start in notes:
                self.note += 1
                paragraph.segments.append(Segment("", self._changes(), (), f"footnote {self.note}"))
            part = text[start:end]
            if SIGN.fullmatch(part):
                self._sign(part, paragraph)
            elif part:
                paragraph.segments.append(Segment(part, self._changes()))

    def _changes(self) -> tuple[Mark, ...]:
        return tuple(one for one in self.open if one.tag in ("ins", "del"))

    def _sign(self, sign: str, paragraph: Paragraph) -> None:
        mark, begins = self.marked.mark_at(sign)
        here = len(paragraph.segments)
        start = self._start(paragraph, here)
        if mark.tag == "comment":
            self._remark(mark, paragraph, start)
        elif begins:
            self.open.append(mark)
            self.begun[mark] = (paragraph, start)
        elif mark in self.open:
            self.open.remove(mark)
            self.ended = (paragraph, here, mark)

    def _start(self, paragraph: Paragraph, here: int) -> int:
        """Where marks that end right here began; a remark after them is on their words."""
        if self.ended is None or self.ended[:2] != (paragraph, here):
            return here
        begun, start = self.begun[self.ended[2]]
        return start if begun is paragraph else 0

    def _remark(self, mark: Mark, paragraph: Paragraph, start: int) -> None:
        identifier = str(len(self.document.remarks))
        self.document.remarks.append(Remark(mark, identifier, mark.text))
        here = len(paragraph.segments)
        self.anchors.setdefault(paragraph, []).append((identifier, start, here))
        if start < here and self.ended is not None and self.ended[2].tag == LIGHT:
            self.ended[2].settle("placed")
