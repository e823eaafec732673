"""Content controls put around words or taken away: the words are read, the control is form and counted as such."""

from __future__ import annotations

import pytest

from neaspec_cli.core import proposals as p
from neaspec_cli.intake.word import read
from tests.intake.test_word import SENT, TEXTS, returned, told
from tests.intake.wordfiles import BY, gone, ins, par, run, word


def control(inside: str, change: str) -> str:
    """A control that was put in (Ins) or taken out (Del): Word marks a range over its start and one over its end."""
    name = f"w:customXml{change}Range"
    return (
        f'<{name}Start w:id="71" {BY}/><w:sdt><w:sdtPr/><w:sdtContent><{name}End w:id="71"/>{inside}'
        f'<{name}Start w:id="72" {BY}/></w:sdtContent></w:sdt><{name}End w:id="72"/>'
    )


@pytest.mark.parametrize("change", ["Ins", "Del"])
def test_a_content_control_around_words_that_stay_says_nothing(change: str) -> None:
    made = par(run(TEXTS[0][:6]), control(run(TEXTS[0][6:]), change), marker=1)
    intake = returned(made)
    assert (told(intake), intake.receipt.silent) == ([], ())
    receipt = intake.receipt
    assert receipt.elements == {"controls": 2}
    assert (receipt.placed, receipt.controls, receipt.unsupported, receipt.unplaced) == (2, 2, (), ())


@pytest.mark.parametrize("change", ["Ins", "Del"])
def test_words_that_change_in_a_content_control_are_words(change: str) -> None:
    words = gone("agree") + ins("commit")
    made = par(run("States "), control(words, change), run(TEXTS[1][12:]), marker=2)
    intake = returned("", made)
    assert told(intake) == [("2", p.ReplaceWords("agree", "commit", 7))]
    assert (intake.receipt.placed, intake.receipt.controls) == (4, 2)


def test_a_content_control_around_whole_paragraphs_leaves_them_in_place() -> None:
    one, two, three, four = (par(run(text), marker=n) for n, text in enumerate(TEXTS, 1))
    intake = read(word(one, control(two + three.replace("2030", "2035"), "Ins"), four), SENT)
    assert told(intake) == [("3", p.ReplaceWords("2030", "2035", 37))]
    assert intake.receipt.controls == 2


@pytest.mark.parametrize(
    ("style", "words", "proposals"),
    [
        ("PlaceholderText", "Click or tap here to enter text.", []),
        ("Strong", "in full.", [("1", p.InsertWords("in full.", TEXTS[0][-40:], "", 39))]),
    ],
)
def test_the_prompt_of_an_empty_content_control_is_no_text(
    style: str, words: str, proposals: list[tuple[str, p.Proposal]]
) -> None:
    shown = run(words, f'<w:rStyle w:val="{style}"/>')
    empty = control(shown, "Ins").replace("<w:sdtPr/>", "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>")
    intake = returned(par(run(TEXTS[0]), empty, marker=1))
    assert told(intake) == proposals
    assert intake.receipt.controls == 2
