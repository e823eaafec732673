"""Rows of tables in brackets: the words of each cell, all under one name."""

from __future__ import annotations

from collections.abc import Sequence

from neaspec_cli.core.bracketed.bracketing import bracket_words
from neaspec_cli.core.brackets import attribute_list, signature
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.core.text.edits import SourceEdit, TextEdit
from neaspec_cli.core.text.escaping import escape
from neaspec_cli.core.text.table_rows import insert_row


def bracket_row(
    source: str,
    blocks: Sequence[Block],
    cells: Sequence[int],
    held: Sequence[Alternative],
    name: str,
    inner: Sequence[SourceEdit] = (),
) -> SourceEdit:
    """A row that is to go out; `inner` are edits that put words of its cells in brackets of their own."""
    parts = [bracket_words(source, blocks, (at, 0, len(blocks[at].text)), held, name) for at in cells]
    against = sorted({holder for one in held for holder in one.holders})
    words = tuple(one for edit in (*parts, *inner) for one in edit.words)
    said = signature(" ".join(_worded(blocks[at].text, at, words) for at in cells), (), against)
    outer = [cut for one in parts for cut in one.cuts]
    opening = [cut for cut in outer if cut[2] == "["]
    closing = [cut for cut in outer if cut[2] != "["]
    return SourceEdit(
        (*opening, *(cut for edit in inner for cut in edit.cuts), *closing),
        words,
        brackets=((name, frozenset([said])), *(one for edit in inner for one in edit.brackets)),
        key=name,
    )


def bracket_new_row(
    source: str,
    blocks: Sequence[Block],
    place: tuple[int, str],
    cells: Sequence[str],
    holders: Sequence[str],
    name: str,
) -> SourceEdit:
    """A row that is not agreed, beside that of a cell; `place` is the cell, and before or after."""
    said = [" ".join(cell.split()) for cell in cells]
    attributes = attribute_list(name, holders, (), is_open=False, stood=False)
    written = [f"[{escape(cell)}]{attributes}" if cell else "" for cell in said]
    edit = insert_row(source, blocks, *place, cells, written)
    known = signature(" ".join(cell for cell in said if cell), holders, ())
    return SourceEdit(edit.cuts, added=edit.added, brackets=((name, frozenset([known])),), key=name)


def _worded(text: str, block: int, words: Sequence[TextEdit]) -> str:
    mine = [one for one in words if one.block == block]
    for one in sorted(mine, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text
