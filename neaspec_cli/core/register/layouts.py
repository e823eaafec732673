"""How the disposition of comments is laid out for its readers, the same in every format that shows pages.

The audit trail is one table in the order of the text; by paragraph, each paragraph's words stand over the comments on
them; the form of ISO, IEC and CEN has its own columns. In all of them general comments come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.register.figures import NOT_AGREED
from neaspec_cli.core.register.report import GENERAL, UNPLACED, Report

LAYOUTS = ("audit-trail", "iso", "by-paragraph")
WHOLE_UNTIL = 900
"""A row with more characters than this in one cell may go on overleaf: whole it could be longer than a page."""
Row = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A paragraph of a cell, with a label in italics before it where it has one."""

    words: str
    look: Literal["plain", "strong", "quiet"] = "plain"
    label: str = ""


Cell = tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """A column: `width` in twentieths of a point, or 0 for a share of the rest by its `weight`."""

    title: str
    width: int = 0
    weight: int = 0


@dataclass(frozen=True)
class LaidRow:
    """One comment; `may_part`: it may go on overleaf."""

    cells: tuple[Cell, ...]
    may_part: bool = False


@dataclass(frozen=True)
class Passage:
    """What was said on one place: its section, its name, its words as circulated, and a row a comment."""

    rows: tuple[LaidRow, ...]
    section: str = ""
    name: str = ""
    text: str = ""


@dataclass(frozen=True)
class Laid:
    """A report laid out: the columns of all its passages, and the passages."""

    columns: tuple[Column, ...]
    passages: tuple[Passage, ...]


# --- audit trail --------------------------------------------------------------------------------------------------

_WIDTHS = {"id": 640, "place": 1500, "source": 1560, "disposition": 1560}
_WEIGHTS = {"comment": 9, "proposal": 8, "reason": 7}
_LONG_ID = 1000


def audit_trail(report: Report, names: Mapping[str, str]) -> Laid:
    """One row a comment; `names` are those of sources by their id."""
    titles = {name: title for name, title, _ in report.columns}
    shown = [name for name in ("id", "place", "source", *_WEIGHTS) if name in titles]
    shown.insert(shown.index("reason"), "disposition")
    columns = tuple(Column(titles[name], _width(report, name), _WEIGHTS.get(name, 0)) for name in shown)
    rows = tuple(
        LaidRow(tuple(_cell(name, row, names) for name in shown), _is_long(row)) for row in report.rows
    )
    return Laid(columns, (Passage(rows),) if rows else ())


def _width(report: Report, name: str) -> int:
    """Ids of comments are longer than running numbers."""
    is_long = name == "id" and any(len(row["id"]) > len(str(len(report.rows))) for row in report.rows)
    return _LONG_ID if is_long else _WIDTHS.get(name, 0)


def _is_long(row: Row) -> bool:
    return max(map(len, row.values()), default=0) > WHOLE_UNTIL


def _cell(name: str, row: Row, names: Mapping[str, str]) -> Cell:
    """The paragraphs of one cell."""
    words = row[name]
    match name:
        case "source":
            return (Line(names.get(words, words)), *_sponsors(row, names))
        case "place":
            kind = (Line(row["kind"], "quiet"),) if row["kind"] != words.lower() else ()
            return (Line(capital(words), "strong"), *kind)
        case "disposition":
            return (_verdict(row),)
        case "proposal":
            return (Line(capital(words)),)
        case "reason":
            return _reason(row)
        case _:
            return (Line(words),)


def _verdict(row: Row) -> Line:
    words = row["disposition"]
    return Line(capital(words), "strong") if words else Line(NOT_AGREED, "quiet")


def _sponsors(row: Row, names: Mapping[str, str]) -> Cell:
    """Others who ask for the same."""
    also = row.get("also", "")
    named = "; ".join(names.get(one, one) for one in also.split("; ")) if also else ""
    return (Line(f"Also asked by {named}", "quiet"),) if named else ()


def _reason(row: Row) -> Cell:
    """Why, the wording used where it is another than was proposed, and the note where the report shows it."""
    labelled = (("Wording used", row["wording"]), ("Internal note", row.get("note", "")))
    said = (Line(row["reason"]),) if row["reason"] else ()
    return (*said, *(Line(words, label=label) for label, words in labelled if words))


def capital(words: str) -> str:
    """With a capital at its beginning."""
    return words[:1].upper() + words[1:]


# --- by paragraph -------------------------------------------------------------------------------------------------

_FROM = Column("From", width=2300)
_NUMBER = Column("No.", width=1200)
_SAID = (Column("Comment and proposed change", weight=3), Column("Disposition and reason", weight=2))


NO_COMMENTS = "no comments"


def by_paragraph(report: Report, names: Mapping[str, str], text: CirculatedText) -> Laid:
    """The paragraphs that were commented on, in the order of the text, each with its words and the comments on it.

    What nobody commented on stands among them where the report has it.
    """
    found: dict[tuple[str, str], list[LaidRow]] = {}
    places = _Places(text)
    for number, row in enumerate(report.rows):
        place = report.places[number]
        key = places.key(place.section, place.block, place.activity, row["place"])
        is_shown = report.proposals[number] is not None and place.block
        found.setdefault(key, []).append(_spoken(row, names, "" if is_shown else place.quote))
    for leaf in report.silent:
        found[leaf.section, leaf.label] = []
    order = sorted(found, key=places.rank)
    passages = (places.passage(key, tuple(found[key])) for key in order)
    first = _FROM if "source" in {name for name, _, _ in report.columns} else _NUMBER
    return Laid((first, *_SAID), tuple(passages))


def _spoken(row: Row, names: Mapping[str, str], where: str) -> LaidRow:
    """A comment as it stands beneath its paragraph; `where` are the words that it is on, or names instead of one."""
    kind = Line(row["kind"], "quiet")
    if "source" in row:
        who: Cell = (Line(names.get(row["source"], row["source"]), "strong"), Line(row["id"], "quiet"), kind)
    else:
        who = (Line(row["id"], "strong"), kind)
    said = [Line(f"“{where}”", "quiet", "On")] if where else []
    said += [Line(row["comment"])] if row["comment"] else []
    said += [Line(row["proposal"], label="Proposed change")] if row["proposal"] else []
    return LaidRow(
        ((*who, *_sponsors(row, names)), tuple(said), (_verdict(row), *_reason(row))), _is_long(row)
    )


class _Places:
    """The passages of a text in their order: the whole, what has no place, activities, then paragraph by paragraph."""

    def __init__(self, text: CirculatedText) -> None:
        self.words = {(leaf.section, leaf.label): leaf.text for leaf in text.leaves}
        self.order = {place: number for number, place in enumerate(self.words)}
        self.titles = _titles(text)

    def key(self, section: str, block: str, activity: str, told: str) -> tuple[str, str]:
        """What the comments of one passage share."""
        if block:
            return section, block
        if activity:
            return "", f"Timeline: {activity}"
        return "", UNPLACED if told.startswith(UNPLACED) else GENERAL

    def rank(self, key: tuple[str, str]) -> tuple[int, int, str]:
        """Where a passage stands among the others; labels that the text does not have come last."""
        if key in self.order:
            return 2, self.order[key], ""
        if key[0]:
            return 3, 0, key[1]
        return (0, 0, "") if key[1] == GENERAL else (1, key[1] != UNPLACED, key[1])

    def passage(self, key: tuple[str, str], rows: tuple[LaidRow, ...]) -> Passage:
        """The passage, its name telling where there are no comments."""
        section, block = key
        wholly = {GENERAL: f"{GENERAL} comments", UNPLACED: f"{UNPLACED} in the text"}
        name = wholly.get(block, "") or named(block)
        name = name if rows else f"{name}: {NO_COMMENTS}"
        return Passage(rows, self.titles.get(section, ""), name, self.words.get(key, ""))


def named(label: str) -> str:
    """A label as a heading: `27(b)` is a paragraph, other labels say what they are."""
    return f"Paragraph {label}" if label[:1].isdigit() else capital(label)


def _titles(text: CirculatedText) -> dict[str, str]:
    """The first heading of each section, with its number."""
    titles: dict[str, str] = {}
    for leaf in text.leaves:
        if leaf.block.kind == "heading":
            number = leaf.label.removeprefix("heading ")
            titles.setdefault(leaf.section, f"{number}. {leaf.text}" if number != leaf.label else leaf.text)
    return titles


# --- other tables -------------------------------------------------------------------------------------------------


def as_it_is(report: Report, weights: Sequence[int]) -> Laid:
    """Every column of the report as it is, one paragraph a line; `weights` share the width among them."""
    columns = tuple(
        Column(title, weight=weight) for (_, title, _), weight in zip(report.columns, weights, strict=True)
    )
    rows = tuple(
        LaidRow(tuple(_lines(row[name]) for name, _, _ in report.columns), _is_long(row))
        for row in report.rows
    )
    return Laid(columns, (Passage(rows),) if rows else ())


def _lines(words: str) -> Cell:
    return tuple(Line(one) for one in words.split("\n"))
