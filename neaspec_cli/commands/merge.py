"""`neaspec merge`: accepted proposals go into the plan, one commit each; what is open goes into brackets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from neaspec_cli.commands.completion import circulations, comments
from neaspec_cli.commands.options import HERE, AsJson, DryRun, PlanFolder, print_json
from neaspec_cli.commands.standing import merged_comments
from neaspec_cli.commands.workspace import TAGS, Workspace
from neaspec_cli.core import scan
from neaspec_cli.core.brackets import CLASS
from neaspec_cli.core.carrying import Bracketed, Carried, NotBracketed, Step, carry_out
from neaspec_cli.core.comments import Comment, find
from neaspec_cli.core.dispositions import is_settled, is_to_merge
from neaspec_cli.core.markdown import Block, blocks
from neaspec_cli.core.merge import Agreed, BlockWish, Clash, Merged, Wish
from neaspec_cli.core.merge import merge as merge_wishes
from neaspec_cli.core.open_runs import OpenRun, of_agreed, of_clash
from neaspec_cli.core.plan import Plan, Section
from neaspec_cli.core.rewriting import CannotPlace
from neaspec_cli.core.wishes import Listed, Unwished, listed, wish
from neaspec_cli.errors import NeaspecError

if TYPE_CHECKING:
    from neaspec_cli.adapters.transaction import CommitPlan

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
    """What came of every comment of a circulation that was to be merged; `opened` are clashes and their runs."""

    circulation: str
    carried: Carried
    merged: Merged
    unwished: tuple[Unwished, ...]
    opened: tuple[tuple[Clash, OpenRun | None, str], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Is nothing left that somebody must do by hand or decide?"""
        left = self.unwished or self.merged.unplaced or self.carried.refused or self.carried.left_open
        return not (self.merged.clashes or left)


@app.command()
def merge(
    round_name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ROUND]", help="Round or circulation; the newest.", autocompletion=circulations
        ),
    ] = None,
    together: Annotated[
        bool,
        typer.Option("--together", help="Bring in all that is undecided too, in brackets, for a meeting."),
    ] = False,
    in_brackets: Annotated[
        bool, typer.Option("--brackets/--no-brackets", help="Put what clashes into the text, in brackets.")
    ] = True,
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

    What clashes stands side by side in the text, in brackets with the names of those who hold it, in one last
    commit; `neaspec brackets` lists and settles it. What has no certain place any more is listed and left for
    people. In both cases the exit code is 1.

    Examples:

    - `neaspec merge --dry-run`
    - `neaspec merge draft`
    - `neaspec merge draft --together`
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
    outcome = decide(workspace, circulation, together=together, in_brackets=in_brackets)
    write(workspace, outcome, dry_run)
    if as_json:
        print_json(outcome_json(outcome))
    else:
        from neaspec_cli.terminal.console import console
        from neaspec_cli.terminal.merge_view import view

        opened = [(clash, run.name if run else "", why) for clash, run, why in outcome.opened]
        for part in view(circulation, outcome.carried, outcome.merged, opened, outcome.unwished, dry_run):
            console().print(part)
    if not outcome.is_complete:
        raise typer.Exit(1)


def decide(
    workspace: Workspace, circulation: str, *, together: bool = False, in_brackets: bool = True
) -> Outcome:
    """Bring the comments onto the current text; nothing is written."""
    base, current = workspace.plan(TAGS + circulation), workspace.plan()
    circulated = _listed(base, workspace.circulation(circulation).kind == "annotated")
    found = [
        (key, wish(comment, key, who, circulated)) for comment, key, who in accepted(workspace, circulation)
    ]
    decided = {key for key, _ in found}
    if together:
        asked = undecided(workspace, circulation)
        found += [(key, wish(comment, key, who, circulated)) for comment, key, who in asked]
    wishes = [one for _, one in found if not isinstance(one, Unwished)]
    unwished = tuple(one for _, one in found if isinstance(one, Unwished))
    here = [one for section in current.sections for one in section.blocks]
    merged = merge_wishes(circulated.blocks, here, wishes)
    agreed = [one for one in merged.agreed if decided & set(one.keys)]
    loose = [one for one in merged.agreed if not decided & set(one.keys)]
    taken = names_taken(current)
    opened = tuple(_opened(clash, here, taken, in_brackets) for clash in merged.clashes)
    runs = [*(run for _, run, _ in opened if run), *(of_agreed(one, taken) for one in loose)]
    labels = [[label.text for label in of_section] for of_section in current.labels(annotated=True)]
    carried = carry_out(
        current.sections, labels, agreed, lambda section, text: parse(workspace, section, text), runs
    )
    not_bracketed = {one.run.name: one.reason for one in carried.left_open}
    opened = tuple(
        (clash, None, not_bracketed[run.name]) if run and run.name in not_bracketed else (clash, run, why)
        for clash, run, why in opened
    )
    return Outcome(circulation, carried, merged, unwished, opened)


def _opened(
    clash: Clash, here: Sequence[Block], taken: set[str], in_brackets: bool
) -> tuple[Clash, OpenRun | None, str]:
    if not in_brackets:
        return clash, None, ""
    try:
        return clash, of_clash(clash, here, taken), ""
    except CannotPlace as reason:
        return clash, None, reason.message


def names_taken(plan: Plan) -> set[str]:
    """Names of brackets and other things in the plan, which a new bracket cannot have."""
    found = [one for section in plan.sections for one in scan.attributes(section.source)]
    return {name for one in found for name in (one.id, one.values.get("alt", "")) if name}


def accepted(workspace: Workspace, circulation: str) -> list[tuple[Comment, str, str]]:
    """Comments to merge that no commit has carried out yet, with their full names and who made them."""
    return [one for one in _unmerged(workspace, circulation) if is_to_merge(one[0])]


def undecided(workspace: Workspace, circulation: str) -> list[tuple[Comment, str, str]]:
    """Proposals on which nothing is decided for good, in the words of those who made them."""
    return [
        (replace(comment, disposition=None), key, holder)
        for comment, key, holder in _unmerged(workspace, circulation)
        if comment.proposal is not None and not is_settled(comment)
    ]


def _unmerged(workspace: Workspace, circulation: str) -> list[tuple[Comment, str, str]]:
    merged = merged_comments(workspace)
    return [
        (comment, f"{circulation}/{comment.id}", source.source)
        for source in workspace.feedback(circulation)
        for comment in source.comments
        if f"{circulation}/{comment.id}" not in merged
    ]


def write(workspace: Workspace, outcome: Outcome, dry_run: bool) -> None:
    """One commit for each step, one for all brackets; what stood there already is recorded in one more."""
    from neaspec_cli.adapters.transaction import CommitPlan

    reasons = {key: comment for comment, key, _ in accepted(workspace, outcome.circulation)}
    plans = [
        CommitPlan({step.section.path: step.source.encode()}, _message(step, reasons), _trailers(step))
        for step in outcome.carried.steps
    ]
    if outcome.carried.bracketed:
        plans.append(_bracket_commit(outcome.carried))
    already = [one.key for one in outcome.merged.already]
    if already:
        plans.append(
            CommitPlan({}, "Note what the plan says already", _done_trailers(already), allow_empty=True)
        )
    if plans:
        workspace.commit_all(plans, dry_run=dry_run)


def _bracket_commit(carried: Carried) -> CommitPlan:
    """All that is open in one commit that names every comment and every holder."""
    from neaspec_cli.adapters.transaction import CommitPlan

    runs = [one.run for one in carried.bracketed]
    keys = list(dict.fromkeys(key for run in runs for key in run.keys))
    names = [key.partition("/")[2] for key in keys]
    subject = ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} comments"
    lines = [
        f"{one.run.name}, {one.section.id} {one.label}".rstrip()
        + ": "
        + "; ".join(f"{', '.join(alternative.holders)}" for alternative in one.run.held)
        for one in carried.bracketed
    ]
    trailers = {
        "Neaspec": ["merge"],
        "Comment": keys,
        "Proposed-by": sorted({holder for run in runs for holder in run.holders}),
        "Bracket": [run.name for run in runs],
    }
    changes = {path: source.encode() for path, source in carried.sources.items()}
    return CommitPlan(changes, f"Keep {subject} in brackets\n\n" + "\n".join(lines), trailers)


MOST_NAMED = 4


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


def parse(workspace: Workspace, section: Section, text: str) -> tuple[Block, ...]:
    """The blocks of a new source of a section."""
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
