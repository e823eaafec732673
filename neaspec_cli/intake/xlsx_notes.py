"""Notes stuck on the cells of a workbook, with the answers of Excel's threads.

The books are ECMA-376 Part 1, 18.7, and [MS-XLSX] 2.6.204.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from neaspec_cli.core.comments import Answer
from neaspec_cli.core.feedback import MOMENT
from neaspec_cli.intake import guard
from neaspec_cli.intake.grid import Note, clean, column_number

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
THREAD = "tc="
"""How the author of a note begins that stands for a thread, which is in a part of its own."""


@dataclass
class _Thread:
    """A remark of a thread and what was answered to it."""

    words: str
    author: str
    date: str
    answers: list[Answer] = field(default_factory=list)


def notes_of(parts: Mapping[str, bytes], sheet: str) -> tuple[Note, ...]:
    """The notes on the cells of a sheet, which is given by the name of its part."""
    targets = list(_targets(parts, sheet))
    threads: dict[str, _Thread] = {}
    for name in targets:
        if _is(name, "threadedcomment"):
            threads |= _threads(guard.tree(parts[name]), _persons(parts))
    return tuple(
        note for name in targets if _is_notes(name) for note in _notes(guard.tree(parts[name]), threads)
    )


def note_parts(parts: Mapping[str, bytes], sheet: str) -> list[str]:
    """The parts that hold the notes of a sheet."""
    return [name for name in _targets(parts, sheet) if _is_notes(name)]


def _targets(parts: Mapping[str, bytes], sheet: str) -> Iterator[str]:
    """The parts that a sheet refers to and that are there."""
    folder, _, file = sheet.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{file}.rels")
    seen = set()
    for one in guard.tree(relations) if relations is not None else ():
        target = str(one.get("Target", ""))
        name = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        if name in parts and name not in seen:
            seen.add(name)
            yield name


def _is(name: str, begins: str) -> bool:
    return name.rpartition("/")[2].lower().startswith(begins)


def _is_notes(name: str) -> bool:
    return _is(name, "comment")


def _notes(root: etree._Element, threads: Mapping[str, _Thread]) -> Iterator[Note]:
    authors = [_words(one) for one in root.iter() if _local(one) == "author"]
    for one in root.iter():
        if _local(one) != "comment":
            continue
        number = str(one.get("authorId", ""))
        author = (
            authors[int(number)]
            if number.isascii() and number.isdigit() and int(number) < len(authors)
            else ""
        )
        row, column = _place(str(one.get("ref", "")))
        thread = (
            threads.get(author.removeprefix(THREAD).strip("{}").upper())
            if author.startswith(THREAD)
            else None
        )
        if thread is not None:
            yield Note(row, column, thread.words, thread.author, thread.date, tuple(thread.answers))
        else:
            yield Note(
                row, column, _without_name(_words(one), author), "" if author.startswith(THREAD) else author
            )


def _threads(root: etree._Element, persons: Mapping[str, str]) -> dict[str, _Thread]:
    """Threads by the id of their first remark."""
    found: dict[str, _Thread] = {}
    answers: list[tuple[str, Answer]] = []
    for one in root.iter():
        if _local(one) != "threadedComment":
            continue
        date = str(one.get("dT", ""))
        author = persons.get(str(one.get("personId", "")), "")
        made = _Thread(_words(one), author, date if re.fullmatch(MOMENT, date) else "")
        above = str(one.get("parentId", "")).strip("{}").upper()
        if above:
            answers.append((above, Answer(made.words, made.author, made.date)))
        else:
            found[str(one.get("id", "")).strip("{}").upper()] = made
    for above, answer in answers:
        if above in found and answer.comment:
            found[above].answers.append(answer)
    return found


def _persons(parts: Mapping[str, bytes]) -> dict[str, str]:
    return {
        str(one.get("id", "")): str(one.get("displayName", ""))
        for name, data in parts.items()
        if name.startswith("xl/persons/")
        for one in guard.tree(data).iter()
        if _local(one) == "person"
    }


def _without_name(words: str, author: str) -> str:
    """Excel begins a note with the name of its author, on a line of its own."""
    return words.removeprefix(f"{author}:\n").strip() if author else words


def _place(reference: str) -> tuple[int, int]:
    found = REFERENCE.fullmatch(reference.partition(":")[0])
    return (int(found.group(2)), column_number(found.group(1))) if found else (0, 0)


def _words(element: etree._Element) -> str:
    """The words of its runs, or its own; readings (rPh) are none of them."""
    pieces = [
        one.text or ""
        for one in element.iter()
        if _local(one) in ("t", "text", "author")
        and not any(_local(each) == "rPh" for each in one.iterancestors())
    ]
    return clean("".join(pieces)).strip()


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
