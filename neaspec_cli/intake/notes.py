"""Feedback written by hand as YAML: the same form as the files that are kept, ids left out."""

from __future__ import annotations

from dataclasses import replace

from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.core.feedback import read_feedback
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.errors import Fault, InvalidInput
from neaspec_cli.intake.guard import TooMuch
from neaspec_cli.intake.receipt import Intake, Left, Receipt

ORIGINS = ("hand",)
MOST_BYTES = 600_000


def read(data: bytes, circulated: CirculatedText, file: str) -> Intake:
    """Comments and receipt of a YAML file; raises `InvalidInput` with every fault in it."""
    if len(data) > MOST_BYTES:
        raise TooMuch(f"it has more than {MOST_BYTES:,} bytes, which nobody writes by hand")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInput([Fault(file, line, "", "is not UTF-8 text; save it as UTF-8")]) from error
    feedback, faults = read_feedback(text, file, numbered=False)
    if feedback is None:
        raise InvalidInput(faults)
    comments, unplaced = [], []
    for comment in feedback.comments:
        placed = _placed(comment, circulated)
        comments.append(replace(placed or _adrift(comment), id="", origin="hand", disposition=None))
        if placed is None:
            named = f"{comment.place.section} {comment.place.block}".strip()
            words = comment.comment or comment.place.quote
            unplaced.append(
                Left("comment", f"nothing in the circulated text is {named}", words, comment.author)
            )
    count = {"comments": len(comments)} if comments else {}
    receipt = Receipt(count, len(comments) - len(unplaced), tuple(unplaced))
    return Intake(
        tuple(comments), receipt, feedback.reply, circulation=feedback.circulation, addressee=feedback.source
    )


def _placed(comment: Comment, circulated: CirculatedText) -> Comment | None:
    """The comment with the section of its label; None where nothing is called what it names."""
    place = comment.place
    if place.block:
        leaf = circulated.leaf(place)
        return replace(comment, place=replace(place, section=leaf.section)) if leaf else None
    return comment if place.section in ("", *circulated.sections) else None


def _adrift(comment: Comment) -> Comment:
    """The comment with the place that it names kept as words."""
    place = comment.place
    named = " ".join(one for one in (place.section, place.block, place.quote) if one)
    return replace(comment, place=Place(quote=named, activity=place.activity))
