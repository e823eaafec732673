"""A plain count of the rows that were filled in on the comment form: the other side of its receipt's balance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from neaspec_cli.core import form
from neaspec_cli.intake import guard

OPEN = frozenset(
    chr(ord("A") + number) for number, one in enumerate(form.COLUMNS) if one in (form.COMMENT, form.WORDING)
)


def count_rows(parts: Mapping[str, bytes]) -> int:
    """Rows below the heading with anything in the columns for comment and wording."""
    sheets = sorted(
        (name for name in parts if name.startswith("xl/worksheets/")),
        key=lambda name: int("".join(re.findall(r"(\d+)\.xml$", name)) or 0),
    )
    for name, data in parts.items():
        if name.endswith(".xml"):
            _Scan().run(data)
    return len(_Scan().run(parts[sheets[0]])) if sheets else 0


class _Scan:
    """One pass: which rows have a value in an open column."""

    def __init__(self) -> None:
        self.rows: set[str] = set()
        self.cell = ""
        self.depth = 0
        self.elements = 0

    def run(self, data: bytes) -> set[str]:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartDoctypeDeclHandler = self.doctype
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError) as error:
            raise guard.Broken(f"a part is no well-formed XML ({error})") from error
        return self.rows

    def doctype(self, *_: object) -> None:
        raise guard.document_type()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > guard.MOST_DEPTH or self.elements > guard.MOST_ELEMENTS:
            raise guard.TooMuch("it has too many elements, or they are nested too deep")
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.cell = attributes.get("r", "")
        elif (
            tag in ("v", "is") and self.cell[:1] in OPEN and self.cell[1:].isdigit() and self.cell[1:] != "1"
        ):
            self.rows.add(self.cell[1:])

    def end(self, _: str) -> None:
        self.depth -= 1
