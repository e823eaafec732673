"""`neaspec merge`: accepted proposals go into the plan, one commit each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from neaspec_cli.commands.completion import circulations, comments
from neaspec_cli.commands.options import HERE, AsJson, DryRun, PlanFolder, print_json
from neaspec_cli.commands.standing import merged_comments
from neaspec_cli.commands.workspace import TAGS, Workspace
from neaspec_cli.core.carrying import Carried, Step, carry_out
from neaspec_cli.core.comments import Comment, find
from neaspec_cli.core.dispositions import is_to_merge
from neaspec_cli.core.markdown import Block, blocks
from neaspec_cli.core.merge import BlockWish, Merged, Wish
from neaspec_cli.core.merge import merge as merge_wishes
from neaspec_cli.core.plan import Plan, Section
from neaspec_cli.core.wishes import Listed, Unwished, listed, wish
from neaspec_cli.errors import NeaspecError

app = typer.Typer(add_completion=False)


class UncommittedPlan(NeaspecError):
    """The plan has changes that are in no commit."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"These files have changes that are not committed: {', '.join(paths)}.",
            "Commit or undo them first, so that each merged comment is one commit of its own.",
        )


@dataclass(frozen=True)
class Outcome:
    """What came of every accepted comment of a circulation."""

    circulation: str
    carried: Carried
    merged: Merged
    unwished: tuple[Unwished, ...]

    @property
    def is_complete(self) -> bool:
        """Is nothing left that somebody must do by hand or decide?"""
        return not (self.unwished or self.merged.clashes or self.merged.unplaced or self.carried.refused)


@app.command()
def merge(
    round_name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ROUND]", help="Round or circulation; the newest.", autocompletion=circulations
        ),
    ] = None,
    done: Annotated[
        list[str] | None,
        typer.Option(
            "--done", metavar="ID", help="Record that this was carried out by hand.", autocompletion=comments
        ),
    ] = None,
    folder: PlanFolder = HERE,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Apply proposals that are accepted and agreed to the plan as it stands, one commit each.

    What clashes, or has no certain place any more, is listed and left for people; then the exit code is 1.

    Examples:

    - `neaspec merge --dry-run`
    - `neaspec merge draft`
    - `neaspec merge draft --done JPN-007`
    """
    workspace = Workspace.open(folder, writing=True)
    circulation = workspace.circulation(round_name).name
    dirty = workspace.repository.dirty(["plan"])
    if dirty:
        raise UncommittedPlan(dirty)
    if done:
        record_done(workspace, circulation, done, dry_run)
        return
    outcome = decide(workspace, circulation)
    write(workspace, outcome, dry_run)
    if as_json:
        print_json(outcome_json(outcome))
    else:
        from neaspec_cli.terminal.console import console
        from neaspec_cli.terminal.merge_view import view

        for part in view(outcome.circulation, outcome.carried, outcome.merged, outcome.unwished, dry_run):
            console().print(part)
    if not outcome.is_complete:
        raise typer.Exit(1)


def decide(workspace: Workspace, circulation: str) -> Outcome:
    """Bring the accepted comments onto the current text; nothing is written."""
    base, current = workspace.plan(TAGS + circulation), workspace.plan()
    circulated = _listed(base, workspace.circulation(circulation).kind == "annotated")
    wishes: list[Wish | BlockWish] = []
    unwished: list[Unwished] = []
    for comment, key, holder in accepted(workspace, circulation):
        found = wish(comment, key, holder, circulated)
        if isinstance(found, Unwished):
            unwished.append(found)
        else:
            wishes.append(found)
    merged = merge_wishes(
        circulated.blocks, [one for section in current.sections for one in section.blocks], wishes
    )
    labels = [[label.text for label in of_section] for of_section in current.labels(annotated=True)]
    carried = carry_out(
        current.sections, labels, merged.agreed, lambda section, text: _parse(workspace, section, text)
    )
    return Outcome(circulation, carried, merged, tuple(unwished))


def accepted(workspace: Workspace, circulation: str) -> list[tuple[Comment, str, str]]:
    """Comments to merge that no commit has carried out yet, with their full names and who made them."""
    merged = merged_comments(workspace)
    return [
        (comment, f"{circulation}/{comment.id}", source.source)
        for source in workspace.feedback(circulation)
        for comment in source.comments
        if is_to_merge(comment) and f"{circulation}/{comment.id}" not in merged
    ]


def write(workspace: Workspace, outcome: Outcome, dry_run: bool) -> None:
    """One commit for each step; what stood there already is recorded in one more."""
    from neaspec_cli.adapters.transaction import CommitPlan

    reasons = {key: comment for comment, key, _ in accepted(workspace, outcome.circulation)}
    plans = [
        CommitPlan({step.section.path: step.source.encode()}, _message(step, reasons), _trailers(step))
        for step in outcome.carried.steps
    ]
    already = [one.key for one in outcome.merged.already]
    if already:
        plans.append(
            CommitPlan({}, "Note what the plan says already", _done_trailers(already), allow_empty=True)
        )
    if plans:
        workspace.commit_all(plans, dry_run=dry_run)


def record_done(workspace: Workspace, circulation: str, done: Sequence[str], dry_run: bool) -> None:
    """Record in an empty commit that accepted comments were carried out by hand."""
    from neaspec_cli.adapters.transaction import CommitPlan

    feedback = workspace.feedback(circulation)
    names = []
    for identifier in done:
        _, comment = find(identifier.rpartition("/")[2], feedback)
        if not is_to_merge(comment):
            raise NeaspecError(
                f"{comment.id} is not accepted, so there is nothing to carry out.",
                f"Decide it first: neaspec feedback dispose {comment.id} --as accepted",
            )
        names.append(f"{circulation}/{comment.id}")
    message = f"Record {', '.join(names)} as carried out by hand"
    workspace.commit_all([CommitPlan({}, message, _done_trailers(names), allow_empty=True)], dry_run=dry_run)


def _listed(plan: Plan, annotated: bool) -> Listed:
    labels = plan.labels(annotated)
    return listed(
        [
            (section.id, section.blocks, [label.text for label in of_section])
            for section, of_section in zip(plan.sections, labels, strict=True)
        ]
    )


def _parse(workspace: Workspace, section: Section, text: str) -> tuple[Block, ...]:
    return blocks(workspace.trees.with_places(text[section.body_start :]), text, section.body_start)


def _message(step: Step, reasons: dict[str, Comment]) -> str:
    names = ", ".join(key.partition("/")[2] for key in step.agreed.keys)
    where = f"{step.section.id} {step.label}".strip()
    decided = [reasons[key].disposition for key in step.agreed.keys if key in reasons]
    body = "\n".join(dict.fromkeys(one.reason for one in decided if one and one.reason))
    return f"Merge {names} into {where}" + (f"\n\n{body}" if body else "")


def _trailers(step: Step) -> dict[str, Sequence[str]]:
    return {"Neaspec": ["merge"], "Comment": step.agreed.keys, "Proposed-by": step.agreed.holders}


def _done_trailers(names: Sequence[str]) -> dict[str, Sequence[str]]:
    return {"Neaspec": ["merge"], "Comment": names}


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """`merge --json`: every accepted comment is in exactly one list."""
    merged = outcome.merged
    return {
        "circulation": outcome.circulation,
        "merged": [
            {
                "comments": one.agreed.keys,
                "proposed_by": one.agreed.holders,
                "section": one.section.id,
                "label": one.label,
            }
            for one in outcome.carried.steps
        ],
        "already": [one.key for one in merged.already],
        "clashes": [
            {
                "base": one.base,
                "reason": one.reason,
                "alternatives": [
                    {"text": other.text, "holders": other.holders, "comments": other.keys}
                    for other in one.alternatives
                ],
            }
            for one in merged.clashes
        ],
        "unplaced": [
            {
                "comment": one.key,
                "reason": one.reason,
                "base": one.base,
                "current": one.current,
                "proposed": one.proposed,
            }
            for one in merged.unplaced
        ],
        "by_hand": [{"comment": one.key, "reason": one.reason} for one in outcome.unwished]
        + [
            {"comment": key, "reason": one.reason}
            for one in outcome.carried.refused
            for key in one.agreed.keys
        ],
    }
