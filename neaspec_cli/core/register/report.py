"""The disposition of comments as a table: what was said, what was decided and why, in its public and its full form.

The public form leaves out what never leaves the house: internal notes, withheld comments, authors' names, decisions
that are not agreed yet, and, unless they are asked for, who said it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core.comments import KINDS, VERDICTS, Comment, Place, SourceFeedback, is_undisposed
from neaspec_cli.core.plan import PUBLIC, PlanSettings
from neaspec_cli.core.proposals import Proposal
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.core.register.figures import NOT_AGREED, WAYS, Figures, figures
from neaspec_cli.core.register.grouping import by_id, groups, who
from neaspec_cli.core.register.matrix import open_cells
from neaspec_cli.core.register.proposals_in_words import in_words

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("id", "No.", 12),
    ("source", "From", 10),
    ("also", "Also asked by", 14),
    ("place", "Paragraph", 20),
    ("text", "Text as circulated", 40),
    ("kind", "Kind", 14),
    ("comment", "Comment", 40),
    ("proposal", "Proposed change", 40),
    ("disposition", "Disposition", 18),
    ("wording", "Wording used", 30),
    ("reason", "Reason", 30),
    ("note", "Internal note", 20),
)
"""Name, title and width in characters of every column."""
INTERNAL = frozenset({"note"})
NAMING = frozenset({"source", "also"})
GENERAL = "General"
UNPLACED = "Not placed"
"""For what is meant for a place that could not be found."""
SPOKEN_OF = frozenset({"paragraph", "item", "note", "quote"})
"""Kinds of blocks that a meeting goes through one by one."""
Placed = tuple[SourceFeedback, Comment]


@dataclass(frozen=True)
class Report:
    """A circulation's comments as rows of text by column name; `columns` are those that it shows.

    `places` and `proposals` are those of the rows; `said` are their comments, in the form for the house alone; `silent`
    is what nobody commented on, where it is to be shown as well.
    """

    title: str
    circulation: str
    columns: tuple[tuple[str, str, int], ...]
    rows: tuple[Mapping[str, str], ...]
    figures: tuple[Figures, ...] = ()
    said: tuple[Placed, ...] = ()
    places: tuple[Place, ...] = ()
    proposals: tuple[Proposal | None, ...] = ()
    silent: tuple[CirculatedLeaf, ...] = ()


def uncommented(text: CirculatedText, places: Iterable[Place]) -> tuple[CirculatedLeaf, ...]:
    """What has none of the places, in the order of the text: its paragraphs, items and notes, no headings or cells."""
    commented = {(one.section, one.block) for one in places}
    leaves = (one for one in text.leaves if one.block.kind in SPOKEN_OF and one.text.strip())
    return tuple(one for one in leaves if (one.section, one.label) not in commented)


def report(
    plan: str,
    text: CirculatedText,
    comments: Iterable[tuple[SourceFeedback, Comment]],
    *,
    public: bool,
    attributed: bool,
    sources: Sequence[str] = (),
) -> Report:
    """The table in the order of the circulated text, general comments first, and at one place in that of `sources`.

    Where nobody is named, the order at one place is that of the words, so that it does not tell who spoke.
    """
    words = {(leaf.section, leaf.label): leaf.text for leaf in text.leaves}
    shown = [_nameless(*one) if public else one for one in comments if one[1].public or not public]
    shown.sort(key=_by_source(text, sources) if attributed else _by_words(text))
    hidden = (INTERNAL if public else frozenset()) | (frozenset() if attributed else NAMING)
    columns = tuple(one for one in COLUMNS if one[0] not in hidden)
    together = _sponsors(shown, text) if attributed else {}
    rows = []
    for number, (feedback, comment) in enumerate(shown, 1):
        row = _row(feedback, comment, words.get((comment.place.section, comment.place.block), ""), public)
        row["also"] = "; ".join(one for one in together.get(comment.id, ()) if one != row["source"])
        if not attributed:
            row["id"] = str(number)
        rows.append({name: row[name] for name, _, _ in columns})
    figures = _figures(shown, rows, text, sources if attributed else None)
    title = f"{plan}: disposition of comments"
    return Report(
        title,
        text.circulation,
        columns,
        tuple(rows),
        figures,
        said=() if public else tuple(shown),
        places=tuple(comment.place for _, comment in shown),
        proposals=tuple(comment.proposal for _, comment in shown),
    )


def _nameless(feedback: SourceFeedback, comment: Comment) -> Placed:
    """The comment without the persons around it; only a public submission is by whoever submitted it."""
    submitter = comment.submitter if feedback.source == PUBLIC else ""
    return feedback, replace(comment, author="", submitter=submitter, replies=(), note="")


def _sponsors(shown: Sequence[Placed], text: CirculatedText) -> dict[str, tuple[str, ...]]:
    """Who asks for the same, by id of the comment."""
    blocks = {(leaf.section, leaf.label): leaf.block.text for leaf in text.leaves}
    return {identifier: group.sources for identifier, group in by_id(groups(shown, blocks)).items()}


def _figures(
    shown: Sequence[Placed],
    rows: Sequence[Mapping[str, str]],
    text: CirculatedText,
    sources: Sequence[str] | None,
) -> tuple[Figures, ...]:
    """How many comments were disposed of in each way: by who said it (unless nobody is named), kind and section."""
    ways = [_way(row) for row in rows]
    by_kind = figures("Kind", [one.kind for _, one in shown], ways, KINDS)
    by_section = figures(
        "Section", [one.place.section or GENERAL for _, one in shown], ways, (GENERAL, *text.sections)
    )
    if sources is None:
        return by_kind, by_section
    return figures("From", [feedback.source for feedback, _ in shown], ways, sources), by_kind, by_section


def _way(row: Mapping[str, str]) -> str:
    return row["disposition"] if row["disposition"] in VERDICTS else NOT_AGREED


def in_order(settings: PlanSettings) -> tuple[str, ...]:
    """Ids of all who take part: member States in the alphabetical order of their names, then others."""
    kinds = ("member", "stakeholder", "meeting")
    return tuple(one.id for kind in kinds for one in settings.of_kind(kind))


def counts(report: Report) -> dict[str, int]:
    """How many comments were disposed of in each way, all ways named; what is only proposed is not agreed."""
    found = Counter(map(_way, report.rows))
    return {way: found[way] for way in WAYS}


Key = tuple[int, int, str, str, str]


def _by_source(text: CirculatedText, sources: Sequence[str]) -> Callable[[Placed], Key]:
    places, ranks = _places(text), {source: rank for rank, source in enumerate(sources)}

    def key(one: Placed) -> Key:
        feedback, comment = one
        rank = ranks.get(feedback.source, len(ranks))
        return _order(comment, places), rank, feedback.source, comment.submitter, comment.id

    return key


def _by_words(text: CirculatedText) -> Callable[[Placed], Key]:
    places = _places(text)

    def key(one: Placed) -> Key:
        comment = one[1]
        wish = in_words(comment.proposal) if comment.proposal else ""
        return (
            _order(comment, places),
            KINDS.index(comment.kind),
            comment.place.activity,
            comment.comment,
            wish,
        )

    return key


def _order(comment: Comment, places: Mapping[tuple[str, str], int]) -> int:
    """General comments first, then what has no certain place, what is on the timeline, and the text in its order."""
    place = comment.place
    if place.activity:
        return -1
    if not place.block:
        return -2 if place.quote or comment.proposal else -3
    return places.get((place.section, place.block), len(places))


def _places(text: CirculatedText) -> dict[tuple[str, str], int]:
    return {(leaf.section, leaf.label): number for number, leaf in enumerate(text.leaves)}


def _row(feedback: SourceFeedback, comment: Comment, text: str, public: bool) -> dict[str, str]:
    shown = replace(comment, disposition=None) if public and is_undisposed(comment) else comment
    return {
        "id": comment.id,
        "source": who(feedback, comment),
        "place": _place(comment),
        "text": text,
        "comment": comment.comment,
        "proposal": in_words(comment.proposal) if comment.proposal else "",
        **open_cells(shown),
    }


def _place(comment: Comment) -> str:
    """What a comment is on, in the words of its reader; a place that could not be found in those of its maker."""
    place = comment.place
    if place.block or place.activity:
        return place.block or place.activity
    if place.quote:
        return f"{UNPLACED}: {place.quote}"
    return UNPLACED if comment.proposal else GENERAL
