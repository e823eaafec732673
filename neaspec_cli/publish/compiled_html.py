"""A compilation text as one HTML file that asks for nothing from outside and runs nothing.

Signs stand in `<b class="s">`, proposed words in `<ins>`, what the text itself prints beside its words in
`<i class="k">`; everything else in a line is the circulated text, which is how the file is read back.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from itertools import count, pairwise
from string import Template

from neaspec_cli.core.compilation import Compilation, merged
from neaspec_cli.core.compilation import pieces as pieces_of
from neaspec_cli.core.compiling.printing import Line, Run
from neaspec_cli.core.compiling.reading import Piece
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.compiled import BREAK_SIGN, printed_characters, printed_lines
from neaspec_cli.publish.copy import Copy, PrintedLeaf
from neaspec_cli.publish.redline_words import TAGS, escaped

_DEEPEST = 4
_VOID = frozenset({"br", "meta", "link"})


def write_compiled_html(copy: Copy, compilation: Compilation, title: str, notice: str) -> bytes:
    """The whole file; InternalFault when its lines, read back, are not those of the compilation."""
    text = "\n".join(_Writer(copy, compilation).groups())
    style = (files("neaspec_cli.publish") / "templates" / "compiled.css").read_text(encoding="utf-8")
    page = (files("neaspec_cli.publish") / "templates" / "compiled.html").read_text(encoding="utf-8")
    data = Template(page).substitute(
        language=escaped(copy.settings.rules.language or "en"),
        title=escaped(title),
        notice=escaped(notice),
        text=text,
        style=style,
        style_hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    printed = pieces_of(printed_lines(copy, compilation))
    wanted = [[(role, unescape(escaped(words))) for role, words in one] for one in printed]
    if read_back(data) != wanted:
        raise InternalFault("The compilation text in HTML does not hold every word of the proposals.")
    return data.encode()


# --- writing ----------------------------------------------------------------------------------------------


@dataclass
class _Table:
    """Lines by row and cell; `number` tells tables apart that follow each other."""

    number: int
    rows: list[list[list[Line]]] = field(default_factory=list)
    seat: tuple[int, ...] = ()

    def put(self, line: Line, path: tuple[int, ...]) -> None:
        """A line into the cell of this row and column, a new one where it is another than before."""
        if path[:1] != self.seat[:1]:
            self.rows.append([])
        if path != self.seat:
            self.rows[-1].append([])
        self.rows[-1][-1].append(line)
        self.seat = path


class _Writer:
    """Holds what a line must know of its copy, and counts the notes that are referred to."""

    def __init__(self, copy: Copy, compilation: Compilation) -> None:
        self.compilation = compilation
        self.leaves = list(copy.leaves)
        self.notes = count(1)

    def groups(self) -> Iterator[str]:
        """Every line in a row with its label, the lines of a table as one table."""
        for one in self.tables():
            yield self.table(one) if isinstance(one, _Table) else self.row(one)

    def tables(self) -> Iterator[Line | _Table]:
        """The lines, those of each table together; notes and new paragraphs stand in the cell that they belong to."""
        table: _Table | None = None
        new_rows = 0
        for line in self.compilation.lines:
            block = self.compilation.blocks[line.block] if line.block >= 0 else None
            if table is not None and line.kind == "note":
                table.rows[-1][-1].append(line)
                continue
            if block is None or line.kind != "cell":
                yield from [table] if table else []
                table = None
                yield line
                continue
            if table is None or table.number != block.table:
                yield from [table] if table else []
                table = _Table(block.table)
            new_rows += line.form == "row" and line.part == 0
            table.put(line, (-new_rows, line.part) if line.form == "row" else block.path)
        yield from [table] if table else []

    def table(self, table: _Table) -> str:
        """The table, its new rows in their places."""
        rows = ("".join(f"<td>{''.join(map(self.line, cell))}</td>" for cell in row) for row in table.rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"

    def row(self, line: Line) -> str:
        """A line beside its label."""
        label = "" if line.is_new else self.compilation.labels[line.block]
        return f'<div class="row"><div class="label">{escaped(label)}</div>{self.line(line)}</div>'

    def line(self, line: Line) -> str:
        """The paragraph or heading of a line."""
        block = None if line.is_new else self.compilation.blocks[line.block]
        level = min(max(line.level, 1) + 1, 6)
        tag = f"h{level}" if line.kind == "heading" else "p"
        classes = [
            "line",
            line.kind,
            *([f"d{min(max(line.level, 1), _DEEPEST)}"] if line.kind == "item" else []),
        ]
        classes += [name for name in ("annotation", "placeholder") if block and name in block.inside]
        number = self.leaves[line.block].label.number if block and block.kind == "heading" else ""
        before = f'<i class="k">{escaped(number)} </i>' if number else ""
        inner = "".join(self.run(run, line) for run in line.runs)
        return f'<{tag} class="{" ".join(classes)}" dir="auto">{before}{inner}</{tag}>'

    def run(self, run: Run, line: Line) -> str:
        """One run by its role."""
        match run.role:
            case "text":
                return "".join(self.circulated(run, self.leaves[line.block]))
            case "bracket":
                return f'<i class="k">{run.text}</i>'
            case "break":
                return f'<b class="s p">{BREAK_SIGN}</b>'
            case "sign":
                return f'<b class="s">{escaped(run.text)}</b>'
            case _:
                return f"<ins>{_words(run.text)}</ins>"

    def circulated(self, run: Run, leaf: PrintedLeaf) -> Iterator[str]:
        """Circulated words with their formatting, and the numbers of notes among them."""
        marks, characters = leaf.block.marks, printed_characters(leaf)
        start, end = run.at, run.at + len(run.text)
        edges = {start, end, *(at for one in marks for at in (one.start, one.end) if start < at < end)}
        for here, there in pairwise(sorted(edges)):
            kinds = dict.fromkeys(one.kind for one in marks if one.start <= here and one.end >= there)
            made = _words("".join(characters[here:there]))
            for tag in dict.fromkeys(TAGS[kind] for kind in kinds if kind in TAGS):
                made = f"<{tag}>{made}</{tag}>"
            yield f'<span class="sc">{made}</span>' if "smallcaps" in kinds else made
            for one in marks:
                if one.kind == "note" and (here < one.start <= there or one.start == here == 0):
                    yield f'<i class="k"><sup>{next(self.notes)}</sup></i>'


def _words(text: str) -> str:
    return escaped(text).replace("\n", "<br>")


# --- reading ----------------------------------------------------------------------------------------------


def read_back(text: str) -> list[list[Piece]]:
    """The runs of every line of such a file."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [merged(one) for one in reader.lines]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Piece]] = []
        self.roles: list[str] = []
        """The role of words in each element that is open, outermost first."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data("\n")
        if tag in _VOID:
            return
        classes = (dict(attrs).get("class") or "").split()
        role = self.roles[-1] if self.roles else ""
        if "line" in classes:
            self.lines.append([])
            role = "text"
        elif role:
            role = _ROLES.get((tag, *classes), role)
        self.roles.append(role)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.roles.pop()

    def handle_data(self, data: str) -> None:
        role = self.roles[-1] if self.roles else ""
        if role and role != "bracket":
            self.lines[-1].append((role, BREAK if role == "break" else data))


_ROLES = {("b", "s"): "sign", ("b", "s", "p"): "break", ("i", "k"): "bracket", ("ins",): "words"}
