"""Rows of pipe tables, and whole tables, put into a section's Markdown or taken out of it.

The dialect has no other tables. Every other row keeps its bytes; a new one is padded like the one that it stands beside
(https://pandoc.org/MANUAL.html#extension-pipe_tables). Cells that are empty are no blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut, SourceEdit
from neaspec_cli.core.text.escaping import BREAK, escape
from neaspec_cli.core.text.notes_edit import unreferred
from neaspec_cli.core.text.rewriting import CannotPlace, has_more, line_end, line_start
from neaspec_cli.core.text.tables import caption_of, extent, row_of, with_notes

_DELIMITERS = re.compile(r"[ >]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
_CELL = re.compile(r"(?:\\.|[^|\\])*")
_BEFORE = re.compile(r"[ >]*")
_NARROWEST = 3


@dataclass(frozen=True)
class Table:
    """A table as it stands in the source: its blocks (cells and their notes), its lines, and the one of delimiters."""

    first: int
    last: int
    start: int
    end: int
    delimiters: int


@dataclass(frozen=True)
class Row:
    """A line of a table cut into what stands before it and its cells with their spaces."""

    indent: str
    cells: tuple[str, ...]
    opens: bool
    closes: bool


def table_of(source: str, blocks: Sequence[Block], index: int) -> Table:
    """The table that a cell is in; refused where its lines are not those of a pipe table."""
    first, last = extent(blocks, index)
    if blocks[index].kind != "cell" or blocks[index].start < 0:
        raise CannotPlace("it is no row of a table")
    start = end = line_start(source, blocks[index].start)
    while start > 0 and "|" in source[line_start(source, start - 1) : start]:
        start = line_start(source, start - 1)
    while end < len(source) and "|" in source[end : line_end(source, end)]:
        end = min(line_end(source, end) + 1, len(source))
    at = start
    while at < end and not _DELIMITERS.fullmatch(source[at : line_end(source, at)]):
        at = line_end(source, at) + 1
    if at >= end or at == start:
        raise CannotPlace("the lines of the table cannot be told apart")
    return Table(first, last, start, end, at)


def insert_row(
    source: str,
    blocks: Sequence[Block],
    index: int,
    where: str,
    cells: Sequence[str],
    written: Sequence[str] = (),
) -> SourceEdit:
    """A new row before or after the one of a cell; after the heading row it is the first below it.

    `written` is the Markdown of the cells where it is more than their words.
    """
    table = table_of(source, blocks, index)
    line = line_start(source, blocks[index].start)
    row = row_of(blocks, index)
    if where == "before":
        if line < table.delimiters:
            raise CannotPlace("nothing can stand above the heading row of a table")
        place, after = line, row[0] - 1
    else:
        place = line_end(source, table.delimiters if line < table.delimiters else line)
        after = row[-1]
    new = _line(source, table, line, cells, written)
    if where == "before":
        cut: Cut = (place, place, new + "\n")
    elif place == len(source):
        cut = (place, place, "\n" + new)
    else:
        cut = (place + 1, place + 1, new + "\n")
    return SourceEdit((cut,), added=((after, as_blocks([cells])),))


def fill_cell(source: str, blocks: Sequence[Block], index: int, column: int, text: str) -> SourceEdit:
    """Words into the empty cell of that column, from 1, in the row of a cell."""
    table = table_of(source, blocks, index)
    line = line_start(source, blocks[index].start)
    columns = len(row_at(source, table.delimiters).cells)
    row = row_at(source, line)
    if column > columns or BREAK in text.strip():
        raise CannotPlace(
            "the cell is not there" if column > columns else "a cell of a table holds one paragraph"
        )
    cells = [*row.cells, *[""] * (column - len(row.cells))]
    if cells[column - 1].strip():
        raise CannotPlace("the cell is not empty any more")
    cells[column - 1] = f" {written_cell(text)} ".ljust(len(cells[column - 1]))
    new = row.indent + "|" * row.opens + "|".join(cells) + "|" * (row.closes or column == len(cells))
    before = [at for at in row_of(blocks, index) if blocks[at].kind == "cell" and blocks[at].path[1] < column]
    after = with_notes(blocks, before[-1]) if before else row_of(blocks, index)[0] - 1
    cut = _differing(source[line : line_end(source, line)], new)
    return SourceEdit(((line + cut[0], line + cut[1], cut[2]),), added=((after, as_blocks([[text]])),))


def _differing(old: str, new: str) -> Cut:
    """The stretch in which two lines differ, so that other cells of the line can change in the same step."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    return start, len(old) - end, new[start : len(new) - end]


def _alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (char, twin) in pairs if char != twin), min(len(one), len(other)))


def delete_row(source: str, blocks: Sequence[Block], index: int) -> SourceEdit:
    """The row of a cell goes out; the heading row goes only with its table."""
    table = table_of(source, blocks, index)
    line = line_start(source, blocks[index].start)
    if line < table.delimiters:
        raise CannotPlace("the heading row of a table goes out only with the whole table")
    gone = row_of(blocks, index)
    notes = unreferred(source, blocks, gone)
    cut = _lines_out(source, line, line_end(source, line))
    return SourceEdit((cut, *notes), gone=gone, definitions=-len(notes))


def delete_table(source: str, blocks: Sequence[Block], index: int) -> SourceEdit:
    """The table of a cell goes out, with its caption and the fenced div around both."""
    table = table_of(source, blocks, index)
    start, end = table.start, line_end(source, table.end - 1)
    gone = list(range(table.first, table.last + 1))
    caption = caption_of(blocks, table.first)
    if caption is not None:
        start, end = _div_around(source, line_start(source, blocks[caption].start), end)
        gone += range(caption, table.first)
    cut = _lines_out(source, start, end)
    if source.startswith("\n", cut[1]) and (start == 0 or source[:start].endswith("\n\n")):
        cut = (cut[0], cut[1] + 1, "")
    notes = unreferred(source, blocks, gone)
    return SourceEdit((cut, *notes), gone=tuple(sorted(gone)), definitions=-len(notes))


def insert_table(
    source: str, blocks: Sequence[Block], after: int, rows: Sequence[Sequence[str]]
) -> SourceEdit:
    """A new table after a block or, of a table, after all of it; its first row is the heading row."""
    if after < 0:
        raise CannotPlace("a table cannot stand before the title of a section")
    anchor = blocks[after]
    if anchor.fences:
        raise CannotPlace("it would come into bracketed text, which is to be settled first")
    at = _end_of(source, blocks, after)
    indent = _BEFORE.match(source, line_start(source, anchor.start))
    if anchor.start < 0 or (indent and ">" in indent.group()):
        raise CannotPlace("a table cannot stand in a quotation")
    cut = (at, at, BREAK + "\n".join(_new_table(rows)))
    return SourceEdit((cut,), added=((after, as_blocks(rows)),))


def parsed_rows(text: str) -> tuple[tuple[str, ...], ...]:
    r"""Rows from lines whose cells are divided by `|`; `\|` is a character."""
    lines = (line.strip() for line in text.split("\n") if line.strip())
    return tuple(tuple(_plain(cell) for cell in _split(line)) for line in lines)


def _line(source: str, table: Table, like: int, cells: Sequence[str], written: Sequence[str]) -> str:
    """A row with as many cells as the table has columns, as wide as those of the line that it is like."""
    columns = len(row_at(source, table.delimiters).cells)
    if len(cells) > columns:
        raise CannotPlace(f"the table has {columns} columns, and the new row has more")
    if any(BREAK in cell.strip() for cell in cells):
        raise CannotPlace("a cell of a table holds one paragraph")
    model = row_at(source, like)
    texts = [*(written or map(written_cell, cells))] + [""] * (columns - len(cells))
    widths = [len(cell) for cell in model.cells] + [0] * columns
    opens, closes = model.opens or not texts[0], model.closes or not texts[-1]
    padded = [f" {text} ".ljust(width) for text, width in zip(texts, widths, strict=False)]
    if not opens:
        padded[0] = padded[0][1:]
    return model.indent + "|" * opens + "|".join(padded) + "|" * closes


def written_cell(text: str) -> str:
    """The words of a cell as Markdown."""
    return escape(" ".join(text.split()))


def row_at(source: str, start: int) -> Row:
    """The line of a table that begins there."""
    text = source[start : line_end(source, start)].rstrip(" ")
    indent = _BEFORE.match(text)
    assert indent is not None, "it matches everywhere"
    text = text[indent.end() :]
    closes = text.endswith("|") and not re.search(r"(?<!\\)(?:\\\\)*\\\|\Z", text)
    return Row(indent.group(), tuple(_split(text)), text.startswith("|"), closes)


def _split(text: str) -> list[str]:
    """The cells of a line between its outermost `|`."""
    cells, at = [], 1 if text.startswith("|") else 0
    while at <= len(text):
        found = _CELL.match(text, at)
        assert found is not None, "it matches everywhere"
        cells.append(found.group())
        at = found.end() + 1
        if found.end() < len(text) and text[found.end()] != "|":
            break
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return cells


def _plain(cell: str) -> str:
    return cell.strip().replace("\\|", "|")


def _new_table(rows: Sequence[Sequence[str]]) -> list[str]:
    columns = max(len(row) for row in rows)
    texts = [[written_cell(cell) for cell in row] + [""] * (columns - len(row)) for row in rows]
    widths = [max(_NARROWEST, *(len(row[column]) for row in texts)) for column in range(columns)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in texts]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def as_blocks(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """The cells with words as what they read like."""
    return tuple(("cell", " ".join(cell.split())) for row in rows for cell in row if cell.strip())


def _lines_out(source: str, start: int, end: int) -> Cut:
    """Whole lines, with their line break or, at the end of the text, the one before them."""
    if end < len(source):
        return (start, end + 1, "")
    return (max(start - 1, 0), end, "")


def _div_around(source: str, start: int, end: int) -> tuple[int, int]:
    """The lines widened by those that open and close the fenced div around them, where nothing else is in it."""
    above, below = source[:start].rstrip(), source[end:]
    opening = above[above.rfind("\n") + 1 :]
    closing = re.match(r"\s*?\n[ >]*:{3,}[ ]*(?=\n|\Z)", below)
    if not re.fullmatch(r"[ >]*:{3,}[ ]*\{[^{}]*\.table[^{}]*\}[ :]*", opening) or closing is None:
        raise CannotPlace("the table shares its caption with something else")
    return len(above) - len(opening), end + closing.end()


def _end_of(source: str, blocks: Sequence[Block], after: int) -> int:
    """Where the lines of a block end, or those of its table with the fenced div around it."""
    anchor = blocks[after]
    if anchor.kind in ("paragraph", "heading"):
        marks = [mark.source[1] for mark in anchor.marks]
        return line_end(source, max([anchor.end, *marks]))
    if anchor.kind == "item":
        if has_more(blocks, after) or _goes_on(blocks, after):
            raise CannotPlace("a table cannot stand inside a list")
        return line_end(source, anchor.end)
    if anchor.kind != "cell":
        raise CannotPlace(f"a table cannot stand after a {anchor.kind}")
    table = table_of(source, blocks, after)
    end = line_end(source, table.end - 1)
    caption = caption_of(blocks, table.first)
    return end if caption is None else _div_around(source, line_start(source, blocks[caption].start), end)[1]


def _goes_on(blocks: Sequence[Block], index: int) -> bool:
    index = with_notes(blocks, index)
    return index + 1 < len(blocks) and blocks[index + 1].kind == "item"
