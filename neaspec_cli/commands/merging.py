"""A merge of a circulation's comments: what comes of each, and the commits that make it so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from neaspec_cli.commands.standing import merged_comments
from neaspec_cli.commands.workspace import TAGS, Workspace
from neaspec_cli.core.comments import Comment
from neaspec_cli.core.markdown import Block, blocks
from neaspec_cli.core.merge import BlockWish, Clash, Merged, Wish
from neaspec_cli.core.merge import merge as merge_wishes
from neaspec_cli.core.merging.asking import natural
from neaspec_cli.core.merging.carrying import Carried, Step, carry_out
from neaspec_cli.core.merging.columns import Columns, carry_columns
from neaspec_cli.core.merging.open_runs import NOT_IN_BRACKETS, OpenRun, of_clash
from neaspec_cli.core.merging.open_sections import runs_of_sections
from neaspec_cli.core.merging.part_placing import with_parts
from neaspec_cli.core.merging.parts import ColumnPart, PartWish, RowClash
from neaspec_cli.core.merging.section_clashing import AnyWish
from neaspec_cli.core.merging.section_files import Files, carry_sections
from neaspec_cli.core.merging.section_wishes import SectionWish
from neaspec_cli.core.merging.undecided import LATER, entangled, runs_of
from neaspec_cli.core.merging.wishes import Listed, Unwished, listed, wish
from neaspec_cli.core.plan import Plan, Section
from neaspec_cli.core.register.dispositions import is_settled, is_to_merge
from neaspec_cli.core.text import scan
from neaspec_cli.core.text.rewriting import CannotPlace

if TYPE_CHECKING:
    from neaspec_cli.adapters.transaction import CommitPlan

MOST_NAMED = 4
"""So many comments are named in the first line of a commit message; more are counted."""

TWO_ENDS = "somebody wants words of it in another place, so that it cannot stand in brackets here alone"

OPEN = "What is not agreed stands side by side in the text, with the names of those who hold it."


@dataclass(frozen=True)
class Opened:
    """A clash, the brackets it went into, or why it could not."""

    clash: Clash
    run: OpenRun | None
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of every comment of a circulation that was to be merged; `opened` are clashes and their runs."""

    circulation: str
    carried: Carried
    merged: Merged
    unwished: tuple[Unwished, ...]
    opened: tuple[Opened, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Is nothing left that somebody must do by hand or decide?"""
        left = self.unwished or self.merged.unplaced or self.carried.refused or self.carried.left_open
        return not (self.merged.clashes or left)


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
    unwished = tuple(one for _, one in found if isinstance(one, Unwished))
    wishes = [one for _, one in found if not isinstance(one, Unwished)]
    files, inside, loose_files = _files(workspace, base, current, wishes, decided)
    current = current._replace(sections=files.sections)
    columns, inside, by_hand = _columns(workspace, circulated, current, inside, decided)
    current, unwished = current._replace(sections=columns.sections), (*unwished, *by_hand)
    here = [one for section in current.sections for one in section.blocks]
    parts = [one for one in inside if isinstance(one, PartWish)]
    whole = [one for one in inside if not isinstance(one, PartWish)]
    merged = merge_wishes(circulated.blocks, here, whole, decided)
    if later := entangled(merged.agreed, decided):
        unwished += tuple(Unwished(key, LATER) for key in sorted(later, key=natural))
        merged = merge_wishes(
            circulated.blocks, here, [one for one in whole if one.key not in later], decided
        )
    merged = with_parts(circulated.blocks, here, parts, merged).beside(columns.merged).beside(files.merged)
    agreed = [one for one in merged.agreed if decided & set(one.keys)]
    loose = [one for one in merged.agreed if not decided & set(one.keys)]
    taken = names_taken(workspace, current)
    ends = {one.key for one in whole if isinstance(one, Wish) and one.to is not None}
    opened = tuple(_opened(clash, here, taken, in_brackets, ends) for clash in merged.clashes)
    loose_runs, left = runs_of(loose, here, taken)
    open_files, left_files = runs_of_sections(base.sections, current.sections, loose_files, taken)
    runs = [*(one.run for one in opened if one.run), *loose_runs, *open_files]
    carried = carry_out(current.sections, _labels(current), agreed, partial(parse, workspace), runs)
    carried = carried.behind(columns.steps, columns.refused).behind(files.steps, files.refused)
    refused = {one.run.name: one.reason for one in carried.left_open}
    opened = tuple(
        Opened(one.clash, None, refused[one.run.name]) if one.run and one.run.name in refused else one
        for one in opened
    )
    return Outcome(
        circulation, carried, merged, (*unwished, *(Unwished(*one) for one in (*left, *left_files))), opened
    )


def _files(
    workspace: Workspace, base: Plan, current: Plan, wishes: Sequence[AnyWish], decided: Collection[str]
) -> tuple[Files, list[Wish | BlockWish | PartWish], list[SectionWish]]:
    """Whole sections that are decided, carried out; the wishes that remain; and those that nobody has decided on."""
    loose = [one for one in wishes if isinstance(one, SectionWish) and one.key not in decided]
    files = carry_sections(
        base.sections,
        current.sections,
        [one for one in wishes if one.key in decided],
        partial(parse, workspace),
    )
    left = [one for one in wishes if not isinstance(one, SectionWish) and one.key not in files.withheld]
    return files, left, loose


def _columns(
    workspace: Workspace,
    circulated: Listed,
    current: Plan,
    wishes: Sequence[Wish | BlockWish | PartWish],
    decided: Collection[str],
) -> tuple[Columns, list[Wish | BlockWish | PartWish], list[Unwished]]:
    """Columns that are decided, carried out; the wishes that remain; and columns that nobody has decided on."""
    of_columns = [one for one in wishes if isinstance(one, PartWish) and isinstance(one.part, ColumnPart)]
    loose = [Unwished(one.key, NOT_IN_BRACKETS) for one in of_columns if one.key not in decided]
    columns = carry_columns(
        circulated.blocks,
        current.sections,
        [one for one in wishes if one.key in decided],
        partial(parse, workspace),
        lambda sections: _labels(current._replace(sections=tuple(sections))),
    )
    left = [one for one in wishes if one not in of_columns and one.key not in columns.withheld]
    return columns, left, loose


def _labels(plan: Plan) -> list[list[str]]:
    return [[label.text for label in of_section] for of_section in plan.labels(annotated=True)]


def _opened(
    clash: Clash, here: Sequence[Block], taken: set[str], in_brackets: bool, ends: Collection[str]
) -> Opened:
    """A clash on its way into brackets; `ends` are the comments that want words in another place."""
    if not in_brackets:
        return Opened(clash, None)
    if isinstance(clash, RowClash) and any(key in ends for one in clash.alternatives for key in one.keys):
        return Opened(clash, None, TWO_ENDS)
    try:
        return Opened(clash, of_clash(clash, here, taken))
    except CannotPlace as reason:
        return Opened(clash, None, reason.message)


def names_taken(workspace: Workspace, plan: Plan) -> set[str]:
    """Names that a new bracket cannot have: those of things in the plan, and those of brackets that were settled."""
    found = [one for section in plan.sections for one in scan.attributes(section.source)]
    names = {name for one in found for name in (one.id, one.values.get("alt", "")) if name}
    return names | {name for act in workspace.repository.acts() for name in act.trailers.get("Bracket", ())}


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
        CommitPlan(
            {path: None if text is None else text.encode() for path, text in step.changes.items()},
            _message(step, reasons),
            _trailers(step),
        )
        for step in outcome.carried.steps
    ]
    if outcome.carried.bracketed:
        plans.append(_bracket_commit(outcome.carried))
    already = [one.key for one in outcome.merged.already]
    if already:
        plans.append(
            CommitPlan({}, "Note what the plan says already", done_trailers(already), allow_empty=True)
        )
    if plans:
        workspace.commit_all(plans, dry_run=dry_run)


def _bracket_commit(carried: Carried) -> CommitPlan:
    """All that is open in one commit that names every comment and every holder."""
    from neaspec_cli.adapters.transaction import CommitPlan

    runs = [one.run for one in carried.bracketed]
    keys = sorted({key for run in runs for key in run.keys}, key=natural)
    names = [key.partition("/")[2] for key in keys]
    subject = ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} comments"
    trailers = {
        "Neaspec": ["merge"],
        "Comment": keys,
        "Proposed-by": sorted({holder for run in runs for holder in run.holders}),
        "Bracket": list(dict.fromkeys(run.name for run in runs)),
    }
    changes = {path: source.encode() for path, source in carried.sources.items()}
    return CommitPlan(changes, f"Keep {subject} in brackets\n\n{OPEN}", trailers)


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


def done_trailers(names: Sequence[str]) -> dict[str, Sequence[str]]:
    """Trailers of a commit that records comments as carried out."""
    return {"Neaspec": ["merge"], "Comment": names}
