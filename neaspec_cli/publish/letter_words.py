"""What the letters say: to a State in the third person, to a stakeholder in the first."""

from __future__ import annotations

import datetime

from neaspec_cli.core.plan import Participant, PlanSettings
from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.publish.days import in_words


def note_verbale(settings: PlanSettings, circulation: Circulation, who: Participant) -> list[str]:
    """To a State, in the third person."""
    sender, addressee = f"The {_secretariat(settings)}", f"the National Focal Point of {who.name}"
    return [
        (
            f"{sender} presents its compliments to {addressee} and has the honour to transmit herewith, for review, "
            f"{_what(settings, circulation)}."
        ),
        (
            f"The secretariat would be grateful to receive any comments of {who.name} by {deadline(circulation)}. "
            f"{_HOW} Should there be no comments, a brief reply to that effect would be appreciated."
        ),
        *([_SILENCE] if circulation.silence_announced else []),
        _closing(addressee),
    ]


def plain_letter(settings: PlanSettings, circulation: Circulation, who: Participant) -> list[str]:
    """To a stakeholder."""
    return [
        f"Dear {who.contact.name or 'colleagues'},",
        (
            f"On behalf of the {_secretariat(settings)}, I am pleased to share with {who.name}, for review, "
            f"{_what(settings, circulation)}."
        ),
        (
            f"We would greatly value your comments by {deadline(circulation)}. {_HOW} "
            "If you have no comments, a brief reply saying so would be helpful."
        ),
        "Thank you for your contribution to this work.",
        "Yours sincerely,",
        f"The {_secretariat(settings)}",
    ]


def reminding_note(
    settings: PlanSettings, circulation: Circulation, who: Participant, on: datetime.date
) -> list[str]:
    """To a State that has not answered."""
    sender, addressee = f"The {_secretariat(settings)}", f"the National Focal Point of {who.name}"
    overdue = on > effective_deadline(circulation)
    when = (
        f"were requested by {deadline(circulation)}"
        if overdue
        else f"are requested by {deadline(circulation)}"
    )
    return [
        (
            f"{sender} presents its compliments to {addressee} and has the honour to recall its request for comments "
            f"on {_what(settings, circulation)}. Comments {when}; no reply of {who.name} has been recorded so far."
        ),
        (
            f"{_LATE if overdue else ''}{_AGAIN} Should there be no comments, a brief reply to that effect would be "
            "appreciated."
        ),
        *([_SILENCE] if circulation.silence_announced and not overdue else []),
        _closing(addressee),
    ]


def reminding_letter(
    settings: PlanSettings, circulation: Circulation, who: Participant, on: datetime.date
) -> list[str]:
    """To a stakeholder who has not answered."""
    overdue = on > effective_deadline(circulation)
    when = (
        f"We asked for comments by {deadline(circulation)}"
        if overdue
        else (f"We would greatly value your comments by {deadline(circulation)}")
    )
    return [
        f"Dear {who.contact.name or 'colleagues'},",
        (
            f"On behalf of the {_secretariat(settings)}, I wish to recall our request to {who.name} for comments on "
            f"{_what(settings, circulation)}. {when}, and have no reply from you on record so far."
        ),
        f"{_LATE if overdue else ''}{_AGAIN} If you have no comments, a brief reply saying so would be helpful.",
        "Thank you for your contribution to this work.",
        "Yours sincerely,",
        f"The {_secretariat(settings)}",
    ]


_LATE = "Comments would still be welcome; if a reply was sent, kindly send it again. "
_AGAIN = (
    "The comment form is attached once more; comments in the Word file that was sent, or in a reply to this message, "
    "serve as well."
)
_SILENCE = (
    "In accordance with the silence procedure, absence of a reply by that date will be taken to mean that there is no "
    "objection."
)
_HOW = (
    "Comments may be made directly in the Word file, in which changes are tracked, in the comment form, or in a reply "
    "to this message; references to paragraph numbers are of particular help."
)


def _closing(addressee: str) -> str:
    return (
        f"The secretariat avails itself of this opportunity to renew to {addressee} the assurances of its highest "
        "consideration."
    )


def _secretariat(settings: PlanSettings) -> str:
    return f"secretariat of the {settings.body}" if settings.body else "secretariat"


def _what(settings: PlanSettings, circulation: Circulation) -> str:
    form = {"annotated": "the annotated outline of the", "official": "the"}.get(circulation.kind, "the draft")
    return f"{form} {settings.title} ({circulation.name}, {in_words(circulation.date)})"


def deadline(circulation: Circulation) -> str:
    """The last day for answers, in words."""
    return in_words(effective_deadline(circulation))
