"""A plain count of the rows that were filled in on a sheet: the other side of its receipt's balance.

It shares no code with the readers of cells; what one of them overlooks makes the balance differ from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from neaspec_cli.core.register import form
from neaspec_cli.intake import guard

OPEN = frozenset(number for number, one in enumerate(form.COLUMNS, 1) if one in (form.COMMENT, form.WORDING))
MOST_ELEMENTS = 4_000_000


def count_rows(parts: Mapping[str, bytes]) -> int:
    """Rows below the heading with anything in the columns for comment and wording."""
    sheets = sorted(
        (name for name in parts if name.startswith("xl/worksheets/") and name.endswith(".xml")),
        key=lambda name: int("".join(re.findall(r"(\d+)\.xml$", name)) or 0),
    )
    for name, data in parts.items():
        if name.endswith(".xml"):
            _Scan().run(data)
    return len(_Rows(1, OPEN.__contains__, blank_texts(parts)).run(parts[sheets[0]])) if sheets else 0


def blank_texts(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Numbers of shared texts without a character in them: cells that look empty."""
    return (
        frozenset(_Texts().run(parts["xl/sharedStrings.xml"]))
        if "xl/sharedStrings.xml" in parts
        else frozenset()
    )


def count_below(part: bytes, blank: frozenset[str], heading: int, quiet: frozenset[int]) -> int:
    """Rows of a sheet below the heading with a character anywhere outside the quiet columns."""
    return len(_Rows(heading, lambda column: column not in quiet, blank, MOST_ELEMENTS).run(part))


def count_notes(part: bytes) -> int:
    """Notes in a part that holds those of a sheet."""
    return len(_Notes(MOST_ELEMENTS).run(part))


class _Scan:
    """One pass over a part, within limits."""

    def __init__(self, most: int = guard.MOST_ELEMENTS) -> None:
        self.most = most
        self.depth = 0
        self.elements = 0

    def run(self, data: bytes) -> set[str]:
        """What the pass found."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError) as error:
            raise guard.Broken(f"a part is no well-formed XML ({error})") from error
        return self.found()

    def doctype(self, *_: object) -> None:
        raise guard.document_type()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > guard.MOST_DEPTH or self.elements > self.most:
            raise guard.TooMuch("it has too many elements, or they are nested too deep")
        self.begin(name.rpartition(":")[2], attributes)

    def end(self, _: str) -> None:
        self.depth -= 1

    def begin(self, tag: str, attributes: dict[str, str]) -> None: ...

    def text(self, data: str) -> None: ...

    def found(self) -> set[str]:
        return set()


class _Notes(_Scan):
    """How many notes there are."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.numbers: set[str] = set()

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "comment":
            self.numbers.add(str(len(self.numbers)))
            if len(self.numbers) > guard.MOST_COMMENTS:
                raise guard.TooMuch(f"it has more than {guard.MOST_COMMENTS:,} notes on cells")

    def found(self) -> set[str]:
        return self.numbers


class _Texts(_Scan):
    """Which shared texts hold no character; a reading (rPh) is none of the text."""

    def __init__(self) -> None:
        super().__init__(MOST_ELEMENTS)
        self.number = -1
        self.tag = ""
        self.reading = 0
        self.filled: set[int] = set()

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.number += tag == "si"
        self.tag = tag
        if tag == "rPh":
            self.reading = self.depth

    def end(self, name: str) -> None:
        if self.depth == self.reading:
            self.reading = 0
        self.tag = ""
        super().end(name)

    def text(self, data: str) -> None:
        if self.tag == "t" and not self.reading:
            self.filled.add(self.number)

    def found(self) -> set[str]:
        return {str(number) for number in range(self.number + 1) if number not in self.filled}


class _Rows(_Scan):
    """Which rows below the heading have a character in an open column; where no cell says, cells are counted."""

    def __init__(
        self,
        heading: int,
        is_open: Callable[[int], bool],
        blank: frozenset[str],
        most: int = guard.MOST_ELEMENTS,
    ) -> None:
        super().__init__(most)
        self.heading, self.is_open, self.blank = heading, is_open, blank
        self.rows: set[str] = set()
        self.row = self.column = 0
        self.tag = self.kind = self.value = self.formula = ""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif tag == "c":
            self._cell(attributes.get("r", "").replace("$", ""))
            self.kind, self.value, self.formula = attributes.get("t", ""), "", ""

    def _cell(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        self.column += 1
        if letters:
            self.row = int(reference[len(letters) :])
            self.column = 0
            for letter in letters.upper():
                self.column = 26 * self.column + ord(letter) - 64

    def text(self, data: str) -> None:
        if self.tag in ("v", "t"):
            self.value += data
        elif self.tag == "f":
            self.formula += data

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c" and self.row > self.heading and self.is_open(self.column):
            is_shown = bool(self.value) and not (self.kind == "s" and self.value in self.blank)
            if is_shown or self.formula:
                self.rows.add(str(self.row))
        self.tag = ""
        super().end(name)

    def found(self) -> set[str]:
        return self.rows
