from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.office import answer, circulated, done, neaspec
from tests.commands.test_merge import change, replies
from tests.sandbox import Sandbox


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    made = circulated(tmp_path / "plan")
    replies(made, "JPN", change("ninety days", "sixty days"))
    replies(made, "KOR", change("ninety", "sixty"))
    done(made, "merge")
    return made


def test_a_paragraph_tells_who_asked_for_its_words_and_why(box: Sandbox) -> None:
    shown = " ".join(done(box, "why", "3").split())
    assert "JPN, KOR: Agreed. (draft-1/JPN-001, draft-1/KOR-001)" in shown
    assert "[-ninety-]{+sixty+}" in shown
    (block,) = answer(box, "why", "3")
    assert [(one["kind"], one["proposed_by"]) for one in block["changes"]] == [
        ("edited", ["JPN", "KOR"]),
        ("inserted", []),
    ]


def test_the_source_table_names_numbers_contributors_and_reasons(box: Sandbox) -> None:
    introduction = box.root / "plan/01-introduction.md"
    introduction.write_text(introduction.read_text() + "\nA paragraph that is quite new stands here.\n")
    rows = {row["now"]: row for row in answer(box, "why", "--table")["paragraphs"]}
    assert rows["4"]["before"] == ["3"]
    assert rows["4"]["contributors"] == ["JPN", "KOR"]
    assert rows["4"]["reasons"] == ["Agreed."]
    assert rows["3"]["before"] == []
    assert rows["3"]["reasons"] == ["not committed"]
    assert rows["1"]["reasons"] == []


def test_diff_puts_the_reason_to_each_change_and_to_what_is_gone(box: Sandbox) -> None:
    path = box.root / "plan/01-introduction.md"
    path.write_text(path.read_text().replace("Member States meet every year to review progress.\n", ""))
    box.save("Take out the yearly meeting\n\nIt is said elsewhere.")
    found = answer(box, "diff", "draft-1", "--why")
    why = {
        (change["label_from"], change["kind"]): change["why"][0]["reason"]
        for section in found["sections"]
        for change in section["changes"]
    }
    assert why == {("2", "deleted"): "It is said elsewhere.", ("3", "edited"): "Agreed."}


def test_an_unknown_label_is_refused_with_examples(box: Sandbox) -> None:
    result = neaspec(box, "why", "99")
    assert result.exit_code == 1
    assert "27(b)" in result.stderr
