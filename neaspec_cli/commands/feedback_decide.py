"""`neaspec feedback dispose` and `place`: deciding on comments, and putting right where they stand."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from neaspec_cli.commands.completion import comments as known_comments
from neaspec_cli.commands.feedback_import import NoSuchPlace
from neaspec_cli.commands.feedback_options import (
    CommentIds,
    FromOption,
    KindOption,
    RoundOption,
    SectionOption,
    find_in,
    located,
    write,
)
from neaspec_cli.commands.options import HERE, DryRun, OnDate, PlanFolder, today
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core import dispositions
from neaspec_cli.core.comments import VERDICTS, Comment, Place, find, selected, with_comment
from neaspec_cli.terminal.console import tell


def parse_verdict(text: str) -> str:
    """One of the dispositions; a hyphen may stand for a space."""
    words = text.replace("-", " ")
    if words not in VERDICTS:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(VERDICTS)}")
    return words


def dispose(
    verdict: Annotated[
        str,
        typer.Option(
            "--as", metavar="DISPOSITION", parser=parse_verdict, help=f"One of {', '.join(VERDICTS)}."
        ),
    ],
    identifiers: CommentIds = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; given back to who asked.")
    ] = "",
    text: Annotated[
        str, typer.Option("--text", metavar="WORDS", help="Wording used, for accepted with modification.")
    ] = "",
    proposed: Annotated[
        bool, typer.Option("--proposed", help="Only propose it; it counts when it is agreed.")
    ] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; your name in git.")] = "",
    source: FromOption = "",
    section: SectionOption = "",
    kind: KindOption = "",
    round_name: RoundOption = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Decide on comments, named one by one or all that fit and are still open.

    Examples:

    - `neaspec feedback dispose JPN-014 --as accepted`
    - `neaspec feedback dispose JPN-015 CHN-002 --as "not accepted" --reason "Outside the mandate"`
    - `neaspec feedback dispose --from MNG --kind editorial --as accepted --proposed`
    - `neaspec feedback dispose RUS-003 --as accepted-with-modification --text "by 2035"`
    """
    workspace, day = Workspace.open(folder, writing=True), today(on)
    chosen = _chosen(workspace, identifiers or [], round_name, source, section, kind)
    who = by or workspace.repository.identity().name
    count = 0
    for circulation, wanted in chosen.items():
        before = {one.source: one for one in workspace.feedback(circulation)}
        after = dict(before)
        for identifier in wanted:
            holder = find_in(after, identifier)
            _, comment = find(identifier, [holder])
            decided = _decided(comment, verdict, reason, who, day, text, proposed)
            after[holder.source] = with_comment(holder, decided)
        named = ", ".join(wanted) if len(wanted) < 6 else f"{len(wanted)} comments"
        message = f"Dispose of {named} on {circulation}: {verdict}" + (f"\n\n{reason}" if reason else "")
        write(workspace, before, after, message, "feedback dispose", dry_run)
        count += len(wanted)
    verb = "would be" if dry_run else "is" if count == 1 else "are"
    tell(f"{count} comment{'' if count == 1 else 's'} {verb} {verdict}{' (proposed)' if proposed else ''}")


def place(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="A comment such as JPN-014.", autocompletion=known_comments)
    ],
    label: Annotated[str, typer.Argument(metavar="LABEL", help="Paragraph as printed, such as 27(b).")],
    quote: Annotated[str, typer.Option("--quote", metavar="WORDS", help="Words that it is about.")] = "",
    round_name: RoundOption = None,
    folder: PlanFolder = HERE,
    dry_run: DryRun = False,
) -> None:
    """Put a comment on a paragraph of the circulated text by hand.

    Examples:

    - `neaspec feedback place JPN-014 "27(b)"`
    - `neaspec feedback place CHN-002 12 --quote "regional centres"`
    """
    from neaspec_cli.commands.circulated import circulated_text

    workspace = Workspace.open(folder, writing=True)
    circulation, wanted = located(workspace, identifier, round_name)
    before = {one.source: one for one in workspace.feedback(circulation)}
    holder = find_in(before, wanted)
    _, comment = find(wanted, [holder])
    leaf = circulated_text(workspace, workspace.circulation(circulation)).leaf(Place(block=label))
    if leaf is None:
        raise NoSuchPlace(label, circulation)
    words = quote or (comment.place.quote if comment.place.quote in leaf.block.text else "")
    placed = with_comment(holder, replace(comment, place=leaf.place(words)))
    write(workspace, before, {holder.source: placed}, f"Place {wanted} on {label}", "feedback place", dry_run)
    tell(f"{wanted} {'would stand' if dry_run else 'stands'} on {label} ({leaf.section})")


def _chosen(
    workspace: Workspace,
    identifiers: Sequence[str],
    round_name: str | None,
    source: str,
    section: str,
    kind: str,
) -> dict[str, list[str]]:
    """Ids by circulation: those named, or all open ones that fit."""
    chosen: dict[str, list[str]] = defaultdict(list)
    if identifiers:
        if source or section or kind:
            raise typer.BadParameter(
                "name comments, or choose them with --from, --section and --kind; not both"
            )
        for name in identifiers:
            circulation, identifier = located(workspace, name, round_name)
            find(identifier, workspace.feedback(circulation))
            chosen[circulation].append(identifier)
        return chosen
    if not (source or section or kind):
        raise typer.BadParameter("name comments, or choose them with --from, --section or --kind")
    circulation = workspace.circulation(round_name).name
    found = selected(
        workspace.feedback(circulation), source=source, section=section, kind=kind, only_undisposed=True
    )
    chosen[circulation] = [comment.id for _, comment in found]
    return chosen


def _decided(
    comment: Comment, verdict: str, reason: str, by: str, on: datetime.date, text: str, proposed: bool
) -> Comment:
    return dispositions.dispose(
        comment, verdict, reason=reason, by=by, decided=on, agreed=not proposed, text=text
    )
