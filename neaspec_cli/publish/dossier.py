"""The dossier of an adoption in Markdown: the decision, the course of the process, who answered, what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from neaspec_cli.core.calendar.activities import Timeline
from neaspec_cli.core.calendar.adoption import Adoption
from neaspec_cli.core.calendar.spans import day_in_words, in_words
from neaspec_cli.core.comments import VERDICTS, SourceFeedback
from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.core.text.rewriting import escape


@dataclass(frozen=True)
class Round:
    """A circulation with what came back on it."""

    circulation: Circulation
    replies: Mapping[str, str]
    feedback: tuple[SourceFeedback, ...]


def write_dossier(
    settings: PlanSettings, adoption: Adoption, timeline: Timeline, rounds: Sequence[Round]
) -> str:
    """Markdown; States in the alphabetical order of their names, no person and no internal note is named."""
    parts = [
        f"# {escape(settings.title)}: dossier of the adoption",
        f"Adopted on {day_in_words(adoption.date)} by {escape(adoption.meeting)}.",
        escape(adoption.decision),
        *_reservations(settings, adoption),
        "## Course of the process",
        _table(("Activity", "Planned", "Done", "Outcome"), _activities(timeline)),
        *(part for one in rounds for part in _round(settings, one)),
    ]
    return "\n\n".join(parts) + "\n"


def _reservations(settings: PlanSettings, adoption: Adoption) -> list[str]:
    if not adoption.reservations:
        return []
    lines = [
        f"- {escape(settings.participant(one.participant).name)}: {escape(one.text)}"
        for one in adoption.reservations
    ]
    return ["## Reservations", "\n".join(lines)]


def _activities(timeline: Timeline) -> Iterable[Sequence[str]]:
    for one in timeline.activities:
        done = day_in_words(one.ended) if one.ended else ""
        yield one.activity, in_words(one.when_text), done, one.outcome


def _round(settings: PlanSettings, one: Round) -> list[str]:
    sent = one.circulation
    heading = f"## Circulation {sent.name}"
    words = f"Sent on {day_in_words(sent.date)}, answers until {day_in_words(effective_deadline(sent))}."
    by_source = {source.source: source for source in one.feedback}
    names = {name: settings.participant(name).name for name in {*sent.addressees, *by_source}}
    rows = [
        (
            names[name],
            one.replies.get(name, by_source[name].reply if name in by_source else ""),
            *_verdicts(by_source.get(name)),
        )
        for name in sorted(names, key=lambda name: names[name])
    ]
    return [heading, words, _table(("Source", "Reply", "Comments", *VERDICTS), rows)]


def _verdicts(source: SourceFeedback | None) -> list[str]:
    comments = source.comments if source else ()
    found = Counter(one.disposition.verdict for one in comments if one.disposition and one.disposition.agreed)
    return [str(len(comments)), *(str(found[verdict]) for verdict in VERDICTS)]


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *([escape(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
