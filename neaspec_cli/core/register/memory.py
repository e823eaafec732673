"""What was answered before: a comment that repeats one disposed of in an earlier circulation, at the same place.

It repeats it when its proposal would have the paragraph read the same, or when its words are nearly the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from neaspec_cli.core.comments import Comment, Disposition, Place, SourceFeedback
from neaspec_cli.core.proposals import Proposal, as_value
from neaspec_cli.core.register.dispositions import is_withdrawn
from neaspec_cli.core.register.grouping import Key, Said, Texts, plain, who, wish_keys
from neaspec_cli.core.register.same_words import SHORT, Remark, likely_pairs, remark


@dataclass(frozen=True)
class Answered:
    """A comment of an earlier circulation with its agreed disposition; `who` said it."""

    circulation: str
    who: str
    comment: Comment
    disposition: Disposition


@dataclass(frozen=True)
class Past:
    """A disposed comment of the past: `place` is where its words stand in the newer text, `texts` those of its own."""

    answered: Answered
    place: Place
    texts: Texts


def answers(feedback: SourceFeedback) -> Iterator[Answered]:
    """Comments of one source that were disposed of, with an agreed decision."""
    for comment in feedback.comments:
        decision = comment.disposition
        if decision is not None and decision.agreed and not is_withdrawn(comment):
            yield Answered(feedback.circulation, who(feedback, comment), comment, decision)


def recall(comments: Iterable[Said], past: Sequence[Past], texts: Texts) -> dict[str, tuple[Answered, ...]]:
    """For each comment that repeats some of the past its answers, in the order of `past`; by id."""
    places: dict[Key, list[int]] = defaultdict(list)
    for number, one in enumerate(past):
        places[_seat(one.place)].append(number)
    now: dict[Key, list[Comment]] = defaultdict(list)
    for _, comment in comments:
        if _seat(comment.place) in places:
            now[_seat(comment.place)].append(comment)
    found: dict[str, set[int]] = defaultdict(set)
    for seat, of_place in now.items():
        known = {number: past[number] for number in places[seat]}
        for identifier, number in [*_same_wishes(of_place, known, texts), *_same_remarks(of_place, known)]:
            found[identifier].add(number)
    return {
        identifier: tuple(past[one].answered for one in sorted(numbers))
        for identifier, numbers in found.items()
    }


def _seat(place: Place) -> Key:
    return (place.section, place.block, place.activity)


def _same_wishes(
    comments: Sequence[Comment], past: Mapping[int, Past], texts: Texts
) -> Iterator[tuple[str, int]]:
    by_key: dict[Key, list[int]] = defaultdict(list)
    for number, one in past.items():
        for key in _keys(one.answered.comment, one.texts):
            by_key[key].append(number)
    for comment in comments:
        for key in _keys(comment, texts):
            yield from ((comment.id, number) for number in by_key.get(key, ()))


def _keys(comment: Comment, texts: Texts) -> list[Key]:
    if comment.proposal is None:
        return []
    return [wish_keys(comment, comment.proposal, texts)[1], _fields(comment.proposal)]


def _fields(proposal: Proposal) -> Key:
    """The proposal without offsets, which belong to one circulation."""
    said = as_value(proposal).items()
    return tuple((name, plain(str(value)).casefold()) for name, value in said if name not in ("at", "to"))


def _same_remarks(comments: Sequence[Comment], past: Mapping[int, Past]) -> Iterator[tuple[str, int]]:
    now = _by_remark(enumerate(comments))
    before = _by_remark((number, one.answered.comment) for number, one in past.items())
    together = list(dict.fromkeys([*now, *before]))
    pairs = list(likely_pairs(together))
    itself = [(one, one) for one in range(len(together))]
    for one, other in [*itself, *pairs, *((second, first) for first, second in pairs)]:
        for _, comment in now.get(together[one], ()):
            for number, earlier in before.get(together[other], ()):
                if _speaks_for_itself(together[one], comment, earlier):
                    yield comment.id, number


def _by_remark(comments: Iterable[tuple[int, Comment]]) -> dict[Remark, list[tuple[int, Comment]]]:
    found: dict[Remark, list[tuple[int, Comment]]] = defaultdict(list)
    for number, comment in comments:
        said = remark(comment.comment, comment.place.quote)
        if said.words:
            found[said].append((number, comment))
    return found


def _speaks_for_itself(said: Remark, comment: Comment, other: Comment) -> bool:
    """A few words beside two proposals do not make them the same."""
    return len(said.words) >= SHORT or comment.proposal is None or other.proposal is None
