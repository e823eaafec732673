"""A copy of the plan as PDF, and which paragraph stands on which line of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from neaspec_cli.adapters import typst
from neaspec_cli.errors import NeaspecError
from neaspec_cli.publish import coverage, days, front, typstcode
from neaspec_cli.publish.copy import Copy

_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""PDF/A asks for a time of making; a copy without a date must not tell one that the clock made up."""
_FURTHER_AID = "Please refer to paragraphs by their numbers; pages and line numbers serve as a further aid."
_LINES = """{
  let place(one) = { let at = one.location().position(); (one.value, at.page, at.y.pt()) }
  (lines: query(<neaspec-line>).map(place), leaves: query(<neaspec-leaf>).map(place))
}"""


@dataclass(frozen=True)
class Line:
    """A numbered line of a page and the label of the block that it shows; in a table, of the first cell of the row."""

    page: int
    line: int
    label: str


class UnprintableText(NeaspecError):
    """Characters of the text that no font of the package can show."""

    def __init__(self, characters: tuple[str, ...], places: tuple[str, ...]) -> None:
        named = ", ".join(f"{_shown(one)} (U+{ord(one):04X})" for one in characters)
        count = "1 character has" if len(characters) == 1 else f"{len(characters)} characters have"
        super().__init__(
            f"{count} no font: {named} in {', '.join(places)}.",
            "Write these characters in another way, and export again.",
        )


def write_pdf(copy: Copy, *, attributed: bool = False) -> bytes:
    """The PDF, made as PDF/A-3a and PDF/UA-1; `attributed` names those who hold bracketed words.

    A copy with numbered lines is given to Typst in the words in which `lines` gives it: what was laid out once in a
    process is not laid out again.
    """
    refuse_unprintable(copy)
    made = copy.provenance.date
    at = datetime(made.year, made.month, made.day, tzinfo=UTC) if made else _UNDATED
    try:
        return typst.pdf(_texts(copy, attributed=attributed, traced=_is_lined(copy)), at)
    except typst.NoGlyph as error:
        raise UnprintableText(error.characters, _places(copy, set(error.characters))) from error


def lines(copy: Copy) -> tuple[Line, ...]:
    """Every numbered line of the PDF, page by page, with what stands on it."""
    found = typst.answer(_texts(copy, traced=True), _LINES)
    labels = [leaf.label.text for leaf in copy.leaves]
    starts = sorted((page, y, number) for number, page, y in found["leaves"])
    result: list[Line] = []
    here, label = 0, ""
    for number, page, y in sorted(found["lines"], key=lambda one: (one[1], one[2])):
        row = None
        while here < len(starts) and starts[here][:2] <= (page, y + _BASELINE):
            if row is None or starts[here][:2] != row:
                row, label = starts[here][:2], labels[starts[here][2]]
            here += 1
        result.append(Line(page, number, label))
    return tuple(result)


_BASELINE = 2.0


def refuse_unprintable(copy: Copy) -> None:
    """Stop before a character would be left blank."""
    words = "".join([json.dumps(_meta(copy), ensure_ascii=False), *(leaf.block.text for leaf in copy.leaves)])
    characters = coverage.missing(words)
    if characters:
        raise UnprintableText(characters, _places(copy, set(characters)))


def _places(copy: Copy, characters: set[str]) -> tuple[str, ...]:
    found = tuple(leaf.label.text for leaf in copy.leaves if characters & set(leaf.block.text))
    return tuple(_named(one) for one in found) or ("the title or masthead",)


def _named(label: str) -> str:
    return f"paragraph {label}" if label[:1].isdigit() else label


def _shown(character: str) -> str:
    return character if character.isprintable() else "?"


def _texts(copy: Copy, *, attributed: bool = False, traced: bool = False) -> dict[str, bytes]:
    """What Typst is given."""
    body = typstcode.code(copy, attributed=attributed, traced=traced)
    main = f'#import "plan.typ": *\n#show: plan.with(json("meta.json"))\n{body}\n'
    meta = _meta(copy) | {"is-traced": traced}
    provenance = json.dumps(copy.provenance.properties(), ensure_ascii=False, indent=1, sort_keys=True)
    return {
        typst.MAIN: main.encode(),
        "plan.typ": (files("neaspec_cli.publish") / "templates" / "plan.typ").read_bytes(),
        "meta.json": json.dumps(meta, ensure_ascii=False).encode(),
        "provenance.json": provenance.encode(),
    }


def _meta(copy: Copy) -> dict[str, Any]:
    """All that stands outside the body."""
    settings, provenance = copy.settings, copy.provenance
    masthead = settings.masthead
    language, _, region = settings.rules.language.partition("-")
    return {
        "title": settings.title,
        "author": settings.body or settings.title,
        "keywords": [f"{key}={value}" for key, value in provenance.properties().items()],
        "body": settings.body,
        "organization": masthead.organization,
        "symbol": masthead.symbol,
        "distribution": masthead.distribution,
        "original": masthead.original,
        "meeting": masthead.meeting,
        "item": masthead.agenda_item,
        "note": masthead.author,
        "date": days.in_words(provenance.date) if provenance.date else "",
        "paper": "us-letter" if settings.rules.paper == "Letter" else "a4",
        "language": language.lower(),
        "region": region.upper() if len(region) == 2 else None,
        "mark": front.mark(copy),
        "has-masthead": front.has_masthead(copy),
        "marked": provenance.circulation,
        "is-redline": copy.since is not None,
        "notice": front.notice(copy, _FURTHER_AID),
        "foot": front.foot(copy),
        "has-contents": front.has_contents(copy),
        "is-lined": _is_lined(copy),
    }


def _is_lined(copy: Copy) -> bool:
    """Drafts number their lines; what is official does not."""
    return copy.kind != "official"
