"""What a file says of itself: the plan, circulation, text and addressee that our Word, PDF and XLSX files carry."""

from __future__ import annotations

import html
import re

from neaspec_cli.intake import guard

NAMES = ("neaspec-plan", "neaspec-circulation", "neaspec-text", "neaspec-addressee")
CUSTOM = "docProps/custom.xml"
KEYWORDS = re.compile(rb"<pdf:Keywords>([^<]{0,4000})</pdf:Keywords>")


def read_provenance(data: bytes) -> dict[str, str]:
    """The properties that the file carries, by name; empty where it carries none. Unreadable files are refused."""
    if data.startswith(b"%PDF-"):
        return _of_pdf(data)
    parts = guard.open_package(data).parts
    return _of_package(parts[CUSTOM]) if CUSTOM in parts else {}


def _of_package(part: bytes) -> dict[str, str]:
    found = properties(part)
    return {name: found[name] for name in NAMES if name in found}


def properties(part: bytes) -> dict[str, str]:
    """Custom properties of an Office file by name, from the part that holds them."""
    return {
        str(one.get("name", "")): "".join(str(text) for text in one.itertext()).strip()
        for one in guard.tree(part)
    }


def _of_pdf(data: bytes) -> dict[str, str]:
    """From the XMP packet, which PDF/A keeps uncompressed; what is packed otherwise is not ours as it was sent."""
    found = KEYWORDS.search(data)
    if found is None:
        return {}
    keywords = html.unescape(found.group(1).decode("utf-8", "replace"))
    places = [(keywords.find(f"{name}="), name) for name in NAMES]
    known = sorted((start, name) for start, name in places if start >= 0)
    ends = [start for start, _ in known[1:]] + [len(keywords)]
    return {
        name: keywords[start + len(name) + 1 : end].strip().removesuffix(",").strip()
        for (start, name), end in zip(known, ends, strict=True)
    }
