"""A document, or several, split at its top headings into sections and annexes of a plan.

A lone top heading at the very beginning is the document's title, and its chapters are one level below. Text before the
first chapter becomes a section under the title. Each section's headings begin at level 1 and leave no level out.
Numbers typed in headings go, since export makes them. Annexes are known by their heading or their file's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core.beginning.remarks import Remark
from neaspec_cli.core.beginning.tree_words import stripped, words_of
from neaspec_cli.core.checks import TYPED_NUMBER
from neaspec_cli.core.text.blocks import Node

MOST_SLUG = 48
_ANNEX = re.compile(
    r"(?:annex|annexe|appendix|attachment)\b[\s\u00a0]*(?:\d+|[IVXLC]+|[A-Z])?(?![\w])[\s\u00a0]*[.:)–—-]*[\s\u00a0]*",
    re.IGNORECASE,
)
_ANNEX_FILE = re.compile(r"\d*[-_. ]*(?:annex|appendix|attachment)", re.IGNORECASE)
_CHAPTER = re.compile(r"(?:chapter|section|part)\s+(?:\d+|[IVXLC]+)\s*(?:[.:–—]|-\s)\s*(?=\S)", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"(\d{1,2})\s+(?=\S)")
_CAPTION = re.compile(r"(?:table|figure|tableau|tabla)\s+[\dIVX]+(?:[.-]\d+)?\s*[.:–—-]", re.IGNORECASE)
_TABLE_NUMBER = re.compile(r"table\s+[\dIVX]+(?:[.-]\d+)?\s*[.:–—-]+\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """A document as read: its file's stem, the title it gives itself, its tidied tree."""

    name: str
    title: str
    tree: tuple[Node, ...]


@dataclass(frozen=True)
class Part:
    """A section to be written: `tree` begins with its heading."""

    title: str
    is_annex: bool
    tree: tuple[Node, ...]


@dataclass(frozen=True)
class Split:
    """The parts in reading order with the paths of their files, the plan's title if it was found, and remarks."""

    title: str
    parts: tuple[tuple[str, Part], ...]
    remarks: tuple[Remark, ...]


def split(documents: Sequence[Document]) -> Split:
    """Sections and annexes of all documents; body before annexes, else in the order of the documents."""
    remarks: list[Remark] = []
    alone = len(documents) == 1
    title = documents[0].title if alone else _cover(documents)
    parts: list[Part] = []
    for document in documents:
        chapters, own_title = _chapters(document, alone)
        title = title or own_title
        of_document = [_part(one, document, len(chapters) == 1, remarks) for one in chapters]
        if own_title and not any(own_title in one.title for one in of_document):
            remarks.append(Remark("heading taken as the title of the plan", own_title, own_title))
        parts += of_document
    parts = _without_bare_numbers(parts, remarks)
    ordered = [one for one in parts if not one.is_annex] + [one for one in parts if one.is_annex]
    if ordered != parts:
        remarks.append(Remark("annexes put after the body"))
    tables: set[str] = set()
    with_captions = [replace(one, tree=tuple(captioned(one.tree, tables, remarks))) for one in ordered]
    return Split(title, tuple(zip(file_names(with_captions), with_captions, strict=True)), tuple(remarks))


def slug(text: str) -> str:
    """Text as part of a file name: letters and digits, words joined by hyphens, at most 48 characters."""
    plain = unicodedata.normalize("NFKD", text)
    plain = unicodedata.normalize("NFC", "".join(one for one in plain if not unicodedata.combining(one)))
    words = re.findall(r"\w+", plain.casefold().replace("'", "").replace("’", "").replace("_", " "))
    result = ""
    for word in words:
        if result and len(result) + 1 + len(word) > MOST_SLUG:
            break
        result = f"{result}-{word}" if result else word[:MOST_SLUG]
    return result or "section"


def file_names(parts: Sequence[Part]) -> list[str]:
    """A path for each part; annexes are numbered apart."""
    annexes = sum(1 for one in parts if one.is_annex)
    wide, annex_wide = max(2, len(str(len(parts) - annexes))), len(str(annexes))
    names: list[str] = []
    counts = {True: 0, False: 0}
    seen: set[str] = set()
    for one in parts:
        counts[one.is_annex] += 1
        name = _free(slug(one.title), seen) if not one.is_annex else slug(one.title)
        number = counts[one.is_annex]
        names.append(
            f"plan/annex-{number:0{annex_wide}d}-{name}.md"
            if one.is_annex
            else f"plan/{number:0{wide}d}-{name}.md"
        )
    return names


def _free(name: str, seen: set[str]) -> str:
    """The name, or the name with a number where another section has it."""
    number, free = 1, name
    while free in seen:
        number += 1
        free = f"{name}-{number}"
    seen.add(free)
    return free


# Chapters


def _levels(tree: Iterable[Node]) -> list[int]:
    return [node["c"][0] for node in tree if node["t"] == "Header"]


def _headings(tree: Iterable[Node]) -> list[str]:
    return [words_of(node["c"][2]) for node in tree if node["t"] == "Header"]


def _cover(documents: Sequence[Document]) -> str:
    """The title that the first of several documents begins with, where no other has a heading as high."""
    first, *others = documents
    if not first.tree or first.tree[0]["t"] != "Header":
        return ""
    level = first.tree[0]["c"][0]
    is_highest = all(level < other for document in others for other in _levels(document.tree))
    return _headings(first.tree)[0] if is_highest else ""


def _chapters(document: Document, alone: bool) -> tuple[list[list[Node]], str]:
    """The document cut at its top headings, and its title where a lone heading at the beginning gives it."""
    tree, levels = list(document.tree), _levels(document.tree)
    if not tree:
        return [], ""
    if not levels:
        return [[_heading(document.title or _title_of_file(document.name)), *tree]], ""
    top = min(levels)
    if document.title and not alone and document.title not in _headings(tree):
        return [[_heading(document.title, top - 1), *tree]], ""
    is_titled = alone and levels.count(top) == 1 and len(levels) > 1 and _is_header(tree[0], top)
    if not is_titled:
        return _cut(tree, top, document.title or _title_of_file(document.name)), ""
    title = words_of(tree[0]["c"][2])
    below = min(_levels(tree[1:]))
    return _cut(tree[1:], below, title), title


def _cut(tree: Sequence[Node], level: int, title: str) -> list[list[Node]]:
    """Pieces that each begin with a heading of that level; what stands before the first gets the title."""
    chapters: list[list[Node]] = []
    before: list[Node] = []
    for node in tree:
        if _is_header(node, level):
            chapters.append([node])
        elif chapters:
            chapters[-1].append(node)
        else:
            before.append(node)
    return [[_heading(title, level), *before], *chapters] if before else chapters


def _is_header(node: Node, level: int) -> bool:
    return bool(node["t"] == "Header" and node["c"][0] == level)


def _heading(title: str, level: int = 1) -> Node:
    inlines: list[Node] = []
    for word in title.split():
        inlines += [{"t": "Space"}] if inlines else []
        inlines.append({"t": "Str", "c": word})
    return {"t": "Header", "c": [level, ["", [], []], inlines]}


def _title_of_file(name: str) -> str:
    words = re.sub(r"^\d+[-_. ]*", "", name).replace("-", " ").replace("_", " ").strip() or name
    return words[:1].upper() + words[1:]


def _part(chapter: Sequence[Node], document: Document, is_whole: bool, remarks: list[Remark]) -> Part:
    """A chapter as a part: annexes recognised, levels closed up, typed numbers gone."""
    first, *rest = chapter
    title = words_of(first["c"][2])
    is_annex = bool(_ANNEX.match(title)) or (is_whole and bool(_ANNEX_FILE.match(document.name)))
    tree = [_without_number(first, is_annex, remarks), *rest]
    tree = [
        tree[0],
        *(_without_number(one, False, remarks) if one["t"] == "Header" else one for one in tree[1:]),
    ]
    return Part(words_of(tree[0]["c"][2]), is_annex, tuple(closed_up(tree, remarks)))


def closed_up(tree: Iterable[Node], remarks: list[Remark]) -> list[Node]:
    """Headings from level 1 on, no level left out below another."""
    above: list[int] = []
    result, moved = [], 0
    for node in tree:
        if node["t"] != "Header":
            result.append(node)
            continue
        level, attributes, inlines = node["c"]
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        moved += len(above) != level
        result.append({"t": "Header", "c": [len(above), attributes, inlines]})
    if moved:
        remarks.append(Remark("section whose headings were put on other levels", words_of(result[0]["c"][2])))
    return result


# Numbers typed by hand


def _without_number(header: Node, is_annex: bool, remarks: list[Remark]) -> Node:
    level, attributes, inlines = header["c"]
    words = words_of(inlines)
    patterns = [_ANNEX] if is_annex else [_CHAPTER, TYPED_NUMBER]
    for pattern in patterns:
        match = pattern.match(words)
        if match and match.end() < len(words):
            remarks.append(Remark("number typed in a heading left out", words, match.group()))
            return {"t": "Header", "c": [level, attributes, without_start(inlines, match.end())]}
    return header


def _without_bare_numbers(parts: Sequence[Part], remarks: list[Remark]) -> list[Part]:
    """`1 Introduction`, `2 Goals`: numbers without a dot, known as such only where they count up from 0 or 1."""
    matches = [None if one.is_annex else _BARE_NUMBER.match(one.title) for one in parts]
    numbers = [int(match.group(1)) for match in matches if match]
    if len(numbers) < 2 or numbers[0] > 1 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return list(parts)
    result = []
    for one, match in zip(parts, matches, strict=True):
        if match:
            remarks.append(Remark("number typed in a heading left out", one.title, match.group()))
            level, attributes, inlines = one.tree[0]["c"]
            header = {"t": "Header", "c": [level, attributes, without_start(inlines, match.end())]}
            result.append(Part(one.title[match.end() :], False, (header, *one.tree[1:])))
        else:
            result.append(one)
    return result


def without_start(inlines: Sequence[Node], count: int) -> list[Node]:
    """The inlines less their first characters, spaces counted as one."""
    result: list[Node] = []
    for node in stripped(list(inlines)):
        if count <= 0:
            result.append(node)
            continue
        size = len(words_of([node])) or 1
        if size <= count:
            count -= size
        elif node["t"] == "Str":
            result.append({"t": "Str", "c": node["c"][count:]})
            count = 0
        elif isinstance(node["c"], list) and node["t"] in ("Span", "Link"):
            content = [node["c"][0], without_start(node["c"][1], count), *node["c"][2:]]
            result.append({"t": node["t"], "c": content})
            count = 0
        else:
            result.append({"t": node["t"], "c": without_start(node["c"], count)})
            count = 0
    if result and result[0]["t"] == "Str":
        result[0] = {"t": "Str", "c": result[0]["c"].lstrip()}
    return stripped(result)


# Captions of tables


def captioned(tree: Sequence[Node], seen: set[str], remarks: list[Remark]) -> list[Node]:
    """Tables with the paragraph that names them, before or after, in one div that has an id; `seen` are ids in use."""
    result: list[Node] = []
    waiting = list(tree)
    while waiting:
        node = waiting.pop(0)
        if node["t"] == "Table" and result and _is_caption(result[-1]):
            node = _div(result.pop(), node, seen, remarks)
        elif (
            node["t"] == "Table"
            and waiting
            and _is_caption(waiting[0])
            and waiting[1:2]
            and waiting[1]["t"] != "Table"
        ):
            node = _div(waiting.pop(0), node, seen, remarks)
        elif node["t"] == "Div" and node["c"][0][:2] == ["", ["table"]] and len(node["c"][1]) == 2:
            caption, table = node["c"][1]
            node = _div(caption, table, seen, remarks)
        result.append(node)
    return result


def _is_caption(node: Node) -> bool:
    return bool(node["t"] == "Para" and _CAPTION.match(words_of(node["c"])))


def _div(caption: Node, table: Node, seen: set[str], remarks: list[Remark]) -> Node:
    words = words_of(caption["c"])
    if match := _TABLE_NUMBER.match(words):
        remarks.append(Remark("number typed in a caption left out", words, match.group()))
        caption = {"t": "Para", "c": without_start(caption["c"], match.end())}
    identifier = _free(f"tbl-{slug(words_of(caption['c']))[:24].strip('-')}", seen)
    return {"t": "Div", "c": [[identifier, ["table"], []], [caption, table]]}
