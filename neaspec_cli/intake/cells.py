"""The first sheet of a workbook as plain text by row and column; formulas give what they last showed, links nothing.

Element names: ECMA-376 Part 1, chapter 18 (SpreadsheetML); both its namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from neaspec_cli.intake import guard

MOST_CELLS = 200_000
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def first_sheet(parts: Mapping[str, bytes]) -> dict[tuple[int, int], str]:
    """Text by row and column, both from 1; raises `Unreadable` where there is no sheet."""
    names = sorted(
        (one for one in parts if one.startswith("xl/worksheets/") and one.endswith(".xml")), key=_number
    )
    if not names:
        raise guard.NotKnown("a zip without a worksheet in it")
    shared = _shared_texts(parts)
    cells: dict[tuple[int, int], str] = {}
    for one in guard.tree(parts[names[0]]).iter():
        if _local(one) != "c":
            continue
        place, text = _place(one.get("r", "")), _text(one, shared)
        if place is not None and text is not None:
            cells[place] = text
        if len(cells) > MOST_CELLS:
            raise guard.TooMuch(f"it has more than {MOST_CELLS:,} cells")
    return cells


def _number(name: str) -> tuple[int, str]:
    digits = re.search(r"(\d+)\.xml$", name)
    return (int(digits.group(1)) if digits else 0, name)


def _shared_texts(parts: Mapping[str, bytes]) -> list[str]:
    if "xl/sharedStrings.xml" not in parts:
        return []
    return [_joined(one) for one in guard.tree(parts["xl/sharedStrings.xml"]) if _local(one) == "si"]


def _text(cell: etree._Element, shared: list[str]) -> str | None:
    """What the cell shows, a formula that never showed anything as it is typed; None where it holds nothing."""
    formula = next((one.text for one in cell if _local(one) == "f" and one.text), "")
    shown = _shown(cell, shared)
    return f"={formula}" if formula and not shown else shown


def _shown(cell: etree._Element, shared: list[str]) -> str | None:
    held = next((one for one in cell if _local(one) in ("v", "is")), None)
    if held is None or _local(held) == "is":
        return None if held is None else _joined(held)
    value = held.text or ""
    if cell.get("t") != "s":
        return value
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1
    return shared[number] if 0 <= number < len(shared) else ""


def _joined(element: etree._Element) -> str:
    """The text of its runs, phonetic readings left out."""
    return "".join(_runs(element))


def _runs(element: etree._Element) -> Iterator[str]:
    for one in element:
        if _local(one) == "t":
            yield one.text or ""
        elif _local(one) == "r":
            yield from _runs(one)


def _place(reference: str) -> tuple[int, int] | None:
    found = CELL.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)), column


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
