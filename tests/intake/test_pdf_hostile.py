"""PDFs that are locked, broken or made to do harm are refused with the reason, within two seconds and 200 megabytes."""

from __future__ import annotations

import io
import os
import random
import zlib
from collections.abc import Callable
from contextlib import suppress

import pypdf
import pytest

from neaspec_cli.intake import guard, pdf
from neaspec_cli.intake.against import Against
from neaspec_cli.publish.pdf import write_pdf
from tests.effort import within
from tests.intake.alone import measured
from tests.intake.circulations import as_sent
from tests.intake.pdffiles import Mark, annotated, on
from tests.publish.copies import ANNEXES, RICH, copy_of

COPY = copy_of(RICH, annexes=ANNEXES)
SENT, DATA = as_sent(COPY), write_pdf(COPY)
MARKED = annotated(DATA, on(DATA, "Highlight", "guide", "Why?"))
SECONDS, MEGABYTES = 2.0, 200
HEAD = b"%PDF-1.7\n"
BOMB = zlib.compress(b"0 " * (40 * guard.MEGABYTE), 9)


def made(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = io.BytesIO()
    out.write(HEAD)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    size = len(objects) + 1
    out.write(
        b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, table)
    )
    return out.getvalue()


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>"


def page(annotations: bytes) -> tuple[bytes, bytes, bytes]:
    return CATALOG, PAGES, b"<< /Type /Page /Parent 2 0 R /Annots " + annotations + b" >>"


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(DATA))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def in_a_circle() -> bytes:
    """Every table of places names itself as the one before it."""
    data = made(CATALOG, PAGES, b"<< /Type /Page >>")
    table = int(data.rpartition(b"startxref")[2].split()[0])
    return made(CATALOG, PAGES, b"<< /Type /Page >>", trailer=b"/Prev %d" % table)


NOTE = b"<< /Subtype /Text /Rect [0 0 9 9] /Contents (x) >>"
HIGHLIGHT = b"<< /Subtype /Highlight /Rect [0 0 9 9] "
NO_TABLE = b"\nstartxref\n999999999\n%%EOF\n"
DEEP = b"[" * 50_000 + b"]" * 50_000
REFUSED: dict[str, Callable[[], bytes]] = {
    "only the sign": lambda: b"%PDF-",
    "cut off": lambda: MARKED[:2000],
    "locked": locked,
    "too large": lambda: HEAD + bytes(guard.MOST_FILE),
    "a bomb of objects": lambda: made(*page(b"[4 0 R]"), stream(b"/Type /ObjStm /N 1 /First 4", BOMB)),
    "a bomb for a table": lambda: (
        HEAD
        + b"1 0 obj\n"
        + stream(b"/Type /XRef /W [1 4 2] /Size 9999999 /Root 1 0 R", BOMB)
        + b"\nendobj\nstartxref\n9\n%%EOF"
    ),
    "tables in a circle": in_a_circle,
    "pages in a circle": lambda: made(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    "a great many pages": lambda: made(
        CATALOG, b"<< /Type /Pages /Kids [" + b"3 0 R " * 90_000 + b"] >>", b"<< /Type /Page >>"
    ),
    "a great many annotations": lambda: made(*page(b"[" + b"4 0 R " * 90_000 + b"]"), NOTE),
    "places without end, of one list": lambda: made(
        *page(b"[" + b"4 0 R " * 5_900 + b"]"),
        HIGHLIGHT + b"/QuadPoints 5 0 R >>",
        b"[" + b"0 0 9 0 0 9 9 9 " * 1_000 + b"]",
    ),
    "deep lists": lambda: made(*page(DEEP)),
    "deep words": lambda: made(*page(b"[4 0 R]"), NOTE.replace(b"(x)", b"(" * 900_000)),
    "a list that is itself": lambda: made(*page(b"4 0 R"), b"4 0 R"),
    "no numbers for a place": lambda: made(*page(b"[4 0 R]"), NOTE.replace(b"0 0 9 9", b"/a /b /c /d")),
    "a great many parts": lambda: HEAD + b"".join(b"%d 0 obj\nendobj\n" % n for n in range(150_000)),
    "nothing but signs for parts": lambda: HEAD + b"1 0 obj " * 2_000_000 + NO_TABLE,
    "nothing but brackets": lambda: HEAD + b"/Type /Page /Annots [" * 900_000 + NO_TABLE,
    "nothing but lists": lambda: HEAD + b"1 0 obj\n" + b"<</A " * 3_000_000 + NO_TABLE,
    "no table and much else": lambda: HEAD + os.urandom(19 * guard.MEGABYTE),
    "a table that is nowhere": lambda: HEAD + os.urandom(15 * guard.MEGABYTE) + NO_TABLE,
    "nothing but ends": lambda: HEAD + b"startxref\n" * 1_900_000,
    "nothing but comments": lambda: HEAD + b"%\n" * 9_000_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_the_reason_and_fast(name: str) -> None:
    seconds, megabytes, told = measured(REFUSED[name](), SENT, DATA)
    assert told.startswith("The file is") or told == "balance 0", told
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_annotations_just_under_the_limits_are_read_in_time() -> None:
    boxes = tuple((50.0, 50.0 + n, 500.0, 60.0 + n) for n in range(700))
    many = [Mark("Highlight", 2, ((56, 56, 520, 780),), f"Remark {n}.") for n in range(900)]
    marks = [*many, Mark("StrikeOut", 2, boxes, "All of it.")]
    seconds, megabytes, told = measured(annotated(DATA, *marks), SENT, DATA)
    assert told == "balance 0"
    assert seconds < 2 * SECONDS
    assert megabytes < MEGABYTES


def test_marks_over_all_pages_again_and_again_are_refused() -> None:
    whole = tuple((0.0, 0.0, 600.0 - n / 1_000, 850.0) for n in range(1_000))
    marks = [Mark("Highlight", 2, whole, f"Remark {n}.") for n in range(9)]
    seconds, megabytes, told = measured(annotated(DATA, *marks), SENT, DATA)
    assert "cover more than" in told
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_damaged_files_are_read_or_refused_and_never_more() -> None:
    chance = random.Random(5)
    with within(60):
        for _ in range(150):
            made_of = bytearray(MARKED)
            for _ in range(chance.randint(1, 30)):
                made_of[chance.randrange(len(MARKED) - 3000 if chance.random() < 0.5 else 0, len(MARKED))] = (
                    chance.randrange(256)
                )
            with within(SECONDS), suppress(guard.Unreadable):
                assert pdf.read(bytes(made_of), Against(SENT)).receipt.balance == 0
