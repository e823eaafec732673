"""What a redline marks, how fast and in how much memory: ours, git's and those of others on the same texts.

    python -m benchmarks.diff [--peers] [--prefix FOLDER] [--only NAME …] [--quick]

Three parts. The pairs of versions in `texts.py`: words marked, changed stretches, islands, seconds, memory. Moves
planted in each newer version: found of ten at 0, 10, 25 and 40 per cent edited, and precision. Speed and memory at
about 50,000 and 250,000 words, against `git diff --word-diff` run just before.

All get the same words, one block on a line; ours alone gets the kind of each block, as it does in use. Seconds are
those of the comparison itself in each process that can tell them, else of the whole process. With --peers the others
are installed into a folder that is removed again; --prefix names one to keep.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import own, peers
from benchmarks.marks import Figures, count, figures
from benchmarks.peers import Outcome, PeerMissing
from benchmarks.planted import LEVELS, found, planted
from benchmarks.texts import PAIRS, Version, lines, of_about, pair

COPIES = (1, 5)
"""Of about 50,000 words."""
RUNS = 3
TIMES_GIT = 20
MEGABYTES = 200
OURS = "neaspec"


def run(name: str, old: Version, new: Version, prefix: Path) -> Outcome:
    """The redline of one maker."""
    if name == OURS:
        made, seconds = own.redline(old, new)
        return Outcome(made, seconds, 0)
    with tempfile.TemporaryDirectory() as folder:
        if name == "git":
            return peers.git(Path(folder), lines(old), lines(new))
        return peers.PEERS[name](Path(folder), lines(old), lines(new), prefix)


def measured(name: str, old: Version, new: Version, prefix: Path) -> tuple[Outcome, Figures] | str:
    """A redline with its figures, or why there is none."""
    try:
        made = run(name, old, new, prefix)
    except PeerMissing as reason:
        return str(reason)
    return made, figures(made.redline, "\n".join(lines(old)), "\n".join(lines(new)))


def marks(names: Sequence[str], prefix: Path) -> None:
    """The first table."""
    for title in PAIRS:
        old, new = pair(title)
        print(f"\n### {title}, {_words(old):,} to {_words(new):,} words\n")
        print("| maker | words marked | of git's | runs | islands | in words | words lost, % | s | MB |")
        print("|---|---|---|---|---|---|---|---|---|")
        base = 0
        for name in names:
            result = measured(name, old, new, prefix)
            if isinstance(result, str):
                print(f"| {name} | {result} | | | | | | | |")
                continue
            made, found = result
            base = base or found.marked
            memory = f"{made.megabytes:.0f}" if made.megabytes else ""
            print(
                f"| {name} | {found.marked:,} | {found.marked / base:.2f} | {found.runs:,} | {found.islands:,} "
                f"| {found.in_words:,} | {100 * found.lost:.1f} | {made.seconds:.3f} | {memory} |",
                flush=True,
            )


def moves(names: Sequence[str], prefix: Path) -> None:
    """The second table."""
    print(
        f"\n### Planted moves, found of 10 at {', '.join(map(str, LEVELS))} per cent edited; precision in per cent\n"
    )
    print("| maker | " + " | ".join(PAIRS) + " |")
    print("|---|" + "---|" * len(PAIRS))
    texts = [planted(pair(title)[1], seed) for seed, title in enumerate(PAIRS, 5)]
    for name in names:
        cells = []
        for one in texts:
            try:
                hits, precision = found(run(name, one.old, one.new, prefix).redline, one)
                cells.append(f"{'/'.join(str(hits[level]) for level in LEVELS)}, {precision:.0f}")
            except PeerMissing as reason:
                cells.append(str(reason))
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def speed() -> bool:
    """The third table; whether it stays within what is allowed."""
    print("\n### Speed and memory\n")
    print("| words | git, s | ours, s | times git | peak MB |")
    print("|---|---|---|---|---|")
    fits = True
    for copies in COPIES:
        old, new = of_about(copies)
        with tempfile.TemporaryDirectory() as folder:
            text = Path(folder, "blocks")
            text.write_bytes(pickle.dumps((old, new)))
            git, ours, memory = min(_in_turn(old, new, text) for _ in range(RUNS))
        print(f"| {_words(old):,} | {git:.3f} | {ours:.2f} | {ours / git:.1f} | {memory:.0f} |", flush=True)
        fits = fits and memory <= MEGABYTES and (copies > 1 or ours <= TIMES_GIT * git)
    return fits


def _in_turn(old: Version, new: Version, text: Path) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        git = peers.git(Path(folder), lines(old), lines(new)).seconds
    out, _, memory = peers.run([sys.executable, "-m", "benchmarks.own", str(text)])
    return git, float(out), memory


def _words(version: Version) -> int:
    return sum(count(block.text) for block in version)


def main() -> int:
    """Print all tables; exit code 1 when ours is too slow or too large."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", action="store_true", help="install and run the others")
    parser.add_argument("--prefix", type=Path, help="where the others are, or are to be kept")
    parser.add_argument("--only", nargs="*", help="these of the others")
    parser.add_argument("--quick", action="store_true", help="only what is marked")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prefix = asked.prefix or Path(folder)
        if asked.peers:
            print("\n".join(peers.install(prefix)), file=sys.stderr)
        others = list(peers.PEERS) if asked.peers or asked.prefix else []
        names = ["git", OURS, *(name for name in others if not asked.only or name in asked.only)]
        marks(names, prefix)
        if asked.quick:
            return 0
        moves(names, prefix)
    return int(not speed())


if __name__ == "__main__":
    sys.exit(main())
