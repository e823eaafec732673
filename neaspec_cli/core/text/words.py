"""A text cut into words, spaces and punctuation, in every script; the pieces together are the text again.

A word is letters and digits with their combining marks; apostrophes stay inside words, points and commas
inside numbers. Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give one
token a character; Hangul is cut at its spaces. A run of line breaks is one token, so that "\\n\\n"
between two paragraphs is one.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category

UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
NUMBER_SIGNS = "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs that enclose or stand over what follows them."""
JOINERS = "\u00ad\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
SENTENCE_ENDS = frozenset(".!?;:。！？；：．｡؟؛۔।॥…።՞։")

ASCII = re.compile(
    r"[A-Za-z0-9_]+(?:(?:'(?=[A-Za-z0-9])|(?<=[0-9])[.,](?=[0-9]))[A-Za-z0-9_]+)*|\n+|[^\S\n]+|[^\w\s]"
)

ASCII_WORDS = re.compile(r"[A-Za-z0-9]+(?:(?:'(?=[A-Za-z0-9])|(?<=[0-9])[.,](?=[0-9]))[A-Za-z0-9]+)*")
"""The words that `ASCII` finds in a text without low lines."""


def tokens(text: str) -> list[str]:
    """Words, spaces and punctuation of a text in order; joined they spell it."""
    pattern = ASCII if text.isascii() else _any_script()
    return pattern.findall(text)


def is_word(token: str) -> bool:
    """Whether a token counts as a word: it starts with a letter or digit."""
    return token[0].isalnum()


def words(text: str) -> list[str]:
    """Only the words of a text."""
    if text.isascii() and "_" not in text:
        return ASCII_WORDS.findall(text)
    return [token for token in tokens(text) if token[0].isalnum()]


def count(text: str) -> int:
    """How many words a text has; of scripts without spaces, how many characters."""
    return len(words(text))


def ends_sentence(token: str) -> bool:
    """Whether a token closes a sentence, a clause set apart by `;` or `:`, or a line."""
    return token[0] in SENTENCE_ENDS or token[0] == "\n"


@cache
def _any_script() -> re.Pattern[str]:
    """Built when first needed: the combining marks are read from Unicode's table up to plane 1."""
    mark = f"[{_combining_marks()}{JOINERS}]"
    letter = rf"[^\W{UNSPACED}]"
    inside = rf"{letter}|{mark}|['’](?={letter})|(?<=\d)[.,](?=\d)"
    indicator = "[\U0001f1e6-\U0001f1ff]"
    cluster = rf"(?:{mark}|(?<=\u200d)(?!{indicator})[^\w\s])*"
    kinds = rf"{letter}(?:{inside})*|[^\S\n]+(?!{mark})|(?:{indicator}{{2}}|[^\n]){cluster}"
    return re.compile(rf"\n+|[{NUMBER_SIGNS}]*(?:{kinds})")


def _combining_marks() -> str:
    """Ranges of a character class that holds the combining marks."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x1F000):
        if category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
