"""Markdown of other tools to Markdown that our dialect reads: HTML, Jekyll and Kramdown are taken out, words stay.

What is taken out is in the remarks. Code is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from neaspec_cli.core.beginning.mending import mended
from neaspec_cli.core.beginning.remarks import Remark

Include = Callable[[str], str | None]
DEEPEST_INCLUDE = 5

_FRONT_MATTER = re.compile(r"---[ ]*\n(.*?\n)??(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ ]*(.+?)[ ]*$", re.MULTILINE)
_CODE = re.compile(
    r"(^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\2[`~]*[ ]*$|\Z)|(?<!`)(`+)(?!`)[^\n]+?(?<!`)\3(?!`))",
    re.DOTALL | re.MULTILINE,
)
_INCLUDE = re.compile(
    r"^[ ]*\{%-?[ ]*include[ ]+(\S+)[^\n]*?%\}[ ]*$|^[ ]*\{include[ ]+([^\s}]+)[ ]*\}[ ]*$", re.MULTILINE
)
_TAG = r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>"
_LINK = re.compile(r"<a\b[^<>]*?\bhref=[\"']?([^\"'\s>]+)[^<>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)
_MARKS = (
    (re.compile(r"<(strong|b)(?:\s[^<>]*)?>\s*(\S.*?)\s*</\1>", re.IGNORECASE | re.DOTALL), r"**\2**"),
    (re.compile(r"<(em|i)(?:\s[^<>]*)?>\s*(\S.*?)\s*</\1>", re.IGNORECASE | re.DOTALL), r"*\2*"),
)
# Braces in running text: our dialect would take them for attributes and drop them.
_BRACE = re.compile(r"(?<![\\\])`])\{(?![.#])")
_HAS_ATTRIBUTES = re.compile(r"[ ]*(?:#{1,6}[ ]|:{3,})")
_NO_SPACE = re.compile(r"^(#{1,6})(?=[^#\s])", re.MULTILINE)


@dataclass(frozen=True)
class Cleaned:
    """The text, the title that its front matter gave, and what was taken out."""

    text: str
    title: str
    remarks: tuple[Remark, ...]


_COMMENT = re.compile(r"\{::comment\}.*?\{:/comment\}|<!--.*?-->", re.DOTALL)
# What is taken out whole, in this order.
_TAKEN_OUT = (
    ("script or style left out", re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)),
    ("table of contents left out", re.compile(r"^[*+-][ ][^\n]*\n\{:[ ]*toc\}[ ]*$", re.MULTILINE)),
    ("Kramdown attributes left out", re.compile(r"\{:[^{}\n]*\}")),
    ("template code left out", re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)),
    ("template code left out", re.compile(r"^[ ]*\{/?[a-z]+(?:[ ][^{}\n]*)?\}[ ]*$", re.MULTILINE)),
)


def clean(text: str, include: Include = lambda name: None, depth: int = 0) -> Cleaned:
    """The text without what other tools put in; `include` gives the text of a file to be included, None for none."""
    text, _ = mended(text)
    remarks: list[Remark] = []
    text, title = _without_front_matter(text, remarks)
    parts = _CODE.split(text)
    # Four parts a round: text, code, and the two groups inside the code's pattern.
    for place in range(0, len(parts), 4):
        parts[place] = _clean_words(parts[place], include, depth, remarks)
    kept = [part for place, part in enumerate(parts) if place % 4 < 2]
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
    text = _taken_out(text, "comment left out", _COMMENT, remarks)
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


def _taken_out(text: str, what: str, pattern: re.Pattern[str], remarks: list[Remark]) -> str:
    remarks.extend(Remark(what, match.group(), match.group()) for match in pattern.finditer(text))
    return pattern.sub("", text)


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
    text = _LINK.sub(lambda match: f"[{' '.join(match.group(2).split())}]({match.group(1)})", text)
    for pattern, marked in _MARKS:
        text = pattern.sub(marked, text)
    text = re.sub(r"<br\s*/?>|</(?:td|th)>", " ", text, flags=re.IGNORECASE)
    text = re.sub(rf"^(?:[ ]*{_TAG})+[ ]*$", "", text, flags=re.MULTILINE)
    return re.sub(_TAG, "", text)
