"""Changed stretches put where they read best: within equal text a change may stand in several places."""

from __future__ import annotations

from collections.abc import Sequence

from neaspec_cli.core.text.words import ends_sentence, is_word

Span = tuple[int, int, int, int]
"""Where a changed stretch stands: old start and end, new start and end, in tokens."""

SLIDE = 400
"""How many tokens a change is moved at most to find a better place to start."""
TOUCHING = 6


def trimmed(span: Span, before: Sequence[str], after: Sequence[str]) -> Span:
    """The stretch without the tokens that both of its sides start or end with."""
    i1, i2, j1, j2 = span
    while i1 < i2 and j1 < j2 and before[i1] == after[j1]:
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and before[i2 - 1] == after[j2 - 1]:
        i2, j2 = i2 - 1, j2 - 1
    return i1, i2, j1, j2


def joined(spans: Sequence[Span]) -> list[Span]:
    """The same stretches, those that touch made one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1][1] == span[0] and joined[-1][3] == span[2]:
            joined[-1] = (joined[-1][0], span[1], joined[-1][2], span[3])
        elif span[0] < span[1] or span[2] < span[3]:
            joined.append(span)
    return joined


def slid(spans: Sequence[Span], before: Sequence[str], after: Sequence[str]) -> list[Span]:
    """Insertions and deletions moved within the equal text around them; two that meet are one."""
    result: list[Span] = []
    for number, span in enumerate(spans):
        floor = (result[-1][1], result[-1][3]) if result else (-1, -1)
        following = spans[number + 1] if number + 1 < len(spans) else None
        ceiling = (following[0], following[2]) if following else (len(before) + 1, len(after) + 1)
        result.append(_best_place(span, before, after, floor, ceiling))
    return joined(result)


def _best_place(
    span: Span, before: Sequence[str], after: Sequence[str], floor: tuple[int, int], ceiling: tuple[int, int]
) -> Span:
    """`floor` and `ceiling` are where the neighbours end and start, just beyond the text where there are none."""
    i1, i2, j1, j2 = span
    if i1 < i2 and j1 < j2:
        return span
    text, start, end, low, high = (
        (after, j1, j2, floor[1], ceiling[1]) if i1 == i2 else (before, i1, i2, floor[0], ceiling[0])
    )
    left = 0
    while left < SLIDE and start - left > max(low, 0) and text[start - left - 1] == text[end - left - 1]:
        left += 1
    right = 0
    while right < SLIDE and end + right < min(high, len(text)) and text[start + right] == text[end + right]:
        right += 1

    def merit(by: int) -> tuple[int, int]:
        meets = start + by == low or end + by == high
        return TOUCHING if meets else _reads_well(text, start + by, end + by), -abs(by)

    shift = max(range(-left, right + 1), key=merit)
    return i1 + shift, i2 + shift, j1 + shift, j2 + shift


def _reads_well(text: Sequence[str], start: int, end: int) -> int:
    """How naturally a change covers a stretch: whole paragraphs, sentences, words with their space."""
    if start == 0 or text[start - 1][0] == "\n":
        return 5
    if text[start][0] == "\n":
        return 4 if end == len(text) or text[end][0] == "\n" else 1
    if text[start - 1].isspace():
        return 3 if start > 1 and ends_sentence(text[start - 2]) else 2
    if end == len(text) or not is_word(text[end]):
        return 1
    return 0
