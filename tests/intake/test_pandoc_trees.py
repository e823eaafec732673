"""What pandoc reads in its own test files, this reads as well: texts, changes with author and date, and comments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.beginning.tree_words import words_of
from neaspec_cli.intake import guard
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_text import Document
from neaspec_cli.intake.word_views import Joined, accepted_view, original_view

MOVES = {"moveFrom": "deletion", "moveTo": "insertion", "ins": "insertion", "del": "deletion"}


def tree(file: Path) -> list[dict[str, Any]]:
    blocks = json.loads(pandoc.run(["-f", "native", "-t", "json"], file.read_bytes()))["blocks"]
    assert isinstance(blocks, list)
    return blocks


def document(file: Path) -> Document:
    return read_document(guard.open_package(file.read_bytes()))


def plain(view: list[Joined]) -> list[str]:
    return [" ".join(one.text.split()) for one in view if one.text.strip()]


def spans(node: object) -> Iterator[tuple[list[str], dict[str, str], list[dict[str, Any]]]]:
    """Classes, attributes and content of every span, in reading order."""
    if isinstance(node, list):
        for one in node:
            yield from spans(one)
    elif isinstance(node, dict):
        if node.get("t") == "Span":
            (identifier, classes, pairs), inside = node["c"]
            yield classes, {"id": identifier, **dict(pairs)}, inside
        yield from spans(node.get("c"))


@pytest.mark.parametrize("name", ["track_changes_insertion", "track_changes_move"])
def test_tracked_changes_agree(name: str, shared_data: Path) -> None:
    folder = shared_data / "docx-tracked" / "pandoc"
    read = document(folder / f"{name}.docx")
    for ending, view in (("accept", accepted_view), ("reject", original_view)):
        theirs = [words_of([block]) for block in tree(folder / f"{name}_{ending}.native")]
        assert plain(view(read.paragraphs)) == [one for one in theirs if one.strip()], ending
    changes = [
        (classes[0], said["author"], said["date"], words_of(inside).strip())
        for classes, said, inside in spans(tree(folder / f"{name}_all.native"))
        if classes[0] in ("insertion", "deletion")
    ]
    ours: list[tuple[str, str, str, str]] = []
    for paragraph in read.paragraphs:
        for segment in paragraph.segments:
            for mark in segment.changes:
                ours.append((MOVES[mark.tag], mark.author, mark.date, segment.text.strip()))
    assert [one for one in ours if one[3]] == [one for one in changes if one[3]]


def test_comments_agree(shared_data: Path) -> None:
    folder = shared_data / "docx-tracked" / "pandoc"
    read = document(folder / "comments.docx")
    blocks = tree(folder / "comments_no_comments.native")
    assert plain(accepted_view(read.paragraphs)) == [words_of([one]) for one in blocks]
    theirs = {
        said["id"]: (said["author"], said["date"], words_of(inside))
        for classes, said, inside in spans(tree(folder / "comments.native"))
        if classes == ["comment-start"]
    }
    ours = {one.id: (one.mark.author, one.mark.date, " ".join(one.text.split())) for one in read.remarks}
    assert ours == theirs
