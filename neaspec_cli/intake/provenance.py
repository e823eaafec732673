"""What a file says of itself: the plan, circulation, text and addressee that our Word, PDF and XLSX files carry.

A Word file that was saved as OpenDocument still carries them.
"""

from __future__ import annotations

import html
import re

from neaspec_cli.intake import guard

NAMES = ("neaspec-plan", "neaspec-circulation", "neaspec-text", "neaspec-addressee", "neaspec-kind")
COMPILATION = "compilation"
"""The kind of a file in which several speak, made from what they returned."""
REDLINE = "redline"
"""The kind of a file that shows what changed between two texts, in marks of its own."""
CUSTOM = "docProps/custom.xml"
META = "meta.xml"
USER_DEFINED = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
KEYWORDS = re.compile(rb"<pdf:Keywords>([^<]{0,4000})</pdf:Keywords>")


def read_provenance(data: bytes) -> dict[str, str]:
    """The properties that the file carries, by name; empty where it carries none. Unreadable files are refused."""
    if data.startswith(b"%PDF-"):
        return _of_pdf(data)
    package = guard.open_package(data)
    part, read = (META, user_defined) if package.mimetype else (CUSTOM, properties)
    found = read(package.parts[part]) if part in package.parts else {}
    return {name: found[name] for name in NAMES if name in found}


def properties(part: bytes) -> dict[str, str]:
    """Custom properties of an Office file by name, from the part that holds them."""
    return {
        str(one.get("name", "")): "".join(str(text) for text in one.itertext()).strip()
        for one in guard.tree(part)
    }


def user_defined(part: bytes) -> dict[str, str]:
    """The same of an OpenDocument file, from its meta.xml."""
    found = guard.tree(part).iter(f"{USER_DEFINED}user-defined")
    return {one.get(f"{USER_DEFINED}name", ""): (one.text or "").strip() for one in found}


def _of_pdf(data: bytes) -> dict[str, str]:
    """From the XMP packet, which PDF/A keeps uncompressed; what is packed otherwise is not ours as it was sent."""
    found = KEYWORDS.search(data)
    return of_keywords(html.unescape(found.group(1).decode("utf-8", "replace"))) if found else {}


def of_keywords(keywords: str) -> dict[str, str]:
    """From the keywords of a PDF, in which the properties stand one after the other."""
    places = [(keywords.find(f"{name}="), name) for name in NAMES]
    known = sorted((start, name) for start, name in places if start >= 0)
    ends = [*(start for start, _ in known), len(keywords)][1:]
    return {
        name: keywords[start + len(name) + 1 : end].strip().removesuffix(",").strip()
        for (start, name), end in zip(known, ends, strict=True)
    }
