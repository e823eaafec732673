"""Rows, tables, notes and emphasis from the feedback file into the plan, one commit each."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.commands.office import FILES, answer, done, neaspec
from tests.commands.test_merge import replies
from tests.sandbox import Sandbox

RESOURCES = """---
status: drafted
---
# Resources

Voluntary contributions pay for the work.[^share]

[^share]: In 2024 they came to two thirds.

::: {#tbl-budget .table}
Budget of the programme

| Area   | Share          |
|--------|----------------|
| Rivers | forty per cent |
| Coasts | sixty per cent |
:::
"""
TABLE = "| Year | Sum |\n|------|-----|\n| 2026 | 5   |\n\n"
RIVERS = "Table 1 row 2 column 1"


@pytest.fixture(scope="module")
def circulated(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    root = tmp_path_factory.mktemp("parts") / "plan"
    box = Sandbox.begin(root, files={**FILES, "plan/03-resources.md": RESOURCES})
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    return box


@pytest.fixture
def box(circulated: Sandbox, tmp_path: Path) -> Sandbox:
    return Sandbox(Path(shutil.copytree(circulated.root, tmp_path / "plan")))


def proposal(block: str, fields: str) -> str:
    return f'place: {{section: resources, block: "{block}"}}, proposal: {{{fields}}}'


def unfinished(box: Sandbox, *arguments: str) -> Any:
    """What a merge says that leaves something to people."""
    result = neaspec(box, "merge", "--json", *arguments)
    assert result.exit_code == 1
    return json.loads(result.stdout)


def resources(box: Sandbox) -> str:
    return (box.root / "plan/03-resources.md").read_text()


def test_each_part_is_one_commit_and_the_export_has_it(box: Sandbox, tmp_path: Path) -> None:
    replies(
        box,
        "JPN",
        proposal(RIVERS, "op: insert-row, cells: [Deltas, a tenth]"),
        proposal("Table 1 row 3 column 1", "op: delete-row"),
        proposal("5", "op: note, new: As in 1993., after: Voluntary"),
        proposal("5", "op: format, format: bold, old: contributions"),
        proposal("5", 'op: insert-block, kind: table, new: "Year | Sum\\n2026 | 5"'),
    )
    found = answer(box, "merge")
    assert [one["comments"] for one in found["merged"]] == [
        [f"draft-1/JPN-00{number}"] for number in (5, 3, 4, 1, 2)
    ]
    assert resources(box) == (
        RESOURCES.replace("Voluntary", "Voluntary[^note-1]").replace("contributions", "**contributions**")
        .replace("[^share]\n\n", "[^share]\n\n" + TABLE + "[^note-1]: As in 1993.\n\n")
        .replace("| Coasts | sixty per cent |", "| Deltas | a tenth        |")
    )  # fmt: skip
    assert (
        box.git("log", "-5", "--format=%(trailers:key=Comment,valueonly,separator=+)")
        .split()[-1]
        .endswith("005")
    )
    assert answer(box, "merge")["merged"] == []
    done(box, "check")
    done(box, "export", str(tmp_path / "plan.md"))
    exported = (tmp_path / "plan.md").read_text()
    assert "Deltas" in exported
    assert "As in 1993." in exported
    assert "Coasts" not in exported


def test_a_row_that_one_wants_out_and_another_changes_is_open_and_can_be_settled(box: Sandbox) -> None:
    replies(box, "JPN", proposal("Table 1 row 2 column 2", "op: replace, old: forty per cent, new: half"))
    replies(box, "KOR", proposal(RIVERS, "op: delete-row"))
    result = neaspec(box, "merge")
    assert result.exit_code == 1
    assert "Rivers | forty per cent" in result.stdout
    held = {one["id"]: one["holders"] for one in answer(box, "brackets")["brackets"]}
    assert held == {"b-JPN-001": ["JPN"], "b-KOR-001": ["KOR"]}
    assert answer(box, "merge", "--dry-run")["bracketed"] == []
    done(box, "brackets", "settle", "b-KOR-001", "--drop", "--reason", "The row stays.")
    done(box, "brackets", "settle", "b-JPN-001", "--take", "JPN", "--reason", "Agreed.")
    assert resources(box) == RESOURCES.replace("| Rivers | forty per cent |", "| Rivers | half |")


def test_the_order_of_the_files_makes_no_difference(circulated: Sandbox, tmp_path: Path) -> None:
    said = {
        "JPN": proposal(RIVERS, "op: insert-row, cells: [Deltas]"),
        "KOR": proposal("Table 1 row 3 column 1", "op: insert-row, cells: [Lakes], where: before"),
        "WWF": proposal(RIVERS, "op: insert-row, cells: [Deltas]"),
    }
    results = set()
    for order in (list(said), list(said)[::-1]):
        box = Sandbox(Path(shutil.copytree(circulated.root, tmp_path / order[0])))
        for source in order:
            replies(box, source, said[source])
        proposed = [one["proposed_by"] for one in answer(box, "merge")["merged"]]
        assert proposed == [["JPN", "WWF"], ["KOR"]]
        results.add(resources(box))
    row = "| Rivers | forty per cent |\n"
    new = "| Deltas |                |\n| Lakes  |                |\n"
    assert results == {RESOURCES.replace(row, row + new)}


def test_undecided_rows_come_into_the_text_and_notes_and_forms_are_listed(box: Sandbox) -> None:
    comments = [
        proposal(RIVERS, "op: insert-row, cells: [Deltas, a tenth]"),
        proposal("5", "op: note, new: As in 1993., after: Voluntary"),
    ]
    lines = [
        f"  - {{id: JPN-{number:03d}, kind: technical, {one}}}" for number, one in enumerate(comments, 1)
    ]
    head = "circulation: draft-1\nsource: JPN\nreceived: 2025-07-20\nreply: comments\ncomments:\n"
    box.write("feedback/draft-1/JPN.yaml", head + "\n".join(lines) + "\n")
    box.save("Take in what JPN said")
    result = neaspec(box, "merge", "--together")
    assert result.exit_code == 1
    assert "JPN-002" in result.stdout
    assert "cannot stand in brackets" in " ".join(result.stdout.split())
    row = '| [Deltas]{#b-JPN-001 .bracket by="JPN"} | [a tenth]{#b-JPN-001 .bracket by="JPN"} |\n'
    assert resources(box) == RESOURCES.replace("| Coasts", row + "| Coasts")


def test_a_form_that_markdown_does_not_carry_is_left_to_people(box: Sandbox) -> None:
    replies(box, "JPN", proposal("5", "op: format, format: colour, old: contributions"))
    result = neaspec(box, "merge")
    assert result.exit_code == 1
    assert "colour" in result.stdout
    assert resources(box) == RESOURCES


def test_words_typed_into_an_empty_cell_of_the_word_file_go_into_that_cell(tmp_path: Path) -> None:
    blank = RESOURCES.replace("sixty per cent", " " * 14)
    box = Sandbox.begin(tmp_path / "plan", files={**FILES, "plan/03-resources.md": blank})
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    (sent,) = (box.root / "feedback/draft-1/sent").glob("Plan-*.docx")
    typed = (
        '<w:ins w:id="900" w:author="Sato" w:date="2025-07-10T00:00:00Z"><w:r><w:t>half</w:t></w:r></w:ins>'
    )
    with zipfile.ZipFile(sent) as old, zipfile.ZipFile(tmp_path / "JPN.docx", "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                at = content.index("</w:p>", content.index("<w:tc>", content.index("Coasts")))
                content = content[:at] + typed + content[at:]
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
    answer(box, "feedback", "import", str(tmp_path / "JPN.docx"), "--from", "JPN", "--on", "2025-07-20")
    done(box, "feedback", "dispose", "JPN-001", "--as", "accepted", "--on", "2025-08-01")
    done(box, "check")
    done(box, "merge")
    assert resources(box) == blank.replace("|                |", "| half           |")


def test_columns_are_merged_one_commit_each_before_the_rows_that_come_under_them(box: Sandbox) -> None:
    lead = "op: insert-column, cells: [Lead, Japan, China]"
    replies(
        box,
        "JPN",
        proposal("Table 1 row 1 column 1", lead),
        proposal(RIVERS, "op: insert-row, cells: [Deltas, a tenth]"),
    )
    replies(box, "KOR", proposal("Table 1 row 1 column 2", f"{lead}, where: before"))
    replies(box, "WWF", proposal("Table 1 row 2 column 2", "op: replace, old: forty, new: fifty"))
    before = resources(box)
    planned = answer(box, "merge", "--dry-run")
    assert resources(box) == before
    found = answer(box, "merge")
    assert found == planned
    assert [(one["comments"], one["proposed_by"]) for one in found["merged"]] == [
        (["draft-1/JPN-001", "draft-1/KOR-001"], ["JPN", "KOR"]),
        (["draft-1/JPN-002"], ["JPN"]),
        (["draft-1/WWF-001"], ["WWF"]),
    ]
    table = (
        "| Area   | Lead  | Share          |\n|--------|-------|----------------|\n"
        "| Rivers | Japan | fifty per cent |\n| Deltas |       | a tenth        |\n"
        "| Coasts | China | sixty per cent |\n"
    )
    assert table in resources(box)
    shown = box.git("show", "HEAD~2:plan/03-resources.md")
    assert "| Rivers | Japan | forty per cent |" in shown
    assert "Deltas" not in shown
    done(box, "check")


def test_a_column_that_one_wants_out_and_another_changes_is_a_clash_left_to_people(box: Sandbox) -> None:
    replies(box, "KOR", proposal("Table 1 row 1 column 2", "op: delete-column"))
    replies(box, "JPN", proposal("Table 1 row 2 column 2", "op: replace, old: forty, new: fifty"))
    found = unfinished(box)
    assert [one["reason"] for one in found["clashes"]] == ["delete against edit"]
    assert [one["holders"] for one in found["clashes"][0]["alternatives"]] == [["KOR"], ["JPN"]]
    assert (found["merged"], resources(box)) == ([], RESOURCES)


def test_an_undecided_column_cannot_stand_in_brackets_and_is_told(box: Sandbox) -> None:
    head = "circulation: draft-1\nsource: JPN\nreceived: 2025-07-20\nreply: comments\ncomments:\n"
    one = proposal(RIVERS, "op: delete-column")
    box.write("feedback/draft-1/JPN.yaml", f"{head}  - {{id: JPN-001, kind: technical, {one}}}\n")
    box.save("Take in what JPN said")
    found = unfinished(box, "--together")
    assert [one["comment"] for one in found["by_hand"]] == ["draft-1/JPN-001"]
    assert resources(box) == RESOURCES
    listed = answer(box, "feedback", "list")
    assert listed[0]["proposal"] == {"op": "delete-column"}
    done(box, "compile", "draft", str(box.root / "dist/all.md"))
    assert "delete the column" in (box.root / "dist/all.md").read_text()


def test_links_are_merged_and_an_address_that_no_plan_holds_is_a_fault_of_the_file(box: Sandbox) -> None:
    replies(
        box,
        "JPN",
        proposal("5", "op: link, old: Voluntary contributions, target: 'https://example.org/how?a=1&b=2'"),
    )
    assert [one["comments"] for one in answer(box, "merge")["merged"]] == [["draft-1/JPN-001"]]
    linked = RESOURCES.replace(
        "Voluntary contributions", "[Voluntary contributions](https://example.org/how?a=1&b=2)"
    )
    assert resources(box) == linked
    replies(box, "KOR", proposal("5", "op: link, old: Voluntary, target: 'javascript:alert(1)'"))
    result = neaspec(box, "check")
    assert result.exit_code == 1
    assert "leads to no address of a plan" in " ".join(result.output.split())


def test_words_go_to_another_place_as_a_whole_or_not_at_all(box: Sandbox) -> None:
    elsewhere = "op: move, section: resources, block: Table 1 row 2 column 1, old: pay for"
    replies(box, "JPN", proposal("5", elsewhere))
    replies(box, "KOR", proposal("5", "op: link, old: contributions pay, target: 'https://example.org/'"))
    found = unfinished(box)
    assert (found["merged"], resources(box)) == ([], RESOURCES)
    clash = {key for one in found["clashes"][0]["alternatives"] for key in one["comments"]}
    assert clash == {"draft-1/JPN-001", "draft-1/KOR-001"}


def test_words_that_come_into_a_row_which_another_wants_away_are_left_to_people(box: Sandbox) -> None:
    replies(box, "JPN", proposal("5", f"op: move, section: resources, block: {RIVERS}, old: pay for"))
    replies(box, "KOR", proposal(RIVERS, "op: delete-row"))
    found = unfinished(box)
    assert (found["merged"], found["bracketed"], resources(box)) == ([], [], RESOURCES)
    assert ["another place" in one["left_open"] for one in found["clashes"]] == [True]


def test_what_does_not_fit_together_with_the_rest_is_told_and_goes_in_with_the_next_merge(
    box: Sandbox,
) -> None:
    cell = "Table 1 row 2 column 2"
    replies(box, "JPN", proposal(cell, "op: format, format: italic, old: forty per cent"))
    replies(box, "KOR", proposal(cell, "op: delete, old: per cent"))
    found = unfinished(box)
    assert [one["comments"] for one in found["merged"]] == [["draft-1/JPN-001"]]
    assert [one["comment"] for one in found["by_hand"]] == ["draft-1/KOR-001"]
    assert "run neaspec merge again" in found["by_hand"][0]["reason"]
    assert [one["comments"] for one in answer(box, "merge")["merged"]] == [["draft-1/KOR-001"]]
    assert "| *forty* " in resources(box)
