"""Characters that a title or a name never holds: they are not seen, and reorder or recolour what is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neaspec_cli.core.yaml.yamlread import Node, dotted
from neaspec_cli.errors import Fault

# Controls but tab and line breaks, separators of lines, overrides of direction, halves of pairs, no characters.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def hidden_faults(node: Node, file: str, path: tuple[str | int, ...] = ()) -> Iterator[Fault]:
    """A fault for each value of a file of titles and names that holds such a character."""
    value = node.value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from hidden_faults(child, file, (*path, key))
    elif isinstance(value, tuple):
        for number, child in enumerate(value):
            yield from hidden_faults(child, file, (*path, number))
    elif not value.isprintable() and (found := HIDDEN.search(value)):
        message = f"holds the invisible character U+{ord(found[0]):04X}; remove it"
        yield Fault(file, node.line, dotted(path), message)
