"""Cases that other makers of redlines test themselves with."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.comparing.passages import with_passages
from neaspec_cli.core.markdown import Block, blocks
from neaspec_cli.core.prosediff import BREAK, Change, compare, summary
from neaspec_cli.core.text.words import count
from neaspec_cli.errors import NeaspecError
from neaspec_cli.publish.critic import read_critic
from tests.core.prose import paragraph
from tests.shared import ABSENT, SHARED_DATA

PANDIFF = SHARED_DATA / "criticmarkup" / "pandiff"
REDLINES = SHARED_DATA / "prose-versions" / "redlines"
POWERTOOLS = SHARED_DATA / "docx-pairs" / "powertools"
pytestmark = pytest.mark.skipif(not SHARED_DATA.is_dir(), reason=ABSENT)


def redline(old: Sequence[Block], new: Sequence[Block]) -> tuple[Change, ...]:
    """The changes between two texts, once it is seen that they spell both."""
    changes = with_passages(compare(old, new))
    assert sorted(i for one in changes for i in one.old) == list(range(len(old)))
    assert [j for one in changes for j in one.new] == list(range(len(new)))
    for change in changes:
        before = "".join(run.text for run in change.runs if run.op != "insert")
        after = "".join(run.text for run in change.runs if run.op != "delete")
        assert before == BREAK.join(old[i].text for i in change.old)
        assert after == BREAK.join(new[j].text for j in change.new)
    return changes


# --- redlines ---------------------------------------------------------------------------------------------

MARKED = {
    "course_lesson6": 21,
    "punctuation_merge": 4,
    "repetitive_schedule": 4,
    "whitespace_after_equal": 1,
}
"""Words that redlines 0.6.2 deletes and inserts."""


@pytest.mark.parametrize("case", MARKED)
def test_the_corpus_of_redlines_is_marked_with_no_more_words_than_it_marks(case: str) -> None:
    old, new = (
        [paragraph(text) for text in (REDLINES / case / name).read_text(encoding="utf-8").split("\n\n")]
        for name in ("source.txt", "test.txt")
    )
    found = summary(redline(old, new))
    assert 0 < found.words_inserted + found.words_deleted <= MARKED[case]


# --- pandiff ----------------------------------------------------------------------------------------------


@cache
def read(file: Path) -> tuple[Block, ...]:
    form = pandoc.DIALECT if file.suffix == ".md" else file.suffix[1:]
    tree = json.loads(pandoc.run(["-f", form, "-t", "json", str(file)], sandbox=False))
    return blocks(tree["blocks"])


@pytest.mark.parametrize(
    "names", [("old.md", "new.md"), ("old.docx", "new.docx"), ("old-table.md", "new-table.md")]
)
def test_the_documents_of_pandiff_are_compared(names: tuple[str, str]) -> None:
    old, new = (read(PANDIFF / name) for name in names)
    assert any(change.kind != "same" for change in redline(old, new))


def test_no_more_words_are_marked_than_pandiff_marks() -> None:
    both = read_critic((PANDIFF / "diff.docx.md").read_text(encoding="utf-8"))
    kept = redline([paragraph(text) for text in both.old], [paragraph(text) for text in both.new])
    theirs = words_marked((PANDIFF / "diff.docx.md").read_text(encoding="utf-8"))
    found = summary(kept)
    assert found.words_inserted + found.words_deleted <= theirs


def words_marked(critic: str) -> int:
    """Words between the marks of CriticMarkup."""
    parts = [part.split("++}")[0] for part in critic.split("{++")[1:]]
    parts += [part.split("--}")[0] for part in critic.split("{--")[1:]]
    parts += [half for part in critic.split("{~~")[1:] for half in part.split("~~}")[0].split("~>")]
    return sum(count(part) for part in parts)


# --- Open XML PowerTools ----------------------------------------------------------------------------------

PICTURES_AND_FORMULAE = {
    "WC-1240": "another picture, the same words",
    "WC-1350": "pictures without words",
    "WC-1420": "formulae, which pandoc reads as words",
    "WC-1430": "formulae, which pandoc reads as words",
    "WC-1830": "a formula between the parts of a paragraph",
}
"""Pairs whose revisions are counted otherwise, and why."""


def pairs() -> list[tuple[str, str, str, str]]:
    if not POWERTOOLS.is_dir():
        return []
    rows = (POWERTOOLS / "EXPECTED.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(case, old, new, expected) for case, old, new, expected in (row.split("\t") for row in rows)]


def test_pairs_of_word_files_have_as_many_revisions_as_expected() -> None:
    cases = pairs()
    with ThreadPoolExecutor() as pool:
        list(pool.map(read, {POWERTOOLS / "WC" / name for _, *names, _ in cases for name in names}))
    for case, old, new, expected in cases:
        found = summary(redline(read(POWERTOOLS / "WC" / old), read(POWERTOOLS / "WC" / new))).runs
        if case not in PICTURES_AND_FORMULAE:
            assert found <= int(expected), case
            assert found >= int(expected) - 1, case


# --- CriticMarkup of others -------------------------------------------------------------------------------

FEVOL = SHARED_DATA / "criticmarkup" / "fevol"
CASE = re.compile(r"^# (.*?)\n\n(.*?)\n==> (.*?)$", re.DOTALL | re.MULTILINE)


def cases(file: str) -> list[tuple[str, str, str]]:
    """Name, text and what a parser is to find in it."""
    return CASE.findall((FEVOL / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", ["basic_ranges.txt", "metadata_basic_range.txt"])
def test_each_kind_of_mark_is_understood(file: str) -> None:
    found = {name: read_critic(text) for name, text, _ in cases(file)}
    sides = {name: (bool(both.old), bool(both.new)) for name, both in found.items()}
    assert sides == {
        "Addition": (False, True),
        "Deletion": (True, False),
        "Substitution": (True, True),
        "Comment": (False, False),
        "Highlight": (True, True),
    }


def test_marks_within_marks_are_understood_or_named() -> None:
    for name, text, _ in cases("edge_cases.txt"):
        if name == "Nested markup":
            assert not any(part.strip() for part in (*read_critic(text).old, *read_critic(text).new))
        else:
            with pytest.raises(NeaspecError, match="Line 1"):
                read_critic(text)
