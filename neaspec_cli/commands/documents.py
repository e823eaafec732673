"""Any document as a plan that can be compared: its chapters are the sections, its blocks are counted as ours are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from neaspec_cli.commands.importing import known_file, read_document
from neaspec_cli.core.beginning.splitting import slug
from neaspec_cli.core.beginning.tree_words import words_of
from neaspec_cli.core.markdown import blocks
from neaspec_cli.core.plan import Plan, PlanSettings, Section
from neaspec_cli.core.text.blocks import Node
from neaspec_cli.core.text.numbering import targets
from neaspec_cli.publish.copy import Copy, Provenance, SectionTree, prepare, walk_inlines
from neaspec_cli.terminal.console import say

BEGINNING = "beginning"
"""What the words before the first heading are called."""


class Tracked(StrEnum):
    """Which view of a Word file's tracked changes is compared."""

    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True)
class Read:
    """A document as a plan of chapters, and the trees of these where they are wanted."""

    plan: Plan
    trees: tuple[SectionTree, ...]


def read_plans(files: Sequence[Path], tracked: Tracked, *, with_trees: bool) -> list[Read]:
    """The documents at once: pandoc is a process of its own, so the cores share the work."""
    from concurrent.futures import ThreadPoolExecutor

    known = [known_file(file) for file in files]
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda file: _read(file, tracked, with_trees=with_trees), known))


def _read(file: Path, tracked: Tracked, *, with_trees: bool) -> Read:
    """The document as a plan of chapters; words that could not be read are told on stderr."""
    document, remarks = read_document(file, tracked.value)
    for remark in remarks:
        if remark.lost and remark.what.startswith("text box"):
            say(f"{file.name}: {remark.what}: {remark.lost}")
    sections: dict[str, Section] = {}
    trees = []
    chapters = list(_chapters(document.tree))
    untitled = BEGINNING if len(chapters) > 1 else document.title or file.stem
    for title, tree in chapters:
        name = _free(slug(title or untitled), sections)
        sections[name] = Section(name, name, "", blocks=blocks(tree))
        if with_trees:
            trees.append(SectionTree(name, False, tree))
    return Read(Plan(PlanSettings(document.title or file.name), tuple(sections.values())), tuple(trees))


def printed_document(name: str, read: Read) -> Copy:
    """The document as a copy for writers of pages, by its name; links that lead nowhere are plain words."""
    known = targets(read.plan.numbered(), read.plan.labels(True))
    for section in read.trees:
        for node in walk_inlines(section.tree):
            if node["t"] == "Link" and node["c"][2][0].startswith("#") and node["c"][2][0][1:] not in known:
                node["t"], node["c"] = "Span", [["", [], []], node["c"][1]]
    settings = read.plan.settings
    return prepare("annotated", settings, Provenance(settings.title, "", circulation=name), read.trees)


def _chapters(tree: Sequence[Node]) -> Iterator[tuple[str, list[Node]]]:
    """The tree cut at its chapters' headings, each with its words; what stands before the first has none."""
    level = _chapter_level([node["c"][0] for node in tree if node["t"] == "Header"])
    title, held = "", list[Node]()
    for node in tree:
        if node["t"] == "Header" and node["c"][0] <= level:
            if held:
                yield title, held
            title, held = words_of(node["c"][2]), []
        held.append(node)
    if held:
        yield title, held


def _chapter_level(levels: Sequence[int]) -> int:
    """The highest level of heading that stands more than once; a lone higher one is a title."""
    often = [level for level, number in Counter(levels).items() if number > 1]
    return min(often or levels, default=0)


def _free(name: str, taken: Collection[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
