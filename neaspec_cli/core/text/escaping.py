"""Plain text as Markdown in which nothing is markup."""

from __future__ import annotations

import re
import unicodedata

BREAK = "\n\n"
"""A paragraph break inside a text."""
_BEGINS_BLOCK = re.compile(
    r" *(?=[-+#=:](?:[ #=:-]|$))| *\(?(?:\d+|#|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)(?=[.)](?: |$))"
)


def escape(text: str, *, line_start: bool = False) -> str:
    """Plain text as Markdown that reads back as exactly that text."""
    parts = [
        _escape_paragraph(part, line_start or number > 0) for number, part in enumerate(text.split(BREAK))
    ]
    return BREAK.join(parts)


def _escape_paragraph(text: str, line_start: bool) -> str:
    text = re.sub(r"[\n\t]", " ", unicodedata.normalize("NFC", text))
    text = re.sub(r"([\\`*\[\]<>~^|$])", r"\\\1", text)
    text = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", text)
    text = re.sub(r"&(?=#?\w+;)", r"\\&", text)
    text = re.sub(r"\{(?=[#.:=\w])", r"\\{", text)
    at = guard(text) if line_start else None
    return text if at is None else f"{text[:at]}\\{text[at:]}"


def guard(text: str) -> int | None:
    """Where a backslash must stand so that a line is not read as a heading, an item or a div; None where nowhere."""
    found = _BEGINS_BLOCK.match(text)
    return found.end() if found else None
