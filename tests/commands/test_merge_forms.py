"""From a returned Word file to the Markdown: headings joined and parted, lines of captions and cells,
forms of whole blocks."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.commands.office import FILES, answer, done, neaspec
from tests.intake.wordfiles import BY, ins, note, par, run, table, word
from tests.sandbox import Sandbox

RESOURCES = """# Resources

Voluntary contributions pay for the work.[^share]

[^share]: In 2024 they came to two thirds.

## Budget *and* means {#budget}

The budget is
small.

::: {#tbl-budget .table}
Budget of the programme

| Area   | Share          |
|--------|----------------|
| Rivers | forty per cent |
:::

See [#](#budget).
"""
TEXTS = dict(
    enumerate(
        (
            "Introduction",
            "The programme keeps the seas of the region clean. It was begun by the member States in 1993.",
            "Member States meet every year to review progress.",
            "Goals",
            "Within ninety days of each meeting the secretariat shall publish a report.",
            "fewer plastics in rivers",
            "more protected areas",
            "Resources come from voluntary contributions.",
            "Resources",
            "Voluntary contributions pay for the work.",
            "In 2024 they came to two thirds.",
            "Budget and means",
            "The budget is small.",
            "Budget of the programme",
            "Area",
            "Share",
            "Rivers",
            "forty per cent",
            "See III.A.",
        ),
        1,
    )
)
HEADING, SMALL, CAPTION, SHARE = 12, 13, 14, 18


@pytest.fixture(scope="module")
def circulated(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    root = tmp_path_factory.mktemp("forms") / "plan"
    box = Sandbox.begin(root, files={**FILES, "plan/03-resources.md": RESOURCES})
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    return box


@pytest.fixture
def box(circulated: Sandbox, tmp_path: Path) -> Sandbox:
    return Sandbox(Path(shutil.copytree(circulated.root, tmp_path / "plan")))


def returned(changed: Mapping[int, str]) -> bytes:
    """The file as it was sent, with other paragraphs in the place of some."""
    made = {number: par(run(text), marker=number) for number, text in TEXTS.items()}
    made[10] = par(run(TEXTS[10]), note(1), marker=10)
    made |= changed
    body = [made[number] for number in (*range(1, 11), *range(12, 15))]
    return word(*body, table(made_row(made, 15), made_row(made, 17)), made[19], footnotes=[made[11]])


def made_row(made: Mapping[int, str], first: int) -> list[str]:
    return [made[first], made[first + 1]]


def merged(box: Sandbox, changed: Mapping[int, str]) -> dict[str, Any]:
    """Import a file from Japan, accept all that it says, and merge."""
    file = box.root.parent / "JPN.docx"
    file.write_bytes(returned(changed))
    (receipt,) = answer(box, "feedback", "import", str(file), "--on", "2025-07-20")
    assert (receipt["balance"], receipt["unplaced"]) == (0, [])
    names = [one["id"] for one in answer(box, "feedback", "list")]
    done(box, "feedback", "dispose", *names, "--as", "accepted", "--reason", "Agreed.")
    found: dict[str, Any] = json.loads(neaspec(box, "merge", "--json").stdout)
    assert (found["unplaced"], found["clashes"]) == ([], [])
    return found


def plan(box: Sandbox, name: str = "03-resources.md") -> str:
    return (box.root / "plan" / name).read_text()


def test_a_paragraph_joined_to_a_heading_stands_in_its_line(box: Sandbox) -> None:
    merged(box, {HEADING: par(run(TEXTS[HEADING]), ins(": "), marker=HEADING, mark="del")})
    assert plan(box) == RESOURCES.replace(
        "means {#budget}\n\nThe budget is\nsmall.", "means: The budget is small. {#budget}"
    )
    assert answer(box, "merge")["merged"] == []


def test_a_heading_joined_to_a_paragraph_leaves_its_name_behind(box: Sandbox) -> None:
    merged(box, {10: par(run(TEXTS[10]), note(1), ins(" "), marker=10, mark="del")})
    assert plan(box) == RESOURCES.replace(
        "[^share]\n", "[^share] []{#budget}Budget *and* means\n", 1
    ).replace("## Budget *and* means {#budget}\n\n", "")
    done(box, "check")


def test_a_heading_split_in_two_gives_two_of_its_level(box: Sandbox) -> None:
    parts = par(run("Budget"), marker=HEADING, mark="ins") + par(run(" and means"))
    merged(box, {HEADING: parts})
    assert plan(box) == RESOURCES.replace(
        "## Budget *and* means {#budget}", "## Budget {#budget}\n\n## *and* means"
    )


def test_a_caption_that_is_split_breaks_its_line(box: Sandbox) -> None:
    parts = par(run("Budget of"), marker=CAPTION, mark="ins") + par(run(" the programme"))
    merged(box, {CAPTION: parts})
    assert plan(box) == RESOURCES.replace("of the programme", "of\\\nthe programme")
    assert answer(box, "merge")["merged"] == []


def test_new_paragraphs_of_a_caption_and_a_cell_are_words_of_them(box: Sandbox) -> None:
    changed = {
        CAPTION: par(run(TEXTS[CAPTION]), marker=CAPTION, mark="ins") + par(ins("in dollars")),
        SHARE: par(run(TEXTS[SHARE]), marker=SHARE, mark="ins") + par(ins("at least")),
    }
    assert merged(box, changed)["by_hand"] == []
    assert plan(box) == RESOURCES.replace("programme\n", "programme\\\nin dollars\n").replace(
        "forty per cent |", "forty per cent at least |"
    )


def test_a_cell_that_is_split_is_left_as_it_is_with_the_reason(box: Sandbox) -> None:
    parts = par(run("forty"), marker=SHARE, mark="ins") + par(run(" per cent"))
    (left,) = merged(box, {SHARE: parts})["by_hand"]
    assert "one paragraph in one line" in left["reason"]
    assert plan(box) == RESOURCES


def was(style: str, level: int = -1) -> str:
    """The tracked change of form: what the paragraph was."""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="6"/></w:numPr>' if level >= 0 else ""
    return f'<w:pPrChange w:id="7" {BY}><w:pPr><w:pStyle w:val="{style}"/>{listed}</w:pPr></w:pPrChange>'


def on_list(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="6"/></w:numPr>'


@pytest.mark.parametrize(
    ("number", "style", "more", "old", "new"),
    [
        (SMALL, "Heading3", was("NumberedParagraph"), "The budget is\nsmall.", "### The budget is small."),
        (
            HEADING,
            "NumberedParagraph",
            was("Heading2"),
            "## Budget *and* means {#budget}",
            "[]{#budget}Budget *and* means",
        ),
        (
            SMALL,
            "ListItem",
            on_list(0) + was("NumberedParagraph"),
            "The budget is\nsmall.",
            "- The budget is\n  small.",
        ),
    ],
)
def test_a_paragraph_takes_the_form_that_it_was_given_in_word(
    box: Sandbox, number: int, style: str, more: str, old: str, new: str
) -> None:
    changed = par(run(TEXTS[number]), marker=number, style=style, more=more)
    assert merged(box, {number: changed})["by_hand"] == []
    assert plan(box) == RESOURCES.replace(old, new)
    assert answer(box, "merge")["merged"] == []
    done(box, "check")


def test_an_item_takes_another_form_or_level(box: Sandbox) -> None:
    merged(
        box,
        {7: par(run(TEXTS[7]), marker=7, style="ListItem", more=on_list(1) + was("ListItem", 0))},
    )
    assert plan(box, "02-goals.md") == FILES["plan/02-goals.md"].replace("- more", "  - more")


def test_what_was_given_another_form_without_a_mark_takes_it(box: Sandbox) -> None:
    """Only the style of one paragraph of the file as it was sent is another one."""
    (sent,) = (box.root / "feedback/draft-1/sent").glob("*.docx")
    with zipfile.ZipFile(sent) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"].decode()
    at = text.rindex('"NumberedParagraph"', 0, text.index("The budget is small."))
    text = f'{text[:at]}"Heading3"{text[at + len(chr(34) * 2 + "NumberedParagraph") :]}'
    file = box.root.parent / "KOR.docx"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in {**parts, "word/document.xml": text.encode()}.items():
            archive.writestr(name, data)
    (receipt,) = answer(box, "feedback", "import", str(file), "--on", "2025-07-20")
    assert receipt["silent"] == ["resources 6: format heading 3"]
    done(box, "feedback", "dispose", "KOR-001", "--as", "accepted", "--reason", "Agreed.")
    done(box, "merge")
    assert "\n### The budget is small.\n" in plan(box)
