"""How long many returned texts take to merge, in how much memory, and how often a merge with a known answer is wrong.

    python -m benchmarks.merge [--merges 2100]

The base is a real text of about 30,000 words. Each returned text has 30 edits: words, sentences, paragraphs put in,
taken out and moved, half of them in forty paragraphs that everybody cares about. The time runs from the texts as
blocks to what is agreed and what clashes. The random merges are those of the tests: in some nobody comes near what
another did and all must be merged; in the others two disagree in one place, and that must be said and nothing else
disturbed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import replace

from benchmarks.marks import count
from benchmarks.peers import run
from benchmarks.texts import Version, of_about
from neaspec_cli.core.merge import BlockWish, Wish, merge, wishes_between
from tests.core.merging import test_random_merges as random_merges
from tests.core.prose import paragraph
from tests.core.test_merge import applied, texts_of

WORDS = 30_000
EDITS = 30
HOT = 40
ALLOWED = {6: (1.0, 200.0), 600: (30.0, 400.0)}
"""Seconds and MB by how many texts came back."""
NEEDLESS = 0.01
SENTENCE = "The secretariat reports on this {} at each meeting of senior officials."


def base() -> Version:
    """The first 30,000 words of the texts that are measured."""
    taken, words = [], 0
    for block in of_about(1)[1]:
        words += count(block.text)
        taken.append(block)
        if words >= WORDS:
            break
    return tuple(taken)


def returned(version: Version, chosen: random.Random) -> Version:
    """The text as it comes back from one State."""
    blocks = list(version)
    prose = [index for index, block in enumerate(blocks) if block.kind in ("paragraph", "item")]
    hot = prose[:: max(1, len(prose) // HOT)]
    for number in range(EDITS):
        index = chosen.choice(hot if number % 2 else prose)
        index = min(index, len(blocks) - 1)
        act = chosen.random()
        if act < 0.6:
            blocks[index] = replace(blocks[index], text=_reworded(blocks[index].text, chosen))
        elif act < 0.8:
            sentence = SENTENCE.format(chosen.choice(("item", "matter", "area")))
            blocks[index] = replace(blocks[index], text=f"{blocks[index].text} {sentence}")
        elif act < 0.9:
            blocks.insert(index, paragraph(SENTENCE.format(f"{chosen.randrange(90)}th matter")))
        elif act < 0.95:
            del blocks[index]
        else:
            blocks.insert(chosen.randrange(len(blocks)), blocks.pop(index))
    return tuple(blocks)


def _reworded(text: str, chosen: random.Random) -> str:
    cut = text.split(" ")
    cut[chosen.randrange(len(cut))] = chosen.choice(("cooperation", "stakeholders", "subregional", "annual"))
    return " ".join(cut)


def merged(many: int) -> str:
    """How long many returned texts take, and what came out."""
    version = base()
    chosen = random.Random(11)
    wishes: list[Wish | BlockWish] = []
    compared = 0.0
    for number in range(many):
        text = returned(version, chosen)
        start = time.perf_counter()
        wishes += wishes_between(version, text, f"S{number}", f"S{number}-{{}}".format)
        compared += time.perf_counter() - start
    start = time.perf_counter()
    result = merge(version, version, wishes)
    decided = time.perf_counter() - start
    return f"{compared:.3f} {decided:.3f} {len(wishes)} {len(result.agreed)} {len(result.clashes)}"


def at_scale() -> bool:
    """Six and six hundred returned texts, each in a process of its own; whether they stay in what is allowed."""
    print("| returned texts | wishes | agreed edits | clashes | comparing, s | merging, s | peak MB |")
    print("|---|---|---|---|---|---|---|")
    fits = True
    for many, (seconds, megabytes) in ALLOWED.items():
        out, _, memory = run([sys.executable, "-m", "benchmarks.merge", "--returned", str(many)])
        compared, decided, wishes, agreed, clashes = out.split()
        print(
            f"| {many} | {wishes} | {agreed} | {clashes} | {compared} | {decided} | {memory:.0f} |",
            flush=True,
        )
        fits = fits and float(compared) + float(decided) <= seconds and memory <= megabytes
    return fits


def with_known_answers(many: int) -> bool:
    """Random merges; whether none is wrong without saying so, and hardly any clash needless."""
    wrong = needless = 0
    peaceful = many // 2
    for seed in range(peaceful):
        chosen = random.Random(f"peaceful {seed}")
        text = random_merges.text(chosen)
        doing = random_merges.peaceful(chosen, text, chosen.randint(2, 6))
        result = merge(text, text, random_merges.wishes_of(text, doing))
        expected = random_merges.done(text, random_merges.union(doing))
        needless += bool(result.clashes)
        wrong += not result.clashes and texts_of(applied(text, result.agreed)) != texts_of(expected)
    for seed in range(many - peaceful):
        wrong += not _is_said(
            random.Random(f"dispute {seed}"), random_merges.DISPUTES[seed % len(random_merges.DISPUTES)]
        )
    print(f"\n{many:,} random merges: {wrong} wrong, {needless} of {peaceful:,} with a needless clash")
    return not wrong and needless <= NEEDLESS * peaceful


def _is_said(chosen: random.Random, dispute: random_merges.Dispute) -> bool:
    """Whether a disagreement is a clash where it is, and all else is merged."""
    text = random_merges.text(chosen)
    doing = random_merges.peaceful(chosen, text, chosen.randint(2, 6))
    expected = random_merges.done(text, random_merges.union(doing))
    one, other = chosen.sample(doing, 2)
    dispute(chosen, text, one, other)
    result = merge(text, text, random_merges.wishes_of(text, doing))
    rest = texts_of(applied(text, result.agreed))[:-3] == texts_of(expected)[:-3]
    return rest and bool(result.clashes) and all(20 < clash.block < 24 for clash in result.clashes)


def main() -> int:
    """Print all figures; exit code 1 when one is beyond what is allowed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--merges", type=int, default=2_100)
    parser.add_argument("--returned", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.returned:
        print(merged(asked.returned))
        return 0
    fits = at_scale()
    return int(not (with_known_answers(asked.merges) and fits))


if __name__ == "__main__":
    sys.exit(main())
