"""The same wish from several sides: identical proposals, and remarks in nearly the same words, at one place.

Two proposals are the same when the paragraph would read the same; a group is the same whatever the order of comments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.proposals import InsertBlock, Proposal, as_value
from neaspec_cli.core.prosediff import BREAK
from neaspec_cli.core.register.dispositions import is_withdrawn
from neaspec_cli.core.register.proposed import proposed_text
from neaspec_cli.core.register.same_words import Remark, likely_pairs, remark
from neaspec_cli.core.text.words import is_word, tokens

Texts: TypeAlias = Mapping[tuple[str, str], str]
"""The circulated text of each block by section and label."""
Key: TypeAlias = tuple[object, ...]
Said: TypeAlias = tuple[SourceFeedback, Comment]

QUOTES = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑", "-")}
)
SIGNS = frozenset("%‰$€£¥₩₽±+−<>=°§&/")
"""Signs that say something, unlike punctuation."""


@dataclass(frozen=True)
class Group:
    """Comments with one wish: their ids and who made them, both in order.

    `is_proposal`: they ask for a change of words; `is_identical`: the words are the same but for spaces and quotation
    marks.
    """

    ids: tuple[str, ...]
    sources: tuple[str, ...]
    is_proposal: bool
    is_identical: bool

    def others(self, identifier: str) -> tuple[str, ...]:
        """The ids of the group but this one."""
        return tuple(one for one in self.ids if one != identifier)


def groups(comments: Iterable[Said], texts: Texts) -> tuple[Group, ...]:
    """All groups of two comments or more; what was withdrawn belongs to none."""
    places: dict[Key, list[Said]] = defaultdict(list)
    for feedback, comment in comments:
        if not is_withdrawn(comment):
            place = comment.place
            places[place.section, place.block, place.activity].append((feedback, comment))
    found = [group for at_place in places.values() for group in _at_one_place(at_place, texts)]
    return tuple(sorted(found, key=lambda group: _order(group.ids[0])))


def by_id(found: Iterable[Group]) -> dict[str, Group]:
    """The group of each comment that is in one."""
    return {identifier: group for group in found for identifier in group.ids}


def who(feedback: SourceFeedback, comment: Comment) -> str:
    """Whom a comment is of: who made a public submission, else the source."""
    return comment.submitter or feedback.source


def _at_one_place(comments: Sequence[Said], texts: Texts) -> Iterator[Group]:
    if len(comments) < 2:
        return
    wishes: dict[Key, list[tuple[Key, Said]]] = defaultdict(list)
    remarks: dict[Remark, list[Said]] = defaultdict(list)
    for said in comments:
        if said[1].proposal is not None:
            exact, near = wish_keys(said[1], said[1].proposal, texts)
            wishes[near].append((exact, said))
        else:
            remarks[remark(said[1].comment, said[1].place.quote)].append(said)
    for same in wishes.values():
        if len(same) > 1:
            yield _group([said for _, said in same], True, len({exact for exact, _ in same}) == 1)
    for alike in _components(list(remarks)):
        of_group = [said for one in alike for said in remarks[one]]
        if len(of_group) > 1 and alike[0].words:
            yield _group(of_group, False, len({plain(said[1].comment) for said in of_group}) == 1)


def wish_keys(comment: Comment, proposal: Proposal, texts: Texts) -> tuple[Key, Key]:
    """What makes a proposal the same as another at its place: in the same words, and but for case and punctuation.

    A proposal that changes nothing but case, punctuation or paragraphs is the same only in the same words.
    """
    before = texts.get((comment.place.section, comment.place.block), "")
    after = proposed_text(proposal, before, comment.place.quote) if before else None
    if after is None:
        fields = tuple((name, plain(str(value))) for name, value in as_value(proposal).items())
        return (*fields, comment.place.quote), (*fields, comment.place.quote)
    form = (proposal.kind, proposal.level) if isinstance(proposal, InsertBlock) else ()
    exact = ("text", *form, plain(after))
    bare = _bare(after)
    return exact, exact if bare == _bare(before) else ("words", *form, bare, after.count(BREAK))


def _bare(text: str) -> tuple[str, ...]:
    """Its words and signs in one case, without punctuation."""
    return tuple(one for one in tokens(text.casefold()) if is_word(one) or one in SIGNS)


def plain(text: str) -> str:
    """The text with spaces and quotation marks made equal; paragraphs stay apart."""
    return BREAK.join(" ".join(part.split()) for part in text.translate(QUOTES).strip().split(BREAK))


def _group(comments: Sequence[Said], is_proposal: bool, is_identical: bool) -> Group:
    ids = sorted((comment.id for _, comment in comments), key=_order)
    sources = sorted({who(feedback, comment) for feedback, comment in comments})
    return Group(tuple(ids), tuple(sources), is_proposal, is_identical)


def _order(identifier: str) -> tuple[str, int, str]:
    source, _, number = identifier.rpartition("-")
    return source, int(number) if number.isdigit() else 0, identifier


def _components(remarks: Sequence[Remark]) -> Iterator[list[Remark]]:
    """Remarks that are alike, directly or through others."""
    parents = list(range(len(remarks)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for one, other in likely_pairs(remarks, lambda one, other: root(one) == root(other)):
        parents[root(other)] = root(one)
    together: dict[int, list[Remark]] = defaultdict(list)
    for number, each in enumerate(remarks):
        together[root(number)].append(each)
    yield from together.values()
