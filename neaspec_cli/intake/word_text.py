"""What a Word or ODT file says, as its reader takes it apart: stories of paragraphs, paragraphs of segments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from neaspec_cli.intake.word_forms import WordForms
from neaspec_cli.intake.word_marks import Mark

_HEADING = re.compile(r"heading ?([1-6])")


def heading_level(style: str) -> int:
    """The level of a heading by the name of its style, 0 of everything else."""
    found = _HEADING.fullmatch(style.lower())
    return int(found[1]) if found else 0


@dataclass(eq=False)
class Segment:
    """A run of text under the same tracked changes, outermost first; `note` is the id of a note it refers to.

    `link` is the address that it leads to.
    """

    text: str
    changes: tuple[Mark, ...] = ()
    formats: tuple[Mark, ...] = ()
    note: str = ""
    link: str = ""

    in_original: bool = field(init=False)
    """Does it stand when all changes are rejected?"""
    in_accepted: bool = field(init=False)
    """Does it stand when all changes are accepted?"""

    def __post_init__(self) -> None:
        self.in_original = not self.changes or not any(mark.is_insertion for mark in self.changes)
        self.in_accepted = not self.changes or not any(mark.is_deletion for mark in self.changes)


@dataclass(eq=False)
class Row:
    """A table row with its tracked insertion or deletion; `number` from 1 within its table, of all rows on file."""

    table: int
    number: int
    changes: tuple[Mark, ...] = ()


@dataclass(eq=False)
class Paragraph:
    """One `w:p`: its segments, what happened to its mark, and where it stands.

    Paragraphs are joined with the next one only inside the same `container`: a cell, a note, or what stands between
    two tables. `row_in_original` and `row_in_accepted` say whether its table rows stand in the two views.
    """

    story: str
    container: int
    rows: tuple[Row, ...] = ()
    column: int = 0
    style: str = ""
    segments: list[Segment] = field(default_factory=list)
    mark_changes: tuple[Mark, ...] = ()
    formats: list[Mark] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    in_contents: bool = False
    """Stands in a table of contents."""
    in_new_cell: bool = False
    """Stands in a table cell that was put in; its `column` is 0."""
    in_column: bool = False
    """Stands in a column that came or went as a whole, and is told with it."""

    form: str = ""
    """What it was by its style before anything tracked: `heading 2`, `item 1`, `paragraph`; empty where unknown."""
    becomes: str = ""
    """What it is now, where that is known; `is_reformed` says that a tracked change made it so."""
    is_reformed: bool = False

    original: str = ""
    """Its text with all changes rejected."""
    accepted: str = ""
    """Its text with all changes accepted."""
    mark_in_original: bool = True
    """Does it end here when all changes are rejected?"""
    mark_in_accepted: bool = True
    """Does it end here when all changes are accepted?"""

    def __post_init__(self) -> None:
        self.stand_in_rows()

    def stand_in_rows(self) -> None:
        """Work out whether its rows stand, when what happened to them is known."""
        in_rows = [mark for row in self.rows for mark in row.changes]
        self.row_in_original = not any(mark.is_insertion for mark in in_rows)
        self.row_in_accepted = not any(mark.is_deletion for mark in in_rows)

    def seal(self) -> None:
        """Work its views out, when all of it is read."""
        self.original = "".join([one.text for one in self.segments if one.in_original])
        self.accepted = "".join([one.text for one in self.segments if one.in_accepted])
        self.mark_in_original = not any(mark.is_insertion for mark in self.mark_changes)
        self.mark_in_accepted = not any(mark.is_deletion for mark in self.mark_changes)


@dataclass
class Anchor:
    """From where to where a comment is on the text: number of the paragraph and of the segment in it."""

    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(eq=False)
class Remark:
    """One comment of the file."""

    mark: Mark
    id: str
    text: str
    paragraph: str = ""
    """What the thread parts call its last paragraph."""
    parent: Remark | None = None
    resolved: bool = False


@dataclass
class Document:
    """Everything a Word file says, and every mark in it."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    forms: WordForms = field(default_factory=WordForms)
    warnings: tuple[str, ...] = ()
    tells_links: bool = False
    """Does its reader tell where links lead?"""
