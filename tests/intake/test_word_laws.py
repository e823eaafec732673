"""Random edits by a writer of its own, read back: the same texts, every mark accounted for, every change told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core import proposals as p
from neaspec_cli.core.comments import Comment
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import CirculatedText, circulated
from neaspec_cli.intake import guard, word
from neaspec_cli.intake.folding import fold
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_views import Joined, accepted_view, original_view
from tests.intake.wordfiles import gone, ins, par, run
from tests.intake.wordfiles import word as made

WORDS = st.sampled_from(
    ("clean", "air", "seas", "by 2030", "States", "agree", "dust", "storms", "fund", "plan")
)
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PIECES = st.tuples(st.sampled_from(("keep", "keep", "ins", "del", "nested")), PHRASES)
MARKS = st.sampled_from(("", "", "", "ins", "del", "ins del"))


@dataclass(frozen=True)
class Written:
    """A paragraph as it was written: its XML and its two texts."""

    xml: str
    original: str
    accepted: str
    mark: str


@st.composite
def written(draw: st.DrawFn, number: int, mark: str | None = None) -> Written:
    xml = original = accepted = ""
    for kind, phrase in draw(st.lists(PIECES, min_size=1, max_size=5)):
        text = phrase + " "
        if kind == "keep":
            xml, original, accepted = xml + run(text), original + text, accepted + text
        elif kind == "ins":
            xml, accepted = xml + ins(text, draw(st.sampled_from("AB"))), accepted + text
        elif kind == "del":
            xml, original = xml + gone(text), original + text
        else:
            xml += '<w:ins w:id="1" w:author="B">' + gone(text) + "</w:ins>"
    end = draw(MARKS) if mark is None else mark
    return Written(par(xml, marker=number, mark=end), original, accepted, end)


@st.composite
def documents(draw: st.DrawFn, mark: str | None = None) -> list[Written]:
    count = draw(st.integers(1, 5))
    return [draw(written(number, "" if number == count else mark)) for number in range(1, count + 1)]


def texts(view: list[Joined]) -> list[str]:
    return [one.text for one in view if one.text]


def joined(parts: list[tuple[str, bool]]) -> list[str]:
    """Texts run together over paragraph ends that are not there."""
    result = [""]
    for text, ends in parts:
        result[-1] += text
        if ends:
            result.append("")
    return [one for one in result if one]


@settings(max_examples=150, deadline=None)
@given(documents())
def test_both_texts_read_back_as_they_were_written(paragraphs: list[Written]) -> None:
    read = read_document(guard.open_package(made(*(one.xml for one in paragraphs)))).paragraphs
    rejected = joined([(one.original, "ins" not in one.mark) for one in paragraphs])
    accepted = joined([(one.accepted, "del" not in one.mark) for one in paragraphs])
    assert texts(original_view(read)) == rejected
    assert texts(accepted_view(read)) == accepted


@settings(max_examples=150, deadline=None)
@given(documents(), st.lists(PHRASES, min_size=1, max_size=5))
def test_the_receipt_always_balances(paragraphs: list[Written], sent: list[str]) -> None:
    text = circulated(
        "draft-1",
        "Plan",
        "",
        [("areas", [Block("paragraph", one) for one in sent], list("12345"[: len(sent)]))],
    )
    assert word.read(made(*(one.xml for one in paragraphs)), text).receipt.balance == 0


@settings(max_examples=150, deadline=None)
@given(documents(mark=""))
def test_carrying_the_proposals_out_gives_the_accepted_text(paragraphs: list[Written]) -> None:
    blocks = [Block("paragraph", one.original.strip()) for one in paragraphs]
    labels = [str(number) for number in range(1, len(blocks) + 1)]
    text = circulated("draft-1", "Plan", "", [("areas", blocks, labels)])
    intake = word.read(made(*(one.xml for one in paragraphs)), text)
    if any(isinstance(one.proposal, p.Move | p.InsertBlock) for one in intake.comments):
        return
    for label, one in zip(labels, paragraphs, strict=True):
        changes = [each.proposal for each in intake.comments if each.place.block == label]
        result = carried_out(one.original.strip(), changes)
        assert fold(result).text.split() == fold(one.accepted).text.split()


@settings(max_examples=300)
@given(documents())
def test_no_new_word_is_lost_however_paragraphs_come_and_go(paragraphs: list[Written]) -> None:
    """Every word that only the accepted text has stands in some proposal, whatever happened to the ends around it."""
    rejected = joined([(one.original, "ins" not in one.mark) for one in paragraphs])
    blocks = [Block("paragraph", one.strip()) for one in rejected]
    text = circulated("draft-1", "Plan", "", [("areas", blocks, [str(n) for n in range(1, len(blocks) + 1)])])
    intake = word.read(made(*(one.xml for one in paragraphs)), text)
    told = Counter(" ".join(_new_words(one.proposal) for one in intake.comments).split())
    told += Counter(" ".join(_moved_words(one, text) for one in intake.comments).split())
    accepted = Counter("".join(one.accepted for one in paragraphs).split())
    original = Counter("".join(one.original for one in paragraphs).split())
    missing = accepted - original - told
    assert not missing, (intake.comments, missing)


def _new_words(proposal: p.Proposal | None) -> str:
    return str(getattr(proposal, "new", ""))


def _moved_words(comment: Comment, text: CirculatedText) -> str:
    leaf = text.leaf(comment.place)
    return leaf.text if isinstance(comment.proposal, p.Move) and leaf else ""


def carried_out(text: str, changes: list[p.Proposal | None]) -> str:
    """The text with word proposals carried out from the last to the first."""
    if any(isinstance(one, p.DeleteBlock) for one in changes):
        return ""
    edits = [(p.span(one, text), one) for one in changes if one is not None]
    for place, one in sorted(edits, key=lambda edit: edit[0] or (0, 0), reverse=True):
        assert place is not None
        new = "" if isinstance(one, p.DeleteWords) else getattr(one, "new", "")
        text = text[: place[0]] + new + text[place[1] :]
    return text
