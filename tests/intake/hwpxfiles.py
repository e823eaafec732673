"""Korean HWPX documents, written as Hangul writes them, for tests that read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

YEAR = "http://www.hancom.co.kr/hwpml/2011"
SPACES = f'xmlns:hp="{YEAR}/paragraph" xmlns:hs="{YEAR}/section" xmlns:hh="{YEAR}/head"'


def t(*pieces: str) -> str:
    """Words in a run; pieces that begin with `<` are taken as they are."""
    return f"<hp:t>{''.join(one if one.startswith('<') else escape(one) for one in pieces)}</hp:t>"


def par(*inside: str, style: int = 0) -> str:
    """A paragraph of one run; plain words may be given as they are."""
    made = "".join(one if one.startswith("<hp:") else t(one) for one in inside)
    return f'<hp:p id="0" paraPrIDRef="0" styleIDRef="{style}"><hp:run charPrIDRef="0">{made}</hp:run></hp:p>'


def ins(words: str, number: int = 1, change: int = 1, end: int = 0) -> str:
    """Words that were put in, inside of `t`."""
    return _around("insert", words, number, change, end)


def gone(words: str, number: int = 2, change: int = 2, end: int = 0) -> str:
    """Words that were taken out, inside of `t`."""
    return _around("delete", words, number, change, end)


def _around(what: str, words: str, number: int, change: int, end: int) -> str:
    marks = f'Id="{number}" TcId="{change}" paraend="{end}"'
    return f"<hp:{what}Begin {marks}/>{escape(words)}<hp:{what}End {marks}/>"


def memo(said: str, words: str, number: int = 7, author: str = "김검토") -> str:
    """Words with a memo on them, as pieces of a run."""
    begin = (
        f'<hp:ctrl><hp:fieldBegin id="{number}" type="MEMO" name=""><hp:parameters cnt="2" name="">'
        f'<hp:stringParam name="Author">{escape(author)}</hp:stringParam>'
        '<hp:stringParam name="CreateDateTime">2025-07-20 09:00:00</hp:stringParam></hp:parameters>'
        f"<hp:subList>{par(said)}</hp:subList></hp:fieldBegin></hp:ctrl>"
    )
    return f'{begin}{t(words)}<hp:ctrl><hp:fieldEnd beginIDRef="{number}"/></hp:ctrl>'


def bookmark(name: str) -> str:
    return f"<hp:ctrl><hp:bookmark name={quoteattr(name)}/></hp:ctrl>"


def note(words: str, kind: str = "footNote") -> str:
    return f'<hp:ctrl><hp:{kind} number="1"><hp:subList>{par(words)}</hp:subList></hp:{kind}></hp:ctrl>'


def table(*rows: Sequence[str]) -> str:
    """A table in a paragraph of its own; cells are words, or paragraphs."""
    made = ""
    for down, row in enumerate(rows):
        cells = ""
        for across, cell in enumerate(row):
            inside = cell if cell.startswith("<hp:p ") else par(cell)
            place = f'<hp:cellAddr colAddr="{across}" rowAddr="{down}"/>'
            cells += f"<hp:tc><hp:subList>{inside}</hp:subList>{place}</hp:tc>"
        made += f"<hp:tr>{cells}</hp:tr>"
    return par(f'<hp:tbl rowCnt="{len(rows)}">{made}</hp:tbl>', "<hp:t/>")


HEAD = (
    f'<hh:head {SPACES}><hh:refList><hh:styles><hh:style id="0" name="바탕글" engName="Normal"/>'
    '<hh:style id="2" name="개요 1" engName="Outline 1"/></hh:styles></hh:refList>'
    '<hh:trackChanges><hh:trackChange type="Insert" date="2025-07-20T00:00:00Z" authorID="1" id="1"/>'
    '<hh:trackChange type="Delete" date="2025-07-20T00:00:00Z" authorID="1" id="2"/></hh:trackChanges>'
    '<hh:trackChangeAuthors><hh:trackChangeAuthor name="김검토" id="1"/></hh:trackChangeAuthors></hh:head>'
)


def hwpx(*sections: str, more: Sequence[tuple[str, str]] = ()) -> bytes:
    """A document of sections, each the paragraphs in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/hwp+zip", zipfile.ZIP_STORED)
        archive.writestr("version.xml", "<v/>")
        archive.writestr("Contents/header.xml", HEAD)
        for number, inside in enumerate(sections):
            archive.writestr(f"Contents/section{number}.xml", f"<hs:sec {SPACES}>{inside}</hs:sec>")
        for name, content in more:
            archive.writestr(name, content)
    return buffer.getvalue()
