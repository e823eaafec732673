"""A plain count of the rows with words in a table of a Word file: the other side of the balance of a comment form."""

from __future__ import annotations

from xml.parsers import expat

from neaspec_cli.intake import guard

GONE = frozenset({"del", "moveFrom", "rt", "Fallback", "instrText"})
"""What does not stand in the text when all changes are accepted, or stands in it a second time."""
WORDS = frozenset({"t", "sym", "noBreakHyphen"})


def count_rows_of(part: bytes, table: int, heading: int, quiet: frozenset[int]) -> int:
    """Rows below the heading of the n-th table of a part with words outside the quiet columns."""
    scan = _Scan(table, quiet)
    scan.run(part)
    return sum(1 for row in scan.filled if row > heading)


class _Scan:
    """One pass; tables inside of cells count with their cell."""

    def __init__(self, table: int, quiet: frozenset[int]) -> None:
        self.table, self.quiet = table, quiet
        self.filled: set[int] = set()
        self.tables = self.depth = self.row = self.column = self.span = self.gone = 0
        self.tag = ""

    def run(self, part: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.text
        try:
            parser.Parse(part, True)
        except (expat.ExpatError, ValueError) as error:
            raise guard.Broken(f"a part is no well-formed XML ({error})") from error

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.tag = name.rpartition(" ")[2]
        value = next((text for key, text in attributes.items() if key.endswith(" val")), "")
        if self.tag == "tbl":
            self.depth += 1
            self.tables += self.depth == 1
            self.row = self.row if self.depth > 1 else 0
        elif self.tag in GONE:
            self.gone += 1
        elif self.depth == 1:
            self._inside(value)
        if self.tag == "sym":
            self.text("x")

    def _inside(self, value: str) -> None:
        if self.tag == "tr":
            self.row += 1
            self.column, self.span = 1, 0
        elif self.tag == "gridBefore":
            self.column += int(value or 0)
        elif self.tag == "tc":
            self.column, self.span = self.column + self.span, 1
        elif self.tag == "gridSpan":
            self.span = int(value or 1)

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        self.depth -= tag == "tbl"
        self.gone -= tag in GONE
        self.tag = ""

    def text(self, data: str) -> None:
        in_words = self.tag in WORDS and not self.gone and self.depth and self.tables == self.table
        if in_words and data.strip() and self.column not in self.quiet:
            self.filled.add(self.row)
