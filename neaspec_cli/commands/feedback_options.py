"""Options and the one way to write that the commands on feedback share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

from neaspec_cli.commands.answers import written
from neaspec_cli.commands.completion import circulations, comments, participants, sections
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import KINDS, Comment, SourceFeedback, UnknownComment, selected
from neaspec_cli.errors import NeaspecError

RoundOption = Annotated[
    str | None,
    typer.Option(
        "--round", metavar="ROUND", help="Round or circulation; the newest.", autocompletion=circulations
    ),
]
RoundArgument = Annotated[
    str | None,
    typer.Argument(metavar="[ROUND]", help="Round or circulation; the newest.", autocompletion=circulations),
]
FromOption = Annotated[
    str, typer.Option("--from", metavar="ID", help="Who said it.", autocompletion=participants)
]
SectionOption = Annotated[
    str, typer.Option("--section", metavar="ID", help="Only of this section.", autocompletion=sections)
]
CommentIds = Annotated[
    list[str] | None, typer.Argument(metavar="ID…", help="Comments such as JPN-014.", autocompletion=comments)
]

ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; your name in git.")]
ProposedOption = Annotated[
    bool, typer.Option("--proposed", help="Only propose it; it counts when it is agreed.")
]


class UnknownKind(NeaspecError):
    """No comment is of such a kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind!r} is no kind of comment.", f"Kinds are {', '.join(KINDS)}.")


def parse_kind(text: str) -> str:
    """One of the kinds of comment; anything else is wrong usage."""
    if text not in ("", *KINDS):
        raise typer.BadParameter(f"{text!r} is none of {', '.join(KINDS)}")
    return text


KindOption = Annotated[
    str,
    typer.Option(
        "--kind", metavar="KIND", parser=parse_kind, help=f"One of {', '.join(KINDS)}.", show_default=False
    ),
]


class UnknownSection(NeaspecError):
    """The plan has no section of that id."""

    def __init__(self, section: str) -> None:
        super().__init__(f"There is no section {section}.", "List them with: neaspec outline")


def check_filters(
    workspace: Workspace, source: str, section: str, feedback: Iterable[SourceFeedback] = ()
) -> None:
    """Refuse a source or section that nobody knows: a slip would otherwise look as if nothing were open.

    A section of the plan, or one that something in `feedback` is on, is known.
    """
    if source:
        workspace.settings().participant(source)
    if section and section not in [one.id for one in workspace.sections()]:
        places = (comment.place.section for one in feedback for comment in one.comments)
        if section not in places:
            raise UnknownSection(section)


def fitting(
    workspace: Workspace, circulation: str, source: str, section: str, kind: str
) -> tuple[tuple[SourceFeedback, Comment], ...]:
    """The comments on a circulation that fit all that is asked for; refuses names that nobody knows."""
    feedback = workspace.feedback(circulation)
    check_filters(workspace, source, section, feedback)
    return selected(feedback, source=source, section=section, kind=kind)


def located(workspace: Workspace, name: str, round_name: str | None) -> tuple[str, str]:
    """`draft-1/JPN-014` or `JPN-014` in the round named (the newest) as circulation and id."""
    circulation, slash, identifier = name.rpartition("/")
    return workspace.circulation(circulation if slash else round_name).name, identifier


def find_in(feedback: Mapping[str, SourceFeedback], identifier: str) -> SourceFeedback:
    """The feedback that holds the comment."""
    found = next(
        (one for one in feedback.values() if any(each.id == identifier for each in one.comments)), None
    )
    if found is None:
        raise UnknownComment(identifier)
    return found


def write(
    workspace: Workspace,
    before: Mapping[str, SourceFeedback],
    after: Mapping[str, SourceFeedback],
    message: str,
    act: str,
    dry_run: bool,
) -> bool:
    """Commit the feedback files that changed, values at their places; whether anything did."""
    changes: dict[str, str | bytes | None] = {}
    for source, feedback in after.items():
        if feedback != before.get(source):
            changes |= written(workspace, before.get(source), feedback)
    if changes:
        workspace.commit(changes, message, {"Neaspec": [act]}, dry_run)
    return bool(changes)
