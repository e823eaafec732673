"""Whether a marker in a returned file is to be believed.

It is, unless the words stand better elsewhere. In a file that does not name this circulation as its own, and of whose
markers most stand on other words, none is: they are those of another text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from neaspec_cli.core.register.circulated import CirculatedText, marker_number
from neaspec_cli.intake.folding import fold, likeness
from neaspec_cli.intake.word_views import Joined

ALIKE_ENOUGH = 0.55
ENOUGH_WORDS = 3
NEARLY_THE_SAME = 80
"""Per cent of likeness from which words are taken for another block than their marker says."""
ENOUGH_MARKERS = 4
"""Paragraphs with a marker from which on it is asked whether they are of another text."""
MOST_SEARCHES = 100
"""Paragraphs unlike what their marker says for which a likely block is looked for."""
MOST_MARKERS = 20
"""Markers in one paragraph up to which it is asked which of them is meant."""


def are_of_another_text(originals: Sequence[Joined], circulated: CirculatedText) -> bool:
    """Do most of its markers stand on words that are not those of the circulation?"""
    count = alike = 0
    for one in originals:
        marked = [marker_number(name) - 1 for name in one.bookmarks if marker_number(name)]
        if marked and one.text.count(" ") >= ENOUGH_WORDS - 1:
            leaves = [
                circulated.leaves[leaf] for leaf in marked[:MOST_MARKERS] if leaf < len(circulated.leaves)
            ]
            count += 1
            alike += any(likeness(one.text, leaf.text) >= ALIKE_ENOUGH for leaf in leaves)
    return count >= ENOUGH_MARKERS and alike < count / 2


def meant(text: str, named: list[int], circulated: CirculatedText) -> list[int]:
    """Of several markers in one paragraph all where it is those leaves together, else the one that it reads like."""
    if not 1 < len(named) <= MOST_MARKERS:
        return named
    together = likeness(text, " ".join(circulated.leaves[one].text for one in named))
    alone = max(named, key=lambda one: likeness(text, circulated.leaves[one].text))
    return named if together > likeness(text, circulated.leaves[alone].text) else [alone]


def better_elsewhere(
    text: str, leaf: int, circulated: CirculatedText, by_text: dict[str, list[int]], searches: Iterator[int]
) -> bool:
    """Is it like its leaf in little, and word by word or nearly so another one?"""
    folded = fold(text).text
    if folded.count(" ") < ENOUGH_WORDS - 1 or likeness(text, circulated.leaves[leaf].text) >= ALIKE_ENOUGH:
        return False
    if folded in by_text:
        return len(by_text[folded]) == 1
    if next(searches, None) is None:
        return False
    near = process.extractOne(folded, by_text.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME)
    return near is not None and len(by_text[near[0]]) == 1
