"""YAML text to nodes in which every scalar is text, each knowing its line and its place in the source.

What two YAML readers could take differently is refused with a fault: duplicate keys, anchors and aliases,
tags, merge keys, several documents, invisible characters outside of quotes. The text is read as a stream of
events, never recursively, so that hostile nesting costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from neaspec_cli.errors import Fault

MOST_CHARACTERS = 4_000_000
MOST_CHARACTERS_SLOW = 400_000
MOST_NESTING = 40
NESTED = f"lists and groups are nested more than {MOST_NESTING} deep"

LOADER: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# Control characters, lone surrogates, non-characters, and the line ends and byte-order mark of YAML 1.1 that
# YAML 1.2 reads as ordinary text.
VISIBLE = "\t\n\r -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
VISIBLE_ASCII = "\t\n\r -~"
# libyaml refuses to write a lone surrogate even as an escape; the reader in pure Python keeps it.
SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]|\\U0000[dD][89a-fA-F]")

INDENTATION = "the line does not fit the indentation of the lines above, or text follows a closed quote"
PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "a colon and a space stand inside a value; put quotes around the value",
    ),
    (
        "cannot start any token",
        "a value begins with a character that needs quotes, or a tab indents the line",
    ),
    ("found a tab", "a tab stands where spaces indent"),
    ("could not find expected ':'", "a key lacks its colon, or the line belongs further to the right"),
    ("expected ',' or", "a list in square brackets or a group in braces is not closed"),
    ("did not find expected key", INDENTATION),
    ("expected <block end>", INDENTATION),
    ("did not find expected '-' indicator", "the line does not fit the list above; items begin with a dash"),
    ("unexpected end of stream", "a quoted text is not closed"),
    ("unexpected document", "a line of three dashes or dots stands inside a quoted text"),
    (
        "block sequence entries are not allowed",
        "a list item stands where a value belongs; give it its own line",
    ),
    ("escape character", "a backslash in double quotes begins no known escape; write it twice"),
    # libyaml looks some way ahead and has a limit of its own, which it may reach first (PyYAML 6.0.4).
    ("exceeded maximum nesting depth", NESTED),
    ("did not find expected <document start>", "text stands after the document's end or after a % line"),
)


@dataclass(frozen=True)
class Node:
    """A value and the line it begins on; equality looks at the value alone.

    `value` is text, a tuple of nodes, or a dict of nodes. `start` and `end` are offsets into the source,
    `end` just after the last character that belongs to the value. `keys` holds where each key of a
    mapping stands.
    """

    value: str | tuple[Node, ...] | dict[str, Node]
    line: int = field(compare=False)
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)
    flow: bool = field(default=False, compare=False, repr=False)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)


def parse(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """Read one YAML document; the node is None where a fault leaves nothing to read."""
    fault = _unreadable(text, file)
    if fault:
        return None, [fault]
    reader = _Reader(text, file)
    slow = SURROGATE_ESCAPE.search(text) is not None
    try:
        reader.read(yaml.parse(text, Loader=yaml.BaseLoader if slow else LOADER))
    except _Stop:
        return None, reader.faults
    except yaml.MarkedYAMLError as error:
        return None, [*reader.faults, _syntax_fault(error, file)]
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        return None, [*reader.faults, Fault(file, 0, "", f"the file cannot be read as YAML: {error}")]
    if reader.root is None:
        reader.faults.append(Fault(file, 0, "", "the file is empty"))
    return reader.root, reader.faults


def plain(node: Node) -> Any:
    """The node as text, lists and dicts."""
    match node.value:
        case str() as text:
            return text
        case tuple() as items:
            return [plain(item) for item in items]
        case entries:
            return {key: plain(child) for key, child in entries.items()}


def dotted(path: tuple[str | int, ...]) -> str:
    """A path as people read it: `activities[3].when`; list items count from 0."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.removeprefix(".")


def _unreadable(text: str, file: str) -> Fault | None:
    if len(text) > MOST_CHARACTERS:
        return Fault(file, 0, "", f"the file has {len(text):,} characters; {MOST_CHARACTERS:,} is the most")
    if len(text) > MOST_CHARACTERS_SLOW and SURROGATE_ESCAPE.search(text):
        return Fault(file, 0, "", "the file is too large to be read with half a character (\\ud800) in it")
    # The whole table takes milliseconds to compile, which `neaspec status` need not wait for.
    found = re.search(f"[^{VISIBLE_ASCII if text.isascii() else VISIBLE}]", text)
    if found is None:
        return None
    line = len(re.findall(r"\r\n|\r|\n", text[: found.start()])) + 1
    code = ord(found.group())
    escape = f"\\u{code:04x}"
    advice = "remove it" if found.start() == 0 else f'remove it, or write it as "{escape}" in double quotes'
    return Fault(file, line, "", f"the invisible character U+{code:04X} stands here; {advice}")


def _syntax_fault(error: yaml.MarkedYAMLError, file: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "unknown"
    words = next((words for part, words in PLAIN_WORDS if part in problem), None)
    message = words or f"this is not YAML: {problem}"
    return Fault(file, mark.line + 1 if mark else 0, "", message)


class _Stop(Exception):
    """Nothing after this point can be read."""


@dataclass
class _Open:
    """A list or mapping whose end has not been read yet."""

    line: int
    start: int
    end: int
    flow: bool
    path: tuple[str | int, ...]
    items: list[Node] | None
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    key: str | None = None
    ignored: bool = False

    def next_path(self) -> tuple[str | int, ...]:
        return (*self.path, len(self.items) if self.items is not None else self.key or "")


class _Reader:
    """Builds nodes from events; `faults` grows, `root` is the document once its end was read."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.faults: list[Fault] = []
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0

    def read(self, events: Iterator[Any]) -> None:
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    self._start_document(event)
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.CollectionStartEvent():
                    self._start(event)
                case yaml.CollectionEndEvent():
                    self._finish(event)
                case yaml.AliasEvent():
                    self._refuse(event, f"the alias *{event.anchor} is not read; write the value out")

    def _refuse(self, event: Any, message: str) -> None:
        path = self.open[-1].next_path() if self.open else ()
        self.faults.append(Fault(self.file, event.start_mark.line + 1, dotted(path), message))
        raise _Stop

    def _start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse(event, "the file holds more than one document; one is read")

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor:
            self._refuse(event, f"the anchor &{event.anchor} is not read; write the value out each time")
        if event.tag:
            self._refuse(event, f"the tag {event.tag} is not read; a value beginning with ! needs quotes")

    def _scalar(self, event: Any) -> None:
        self._refuse_marks(event)
        parent = self.open[-1] if self.open else None
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        if parent and parent.items is None and parent.key is None:
            self._key(parent, event)
        else:
            self._place(Node(event.value, event.start_mark.line + 1, start, end))

    def _key(self, parent: _Open, event: Any) -> None:
        parent.key = event.value
        if event.value == "<<" and event.implicit[0]:
            self._refuse(event, "the merge key << is not read; write the values out")
        parent.ignored = event.value in parent.entries
        if parent.ignored:
            message = f"the key {event.value!r} stands here a second time"
            path = dotted(parent.next_path())
            self.faults.append(Fault(self.file, event.start_mark.line + 1, path, message))
        else:
            parent.keys[event.value] = (event.start_mark.index, event.end_mark.index)

    def _start(self, event: Any) -> None:
        self._refuse_marks(event)
        if len(self.open) >= MOST_NESTING:
            self._refuse(event, NESTED)
        parent = self.open[-1] if self.open else None
        if parent and parent.items is None and parent.key is None:
            self._refuse(event, "a key must be one word or text, not a list or a group")
        path = parent.next_path() if parent else ()
        start, end = event.start_mark.index, event.end_mark.index
        items: list[Node] | None = [] if isinstance(event, yaml.SequenceStartEvent) else None
        line = event.start_mark.line + 1
        self.open.append(_Open(line, start, end, bool(event.flow_style), path, items))

    def _finish(self, event: Any) -> None:
        done = self.open.pop()
        children = done.items if done.items is not None else [*done.entries.values()]
        # A block ends with its last child: the parser's own mark lies beyond the comments that follow.
        end = event.end_mark.index if done.flow or not children else children[-1].end
        value = tuple(done.items) if done.items is not None else done.entries
        self._place(Node(value, done.line, done.start, end, done.flow, done.keys))

    def _place(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if parent.items is not None:
            parent.items.append(node)
        elif parent.key is not None:
            if not parent.ignored:
                parent.entries[parent.key] = node
            parent.key = None
