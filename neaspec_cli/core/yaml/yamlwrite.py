"""Values to YAML text: block style, one text for one value, every scalar read back as the same text.

Text is quoted where a YAML 1.1 or 1.2 reader could take it for something else than text. Days and months
(`2025-07-01`, `2025-07`, `2024-12-12/2024-12-13`) stay plain although a YAML 1.1 loader would make a date
of the first: people write them so, and neaspec reads every scalar as text.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from neaspec_cli.errors import NeaspecError

MOST_KEY_CHARACTERS = 900
SHORT_LIST = 70

WORDS = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|~|=|<<|[-+]?\.(?:inf|nan))", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?\.?[0-9][0-9a-fxo_.:,+-]*", re.IGNORECASE)
DAY_OR_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:t|[ \t]+)[0-9]", re.IGNORECASE)
INDICATORS = "-?:,[]{}#&*!|>'\"%@`"
SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
ESCAPED_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class KeyTooLong(NeaspecError):
    """A key longer than YAML readers accept without marking it as a key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"The key {key[:40]!r}… is too long; {MOST_KEY_CHARACTERS} characters is the most.")


def scalar(text: str, *, flow: bool = False) -> str:
    """One line of YAML that reads back as exactly this text; `flow` inside square brackets or braces."""
    if _has_invisible(text):
        return '"' + "".join(map(_escaped, text)) + '"'
    if _can_stay_plain(text, flow):
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def dump(value: Any) -> str:
    """A value (dict, list, str, yes or no, number, day, None for empty) as a YAML document."""
    return "\n".join(block_lines(value)) + "\n"


def as_read(value: Any) -> Any:
    """The value as `yamlread.plain` gives it back: every scalar as text."""
    if isinstance(value, dict):
        return {str(key): as_read(child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_read(item) for item in value]
    return _words(value)


def block_lines(value: Any) -> list[str]:
    """The lines of a value in block style, unindented."""
    if isinstance(value, dict) and value:
        return [line for key, child in value.items() for line in entry_lines(str(key), child)]
    if isinstance(value, (list, tuple)) and value:
        return [line for item in value for line in item_lines(item)]
    return after_key(value, "")


def entry_lines(key: str, value: Any) -> list[str]:
    """The lines of one key and its value in block style, unindented."""
    return after_key(value, f"{key_text(key)}:")


def item_lines(value: Any) -> list[str]:
    """The lines of one list item in block style, unindented."""
    if isinstance(value, (dict, list, tuple)) and value:
        first, *others = block_lines(value)
        return [f"- {first}", *_indented(others)]
    return after_key(value, "-")


@lru_cache(maxsize=1_000)
def key_text(key: str, *, flow: bool = False) -> str:
    """A key as it is written, always on one line."""
    if len(key) > MOST_KEY_CHARACTERS:
        raise KeyTooLong(key)
    written = scalar(key, flow=flow)
    if len(written) > MOST_KEY_CHARACTERS:
        raise KeyTooLong(key)
    return written


def flow_text(value: Any) -> str:
    """The value on one line, in square brackets and braces."""
    if isinstance(value, dict):
        return "{" + ", ".join(flow_entry(str(key), child) for key, child in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow_text(item) if item is not None else '""' for item in value) + "]"
    return _scalar_of(value, flow=True)


def flow_entry(key: str, value: Any) -> str:
    """One key and its value as they stand between braces."""
    return f"{key_text(key, flow=True)}: {flow_text(value)}"


def after_key(value: Any, head: str) -> list[str]:
    """The lines that follow `head` (a key with its colon, a dash, or nothing) for a value in block style."""
    space = f"{head} " if head else ""
    if value is None:
        return [head or '""']
    if isinstance(value, str) and _fits_literal(value):
        mark = "|" if value.endswith("\n") else "|-"
        return [space + mark, *_indented(value.removesuffix("\n").split("\n"))]
    if isinstance(value, (list, tuple, dict)):
        if not value or _is_short_list(value):
            return [space + flow_text(value)]
        return [head, *_indented(block_lines(value))]
    return [space + _scalar_of(value, flow=False)]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime.date():
            return value.isoformat()
        case _:
            return str(value)


def _scalar_of(value: Any, *, flow: bool) -> str:
    if isinstance(value, str):
        return scalar(value, flow=flow)
    return _words(value)


def _is_short_list(value: Any) -> bool:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) and item for item in value):
        return False
    return not any("\n" in item for item in value) and sum(len(item) + 2 for item in value) <= SHORT_LIST


def _has_invisible(text: str) -> bool:
    # What Python calls printable holds nothing to escape, and asking the text as a whole is a hundred times faster.
    return not text.isprintable() and any(map(_needs_escape, text))


def _needs_escape(char: str) -> bool:
    return (char > "~" and _is_invisible(char)) or char < " " or char == "\x7f"


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ESCAPED_CATEGORIES or _is_noncharacter(char)


def _is_noncharacter(char: str) -> bool:
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def _escaped(char: str) -> str:
    if not _needs_escape(char):
        return "\\" + char if char in '"\\' else char
    if ord(char) > 0xFFFF:
        return f"\\U{ord(char):08x}"
    return SHORT_ESCAPES.get(char) or f"\\u{ord(char):04x}"


def _can_stay_plain(text: str, flow: bool) -> bool:
    if not text or text != text.strip() or text[0] in INDICATORS or text.startswith(("---", "...")):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    if flow and any(char in ",[]{}:?" for char in text):
        return False
    return DAY_OR_MONTH.fullmatch(text) is not None or not _could_be_something_else(text)


def _could_be_something_else(text: str) -> bool:
    return bool(WORDS.fullmatch(text) or NUMBER.fullmatch(text) or TIMESTAMP.match(text))


def _fits_literal(text: str) -> bool:
    """Whether the text may stand as a literal block: an editor may strip line ends without harm."""
    body = text.removesuffix("\n")
    if "\n" not in body:
        return False
    lines = body.split("\n")
    if any(map(_has_invisible, lines)) or not lines[0] or not lines[-1]:
        return False
    return not lines[0][0].isspace() and all(line == line.rstrip() for line in lines)
