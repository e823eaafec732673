"""Files that are locked, broken, too large or made to do harm are refused with the reason, fast."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import CirculatedText, circulated
from neaspec_cli.intake import census, guard, odt, word
from neaspec_cli.intake.form import read as read_form
from tests.effort import within
from tests.intake.wordfiles import MAIN, SPACES, gone, ins, note, par, run, table
from tests.intake.wordfiles import word as made

NOTHING = CirculatedText("draft-1", "Plan", "", ())
SECONDS = 2.0


def package(*parts: tuple[str, str | bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compress) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def body(inside: str) -> tuple[str, str]:
    return "word/document.xml", f"<w:document {SPACES}><w:body>{inside}</w:body></w:document>"


def with_size_lie() -> bytes:
    """A part that says it is small and unpacks to far more."""
    data = bytearray(package(("word/document.xml", b" " * (guard.MOST_PART + 10))))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.index(signature)
        data[place + offset : place + offset + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(made(par(run("x"))))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = 0
        while (place := data.find(signature, place)) >= 0:
            data[place + offset] |= 1
            place += 4
    return bytes(data)


DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
ROOTS = ("_rels/.rels", MAIN)
DEEP = "<w:sdt>" * 400 + "</w:sdt>" * 400
REFUSED = {
    "empty": (b"", guard.Broken),
    "plain text": (b"Dear colleagues", guard.NotKnown),
    "a PDF": (b"%PDF-1.7", guard.NotKnown),
    "rich text": (b"{\\rtf1 x}", guard.OldFormat),
    "an old Word file": (guard.COMPOUND + "WordDocument".encode("utf-16-le"), guard.OldFormat),
    "a password": (guard.COMPOUND + "EncryptedPackage".encode("utf-16-le"), guard.Locked),
    "a password on an old Word file": (
        guard.COMPOUND.ljust(guard.SECTOR, b"\0") + b"\xec\xa5".ljust(11, b"\0") + b"\x01",
        guard.Locked,
    ),
    "encrypted parts": (encrypted(), guard.Locked),
    "cut off": (made(par(run("x")))[:-40], guard.Broken),
    "ODT": (package(("mimetype", "x"), ("content.xml", "<x/>")), guard.NotKnown),
    "a zip without a document": (package(("readme.txt", "x")), guard.NotKnown),
    "too large": (b"PK\x03\x04" + bytes(guard.MOST_FILE), guard.TooMuch),
    "too large unpacked": (package(("word/document.xml", b" " * (guard.MOST_PART + 1))), guard.TooMuch),
    "a lie about the size": (with_size_lie(), guard.Unreadable),
    "too large in all": (
        package(*((f"word/part{n}.xml", b" " * (guard.MOST_PART - 1)) for n in range(3))),
        guard.TooMuch,
    ),
    "too many parts": (package(*((f"word/p{n}.xml", "<x/>") for n in range(1001))), guard.TooMuch),
    "an entity": (package(ROOTS, ("word/document.xml", DTD)), guard.Hostile),
    "an entity in UTF-16": (package(ROOTS, ("word/document.xml", DTD.encode("utf-16"))), guard.Hostile),
    "too deep": (package(ROOTS, body(DEEP)), guard.TooMuch),
    "too many paragraphs": (package(ROOTS, body("<w:p/>" * (guard.MOST_PARAGRAPHS + 1))), guard.TooMuch),
    "too many changes": (package(ROOTS, body("<w:ins/>" * (guard.MOST_REVISIONS + 1))), guard.TooMuch),
    "too many elements": (package(ROOTS, body("<w:t/>" * (guard.MOST_ELEMENTS + 1))), guard.TooMuch),
    "too many kinds of element": (
        package(ROOTS, body("".join(f"<w:q{n}/>" for n in range(guard.MOST_NAMES + 1)))),
        guard.Hostile,
    ),
    "no XML": (package(ROOTS, ("word/document.xml", "<w:document")), guard.Broken),
    "a strange packing": (package(ROOTS, body(""), compress=zipfile.ZIP_BZIP2), guard.Hostile),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_the_reason_and_fast(name: str) -> None:
    data: bytes
    reason: type[guard.Unreadable]
    data, reason = REFUSED[name]
    with within(SECONDS), pytest.raises(reason) as caught:
        word.read(data, NOTHING)
    assert caught.value.message.startswith("The file is")


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = package(ROOTS, body("first"), body("second"))
    with pytest.raises(guard.Hostile, match=r"word/document\.xml"):
        guard.open_package(data)


def test_names_that_lead_outside_are_never_read() -> None:
    assert (
        guard.open_package(package(("../../word/document.xml", "<x/>"), ("/word/x.xml", "<x/>"))).parts == {}
    )


def test_macros_are_left_out_with_a_warning() -> None:
    data = package(ROOTS, body(par(run("x"))), ("word/vbaProject.bin", b"x"))
    assert "macros" in word.read(data, NOTHING).receipt.warnings[0]


SHAPES = {
    "equal paragraphs": par(run("the same again and again")) * 20_000,
    "one paragraph by inserted ends": par(run("a b c"), mark="ins") * 10_000,
    "one paragraph by deleted ends": par(run("a b c"), mark="del") * 10_000,
    "one word of many changes": par((run("a") + ins("x") + gone("y")) * 8_000, mark="ins"),
    "new paragraphs": par(ins("some new words here")) * 10_000,
    "moves that are hard to tell": "".join(
        par(gone(f"words number {n} here"), mark="del") + par(ins(f"words numbr {n} here"))
        for n in range(3_000)
    ),
    "new notes": par(*[f'<w:ins w:id="1" w:author="A">{note(1)}</w:ins>'] * 10_000),
    "new rows": table(*[[par(ins("a"))]] * 5_000, changes=["ins"] * 5_000),
    "a long paragraph": par(run("wo\u2019rd " * 200_000)),
}
SOME = circulated(
    "draft-1",
    "Plan",
    "",
    [("areas", [Block("paragraph", f"Words of number {n}.") for n in range(300)], [*map(str, range(300))])],
)


@pytest.mark.parametrize("shape", SHAPES)
def test_large_files_of_any_shape_end_in_time_and_balance(shape: str) -> None:
    """Ten thousand of anything is far under the limits; the time that it takes must grow as it does, not faster."""
    data = package(ROOTS, body(SHAPES[shape]))
    with within(3 * SECONDS):
        assert word.read(data, SOME).receipt.balance == 0


@pytest.mark.parametrize("folder", ["docx", "zip", "xml", "xlsx"])
def test_broken_files_of_others_are_read_or_refused(folder: str, shared_data: Path) -> None:
    files = [one for one in sorted((shared_data / "malformed" / folder).rglob("*")) if one.is_file()]
    assert files
    for file in files:
        with within(SECONDS, file):
            for reader in (word.read, odt.read, read_form):
                with suppress(guard.Unreadable):
                    assert reader(file.read_bytes(), NOTHING).receipt.balance == 0


def test_the_census_counts_what_others_counted(shared_data: Path) -> None:
    """COUNTS.tsv leaves out the ends of ranges around content controls, which the census calls controls."""
    lines = (shared_data / "docx-tracked" / "COUNTS.tsv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    for line in lines[1:]:
        row = dict(zip(names, line.split("\t"), strict=True))
        counts = census.count(
            guard.open_package((shared_data / "docx-tracked" / row["file"]).read_bytes()).parts
        )
        found = counts.by_tag
        for tag in ("ins", "del", "moveFrom", "moveTo"):
            assert found.get(tag, 0) == int(row[tag]), (row["file"], tag)
        assert found.get("rPrChange", 0) == int(row["runFmt"]), row["file"]
        assert found.get("pPrChange", 0) == int(row["paraFmt"]), row["file"]
        assert found.get("comment", 0) == int(row["comments"]), row["file"]
        assert counts.replies == int(row["replies"]), row["file"]
