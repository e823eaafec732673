"""One printed copy of the plan: the tree once, with numbers, references and lists settled, for every writer alike.

Pandoc reads each section once; this pass settles what all formats share; a writer per format takes the copy from there.
"""

from __future__ import annotations

import datetime
import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from neaspec_cli.core import markdown
from neaspec_cli.core.comparing.attributing import Behind
from neaspec_cli.core.markdown import Block, Leaf, Node
from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.text.numbering import Label, NumberedSection, labels, targets
from neaspec_cli.errors import NeaspecError

Kind = Literal["official", "review", "annotated"]
Fate = Literal["", "inserted", "deleted", "moved-here", "moved-away"]
LIST_STYLES = (
    ("LowerAlpha", "TwoParens"),
    ("LowerRoman", "TwoParens"),
    ("LowerAlpha", "Period"),
    ("LowerRoman", "Period"),
)


@dataclass(frozen=True)
class Provenance:
    """What a file says of itself, so that it is recognised when it comes back."""

    plan: str
    text: str
    """Git's tree id of plan/."""
    circulation: str = ""
    addressee: str = ""
    date: datetime.date | None = None
    deadline: datetime.date | None = None
    kind: str = ""
    """What it is where it is not for answering, such as `compilation`."""

    def properties(self) -> dict[str, str]:
        """The four properties that Word, PDF and XLSX files carry, and the kind of those that are no copy to answer."""
        kind = {"neaspec-kind": self.kind} if self.kind else {}
        return {
            "neaspec-plan": self.plan,
            "neaspec-circulation": self.circulation,
            "neaspec-text": self.text,
            "neaspec-addressee": self.addressee,
            **kind,
        }


@dataclass(frozen=True)
class PrintedLeaf:
    """A block as printed: its label, its marker in Word files, and its inlines in the tree of its section."""

    block: Block
    label: Label
    marker: str
    inlines: list[Node]
    node: Node
    change: Fate = ""
    """Only in a redline: what became of the mark that ends the paragraph (see `publish.redline`)."""
    behind: Behind = Behind()
    """Only for a redline: whose its changes are, and remarks on them."""
    was: PrintedLeaf | None = None
    """Only in a redline: the leaf of before, where its paragraph was of another kind or level."""


@dataclass(frozen=True)
class PrintedSection:
    """One section of a copy; writers may change `tree` through the leaves."""

    id: str
    is_annex: bool
    tree: list[Node]
    leaves: tuple[PrintedLeaf, ...]


@dataclass(frozen=True)
class Copy:
    """All that a writer needs."""

    kind: Kind
    settings: PlanSettings
    provenance: Provenance
    sections: tuple[PrintedSection, ...]
    since: Provenance | None = None
    """Only in a redline: the copy that it is compared with."""
    marked_on: datetime.date | None = None
    """Only in a redline: the day of its changes, where nothing else is known of them."""
    notice: str = ""
    """What the first page says where it does not ask for comments."""

    @property
    def leaves(self) -> Iterator[PrintedLeaf]:
        """All printed leaves in reading order."""
        return (leaf for section in self.sections for leaf in section.leaves)


@dataclass(frozen=True)
class SectionTree:
    """A section as pandoc reads it, without places."""

    id: str
    is_annex: bool
    tree: Sequence[Node]


class DanglingReference(NeaspecError):
    """A reference names an id that no block carries."""

    def __init__(self, section: str, target: str) -> None:
        super().__init__(
            f"Section {section} refers to #{target}, which nothing in the plan is called.",
            f"Put []{{#{target}}} at the start of the paragraph that is meant, or mend the reference.",
        )


def marker(number: int) -> str:
    """Hidden bookmark of the n-th printed leaf, from 1."""
    return f"_np_{number:04d}"


def prepare(
    kind: Kind, settings: PlanSettings, provenance: Provenance, sections: Sequence[SectionTree]
) -> Copy:
    """The copy of that kind: annotations kept or left out, lists lettered, references resolved, blocks labelled."""
    annotated = kind == "annotated"
    trees = [_apart(one.tree) for one in sections]
    kept = [tree if annotated else without(tree, "annotation") for tree in trees]
    read = [list(markdown.leaves(tree)) for tree in kept]
    blocks = [tuple(map(markdown.block_of, one)) for one in read]
    numbered = [
        NumberedSection(one.is_annex, of_section) for one, of_section in zip(sections, blocks, strict=True)
    ]
    all_labels = labels(numbered, annotated)
    known = targets(numbered, all_labels)
    asked = {target for tree in kept for target in _asked(tree)}
    printed, count = [], 0
    for one, tree, section_leaves, section_blocks, section_labels in zip(
        sections, kept, read, blocks, all_labels, strict=True
    ):
        letter_lists(tree, section_leaves)
        resolve_references(tree, known, one.id)
        unique_ids(tree, one.id, asked)
        of_section = []
        for leaf, block, label in zip(section_leaves, section_blocks, section_labels, strict=True):
            count += 1
            of_section.append(PrintedLeaf(block, label, marker(count), leaf.inlines, leaf.node))
        printed.append(PrintedSection(one.id, one.is_annex, tree, tuple(of_section)))
    return Copy(kind, settings, provenance, tuple(printed))


def without(tree: Sequence[Node], css_class: str) -> list[Node]:
    """The tree less the fenced divs of a class, at any depth."""
    result = []
    for node in tree:
        if node["t"] == "Div":
            if css_class in node["c"][0][1]:
                continue
            node["c"][1] = without(node["c"][1], css_class)
        elif node["t"] == "BlockQuote":
            node["c"] = without(node["c"], css_class)
        result.append(node)
    return result


def letter_lists(tree: list[Node], read: Sequence[Leaf]) -> None:
    """Turn every list into one lettered (a), (i), a., i. that begins where the labels say."""
    path_of = {id(leaf.node): leaf.block for leaf in read}
    for node, depth in list(_lists(tree, 0)):
        items = node["c"][1] if node["t"] == "OrderedList" else node["c"]
        first = next((path_of[key] for key in _node_ids(items[:1]) if key in path_of), None)
        start = first.path[depth] if first and len(first.path) > depth else 1
        style, delimiter = LIST_STYLES[min(depth, len(LIST_STYLES) - 1)]
        node["t"] = "OrderedList"
        node["c"] = [[start, {"t": style}, {"t": delimiter}], items]


def _lists(nodes: Sequence[Node], depth: int) -> Iterator[tuple[Node, int]]:
    for node in nodes:
        if node["t"] in ("BulletList", "OrderedList"):
            items = node["c"][1] if node["t"] == "OrderedList" else node["c"]
            for item in items:
                yield from _lists(item, depth + 1)
            yield node, depth
        elif node["t"] == "Div":
            yield from _lists(node["c"][1], depth)
        elif node["t"] == "BlockQuote":
            yield from _lists(node["c"], depth)


def _node_ids(items: Sequence[Sequence[Node]]) -> Iterator[int]:
    for item in items:
        for node in item:
            yield id(node)
            if node["t"] == "Div":
                yield from _node_ids([node["c"][1]])


def resolve_references(tree: list[Node], known: dict[str, str], section: str) -> None:
    """`[#](#p-finance)` becomes the number of what is called so."""
    for node in walk_inlines(tree):
        if node["t"] == "Link" and node["c"][2][0].startswith("#"):
            target = node["c"][2][0][1:]
            if target not in known:
                raise DanglingReference(section, target)
            if [part.get("c") for part in node["c"][1]] == ["#"]:
                node["c"][1] = [{"t": "Str", "c": known[target]}]


def unique_ids(tree: list[Node], section: str, asked: set[str]) -> None:
    """Pandoc makes headings ids from their words, so two may hold the same.

    The first that is asked for keeps its own, which is then struck from `asked`; all others change.
    """
    for node in walk_blocks(tree):
        if node["t"] == "Header":
            identifier = node["c"][1][0]
            if identifier in asked:
                asked.discard(identifier)
            else:
                node["c"][1][0] = f"{section}--{identifier}"


def _asked(tree: Sequence[Node]) -> Iterator[str]:
    targets_of = (node["c"][2][0] for node in walk_inlines(tree) if node["t"] == "Link")
    return (target[1:] for target in targets_of if target.startswith("#"))


def _apart(tree: Sequence[Node]) -> list[Node]:
    """A tree of its own, equal to this one; several times faster than `copy.deepcopy` on what JSON holds."""
    made: list[Node] = marshal.loads(marshal.dumps(list(tree)))
    return made


def walk(nodes: Sequence[Node]) -> list[Node]:
    """Every node of a tree but words and spaces, outer before inner."""
    return _nodes(nodes)


def walk_blocks(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every block node of a tree, outer before inner."""
    return (node for node in _nodes(nodes) if node["t"] in BLOCKS)


def walk_inlines(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every inline node of a tree but words and spaces, outer before inner."""
    return (node for node in _nodes(nodes) if node["t"] not in BLOCKS)


BLOCKS = frozenset(
    "Plain Para LineBlock CodeBlock RawBlock BlockQuote OrderedList BulletList DefinitionList Header "
    "HorizontalRule Table Figure Div".split()
)


def _nodes(value: object) -> list[Node]:
    found: list[Node] = []
    _gather(value, found)
    return found


def _gather(value: object, found: list[Node]) -> None:
    """Fills one list in place: generators inside generators took a fifth of the time of an export."""
    if isinstance(value, dict):
        if "t" in value:
            found.append(value)
        _gather(value.get("c"), found)
    elif isinstance(value, (list, tuple)):
        for part in value:
            if not isinstance(part, str) and not (isinstance(part, dict) and part.get("t") in _WORDS):
                _gather(part, found)


_WORDS = frozenset(["Str", "Space", "SoftBreak", "LineBreak"])
