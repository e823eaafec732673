"""The disposition of comments in the columns of the commenting form of ISO, IEC and CEN (edition of 2012).

What came in such a form goes out in the same words: the number of the comment, its clause and its type are kept in the
internal note under the headings of the form, and the secretariat's observation as a reply. The form has no cell for the
words that a remark is on: they stand before it, as secretariats write them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.core.proposals import DeleteBlock, Proposal
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.core.register.layouts import capital
from neaspec_cli.core.register.proposals_in_words import in_words
from neaspec_cli.core.register.proposed import proposed_text
from neaspec_cli.core.register.quoted_words import with_quote
from neaspec_cli.core.register.report import Report
from neaspec_cli.core.register.wording_asked import without_wording

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("body", "MB/NC", 10),
    ("line", "Line number", 8),
    ("clause", "Clause/ Subclause", 14),
    ("element", "Paragraph/ Figure/ Table/", 14),
    ("type", "Type of comment", 9),
    ("comment", "Comments", 48),
    ("change", "Proposed change", 48),
    ("observations", "Observations of the secretariat", 40),
)
"""Name, title and width in characters of every column; the titles are those of the form."""
TYPES = {
    "general": "ge",
    "substantive": "te",
    "technical": "te",
    "editorial": "ed",
    "translation": "ed",
}
WHOLE, TIMELINE = "Whole document", "Timeline"
DELETE = "delete"
"""What the form says where a paragraph is to be taken out."""
_TITLES = {title: name for name, title, _ in COLUMNS if name in ("body", "line", "clause", "element", "type")}
_NOTED = re.compile(f"(?:^|; )({'|'.join(map(re.escape, _TITLES))}): ")


def iso(report: Report, text: CirculatedText) -> Report:
    """The report with the columns of the form."""
    places = _Places(text)
    rows = []
    for number, row in enumerate(report.rows):
        place, proposal = report.places[number], report.proposals[number]
        comment = report.said[number][1] if report.said else Comment()
        noted = _noted(comment.note)
        remark, wording = without_wording(row["comment"])
        cells = {
            "body": _body(row, comment),
            "line": "",
            "type": TYPES[row["kind"]],
            **places.cells(place),
            **noted,
        }
        leaf = text.leaf(place)
        quote = place.quote if proposal is None and leaf and place.quote in leaf.text else ""
        cells["comment"] = with_quote(remark, quote)
        cells["change"] = _change(proposal, leaf, place, comment.origin) if proposal else wording
        cells["observations"] = "\n".join(_observations(row, comment))
        rows.append(cells)
    return replace(report, columns=COLUMNS, rows=tuple(rows), said=())


def _body(row: Mapping[str, str], comment: Comment) -> str:
    """Who said it: whoever the form named, else by the id of the comment, which begins with its source."""
    return comment.submitter if comment.origin == "form" and comment.submitter else row["id"]


def _noted(note: str) -> dict[str, str]:
    """What the note keeps of the cells of a form, by column."""
    parts = _NOTED.split(note)
    return {_TITLES[title]: words for title, words in zip(parts[1::2], parts[2::2], strict=True)}


def _change(proposal: Proposal, leaf: CirculatedLeaf | None, place: Place, origin: str) -> str:
    """A form asks for the paragraph as it should read; other proposals are told in words."""
    if origin == "form" and isinstance(proposal, DeleteBlock):
        return DELETE
    whole = proposed_text(proposal, leaf.text, place.quote) if origin == "form" and leaf else None
    return whole or capital(in_words(proposal))


def _observations(row: Mapping[str, str], comment: Comment) -> list[str]:
    """What was decided and why, then what the form that came in held; replies in the margin of a text stay inside."""
    decided = row["disposition"]
    said = [f"{capital(decided)}."] if decided else []
    said += [row["reason"]] if row["reason"] else []
    said += [f"Wording used: {row['wording']}"] if row["wording"] else []
    if comment.origin == "form":
        said += [reply.comment for reply in comment.replies]
    return said


class _Places:
    """Blocks by clause and element, so that the form leads to the same block when it comes back."""

    def __init__(self, text: CirculatedText) -> None:
        self.text = text
        self.above: dict[tuple[str, str], str] = {}
        self.headings = set()
        section, heading = "", ""
        for leaf in text.leaves:
            heading = heading if leaf.section == section else ""
            section = leaf.section
            if leaf.block.kind == "heading":
                heading = leaf.label.removeprefix("heading ")
                self.headings.add(heading)
            self.above.setdefault((leaf.section, leaf.label), heading)

    def cells(self, place: Place) -> dict[str, str]:
        """Clause and element of a comment's place."""
        leaf = self.text.leaf(place)
        if leaf is None:
            clause = TIMELINE if place.activity else place.block or place.quote or WHOLE
            return {"clause": clause, "element": place.activity}
        clause = self.above[leaf.section, leaf.label]
        if leaf.block.kind == "heading":
            return {"clause": clause, "element": ""}
        # Clause I.A with element 1 would be read as the heading I.A.1 where there is one.
        is_certain = f"{clause}.{leaf.label}" not in self.headings
        return {"clause": clause if is_certain else "", "element": leaf.label}
