"""Which comments a command works on: those that are named, or all that fit and are still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import typer

from neaspec_cli.commands.circulated import texts_of
from neaspec_cli.commands.feedback_options import check_filters, located
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import SourceFeedback, UnknownComment, by_id, find, selected
from neaspec_cli.core.register import grouping
from neaspec_cli.core.register.dispositions import is_proposed


@dataclass(frozen=True)
class Wanted:
    """What open comments have to be; `same_as` is one of them or one that is decided already."""

    source: str = ""
    section: str = ""
    kind: str = ""
    same_as: str = ""
    only_proposed: bool = False

    @property
    def is_anything(self) -> bool:
        """Nothing is asked of them."""
        return not (self.source or self.section or self.kind or self.same_as)


def chosen(
    workspace: Workspace, identifiers: Sequence[str], round_name: str | None, wanted: Wanted
) -> dict[str, list[str]]:
    """Ids by circulation: those named, or all open ones that fit; naming and choosing at once is wrong usage.

    A round alone chooses all that is proposed in it, and never what is still undecided.
    """
    if identifiers:
        if not wanted.is_anything:
            raise typer.BadParameter(
                "name comments, or choose them with --from, --section, --kind and --same-as; not both"
            )
        return _named(workspace, identifiers, round_name)
    if wanted.is_anything and not (wanted.only_proposed and round_name):
        whole = (
            "; with --agreed --round ROUND alone means all that is proposed" if wanted.only_proposed else ""
        )
        raise typer.BadParameter(
            f"name comments, or choose them with --from, --section, --kind or --same-as{whole}"
        )
    name, identifier = round_name, ""
    if wanted.same_as:
        name, identifier = located(workspace, wanted.same_as, round_name)
    circulation = workspace.circulation(name)
    feedback = workspace.feedback(circulation.name)
    check_filters(workspace, wanted.source, wanted.section, feedback)
    fitting = selected(
        feedback, source=wanted.source, section=wanted.section, kind=wanted.kind, only_undisposed=True
    )
    found = [comment for _, comment in fitting if is_proposed(comment) or not wanted.only_proposed]
    if identifier:
        together = _together(workspace, circulation.name, feedback, identifier)
        found = [comment for comment in found if comment.id in together]
    return {circulation.name: [comment.id for comment in found]} if found else {}


def _named(workspace: Workspace, identifiers: Sequence[str], round_name: str | None) -> dict[str, list[str]]:
    result: dict[str, list[str]] = defaultdict(list)
    for name in identifiers:
        circulation, identifier = located(workspace, name, round_name)
        result[circulation].append(identifier)
    for circulation, listed in result.items():
        known = by_id(workspace.feedback(circulation))
        for identifier in listed:
            if identifier not in known:
                raise UnknownComment(identifier)
    return result


def _together(
    workspace: Workspace, circulation: str, feedback: Sequence[SourceFeedback], identifier: str
) -> frozenset[str]:
    """A comment and all others that ask the same."""
    find(identifier, feedback)
    said = [(one, comment) for one in feedback for comment in one.comments]
    found = grouping.groups(said, texts_of(workspace, workspace.circulation(circulation)))
    group = grouping.by_id(found).get(identifier)
    return frozenset(group.ids if group else (identifier,))
