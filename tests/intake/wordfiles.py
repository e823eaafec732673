"""Small Word files written element by element, independent of both the writer and the reader of the project."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}" xmlns:mc="{MC}"'
BY = 'w:author="A" w:date="2025-07-20T10:00:00Z"'
MAIN = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    made = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{made}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def ins(text: str, author: str = "A", number: int = 1) -> str:
    """Text that was inserted."""
    return f'<w:ins w:id="{number}" w:author={quoteattr(author)} w:date="2025-07-20T10:00:00Z">{run(text)}</w:ins>'


def gone(text: str, author: str = "A", number: int = 2) -> str:
    """Text that was deleted."""
    inner = run(text).replace("w:t ", "w:delText ").replace("</w:t>", "</w:delText>")
    return (
        f'<w:del w:id="{number}" w:author={quoteattr(author)} w:date="2025-07-20T10:00:00Z">{inner}</w:del>'
    )


def par(*inside: str, marker: int = 0, mark: str = "", style: str = "", more: str = "") -> str:
    """A paragraph; `marker` is the number of its bookmark, `mark` is ins, del or both for its end."""
    changes = "".join(f'<w:{one} w:id="9" {BY}/>' for one in mark.split())
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += f"<w:rPr>{changes}</w:rPr>" if changes else ""
    properties += more
    begin = f'<w:bookmarkStart w:id="{marker}" w:name="_np_{marker:04d}"/>' if marker else ""
    end = f'<w:bookmarkEnd w:id="{marker}"/>' if marker else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{begin}{''.join(inside)}{end}</w:p>"


def table(*rows: Sequence[str], changes: Sequence[str] = ()) -> str:
    """A table of rows of cells that hold paragraphs; `changes` are ins, del or nothing for each row."""
    made = ""
    for number, row in enumerate(rows):
        change = changes[number] if number < len(changes) else ""
        properties = f'<w:trPr><w:{change} w:id="8" {BY}/></w:trPr>' if change else ""
        made += f"<w:tr>{properties}{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


def on(number: int, *inside: str) -> str:
    """Content that a comment is on."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{"".join(inside)}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def comment(number: int, text: str, author: str = "A") -> str:
    """A comment; its paragraph is called by its number."""
    return (
        f'<w:comment w:id="{number}" w:author={quoteattr(author)} w:date="2025-07-21T09:00:00Z">'
        f'<w:p w14:paraId="0000000{number}"><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:comment>'
    )


def thread(*lines: tuple[int, int, bool]) -> str:
    """Which comment answers which (0 for none) and which is resolved."""
    made = "".join(
        f'<w15:commentEx w15:paraId="0000000{number}" w15:done="{int(done)}"'
        + (f' w15:paraIdParent="0000000{parent}"' if parent else "")
        + "/>"
        for number, parent, done in lines
    )
    return f"<w15:commentsEx {SPACES}>{made}</w15:commentsEx>"


def word(
    *blocks: str,
    comments: Sequence[str] = (),
    threads: str = "",
    footnotes: Sequence[str] = (),
    parts: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A Word file of these blocks; footnotes are numbered from 1."""
    files = [
        ("_rels/.rels", MAIN),
        ("word/document.xml", f"<w:document {SPACES}><w:body>{''.join(blocks)}</w:body></w:document>"),
    ]
    if comments:
        files.append(("word/comments.xml", f"<w:comments {SPACES}>{''.join(comments)}</w:comments>"))
    if threads:
        files.append(("word/commentsExtended.xml", threads))
    if footnotes:
        made = "".join(
            f'<w:footnote w:id="{number}">{one}</w:footnote>' for number, one in enumerate(footnotes, 1)
        )
        files.append(("word/footnotes.xml", f"<w:footnotes {SPACES}>{made}</w:footnotes>"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*files, *parts):
            archive.writestr(name, content)
    return buffer.getvalue()


def note(number: int) -> str:
    """A reference to a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'
