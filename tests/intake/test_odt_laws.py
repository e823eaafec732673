"""Random edits by a writer of OpenDocument of its own, read back: the same texts, and every mark accounted for."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake import guard, odt
from neaspec_cli.intake.odt_document import read_document
from neaspec_cli.intake.word_views import accepted_view, original_view
from tests.intake.odtfiles import Writer, par, words
from tests.intake.test_word_laws import PHRASES, PIECES, joined, texts

ENDS = st.sampled_from(("", "", "", "ins", "del", "both"))


@dataclass(frozen=True)
class Written:
    """A whole file and its two texts, paragraph by paragraph."""

    data: bytes
    original: list[str]
    accepted: list[str]


@st.composite
def files(draw: st.DrawFn) -> Written:
    w, xml = Writer(), ""
    original: list[tuple[str, bool]] = []
    accepted: list[tuple[str, bool]] = []
    count = draw(st.integers(1, 5))
    for number in range(1, count + 1):
        one, old, new = draw(pieces(w))
        end = draw(ENDS) if number < count else ""
        original.append((old, end not in ("ins", "both")))
        accepted.append((new, end not in ("del", "both")))
        xml += f'<text:bookmark text:name="_np_{number:04d}"/>' + one + _end(w, end, number == count)
    return Written(w.odt(f"<text:p>{xml}</text:p>"), joined(original), joined(accepted))


def _end(w: Writer, end: str, is_last: bool) -> str:
    if is_last:
        return ""
    between = "</text:p><text:p>"
    match end:
        case "ins":
            return w.ins(between)
        case "del":
            return w.gone(par(), par())
        case "both":
            return w.gone(par(), par(), author="B", inserted_by="A")
        case _:
            return between


@st.composite
def pieces(draw: st.DrawFn, w: Writer) -> tuple[str, str, str]:
    """Content of a paragraph, as it is with all changes rejected, and accepted."""
    xml = original = accepted = ""
    for kind, phrase in draw(st.lists(PIECES, min_size=1, max_size=5)):
        text = phrase + " "
        if kind == "keep":
            xml, original, accepted = xml + words(text), original + text, accepted + text
        elif kind == "ins":
            xml, accepted = xml + w.ins(words(text)), accepted + text
        elif kind == "del":
            xml, original = xml + w.gone(par(words(text))), original + text
        else:
            xml += w.gone(par(words(text)), author="B", inserted_by="A")
    return xml, original, accepted


@settings(max_examples=150)
@given(files())
def test_both_texts_read_back_as_they_were_written(file: Written) -> None:
    read = read_document(guard.open_package(file.data)).paragraphs
    assert texts(original_view(read)) == file.original
    assert texts(accepted_view(read)) == file.accepted


@settings(max_examples=150)
@given(files(), st.lists(PHRASES, min_size=1, max_size=5))
def test_the_receipt_always_balances(file: Written, sent: list[str]) -> None:
    blocks = [Block("paragraph", one) for one in sent]
    text = circulated("draft-1", "Plan", "", [("areas", blocks, list("12345"[: len(sent)]))])
    assert odt.read(file.data, text).receipt.balance == 0
