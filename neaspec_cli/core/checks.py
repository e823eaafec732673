"""What is wrong in a plan: faults, which stop a circulation, and advice, which stops nothing.

`goal` is what the text must be fit for: "" for keeping it, "review" for circulating a draft (every section drafted),
"final" for adoption (no bracket, no placeholder, no annotation). A text that does not read back word by word is
refused earlier, by `markdown.text_faults` and `markdown.unsure_places`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Literal

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.plan import PlanSettings, Section
from neaspec_cli.core.text import numbering, scan
from neaspec_cli.errors import Fault

Goal = Literal["", "review", "final"]
DEEPEST_HEADING = 5
MOST_QUOTED = 60
READY = ("drafted", "cleared")

# `1.`, `1.2`, `02 `, `II.`, `A.`, `(a)`: what export prints by itself.
TYPED_NUMBER = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)]|0\d|[IVXLC]+[.)]|[A-Z][.)]|\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,3})\))\s+(?=\S)"
)
_ANNEX = re.compile(r"annex[-_ ]?(\d*)")


@dataclass(frozen=True)
class Findings:
    """Faults and advice, each in the order of files and lines."""

    faults: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()

    def __add__(self, other: Findings) -> Findings:
        return Findings(_ordered(self.faults + other.faults), _ordered(self.advice + other.advice))


def findings(faults: Iterable[Fault] = (), advice: Iterable[Fault] = ()) -> Findings:
    """Findings from any number of both."""
    return Findings(_ordered(faults), _ordered(advice))


def plan_findings(settings: PlanSettings | None, sections: Sequence[Section], goal: Goal = "") -> Findings:
    """Everything about the sections that were read with their blocks; `settings` None where they are broken."""
    found = findings([*_files(sections), *_ids(sections), *_references(sections, goal)])
    for section in sections:
        found += findings(_structure(section), _style(section))
        found += findings((), _swallowed(section))
        found += findings(_goal_faults(section, goal), _length(section))
        found += findings(_holds_something(section)) if goal else findings((), _holds_something(section))
    return found + findings((), _plan_length(settings, sections))


def line_of(section: Section, block: Block) -> int:
    """The line of the section file on which a block begins."""
    return section.source.count("\n", 0, max(block.start, section.body_start)) + 1


def _ordered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(set(faults)))


# Files


def _files(sections: Sequence[Section]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for section in sections:
        if section.id in seen:
            yield Fault(
                section.path, 0, "", f"is section {section.id}, as {seen[section.id]} is; rename one of them"
            )
        seen.setdefault(section.id, section.path)
    annexes = [section for section in sections if section.is_annex]
    for place, section in enumerate(annexes, 1):
        match = _ANNEX.match(PurePosixPath(section.path).name)
        number = match.group(1) if match else ""
        if (number or len(annexes) > 1) and number.lstrip("0") != str(place):
            called = f"number {number}" if number else "no number"
            message = (
                f"has {called} in its name but is annex {numbering.roman(place)}; annexes count without gaps"
            )
            yield Fault(section.path, 0, "", message)


def _ids(sections: Sequence[Section]) -> Iterator[Fault]:
    """Ids that people gave; those that pandoc makes of headings may stand twice. Pieces of a bracket share one."""
    places: dict[str, list[tuple[str, scan.Attributes]]] = {}
    for section in sections:
        for one in scan.attributes(section.source):
            if one.id:
                places.setdefault(one.id, []).append((section.path, one))
    for identifier, found in places.items():
        if len(found) > 1 and not all(scan.BRACKET in one.classes for _, one in found):
            path, first = found[0]
            for other, one in found[1:]:
                yield Fault(other, one.line, "", f"the id {identifier} stands at {path}:{first.line} already")


def _references(sections: Sequence[Section], goal: Goal) -> Iterator[Fault]:
    """References to nothing; the copies for review and adoption leave annotations out, with what is called in them."""
    numbered = [numbering.NumberedSection(one.is_annex, one.blocks) for one in sections]
    known = numbering.targets(numbered, numbering.labels(numbered, annotated=not goal))
    for section in sections:
        for block in section.blocks:
            for mark in block.marks:
                target = mark.detail.removeprefix("#")
                is_reference = mark.kind == "link" and mark.detail.startswith("#")
                if is_reference and target not in known and not (goal and block.is_annotation):
                    line = _line_at(section, mark.source[0]) or line_of(section, block)
                    yield Fault(section.path, line, "", f"refers to #{target}, which nothing is called")


def _line_at(section: Section, offset: int) -> int:
    return section.source.count("\n", 0, offset) + 1 if offset >= 0 else 0


# One section


def _own_headings(section: Section) -> list[Block]:
    return [block for block in section.blocks if block.kind == "heading" and not block.is_annotation]


def _structure(section: Section) -> Iterator[Fault]:
    headings = _own_headings(section)
    if not headings:
        yield Fault(
            section.path,
            1,
            "",
            "has no heading; its first line must be one of level 1, such as # Introduction",
        )
        return
    if section.blocks[0] is not headings[0]:
        yield Fault(
            section.path, line_of(section, section.blocks[0]), "", "text stands before the first heading"
        )
    if headings[0].level != 1:
        yield Fault(
            section.path, line_of(section, headings[0]), "", "the first heading is not of level 1 (#)"
        )
    for before, heading in pairwise(headings):
        line = line_of(section, heading)
        if heading.level == 1 and (_is_other_wording(heading, headings[0]) or _is_wished_section(heading)):
            continue
        if heading.level == 1:
            yield Fault(
                section.path,
                line,
                "",
                "a second heading of level 1 (#); it begins a section, in its own file",
            )
        elif heading.level > before.level + 1:
            message = (
                f"a heading of level {heading.level} below one of level {before.level} leaves a level out"
            )
            yield Fault(section.path, line, "", message)


def _is_wished_section(heading: Block) -> bool:
    """Whether it begins a new section that stands in brackets until it is settled, and then has its own file."""
    return any(dict(fence.attributes).get("by") and not fence.stood for fence in heading.fences)


def _is_other_wording(heading: Block, other: Block) -> bool:
    """Whether two headings are wordings of one question, of which one will stand."""
    names = {fence.alternative for fence in other.fences if fence.alternative}
    return any(fence.alternative in names for fence in heading.fences)


def _style(section: Section) -> Iterator[Fault]:
    yield from _alone(section)
    for block in section.blocks:
        if block.kind in ("heading", "paragraph") and TYPED_NUMBER.match(block.text):
            number = block.text.split()[0]
            message = f"begins with {number}, but numbers are made at export; leave it out"
            yield Fault(section.path, line_of(section, block), "", message)
        if block.kind == "heading" and block.level > DEEPEST_HEADING:
            yield Fault(
                section.path,
                line_of(section, block),
                "",
                "the heading is deeper than (i), the last numbering",
            )
    if not section.source.endswith("\n"):
        yield Fault(section.path, section.source.count("\n") + 1, "", "ends without a line break")
    elif section.source.endswith("\n\n") or section.source.rstrip("\n") != section.source.rstrip():
        yield Fault(section.path, section.source.rstrip().count("\n") + 1, "", "ends with empty space")


def _swallowed(section: Section) -> Iterator[Fault]:
    for line, words in scan.swallowed(section.source):
        message = f"{words} is taken for attributes, and not shown; write \\{words} if it is text"
        yield Fault(section.path, line, "", message)


def _alone(section: Section) -> Iterator[Fault]:
    """Where there is an A there must be a B (United Nations Editorial Manual, "Headings and subheadings")."""
    groups: dict[tuple[Block, ...], list[Block]] = {}
    above: list[Block] = []
    for heading in _own_headings(section):
        if any(_is_other_wording(heading, one) for one in above):
            continue
        above = [one for one in above if one.level < heading.level]
        groups.setdefault(tuple(above), []).append(heading)
        above.append(heading)
    for parents, headings in groups.items():
        if parents and len(headings) == 1:
            yield Fault(
                section.path,
                line_of(section, headings[0]),
                "",
                f"the sub-heading {_quoted(headings[0])} stands alone",
            )


def _holds_something(section: Section) -> Iterator[Fault]:
    """A heading that neither text nor another heading follows."""
    headings = [
        n for n, block in enumerate(section.blocks) if block.kind == "heading" and not block.is_annotation
    ]
    for place in headings:
        heading = section.blocks[place]
        following = [one for one in section.blocks[place + 1 :] if not _is_other_wording(one, heading)][:1]
        if not following or (following[0].kind == "heading" and following[0].level <= heading.level):
            yield Fault(
                section.path, line_of(section, heading), "", f"nothing stands under {_quoted(heading)}"
            )


def _quoted(heading: Block) -> str:
    words = (
        heading.text if len(heading.text) <= MOST_QUOTED else heading.text[: MOST_QUOTED - 1].rstrip() + "…"
    )
    return repr(words)


def _length(section: Section) -> Iterator[Fault]:
    if section.word_limit and section.words > section.word_limit:
        message = f"has {section.words} words; the limit is {section.word_limit}"
        yield Fault(section.path, 0, "word_limit", message)


def _plan_length(settings: PlanSettings | None, sections: Sequence[Section]) -> Iterator[Fault]:
    words = sum(section.words for section in sections)
    if settings and settings.rules.word_limit and words > settings.rules.word_limit:
        message = f"the plan has {words} words; the limit is {settings.rules.word_limit}"
        yield Fault("plan/plan.yaml", 0, "rules.word_limit", message)


# What the text must be fit for


def _goal_faults(section: Section, goal: Goal) -> Iterator[Fault]:
    if not goal:
        return
    if section.status not in READY:
        message = f"is {section.status or 'not set'}; it must be {' or '.join(READY)}"
        yield Fault(section.path, 1, "status", message)
    if goal == "final":
        yield from _unsettled(section)


def _unsettled(section: Section) -> Iterator[Fault]:
    kinds = {
        scan.BRACKET: "bracketed text is not settled",
        scan.PLACEHOLDER: "a placeholder stands here",
        scan.ANNOTATION: "an annotation stands here",
    }
    for one in scan.attributes(section.source):
        for css_class in one.classes:
            if css_class in kinds and one.kind != "heading":
                yield Fault(section.path, one.line, "", kinds[css_class])
    for line, count in Counter(scan.typed_brackets(section.source)).items():
        times = "" if count == 1 else f" ({count} times)"
        yield Fault(section.path, line, "", f"square brackets typed by hand are not settled{times}")
