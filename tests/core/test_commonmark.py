"""The examples of CommonMark's specification, read by pandoc and mapped to their source."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import Block, blocks, text_faults, unsure_places
from neaspec_cli.core.text.rewriting import TextEdit, apply_edits, splice
from tests.shared import ABSENT, SHARED_DATA

SPECIFICATION = SHARED_DATA / "markdown" / "commonmark-0.31.2-spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.DOTALL | re.MULTILINE)
pytestmark = pytest.mark.skipif(not SPECIFICATION.is_file(), reason=ABSENT)


@cache
def examples() -> list[tuple[str, tuple[Block, ...]]]:
    specification = SPECIFICATION.read_text(encoding="utf-8")
    sources = [found[1].replace("→", "\t") for found in EXAMPLE.finditer(specification)]
    return list(zip(sources, read(tuple(sources)), strict=True))


@cache
def read(sources: tuple[str, ...]) -> list[tuple[Block, ...]]:
    """All texts at once, by one process."""
    script = Path(__file__).with_name("reading.lua")
    done = subprocess.run(
        [pandoc.executable(), "lua", str(script), pandoc.DIALECT + "+sourcepos"],
        input=json.dumps(sources).encode(),
        capture_output=True,
        check=True,
    )
    trees = [json.loads(line)["blocks"] for line in done.stdout.decode().splitlines()]
    return [blocks(tree, source) for tree, source in zip(trees, sources, strict=True)]


def certain() -> list[tuple[str, tuple[Block, ...]]]:
    """The examples that a plan may hold: no tabs, and every word traced to its source."""
    return [
        (source, found)
        for source, found in examples()
        if not text_faults(source, "") and not unsure_places(source, found, "")
    ]


def test_all_examples_are_read_and_nearly_all_are_mapped() -> None:
    assert len(examples()) == 652
    without_tabs = [source for source, _ in examples() if not text_faults(source, "")]
    code_over_lines = 4
    assert len(without_tabs) - len(certain()) == code_over_lines


def test_no_edit_changes_nothing() -> None:
    for source, found in certain():
        assert apply_edits(source, found, [], lambda text: ()).source == source


def test_words_replaced_by_themselves_leave_every_byte() -> None:
    tried = 0
    for source, found in certain():
        for index, block in enumerate(found):
            for word in re.finditer(r"[^\W_]+", block.text):
                edit = TextEdit(index, word.start(), word.end(), word[0])
                tried += replaced(source, found, edit)
    assert tried > 1000


def replaced(source: str, found: tuple[Block, ...], edit: TextEdit) -> bool:
    """Whether the word stands in the source to the letter, and then that it is put back in its place."""
    at = 0
    for piece in found[edit.block].pieces:
        end = at + len(piece.text)
        if at <= edit.start and edit.end <= end and source[piece.start : piece.end] == piece.text:
            assert splice(source, found, [edit]) == source
            return True
        at = end
    return False
