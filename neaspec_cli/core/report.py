"""The disposition of comments as a table: what was said, what was decided and why, in its public and its full form.

The public form leaves out what never leaves the house: internal notes, withheld comments, authors' names, and, unless
they are asked for, who said it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neaspec_cli.core.circulated import CirculatedText
from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.proposals_in_words import in_words

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("id", "No.", 12),
    ("source", "From", 10),
    ("place", "Paragraph", 20),
    ("text", "Text as circulated", 50),
    ("kind", "Kind", 14),
    ("comment", "Comment", 50),
    ("proposal", "Proposed change", 50),
    ("disposition", "Disposition", 24),
    ("wording", "Wording used", 40),
    ("reason", "Reason", 40),
    ("note", "Internal note", 30),
)
"""Name, title and width in characters of every column."""
INTERNAL = frozenset({"note"})


@dataclass(frozen=True)
class Report:
    """A circulation's comments as rows of text by column name; `columns` are those that it shows."""

    title: str
    circulation: str
    columns: tuple[tuple[str, str, int], ...]
    rows: tuple[Mapping[str, str], ...]


def report(
    plan: str,
    text: CirculatedText,
    comments: Iterable[tuple[SourceFeedback, Comment]],
    *,
    public: bool,
    attributed: bool,
) -> Report:
    """The table in the order of the circulated text, general comments first."""
    order = {(leaf.section, leaf.label): number for number, leaf in enumerate(text.leaves)}
    words = {(leaf.section, leaf.label): leaf.text for leaf in text.leaves}
    shown = [one for one in comments if one[1].public or not public]
    shown.sort(
        key=lambda one: (order.get((one[1].place.section, one[1].place.block), -1), one[0].source, one[1].id)
    )
    hidden = (INTERNAL if public else frozenset()) | (frozenset() if attributed else {"source"})
    columns = tuple(one for one in COLUMNS if one[0] not in hidden)
    rows = []
    for number, (feedback, comment) in enumerate(shown, 1):
        row = _row(feedback, comment, words.get((comment.place.section, comment.place.block), ""))
        if not attributed:
            row["id"] = str(number)
        rows.append({name: row[name] for name, _, _ in columns})
    return Report(f"{plan}: disposition of comments", text.circulation, columns, tuple(rows))


def _row(feedback: SourceFeedback, comment: Comment, text: str) -> dict[str, str]:
    decision = comment.disposition
    agreed = "" if decision is None or decision.agreed else " (proposed)"
    return {
        "id": comment.id,
        "source": comment.submitter or feedback.source,
        "place": comment.place.block or comment.place.activity or "General",
        "text": text,
        "kind": comment.kind,
        "comment": comment.comment,
        "proposal": in_words(comment.proposal) if comment.proposal else "",
        "disposition": f"{decision.verdict}{agreed}" if decision else "",
        "wording": decision.text if decision else "",
        "reason": decision.reason if decision else "",
        "note": comment.note,
    }
