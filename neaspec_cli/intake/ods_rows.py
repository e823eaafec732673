"""A plain count of the rows with words in an OpenDocument sheet: the other side of the balance of its receipt."""

from __future__ import annotations

from xml.parsers import expat

from neaspec_cli.intake import guard

MOST_ELEMENTS = 3_000_000
CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
ASIDE = frozenset({"office:annotation", "text:ruby-text", "text:note"})
SIGNS = frozenset({"text:s", "text:tab", "text:line-break"})


def count_filled(part: bytes, sheet: int, heading: int, quiet: frozenset[int]) -> int:
    """Rows of the n-th sheet below the heading with a character outside the quiet columns; refuses what is too much."""
    return _scanned(part, sheet, heading, quiet).filled


def count_notes(part: bytes, sheet: int) -> int:
    """Notes stuck on the n-th sheet."""
    return _scanned(part, sheet, 0, frozenset()).notes


def _scanned(part: bytes, sheet: int, heading: int, quiet: frozenset[int]) -> _Scan:
    scan = _Scan(sheet, heading, quiet)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    parser.CharacterDataHandler = scan.text
    parser.StartDoctypeDeclHandler = scan.doctype
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as error:
        raise guard.Broken(f"a part is no well-formed XML ({error})") from error
    return scan


class _Scan:
    """One pass over all sheets that looks into one; `path` are the elements that are open."""

    def __init__(self, sheet: int, heading: int, quiet: frozenset[int]) -> None:
        self.sheet, self.heading, self.quiet = sheet, heading, quiet
        self.path: list[str] = []
        self.filled = self.sheets = self.elements = self.row = self.rows = self.column = self.columns = 0
        self.paragraphs = self.characters = self.notes = 0
        self.is_filled = False

    def doctype(self, *_: object) -> None:
        raise guard.document_type()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.path.append(name)
        if len(self.path) > guard.MOST_DEPTH or self.elements > MOST_ELEMENTS:
            raise guard.TooMuch("it has too many elements, or they are nested too deep")
        if name == "office:annotation" and self.sheets == self.sheet and "table:table" in self.path:
            self.notes += 1
            if self.notes > guard.MOST_COMMENTS:
                raise guard.TooMuch(f"it has more than {guard.MOST_COMMENTS:,} notes on cells")
        cells = sum(one in CELLS for one in self.path)
        if cells == 0 and name == "table:table":
            self.sheets += 1
            self.row = self.rows = 0
        elif cells == 0 and name == "table:table-row":
            self.row += self.rows
            self.rows = int(attributes.get("table:number-rows-repeated", 1))
            self.row, self.column, self.columns = self.row or 1, 1, 0
            self.is_filled = False
        elif cells == 1 and name in CELLS:
            self.column += self.columns
            self.columns = int(attributes.get("table:number-columns-repeated", 1))
            self.paragraphs = self.characters = 0
        elif name in ("text:p", "text:h") and self.path[-2] in CELLS and cells == 1:
            self.paragraphs += 1
        elif name in SIGNS:
            self.text(" ")

    def end(self, name: str) -> None:
        self.path.pop()
        outside = not any(one in CELLS for one in self.path)
        if name in CELLS and outside and (self.characters or self.paragraphs > 1):
            columns = range(self.column, self.column + self.columns)
            self.is_filled = self.is_filled or any(one not in self.quiet for one in columns)
        elif name == "table:table-row" and outside and self.is_filled and self.sheets == self.sheet:
            self.filled += max(0, self.row + self.rows - 1 - max(self.heading, self.row - 1))

    def text(self, data: str) -> None:
        in_words = any(one in ("text:p", "text:h") for one in self.path)
        if in_words and not ASIDE.intersection(self.path) and sum(one in CELLS for one in self.path) == 1:
            self.characters += len(data)
