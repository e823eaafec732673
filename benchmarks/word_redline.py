"""How long the Word redline of 50,000 words takes, and whether both texts come out of it again.

    python -m benchmarks.word_redline [--keep FILE]

The text is all pairs of `texts.py` in a row. The time runs from two copies, each a tree with its labels, to the bytes
of the Word file: comparing, marking, writing through pandoc and tracking; reading the Markdown and making each copy,
which an export without changes needs as well, stand beside. The file is then read by the reader of returned files,
which shares no code with the writer: all changes rejected it must say the old text, all accepted the new one.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

from benchmarks.texts import PAIRS, sources
from neaspec_cli.intake.word_views import accepted_view, original_view
from neaspec_cli.publish.redline import redline
from neaspec_cli.publish.word import write_word_redline
from tests.publish.copies import copy_of
from tests.publish.redlines import OLDER
from tests.publish.test_word_redline import plain, view

ALLOWED = 3.0
RUNS = 3


def said(paragraphs: list[str]) -> list[str]:
    """The letters of all paragraphs."""
    texts = (re.sub(r"\s", "", text) for text in paragraphs)
    return sorted(text for text in texts if text)


def main() -> int:
    """Print the seconds and what was read back; exit code 1 when it is too slow or a text is not exact."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", type=Path, help="write the Word file here, to look at it")
    asked = parser.parse_args()
    old, new = ("\n\n".join(sources(name)[side] for name in PAIRS) for side in (0, 1))
    start = time.perf_counter()
    copy_of(old, provenance=OLDER), copy_of(new)
    reading = time.perf_counter() - start
    best = float("inf")
    for _ in range(RUNS):
        before, after = copy_of(old, provenance=OLDER), copy_of(new)
        start = time.perf_counter()
        data = write_word_redline(redline(before, after))
        best = min(best, time.perf_counter() - start)
    if asked.keep:
        asked.keep.write_bytes(data)
    rejected = said(view(data, original_view)) == said(plain(copy_of(old)))
    accepted = said(view(data, accepted_view)) == said(plain(copy_of(new)))
    print(
        f"both copies read in {reading:.2f} s; Word redline of {len(old.split()):,} and {len(new.split()):,} words "
        f"in {best:.2f} s, {len(data) // 1024:,} kB; reject all is old: {rejected}, accept all is new: {accepted}"
    )
    return int(best > ALLOWED or not rejected or not accepted)


if __name__ == "__main__":
    sys.exit(main())
