"""Links that lead elsewhere than in the circulated text, that are new, or that are gone; nothing marks these.

Only words that stand in both texts are compared. Word processors write an address in their own way, and make links
of words that are addresses: neither is a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from neaspec_cli.core import proposals
from neaspec_cli.core.comparing.rewording import compare_texts
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText, marker_number
from neaspec_cli.core.text.addresses import is_address
from neaspec_cli.core.text.links_standing import links_of
from neaspec_cli.intake.placing import Placement, Target
from neaspec_cli.intake.word_items import QUOTE, Item
from neaspec_cli.intake.word_links import Links
from neaspec_cli.intake.word_text import Document

ALL_GONE = 2
"""So many links that are all gone were lost by a program, and not taken off by a person."""
LONGEST = 200_000
"""Characters of a paragraph up to which its links are compared where its words changed."""
LOOKS = frozenset(["character style", "colour", "underline", "form"])
"""What programs track of a link: how it makes its words look."""
LOST = "it holds no links any more: whether any was changed cannot be told"


@dataclass(frozen=True)
class _Led:
    """A printed character that stands in both texts: where it led and where it leads."""

    at: int
    was: str
    now: str


def changed_links(
    document: Document, links: Links, placement: Placement, circulated: CirculatedText
) -> Iterator[Item]:
    """One item for each link that changed on words that are placed."""
    if not document.tells_links:
        return
    known = sum(len(links_of(leaf.block)) for leaf in circulated.leaves)
    if not known and document.properties.get("neaspec-circulation") != circulated.circulation:
        return  # Who knows whether another file of the same words was made with links.
    if known >= ALL_GONE and not any(part.link for one in document.paragraphs for part in one.segments):
        document.warnings = (*document.warnings, LOST)
        return
    places = _places(circulated)
    for number, target in placement.targets.items():
        original = links.originals[number]
        if not original.first.in_column and original.first.row_in_accepted:
            said = list(_said(links, placement.group(number), circulated))
            if any(link for _, link in said) or any(links_of(leaf.block) for leaf in target.leaves):
                yield from _of_paragraph(target, said, places)


def with_looks(changed: Sequence[Item], forms: Iterable[Item]) -> list[Item]:
    """Changed links and changes of form, where the look that a link gives its words is told with the link."""
    at_place: dict[tuple[str, str], Item] = {}
    for one in changed:
        at_place.setdefault((one.place.section, one.place.block), one)
    others: list[Item] = []
    for form in forms:
        link = at_place.get((form.place.section, form.place.block))
        named = form.proposal.format if isinstance(form.proposal, proposals.FormatChange) else ""
        if link is not None and LOOKS.issuperset(named.split(", ")):
            link.marks = (*link.marks, *form.marks)
        else:
            others.append(form)
    return [*others, *changed]


def _said(links: Links, group: Sequence[int], circulated: CirculatedText) -> Iterator[tuple[str, str]]:
    """Pieces of the accepted text of a paragraph, in several parts where it is, and where they lead."""
    for number in group:
        if number != group[0]:
            yield " ", ""
        for one in links.originals[number].parts:
            for part in one.segments:
                if part.in_accepted and part.text:
                    yield part.text, _local(part.link, circulated)


def _of_paragraph(
    target: Target, said: Sequence[tuple[str, str]], places: Mapping[str, str]
) -> Iterator[Item]:
    text = "".join(words for words, _ in said)
    if text != target.text and len(text) > LONGEST:
        return
    now = [link for words, link in said for _ in words]
    was = _led(target)
    at = here = 0
    both: list[_Led] = []
    for run in compare_texts(target.text, text):
        size = len(run.text)
        if run.op == "keep":
            both += [_Led(at + step, was[at + step], now[here + step]) for step in range(size)]
        elif run.op == "insert" and run.text.strip():
            yield from _on_new_words(target, at, run.text, now[here : here + size], was, places)
        at += size if run.op != "insert" else 0
        here += size if run.op != "delete" else 0
    for (old, new, _), group in groupby(_numbered(both, target.text), key=lambda one: one[0]):
        stretch = [led.at for _, led in group]
        if not _is_same(old, new, places):
            yield from _changed(target, stretch[0], stretch[-1] + 1, old, new, places)


def _numbered(both: Sequence[_Led], text: str) -> Iterator[tuple[tuple[str, str, int], _Led]]:
    """The characters with what makes neighbours one stretch: the same two addresses, and nothing but spaces between."""
    part, last = 0, -1
    for led in both:
        if last >= 0 and text[last + 1 : led.at].strip():
            part += 1
        last = led.at
        yield (led.was, led.now, part), led


def _changed(
    target: Target, start: int, end: int, old: str, new: str, places: Mapping[str, str]
) -> Iterator[Item]:
    printed = target.text[start:end]
    start, end = start + len(printed) - len(printed.lstrip()), end - len(printed) + len(printed.rstrip())
    words = target.text[start:end]
    if not any(char.isalnum() for char in words) or _is_its_own(words, new):
        return
    index, at = target.at(start)
    leaf, number = target.leaves[index], target.numbers[index]
    low, high = leaf.offset(at), leaf.offset(min(at + end - start, len(leaf.text)))
    old_words, address = leaf.block.text[low:high], places.get(new, new)
    if not any(char.isalnum() for char in old_words):
        return  # A reference prints the number of its place; the words of the text are a sign.
    place, order = leaf.place(old_words[:QUOTE]), (number, low)
    if new and not is_address(address):
        yield Item(order, place, None, (), f"A link on “{words}” to what no plan links to: {address}")
    else:
        yield Item(order, place, proposals.LinkChange(old_words, address, old, low))


def _on_new_words(
    target: Target, at: int, words: str, now: Sequence[str], was: Sequence[str], places: Mapping[str, str]
) -> Iterator[Item]:
    """A link that only new words have, told in words: the proposal of the words carries none."""
    beside = {link for link in was[max(at - 1, 0) : at + 2] if link}
    for link, group in groupby(zip(words, now, strict=True), key=lambda one: one[1]):
        linked = "".join(char for char, _ in group).strip()
        if (
            link
            and linked
            and not _is_its_own(linked, link)
            and not any(_is_same(link, one, places) for one in beside)
        ):
            index, printed = target.at(at)
            leaf, number = target.leaves[index], target.numbers[index]
            said = f"A link on the new words “{linked}” to {places.get(link, link)}"
            yield Item((number, leaf.offset(printed)), leaf.place(), None, (), said)


def _led(target: Target) -> list[str]:
    """Where each printed character leads."""
    led: list[str] = []
    for leaf in target.leaves:
        led += ["", *_of_leaf(leaf)] if led else _of_leaf(leaf)
    return led


def _of_leaf(leaf: CirculatedLeaf) -> list[str]:
    of_block = [""] * (len(leaf.block.text) + 1)
    for mark in links_of(leaf.block):
        of_block[mark.start : mark.end] = [mark.detail] * (mark.end - mark.start)
    return [of_block[leaf.offset(at)] for at in range(len(leaf.text))]


def _local(link: str, circulated: CirculatedText) -> str:
    """A link to a marked paragraph as one to its place."""
    number = marker_number(unquote(link[1:])) if link.startswith("#") else 0
    return f"# {number}" if 0 < number <= len(circulated.leaves) else link.strip().replace(" ", "%20")


def _places(circulated: CirculatedText) -> Mapping[str, str]:
    """For links to paragraphs by their numbers the reference to the name that stands there, or that none does."""
    found: dict[str, str] = {}
    for number, leaf in enumerate(circulated.leaves, 1):
        spans = [mark.detail for mark in leaf.block.marks if mark.kind == "span" and mark.detail]
        names = [name for name in (*spans, leaf.block.id) if name]
        found[f"# {number}"] = f"#{names[0]}" if names else f"{leaf.label}, which has no name in the plan"
    return found


def _is_same(one: str, other: str, places: Mapping[str, str]) -> bool:
    return _plain(places.get(one, one)) == _plain(places.get(other, other))


def _plain(address: str) -> str:
    """An address without what programs write in their own way."""
    scheme, colon, rest = unquote(address.strip()).partition(":")
    return f"{scheme.casefold()}{colon}{rest.rstrip('/')}" if colon else scheme


def _is_its_own(words: str, link: str) -> bool:
    """Whether words lead to the address that they are."""
    plain = _plain(link).removeprefix("mailto:").removeprefix("https:").removeprefix("http:").strip("/")
    return bool(link) and _plain(words).removeprefix("https:").removeprefix("http:").strip("/") == plain
