"""`neaspec feedback dispose` and `place`: deciding on comments, and putting right where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, TypeAlias

import typer

from neaspec_cli.commands.choosing import Wanted, chosen
from neaspec_cli.commands.completion import comments as known_comments
from neaspec_cli.commands.feedback_import import NoSuchPlace
from neaspec_cli.commands.feedback_options import (
    ByOption,
    CommentIds,
    FromOption,
    KindOption,
    ProposedOption,
    RoundOption,
    SectionOption,
    find_in,
    located,
    write,
)
from neaspec_cli.commands.options import HERE, DryRun, OnDate, PlanFolder, today
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import (
    VERDICTS,
    Comment,
    Disposition,
    Place,
    by_id,
    find,
    with_comment,
    with_comments,
)
from neaspec_cli.core.register import dispositions
from neaspec_cli.terminal.console import say, tell
from neaspec_cli.terminal.register_view import decided as in_words

Act: TypeAlias = Callable[[Comment], Comment]


def parse_verdict(text: str) -> str:
    """One of the dispositions; a hyphen may stand for a space."""
    words = text.replace("-", " ")
    if words not in ("", *VERDICTS):
        raise typer.BadParameter(f"{text!r} is none of {', '.join(VERDICTS)}")
    return words


VerdictOption = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="DISPOSITION",
        parser=parse_verdict,
        help=f"One of {', '.join(VERDICTS)}.",
        show_default=False,
    ),
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; given back to who asked.")]
SameAsOption = Annotated[
    str,
    typer.Option(
        "--same-as",
        metavar="ID",
        help="All who ask the same as this comment; without --as, its disposition.",
        autocompletion=known_comments,
    ),
]


def dispose(
    verdict: VerdictOption = "",
    identifiers: CommentIds = None,
    reason: ReasonOption = "",
    text: Annotated[
        str, typer.Option("--text", metavar="WORDS", help="Wording used, for accepted with modification.")
    ] = "",
    proposed: ProposedOption = False,
    agreed: Annotated[bool, typer.Option("--agreed", help="Agree to what was proposed.")] = False,
    same_as: SameAsOption = "",
    by: ByOption = "",
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
    - `neaspec feedback dispose --from MNG --agreed`
    - `neaspec feedback dispose --round draft --agreed`
    - `neaspec feedback dispose --same-as JPN-014`
    - `neaspec feedback dispose RUS-003 --as accepted-with-modification --text "by 2035"`
    """
    if proposed and agreed:
        raise typer.BadParameter("--proposed and --agreed contradict each other")
    if not (verdict or agreed or same_as):
        raise typer.BadParameter("say how with --as, or --agreed for what was proposed")
    workspace, day = Workspace.open(folder, writing=True), today(on)
    who = by or workspace.repository.identity().name
    wanted = Wanted(source, section, kind, same_as, only_proposed=agreed and not verdict)
    found = chosen(workspace, identifiers or [], round_name, wanted)
    if agreed and not verdict:
        act: Act = partial(dispositions.agree, by=who, on=day)
    else:
        model = _model(workspace, round_name, verdict, reason, text, same_as)
        act = partial(_decided, model=replace(model, by=who, decided=day, agreed=not proposed))
    told = _write_all(workspace, found, act, reason, dry_run)
    tell("\n".join(told) or "No comment fits that is still open")


def _model(
    workspace: Workspace, round_name: str | None, verdict: str, reason: str, text: str, same_as: str
) -> Disposition:
    """The disposition to give: as the options say, else that of the comment that others ask the same as."""
    if verdict:
        return Disposition(verdict, text, reason)
    circulation, identifier = located(workspace, same_as, round_name)
    _, comment = find(identifier, workspace.feedback(circulation))
    if comment.disposition is None:
        raise typer.BadParameter(f"nothing is decided on {identifier}; say how with --as")
    given = comment.disposition
    return Disposition(given.verdict, text or given.text, reason or given.reason)


def _write_all(
    workspace: Workspace, found: dict[str, list[str]], act: Act, reason: str, dry_run: bool
) -> list[str]:
    """Carry the act out on the comments of each circulation, one commit each; what to tell of it."""
    told = []
    for circulation, identifiers in found.items():
        before = {one.source: one for one in workspace.feedback(circulation)}
        known = by_id(before.values())
        decided = {identifier: act(known[identifier]) for identifier in identifiers}
        verdicts = [in_words(one) for one in decided.values()]
        after = {source: with_comments(one, decided) for source, one in before.items()}
        named = ", ".join(identifiers) if len(identifiers) < 6 else f"{len(identifiers)} comments"
        message = f"Dispose of {named} on {circulation}: {', '.join(dict.fromkeys(verdicts))}"
        message += f"\n\n{reason}" if reason else ""
        write(workspace, before, after, message, "feedback dispose", dry_run)
        if dry_run:
            say(", ".join(identifiers))
        told += [_told(count, words, dry_run) for words, count in Counter(verdicts).items()]
    return told


def _told(count: int, words: str, dry_run: bool) -> str:
    verb = "would be" if dry_run else "is" if count == 1 else "are"
    return f"{count} comment{'' if count == 1 else 's'} {verb} {words}"


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


def _decided(comment: Comment, model: Disposition) -> Comment:
    return dispositions.dispose(
        comment,
        model.verdict,
        reason=model.reason,
        by=model.by,
        decided=model.decided,
        agreed=model.agreed,
        text=model.text,
    )
