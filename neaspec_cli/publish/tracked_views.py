"""What a Word file with tracked changes says when those of one source are accepted and all others rejected.

A reader with rules of its own (ECMA-376 Part 1, 17.13.5), for the proof of what is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from neaspec_cli.core.register.circulated import MARKER
from neaspec_cli.publish.tracked_words import TOGETHER
from neaspec_cli.publish.wordml import Element, W, attribute, local

_SIGNS = {"br": "\n", "tab": "\t"}


def paragraphs_of(document: Element, name: str) -> list[str]:
    """Paragraphs and cells with words from the first block of the plan on; without a name with all changes rejected."""
    found = list(document.iter(f"{{{W}}}p"))
    first = next((place for place, one in enumerate(found) if _is_marked(one)), len(found))
    while first and found[first - 1].find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}ins") is not None:
        first -= 1  # What comes in before the first block.
    return [words for words in _joined(found[first:], name) if words.strip()]


def notes_of(footnotes: Element, name: str) -> list[str]:
    """The same of notes, in alphabetical order."""
    return sorted(
        words.strip() for words in _joined(list(footnotes.iter(f"{{{W}}}p")), name) if words.strip()
    )


def _joined(found: list[Element], name: str) -> Iterator[str]:
    held = ""
    for paragraph in found:
        if not _stands(paragraph, name):
            continue
        held += "".join(_words(paragraph, name))
        following = paragraph.getnext()
        if _ends(paragraph, name) or following is None or local(following) != "p":
            yield held
            held = ""


def _words(paragraph: Element, name: str) -> Iterator[str]:
    for one in paragraph.iter(*(f"{{{W}}}{tag}" for tag in ("t", "delText", "br", "tab"))):
        run = one.getparent()
        if run is not None and local(run) == "r" and _stands(one, name, paragraph):
            yield _SIGNS.get(local(one), one.text or "")


def _stands(element: Element, name: str, until: Element | None = None) -> bool:
    """Does it stand in this view, by the changes (up to `until`) or the rows that it is in?"""
    above = element.getparent()
    while above is not None and above is not until:
        change = above if until is not None else above.find(f"{{{W}}}trPr/{{{W}}}ins")
        if until is None and change is None:
            change = above.find(f"{{{W}}}trPr/{{{W}}}del")
        if change is not None and not _agrees(change, name):
            return False
        above = above.getparent()
    return True


def _agrees(change: Element, name: str) -> bool:
    """Does what a change says of stand? Anything but an insertion or a deletion agrees."""
    is_accepted = name in attribute(change, "author").split(TOGETHER)
    return {"ins": is_accepted, "del": not is_accepted}.get(local(change), True)


def _ends(paragraph: Element, name: str) -> bool:
    marks = (paragraph.find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}{tag}") for tag in ("ins", "del"))
    return all(_agrees(one, name) for one in marks if one is not None)


def _is_marked(paragraph: Element) -> bool:
    start = paragraph.find(f"{{{W}}}bookmarkStart")
    return start is not None and attribute(start, "name").startswith(MARKER)
