"""What a file that people write may hold: read against it, or turned into a JSON Schema, from one definition.

A value left empty counts as left out. Faults are collected, so that all of them are shown at once; what could
be read is given back beside them.
"""

from __future__ import annotations

import datetime
import re
from typing import Any, NamedTuple, TypeAlias

from neaspec_cli.core.yaml.yamlread import Node, dotted
from neaspec_cli.errors import Fault

Path = tuple[str | int, ...]
SHA256 = re.compile(r"[0-9a-f]{64}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Another year is a slip of the keyboard, and dates are reckoned with.
YEARS = range(1900, 3000)
NUMBER = re.compile(r"[0-9]{1,9}")


class Text(NamedTuple):
    """Any text, or text that a pattern matches in full; `means` says the pattern in words for the fault."""

    pattern: str = ""
    empty: bool = False
    means: str = ""


class Choice:
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words


class YesNo:
    """`yes` or `no`, read as a bool."""


class Number:
    """A whole number from 0 to 999999999."""


class Day:
    """A day, `2025-07-28`, read as a date."""


class Hash:
    """A SHA-256 in 64 lower-case hexadecimal digits."""


class ListOf(NamedTuple):
    """A list whose items are all of one type."""

    item: Schema


class MapOf(NamedTuple):
    """A mapping whose keys are free and whose values are all of one type, or empty where that allows it."""

    item: Schema


class Field(NamedTuple):
    """One key of a record."""

    type: Schema
    required: bool = False
    about: str = ""


class Record(NamedTuple):
    """A mapping with known keys."""

    fields: dict[str, Field]


Schema: TypeAlias = Text | Choice | YesNo | Number | Day | Hash | ListOf | MapOf | Record


def read(schema: Schema, node: Node, file: str) -> tuple[Any, list[Fault]]:
    """The value of a node as the schema types it (str, bool, int, date, list, dict) and every fault in it.

    A list item or a key with a fault is left out of the value.
    """
    reader = _Reader(file)
    return reader.read(schema, node, ()), reader.faults


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, node: Node, path: Path, message: str) -> None:
        self.faults.append(Fault(self.file, node.line, dotted(path), message))

    def read(self, schema: Schema, node: Node, path: Path) -> Any:
        match schema:
            case Record():
                return self._record(schema, node, path)
            case MapOf():
                return self._map(schema, node, path)
            case ListOf():
                return self._list(schema, node, path)
            case _:
                return self._scalar(schema, node, path)

    def _record(self, schema: Record, node: Node, path: Path) -> dict[str, Any] | None:
        if not isinstance(node.value, dict):
            self.fault(node, path, f"a group of {_listed(schema.fields)} is expected here")
            return None
        values: dict[str, Any] = {}
        for key, child in node.value.items():
            known = schema.fields.get(key)
            if known is None:
                self.fault(child, (*path, key), _unknown(key, schema))
            elif not _is_left_out(known.type, child):
                value = self.read(known.type, child, (*path, key))
                if value is not None:
                    values[key] = value
        for key, known in schema.fields.items():
            child = node.value.get(key, node)
            if known.required and (key not in node.value or _is_left_out(known.type, child)):
                self.fault(child, (*path, key), f"is missing; {expected(known.type)} is expected")
        return values

    def _map(self, schema: MapOf, node: Node, path: Path) -> dict[str, Any] | None:
        if node.value == "":
            return {}
        if not isinstance(node.value, dict):
            self.fault(node, path, f"names with {expected(schema.item)} each are expected here")
            return None
        read = {key: self.read(schema.item, child, (*path, key)) for key, child in node.value.items()}
        return {key: value for key, value in read.items() if value is not None}

    def _list(self, schema: ListOf, node: Node, path: Path) -> list[Any] | None:
        if node.value == "":
            return []
        if not isinstance(node.value, tuple):
            self.fault(node, path, "a list is expected here, such as [one, two]")
            return None
        read = [self.read(schema.item, child, (*path, index)) for index, child in enumerate(node.value)]
        return [value for value in read if value is not None]

    def _scalar(self, schema: Schema, node: Node, path: Path) -> Any:
        if not isinstance(node.value, str):
            found = "a list" if isinstance(node.value, tuple) else "a group"
            self.fault(node, path, f"{found} stands here; {expected(schema)} is expected")
            return None
        value = scalar(schema, node.value)
        if value is None:
            self.fault(node, path, f"{node.value[:60]!r} is not {expected(schema)}")
        return value


def scalar(schema: Schema, text: str) -> Any:
    """What a text means to a scalar type, or None where it is no such thing."""
    match schema:
        case Text():
            fits = bool(text) or schema.empty
            return text if fits and (not schema.pattern or re.fullmatch(schema.pattern, text)) else None
        case Choice():
            return text if text in schema.words else None
        case YesNo():
            return {"yes": True, "no": False}.get(text)
        case Number():
            return int(text) if NUMBER.fullmatch(text) else None
        case Day():
            return _day(text)
        case _:
            return text if SHA256.fullmatch(text) else None


def expected(schema: Schema) -> str:
    """The type in words: what a fault says is expected."""
    match schema:
        case Text():
            return schema.means or (f"text like {schema.pattern}" if schema.pattern else "text")
        case Choice():
            return f"one of {_listed(schema.words)}"
        case YesNo():
            return "yes or no"
        case Number():
            return "a whole number"
        case Day():
            return "a day such as 2025-07-28"
        case Hash():
            return "a SHA-256 of 64 hexadecimal digits"
        case ListOf():
            return "a list"
        case _:
            return "a group of keys and values"


def json_schema(schema: Schema, title: str) -> dict[str, Any]:
    """The same definition as a JSON Schema (draft 2020-12) for editors that check while people type."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **_json(schema)}


def _json(schema: Schema) -> dict[str, Any]:
    match schema:
        case Record():
            return _json_record(schema)
        case MapOf():
            return {"type": "object", "additionalProperties": _json(schema.item)}
        case ListOf():
            return {"type": "array", "items": _json(schema.item)}
        case Choice():
            return {"enum": list(schema.words)}
        # An editor's YAML reader makes these out of plain scalars; neaspec itself reads the text.
        case YesNo():
            return {"enum": ["yes", "no", True, False]}
        case Number():
            return {"type": ["integer", "string"], "pattern": f"^{NUMBER.pattern}$"}
        case Day():
            return {"type": "string", "pattern": f"^{DAY.pattern}$"}
        case Hash():
            return {"type": "string", "pattern": f"^{SHA256.pattern}$"}
        case Text():
            kind: dict[str, Any] = {"type": ["string", "null"] if schema.empty else "string"}
            return {**kind, "pattern": f"^(?:{schema.pattern})$"} if schema.pattern else kind


def _json_record(schema: Record) -> dict[str, Any]:
    properties = {
        key: {**_json(known.type), **({"description": known.about} if known.about else {})}
        for key, known in schema.fields.items()
    }
    required = [key for key, known in schema.fields.items() if known.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _is_left_out(schema: Schema, node: Node) -> bool:
    return node.value == "" and not (isinstance(schema, Text) and schema.empty)


def _unknown(key: str, schema: Record) -> str:
    import difflib  # only where a fault is told: every command reads files through this module

    near = difflib.get_close_matches(key, schema.fields, 1)
    advice = f"did you mean {near[0]}?" if near else f"known here: {_listed(schema.fields)}"
    return f"is not known; {advice}"


def _day(text: str) -> datetime.date | None:
    if not DAY.fullmatch(text):
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _listed(words: Any) -> str:
    return ", ".join(words)
