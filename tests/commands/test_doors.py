"""Tables, texts and letters go through `neaspec feedback import` like any other returned file."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from neaspec_cli.commands.circulated import circulated_text
from neaspec_cli.commands.doors import BY_ENDING
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.register.circulated import CirculatedLeaf
from neaspec_cli.intake.guard import ENDINGS
from tests.commands.office import answer, circulated, neaspec
from tests.intake.compoundfiles import attachment, compound, message_tree
from tests.intake.hwpxfiles import hwpx
from tests.intake.hwpxfiles import par as hangul_par
from tests.intake.isoforms import filled, rows_of_yaml, template
from tests.intake.pdffiles import annotated, on
from tests.intake.sheets import workbook
from tests.intake.test_ods import HEAD, book, cell, row, sheet
from tests.sandbox import Sandbox

IPCC = ["Comment ID", "From Page", "From Line", "To Page", "To Line", "Comment", "Response"]


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return circulated(tmp_path / "plan")


def brought(box: Sandbox, name: str, data: bytes) -> str:
    file = box.root.parent / name
    file.write_bytes(data)
    return str(file)


def lines_of(box: Sandbox) -> dict[str, tuple[int, int]]:
    """The first line of each block, as a reader finds it in the PDF."""
    from neaspec_cli.commands.returned import printed_lines
    from neaspec_cli.commands.workspace import Workspace

    workspace = Workspace.open(box.root)
    found: dict[str, tuple[int, int]] = {}
    for place, label in printed_lines(workspace, workspace.circulation(None)).items():
        found.setdefault(label, place)
    return found


def test_page_and_line_of_the_pdf_lead_to_the_paragraph(box: Sandbox) -> None:
    page, line = lines_of(box)["3"]
    file = brought(
        box,
        "JPN.xlsx",
        workbook(IPCC, [1, 0, 0, 0, 0, "A fine plan."], [2, page, line, page, line, "Name the report."]),
    )
    (receipt,) = answer(box, "feedback", "import", file, "--from", "JPN")
    assert (receipt["elements"], receipt["placed"], receipt["balance"]) == ({"rows": 2}, 2, 0)
    whole, third = answer(box, "feedback", "list")
    assert (whole["kind"], whole.get("place", {})) == ("general", {})
    assert (third["place"]["block"], third["comment"]) == ("3", "Name the report.")


def test_public_submissions_arrive_one_by_one_with_their_names(box: Sandbox, shared_data: Path) -> None:
    file = str(shared_data / "comment-forms/csv/use-cases.csv")
    (receipt,) = answer(box, "feedback", "import", file, "--from", "PUBLIC")
    assert (receipt["elements"], receipt["balance"]) == ({"rows": 185}, 0)
    listed = answer(box, "feedback", "list")
    assert len(listed) == 185
    assert max(len(one["comment"]) for one in listed) > 19_273
    assert listed[1]["submitter"] == "J-PAL North America"
    assert "imported before" in neaspec(box, "feedback", "import", file, "--from", "PUBLIC").output


def test_a_table_that_says_nothing_of_comments_needs_a_map(box: Sandbox) -> None:
    file = brought(box, "KOR.csv", "who,what\nAnn,Shorten it\n".encode("utf-16"))
    refused = neaspec(box, "feedback", "import", file)
    assert refused.exit_code == 1
    assert "A: who, B: what" in refused.output
    assert "--map comment=B,name=C" in refused.output
    answer(box, "feedback", "import", file, "--map", "comment=B,name=who")
    (listed,) = answer(box, "feedback", "list")
    assert (listed["comment"], listed["author"]) == ("Shorten it", "Ann")


@pytest.mark.parametrize("told", ["comment", "nothing=B", "comment=", "row=x"])
def test_a_map_that_cannot_be_read_is_wrong_usage(box: Sandbox, told: str) -> None:
    assert neaspec(box, "feedback", "import", "x.csv", "--map", told).exit_code == 2


def test_the_form_of_iso_is_known_by_its_page_header(box: Sandbox, shared_data: Path) -> None:
    rows = [("JP", "", "", "3", "te", "Name the report.", "", "Accepted."), *rows_of_yaml(shared_data)]
    file = brought(box, "JPN.docx", filled(template(shared_data), rows))
    (receipt,) = answer(box, "feedback", "import", file)
    assert (receipt["elements"], receipt["placed"], receipt["balance"]) == ({"rows": 29}, 1, 0)
    first, *others = answer(box, "feedback", "list")
    assert (first["place"]["block"], first["kind"], first["comment"]) == (
        "3",
        "technical",
        "Name the report.",
    )
    assert first["replies"] == [{"author": "Observations of the secretariat", "comment": "Accepted."}]
    assert len(others) == 28


def test_a_form_of_iso_from_several_members_is_divided_by_their_codes(
    box: Sandbox, shared_data: Path
) -> None:
    rows = [
        ("JP-001", "", "", "3", "te", "Name the report.", "", ""),
        ("KR-002", "", "", "2", "ed", "Twice a year.", "", ""),
    ]
    file = brought(box, "compiled.docx", filled(template(shared_data), rows))
    receipts = answer(box, "feedback", "import", file)
    assert [(one["source"], one["placed"], one["balance"]) for one in receipts] == [
        ("JPN", 1, 0),
        ("KOR", 1, 0),
    ]
    assert [one["id"] for one in answer(box, "feedback", "list")] == ["JPN-001", "KOR-001"]


def test_a_text_with_marks_comes_back_as_tracked_changes(box: Sandbox) -> None:
    section = (box.root / "plan/02-goals.md").read_text(encoding="utf-8")
    marked = section.replace("ninety", "{~~ninety~>sixty~~}{>>Faster<<}")
    (receipt,) = answer(box, "feedback", "import", brought(box, "KOR.md", marked.encode()))
    assert receipt["elements"] == {"insertions": 1, "deletions": 1, "comments": 1}
    assert (receipt["placed"], receipt["balance"], receipt["silent"]) == (3, 0, [])
    (one,) = answer(box, "feedback", "list")
    assert one["proposal"] == {"op": "replace", "old": "ninety", "new": "sixty", "at": 7}
    assert (one["comment"], one["place"]["block"]) == ("Faster", "3")


def test_a_letter_and_what_it_encloses_come_from_who_sent_it(box: Sandbox) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Focal Point <jpn@example.org>"
    message.set_content("> shall publish a report\n\nSay when.\n")
    table = workbook(["Paragraph", "Comment"], ["2", "Twice a year."])
    message.add_attachment(table, maintype="application", subtype="octet-stream", filename="table.xlsx")
    message.add_attachment(b"%PDF-", maintype="application", subtype="octet-stream", filename="broken.doc")
    file = brought(box, "letter.eml", message.as_bytes())
    result = neaspec(box, "feedback", "import", file)
    assert result.exit_code == 1
    assert "letter.eml/broken.doc: The file is" in result.output
    told = [(one["source"], one["place"]["block"], one["comment"]) for one in answer(box, "feedback", "list")]
    assert told == [("JPN", "2", "Twice a year."), ("JPN", "3", "Say when.")]
    assert {one.name for one in (box.root / "feedback/draft-1/originals").iterdir()} == {
        "JPN.xlsx",
        "JPN.eml",
    }


def test_a_message_of_outlook_is_read_with_what_it_encloses(box: Sandbox) -> None:
    table = attachment("table.xlsx", workbook(["Paragraph", "Comment"], ["2", "Twice a year."]))
    tree = message_tree("> shall publish a report\r\n\r\nSay when.", attached=(table,))
    receipts = answer(box, "feedback", "import", brought(box, "answer.msg", compound(tree)))
    assert [(one["source"], one["balance"]) for one in receipts] == [("JPN", 0), ("JPN", 0)]
    told = [(one["source"], one["place"]["block"], one["comment"]) for one in answer(box, "feedback", "list")]
    assert told == [("JPN", "2", "Twice a year."), ("JPN", "3", "Say when.")]
    unknown = compound(message_tree("Fine.", sender="a@b.org", attached=(table,)))
    receipts = answer(box, "feedback", "import", brought(box, "WWF.msg", unknown))
    assert [one["source"] for one in receipts] == ["WWF", "WWF"]
    refused = neaspec(box, "feedback", "import", brought(box, "JPN.msg", b"\xd0\xcf\x11\xe0"))
    assert (refused.exit_code, "no letter" in refused.output) == (1, True)


def test_an_annotated_pdf_is_placed_by_the_words_under_its_marks(box: Sandbox) -> None:
    (sent,) = (box.root / "feedback/draft-1/sent").glob("*.pdf")
    data = sent.read_bytes()
    marks = [
        on(data, "Highlight", "every year", "Twice a year."),
        on(data, "StrikeOut", "more protected areas"),
    ]
    file = brought(box, "JPN.pdf", annotated(data, *marks))
    (receipt,) = answer(box, "feedback", "import", file, "--from", "JPN")
    assert (receipt["elements"], receipt["placed"], receipt["balance"]) == (
        {"highlights": 1, "strike-outs": 1},
        2,
        0,
    )
    told = [
        (one["place"]["block"], one.get("proposal", {}).get("op")) for one in answer(box, "feedback", "list")
    ]
    assert told == [("2", None), ("3(b)", "delete-block")]
    (clean,) = answer(box, "feedback", "import", str(sent), "--from", "KOR")
    assert (clean["reply"], clean["elements"]) == ("no comments", {})


def test_a_korean_document_is_compared_with_what_was_sent(box: Sandbox) -> None:
    text = [leaf.text for leaf in _sent(box)]
    changed = [one.replace("voluntary", "자발적") for one in text]
    file = brought(box, "KOR.hwpx", hwpx("".join(hangul_par(one) for one in changed)))
    (receipt,) = answer(box, "feedback", "import", file)
    assert (receipt["source"], receipt["elements"], receipt["balance"]) == ("KOR", {}, 0)
    (one,) = answer(box, "feedback", "list")
    assert (one["place"]["block"], one["origin"], one["proposal"]["new"]) == ("4", "silent", "자발적")


def _sent(box: Sandbox) -> tuple[CirculatedLeaf, ...]:
    workspace = Workspace.open(box.root)
    return circulated_text(workspace, workspace.circulation(None)).leaves


def test_every_ending_that_is_named_has_a_door() -> None:
    told = {*BY_ENDING, ".docx", ".odt", ".doc", ".rtf", ".xlsx", ".ods", ".pdf", ".hwpx"}
    assert told.issuperset(ENDINGS)
    assert {".eml", ".msg", ".csv", ".md", ".yaml"} <= set(ENDINGS)


def test_a_sheet_of_libreoffice_is_read(box: Sandbox) -> None:
    data = book(sheet(HEAD, row(cell("3"), cell("Name the report."), cell("Ann"))))
    (receipt,) = answer(box, "feedback", "import", brought(box, "KOR.ods", data))
    assert (receipt["elements"], receipt["placed"], receipt["balance"]) == ({"rows": 1}, 1, 0)
