"""Annotations put on a PDF as readers of PDFs put them there: in an update at its end, written out by hand."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pypdf

from neaspec_cli.intake.pdf_glyphs import Glyph, glyphs


@dataclass(frozen=True)
class Mark:
    """An annotation to write: its kind, page and box or the words that it lies on; `more` are further entries."""

    kind: str
    page: int
    boxes: tuple[tuple[float, float, float, float], ...]
    words: str = ""
    author: str = "Ann"
    date: str = "D:20250720090000+09'00'"
    above: int | None = None
    more: str = ""


def boxes_of(data: bytes, words: str) -> tuple[int, tuple[tuple[float, float, float, float], ...]]:
    """The page and the boxes, one a line, of words where they stand last in a PDF."""
    letters = [one for one in glyphs(pypdf.PdfReader(io.BytesIO(data))) if not one.text.isspace()]
    run = "".join(one.text for one in letters)
    wanted = "".join(words.split())
    at = run.rindex(wanted)
    found: dict[tuple[int, float], list[Glyph]] = {}
    for one in letters[at : at + len(wanted)]:
        found.setdefault((one.page, one.line), []).append(one)
    page = min(page for page, _ in found)
    lines = [here for (number, _), here in found.items() if number == page]
    return page, tuple((here[0].left, here[0].bottom, here[-1].right, here[0].top) for here in lines)


def on(data: bytes, kind: str, words: str, said: str = "", **more: object) -> Mark:
    """A mark on words."""
    return Mark(kind, *boxes_of(data, words), said, **more)  # type: ignore[arg-type]


def annotated(data: bytes, *marks: Mark, state: bytes = b"") -> bytes:
    """The PDF with annotations in an update at its end; every other byte stays as it was (ISO 32000-1, 7.5.6)."""
    document = pypdf.PdfReader(io.BytesIO(data))
    first = int(str(document.trailer["/Size"]))
    out = io.BytesIO()
    out.write(data)
    places: dict[int, int] = {}

    def put(number: int, body: str) -> None:
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))

    for number, mark in enumerate(marks):
        put(first + number, _annotation(mark, first))
    for page in sorted({mark.page for mark in marks}):
        here = document.pages[page - 1]
        had = [f"{one.idnum} 0 R" for one in here.get("/Annots", ())]
        new = [f"{first + number} 0 R" for number, mark in enumerate(marks) if mark.page == page]
        reference = here.indirect_reference
        assert reference is not None
        kept = {key: one for key, one in here.items() if key != "/Annots"}
        entries = " ".join(f"{key} {_written(here.raw_get(key))}" for key in kept)
        put(reference.idnum, f"<< {entries} /Annots [{' '.join([*had, *new])}] >>")
    table = out.tell()
    out.write(b"xref\n0 0\n")
    for number, place in sorted(places.items()):
        out.write(f"{number} 1\n{place:010d} 00000 n \n".encode())
    root = document.trailer.raw_get("/Root").idnum
    info = document.trailer.raw_get("/Info").idnum
    previous = int(data.rpartition(b"startxref")[2].split()[0])
    size = first + len(marks)
    out.write(
        f"trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R /Prev {previous} >>\n"
        f"startxref\n{table}\n%%EOF\n".encode()
    )
    return out.getvalue() + state


def _annotation(mark: Mark, first: int) -> str:
    left, bottom = min(one[0] for one in mark.boxes), min(one[1] for one in mark.boxes)
    right, top = max(one[2] for one in mark.boxes), max(one[3] for one in mark.boxes)
    corners = [(x, y) for one in mark.boxes for y in (one[3], one[1]) for x in (one[0], one[2])]
    quads = " ".join(f"{x:.2f} {y:.2f}" for x, y in corners)
    marked = mark.kind in ("Highlight", "Underline", "Squiggly", "StrikeOut")
    return (
        f"<< /Type /Annot /Subtype /{mark.kind} /Rect [{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}] "
        + (f"/QuadPoints [{quads}] " if marked else "")
        + (f"/Contents {_string(mark.words)} " if mark.words else "")
        + (f"/IRT {first + mark.above} 0 R " if mark.above is not None else "")
        + f"/T {_string(mark.author)} /M ({mark.date}) {mark.more} >>"
    )


def _string(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}>".replace("<", "<feff", 1)


def _written(value: object) -> str:
    out = io.BytesIO()
    value.write_to_stream(out)  # type: ignore[attr-defined]
    return out.getvalue().decode("latin-1")
