"""A compilation text as a Word file, written only when its words, read back from the finished file, are all there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml import etree

from neaspec_cli.core.compilation import Compilation
from neaspec_cli.core.compiling.reading import Piece
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.compiled import BREAK_SIGN, printed_characters, woven
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.word import write_word
from neaspec_cli.publish.wordml import Element, W, attribute, clean, local

_ROLES = {"ProposalSign": "sign", "ProposalWords": "words", "BracketSign": "bracket", "Holders": "bracket"}


def write_compiled_word(copy: Copy, compilation: Compilation, title: str, notice: str) -> bytes:
    """The Word file; InternalFault when it does not hold every line of the compilation."""
    printed = woven(copy, compilation, title, notice)
    data = write_word(printed)
    found = _read(data)
    if [found.get(leaf.marker, []) for leaf in printed.leaves] != in_tree_order(copy, compilation, printed):
        raise InternalFault("The compilation text in Word does not hold every word of the proposals.")
    return data


def in_tree_order(copy: Copy, compilation: Compilation, printed: Copy) -> list[list[Piece]]:
    """The lines as they are printed, references as numbers, a note after the block that refers to it."""
    circulated = {id(leaf.block): leaf for leaf in copy.leaves}
    lines = []
    for line in compilation.lines:
        known = None if line.is_new else circulated[id(compilation.blocks[line.block])]
        characters = printed_characters(known) if known else []
        pieces = [
            (
                run.role,
                "".join(characters[run.at : run.at + len(run.text)]) if run.role == "text" else run.text,
            )
            for run in line.runs
            if run.role != "bracket"
        ]
        lines.append(list(merged(pieces)))
    if len(lines) != sum(1 for _ in printed.leaves):
        raise InternalFault("The compilation text has not as many paragraphs as it should.")
    return lines


def merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbouring runs of one role as one, as XML can hold them."""
    for role, together in groupby(pieces, key=lambda one: one[0]):
        text = "".join(clean(text) for _, text in together)
        yield from [(role, text)] if text else []


def _read(data: bytes) -> dict[str, list[Piece]]:
    """By marker the runs between the ends of its bookmark, with the roles that their styles tell."""
    found: dict[str, list[Piece]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
    for part in parts:
        for paragraph in part.iter(f"{{{W}}}p"):
            start = paragraph.find(f"{{{W}}}bookmarkStart")
            if start is not None:
                found[attribute(start, "name")] = list(merged(list(_pieces(paragraph))))
    return found


def _pieces(paragraph: Element) -> Iterator[Piece]:
    inside = False
    for child in paragraph:
        if local(child) in ("bookmarkStart", "bookmarkEnd"):
            inside = local(child) == "bookmarkStart"
        elif inside:
            for one in child.iter(f"{{{W}}}r"):
                yield from _of_run(one)


def _of_run(one: Element) -> Iterator[Piece]:
    style = one.find(f"{{{W}}}rPr/{{{W}}}rStyle")
    role = _ROLES.get(attribute(style, "val"), "text") if style is not None else "text"
    text = "".join(
        "\n" if local(part) == "br" else part.text or "" for part in one if local(part) in ("t", "br")
    )
    if role == "bracket" or not text:
        return
    for number, part in enumerate(text.split(BREAK_SIGN) if role == "sign" else [text]):
        yield from [("break", BREAK)] if number else []
        yield role, part
