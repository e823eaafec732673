"""A large review made up for measuring: a real plan circulated, and what many sources returned on it.

Of the comments, one in five repeats another word for word, as campaigns do, one in ten but for a word, and one in three
proposes another wording of its paragraph. Their words are those of `texts.py`; chance is seeded.

    python -m benchmarks.reviews SIZE FOLDER [public]
"""

from __future__ import annotations

import csv
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.texts import DATA, pair

PLAN = DATA / "plans/uk-digital-strategy/2012-11-06/strategy"
MOST_FROM_ONE = 52
"""Comments from one source, so that 78,007 come from 1,501."""
HEADINGS = ("Paragraph", "Comment", "Proposed wording", "Type", "Institution")
KINDS = ("general", "substantive", "technical", "editorial")
CIRCULATED, RECEIVED = "2025-07-04", "2025-07-28"
NEASPEC = str(Path(sys.executable).with_name("neaspec"))
IDENTITY = {
    f"GIT_{who}_{what}": said
    for who in ("AUTHOR", "COMMITTER")
    for what, said in (("NAME", "Secretariat"), ("EMAIL", "secretariat@example.org"))
}
ENVIRONMENT = {**os.environ, **IDENTITY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
TIMELINE = """title: Timeline
status: indicative
activities:
  - {id: review, when: 2025-07, activity: Review the draft, kind: circulation, round: draft, addressees: [members]}
  - {id: revision, when: 2025-08, activity: Revise the draft, kind: revision, round: draft}
"""
Row = tuple[str, ...]


def sources_of(comments: int) -> list[str]:
    """Ids of the sources that make so many comments."""
    return [f"S{number:04d}" for number in range(1, -(-comments // MOST_FROM_ONE) + 1)]


def circulate(folder: Path, sources: Sequence[str]) -> None:
    """A plan repository with a draft sent to these sources."""
    run("init", str(folder), "--title", "Digital strategy", "--from", str(PLAN))
    members = "".join(f"  - {{id: {one}, name: State {one[1:]}, kind: member}}\n" for one in sources)
    (folder / "plan/plan.yaml").write_text(f"title: Digital strategy\nparticipants:\n{members}")
    (folder / "timeline.yaml").write_text(TIMELINE)
    for command in (("add", "--all"), ("commit", "-qm", "Name the sources")):
        subprocess.run(["git", "-C", str(folder), *command], check=True, env=ENVIRONMENT)
    run("circulate", "draft", "--on", CIRCULATED, "--deadline", "2025-07-31", "-C", str(folder))


def run(*words: str) -> None:
    """A command of the tool, as a process of its own."""
    subprocess.run([NEASPEC, *words], check=True, env=ENVIRONMENT, capture_output=True)


def answer(into: Path, form: Path, comments: int) -> None:
    """A list of comments from each source, on the paragraphs of the form that was sent."""
    into.mkdir()
    rows = _rows(_paragraphs(form))
    for number, source in enumerate(sources_of(comments)):
        count = min(MOST_FROM_ONE, comments - number * MOST_FROM_ONE)
        with (into / f"{source}.csv").open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([HEADINGS, *islice(rows, count)])


def consult(into: Path, form: Path, comments: int) -> None:
    """One list of so many public submissions, and a later one: a hundredth of them withdrawn, as many in new words."""
    into.mkdir()
    rows = list(islice(_rows(_paragraphs(form)), comments))
    part = comments // 100
    later = [
        *rows[2 * part :],
        *((place, f"{said} Once more.", *rest) for place, said, *rest in rows[part : 2 * part]),
    ]
    for name, listed in (("first.csv", rows), ("later.csv", later)):
        with (into / name).open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([HEADINGS, *listed])


def _paragraphs(form: Path) -> list[tuple[str, str]]:
    """Labels and words of the paragraphs that can be commented on."""
    from neaspec_cli.intake.guard import open_package
    from neaspec_cli.intake.xlsx import sheets

    (grid, *_) = sheets(open_package(form.read_bytes()).parts)
    cells = [(row.get(1, ""), row.get(2, "")) for number, row in sorted(grid.rows.items()) if number > 1]
    return [(label, words) for label, words in cells if label[:1].isdigit() and len(words.split()) > 8]


def _rows(paragraphs: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """Comments without end."""
    chance, sentences = random.Random(2025), _sentences()
    said: list[Row] = []
    for number in range(10**9):
        like, place = chance.random(), paragraphs[chance.randrange(len(paragraphs))]
        if said and like < 0.3:
            row = said[chance.randrange(len(said))]
            row = row if like < 0.2 else (row[0], _reworded(row[1], chance), *row[2:])
        else:
            wording = _reworded(place[1], chance) if chance.random() < 1 / 3 else ""
            remark = " ".join(chance.sample(sentences, chance.choice((1, 1, 2, 3))))
            row = (place[0], remark, wording, chance.choice(KINDS))
            said = [*said[-2000:], row]
        yield (*row, f"Body {number // MOST_FROM_ONE}")


def _sentences() -> list[str]:
    blocks = [
        block.text for name in ("ARF 1.3 to 1.4", "COP 21 October to December") for block in pair(name)[0]
    ]
    parts = [part for text in blocks for part in re.split(r"(?<=[.;]) ", " ".join(text.split()))]
    return [part for part in parts if 6 < len(part.split()) < 60]


def _reworded(text: str, chance: random.Random) -> str:
    """The text with one of its words replaced."""
    words = text.split()
    words[chance.randrange(len(words))] = chance.choice(
        ("regional", "timely", "voluntary", "resilient", "shared")
    )
    return " ".join(words)


def main() -> None:
    """Make a plan in FOLDER/plan and what was returned on it in FOLDER/returned, by many sources or by the public."""
    size, folder, is_public = int(sys.argv[1]), Path(sys.argv[2]), "public" in sys.argv[3:]
    circulate(folder / "plan", sources_of(1 if is_public else size))
    form = next((folder / "plan/feedback/draft-1/sent").glob("comment-form*.xlsx"))
    (consult if is_public else answer)(folder / "returned", form, size)


if __name__ == "__main__":
    main()
