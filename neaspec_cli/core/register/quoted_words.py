"""The words that a remark is on, before the remark itself where a form has no cell for them, and found in it again."""

from __future__ import annotations

import re

OPENING = "On “"
_CLOSING = re.compile(r"”(?:: |\Z)")


def with_quote(comment: str, quote: str) -> str:
    """A remark that begins with the words that it is on: `On “by 2030”: too late`."""
    if not quote:
        return comment
    return f"{OPENING}{quote}”: {comment}" if comment else f"{OPENING}{quote}”"


def without_quote(comment: str, text: str) -> tuple[str, str]:
    """The remark and the words of `text` that it is on; these are empty where it names none that stand there.

    Of several words that it might name, the longest are meant.
    """
    if comment.startswith(OPENING):
        ends = list(_CLOSING.finditer(comment, len(OPENING), len(OPENING) + len(text) + 3))
        for end in reversed(ends):
            quote = comment[len(OPENING) : end.start()]
            if quote and quote in text:
                return comment[end.end() :], quote
    return comment, ""
