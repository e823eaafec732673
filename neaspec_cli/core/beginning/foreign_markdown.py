"""Markdown of other tools to Markdown that our dialect reads: HTML, Jekyll and Kramdown are taken out, words stay.

What is taken out is in the remarks. Code is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from neaspec_cli.core.beginning.enclosed import Enclosed, Find, between, by_code, replaced
from neaspec_cli.core.beginning.mending import mended
from neaspec_cli.core.beginning.remarks import Remark

Include = Callable[[str], str | None]
DEEPEST_INCLUDE = 5

_FRONT_MATTER = re.compile(r"---[ ]*\n(.*?\n)??(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ ]*(.+?)[ ]*$", re.MULTILINE)
_INCLUDE = re.compile(
    r"^[ ]*\{%-?[ ]*include[ ]+(\S+)[^\n]*?%\}[ ]*$|^[ ]*\{include[ ]+([^\s}]+)[ ]*\}[ ]*$", re.MULTILINE
)
_TAG = r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>"
_LINKS = between(r"<a\b(?=[^<>]*?\bhref=[\"']?[^\"'\s>])[^<>]*+>", lambda opening: "</a>")
_TARGET = re.compile(r"\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE)
_MARKS = (
    (between(r"<(strong|b)(?:\s[^<>]*)?>", lambda opening: f"</{opening[1]}>"), "**"),
    (between(r"<(em|i)(?:\s[^<>]*)?>", lambda opening: f"</{opening[1]}>"), "*"),
)
# Braces in running text: our dialect would take them for attributes and drop them.
_BRACE = re.compile(r"(?<![\\\])`])\{(?![.#])")
_HAS_ATTRIBUTES = re.compile(r"[ ]*(?:#{1,6}[ ]|:{3,})")
_BLANK_LINE = re.compile(r"\n[ ]*\n")
_NO_SPACE = re.compile(r"^(#{1,6})(?=[^#\s])", re.MULTILINE)


@dataclass(frozen=True)
class Cleaned:
    """The text, the title that its front matter gave, and what was taken out."""

    text: str
    title: str
    remarks: tuple[Remark, ...]


_CLOSINGS = {"{::comment}": "{:/comment}", "<!--": "-->", "{%": "%}", "{{": "}}"}
_COMMENTS = between(r"\{::comment\}|<!--", lambda opening: _CLOSINGS[opening[0].lower()])
_SCRIPTS = between(r"<(script|style)\b", lambda opening: f"</{opening[1]}>")
_TEMPLATES = between(r"\{[%{]", lambda opening: _CLOSINGS[opening[0]])
# What is taken out whole, in this order.
_TAKEN_OUT: tuple[tuple[str, Find | re.Pattern[str]], ...] = (
    ("script or style left out", _SCRIPTS),
    ("table of contents left out", re.compile(r"^[*+-][ ][^\n]*\n\{:[ ]*toc\}[ ]*$", re.MULTILINE)),
    ("Kramdown attributes left out", re.compile(r"\{:[^{}\n]*\}")),
    ("template code left out", _TEMPLATES),
    ("template code left out", re.compile(r"^[ ]*\{/?[a-z]+(?:[ ][^{}\n]*)?\}[ ]*$", re.MULTILINE)),
)


def clean(text: str, include: Include = lambda name: None, depth: int = 0) -> Cleaned:
    """The text without what other tools put in; `include` gives the text of a file to be included, None for none."""
    text, _ = mended(text)
    remarks: list[Remark] = []
    text, title = _without_front_matter(text, remarks)
    kept = [
        part if is_code else _clean_words(part, include, depth, remarks) for part, is_code in by_code(text)
    ]
    return Cleaned("".join(kept), title, tuple(remarks))


def _without_front_matter(text: str, remarks: list[Remark]) -> tuple[str, str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return text, ""
    found = _TITLE.search(match.group(1) or "")
    title = found.group(1).strip("\"'") if found else ""
    remarks.append(Remark("front matter left out", title, match.group()))
    return text[match.end() :], title


def _clean_words(text: str, include: Include, depth: int, remarks: list[Remark]) -> str:
    text = _taken_out(text, "comment left out", _COMMENTS, remarks)
    text = _INCLUDE.sub(lambda match: _included(match, include, depth, remarks), text)
    for what, pattern in _TAKEN_OUT:
        text = _taken_out(text, what, pattern, remarks)
    text = _without_tags(text, remarks)
    if _NO_SPACE.search(text):
        remarks.extend(Remark("space put after # of heading") for _ in _NO_SPACE.findall(text))
    return _braces_escaped(_NO_SPACE.sub(r"\1 ", text))


def _braces_escaped(text: str) -> str:
    if "{" not in text:
        return text
    lines = text.split("\n")
    return "\n".join(line if _HAS_ATTRIBUTES.match(line) else _BRACE.sub(r"\{", line) for line in lines)


def _taken_out(text: str, what: str, pattern: Find | re.Pattern[str], remarks: list[Remark]) -> str:
    def gone(words: str) -> str:
        remarks.append(Remark(what, words, words))
        return ""

    if isinstance(pattern, re.Pattern):
        return pattern.sub(lambda match: gone(match[0]), text)
    return replaced(text, pattern, lambda one: gone(text[one.opening.start() : one.end]))


def _included(match: re.Match[str], include: Include, depth: int, remarks: list[Remark]) -> str:
    name = match.group(1) or match.group(2)
    text = include(name) if depth < DEEPEST_INCLUDE else None
    if text is None:
        remarks.append(Remark("included file not found", name, match.group()))
        return ""
    cleaned = clean(text, include, depth + 1)
    remarks.append(Remark("file included", name, match.group()))
    remarks.extend(cleaned.remarks)
    return f"\n{cleaned.text}\n"


def _without_tags(text: str, remarks: list[Remark]) -> str:
    """Links and emphasis become Markdown, every other tag goes; a line that had tags begins at its margin."""
    found = re.findall(_TAG, text)
    if not found:
        return text
    remarks.extend(Remark("HTML tag left out", tag, tag) for tag in found)
    lines = text.split("\n")
    text = "\n".join(line.lstrip() if re.match(rf"[ ]*{_TAG}", line) else line for line in lines)
    text = replaced(text, _LINKS, _link)
    for marked, sign in _MARKS:
        text = replaced(text, marked, partial(_marked, sign))
    text = re.sub(r"<br\s*/?>|</(?:td|th)>", " ", text, flags=re.IGNORECASE)
    text = re.sub(rf"^(?:[ ]*{_TAG})+[ ]*$", "", text, flags=re.MULTILINE)
    return re.sub(_TAG, "", text)


def _link(one: Enclosed) -> str | None:
    target = _TARGET.search(one.opening[0])
    return f"[{' '.join(one.inner.split())}]({target[1]})" if target else None


def _marked(sign: str, one: Enclosed) -> str:
    """Words with the marks of Markdown, which reach over no blank line."""
    inner = one.inner.strip()
    return one.inner if not inner or _BLANK_LINE.search(inner) else f"{sign}{inner}{sign}"
