"""Deciding on comments, and taking in again what a source said before: decisions are kept."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import VERDICTS, Comment, Disposition, SourceFeedback, highest, with_ids
from neaspec_cli.errors import NeaspecError


class CannotDispose(NeaspecError):
    """The decision lacks something, or contradicts itself."""


@dataclass(frozen=True)
class Reimport:
    """What changed when a source was taken in again: ids of comments."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def why_not(decision: Disposition) -> str:
    """What is wrong with a decision, in words; empty when it stands."""
    match decision.verdict:
        case "accepted with modification" if not decision.text.strip():
            return "accepted with modification needs the wording used, as text"
        case "not accepted" if not decision.reason.strip():
            return "not accepted needs a reason"
        case "deferred" if not decision.reason.strip():
            return "deferred needs a reason"
        case verdict if verdict != "accepted with modification" and decision.text:
            return f"{verdict} takes no text; with other words it is accepted with modification"
        case _:
            return ""


def dispose(
    comment: Comment,
    verdict: str,
    *,
    reason: str = "",
    by: str = "",
    decided: datetime.date | None = None,
    agreed: bool = True,
    text: str = "",
) -> Comment:
    """The comment with a decision on it; refuses one that says too little."""
    if verdict not in VERDICTS:
        raise CannotDispose(f"{verdict!r} is no disposition.", f"Dispositions are {', '.join(VERDICTS)}.")
    decision = Disposition(verdict, text.strip(), reason.strip(), by, decided, agreed)
    problem = why_not(decision)
    if problem:
        raise CannotDispose(
            f"{comment.id}: {problem}.", "Give --text for the wording and --reason for the reason."
        )
    return replace(comment, disposition=decision)


def agree(comment: Comment, *, by: str = "", on: datetime.date | None = None) -> Comment:
    """The comment with what was proposed on it agreed, by whom and when; what was proposed stays in git."""
    if comment.disposition is None or comment.disposition.agreed:
        raise CannotDispose(
            f"{comment.id}: nothing is proposed that could be agreed.",
            "Propose a disposition with: neaspec feedback dispose --proposed",
        )
    decision = replace(comment.disposition, agreed=True, by=by, decided=on)
    return replace(comment, disposition=decision)


def is_proposed(comment: Comment) -> bool:
    """Is there a disposition that is not agreed yet?"""
    return comment.disposition is not None and not comment.disposition.agreed


def is_settled(comment: Comment) -> bool:
    """Agreed, and not put off: what the gates of the timeline ask of every comment."""
    decision = comment.disposition
    return decision is not None and decision.agreed and decision.verdict != "deferred"


def is_to_merge(comment: Comment) -> bool:
    """Accepted (with or without modification) and agreed."""
    decision = comment.disposition
    accepted = ("accepted", "accepted with modification")
    return decision is not None and decision.agreed and decision.verdict in accepted


def words_of(comment: Comment) -> tuple[object, ...]:
    """What makes a comment the same when it comes in again: place, author, kind and words."""
    proposal = proposals.as_value(comment.proposal) if comment.proposal else {}
    said = tuple((key, str(one)) for key, one in sorted(proposal.items()))
    return (comment.place, comment.author, comment.kind, comment.comment, said)


def reimport(
    old: SourceFeedback, new: SourceFeedback, *, on: datetime.date, replaces: Collection[str] = ()
) -> tuple[SourceFeedback, Reimport]:
    """What a source said before and says now as one file, with ids and decisions kept, and what changed.

    Comments of the origins in `replaces` that `new` lacks are withdrawn: they stay in the file, noted
    as withdrawn where nothing was decided, so that no id is used again. Otherwise `new` only adds.
    """
    waiting: dict[tuple[object, ...], list[Comment]] = defaultdict(list)
    for comment in old.comments:
        waiting[words_of(comment)].append(comment)
    unknown = [one for one in new.comments if not _take(waiting, one)]
    left = [one for listed in waiting.values() for one in listed]
    left = [one for one in left if one.origin in replaces]
    changed = _changed(left, unknown)
    kept = {one.id for one in changed.values()}
    added = [one for number, one in enumerate(unknown) if number not in changed]
    withdrawn = {one.id for one in left if one.id not in kept and not is_withdrawn(one)}
    merged = _merged(old, list(changed.values()), added, withdrawn, on)
    files = (*old.files, *(one for one in new.files if one.sha256 not in {had.sha256 for had in old.files}))
    received = max((day for day in (old.received, new.received) if day), default=None)
    reply = "comments" if merged.comments else new.reply
    merged = with_ids(replace(merged, files=files, received=received, reply=reply))
    first = highest(old.comments) + 1
    new_ids = tuple(one.id for one in merged.comments if int(one.id.rpartition("-")[2]) >= first)
    return merged, Reimport(new_ids, tuple(sorted(kept)), tuple(sorted(withdrawn)))


def _take(waiting: dict[tuple[object, ...], list[Comment]], comment: Comment) -> bool:
    listed = waiting.get(words_of(comment))
    return listed is not None and bool(listed) and listed.pop(0) is not None


def _changed(left: Sequence[Comment], unknown: Sequence[Comment]) -> dict[int, Comment]:
    """Old comments in new words, by number in `unknown`: an author's only one at a place, then and now."""
    before = _alone(left)
    after = _alone(unknown)
    result = {}
    for number, comment in enumerate(unknown):
        key = _seat(comment)
        if key in before and after.get(key) is comment:
            result[number] = _with_new_words(before[key], comment)
    return result


def _alone(comments: Iterable[Comment]) -> dict[tuple[object, ...], Comment]:
    listed = list(comments)
    counts = Counter(map(_seat, listed))
    return {_seat(one): one for one in listed if counts[_seat(one)] == 1 and not is_withdrawn(one)}


def _seat(comment: Comment) -> tuple[object, ...]:
    place = comment.place
    return (place.section, place.block, place.activity, comment.author, comment.origin)


def _with_new_words(old: Comment, new: Comment) -> Comment:
    """The old comment as it is said now; what was decided on other words has to be agreed again."""
    decision = replace(old.disposition, agreed=False) if old.disposition else None
    return replace(new, id=old.id, disposition=decision, note=old.note, public=old.public)


def _merged(
    old: SourceFeedback,
    changed: Sequence[Comment],
    added: Sequence[Comment],
    withdrawn: set[str],
    on: datetime.date,
) -> SourceFeedback:
    by_id = {one.id: one for one in changed}
    kept = [by_id.get(one.id, one) for one in old.comments]
    noted = [_withdraw(one, on) if one.id in withdrawn else one for one in kept]
    return replace(old, comments=(*noted, *(replace(one, id="") for one in added)))


def _withdraw(comment: Comment, on: datetime.date) -> Comment:
    if comment.disposition is not None:
        return comment
    return replace(comment, disposition=Disposition("noted", reason=f"{WITHDRAWN} {on}.", decided=on))


WITHDRAWN = "Withdrawn: it is not in what the source returned on"


def is_withdrawn(comment: Comment) -> bool:
    """Was it taken back by its source, with nothing decided on it?"""
    return comment.disposition is not None and comment.disposition.reason.startswith(WITHDRAWN)
