"""How long a returned Word file takes to read and to import, as ratios to pandoc's reading of the same file.

    python -m benchmarks.word_import [--runs 5]

A plan of about 100 pages is circulated; the file that was sent comes back with 1,000 tracked changes and 500 comments,
put into it here, element by element. Reading is all that turns the bytes into paragraphs, changes and remarks, with
the count of its own; the import is the command from its start to the written feedback, on a copy of the repository
each time. Both are set against `pandoc --track-changes=all -t json`, run in turn, so that what else the machine does
falls on all alike; the ratio is of the medians. Growth is told by the same with half the changes and half the pages.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import etree

from neaspec_cli.adapters import pandoc
from neaspec_cli.commands.circulated import circulated_text
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake import census, guard, word
from neaspec_cli.intake.word_document import read_document
from tests.commands.office import FILES, done
from tests.sandbox import ENVIRONMENT, Sandbox

WORDS, CHANGES, REMARKS = 52_500, 1_000, 500
READING, IMPORT, GROWTH = 0.5, 3.0, 2.6
PARAGRAPH_WORDS, SECTION_PARAGRAPHS = 50, 105
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
VOCABULARY = (
    "member States shall cooperate on air quality marine biodiversity desertification nature conservation and low "
    "carbon cities through joint research capacity building policy dialogue monitoring of the subregion by partners"
).split()


@dataclass(frozen=True)
class Returned:
    """A circulated plan and the file that came back."""

    box: Sandbox
    file: Path
    text: CirculatedText

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.file.read_bytes()


def plan(words: int, chosen: random.Random) -> dict[str, str]:
    """Sections of paragraphs of fifty words."""
    files = {path: text for path, text in FILES.items() if not path.endswith(".md")}
    paragraphs = [
        " ".join(chosen.choices(VOCABULARY, k=PARAGRAPH_WORDS)).capitalize() + f" ({number})."
        for number in range(words // PARAGRAPH_WORDS)
    ]
    for number, first in enumerate(range(0, len(paragraphs), SECTION_PARAGRAPHS), 1):
        inside = "\n\n".join(paragraphs[first : first + SECTION_PARAGRAPHS])
        files[f"plan/{number:02d}-part-{number}.md"] = (
            f"---\nstatus: drafted\n---\n# Part {number}\n\n{inside}\n"
        )
    return files


def returned(folder: Path, words: int, changes: int, remarks: int) -> Returned:
    """The plan circulated in a repository, and its Word file with changes and remarks in it."""
    chosen = random.Random(f"{words} {changes}")
    box = Sandbox.begin(folder / "plan", files=plan(words, chosen))
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    (sent,) = (box.root / "feedback/draft-1/sent").glob("Plan-*.docx")
    file = folder / "JPN.docx"
    file.write_bytes(changed(sent.read_bytes(), changes, remarks, chosen))
    workspace = Workspace.open(box.root)
    return Returned(box, file, circulated_text(workspace, workspace.circulation("draft")))


def changed(data: bytes, changes: int, remarks: int, chosen: random.Random) -> bytes:
    """The Word file with so many replaced words, half of them deletions and half insertions, and so many comments."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    texts = [one for one in root.iter(f"{{{W}}}t") if (one.text or "").count(" ") > PARAGRAPH_WORDS // 2]
    pieces = cut(texts, changes + remarks, chosen)
    for number, run in enumerate(pieces):
        if number < changes:
            replaced(run, number, chosen)
        else:
            remarked(run, number)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts["word/comments.xml"] = comments_part(range(changes, changes + remarks))
    return packed(with_comments(parts))


def cut(texts: list[etree._Element], number: int, chosen: random.Random) -> list[etree._Element]:
    """Runs of a word each, cut out of the texts, as many in each."""
    each = -(-number // len(texts))
    found: list[etree._Element] = []
    for text in texts:
        run, said = text.getparent(), (text.text or "").split(" ")
        assert run is not None
        places = sorted(chosen.sample(range(1, len(said) - 1), each))
        if any(later - earlier < 2 for earlier, later in pairwise(places)):
            places = places[:1]
        last = 0
        for place in places:
            run.addprevious(one_run(" ".join(said[last:place]) + " "))
            word_run = one_run(said[place])
            run.addprevious(word_run)
            found.append(word_run)
            last = place + 1
        text.text = " " + " ".join(said[last:])
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    chosen.shuffle(found)
    assert len(found) >= number, len(found)
    return found[:number]


def one_run(text: str) -> etree._Element:
    """A run with that text."""
    run = etree.Element(f"{{{W}}}r")
    inside = etree.SubElement(run, f"{{{W}}}t")
    inside.text = text
    inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def replaced(run: etree._Element, number: int, chosen: random.Random) -> None:
    """Every second word goes out, every other gets company."""
    tag = "del" if number % 2 else "ins"
    mark = etree.Element(f"{{{W}}}{tag}")
    for name, value in (("id", str(number)), ("author", "Sato"), ("date", "2025-07-20T10:00:00Z")):
        mark.set(f"{{{W}}}{name}", value)
    run.addnext(mark)
    if tag == "del":
        mark.append(run)
        for text in run.iter(f"{{{W}}}t"):
            text.tag = f"{{{W}}}delText"
    else:
        mark.append(one_run(f" {chosen.choice(VOCABULARY)}{number}"))


def remarked(run: etree._Element, number: int) -> None:
    """A comment on the word."""
    for tag, place in (("commentRangeStart", run.addprevious), ("commentRangeEnd", run.addnext)):
        mark = etree.Element(f"{{{W}}}{tag}")
        mark.set(f"{{{W}}}id", str(number))
        place(mark)


def comments_part(numbers: range) -> bytes:
    """What the comments say."""
    made = "".join(
        f'<w:comment w:id="{one}" w:author="Sato" w:date="2025-07-20T10:00:00Z"><w:p><w:r><w:t>Why {one}?</w:t>'
        "</w:r></w:p></w:comment>"
        for one in numbers
    )
    return f'<w:comments xmlns:w="{W}">{made}</w:comments>'.encode()


def with_comments(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with the comments made known."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        f'<Relationship Id="rIdC" Type="{base}/comments" Target="comments.xml"/></Relationships>'.encode()
    )
    name = "word/_rels/document.xml.rels"
    return {**parts, name: parts[name].replace(b"</Relationships>", relation)}


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as a file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def seconds(act: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def by_pandoc(back: Returned) -> None:
    """Pandoc reads the file."""
    command = [pandoc.executable(), "-f", "docx", "--track-changes=all", "-t", "json", str(back.file)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def reading(back: Returned) -> None:
    """The bytes as paragraphs, changes and remarks, and their count."""
    package = guard.open_package(back.data)
    census.count(package.parts)
    read_document(package)


def placing(back: Returned) -> None:
    """Read, and placed on the circulated text."""
    receipt = word.read(back.data, back.text).receipt
    assert receipt.placed == sum(receipt.elements.values()), receipt


def importing(back: Returned, copy: Path) -> float:
    """The command, on a fresh copy of the repository."""
    shutil.copytree(back.box.root, copy)
    command = [sys.executable, "-m", "neaspec_cli", "feedback", "import", str(back.file), "--from", "JPN"]
    taken = seconds(
        lambda: subprocess.run(
            [*command, "--on", "2025-07-20", "-C", str(copy)], check=True, capture_output=True
        )
    )
    shutil.rmtree(copy)
    return taken


def main() -> None:
    """Measure in turn and report; 1 when a ratio is too large."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    os.environ.update(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("whole", "half"):
            (folder / part).mkdir()
        back = returned(folder / "whole", WORDS, CHANGES, REMARKS)
        half = returned(folder / "half", WORDS // 2, CHANGES // 2, REMARKS // 2)
        rows = [
            (
                seconds(lambda: by_pandoc(back)),
                seconds(lambda: reading(back)),
                seconds(lambda: placing(back)),
                seconds(lambda: placing(half)),
                importing(back, folder / "copy"),
            )
            for _ in range(runs + 1)
        ]
    by_name = zip(*rows[1:], strict=True)
    theirs, read, placed, placed_half, imported = (statistics.median(one) for one in by_name)
    told = {
        f"reading {read * 1000:.0f} ms, of pandoc's {theirs * 1000:.0f} ms": (read / theirs, READING),
        f"with placing {placed * 1000:.0f} ms": (placed / theirs, IMPORT),
        f"import {imported * 1000:.0f} ms": (imported / theirs, IMPORT),
        f"growth from half, {placed_half * 1000:.0f} ms": (placed / placed_half, GROWTH),
    }
    for what, (ratio, most) in told.items():
        print(f"{what}: {ratio:.2f} (at most {most})")
    sys.exit(any(ratio > most for ratio, most in told.values()))


if __name__ == "__main__":
    main()
