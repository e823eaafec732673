"""Change one value of a YAML text at its place and keep every other byte.

An edit proposes one or two ways of writing the change; the first whose text reads back as the intended data
is taken. So a layout that was not foreseen ends in a refusal, never in a file that says something else.
A path is a tuple of keys and list indexes counted from 0.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from neaspec_cli.core.yaml import yamlread, yamlwrite
from neaspec_cli.core.yaml.yamlread import Node
from neaspec_cli.errors import InvalidInput, NeaspecError

Path = tuple[str | int, ...]

LINE_BREAK = re.compile(r"\r?\n")
BLANK_LINE = re.compile(r"\n\r?\n")


class CannotEdit(NeaspecError):
    """The value cannot be changed at its place without touching something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{yamlread.dotted(path) or 'The text'} cannot be changed where it stands.",
            "Change it by hand in the file; the layout around it is unusual.",
        )


def set_value(text: str, path: Path, value: Any) -> str:
    """Give `path` this value; missing keys are added at the end of their mapping."""
    root = _read(text)
    node, known = _descend(root, path)
    rest = path[len(known) :]
    if rest and not (isinstance(rest[0], str) and (isinstance(node.value, dict) or node.value == "")):
        raise CannotEdit(path)
    wrapped = _wrapped(rest[1:], value) if rest else value
    intended = _with_value(yamlread.plain(root), path, yamlwrite.as_read(value))
    if not rest:
        return _first_that_reads(path, _replacements(text, root, path, value), intended)
    if node.value in ("", {}):
        whole = {rest[0]: wrapped}
        return _first_that_reads(path, _replacements(text, root, known, whole), intended)
    return _first_that_reads(path, _added_entries(text, node, str(rest[0]), wrapped), intended)


def append(text: str, path: Path, value: Any) -> str:
    """Add an item at the end of the list at `path`, which is begun where it is missing or empty."""
    node, known = _descend(_read(text), path)
    if len(known) < len(path) or node.value in ("", ()):
        return set_value(text, path, [value])
    return insert(text, (*path, len(node.value)), value)


def insert(text: str, path: Path, value: Any) -> str:
    """Put a new item into a list so that it stands at the index that ends `path`."""
    root = _read(text)
    node, known = _descend(root, path[:-1])
    index = path[-1]
    if len(known) < len(path) - 1 or not isinstance(node.value, tuple) or not isinstance(index, int):
        raise CannotEdit(path)
    if not node.value:
        return set_value(text, path[:-1], [value])
    intended = yamlread.plain(root)
    _at(intended, path[:-1]).insert(index, yamlwrite.as_read(value))
    return _first_that_reads(path, _inserted_items(text, node, index, value), intended)


def remove(text: str, path: Path) -> str:
    """Take the key or list item at `path` out; the last one leaves `{}` or `[]` behind."""
    root = _read(text)
    node, known = _descend(root, path[:-1])
    if not path or len(known) < len(path) - 1 or _child(node, path[-1]) is None:
        raise CannotEdit(path)
    intended = yamlread.plain(root)
    del _at(intended, path[:-1])[path[-1]]
    if len(node.value) == 1:
        empty: Any = [] if isinstance(node.value, tuple) else {}
        return _first_that_reads(path, _replacements(text, root, path[:-1], empty), intended)
    return _first_that_reads(path, _removals(text, node, path[-1]), intended)


def item_lines(text: str, path: Path) -> list[tuple[int, int]]:
    """From where to where each item of a list goes in whole lines; empty where items share lines with anything else."""
    node, known = _descend(_read(text), path)
    if len(known) < len(path) or not isinstance(node.value, tuple) or node.flow:
        return []
    found = [(_line_start(text, start), _line_end(text, end)) for start, end in _places(text, node)]
    dashes = (text[start : text.find("-", start)] for start, _ in found)
    apart = all(end <= start for (_, end), (start, _) in pairwise(found))
    return found if apart and not any(map(str.strip, dashes)) else []


def _read(text: str) -> Node:
    node, faults = yamlread.parse(text, "text")
    if node is None or faults:
        raise InvalidInput(faults)
    return node


def _first_that_reads(path: Path, candidates: Iterable[str], intended: Any) -> str:
    for candidate in candidates:
        node, faults = yamlread.parse(candidate, "text")
        if node is not None and not faults and yamlread.plain(node) == intended:
            return candidate
    raise CannotEdit(path)


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict) and isinstance(step, str):
        return node.value.get(step)
    if isinstance(node.value, tuple) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step]
    return None


def _descend(root: Node, path: Path) -> tuple[Node, Path]:
    """The deepest node that exists along the path, and the part of the path that leads to it."""
    node = root
    for count, step in enumerate(path):
        child = _child(node, step)
        if child is None:
            return node, path[:count]
        node = child
    return node, path


def _wrapped(path: Path, value: Any) -> Any:
    for step in reversed(path):
        value = {step: value}
    return value


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _with_value(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    first, rest = path[0], path[1:]
    changed: Any = copy.copy(data) if data != "" else {}
    known = isinstance(changed, list) or first in changed
    changed[first] = _with_value(changed[first] if known else "", rest, value)
    return changed


def _is_in_flow(root: Node, path: Path) -> bool:
    return any(_descend(root, path[:count])[0].flow for count in range(len(path)))


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    """Where the line that holds `place` ends, before its line break."""
    found = re.compile(r"\r?\n|\Z").search(text, place)
    return found.start() if found else len(text)


def _column(text: str, place: int) -> int:
    return place - _line_start(text, place)


def _joined(text: str, lines: Iterable[str], column: int) -> str:
    """Lines with the line end the text uses, all but the first indented to the column."""
    first, *others = lines
    pad, newline = " " * column, "\r\n" if "\r\n" in text else "\n"
    return newline.join([first, *(pad + line if line else "" for line in others)])


def _replacements(text: str, root: Node, path: Path, value: Any) -> Iterable[str]:
    node, _ = _descend(root, path)
    parent, _ = _descend(root, path[:-1])
    if not _is_in_flow(root, path):
        yield from _block_replacements(text, node, parent, path, value)
    yield _replaced_inline(text, node, parent, path, yamlwrite.flow_text(value))


def _block_replacements(text: str, node: Node, parent: Node, path: Path, value: Any) -> Iterable[str]:
    lines = yamlwrite.after_key(value, "")
    if value is None:
        yield text[: node.start].rstrip(" ") + text[node.end :]
    if not path:
        yield _joined(text, yamlwrite.block_lines(value), 0) + text[node.end :]
        yield text[: node.start] + _joined(text, yamlwrite.block_lines(value), 0) + text[node.end :]
    elif lines[0] == "":
        yield from _with_block(text, node, parent, path, value)
    elif len(lines) == 1:
        yield _replaced_inline(text, node, parent, path, lines[0])
    elif not text[node.end : _line_end(text, node.end)].strip():
        base = _column(text, parent.start)
        yield _replaced_inline(text, node, parent, path, _joined(text, lines, base))


def _replaced_inline(text: str, node: Node, parent: Node, path: Path, written: str) -> str:
    """The value written where the old one stands, or beside its key where the old one stood below it."""
    start = node.start
    key = _key_place(parent, path[-1]) if path else None
    if key is not None and not node.flow and "\n" in text[key[1] : start]:
        colon = text.index(":", key[1]) + 1
        between = text[colon:start].rstrip()
        return text[:colon] + (f" {written}" if written else "") + between + text[node.end :]
    if written and start and text[start - 1] in ":-":
        written = f" {written}"
    return text[:start] + written + text[node.end :]


def _with_block(text: str, node: Node, parent: Node, path: Path, value: Any) -> Iterable[str]:
    """A list or mapping in block style in place of what stands there."""
    inner = yamlwrite.block_lines(value)
    is_block = isinstance(node.value, (tuple, dict)) and not node.flow and bool(node.value)
    if is_block:
        column = _column(text, node.start)
        yield text[: node.start] + _joined(text, inner, column) + text[node.end :]
    column = _column(text, parent.start) + 2
    if isinstance(parent.value, tuple):
        yield _replaced_inline(text, node, parent, path, _joined(text, inner, column))
        return
    end = _line_end(text, node.end)
    newline = "\r\n" if "\r\n" in text else "\n"
    kept = text[: node.start].rstrip(" ") + text[node.end : end].rstrip(" ")
    yield kept + newline + " " * column + _joined(text, inner, column) + text[end:]


def _key_place(node: Node, step: str | int) -> tuple[int, int] | None:
    return node.keys.get(step) if isinstance(step, str) else None


def _added_entries(text: str, node: Node, key: str, value: Any) -> Iterable[str]:
    """A new key after the last one of its mapping."""
    if not isinstance(node.value, dict):
        return
    if node.flow:
        last = list(node.value.values())[-1]
        space = " " if last.start == last.end and text[last.end - 1] != " " else ""
        yield text[: last.end] + f"{space}, {yamlwrite.flow_entry(key, value)}" + text[last.end :]
        return
    column = _column(text, next(iter(node.keys.values()))[0])
    yield from _lines_after(text, node.end, column, yamlwrite.entry_lines(key, value))


def _lines_after(text: str, place: int, column: int, lines: list[str]) -> Iterable[str]:
    """The lines put below the line that holds `place`."""
    end = _line_end(text, place)
    newline = "\r\n" if "\r\n" in text else "\n"
    tail = text[end:] or ("" if text.endswith("\n") else newline)
    yield text[:end] + newline + _joined(text, ["", *lines], column).removeprefix(newline) + tail


def _inserted_items(text: str, node: Node, index: int, value: Any) -> Iterable[str]:
    items = node.value
    if not isinstance(items, tuple) or not 0 <= index <= len(items):
        return
    if node.flow:
        if index < len(items):
            place, written = items[index].start, f"{yamlwrite.flow_text(value)}, "
        else:
            place, written = items[-1].end, f", {yamlwrite.flow_text(value)}"
        yield text[:place] + written + text[place:]
        return
    column, lines = _column(text, node.start), yamlwrite.item_lines(value)
    space = [""] if _has_blank_lines_between(text, node) else []
    if index:
        yield from _lines_after(text, items[index - 1].end, column, [*space, *lines])
    else:
        written = _joined(text, [*lines, *space, ""], column)
        yield text[: node.start] + written + " " * column + text[node.start :]


def _has_blank_lines_between(text: str, node: Node) -> bool:
    places = _places(text, node)
    return len(places) > 1 and BLANK_LINE.search(text[places[0][1] : places[1][0]]) is not None


def _removals(text: str, node: Node, step: str | int) -> Iterable[str]:
    """The text without one of several children."""
    places = _places(text, node)
    position = step if isinstance(step, int) else [*node.keys].index(step)
    start, end = places[position]
    if node.flow:
        if position + 1 < len(places):
            yield text[:start] + text[places[position + 1][0] :]
        else:
            yield text[: places[position - 1][1]] + text[end:]
        return
    line_start, line_end = _line_start(text, start), _line_end(text, end)
    if not text[line_start:start].strip():
        yield _without_lines(text, line_start, line_end, position + 1 == len(places))
        return
    if position + 1 < len(places) and "#" not in text[line_end : places[position + 1][0]]:
        yield text[:start] + text[places[position + 1][0] :]
    yield text[:start].rstrip(" ") + text[line_end:]


def _without_lines(text: str, start: int, end: int, is_last: bool) -> str:
    """The text without whole lines, and without one of the blank lines that kept them apart."""
    before, after = text[:start], LINE_BREAK.match(text, end)
    rest = text[after.end() if after else end :]
    if before.endswith(("\n\n", "\n\r\n")):
        if blank := LINE_BREAK.match(rest):
            return before + rest[blank.end() :]
        if is_last:
            return before.removesuffix("\n").removesuffix("\r") + rest
    return before + rest


def _places(text: str, node: Node) -> list[tuple[int, int]]:
    """Where each child with its key or dash begins and ends."""
    if isinstance(node.value, dict):
        return [(node.keys[key][0], child.end) for key, child in node.value.items()]
    items = tuple(node.value) if isinstance(node.value, tuple) else ()
    if node.flow:
        return [(item.start, item.end) for item in items]
    dash = re.compile(rf"^ {{{_column(text, node.start)}}}-(?=\s|\Z)", re.MULTILINE)
    starts = [node.start]
    for item in items[:-1]:
        found = dash.search(text, item.end)
        starts.append(found.end() - 1 if found else item.end)
    return [(start, item.end) for start, item in zip(starts, items, strict=True)]
