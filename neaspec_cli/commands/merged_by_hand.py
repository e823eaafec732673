"""Comments that people carried out themselves: recorded in an empty commit, so that they count as merged."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from neaspec_cli.commands.merging import MOST_NAMED, done_trailers
from neaspec_cli.commands.options import print_json
from neaspec_cli.commands.standing import merged_comments
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, find
from neaspec_cli.core.register.dispositions import is_to_merge
from neaspec_cli.core.register.grouping import Said
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal.console import tell

ALL = "all"


def record(
    workspace: Workspace,
    circulation: str,
    done: Sequence[str],
    fitting: Sequence[Said],
    *,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Record those named (ids with commas between them, or `all`) of the comments that fit, and tell it."""
    names = _named(workspace, circulation, done, [comment for _, comment in fitting])
    _write(workspace, circulation, names, dry_run)
    _tell(circulation, names, as_json=as_json, dry_run=dry_run)


def _named(
    workspace: Workspace, circulation: str, done: Sequence[str], fitting: Sequence[Comment]
) -> list[str]:
    """Full names of the comments that were carried out: those named, or all that fit and wait to be merged."""
    words = [one.strip() for each in done for one in each.split(",") if one.strip()]
    merged = merged_comments(workspace)
    if ALL in words:
        if len(words) > 1:
            raise typer.BadParameter("--done takes comments, or all; not both")
        names = [f"{circulation}/{one.id}" for one in fitting if is_to_merge(one)]
        return [name for name in names if name not in merged]
    known = {one.id: one for one in fitting}
    for word in words:
        identifier = word.rpartition("/")[2]
        find(identifier, workspace.feedback(circulation))
        if identifier not in known:
            raise typer.BadParameter(f"{identifier} is none of those that the other options choose")
        if not is_to_merge(known[identifier]):
            raise NeaspecError(
                f"{identifier} is not accepted, so there is nothing to carry out.",
                f"Decide it first: neaspec feedback dispose {identifier} --as accepted",
            )
    return list(dict.fromkeys(f"{circulation}/{word.rpartition('/')[2]}" for word in words))


def _write(workspace: Workspace, circulation: str, names: Sequence[str], dry_run: bool) -> None:
    """Record in an empty commit that accepted comments were carried out by hand."""
    from neaspec_cli.adapters.transaction import CommitPlan

    if not names:
        return
    said = ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} comments on {circulation}"
    message = f"Record {said} as carried out by hand"
    workspace.commit_all([CommitPlan({}, message, done_trailers(names), allow_empty=True)], dry_run=dry_run)


def _tell(circulation: str, names: Sequence[str], *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        print_json({"circulation": circulation, "done": list(names)})
        return
    ids = ", ".join(name.rpartition("/")[2] for name in names)
    verb = "Would record" if dry_run else "Recorded"
    tell(
        f"{verb} as carried out by hand: {ids}"
        if names
        else "No accepted comment that fits waits to be merged"
    )
