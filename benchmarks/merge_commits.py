"""How long `neaspec merge` takes for 1,000 accepted proposals, as a ratio to git and one parse of the text.

    python -m benchmarks.merge_commits [--runs 3]

A plan of about 100 pages is circulated; three participants propose changes of its paragraphs, and all are accepted:
words replaced, put in and taken out, paragraphs put in, split and moved. The command runs from its start to the last
commit, one commit a proposal, on a copy of the repository each time. The floor is a bare `git fast-import` of the very
commits that came out, and pandoc reading all sections once with places; it runs in turn with the command, and the
ratio is of the medians. Half the proposals tell the growth.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.word_import import SECTION_PARAGRAPHS, WORDS, plan, seconds
from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import front_matter
from tests.commands.office import done
from tests.sandbox import ENVIRONMENT, Sandbox

PROPOSALS = 1_000
ALLOWED, GROWTH = 10.0, 2.6
STATES = ("JPN", "KOR", "WWF")
DECIDED = "disposition: accepted, reason: Agreed., by: secretariat, decided: 2025-08-01, agreed: yes"
NEASPEC = str(Path(sys.executable).with_name("neaspec"))


@dataclass(frozen=True)
class Asked:
    """A circulated plan whose proposals are all accepted, and how many they are."""

    box: Sandbox
    proposals: int


def asked(folder: Path, proposals: int) -> Asked:
    """The plan and the feedback files, committed."""
    chosen = random.Random(proposals)
    files = plan(WORDS, chosen)
    box = Sandbox.begin(folder / "plan", files=files)
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    texts = [
        (f"part-{number}", text)
        for number, path in enumerate(sorted(path for path in files if path.endswith(".md")), 1)
        for text in files[path].partition("\n\n")[2].split("\n\n")
    ]
    wanted = sorted(chosen.sample(range(len(texts)), min(proposals, len(texts))))
    for number, state in enumerate(STATES):
        lines = [
            f"  - {{id: {state}-{index:04d}, kind: substantive, {DECIDED}, {_proposal(texts, at, chosen)}}}"
            for index, at in enumerate(wanted[number :: len(STATES)], 1)
        ]
        head = f"circulation: draft-1\nsource: {state}\nreceived: 2025-07-20\nreply: comments\ncomments:"
        box.write(f"feedback/draft-1/{state}.yaml", "\n".join([head, *lines]) + "\n")
    box.save("Take in what all said")
    return Asked(box, len(wanted))


def _proposal(texts: Sequence[tuple[str, str]], at: int, chosen: random.Random) -> str:
    """A change of the paragraph, mostly of a few words; `(7).` at the end of each is found only once."""
    section, text = texts[at]
    tail = f"({text.rpartition('(')[2].strip()}"
    label = at + 1
    last = at % SECTION_PARAGRAPHS == SECTION_PARAGRAPHS - 1 or at == len(texts) - 1
    before = text.split(" ")[-2]
    forms = [f'op: replace, old: "{before} {tail}", new: "in brief {tail}"'] * 12
    forms += [f'op: insert, new: "duly ", before: "{before} {tail}"'] * 3
    forms += [f'op: delete, old: " {tail[:-1]}"'] * 2
    forms += [f'op: split, before: "{tail}"', 'op: insert-block, new: "A new paragraph of some words."']
    if not last:
        target = min(at + 2, len(texts) - 1)
        forms.append(f'op: move, section: {texts[target][0]}, block: "{target + 1}"')
    return f'place: {{section: {section}, block: "{label}"}}, proposal: {{{chosen.choice(forms)}}}'


def measured(one: Asked, folder: Path, runs: int) -> Iterator[tuple[float, float, float]]:
    """Seconds of the command, of git alone, and of reading the text once, run by run after one to warm up."""
    base = one.box.git("rev-parse", "HEAD")
    sources = [path.read_text() for path in sorted((one.box.root / "plan").glob("*.md"))]
    stream = b""
    for number in range(runs + 1):
        copy = Path(shutil.copytree(one.box.root, folder / f"copy-{number}"))
        merging = seconds(partial(_merge, copy))
        if not stream:
            many = Sandbox(copy).git("rev-list", "--count", f"{base}..HEAD")
            print(f"{one.proposals} proposals, {many} commits", flush=True)
            export = ["git", "-C", str(copy), "fast-export", f"{base}..HEAD"]
            stream = subprocess.run(export, capture_output=True, check=True).stdout
        bare = folder / f"bare-{number}"
        subprocess.run(["git", "clone", "--quiet", "--bare", str(one.box.root), str(bare)], check=True)
        importing = seconds(partial(_import, bare, stream))
        reading = seconds(partial(_read, sources))
        if number:
            yield merging, importing, reading
        shutil.rmtree(copy)
        shutil.rmtree(bare)


def _merge(folder: Path) -> None:
    environment = {**os.environ, **ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": ""}
    command = [NEASPEC, "merge", "-C", str(folder), "--json"]
    subprocess.run(command, capture_output=True, check=False, env=environment)


def _import(folder: Path, stream: bytes) -> None:
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet", "--force"], input=stream, check=True)


def _read(sources: Sequence[str]) -> None:
    for text in sources:
        pandoc.parse_with_places(text[front_matter(text)[1] :])


def figures(proposals: int, runs: int) -> tuple[float, float]:
    """Median seconds of the command, and how often the floor that is."""
    with tempfile.TemporaryDirectory() as name:
        one = asked(Path(name), proposals)
        rows = list(measured(one, Path(name), runs))
    merging, floor, parsing = (statistics.median(column) for column in zip(*rows, strict=True))
    ratio = merging / (floor + parsing)
    print(f"| {proposals} | {merging:.2f} | {floor:.2f} | {parsing:.2f} | {ratio:.1f} |", flush=True)
    return merging, ratio


def main() -> int:
    """Print all figures; exit code 1 when one is beyond what is allowed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    print("| proposals | neaspec merge, s | git fast-import, s | one parse, s | ratio |")
    print("|---|---|---|---|---|")
    half, _ = figures(PROPOSALS // 2, runs)
    whole, ratio = figures(PROPOSALS, runs)
    print(f"\ntwice the proposals take {whole / half:.2f} times as long")
    return int(ratio > ALLOWED or whole / half > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
