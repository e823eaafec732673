"""Ten merges that people really made, on each of which git reports conflicts."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import Block, blocks, front_matter
from neaspec_cli.core.merge import Merged, merge, wishes_between
from tests.core.test_merge import applied, texts_of
from tests.shared import ABSENT, SHARED_DATA

MERGES = SHARED_DATA / "merge"
CASES = sorted(path.name for path in MERGES.glob("*")) if MERGES.is_dir() else []
CONFLICT = re.compile(r"^<{7} .*?^>{7} [^\n]*\n", re.DOTALL | re.MULTILINE)
pytestmark = pytest.mark.skipif(not CASES, reason=ABSENT)


def read(text: str) -> tuple[Block, ...]:
    return blocks(pandoc.parse(text[front_matter(text)[1] :]))


@cache
def version(case: str, name: str) -> tuple[Block, ...]:
    return read((MERGES / case / f"{name}.md").read_text(encoding="utf-8"))


@cache
def merged(case: str) -> Merged:
    base = version(case, "base")
    ours = wishes_between(base, version(case, "ours"), "A", "A-{}".format)
    theirs = wishes_between(base, version(case, "theirs"), "B", "B-{}".format)
    return merge(base, base, [*ours, *theirs])


def paragraphs(read: Sequence[Block]) -> list[str]:
    """The words of each paragraph; one of code that holds blank lines is several."""
    return [" ".join(part.split()) for text in texts_of(read) for part in text.split("\n\n")]


def merged_by_git(case: str) -> list[str]:
    """The paragraphs on which git sees no conflict."""
    files = [str(MERGES / case / f"{name}.md") for name in ("ours", "base", "theirs")]
    done = subprocess.run(["git", "merge-file", "-p", *files], capture_output=True, text=True, check=False)
    assert done.returncode > 0
    return paragraphs(read(CONFLICT.sub("", done.stdout)))


def taken_out(case: str) -> set[str]:
    """Paragraphs that one side changed or took out; git brings one back where the other side moved it."""
    base, ours, theirs = (set(paragraphs(version(case, name))) for name in ("base", "ours", "theirs"))
    return (base - ours) | (base - theirs)


@pytest.mark.parametrize("case", CASES)
def test_where_git_sees_no_conflict_the_result_is_what_people_settled_on(case: str) -> None:
    settled = paragraphs(version(case, "resolved"))
    result = paragraphs(applied(version(case, "base"), merged(case).agreed))
    agreed = [text for text in merged_by_git(case) if text in settled]
    assert len(agreed) > len(settled) * 0.6
    assert [text for text in agreed if text not in result and text not in taken_out(case)] == []
    order = iter(result)
    assert all(text in order for text in agreed if result.count(text) == 1 == settled.count(text))


@pytest.mark.parametrize("case", CASES)
def test_each_clash_has_the_words_of_both_sides(case: str) -> None:
    sides = {
        "A": "\n\n".join(texts_of(version(case, "ours"))),
        "B": "\n\n".join(texts_of(version(case, "theirs"))),
    }
    for clash in merged(case).clashes:
        assert {holder for one in clash.alternatives for holder in one.holders} == {"A", "B"}
        for one in clash.alternatives:
            for holder in one.holders:
                assert all(part in sides[holder] for part in one.text.split("\n\n"))


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_lost_and_nothing_else_changes(case: str) -> None:
    base, ours, theirs = (set(paragraphs(version(case, name))) for name in ("base", "ours", "theirs"))
    result = paragraphs(applied(version(case, "base"), merged(case).agreed))
    assert merged(case).unplaced == ()
    assert base & ours & theirs <= set(result)
    left_open = (one.text for clash in merged(case).clashes for one in clash.alternatives)
    assert words([*(ours - base), *(theirs - base)]) <= words([*result, *left_open])


def words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", text)}
