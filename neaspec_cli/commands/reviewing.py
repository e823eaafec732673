"""The questions of a review: one comment after another is shown, and each key does one thing with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from neaspec_cli.commands.circulated import Today
from neaspec_cli.core.comments import Comment, Disposition, Place
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.register.dispositions import CannotDispose, agree, dispose
from neaspec_cli.core.register.memory import Answered
from neaspec_cli.core.register.proposed import proposed_words
from neaspec_cli.core.register.reasons import offered
from neaspec_cli.core.register.reviewing import Sitting
from neaspec_cli.terminal import keys
from neaspec_cli.terminal.console import console, tell
from neaspec_cli.terminal.keys import Cancelled
from neaspec_cli.terminal.register_view import decided as in_words
from neaspec_cli.terminal.register_view import words_of
from neaspec_cli.terminal.review_view import (
    CANCEL,
    KIND_PROMPT,
    KINDS,
    Card,
    card,
    help_lines,
    prompt,
    reason_lines,
    stands_for,
)

MODIFY = "accepted with modification"
VERDICTS = {"a": "accepted", "m": MODIFY, "n": "not accepted", "o": "noted", "d": "deferred"}
Save: TypeAlias = Callable[[Sitting], object]


@dataclass(frozen=True)
class Review:
    """What a review works with: the sitting, what is known of its comments, and the decision as far as it is fixed.

    `here` are all comments on a block by its section and label; `save` puts what was decided on record meanwhile;
    `before` is how many of each source were decided on before. `text` gives the circulated text as it is printed.
    """

    sitting: Sitting
    places: Today
    earlier: dict[str, tuple[Answered, ...]]
    model: Disposition
    here: Mapping[tuple[str, str], Sequence[Comment]]
    save: Save
    text: Callable[[], CirculatedText]
    before: Counter[str] = field(default_factory=Counter)

    @cached_property
    def everybody(self) -> dict[str, Comment]:
        """All comments of the circulation by id, as they were at the beginning."""
        return {one.id: one for on_it in self.here.values() for one in on_it}

    def beside(self, comment: Comment) -> tuple[tuple[Comment, ...], ...]:
        """What else is said on the same block, what is said in the same words together, less what asks for the same."""
        told = {comment.id, *self.alike(comment)}
        on_it = self.here.get((comment.place.section, comment.place.block), ()) if comment.place.block else ()
        wishes: dict[str, list[Comment]] = defaultdict(list)
        for one in on_it:
            if one.id not in told:
                wishes[words_of(one)].append(self.sitting.latest_of(one))
        return tuple(map(tuple, wishes.values()))

    def decided_alike(self, comment: Comment) -> Comment | None:
        """Whoever asks the same and has an answer."""
        return next((one for one in self.alike(comment).values() if one.disposition), None)

    def alike(self, comment: Comment) -> dict[str, Comment]:
        """What asks for the same, by id."""
        group = self.sitting.together.get(comment.id)
        ids = group.others(comment.id) if group else ()
        return {one: self.sitting.latest_of(self.everybody[one]) for one in ids if one in self.everybody}

    def reasons(self, verdict: str) -> tuple[str, ...]:
        """Reasons given before for such a decision, those nearest to the comment at hand first."""
        comment = self.sitting.current[1]
        before = [
            replace(one.comment, disposition=one.disposition) for one in self.earlier.get(comment.id, ())
        ]
        near = [*self.alike(comment).values(), *before]
        return offered(verdict, near, self.sitting.latest, self.everybody.values())


def go_through(review: Review) -> None:
    """Until the last one, or until somebody quits."""
    sitting = review.sitting
    while True:
        if sitting.is_over and not _goes_back(sitting):
            return
        _show(review)
        if not _act(review):
            return


def _goes_back(sitting: Sitting) -> bool:
    """At the end: shall what was passed over come again?"""
    left = sitting.left
    if not left or sitting.place == 0:
        return False
    number = f"{len(left)} {'is' if len(left) == 1 else 'are'} left undecided"
    if keys.key(f"{number}. [b]ack to the first of them, [q]uit and save > ") != "b":
        return False
    sitting.place = left[0]
    return True


def _act(review: Review) -> bool:
    """Ask for keys until one leads on; False to quit."""
    while True:
        comment = review.sitting.current[1]
        has_alike = review.decided_alike(comment) is not None
        pressed = keys.key(prompt(comment, has_alike=has_alike))
        if pressed == "q":
            return False
        try:
            if pressed in VERDICTS:
                leads_on = _decide(review, VERDICTS[pressed])
            elif pressed in _ACTS:
                leads_on = _ACTS[pressed](review)
            else:
                leads_on = False
                if pressed not in ("", keys.ESCAPE):
                    tell("\n".join(help_lines()))
        except Cancelled:
            tell("Nothing was changed.")
            leads_on = False
        if leads_on:
            return True


def _decide(review: Review, verdict: str) -> bool:
    """Ask what the decision needs and make it, for others who ask the same too; whether it stands."""
    text = ""
    if verdict == MODIFY:
        current = review.sitting.current[1]
        tell(f"  ({stands_for(current)}{CANCEL})")
        text = keys.edited("Wording: ", proposed_words(current.proposal))
    reason = _reason(review.reasons(verdict))
    return _give(review, replace(review.model, verdict=verdict, text=text, reason=reason))


def _reason(known: Sequence[str]) -> str:
    """What is typed, or the reason whose number is."""
    tell("\n".join(reason_lines(known)))
    line = keys.answer("Reason: ")
    return known[int(line) - 1] if line.isascii() and line.isdigit() and 0 < int(line) <= len(known) else line


def _give(review: Review, model: Disposition) -> bool:
    """Make the decision on the comment at hand, and on others who ask the same where that is wanted."""
    sitting = review.sitting
    comments = [sitting.current[1]]
    try:
        sitting.decide(_disposed(comments[0], model))
    except CannotDispose as refusal:
        tell(f"{refusal.message} Nothing was decided.")
        return False
    others = sitting.alike()
    if others:
        pressed = _yes_or_no(f"The same for {', '.join(one.id for one in others)}? y n > ")
        if pressed == keys.ESCAPE:
            sitting.undo()
            raise Cancelled
        if pressed == "y":
            sitting.decide(*(_disposed(one, model) for one in others), joined=True)
            comments += others
    tell(f"{', '.join(one.id for one in comments)}: {in_words(sitting.latest_of(comments[0]))}")
    sitting.forward()
    return True


def _yes_or_no(question: str) -> str:
    """`y`, `n` or Escape; the next key of somebody in a hurry answers nothing."""
    while (pressed := keys.key(question)) not in ("y", "n", keys.ESCAPE):
        pass
    return pressed


def _disposed(comment: Comment, model: Disposition) -> Comment:
    return dispose(
        comment,
        model.verdict,
        reason=model.reason,
        by=model.by,
        decided=model.decided,
        agreed=model.agreed,
        text=model.text,
    )


def _agree(review: Review) -> bool:
    sitting = review.sitting
    try:
        sitting.decide(agree(sitting.current[1], by=review.model.by, on=review.model.decided))
    except CannotDispose as refusal:
        tell(refusal.message)
        return False
    tell(f"{sitting.current[1].id}: {in_words(sitting.current[1])}")
    sitting.forward()
    return True


def _as_alike(review: Review) -> bool:
    """The decision on whoever asks the same; where it was only proposed, as this review has it."""
    other = review.decided_alike(review.sitting.current[1])
    if other is None or other.disposition is None:
        tell("Nothing is decided on who asks the same.")
        return False
    given = other.disposition
    return _give(review, replace(review.model, verdict=given.verdict, text=given.text, reason=given.reason))


def _kind(review: Review) -> bool:
    sitting = review.sitting
    kind = KINDS.get(keys.key(KIND_PROMPT))
    if kind is None:
        raise Cancelled
    sitting.decide(replace(sitting.current[1], kind=kind))
    return True


def _note(review: Review) -> bool:
    """The internal note; of several lines it is only added to."""
    sitting = review.sitting
    comment = sitting.current[1]
    tell(f"  ({CANCEL})")
    is_long = "\n" in comment.note
    line = keys.edited(
        "Internal note, one more line: " if is_long else "Internal note: ", "" if is_long else comment.note
    )
    sitting.decide(replace(comment, note=f"{comment.note}\n{line}".rstrip() if is_long else line))
    return True


def _place(review: Review) -> bool:
    """Put the comment on another paragraph, with the words that it is on where these stand there too."""
    comment = review.sitting.current[1]
    tell(f"  (as printed: 27, 27(b), heading II.A, Table 1 row 3 column 2; {CANCEL})")
    label = keys.answer("Paragraph: ")
    leaf = review.text().leaf(Place(block=label))
    if leaf is None:
        tell(f"Nothing in the circulated text is labelled {label or 'so'}.")
        return False
    quote = comment.place.quote if comment.place.quote in leaf.block.text else ""
    review.sitting.decide(replace(comment, place=leaf.place(quote)))
    return True


def _skip(review: Review) -> bool:
    review.sitting.forward()
    return True


def _back(review: Review) -> bool:
    if review.sitting.back():
        return True
    tell("This is the first.")
    return False


def _jump(review: Review) -> bool:
    """To whatever is named, or a word on why not."""
    sitting = review.sitting
    tell(f"  (JPN-014, jpn 14, 27 for the 27th, JPN for their next; {CANCEL})")
    words = keys.answer("Go to: ")
    if sitting.go_to(words):
        return True
    known = review.everybody.get(words.upper())
    why = f": {in_words(known)}" if known else ""
    tell(f"{words or 'That'} is not among the {len(sitting.comments)} of this review{why}.")
    return False


def _undo(review: Review) -> bool:
    taken = review.sitting.undo()
    if not taken:
        tell("There is nothing to undo.")
        return False
    tell(f"Taken back: {', '.join(one.id for one in taken)}")
    return True


def _write(review: Review) -> bool:
    review.save(review.sitting)
    return True


_ACTS: Mapping[str, Callable[[Review], bool]] = {
    "y": _agree,
    "=": _as_alike,
    "k": _kind,
    "i": _note,
    "p": _place,
    "s": _skip,
    "b": _back,
    "j": _jump,
    "u": _undo,
    "w": _write,
}


def _progress(review: Review) -> dict[str, tuple[int, int]]:
    """How many comments of each source are decided, of how many, with those of earlier sittings."""
    counts, before = review.sitting.progress(), review.before
    return {source: (done + before[source], of + before[source]) for source, (done, of) in counts.items()}


def _show(review: Review) -> None:
    sitting = review.sitting
    feedback, comment = sitting.current
    now = review.places.of(comment)
    then, current = review.places.words(comment, now)
    shown = Card(
        feedback,
        comment,
        then,
        current,
        now.state if now else "",
        sitting.together.get(comment.id),
        review.earlier.get(comment.id, ()),
        review.beside(comment),
        review.alike(comment),
        _progress(review),
    )
    out = console()
    for part in card(shown, sitting.place + 1, len(sitting.comments), len(sitting.decided)):
        out.print(part)
