"""The annotations of a PDF, as the programs write them that people read PDFs with (ISO 32000-1, 12.5).

Only pages, their sizes and their annotations are read of a returned file; its text is that of the file that was sent.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from neaspec_cli.intake import guard
from neaspec_cli.intake.grid import clean
from neaspec_cli.intake.htmltext import html_text
from neaspec_cli.intake.pdf_places import Box

MOST_PAGES = 2_000
MOST_ANNOTATIONS = 3_000
MOST_BOXES = 1_000
MOST_BOXES_IN_ALL = 50_000
MOST_OUTPUT = 10 * guard.MEGABYTE
NAMES = {
    "/Highlight": "highlight",
    "/Underline": "underline",
    "/Squiggly": "underline",
    "/StrikeOut": "strike-out",
    "/Caret": "caret",
    "/Text": "note",
    "/FreeText": "text box",
    **dict.fromkeys(("/Square", "/Circle", "/Polygon", "/PolyLine", "/Line", "/Ink", "/Stamp"), "drawing"),
    "/FileAttachment": "attached file",
    "/Redact": "redaction",
}
"""Kinds of annotations by which people say something; links, fields and the windows of notes are none."""
DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
FAULTS = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, AssertionError, OSError)
"""What a library raises that trusts a file to be what it says."""


@dataclass(frozen=True)
class Annotation:
    """One annotation; `key` names it in the file, `answers` is the key of the one that it belongs to.

    `is_part` says that it and the one that it belongs to are one act, as a caret and a strike-out are a replacement.
    """

    name: str
    page: int
    box: Box
    boxes: tuple[Box, ...] = ()
    words: str = ""
    author: str = ""
    date: str = ""
    key: str = ""
    answers: str = ""
    is_part: bool = False


@dataclass(frozen=True)
class Marked:
    """What was put on the pages of a PDF, and the sizes of those, in points."""

    annotations: tuple[Annotation, ...]
    sizes: tuple[tuple[int, int], ...]
    keywords: str = ""


def read_marked(data: bytes) -> Marked:
    """The annotations of a returned PDF; raises an `Unreadable` that names why it cannot be read."""
    from pypdf.errors import PyPdfError

    document = open_pdf(data)
    try:
        pages = list(_pages(document))
        found = tuple(_annotations(pages))
        sizes = tuple(_size(page) for page in pages)
        information = document.trailer.get("/Info")
        keywords = _text(information.get_object().get("/Keywords")) if information is not None else ""
    except RecursionError as error:
        raise guard.TooMuch("its parts are nested too deep") from error
    except (PyPdfError, *FAULTS) as error:
        raise guard.Broken("its pages cannot be read") from error
    return Marked(found, sizes, keywords)


def open_pdf(data: bytes) -> Any:
    """A reader of pypdf, held to our limits; refuses what is locked or broken."""
    import pypdf
    from pypdf.errors import LimitReachedError, PyPdfError

    if len(data) > guard.MOST_FILE:
        raise guard.TooMuch(f"it has more than {guard.MOST_FILE // guard.MEGABYTE} megabytes")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pypdf.overwrite_configuration(
        zlib_maximum_output_length=MOST_OUTPUT,
        lzw_maximum_output_length=MOST_OUTPUT,
        run_length_maximum_output_length=MOST_OUTPUT,
        stream_decoding_work_maximum_length=MOST_OUTPUT,
        maximum_declared_stream_length=guard.MOST_FILE,
        zlib_maximum_recovery_input_length=guard.MEGABYTE,
    )
    try:
        document = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if document.is_encrypted:
            raise guard.Locked
    except LimitReachedError as error:
        raise guard.TooMuch("unpacked, it is too large") from error
    except RecursionError as error:
        raise guard.TooMuch("its parts are nested too deep") from error
    except (PyPdfError, *FAULTS) as error:
        raise guard.Broken("it cannot be read as a PDF") from error
    return document


def contents(document: Any) -> list[str]:
    """What is set on each page, as hashes: two files of the same hashes show the same words in the same places."""
    from pypdf.errors import PyPdfError

    found, total = [], 0
    try:
        for page in _pages(document):
            streams = page["/Contents"].get_object()
            parts = streams if isinstance(streams, list) else [streams]
            data = b" ".join(one.get_object().get_data().strip() for one in parts[:MOST_BOXES])
            total += len(data)
            if total > 2 * MOST_OUTPUT:
                raise guard.TooMuch("unpacked, it is too large")
            found.append(hashlib.sha256(data).hexdigest())
    except RecursionError as error:
        raise guard.TooMuch("its parts are nested too deep") from error
    except (PyPdfError, *FAULTS) as error:
        raise guard.Broken("its pages cannot be read") from error
    return found


def _pages(document: Any) -> Iterator[Any]:
    """The pages in their order; a tree of pages that leads back to itself is refused."""
    waiting: list[tuple[Any, Any]] = [(document.trailer["/Root"]["/Pages"], None)]
    seen = 0
    while waiting:
        node, box = waiting.pop()
        seen += 1
        if seen > 2 * MOST_PAGES:
            raise guard.TooMuch(f"it has more than {MOST_PAGES:,} pages")
        node = node.get_object()
        box = node.get("/MediaBox", box)
        if "/Kids" in node:
            waiting += [(one, box) for one in reversed(node["/Kids"][: 2 * MOST_PAGES])]
        else:
            yield {**node, "/MediaBox": box}


def _size(page: Any) -> tuple[int, int]:
    left, bottom, right, top = (float(one.get_object()) for one in page["/MediaBox"].get_object())
    return round(right - left), round(top - bottom)


def _annotations(pages: list[Any]) -> Iterator[Annotation]:
    count = boxes = 0
    for number, page in enumerate(pages, 1):
        listed = page.get("/Annots")
        for reference in listed.get_object() if listed is not None else ():
            annotation = reference.get_object()
            name = NAMES.get(str(annotation.get("/Subtype")), "") if hasattr(annotation, "get") else ""
            count += 1
            if count > 2 * MOST_ANNOTATIONS:
                raise guard.TooMuch(f"it has more than {MOST_ANNOTATIONS:,} annotations")
            if name:
                made = _annotation(name, number, annotation, _key(reference))
                boxes += len(made.boxes)
                if boxes > MOST_BOXES_IN_ALL:
                    raise guard.TooMuch(f"its annotations mark more than {MOST_BOXES_IN_ALL:,} places")
                yield made


def _annotation(name: str, page: int, said: Any, key: str) -> Annotation:
    quads = said.get("/QuadPoints")
    points = [float(one) for one in quads.get_object()[: 8 * MOST_BOXES]] if quads is not None else []
    boxes = tuple(_box(points[at : at + 8]) for at in range(0, len(points) - 7, 8))
    above = said.raw_get("/IRT") if "/IRT" in said else None
    return Annotation(
        name,
        page,
        _box([float(one) for one in said["/Rect"].get_object()[:4]]),
        boxes,
        _words(said),
        " ".join(_text(said.get("/T")).split()),
        _moment(_text(said.get("/M")) or _text(said.get("/CreationDate"))),
        key,
        _key(above) if above is not None else "",
        str(said.get("/RT")) == "/Group",
    )


def _words(said: Any) -> str:
    """What it says: its plain words, else those of its page; of a state that was set on another one, the state."""
    plain = _text(said.get("/Contents")).strip()
    if plain:
        return plain
    rich = _text(said.get("/RC"))
    return html_text(rich).strip() if rich else _text(said.get("/State"))


def _text(value: Any) -> str:
    if value is None:
        return ""
    found = value.get_object()
    if isinstance(found, bytes):
        return clean(found.decode("utf-8", "replace"))
    return clean(str(found)) if isinstance(found, str) else ""


def _key(reference: Any) -> str:
    """What a part is called in the file; parts that stand in others have no name."""
    return f"{reference.idnum} {reference.generation}" if hasattr(reference, "idnum") else ""


def _box(points: list[float]) -> Box:
    return (min(points[0::2]), min(points[1::2]), max(points[0::2]), max(points[1::2]))


def _moment(text: str) -> str:
    """A date of a PDF as feedback files hold it (ISO 32000-1, 7.9.4); empty where it is none."""
    found = DATE.match(text)
    if found is None:
        return ""
    year, month, day, hour, minute, second, world, sign, hours, minutes = found.groups()
    if not ("01" <= month <= "12" and "01" <= day <= "31"):
        return ""
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = "Z" if world else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"
