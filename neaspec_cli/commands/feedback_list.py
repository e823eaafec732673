"""`neaspec feedback list` and `show`: the register, with where each comment stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import typer

from neaspec_cli.commands.circulated import Now, Today, texts_of, today
from neaspec_cli.commands.completion import comments as known_comments
from neaspec_cli.commands.feedback_options import (
    FromOption,
    KindOption,
    RoundOption,
    SectionOption,
    check_filters,
    located,
)
from neaspec_cli.commands.options import HERE, AsJson, PlanFolder, print_json, print_json_list
from neaspec_cli.commands.remembering import answer_value, earlier_answers
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, SourceFeedback, find, selected
from neaspec_cli.core.feedback import comment_value
from neaspec_cli.core.register.grouping import Group, by_id, groups
from neaspec_cli.core.register.memory import Answered
from neaspec_cli.core.register.proposals_in_words import in_words
from neaspec_cli.core.register.report import GENERAL
from neaspec_cli.core.rounds import Circulation

Row: TypeAlias = tuple[SourceFeedback, Comment, Now | None]


def list_comments(
    round_name: RoundOption = None,
    source: FromOption = "",
    section: SectionOption = "",
    kind: KindOption = "",
    undisposed: Annotated[
        bool, typer.Option("--undisposed", help="Only what is not decided and agreed.")
    ] = False,
    same_as: Annotated[
        str,
        typer.Option("--same-as", metavar="ID", help="Who asks for the same.", autocompletion=known_comments),
    ] = "",
    by_section: Annotated[
        bool, typer.Option("--by-section", help="In the order of the text, under its sections.")
    ] = False,
    whole: Annotated[bool, typer.Option("--long", help="The whole of each, in a table.")] = False,
    as_groups: Annotated[
        bool, typer.Option("--groups", help="Only what several ask for in the same words, together.")
    ] = False,
    folder: PlanFolder = HERE,
    as_json: AsJson = False,
) -> None:
    """List comments, and where their words stand in the plan today: a line for each.

    What is longer than the screen goes through the pager that `PAGER` names, or `less`.

    Examples:

    - `neaspec feedback list`
    - `neaspec feedback list --round outline --from JPN --long`
    - `neaspec feedback list --undisposed --by-section`
    - `neaspec feedback list --same-as JPN-014`
    - `neaspec feedback list --undisposed --json`
    - `neaspec feedback list --groups`
    """
    workspace = Workspace.open(folder)
    circulation = workspace.circulation(round_name)
    feedback = workspace.feedback(circulation.name)
    check_filters(workspace, source, section, feedback)
    found = selected(feedback, source=source, section=section, kind=kind, only_undisposed=undisposed)
    if same_as:
        find(same_as, feedback)
        alike = _groups(workspace, circulation, feedback).get(same_as)
        found = tuple(one for one in found if one[1].id in (alike.ids if alike else (same_as,)))
    if as_groups:
        _list_groups(workspace, circulation, feedback, frozenset(comment.id for _, comment in found), as_json)
        return
    now = today(workspace, circulation) if found else None
    rows = [(feedback, comment, now.of(comment) if now else None) for feedback, comment in found]
    grouped = _by_section(now, rows) if by_section and now else [("", rows)]
    if as_json:
        known = Register.of(workspace, circulation, feedback, now) if now else None
        ordered = (row for _, of_section in grouped for row in of_section)
        print_json_list(known.value(*row) for row in ordered if known)
        return
    _show(circulation, grouped, whole=whole)


def _groups(
    workspace: Workspace, circulation: Circulation, feedback: Sequence[SourceFeedback]
) -> dict[str, Group]:
    said = [(one, comment) for one in feedback for comment in one.comments]
    return by_id(groups(said, texts_of(workspace, circulation)))


def _show(circulation: Circulation, grouped: Sequence[tuple[str, Sequence[Row]]], *, whole: bool) -> None:
    from neaspec_cli.terminal.console import print_many
    from neaspec_cli.terminal.list_view import lines
    from neaspec_cli.terminal.paging import paged
    from neaspec_cli.terminal.register_view import register

    with paged() as out:
        if whole:
            print_many(out, register(circulation.name, [row for _, rows in grouped for row in rows]))
        else:
            width = out.width if out.is_terminal else None
            for part in lines(circulation.name, grouped, width):
                out.print(part, soft_wrap=True)


def _by_section(now: Today, rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The comments in the order of the circulated text, by section; what is on no place of it comes first."""

    def place(row: Row) -> int:
        return now.base.index.get((row[1].place.section, row[1].place.block), -1)

    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=place):
        found.setdefault(row[1].place.section or GENERAL, []).append(row)
    return list(found.items())


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
        print_json_list(group_value(one, said[one.ids[0]][1]) for one in shared)
        return
    from neaspec_cli.terminal.console import print_many
    from neaspec_cli.terminal.groups_view import table
    from neaspec_cli.terminal.paging import paged

    rows = [(one, [said[identifier][1] for identifier in one.ids]) for one in shared]
    with paged() as out:
        print_many(out, table(circulation.name, rows))


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
