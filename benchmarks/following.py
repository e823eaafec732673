"""How long it takes to carry the places of 78,000 comments over one step between two revisions.

    python -m benchmarks.following [--places 78000]

As many comments were made on a report of the Intergovernmental Panel on Climate Change. The places are random
stretches of words of the older text of about 50,000 words (see `texts.py`); the time includes comparing it with the
newer one, which is done once a step, and reading neither.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter

from benchmarks.marks import count
from benchmarks.texts import Version, of_about
from neaspec_cli.core.following import follow

ALLOWED = 1.0
LONGEST = 160


def places(version: Version, many: int) -> list[tuple[int, int, int]]:
    """Blocks with a start and an end in them; long blocks are drawn more often."""
    chosen = random.Random(4)
    lengths = [len(block.text) for block in version]
    found = []
    for block in chosen.choices(range(len(version)), lengths, k=many):
        start = chosen.randrange(lengths[block])
        found.append((block, start, min(lengths[block], start + chosen.randint(0, LONGEST))))
    return found


def main() -> int:
    """Print the seconds and what became of the places; exit code 1 when it took longer than it may."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--places", type=int, default=78_000)
    asked = parser.parse_args()
    old, new = of_about(1)
    wanted = places(old, asked.places)
    start = time.perf_counter()
    following = follow(old, new)
    compared = time.perf_counter() - start
    states = Counter(following.place(*place).state for place in wanted)
    seconds = time.perf_counter() - start
    words = sum(count(block.text) for block in old)
    print(f"{words:,} words compared in {compared:.2f} s; {asked.places:,} places: {seconds:.2f} s in all")
    print(", ".join(f"{number:,} {state}" for state, number in states.most_common()))
    return int(seconds > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
