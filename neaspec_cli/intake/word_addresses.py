"""Where the links of a Word file lead: by the relations of its parts, or by what their fields say.

ECMA-376 Part 1, 17.16.5.25 (HYPERLINK) and 17.16.22 (hyperlink).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from neaspec_cli.intake import guard
from neaspec_cli.intake.word_marks import attribute, word_name

_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
LONGEST = 10_000
"""So many characters of what a field says are read."""
_FIELD = re.compile(r'\s*HYPERLINK(?:\s+"(?P<to>[^"]*)")?(?:\s+\\l\s+"(?P<place>[^"]*)")?', re.IGNORECASE)


@dataclass
class _Field:
    """A field that is open: what it says, and where its words lead: where those around it do, or elsewhere."""

    address: str
    says: str = ""
    has_result: bool = False


@dataclass
class Addresses:
    """Where the words lead at which the reader of a story stands; `targets` are relations of its part by id."""

    targets: Mapping[str, str] = field(default_factory=dict)
    _links: list[str] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)

    @property
    def here(self) -> str:
        """The address, empty outside of links."""
        if self._links:
            return self._links[-1]
        return self._fields[-1].address if self._fields else ""

    def around(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        """Read what stands inside of an element that may be a link."""
        address = self._of(element)
        if address:
            self._links.append(address)
        read(element)
        if address:
            self._links.pop()

    def field(self, element: etree._Element, name: str) -> None:
        """A field begins, says what it is, comes to its result, or ends."""
        now = self._fields[-1] if self._fields else None
        kind = attribute(element, "fldCharType") if name == "fldChar" else ""
        if kind == "begin":
            self._fields.append(_Field(now.address if now is not None else ""))
        elif kind == "end" and now is not None:
            self._fields.pop()
        elif kind == "separate" and now is not None:
            now.address, now.has_result = _of_field(now.says) or now.address, True
        elif name == "instrText" and now is not None and not now.has_result and len(now.says) < LONGEST:
            now.says += element.text or ""

    def _of(self, element: etree._Element) -> str:
        if word_name(element) == "fldSimple":
            return _of_field(attribute(element, "instr"))
        if word_name(element) != "hyperlink":
            return ""
        identifier = next((one for space in _OFFICE if (one := element.get(f"{{{space}}}id"))), "")
        return _joined(self.targets.get(identifier, ""), attribute(element, "anchor"))


def targets_of(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Where the relations of a part lead, by their ids."""
    folder, _, name = part.rpartition("/")
    data = parts.get(f"{folder}/_rels/{name}.rels")
    if data is None:
        return {}
    return {one.get("Id", ""): one.get("Target", "") for one in guard.tree(data) if one.get("Target")}


def _of_field(says: str) -> str:
    found = _FIELD.match(says)
    return _joined(found["to"] or "", found["place"] or "") if found else ""


def _joined(address: str, place: str) -> str:
    return f"{address}#{place}" if place else address
