"""Words are cut where Unicode lets a reader put the cursor, and never across the end of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from neaspec_cli.core.markdown import text_faults
from neaspec_cli.core.text.words import tokens
from tests.shared import ABSENT, SHARED_DATA

UNICODE = SHARED_DATA / "unicode"
pytestmark = pytest.mark.skipif(not UNICODE.is_dir(), reason=ABSENT)


def cases(file: Path) -> Iterator[tuple[str, set[int]]]:
    """Texts that a section may hold, with the places where they may be cut."""
    for line in file.read_text(encoding="utf-8").splitlines():
        text, breaks = "", set()
        for part in line.partition("#")[0].split():
            if part == "÷":
                breaks.add(len(text))
            elif part != "×":
                text += chr(int(part, 16))
        if text and not any("NFC" not in fault.message for fault in text_faults(text, "")):
            yield text, breaks


def cuts(text: str) -> set[int]:
    return set(accumulate(map(len, tokens(text)), initial=0))


def test_no_token_cuts_a_grapheme() -> None:
    found = list(cases(UNICODE / "GraphemeBreakTest-15.0.txt"))
    assert len(found) > 500
    assert [text for text, breaks in found if not cuts(text) <= breaks] == []


def test_no_token_reaches_over_the_end_of_a_sentence() -> None:
    found = list(cases(UNICODE / "SentenceBreakTest-15.0.txt"))
    assert len(found) > 250
    paragraphs_apart = [text for text, breaks in found if not breaks <= cuts(text)]
    assert all("\n\n" in text for text in paragraphs_apart)
