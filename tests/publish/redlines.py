"""Pairs of texts for redlines, and what a Word file says in order, body and notes apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from neaspec_cli.core.comparing.attributing import Behind, Signature
from neaspec_cli.intake import guard
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_text import Paragraph
from neaspec_cli.intake.word_views import Joined
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.printed import printed_leaves
from neaspec_cli.publish.redline import redline
from tests.publish.copies import PROVENANCE, copy_of

OLDER = replace(PROVENANCE, circulation="draft-0", date=date(2025, 6, 1))
_TABLE = "| A | B |\n|---|---|\n"
_MOVED = "The first long paragraph moves with *all* its many words."
_STAYS = (
    "The second paragraph stays where it is and has always been.\n\n"
    "A third paragraph stays as well, with every single word of it.\n"
)
_PASSAGE = "The secretariat publishes its yearly report within ninety days after each meeting."
_HELD = "::: {#b-J-3 .bracket by=J}\nA quite new paragraph.\n\nAnd one more.\n:::"
PAIRS = {
    "words": ("Kept old words.\n", "Kept *new* words.\n"),
    "paragraphs": ("First.\n\nOld one.\n\nLast.\n", "First.\n\nA quite new one.\n\nLast.\n"),
    "a split": ("One thing is said. Another follows.\n", "One thing is said.\n\nAnother follows.\n"),
    "a join": ("One thing is said.\n\nAnother follows.\n", "One thing is said. Another follows.\n"),
    "a move": (f"{_MOVED}\n\n{_STAYS}", f"{_STAYS}\n{_MOVED}\n"),
    "a move with changes": (
        f"{_MOVED}\n\n{_STAYS}",
        f"{_STAYS}\n{_MOVED.replace('moves', 'goes')}\n",
    ),
    "a move with a note": (
        f"{_MOVED}[^a]\n\n{_STAYS}\n[^a]: Noted here.\n",
        f"{_STAYS}\n{_MOVED}[^a]\n\n[^a]: Noted here.\n",
    ),
    "two moves": (
        f"{_MOVED}\n\nBeta is the second one to go somewhere.\n\n{_STAYS}",
        f"{_STAYS}\n{_MOVED}\n\nAn end.\n\nBeta is the second one to go somewhere.\n",
    ),
    "a passage that moved": (
        f"It begins here. {_PASSAGE} Then comes more.\n\n{_STAYS}\nBeta is the last paragraph of all of them.\n",
        f"It begins here. Then comes more.\n\n{_STAYS}\nBeta is the last paragraph of all of them. {_PASSAGE}\n",
    ),
    "a moved item": (
        "Lead:\n\n- the first of all items\n- the second item here\n- a third one at last\n",
        "Lead:\n\n- the second item here\n- a third one at last\n- the first of all items\n",
    ),
    "a moved section": (
        f"# The rivers\n\nWater runs through all of them.\n\n# Coasts\n\n{_STAYS}\n# Air\n\nWind.\n",
        f"# Coasts\n\n{_STAYS}\n# Air\n\nWind.\n\n# The rivers\n\nWater runs through all of them.\n",
    ),
    "items": (
        "Lead:\n\n- a word\n- gone\n\nEnd.\n",
        "Lead:\n\n- a word <https://x.example/>\n- other\n\nEnd.\n",
    ),
    "headings": ("# Old\n\nText.\n", "# New\n\nText.\n\n## More\n"),
    "rows": (
        f"{_TABLE}| x | y |\n| keep | was |\n",
        f"{_TABLE}| keep | |\n| vv | ww |\n",
    ),
    "a moved row": (
        f"{_TABLE}| the first cell of all | its share |\n| rivers | a lot |\n| coasts | less |\n\nEnd.\n",
        f"{_TABLE}| rivers | a lot |\n| coasts | less |\n| the first cell of all | its share |\n\nEnd.\n",
    ),
    "a column": (f"{_TABLE}| x | y |\n", "| A | B | C |\n|---|---|---|\n| x | y | z |\n"),
    "notes": ("One.[^a] Two.\n\n[^a]: Gone note.\n", "One. Two.[^b]\n\n[^b]: Quite another remark.\n"),
    "a changed note": ("One.[^a]\n\n[^a]: It was noted.\n", "One.[^a]\n\n[^a]: It is noted.\n"),
    "boxes": ("Text.\n\n::: placeholder\nTo come.\n:::\n", "Text.\n\nHere at last is what was to come.\n"),
    "brackets": (
        "Reduce [by 2030]{#b-J-1 .bracket by=J} all.\n",
        "Reduce [by the year 2035]{#b-J-1 .bracket by=J} all.\n",
    ),
    "code": ("```\none\ntwo\n```\n", "```\none\nthree\n```\n"),
    "pictures": (
        "See ![the old map of all rivers](map.png) here.\n",
        "See ![the new map of all rivers and lakes](map.png) here.\n",
    ),
    "brackets that come": (
        "Reduce all by 2030.\n\nOne.\n\nTwo.\n",
        f"Reduce [all]{{#b-J-1 .bracket by=J}} by[ May]{{#b-J-2 .bracket by=J}} 2030.\n\nOne.\n\n{_HELD}\n\nTwo.\n",
    ),
    "brackets that go": (
        'Reduce [ninety]{.bracket alt=b-J-1 by=""}[sixty]{.bracket alt=b-J-1 by=J} all.\n',
        "Reduce sixty all.\n",
    ),
    "a picture without words": ("One ![](a.png) is.\n\nTwo.\n", "Two.\n"),
    "references": (
        "[]{#p-a}One paragraph.\n\nSee paragraph [#](#p-a) and code `#`.\n",
        "A quite new one.\n\n[]{#p-a}One paragraph.\n\nSee paragraph [#](#p-a) and code `#`.\n",
    ),
    "form": ("Kept *old* words of H2O it.\n", "Kept old **words** of H~2~O *it*.\n"),
    "definitions": (
        "Start.\n\nTerm\n:   A definition of it.\n\n    And more of it.\n\nOther\n:   Another one.\n\nEnd.\n",
        "Start.\n\nOther\n:   Another thing.\n\nEnd.\n",
    ),
    "levels of headings": (
        "# One\n\nText of it.\n\n## Rivers of the region\n\nMore text.\n",
        "# One\n\nText of it.\n\n# Rivers of the region\n\nMore text.\n\n### Coasts\n",
    ),
    "kinds of paragraphs": (
        "Lead to a list:\n\n- the first item here\n- the second item here\n\nA long last paragraph stays.\n",
        "Lead to a list:\n\n- the first item here\n  - the second item here\n  - A long last paragraph stays.\n",
    ),
    "a heading that is one no more": (
        "# One\n\nText.\n\n## The rivers of the region\n\nMore.\n\n> It was said at length.\n",
        "# One\n\nText.\n\nThe rivers of the region\n\nMore.\n\nIt was said at length.\n",
    ),
    "an end that changed before new paragraphs": (
        "## Purpose of This Document\n\nIn brief, it has been agreed that rivers are kept clean by all of them.\n",
        "## Purpose of this document\n\nA new one.\n\nIt has been agreed that rivers are kept clean by all of them.\n",
    ),
    "items that end otherwise": (
        "- Services online, see 3.1,\n- Driving licence, see section 3.2,\n- A number of others, see 3.3.\n",
        "- Services online, see 2.1\n- Signature, see 2.2\n- Driving licence, see section 2.3\n- Several, see 2.4.\n",
    ),
    "links": ("See [the old page](https://x.example/).\n", "See [the new page](https://y.example/).\n"),
}


def between(old: str, new: str) -> Copy:
    """The redline of two texts of one section each."""
    return redline(copy_of(old, provenance=OLDER), copy_of(new))


def signed(old: str, new: str) -> Copy:
    """The same, each change by a State, with a remark on it."""
    first, second = copy_of(old, provenance=OLDER), copy_of(new)
    return redline(_signed(first, "JPN"), _signed(second, "MNG"))


def _signed(copy: Copy, author: str) -> Copy:
    behind = Behind(Signature(author, "2025-06-15T00:00:00Z"), remarks=("So agreed.",))
    sections = [
        replace(section, leaves=tuple(replace(leaf, behind=behind) for leaf in section.leaves))
        for section in copy.sections
    ]
    return replace(copy, sections=tuple(sections))


Said = tuple[list[str], list[str]]
"""The paragraphs of the body in order, and those of notes in order of their words; empty ones left out."""


def said_by_file(data: bytes, view: Callable[[Sequence[Paragraph]], list[Joined]], least: int) -> Said:
    """What a Word file says in one view: of the body the `least` last paragraphs, since a first page stands before."""
    found = view(read_document(guard.open_package(data)).paragraphs)
    body = _said(one.text for one in found if one.first.story == "body")
    return body[-least:], sorted(_said(one.text for one in found if one.first.story.startswith("footnote ")))


def said_by_copy(copy: Copy) -> Said:
    """What a copy prints."""
    body: list[str] = []
    notes: list[str] = []
    for leaf, printed in zip(copy.leaves, printed_leaves(copy), strict=True):
        (notes if leaf.block.kind == "note" else body).append(printed.text)
    return _said(body), sorted(_said(notes))


def _said(texts: Iterable[str]) -> list[str]:
    squeezed = (re.sub(r"\s+", " ", text).strip() for text in texts)
    return [text for text in squeezed if text]
