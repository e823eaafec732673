"""Remarks in running text: passages quoted with `>` and what is said of them, and the comment format of the IETF.

A remark belongs to the quotation or the heading above it. The IETF's format has a title (`# `), kinds (`## Discuss`,
`## Comments`, `## Nits`) and remarks (`### `), whose quotations are checked against the text
(https://github.com/mnot/ietf-comments). A paragraph that begins with "Paragraph 27:" is a remark on that
one. What quotes and names nothing is a remark on the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.core.register.circulated import CirculatedLeaf
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.anchors import Anchors, part_of
from neaspec_cli.intake.receipt import Intake, Left, Receipt

MARKS = "“”\"'« »"
KINDS = {"discuss": "substantive", "comments": "", "comment": "", "nits": "editorial", "nit": "editorial"}
LONGEST_HEADING = 300
QUOTED = re.compile(r"[ ]{0,3}(?:>[ ]?)+(.*)")
HEADING = re.compile(r"(#{1,4})[ ]+(.+?)[ ]*#*")
CHAPTER = re.compile(rf"##[ ]+(?:{'|'.join(KINDS)})[ ]*", re.IGNORECASE)
ON_LABEL = re.compile(
    r"((?:paragraphs?|paras?\.?|¶|§|footnote|note|table|annex|пункт|п\.|第|제|段落|문단)(?=[^:：\n]{0,30}\d)"
    r"[^:：\n]{1,40}?)[ ]*[:：]",
    re.IGNORECASE,
)


@dataclass
class Passage:
    """A remark with what it quotes and the heading that it stands under; `kind` is what its chapter says."""

    kind: str = ""
    heading: str = ""
    quotes: list[str] = field(default_factory=list)
    label: str = ""
    remark: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.heading or self.quotes or self.remark)


def read_passages(text: str, against: Against) -> Intake:
    """Comments and receipt of running text."""
    anchors = Anchors(against)
    comments: list[Comment] = []
    unplaced: list[Left] = []
    unsupported: list[Left] = []
    for one in passages(text):
        if not one.remark:
            why = "a quotation with no remark below it" if one.quotes else "a heading with no remark below it"
            unsupported.append(Left("passage", why, "\n".join(one.quotes) or one.heading))
            continue
        comment, reason = _comment(one, anchors)
        comments.append(comment)
        if reason:
            unplaced.append(Left("passage", reason, comment.comment))
    counted = count_passages(text)
    placed = len(comments) - len(unplaced)
    receipt = Receipt({"passages": counted} if counted else {}, placed, tuple(unplaced), tuple(unsupported))
    return Intake(tuple(comments), receipt, "comments" if comments else "no comments")


def passages(text: str) -> Iterator[Passage]:
    """The text cut where a heading, a quotation after a remark, or a remark on a label begins."""
    current = Passage()
    for kind, block in _blocks(text):
        if kind == "chapter" or kind == "heading" or (kind in ("quote", "label") and current.remark):
            if current:
                yield current
            current = Passage(kind=current.kind)
        if kind == "chapter":
            current.kind = KINDS[block.strip("# ").lower()]
        elif kind == "heading":
            current.heading = block.strip("# ")
        elif kind == "quote":
            current.quotes.append(block)
        else:
            found = ON_LABEL.match(block) if kind == "label" else None
            current.label = found[1] if found else current.label
            current.remark.append(block)
    if current:
        yield current


def count_passages(text: str) -> int:
    """Passages as the shape of the lines alone tells them: the other side of the receipt's balance."""
    shape, before = "", True
    for line in text.split("\n"):
        quoted = re.match(r" {0,3}>", line)
        bare = line.lstrip("> ") if quoted else line.strip()
        if not bare:
            sign = ""
        elif quoted:
            sign = "Q"
        elif re.match(r"#{1,4} +\S", line) and len(line) < LONGEST_HEADING:
            sign = "K" if CHAPTER.fullmatch(line) else "H"
        else:
            sign = "L" if before and ON_LABEL.match(bare) else "T"
        shape += sign
        before = sign in ("", "Q", "K", "H")
    return sum(bool(one) for one in re.findall(r"H?Q*(?:L?T*)?", shape.replace("K", " ")))


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs, quotations and headings by what they are; lines of a quotation run on."""
    kind, lines = "", list[str]()
    for line in [*text.split("\n"), ""]:
        quoted = QUOTED.fullmatch(line)
        words = (quoted[1] if quoted else line).strip()
        heading = not quoted and len(line) < LONGEST_HEADING and HEADING.fullmatch(line) is not None
        here = "" if not words else "quote" if quoted else "heading" if heading else "remark"
        if lines and here != kind:
            yield _whole(kind, lines)
            lines = []
        kind = here
        if heading:
            yield ("chapter" if CHAPTER.fullmatch(line) else "heading"), words
            kind = ""
        elif here:
            lines.append(words if quoted else line.rstrip())


def _whole(kind: str, lines: list[str]) -> tuple[str, str]:
    if kind == "quote":
        return kind, " ".join(lines)
    text = "\n".join(lines).strip()
    return ("label" if ON_LABEL.match(text) else "remark"), text


def _comment(one: Passage, anchors: Anchors) -> tuple[Comment, str]:
    """The remark in its place, and why that is not known."""
    leaf, quote = _by_quotation(one, anchors)
    if leaf is None and not one.quotes:
        leaf = anchors.labelled(one.label or one.heading) if one.label or one.heading else None
    kept = [f"> {other}" for other in one.quotes if leaf is None or other != quote]
    place = leaf.place(part_of(leaf, quote.strip(MARKS))) if leaf else Place()
    reason = ""
    if leaf is None and (one.quotes or one.label):
        what = "the words that it quotes are" if one.quotes else f"{one.label} is"
        reason = f"{what} not in the circulated text for certain"
        place = Place(quote=(one.quotes[0] if one.quotes else one.label)[:200])
    whole = leaf is None and not reason
    kind = one.kind or ("general" if whole else anchors.against.kind)
    words = "\n\n".join(part for part in (one.heading, *kept, *one.remark) if part)
    return Comment(place=place, kind=kind, comment=words, origin="comment"), reason


def _by_quotation(one: Passage, anchors: Anchors) -> tuple[CirculatedLeaf | None, str]:
    for quote in one.quotes:
        for words in (quote.strip(MARKS), re.sub(r"[*_`]", "", quote).strip(MARKS)):
            leaf = anchors.worded(words)
            if leaf is not None:
                return leaf, quote
    return None, ""
