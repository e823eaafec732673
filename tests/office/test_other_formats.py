"""A circulated Word file that comes back in another format says the same; what is in it reaches nothing outside."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from neaspec_cli.adapters import office
from tests.commands.office import neaspec
from tests.intake.wordfiles import par, run, word
from tests.office.roundtrip import (
    circulated_with_resources,
    comments,
    edited,
    needs_office,
    sent_word_file,
    take_in,
    wishes,
)
from tests.office.test_round_trip import EDITS, WISHES
from tests.sandbox import Sandbox

MORE: list[dict[str, Any]] = [
    {"op": "delete", "find": "more "},
    {"op": "split", "find": "Voluntary contributions"},
    {"op": "join", "find": "The programme keeps"},
    {"op": "note", "find": "is made", "text": "A new note."},
    {"op": "row", "find": "forty per cent", "text": "Deserts|one per cent|Mongolia"},
    {"op": "drop-row", "find": "Coasts"},
    {"op": "comment", "find": "mid-term", "text": "We support a review in 2028."},
]
ALL_WISHES = {
    **WISHES,
    ("goals", "3(b)"): {"op": "delete", "old": "more "},
    ("introduction", "1"): {"op": "join", "between": ""},
    ("resources", "5"): {"op": "split", "before": "pay for most of the work."},
    ("resources", "7"): {"op": "note", "new": "A new note.", "after": "A review is made"},
    ("resources", "Table 1 row 2 column 1"): {
        "op": "insert-row",
        "cells": ["Deserts", "one per cent", "Mongolia"],
    },
    ("resources", "Table 1 row 3 column 1"): {
        "op": "delete-row",
        "cells": ["Coasts", "sixty per cent", "all member States"],
    },
}
del ALL_WISHES["resources", "Table 1 row 3 column 2"]


@pytest.fixture(scope="module")
def circulated(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return circulated_with_resources(tmp_path_factory.mktemp("office") / "plan")


@pytest.fixture
def box(circulated: Sandbox, tmp_path: Path) -> Sandbox:
    return Sandbox(Path(shutil.copytree(circulated.root, tmp_path / "plan")))


@needs_office
@pytest.mark.parametrize("ending", [".docx", ".odt", ".doc"])
def test_every_kind_of_change_comes_back_as_what_was_done(box: Sandbox, tmp_path: Path, ending: str) -> None:
    edits = [one for one in EDITS if one["find"] != "sixty per cent"]
    file = edited(sent_word_file(box), tmp_path / f"JPN{ending}", "Sato Hanako", *edits, *MORE)
    receipt = take_in(box, file)
    assert (receipt["balance"], receipt["silent"], receipt["noise"]) == (0, [], 0)
    assert receipt["unplaced"] == receipt["unsupported"] == []
    assert wishes(box) == ALL_WISHES
    remarks = [one for one in comments(box) if one.get("comment") == "We support a review in 2028."]
    assert [(one["place"]["block"], one["place"]["quote"]) for one in remarks] == [("7", "mid-term")]
    assert (box.root / f"feedback/draft-1/originals/JPN{ending}").read_bytes() == file.read_bytes()


@needs_office
def test_rich_text_gives_the_changes_of_words_and_says_how_it_was_read(box: Sandbox, tmp_path: Path) -> None:
    edits = [one for one in EDITS if one["op"] == "replace"]
    receipt = take_in(box, edited(sent_word_file(box), tmp_path / "JPN.rtf", "Sato Hanako", *edits))
    assert receipt["balance"] == 0
    assert "through LibreOffice" in receipt["warnings"][-1]
    kept = {place: wish for place, wish in WISHES.items() if wish["op"] == "replace"}
    assert kept.items() <= wishes(box).items()


@needs_office
def test_a_file_that_was_only_saved_as_odt_says_nothing(box: Sandbox, tmp_path: Path) -> None:
    receipt = take_in(box, edited(sent_word_file(box), tmp_path / "JPN.odt", "Sato Hanako"))
    assert (receipt["reply"], receipt["elements"], receipt["silent"]) == ("no comments", {}, [])


class Listener(HTTPServer):
    """Counts who asks."""

    asked = 0


class Answers(BaseHTTPRequestHandler):
    """Nothing to be had."""

    def do_GET(self) -> None:
        """Somebody asked."""
        assert isinstance(self.server, Listener)
        self.server.asked += 1
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Quietly."""

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def with_linked_picture(address: str) -> bytes:
    """A Word file that shows a picture which lies elsewhere."""
    a, pic = (f"http://schemas.openxmlformats.org/drawingml/2006/{one}" for one in ("main", "picture"))
    office_document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    shape = (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}"><wp:extent cx="990000" cy="990000"/>'
        f'<wp:docPr id="1" name="p"/><a:graphic xmlns:a="{a}"><a:graphicData uri="{pic}"><pic:pic xmlns:pic="{pic}">'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip xmlns:r="{office_document}" r:link="rId5"/></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="990000" cy="990000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId5" '
        f'Type="{office_document}/image" Target="{address}" TargetMode="External"/></Relationships>'
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    parts = [("[Content_Types].xml", types), ("word/_rels/document.xml.rels", link)]
    return word(par(run("Words."), shape), parts=parts)


@needs_office
def test_a_linked_picture_is_not_fetched(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither without a network nor, where the system does not permit that, with the settings of the profile alone."""
    source = tmp_path / "link.docx"
    source.write_bytes(with_linked_picture(f"http://127.0.0.1:{listener.server_address[1]}/p.png"))
    old = edited(source, tmp_path / "link.doc", "Sato Hanako").read_bytes()
    assert listener.asked > 0
    listener.asked = 0
    office.as_word(old, ".doc")
    monkeypatch.setattr(office, "_without_network", tuple)
    office.as_word(old, ".doc")
    assert listener.asked == 0


@needs_office
def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "LIMIT_SECONDS", 0.05)
    with pytest.raises(office.CannotConvert, match="seconds"):
        office.as_word(b"{\\rtf1 x}", ".rtf")


@needs_office
def test_what_libreoffice_cannot_read_is_refused() -> None:
    with pytest.raises(office.CannotConvert, match="damaged"):
        office.as_word(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".doc")


def test_without_libreoffice_a_word_file_is_asked_for(
    box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "executable", lambda: "")
    file = tmp_path / "JPN.rtf"
    file.write_bytes(b"{\\rtf1 Words.}")
    result = neaspec(box, "feedback", "import", str(file), "--from", "JPN")
    assert result.exit_code == 1
    assert "read through LibreOffice, and that is not here" in result.stderr
    assert "save it as .docx" in result.stderr
