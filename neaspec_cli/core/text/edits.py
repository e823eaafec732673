"""Edits on a section: words of a block, whole blocks, or Markdown of one's own with what it then reads like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from neaspec_cli.core.brackets import Signature
from neaspec_cli.errors import NeaspecError

Cut = tuple[int, int, str]
"""Start and end in the source, and what comes there instead."""


@dataclass(frozen=True)
class TextEdit:
    """Replace `blocks[block].text[start:end]` by `text`; `key` says whose edit it is."""

    block: int
    start: int
    end: int
    text: str
    key: str = ""


@dataclass(frozen=True)
class BlockEdit:
    """Insert paragraphs or items after a block (-1: before the first), or delete the block."""

    op: Literal["insert-after", "delete"]
    block: int
    texts: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Form:
    """`blocks[block].text[start:end]` has the formatting `kind` afterwards, such as `strong`, or has it no longer."""

    block: int
    start: int
    end: int
    kind: str
    has: bool


@dataclass(frozen=True)
class Link:
    """`blocks[block].text[start:end]` leads to the address `target` afterwards, or nowhere where that is empty."""

    block: int
    start: int
    end: int
    target: str


@dataclass(frozen=True)
class SourceEdit:
    """Markdown at its places in the source, with what the blocks say afterwards.

    `words` are the changes of plain text, `gone` the blocks that are no more, `added` the kinds and texts of those
    that come after a block (-1: before the first) and its notes, right behind those of `behind` and so before what else
    comes there, `noted` those of notes right after a block,
    `joined` pairs of blocks of which the second then goes on in the first,
    `brackets` what each bracket then says (nothing: it is gone). `forms` are words that stand in a form or no longer
    do, `definitions` by how many more the section then defines notes, `reformed` are blocks with the kind and the
    level that they have then.
    """

    cuts: tuple[Cut, ...]
    words: tuple[TextEdit, ...] = ()
    gone: tuple[int, ...] = ()
    added: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = ()
    behind: tuple[int, ...] = ()
    noted: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = ()
    joined: tuple[tuple[int, int], ...] = ()
    brackets: tuple[tuple[str, frozenset[Signature]], ...] = ()
    forms: tuple[Form, ...] = ()
    links: tuple[Link, ...] = ()
    definitions: int = 0
    reformed: tuple[tuple[int, str, int], ...] = ()
    key: str = ""


Edit = TextEdit | BlockEdit | SourceEdit


class CannotPlace(NeaspecError):
    """The source has no certain place for this edit."""
