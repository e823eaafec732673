"""The disposition of comments as one HTML file: to read on a screen, aloud, and on paper.

It asks for nothing from outside and runs nothing; the policy in its head lets a browser use its own style alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import count
from string import Template

from neaspec_cli.core.register.layouts import Cell, Laid, LaidRow, Line, Passage, capital
from neaspec_cli.publish.redline_words import escaped
from neaspec_cli.publish.report_front import NONE, Front
from neaspec_cli.publish.word_inlines import tongues

_TAGS = {"strong": ("<b>", "</b>"), "quiet": ('<span class="quiet">', "</span>"), "plain": ("", "")}


def write_report_html(
    front: Front, laid: Laid, total: int, counts: Mapping[str, int], layout: str, language: str
) -> bytes:
    """The whole file; `total` comments were disposed of as `counts` says."""
    style = _template("report.css") + "".join(_widths(laid))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    values = {
        "language": escaped(language),
        "layout": layout,
        "title": escaped(front.title),
        "subject": escaped(front.subject),
        "circulation": escaped(front.circulation),
        "owner": _spoken(front.owner),
        "mark": f'<p class="mark">{escaped(front.mark)}</p>\n' if front.mark else "",
        "facts": escaped(" ".join(front.facts)),
        "foot": " · ".join(map(escaped, front.foot)),
        "tally": _tally(total, counts) if total else "",
        "contents": _contents(laid) if total else "",
        "body": "\n".join(_body(laid)) or f"<p>{NONE}</p>",
        "style": style,
        "style_hash": f"sha256-{digest}",
    }
    return Template(_template("report.html")).substitute(values).encode()


def _template(name: str) -> str:
    return (files("neaspec_cli.publish") / "templates" / name).read_text(encoding="utf-8")


def _widths(laid: Laid) -> Iterator[str]:
    """The shares of the columns; those with a width of their own take as much as they do on paper."""
    room = 14572 if len(laid.columns) > 3 else 9639
    rest = room - sum(one.width for one in laid.columns)
    weights = sum(one.weight for one in laid.columns) or 1
    for number, one in enumerate(laid.columns):
        width = one.width or rest * one.weight // weights
        yield f".c{number} {{ width: {100 * width / room:.2f}%; }}\n"


def _tally(total: int, counts: Mapping[str, int]) -> str:
    entries = [("comment" if total == 1 else "comments", total), *counts.items()]
    none = ' class="none"'
    items = [
        f"<li{'' if number else none}><b>{number}</b> {escaped(capital(label))}</li>"
        for label, number in entries
    ]
    return f'<ul class="tally">{"".join(items)}</ul>\n'


def _contents(laid: Laid) -> str:
    """Links to the passages where there are several."""
    if sum(1 for one in laid.passages if one.rows) < 2:
        return ""
    items = [
        f'<li><a href="#p{number}">{escaped(one.name)}</a> <span class="quiet">({len(one.rows)})</span></li>'
        for number, one in enumerate(laid.passages, 1)
        if one.rows
    ]
    listed = "\n".join(items)
    return f'<nav aria-labelledby="places"><h2 id="places">Places with comments</h2>\n<ul>\n{listed}\n</ul></nav>\n'


def _body(laid: Laid) -> Iterator[str]:
    section = ""
    for number, passage in zip(count(1), laid.passages, strict=False):
        if passage.section not in ("", section):
            section = passage.section
            yield f"<h2>{_spoken(section)}</h2>"
        yield from _passage(laid, passage, number)


def _passage(laid: Laid, passage: Passage, number: int) -> Iterator[str]:
    if passage.name:
        tag = "h3" if passage.section else "h2"
        yield f'<{tag} id="p{number}">{_spoken(passage.name)}</{tag}>'
    if passage.text:
        yield f"<blockquote>{_spoken(passage.text)}</blockquote>"
    if not passage.rows:
        return
    heads = "".join(
        f'<th scope="col" class="c{place}">{escaped(one.title)}</th>'
        for place, one in enumerate(laid.columns)
    )
    caption = f"Comments on {passage.name}" if passage.name else "Comments and what was decided on them"
    scrolls = "" if passage.name else f' tabindex="0" role="region" aria-label="{escaped(caption)}"'
    yield f'<div class="table"{scrolls}><table><caption>{escaped(caption)}</caption>'
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    yield from map(_row, passage.rows)
    yield "</tbody></table></div>"


def _row(row: LaidRow) -> str:
    first, *others = map(_cell, row.cells)
    may_part = ' class="long"' if row.may_part else ""
    cells = "".join(f"<td>{one}</td>" for one in others)
    return f'<tr{may_part}><th scope="row">{first}</th>{cells}</tr>'


def _cell(cell: Cell) -> str:
    return "".join(f"<p>{_line(line)}</p>" for line in cell if line.words)


def _line(line: Line) -> str:
    opens, closes = _TAGS[line.look]
    label = f"<i>{escaped(line.label)}:</i> " if line.label else ""
    return f"{label}{opens}{_spoken(line.words)}{closes}"


def _spoken(words: str) -> str:
    """What people wrote, each stretch in its language."""
    return "".join(
        f'<span lang="{language}">{escaped(part)}</span>' if language else escaped(part)
        for part, language in tongues(words, words)
    )
