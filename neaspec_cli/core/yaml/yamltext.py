"""YAML as this project reads, writes and edits it: every scalar is text, edits touch one value."""

from neaspec_cli.core.yaml.yamledit import CannotEdit, Path, append, insert, item_lines, remove, set_value
from neaspec_cli.core.yaml.yamlread import Node, dotted, parse, plain
from neaspec_cli.core.yaml.yamlwrite import as_read, dump, scalar

__all__ = [
    "CannotEdit",
    "Node",
    "Path",
    "append",
    "as_read",
    "dotted",
    "dump",
    "insert",
    "item_lines",
    "parse",
    "plain",
    "remove",
    "scalar",
    "set_value",
]
