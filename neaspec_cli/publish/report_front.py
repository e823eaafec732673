"""What a disposition of comments says of itself outside its tables, the same words in every format."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from neaspec_cli.core.plan import PUBLIC, PlanSettings
from neaspec_cli.core.register.report import INTERNAL, Report
from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.publish import days
from neaspec_cli.publish.front import TEXT_ID_SHOWN

SUBJECT = "Disposition of comments"
NONE = "There are no comments to report."
_INTERNAL_MARK = "INTERNAL: holds notes that do not leave the secretariat"


@dataclass(frozen=True)
class Front:
    """Who reports on what; `mark` warns that it is for the house alone, `facts` are sentences, `foot` has parts."""

    title: str
    subject: str
    owner: str
    circulation: str
    mark: str
    facts: tuple[str, ...]
    foot: tuple[str, ...]


def front(
    report: Report,
    settings: PlanSettings,
    circulation: Circulation,
    day: datetime.date,
) -> Front:
    """What the report says of itself; `day` is shown where it is later than the circulation."""
    facts = [
        f"Circulation {circulation.name} of {days.in_words(circulation.date)}.",
        f"Comments were requested by {days.in_words(effective_deadline(circulation))}.",
    ]
    facts += [f"As at {days.in_words(day)}."] if day > circulation.date else []
    foot = [f"Comments on {circulation.name}", days.in_words(circulation.date)]
    foot += [f"Text {circulation.text[:TEXT_ID_SHOWN]}"] if circulation.text else []
    is_internal = any(name in INTERNAL for name, _, _ in report.columns)
    owner = settings.body or " ".join(settings.masthead.organization)
    mark = _INTERNAL_MARK if is_internal else ""
    return Front(settings.title, SUBJECT, owner, circulation.name, mark, tuple(facts), tuple(foot))


def names(settings: PlanSettings) -> Mapping[str, str]:
    """What the sources are called, by their id."""
    return {one.id: one.name for one in settings.participants} | {PUBLIC: settings.participant(PUBLIC).name}
