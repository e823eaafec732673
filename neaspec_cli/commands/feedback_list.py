"""`neaspec feedback list` and `show`: the register, with where each comment stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from neaspec_cli.commands.circulated import Now, Today, texts_of, today
from neaspec_cli.commands.completion import comments as known_comments
from neaspec_cli.commands.feedback_options import FromOption, KindOption, RoundOption, SectionOption, located
from neaspec_cli.commands.options import HERE, AsJson, PlanFolder, print_json
from neaspec_cli.commands.remembering import answer_value, earlier_answers
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, SourceFeedback, find, selected
from neaspec_cli.core.feedback import comment_value
from neaspec_cli.core.register.grouping import Group, by_id, groups
from neaspec_cli.core.register.memory import Answered
from neaspec_cli.core.register.proposals_in_words import in_words
from neaspec_cli.core.rounds import Circulation
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
    as_groups: Annotated[
        bool, typer.Option("--groups", help="Only what several ask for in the same words, together.")
    ] = False,
    folder: PlanFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """List comments, and where their words stand in the plan today.

    Examples:

    - `neaspec feedback list`
    - `neaspec feedback list --round outline --from JPN`
    - `neaspec feedback list --undisposed --json`
    - `neaspec feedback list --groups`
    """
    workspace = Workspace.open(folder)
    if source:
        workspace.settings().participant(source)
    if section and section not in [one.id for one in workspace.sections()]:
        raise UnknownSection(section)
    circulation = workspace.circulation(round_name)
    feedback = workspace.feedback(circulation.name)
    found = selected(feedback, source=source, section=section, kind=kind, only_undisposed=undisposed)
    if as_groups:
        _list_groups(workspace, circulation, feedback, frozenset(comment.id for _, comment in found), as_json)
        return
    now = today(workspace, circulation) if found else None
    rows = [(feedback, comment, now.of(comment) if now else None) for feedback, comment in found]
    if as_json:
        known = Register.of(workspace, circulation, feedback, now) if now else None
        print_json([known.value(*row) for row in rows] if known else [])
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.register_view import register

    out = console()
    for part in register(circulation.name, rows):
        out.print(part)


def _list_groups(
    workspace: Workspace,
    circulation: Circulation,
    feedback: Sequence[SourceFeedback],
    wanted: frozenset[str],
    as_json: bool,
) -> None:
    """Each wish that several share, once, where one of its comments is wanted."""
    said = {comment.id: (one, comment) for one in feedback for comment in one.comments}
    found = groups(said.values(), texts_of(workspace, circulation)) if said else ()
    shared = [one for one in found if not wanted.isdisjoint(one.ids)]
    if as_json:
        print_json([group_value(one, said[one.ids[0]][1]) for one in shared])
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.groups_view import table

    rows = [(one, [said[identifier][1] for identifier in one.ids]) for one in shared]
    for part in table(circulation.name, rows):
        console().print(part)


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
    everybody = workspace.feedback(name)
    feedback, comment = find(wanted, everybody)
    circulation = workspace.circulation(name)
    followed = today(workspace, circulation)
    now = followed.of(comment)
    known = Register.of(workspace, circulation, everybody, followed)
    if as_json:
        print_json(known.value(feedback, comment, now))
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.register_view import details

    then, current = followed.words(comment, now)
    same, earlier = known.same(comment), known.earlier.get(comment.id, ())
    for part in details(feedback, comment, now, then, current, same, earlier):
        console().print(part)


@dataclass(frozen=True)
class Register:
    """What is known of a circulation's comments beside themselves: who asks the same, what was answered before."""

    together: dict[str, Group]
    earlier: dict[str, tuple[Answered, ...]]

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        circulation: Circulation,
        feedback: Sequence[SourceFeedback],
        followed: Today,
    ) -> Register:
        """All of it; `followed` holds the circulated text."""
        said = [(one, comment) for one in feedback for comment in one.comments]
        texts = followed.texts
        return cls(by_id(groups(said, texts)), earlier_answers(workspace, circulation, said, texts))

    def same(self, comment: Comment) -> tuple[str, ...]:
        """The other comments that ask the same."""
        group = self.together.get(comment.id)
        return group.others(comment.id) if group else ()

    def value(self, feedback: SourceFeedback, comment: Comment, now: Now | None) -> dict[str, Any]:
        """A comment as `feedback list --json` gives it."""
        current = {"section": now.section, "label": now.label, "state": now.state} if now else None
        place = {"circulation": feedback.circulation, "source": feedback.source}
        answers = [answer_value(one) for one in self.earlier.get(comment.id, ())]
        known = {"current": current, "same": list(self.same(comment)), "earlier": answers}
        return {**place, **comment_value(comment), **known}


def group_value(group: Group, first: Comment) -> dict[str, Any]:
    """A group as `feedback list --groups --json` gives it; the words are those of its first comment."""
    place = {"section": first.place.section, "block": first.place.block, "activity": first.place.activity}
    return {
        "comments": list(group.ids),
        "sources": list(group.sources),
        "place": {name: word for name, word in place.items() if word},
        "same": "proposal" if group.is_proposal else "remark",
        "identical": group.is_identical,
        "words": in_words(first.proposal) if first.proposal else first.comment,
    }
