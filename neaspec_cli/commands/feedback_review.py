"""`neaspec feedback review`: comments one by one in the terminal, each decided with a key and a reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from functools import partial
from pathlib import Path

import typer

from neaspec_cli.commands.circulated import circulated_text
from neaspec_cli.commands.circulated import today as followed_to_today
from neaspec_cli.commands.feedback_options import (
    ByOption,
    FromOption,
    KindOption,
    ProposedOption,
    RoundArgument,
    SectionOption,
    check_filters,
    write,
)
from neaspec_cli.commands.options import HERE, DryRun, OnDate, PlanFolder, today
from neaspec_cli.commands.remembering import earlier_answers
from neaspec_cli.commands.reviewing import Review, Save, go_through
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, Disposition, is_undisposed, selected
from neaspec_cli.core.register.grouping import Said, by_id, groups
from neaspec_cli.core.register.report import in_order
from neaspec_cli.core.register.reviewing import Refused, Sitting, settled
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.core.text.counted import counted
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal import keys
from neaspec_cli.terminal.console import say, tell
from neaspec_cli.terminal.register_view import decided as in_words

INTERRUPTED = 130
"""The exit code of an interruption, which left nothing under way."""


class NoTerminal(NeaspecError):
    """There is nobody to ask."""

    def __init__(self) -> None:
        super().__init__(
            "A review asks questions, and this is no terminal.",
            "Decide with neaspec feedback dispose, or in a workbook: neaspec feedback report FILE.xlsx, "
            "then neaspec feedback update FILE.xlsx.",
        )


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
    Each key and question is told on the screen; every question can be taken back with Escape or `..`.
    Everything decided is saved as one commit at the end, also when you quit or are interrupted, and on the key `w`.

    Examples:

    - `neaspec feedback review`
    - `neaspec feedback review outline --from JPN --proposed`
    """
    if not keys.is_terminal():
        raise NoTerminal
    workspace = Workspace.open(folder)
    circulation = workspace.circulation(round_name)
    feedback = workspace.feedback(circulation.name)
    check_filters(workspace, source, section, feedback)
    fitting = selected(feedback, source=source, section=section, kind=kind, only_undisposed=True)
    if not fitting:
        tell(f"No comment on {circulation.name} fits that is still open")
        return
    model = Disposition(
        "", by=by or workspace.repository.identity().name, decided=today(on), agreed=not proposed
    )
    begun = _begin(workspace, circulation, fitting, model, partial(_write_now, folder, circulation, dry_run))
    whole = selected(feedback, source=source, section=section, kind=kind)
    begun.before.update(Counter(one.source for one, comment in whole if not is_undisposed(comment)))
    interrupted = False
    with keys.undisturbed():
        try:
            with keys.closing_interrupts():
                go_through(begun)
        except (EOFError, KeyboardInterrupt) as end:
            interrupted = isinstance(end, KeyboardInterrupt)
            _tell("")
        finally:
            # Whatever ends it, a closed terminal too, hours of decisions are not lost.
            _save(folder, circulation, begun.sitting, dry_run)
    if interrupted:
        raise typer.Exit(INTERRUPTED)


def _begin(
    workspace: Workspace,
    circulation: Circulation,
    fitting: tuple[Said, ...],
    model: Disposition,
    save: Save,
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
    sitting = Sitting(sorted(fitting, key=order), together, [comment for _, comment in everybody])
    return Review(
        sitting, places, earlier, model, here, save, partial(circulated_text, workspace, circulation)
    )


def _save(folder: Path, circulation: Circulation, sitting: Sitting, dry_run: bool) -> None:
    """Put all that was changed on record; what stands in the way can be mended before it is tried again."""
    if not sitting.changed:
        _tell("Nothing was decided" if not sitting.decided else "Everything decided is saved")
        return
    while True:
        try:
            refused = _put_on_record(folder, circulation, sitting, dry_run)
        except NeaspecError as error:
            _say(error)
            if _gives_up():
                raise
        else:
            break
    if refused:
        raise typer.Exit(1)


def _write_now(folder: Path, circulation: Circulation, dry_run: bool, sitting: Sitting) -> None:
    """The same in between; what cannot be saved now is kept for later."""
    if not sitting.changed:
        tell("Nothing was decided since it was saved" if sitting.decided else "Nothing was decided yet")
        return
    try:
        _put_on_record(folder, circulation, sitting, dry_run)
    except NeaspecError as error:
        _say(error)
        tell("Nothing is saved yet; mend it and write again.")


def _tell(text: str) -> None:
    """Tell it where there is still somebody to hear it."""
    with suppress(OSError):
        tell(text)


def _say(error: NeaspecError) -> None:
    with suppress(OSError):
        say(f"Error: {error.message}")
        if error.hint:
            say(f"Hint: {error.hint}")


def _gives_up() -> bool:
    try:
        return keys.key("Nothing is saved yet. Mend it and press a key to try again, q to give up > ") == "q"
    except (EOFError, OSError):
        return True


def _put_on_record(folder: Path, circulation: Circulation, sitting: Sitting, dry_run: bool) -> list[Refused]:
    """One commit of what was changed since the last; what gave way to others is told and given back."""
    workspace = Workspace.open(folder, writing=True)
    before = {one.source: one for one in workspace.feedback(circulation.name)}
    after, refused = settled(sitting, before.values())
    gone = {comment.id for comment, _ in refused}
    kept = [one for one in sitting.changed.values() if one.id not in gone]
    was = sitting.on_record
    lines = "\n".join(f"{one.id}: {_what(was[one.id], one)}" for one in kept)
    verb = "Decide" if any(one.disposition != was[one.id].disposition for one in kept) else "Note"
    message = f"{verb} on {counted(len(kept), 'comments')} on {circulation.name}\n\n{lines}"
    write(workspace, before, after, message, "feedback review", dry_run)
    ways = Counter(_what(was[one.id], one) for one in kept)
    told = ", ".join(f"{number} {way}" for way, number in ways.items())
    count = counted(len(kept), "comments")
    _tell(f"{'Would save' if dry_run else 'Saved'} {count}: {told}" if kept else "Nothing was saved")
    for changed, now in refused:
        on_record = in_words(now) if now else "gone"
        say(
            f"{changed.id} was changed by somebody else meanwhile: {on_record} on record, {in_words(changed)} here"
        )
    if not dry_run:
        sitting.saved(after.values())
    return refused


def _what(before: Comment, after: Comment) -> str:
    """What was changed on a comment: what was decided, else that it was another thing."""
    if before.disposition != after.disposition:
        return in_words(after)
    if before.place != after.place:
        return f"placed on {after.place.block}"
    return f"{after.kind}" if before.kind != after.kind else "with another note"
