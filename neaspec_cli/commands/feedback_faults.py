"""Faults of feedback/: the records of circulations, what was sent, what came back, and where comments are placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from neaspec_cli.adapters.files import digest
from neaspec_cli.commands.faults import Found
from neaspec_cli.commands.workspace import TAGS, Workspace
from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.feedback import sound_part
from neaspec_cli.core.register import feedback_checks
from neaspec_cli.core.register.answer_parts import ReadFile, joined
from neaspec_cli.core.register.feedback_checks import FOLDER, SENT, CirculatedTag
from neaspec_cli.core.rounds import Circulation, read_round
from neaspec_cli.errors import Fault, NeaspecError


@dataclass(frozen=True)
class _Source:
    """A feedback file as far as it could be read, its comments by their number in it."""

    path: str
    text: str
    feedback: SourceFeedback
    comments: Mapping[int, Comment]


def check_feedback(found: Found, participants: set[str] | None, activities: set[str] | None) -> None:
    """Find every fault; `participants` and `activities` are known ids, None where their own file is broken."""
    paths = list(found.take(FOLDER, lambda: found.workspace.repository.files("feedback")) or ())
    found.add(feedback_checks.folder_faults(paths))
    records = [path for path in paths if path.count("/") == 2 and path.endswith("/round.yaml")]
    known = {one.name: one for one in (_record(found, path) for path in records) if one is not None}
    tags = found.take(FOLDER, lambda: _tags(found.workspace)) or {}
    # A record that cannot be read has faults of its own; that its tag has no record is not one of them.
    told = {
        name: tag
        for name, tag in tags.items()
        if name in known or f"{FOLDER}{name}/round.yaml" not in records
    }
    found.add(feedback_checks.tag_faults(list(known.values()), told))
    for name, circulation in known.items():
        found.add(feedback_checks.sent_faults(circulation, _hashes(found, paths, f"{FOLDER}{name}/{SENT}")))
    replies = [
        path for path in paths if path.count("/") == 2 and path.endswith(".yaml") and path not in records
    ]
    sources = [one for one in (_source(found, path) for path in replies) if one is not None]
    for one in sources:
        _check_source(found, one, paths, participants, known)
    broken = set(replies) - {one.path for one in sources}
    between = joined(ReadFile(one.path, one.text, one.feedback) for one in sources)[1]
    found.add(one for one in between if one.file not in broken)
    _check_places(found, sources, known, activities)


def _record(found: Found, path: str) -> Circulation | None:
    text = found.take(path, lambda: found.workspace.text(path))
    if text is None:
        return None
    circulation, wrong = read_round(text, path)
    folder = path.split("/")[1]
    if circulation and circulation.name != folder:
        wrong.append(
            Fault(path, 1, "circulation", f"says {circulation.name}, but stands in the folder of {folder}")
        )
    found.add(wrong)
    return None if wrong else circulation


def _source(found: Found, path: str) -> _Source | None:
    text = found.take(path, lambda: found.workspace.text(path))
    if text is None:
        return None
    sound, wrong = sound_part(text, path)
    found.add(wrong)
    if sound is None:
        return None
    feedback, numbers = sound
    return _Source(path, text, feedback, dict(zip(numbers, feedback.comments, strict=True)))


def _check_source(
    found: Found,
    one: _Source,
    paths: list[str],
    participants: set[str] | None,
    known: Mapping[str, Circulation],
) -> None:
    folder = one.path.rpartition("/")[0] + "/"
    named = {folder + returned.name for returned in one.feedback.files}
    hashes = _hashes(found, [path for path in paths if path in named], folder)
    circulation = known.get(one.path.split("/")[1])
    found.add(feedback_checks.source_faults(one.feedback, one.path, participants, circulation))
    found.add(feedback_checks.original_faults(one.feedback, one.path, one.text, hashes))


def _check_places(
    found: Found, sources: list[_Source], known: Mapping[str, Circulation], activities: set[str] | None
) -> None:
    labels: dict[str, dict[str, set[str]] | None] = {}
    for one in sources:
        name = one.feedback.circulation
        if not any(comment.place.section or comment.place.activity for comment in one.feedback.comments):
            continue
        if name not in labels:
            labels[name] = _labels(found.workspace, known[name]) if name in known else None
        if (of_circulation := labels[name]) is not None:
            found.add(
                feedback_checks.place_faults(one.comments, one.path, one.text, of_circulation, activities)
            )


def _labels(workspace: Workspace, circulation: Circulation) -> dict[str, set[str]] | None:
    """What the circulated text calls its blocks, by section; None where its tag or text cannot be read."""
    try:
        plan = workspace.plan(workspace.repository.resolve(TAGS + circulation.name))
    except NeaspecError:
        return None
    of_sections = plan.labels(annotated=circulation.kind == "annotated")
    return {
        section.id: {label.text for label in of_section if label.text}
        for section, of_section in zip(plan.sections, of_sections, strict=True)
    }


def _tags(workspace: Workspace) -> dict[str, CirculatedTag]:
    return {
        tag.name.removeprefix(TAGS): CirculatedTag(tag.annotated, _tree(workspace, tag.target))
        for tag in workspace.repository.tags(TAGS)
    }


def _tree(workspace: Workspace, commit: str) -> str:
    try:
        return workspace.repository.tree_id("plan", commit)
    except NeaspecError:
        return ""


def _hashes(found: Found, paths: list[str], folder: str) -> dict[str, str]:
    """SHA-256 of the files under a folder by their path in it."""
    read = found.workspace.repository.read
    inside = [path for path in paths if path.startswith(folder)]
    contents = {path: found.take(path, partial(read, path)) for path in inside}
    return {path.removeprefix(folder): digest(data) for path, data in contents.items() if data is not None}
