"""`neaspec feedback review`: comments one by one in the terminal, each decided with a key and a reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import typer

from neaspec_cli.commands.circulated import Today
from neaspec_cli.commands.circulated import today as followed_to_today
from neaspec_cli.commands.feedback_options import (
    ByOption,
    FromOption,
    KindOption,
    ProposedOption,
    RoundArgument,
    SectionOption,
    write,
)
from neaspec_cli.commands.options import HERE, DryRun, OnDate, PlanFolder, today
from neaspec_cli.commands.remembering import earlier_answers
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, Disposition, selected
from neaspec_cli.core.register.dispositions import CannotDispose, dispose
from neaspec_cli.core.register.grouping import Said, by_id, groups
from neaspec_cli.core.register.memory import Answered
from neaspec_cli.core.register.report import in_order
from neaspec_cli.core.register.reviewing import Sitting, settled
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal import keys
from neaspec_cli.terminal.console import say, tell
from neaspec_cli.terminal.register_view import decided as in_words

MODIFY = "accepted with modification"
VERDICTS = {"a": "accepted", "m": MODIFY, "n": "not accepted", "o": "noted", "d": "deferred"}


class NoTerminal(NeaspecError):
    """There is nobody to ask."""

    def __init__(self) -> None:
        super().__init__(
            "A review asks questions, and this is no terminal.",
            "Decide with neaspec feedback dispose, or in a workbook: neaspec feedback report FILE.xlsx, "
            "then neaspec feedback update FILE.xlsx.",
        )


@dataclass(frozen=True)
class Review:
    """What a review works with: the sitting, what is known of its comments, and the decision as far as it is fixed.

    `here` are all comments on a block by its section and label.
    """

    sitting: Sitting
    places: Today
    earlier: dict[str, tuple[Answered, ...]]
    model: Disposition
    here: Mapping[tuple[str, str], Sequence[Comment]]

    def beside(self, comment: Comment) -> tuple[Comment, ...]:
        """What else is said on the same block, less what asks for the same."""
        group = self.sitting.together.get(comment.id)
        told = {comment.id, *(group.ids if group else ())}
        on_it = self.here.get((comment.place.section, comment.place.block), ()) if comment.place.block else ()
        return tuple(self.sitting.decided.get(one.id, one) for one in on_it if one.id not in told)


def review(
    round_name: RoundArgument = None,
    source: FromOption = "",
    section: SectionOption = "",
    kind: KindOption = "",
    proposed: ProposedOption = False,
    by: ByOption = "",
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Go through the open comments one by one, in the order of the text, and decide on each with a key.

    Shows the circulated paragraph with what is proposed in place, who asks the same, and what was answered before.
    Everything decided is saved as one commit at the end, also when you quit or are interrupted.

    Examples:

    - `neaspec feedback review`
    - `neaspec feedback review outline --from JPN --proposed`
    """
    if not keys.is_terminal():
        raise NoTerminal
    workspace = Workspace.open(folder)
    circulation = workspace.circulation(round_name)
    feedback = workspace.feedback(circulation.name)
    fitting = selected(feedback, source=source, section=section, kind=kind, only_undisposed=True)
    if not fitting:
        tell(f"No comment on {circulation.name} fits that is still open")
        return
    model = Disposition(
        "", by=by or workspace.repository.identity().name, decided=today(on), agreed=not proposed
    )
    begun = _begin(workspace, circulation, fitting, model)
    with keys.closing_interrupts():
        try:
            _go_through(begun)
        except EOFError:
            tell("")
        except BaseException:
            # Whatever ends it, a closed terminal too, hours of decisions are not lost.
            with suppress(OSError):
                tell("")
            _save(folder, circulation, begun.sitting, dry_run)
            raise
        _save(folder, circulation, begun.sitting, dry_run)


def _begin(
    workspace: Workspace, circulation: Circulation, fitting: tuple[Said, ...], model: Disposition
) -> Review:
    """The comments in the order of the text, at one place in that of their sources."""
    places = followed_to_today(workspace, circulation)
    ranks = {source: rank for rank, source in enumerate(in_order(workspace.settings()))}

    def order(said: Said) -> tuple[int, int, str, str]:
        feedback, comment = said
        place = places.base.index.get((comment.place.section, comment.place.block), -1)
        return place, ranks.get(feedback.source, len(ranks)), feedback.source, comment.id

    texts = places.texts
    everybody = [(one, comment) for one in workspace.feedback(circulation.name) for comment in one.comments]
    together = by_id(groups(everybody, texts))
    earlier = earlier_answers(workspace, circulation, fitting, texts)
    here = defaultdict(list)
    for _, comment in everybody:
        here[comment.place.section, comment.place.block].append(comment)
    return Review(Sitting(sorted(fitting, key=order), together), places, earlier, model, here)


def _go_through(review: Review) -> None:
    """Until the last one, or until somebody quits."""
    while not review.sitting.is_over:
        _show(review)
        if not _act(review):
            return


def _act(review: Review) -> bool:
    """Ask for keys until one leads on; False to quit."""
    from neaspec_cli.terminal.review_view import PROMPT, help_lines

    sitting = review.sitting
    while True:
        pressed = keys.key(PROMPT)
        if pressed == "q":
            return False
        if pressed == "s" or (pressed in VERDICTS and _decide(review, VERDICTS[pressed])):
            sitting.forward()
            return True
        if pressed == "b" and sitting.back():
            return True
        if pressed == "b":
            tell("This is the first.")
        elif pressed not in VERDICTS:
            tell("\n".join(help_lines()))


def _decide(review: Review, verdict: str) -> bool:
    """Ask what the decision needs and make it, for others who ask the same too; whether it stands."""
    sitting = review.sitting
    text = keys.answer("Wording: ") if verdict == MODIFY else ""
    reason = keys.answer("Reason: ")
    comments = [sitting.current[1]]
    try:
        sitting.decide(_disposed(comments[0], verdict, text, reason, review.model))
    except CannotDispose as refusal:
        tell(f"{refusal.message} Nothing was decided.")
        return False
    others = sitting.alike()
    if others and keys.key(f"The same for {', '.join(one.id for one in others)}? y n > ") == "y":
        for one in others:
            sitting.decide(_disposed(one, verdict, text, reason, review.model))
            comments.append(one)
    tell(f"{', '.join(one.id for one in comments)}: {in_words(sitting.decided[comments[0].id])}")
    return True


def _disposed(comment: Comment, verdict: str, text: str, reason: str, model: Disposition) -> Comment:
    return dispose(
        comment, verdict, reason=reason, by=model.by, decided=model.decided, agreed=model.agreed, text=text
    )


def _show(review: Review) -> None:
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.review_view import Card, card

    sitting = review.sitting
    feedback, comment = sitting.current
    now = review.places.of(comment)
    then, current = review.places.words(comment, now)
    group, earlier = sitting.together.get(comment.id), review.earlier.get(comment.id, ())
    state = now.state if now else ""
    shown = Card(feedback, comment, then, current, state, group, earlier, review.beside(comment))
    out = console()
    for part in card(shown, sitting.place + 1, len(sitting.comments), len(sitting.decided)):
        out.print(part)


def _save(folder: Path, circulation: Circulation, sitting: Sitting, dry_run: bool) -> None:
    """Put everything decided on record; what stands in the way can be mended before it is tried again."""
    if not sitting.decided:
        tell("Nothing was decided")
        return
    while True:
        try:
            _put_on_record(folder, circulation, sitting, dry_run)
        except NeaspecError as error:
            say(f"Error: {error.message}")
            if error.hint:
                say(f"Hint: {error.hint}")
            if _gives_up():
                raise
        else:
            return


def _gives_up() -> bool:
    try:
        return keys.key("Nothing is saved yet. Mend it and press a key to try again, q to give up > ") == "q"
    except EOFError:
        return True


def _put_on_record(folder: Path, circulation: Circulation, sitting: Sitting, dry_run: bool) -> None:
    workspace = Workspace.open(folder, writing=True)
    before = {one.source: one for one in workspace.feedback(circulation.name)}
    after, refused = settled(sitting, before.values())
    kept = [one for one in sitting.decided.values() if one.id not in {comment.id for comment, _ in refused}]
    lines = "\n".join(f"{one.id}: {in_words(one)}" for one in kept)
    count = f"{len(kept)} comment{'' if len(kept) == 1 else 's'}"
    message = f"Decide on {count} on {circulation.name}\n\n{lines}"
    write(workspace, before, after, message, "feedback review", dry_run)
    ways = ", ".join(f"{number} {way}" for way, number in Counter(map(in_words, kept)).items())
    tell(f"{'Would save' if dry_run else 'Saved'} {count}: {ways}" if kept else "Nothing was saved")
    for decided, now in refused:
        on_record = in_words(now) if now else "gone"
        say(
            f"{decided.id} was changed by somebody else meanwhile: {on_record} on record, {in_words(decided)} here"
        )
    if refused:
        raise typer.Exit(1)
