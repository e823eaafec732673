"""One comment to decide on: its paragraph with what is proposed, who asks the same, what was answered before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.proposals import DeleteBlock, DeleteWords, InsertBlock, InsertWords, ReplaceWords
from neaspec_cli.core.register.grouping import Group, who
from neaspec_cli.core.register.memory import Answered
from neaspec_cli.core.register.proposals_in_words import in_words
from neaspec_cli.core.register.proposed import proposed_runs
from neaspec_cli.terminal.console import safe
from neaspec_cli.terminal.redline_view import marked
from neaspec_cli.terminal.register_view import answer_in_words, decided, place_in_words, short, words_of

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

KEYS = (
    ("a", "accept"),
    ("m", "modify: accept with other words"),
    ("n", "not accept"),
    ("o", "note"),
    ("d", "defer"),
    ("y", "agree to what is proposed"),
    ("=", "decide as on whoever asks the same"),
    ("k", "kind: general, substantive, technical, editorial or translation"),
    ("i", "internal note, which never leaves the house"),
    ("p", "place it on another paragraph"),
    ("s", "skip"),
    ("b", "back to the one before"),
    ("j", "jump to an ID (JPN-014, jpn 14), to the n-th (27), or to the next of a source (JPN)"),
    ("u", "undo the last decision"),
    ("w", "write what was decided so far, and go on"),
    ("q", "save and quit"),
    ("?", "help"),
)
DECIDE = "[a]ccept [m]odify [n]ot [o] noted [d]efer"
AGREE, ALIKE = " [y] agree", " [=] same"
MOVE = "[k]ind [i] note [p]lace  [s]kip [b]ack [j]ump [u]ndo [w]rite [q]uit [?] > "
CANCEL = "Esc, Ctrl-G or .. takes it back"
KINDS = {"g": "general", "s": "substantive", "t": "technical", "e": "editorial", "r": "translation"}
KIND_PROMPT = "[g]eneral [s]ubstantive [t]echnical [e]ditorial t[r]anslation (Esc: as it is) > "
NARROW = 78
"""So long a line fits every terminal."""
MOST_SOURCES = 8
"""Whose progress is told."""
MOST_BESIDE, BRIEF = 6, 70
"""How many others on the paragraph are told in words, and in how many characters."""


@dataclass(frozen=True)
class Card:
    """All that is shown of one comment; `then` and `now` are its paragraph as circulated and as it is today.

    `beside` is what else is said on the paragraph, wish by wish, `others` by id what asks for the same. `progress` is
    how many were decided of how many, by source.
    """

    feedback: SourceFeedback
    comment: Comment
    then: str
    now: str
    state: str
    group: Group | None = None
    earlier: Sequence[Answered] = ()
    beside: Sequence[Sequence[Comment]] = ()
    others: Mapping[str, Comment] = field(default_factory=dict)
    progress: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def card(one: Card, place: int, total: int, done: int) -> Iterator[RenderableType]:
    """The comment at that place of all, with how many were decided."""
    from rich.rule import Rule
    from rich.text import Text

    comment = one.comment
    yield Rule(style="quiet")
    progress = f"{place} of {total}" + (f", {done} decided" if done else "")
    heading = Text(f"{one.feedback.circulation}/{comment.id}", style="title")
    heading.append(f"  {safe(who(one.feedback, comment))}, {comment.kind}  ({progress})", style="quiet")
    yield heading
    if len(one.progress) > 1:
        yield Text(safe(_progress(one)), style="quiet")
    yield from _paragraph(one)
    if comment.comment:
        yield _named("comment", safe(comment.comment))
    for answer in comment.replies:
        yield _named("reply", safe(f"{answer.author}: {answer.comment}"))
    if one.group is not None:
        yield _named("same", safe(_same(one.group, one)))
    for others in one.beside[:MOST_BESIDE]:
        yield _named("here too", safe(_beside(others)))
    if len(one.beside) > MOST_BESIDE:
        more = (other.id for others in one.beside[MOST_BESIDE:] for other in others)
        yield _named("here too", ", ".join(more))
    for earlier in one.earlier:
        yield _named("before", safe(answer_in_words(earlier)))
    if comment.disposition is not None:
        yield _named("decision", safe(_decision(comment)))
    if comment.note:
        yield _named("note", safe(comment.note))


def prompt(comment: Comment, *, has_alike: bool) -> str:
    """The keys, in two lines of which the last waits for one; `has_alike`: on who asks the same it is decided."""
    agree = AGREE if comment.disposition is not None and not comment.disposition.agreed else ""
    return f"{DECIDE}{agree}{ALIKE if has_alike else ''}\n{MOVE}"


def help_lines() -> Iterator[str]:
    """What each key does."""
    yield from (f"  {key}  {what}" for key, what in KEYS)
    yield f"  Every question can be taken back: {CANCEL}. Arrows bring back earlier answers."


def reason_lines(reasons: Sequence[str]) -> Iterator[str]:
    """Reasons for choice by their number, each on one line, and how to take the question back."""
    for number, reason in enumerate(reasons, 1):
        yield f"  {number}  {short(reason, NARROW - 5)}"
    choose = "a number takes that reason; " if reasons else ""
    yield f"  ({choose}{CANCEL})"


def _beside(others: Sequence[Comment]) -> str:
    """A wish of one or several, and what was decided on it, which may differ."""
    ways: dict[str, list[str]] = {}
    for one in others:
        ways.setdefault(decided(one), []).append(one.id)
    told = short(words_of(others[0]), BRIEF)
    if len(ways) == 1:
        return f"{', '.join(one.id for one in others)}: {told} ({decided(others[0])})"
    each = ", ".join(f"{', '.join(ids)} {way}" for way, ids in ways.items())
    return f"{told} ({each})"


def stands_for(comment: Comment) -> str:
    """What another wording takes the place of, where that can be told."""
    match comment.proposal:
        case DeleteWords(old=words) | ReplaceWords(old=words) | DeleteBlock(old=words) if words:
            told = words
        case InsertWords() | InsertBlock():
            return "goes in at the same place; "
        case None if comment.place.quote:
            told = comment.place.quote
        case _:
            return ""
    return f"in the place of “{short(told, BRIEF)}”; "


def _progress(one: Card) -> str:
    """How far one is with each source, the one at hand first."""
    mine = one.feedback.source
    order = sorted(one.progress, key=lambda source: source != mine)
    told = [
        f"{source} {one.progress[source][0]}/{one.progress[source][1]}" for source in order[:MOST_SOURCES]
    ]
    more = len(order) - MOST_SOURCES
    return "decided: " + " · ".join([*told, *([f"{more} more"] if more > 0 else [])])


def _paragraph(one: Card) -> Iterator[RenderableType]:
    """The circulated paragraph with the proposal in place, in words where it cannot be shown so, and today's."""
    proposal, quote = one.comment.proposal, one.comment.place.quote
    runs = proposed_runs(proposal, one.then, quote) if proposal and one.then else ()
    place = place_in_words(one.comment)
    if runs:
        yield _named(place, marked(runs))
    elif one.then:
        yield _named(place, safe(one.then))
    else:
        yield _named("place", safe(place))
    if quote and proposal is None:
        yield _named("on", safe(f"“{quote}”"))
    if proposal is not None and not runs:
        yield _named("proposal", safe(in_words(proposal)))
    if one.state == "gone":
        yield _named("today", "the paragraph is gone")
    elif one.now and one.now != one.then:
        yield _named("today", safe(one.now))


def _same(group: Group, one: Card) -> str:
    words = "in the same words" if group.is_identical else "in nearly the same words"
    known = ((other, one.others.get(other)) for other in group.others(one.comment.id))
    told = ", ".join(f"{other} ({decided(it)})" if it and it.disposition else other for other, it in known)
    return f"also asked in {told}, {words} ({', '.join(group.sources)})"


def _decision(comment: Comment) -> str:
    decision = comment.disposition
    details = [f"“{decision.text}”" if decision.text else "", decision.reason] if decision else []
    said = " ".join(one for one in details if one)
    return decided(comment) + (f": {said}" if said else "")


def _named(name: str, words: str | Text) -> Text:
    from rich.text import Text

    line = Text()
    line.append(f"{safe(name)}: ", style="label")
    return line.append_text(words if isinstance(words, Text) else Text(words))
