"""A compilation text as a Word file, written only when its words, read back from the finished file, are all there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from neaspec_cli.core.compilation import Compilation, merged, pieces
from neaspec_cli.core.compiling.reading import Piece
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.compiled import BREAK_SIGN, printed_lines
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.word import write_word
from neaspec_cli.publish.wordml import Element, W, attribute, clean, local

_ROLES = {"ProposalSign": "sign", "ProposalWords": "words", "BracketSign": "bracket", "Holders": "bracket"}


def write_compiled_word(
    printed: Copy, copy: Copy, compilation: Compilation, pages: Mapping[str, int] | None = None
) -> bytes:
    """The Word file of `printed`, which is the copy with the compilation woven into it.

    `pages` are those of headings by marker. InternalFault when the file does not hold every line of the compilation.
    """
    data = write_word(printed, pages=pages)
    found = _read(data)
    wanted = [[(role, clean(text)) for role, text in one] for one in pieces(printed_lines(copy, compilation))]
    if [found.get(leaf.marker, []) for leaf in printed.leaves] != wanted:
        raise InternalFault("The compilation text in Word does not hold every word of the proposals.")
    return data


def _read(data: bytes) -> dict[str, list[Piece]]:
    """By marker the runs between the ends of its bookmark, with the roles that their styles tell."""
    found: dict[str, list[Piece]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
    for part in parts:
        for paragraph in part.iter(f"{{{W}}}p"):
            start = paragraph.find(f"{{{W}}}bookmarkStart")
            if start is not None:
                found[attribute(start, "name")] = merged(_pieces(paragraph))
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
