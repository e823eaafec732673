"""Small OpenDocument texts written element by element, independent of the project's reader.

A writer collects the tracked changes of one file, which stand apart from the text that points at them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    [f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "table", "style", "meta", "manifest")]
    + [
        f'xmlns:draw="{ODF}:drawing:1.0"',
        f'xmlns:fo="{ODF}:xsl-fo-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
    ]
)
MIMETYPE = "application/vnd.oasis.opendocument.text"
STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Text_20_body"/>'
    '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
)


def words(text: str) -> str:
    """Text with every space as OpenDocument wants it: one is itself, the rest are counted."""
    made = escape(text).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    return made.replace(" ", "<text:s/>")


def info(author: str = "A") -> str:
    """Who changed it and when."""
    return (
        f"<office:change-info><dc:creator>{escape(author)}</dc:creator>"
        "<dc:date>2025-07-20T10:00:00.123456789</dc:date></office:change-info>"
    )


def par(*inside: str, marker: int = 0, style: str = "P1") -> str:
    """A paragraph; `marker` is the number of its bookmark."""
    begin = f'<text:bookmark-start text:name="_np_{marker:04d}"/>' if marker else ""
    end = f'<text:bookmark-end text:name="_np_{marker:04d}"/>' if marker else ""
    return f'<text:p text:style-name="{style}">{begin}{"".join(inside)}{end}</text:p>'


@dataclass
class Writer:
    """The tracked changes of one file; its methods give what the text holds in their place."""

    regions: list[str] = field(default_factory=list)

    def ins(self, inside: str, author: str = "A") -> str:
        """Content that was inserted; it may hold the end of a paragraph and the beginning of the next."""
        return self._between("<text:insertion>" + info(author) + "</text:insertion>", inside)

    def form(self, inside: str) -> str:
        """Content whose form was changed."""
        return self._between("<text:format-change>" + info() + "</text:format-change>", inside)

    def gone(self, *paragraphs: str, author: str = "A", inserted_by: str = "") -> str:
        """Paragraphs that were deleted, the first and the last of them in part; given as XML."""
        change = f"<text:deletion>{info(author)}{''.join(paragraphs)}</text:deletion>"
        if inserted_by:
            change += f"<text:insertion>{info(inserted_by)}</text:insertion>"
        return f'<text:change text:change-id="{self._region(change)}"/>'

    def _between(self, change: str, inside: str) -> str:
        name = self._region(change)
        start, end = (f'<text:change-{one} text:change-id="{name}"/>' for one in ("start", "end"))
        return f"{start}{inside}{end}"

    def _region(self, change: str) -> str:
        name = f"ct{len(self.regions)}"
        self.regions.append(f'<text:changed-region text:id="{name}">{change}</text:changed-region>')
        return name

    def odt(self, *blocks: str, parts: Sequence[tuple[str, str]] = (), mimetype: str = MIMETYPE) -> bytes:
        """The file of these blocks."""
        tracked = f"<text:tracked-changes>{''.join(self.regions)}</text:tracked-changes>"
        content = (
            f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{tracked}{''.join(blocks)}</office:text></office:body>"
            "</office:document-content>"
        )
        return package(("content.xml", content), *parts, mimetype=mimetype)


def package(*parts: tuple[str, str], mimetype: str = MIMETYPE) -> bytes:
    """An OpenDocument package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def table(*rows: Sequence[str]) -> str:
    """A table of rows of cells that hold paragraphs, the first row its heading."""
    made = [
        f"<table:table-row>{''.join(f'<table:table-cell>{cell}</table:table-cell>' for cell in row)}</table:table-row>"
        for row in rows
    ]
    return f"<table:table><table:table-header-rows>{made[0]}</table:table-header-rows>{''.join(made[1:])}</table:table>"


def note(*paragraphs: str) -> str:
    """A footnote where it is referred to."""
    return (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{''.join(paragraphs)}</text:note-body></text:note>"
    )


def on(name: str, text: str, *inside: str, more: str = "") -> str:
    """Content with a remark on it; `more` are further attributes of the remark."""
    remark = (
        f"<office:annotation office:name={quoteattr(name)} {more}><dc:creator>B</dc:creator>"
        f"<dc:date>2025-07-21T09:00:00</dc:date><text:p>{escape(text)}</text:p></office:annotation>"
    )
    end = f"<office:annotation-end office:name={quoteattr(name)}/>" if inside else ""
    return f"{remark}{''.join(inside)}{end}"
