"""Office packages: parts and relations in a zip whose bytes depend on nothing but the parts.

Every entry has one fixed date, one fixed mode and one fixed place: `[Content_Types].xml`, `_rels/.rels`, then by name.
Rules: ECMA-376 Part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


@dataclass(frozen=True)
class Part:
    """One XML file of a package and what it is."""

    content: bytes
    content_type: str


@dataclass
class Relations:
    """The relations that start at one part; the same target is named once."""

    known: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id (`rId1`, …) of a relation; `kind` is its whole type address."""
        return self.known.setdefault((kind, target, external), f"rId{len(self.known) + 1}")

    def content(self) -> bytes:
        """The relations as an XML file."""
        root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap=default(_RELATIONS))
        for (kind, target, external), identifier in self.known.items():
            one = etree.SubElement(
                root, f"{{{_RELATIONS}}}Relationship", Id=identifier, Type=kind, Target=target
            )
            if external:
                one.set("TargetMode", "External")
        return xml(root)


@dataclass
class Package:
    """Parts by their name without the leading slash, and relations by the part they start at ("" for the package)."""

    parts: dict[str, Part] = field(default_factory=dict)
    relations: dict[str, Relations] = field(default_factory=dict)

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Put one part in."""
        self.parts[name] = Part(content, content_type)

    def relate(self, source: str, kind: str, target: str) -> str:
        """The id of a relation from a part to a target (relative to it)."""
        return self.relations.setdefault(source, Relations()).add(kind, target)

    def content(self) -> bytes:
        """The package as the bytes of its file."""
        files = {name: part.content for name, part in self.parts.items()}
        for source, relations in self.relations.items():
            if relations.known:
                files[relations_name(source)] = relations.content()
        return zip_bytes({CONTENT_TYPES: self._content_types(), **files})

    def _content_types(self) -> bytes:
        root = etree.Element(f"{{{_TYPES}}}Types", nsmap=default(_TYPES))
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension="rels", ContentType=_RELATIONS_TYPE)
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension="xml", ContentType="application/xml")
        for name, part in sorted(self.parts.items()):
            override = {"PartName": f"/{name}", "ContentType": part.content_type}
            etree.SubElement(root, f"{{{_TYPES}}}Override", override)
        return xml(root)


def default(namespace: str) -> dict[str, str]:
    """Namespaces of an element that writes this one without a prefix."""
    return cast(dict[str, str], {None: namespace})


def relations_name(source: str) -> str:
    """Where the relations of a part stand: `word/document.xml` -> `word/_rels/document.xml.rels`."""
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def xml(root: etree._Element) -> bytes:
    """An element as a whole XML file in UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files that says nothing of when, where and by whom it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files, key=_place):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _MODE
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _place(name: str) -> tuple[int, str]:
    return ({CONTENT_TYPES: 0, ROOT_RELATIONS: 1}.get(name, 2), name)
