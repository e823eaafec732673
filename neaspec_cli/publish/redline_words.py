"""Words of a block as HTML: emphasis as it is, brackets and references as they are printed, everything else escaped."""

from __future__ import annotations

import html
import re
from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from neaspec_cli.core.comparing.stretches import Stretch
from neaspec_cli.core.prosediff import Op
from neaspec_cli.core.text.blocks import Block, Mark
from neaspec_cli.core.text.signs import bracketed, closes, opens, signs

TAGS = {
    "emphasis": "em",
    "strong": "strong",
    "underline": "u",
    "strikeout": "s",
    "superscript": "sup",
    "subscript": "sub",
    "code": "code",
}
_SAID = {"insert": ("ins", "inserted"), "delete": ("del", "deleted")}
# What a browser would act upon or drop: controls, halves of surrogates, overrides of the direction of writing.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def escaped(text: str) -> str:
    """Text that may stand in an element or an attribute; hidden characters are shown as `\\u202e`."""
    return html.escape(_HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


class _Around:
    """The marks around words, asked for from left to right at places where none begins or ends between."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self.coming = sorted(range(len(marks)), key=lambda number: marks[number].start, reverse=True)
        self.here: list[int] = []

    def at(self, place: int) -> list[Mark]:
        """Those that have begun at this place and do not end there, in their own order."""
        self.here = [number for number in self.here if self.marks[number].end > place]
        while self.coming and self.marks[self.coming[-1]].start <= place:
            number = self.coming.pop()
            if self.marks[number].end > place:
                insort(self.here, number)
        return [self.marks[number] for number in self.here]


def as_printed(text: str) -> str:
    """Words without marks, with their line breaks."""
    return escaped(text).replace("\n", "<br>")


def words(
    block: Block,
    start: int,
    end: int,
    references: Mapping[str, str],
    attributed: bool = False,
    changed: Mapping[int, tuple[str, str]] = MappingProxyType({}),
) -> str:
    """The words of a stretch; `references` gives the number of what a reference names.

    `changed` has the brackets that went and came among words that stay, by their place.
    """
    marks = [mark for mark in block.marks if mark.start < end and mark.end > start]
    edges = {start, end, *changed, *(at for mark in marks for at in (mark.start, mark.end))}
    places = sorted(at for at in edges if start <= at <= end)
    brackets = bracketed(marks)
    made: list[str] = []
    around = _Around(marks)
    for here, there in zip(places, [*places[1:], None], strict=True):
        if here in changed:
            gone, came = changed[here]
            made += [fated("delete", gone), fated("insert", came)]
        else:
            ending = (mark for mark in brackets if mark.end == here > start and closes(mark, brackets))
            made += [_closing(mark, attributed) for mark in ending]
            made += ["[" for mark in brackets if mark.start == here < end and opens(mark, brackets)]
        if there is not None:
            made.append(_piece(block.text[here:there], around.at(here), references))
    return "".join(made)


def changed_brackets(one: Stretch, old: Block, new: Block) -> dict[int, tuple[str, str]]:
    """Brackets that went from words that stay and that came to them, by how far behind the first word they stand."""
    if not (bracketed(old.marks) or bracketed(new.marks)):
        return {}
    before = signs(replace(old, inside=()), *one.old_span)
    after = signs(replace(new, inside=()), *one.new_span)
    both = {at: (before.get(at, ""), after.get(at, "")) for at in before.keys() | after.keys()}
    return {at: (gone, came) for at, (gone, came) in both.items() if gone != came}


def fated(op: Op, inner: str) -> str:
    """Words with their fate; what ears need is said in words that eyes do not see."""
    if op == "keep" or not inner:
        return inner
    tag, said = _SAID[op]
    return f'<{tag}><span class="v">[{said}: </span>{inner}<span class="v">]</span></{tag}>'


def relocated(op: Op, inner: str, said: str, target: str) -> str:
    """Words that went to another paragraph or came from one, with a sign that leads there."""
    tag, _ = _SAID[op]
    link = (
        f'<a class="end" href="#{escaped(target)}" title="{escaped(said)}"><span class="v">there</span></a>'
    )
    return f'<{tag} class="move">{link}<span class="v">[{escaped(said)}: </span>{inner}<span class="v">]</span></{tag}>'


def _piece(text: str, around: Sequence[Mark], references: Mapping[str, str]) -> str:
    for mark in around:
        if mark.kind == "link" and mark.detail.startswith("#") and text == "#":
            text = references.get(mark.detail[1:], text)
    made = as_printed(text)
    tags = dict.fromkeys(TAGS[mark.kind] for mark in around if mark.kind in TAGS)
    for tag in tags:
        made = f"<{tag}>{made}</{tag}>"
    return f'<span class="sc">{made}</span>' if any(mark.kind == "smallcaps" for mark in around) else made


def _closing(mark: Mark, attributed: bool) -> str:
    said = dict(mark.attributes)
    wanted, unwanted = ", ".join(said.get("by", "").split()), ", ".join(said.get("del", "").split())
    named = "; ".join(one for one in (wanted, f"{unwanted}: delete" if unwanted else "") if one)
    return f"]<sub>{escaped(named)}</sub>" if attributed and named else "]"
