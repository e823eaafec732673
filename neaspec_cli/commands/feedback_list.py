"""`neaspec feedback list` and `show`: the register, with where each comment stands today."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from neaspec_cli.commands.circulated import Now, today
from neaspec_cli.commands.completion import comments as known_comments
from neaspec_cli.commands.feedback_options import FromOption, KindOption, RoundOption, SectionOption, located
from neaspec_cli.commands.options import HERE, AsJson, PlanFolder, print_json
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, SourceFeedback, find, selected
from neaspec_cli.core.feedback import comment_value
from neaspec_cli.errors import NeaspecError


class UnknownSection(NeaspecError):
    """The plan has no section of that id."""

    def __init__(self, section: str) -> None:
        super().__init__(f"There is no section {section}.", "List them with: neaspec outline")


def list_comments(
    round_name: RoundOption = None,
    source: FromOption = "",
    section: SectionOption = "",
    kind: KindOption = "",
    undisposed: Annotated[
        bool, typer.Option("--undisposed", help="Only what is not decided and agreed.")
    ] = False,
    folder: PlanFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """List comments, and where their words stand in the plan today.

    Examples:

    - `neaspec feedback list`
    - `neaspec feedback list --round outline --from JPN`
    - `neaspec feedback list --undisposed --json`
    """
    workspace = Workspace.open(folder)
    if source:
        workspace.settings().participant(source)
    if section and section not in [one.id for one in workspace.sections()]:
        raise UnknownSection(section)
    circulation = workspace.circulation(round_name)
    found = selected(
        workspace.feedback(circulation.name),
        source=source,
        section=section,
        kind=kind,
        only_undisposed=undisposed,
    )
    now = today(workspace, circulation) if found else None
    rows = [(feedback, comment, now.of(comment) if now else None) for feedback, comment in found]
    if as_json:
        print_json([register_value(*row) for row in rows])
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.register_view import register

    out = console()
    for part in register(circulation.name, rows):
        out.print(part)


def show(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="A comment such as JPN-014.", autocompletion=known_comments)
    ],
    round_name: RoundOption = None,
    folder: PlanFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show all there is on a comment: words, proposal, replies, decision, the circulated words and today's.

    Examples:

    - `neaspec feedback show JPN-014`
    - `neaspec feedback show outline-1/CHN-002 --json`
    """
    workspace = Workspace.open(folder)
    name, wanted = located(workspace, identifier, round_name)
    feedback, comment = find(wanted, workspace.feedback(name))
    followed = today(workspace, workspace.circulation(name))
    now = followed.of(comment)
    if as_json:
        print_json(register_value(feedback, comment, now))
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.register_view import details

    then, current = followed.words(comment, now)
    for part in details(feedback, comment, now, then, current):
        console().print(part)


def register_value(feedback: SourceFeedback, comment: Comment, now: Now | None) -> dict[str, Any]:
    """A comment as `feedback list --json` gives it."""
    current = {"section": now.section, "label": now.label, "state": now.state} if now else None
    place = {"circulation": feedback.circulation, "source": feedback.source}
    return {**place, **comment_value(comment), "current": current}
