"""Reasons that were given before, for choice: a secretariat answers the same wish in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from neaspec_cli.core.comments import Comment
from neaspec_cli.core.register.dispositions import is_withdrawn

MOST_OFFERED = 5


def offered(
    verdict: str,
    closest: Iterable[Comment],
    latest: Sequence[Comment],
    on_record: Iterable[Comment],
    most: int = MOST_OFFERED,
) -> tuple[str, ...]:
    """Reasons that were given for a decision of that kind, each once.

    First those given to who asks the same (`closest`), then those given last (`latest`, in the order of giving), then
    those given most often on record.
    """
    often = Counter(_reasons(verdict, on_record))
    known = dict.fromkeys(
        (
            *_reasons(verdict, closest),
            *reversed(_reasons(verdict, latest)),
            *(reason for reason, _ in often.most_common()),
        )
    )
    return tuple(known)[:most]


def _reasons(verdict: str, comments: Iterable[Comment]) -> list[str]:
    decided = [one.disposition for one in comments if one.disposition and not is_withdrawn(one)]
    return [one.reason for one in decided if one.verdict == verdict and one.reason]
