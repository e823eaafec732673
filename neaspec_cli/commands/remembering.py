"""What was answered to the same remark before, gathered from the earlier circulations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from neaspec_cli.commands.circulated import Today, followed
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.core.register.grouping import Said, Texts
from neaspec_cli.core.register.memory import Answered, Past, answers, recall
from neaspec_cli.core.rounds import Circulation


def earlier_answers(
    workspace: Workspace, circulation: Circulation, comments: Iterable[Said], texts: Texts
) -> dict[str, tuple[Answered, ...]]:
    """For each comment on the circulation that repeats one disposed of before, what was answered; newest first."""
    return recall(comments, list(_past(workspace, circulation)), texts)


def answer_value(one: Answered) -> dict[str, Any]:
    """An earlier answer as `feedback list --json` gives it."""
    decision = one.disposition
    value = {
        "circulation": one.circulation,
        "id": one.comment.id,
        "source": one.who,
        "disposition": decision.verdict,
        "text": decision.text,
        "reason": decision.reason,
        "decided": decision.decided,
    }
    return {name: said for name, said in value.items() if said not in ("", None)}


def _past(workspace: Workspace, circulation: Circulation) -> Iterator[Past]:
    """Comments disposed of in circulations before this one, each where its words stand in this one's text."""
    known = workspace.circulations()
    before = known[: [one.name for one in known].index(circulation.name)]
    for earlier in reversed(before):
        answered = [one for feedback in workspace.feedback(earlier.name) for one in answers(feedback)]
        if answered:
            way = followed(workspace, earlier, circulation)
            texts = way.texts
            placed = ((one, _place_now(way, one.comment)) for one in answered)
            yield from (Past(one, place, texts) for one, place in placed if place is not None)


def _place_now(way: Today, comment: Comment) -> Place | None:
    """Where a comment's words stand in the later text; None where they are gone."""
    if not comment.place.block:
        return comment.place
    now = way.of(comment)
    return Place(now.section, now.label) if now and now.label else None
