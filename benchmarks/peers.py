"""Other makers of redlines, installed by name into a temporary folder, each run on the same lines.

A peer that cannot be installed is left out with the reason. Its redline is read from what it writes, never from its
inner values, save for prosediff, whose report is HTML for the eye: there the rows of the report are read.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.marks import Op, Redline
from neaspec_cli.adapters import pandoc

PACKAGES = ["redlines", "prosediff", "obsidian-pdf-exporter", "python-redlines[docxodus]"]
LIMIT_SECONDS = 600
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Runs = list[tuple[Op, str]]
_FATES: dict[str, Op] = {"mod": "keep", "ins": "insert", "del": "delete", "move-to": "moved"}


@dataclass(frozen=True)
class Outcome:
    """A redline, the seconds it took by the peer's own work alone where that can be told, and its peak memory in MB."""

    redline: Redline
    seconds: float
    megabytes: float


class PeerMissing(Exception):
    """A peer is not installed, or did not end well."""


def install(prefix: Path) -> list[str]:
    """All peers that can be had, put into a folder; a line for each that cannot."""
    faults = []
    steps: list[list[str]] = [
        [sys.executable, "-m", "venv", str(prefix / "venv")],
        *([str(prefix / "venv/bin/pip"), "install", "--quiet", name] for name in PACKAGES),
        ["npm", "install", "--silent", "--prefix", str(prefix / "npm"), "pandiff"],
        ["sh", "-c", f"cd {prefix} && apt-get download dwdiff && dpkg -x dwdiff_*.deb {prefix}"],
    ]
    for step in steps:
        try:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
        except OSError as error:
            faults.append(f"{step[0]}: {error}")
            continue
        if done.returncode:
            faults.append(f"{' '.join(step)}: {done.stderr.strip().splitlines()[-1:]}")
    return faults


_LAUNCHER = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
seconds = time.perf_counter() - start
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
with open(sys.argv[1], "w") as report:
    json.dump([done.returncode, seconds, memory], report)
sys.stdout.buffer.write(done.stdout)
"""


def run(command: Sequence[str], **environment: str) -> tuple[str, float, float]:
    """Output, wall seconds and peak memory in MB of one process and its children.

    A small process starts it, since the memory of a process is counted from the size of the one that it came from.
    """
    if not shutil.which(command[0]):
        raise PeerMissing(f"{command[0]} is not installed")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(report), *command],
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
            timeout=LIMIT_SECONDS,
            check=True,
        )
        code, seconds, memory = json.loads(report.read_text(encoding="utf-8"))
    if code not in (0, 1):
        raise PeerMissing(f"{Path(command[0]).name} ended with {code}")
    return done.stdout.decode(errors="replace"), seconds, memory


# --- one function a peer: a folder to work in, old and new lines ------------------------------------------


def git(folder: Path, old: Sequence[str], new: Sequence[str]) -> Outcome:
    """`git diff --word-diff` as it comes."""
    before, after = _files(folder, ".txt", "\n".join(old), "\n".join(new))
    command = ["git", "diff", "--no-index", "-U1000000", "--word-diff=porcelain", before, after]
    out, seconds, memory = run(command)
    lines = out.split("\n")
    start = next((at for at, line in enumerate(lines) if line.startswith("@@")), len(lines)) + 1
    runs: Runs = []
    ops: dict[str, Op] = {" ": "keep", "+": "insert", "-": "delete"}
    for line in lines[start:]:
        if line[:1] == "~":
            runs.append(("keep", "\n"))
        elif line[:1] in ops:
            runs.append((ops[line[0]], line[1:] + " "))
    return Outcome(runs, seconds, memory)


def dwdiff(folder: Path, old: Sequence[str], new: Sequence[str], prefix: Path) -> Outcome:
    """`dwdiff -P`, its marks replaced by signs that no text holds."""
    before, after = _files(folder, ".txt", "\n".join(old), "\n".join(new))
    program = shutil.which("dwdiff") or str(prefix / "usr/bin/dwdiff")
    signs = ["-w", "\x01", "-x", "\x02", "-y", "\x03", "-z", "\x04"]
    out, seconds, memory = run([program, "-P", *signs, before, after])
    return Outcome(list(_between_signs(out)), seconds, memory)


def redlines(folder: Path, old: Sequence[str], new: Sequence[str], prefix: Path) -> Outcome:
    """Redlines, its JSON."""
    script = """
from redlines import Redlines
start = time.perf_counter()
found = json.loads(Redlines(old, new).output_json())
answer([(one["type"], one.get("source_text", one.get("text", "")), one.get("test_text", one.get("text", "")))
        for one in found["changes"]], start)
"""
    rows, seconds, memory = _in_python(folder, "\n\n".join(old), "\n\n".join(new), prefix, script)
    runs: Runs = []
    for kind, source, test in rows:
        if kind == "equal":
            runs.append(("keep", source.replace("¶", "\n")))
            continue
        runs += [("delete", source.replace("¶", "\n"))] if kind in ("delete", "replace") else []
        runs += [("insert", test.replace("¶", "\n"))] if kind in ("insert", "replace") else []
    return Outcome(runs, seconds, memory)


def exporter(folder: Path, old: Sequence[str], new: Sequence[str], prefix: Path) -> Outcome:
    """obsidian-pdf-exporter: the Markdown that its redline PDF is made from."""
    script = """
from obsidian_pdf_exporter.core.redline import diff_markdown
start = time.perf_counter()
answer(diff_markdown(old, new), start)
"""
    text, seconds, memory = _in_python(folder, "\n\n".join(old), "\n\n".join(new), prefix, script)
    runs: Runs = []
    fate = "mod"
    for line in str(text).split("\n"):
        if line.startswith("::: {"):
            found = re.search(r"\.rl-(ins|del|mod|move-to|move-from)\b", line.replace(".rl-block", ""))
            fate = found[1] if found else "mod"
        elif line == ":::":
            fate = "mod"
        elif fate != "move-from":
            runs += _tagged(line, _FATES[fate])
            runs.append(("keep", "\n"))
    return Outcome(runs, seconds, memory)


def prosediff(folder: Path, old: Sequence[str], new: Sequence[str], prefix: Path) -> Outcome:
    """Prosediff, the rows of its report, moved passages as moved."""
    script = """
from prosediff.diff import all_rows, compare_paths
start = time.perf_counter()
files = compare_paths(sys.argv[1], sys.argv[2]).files
answer([(row.kind, str(row.left), str(row.right), row.move_pair)
        for file in files for row in all_rows(file.rows)], start)
"""
    rows, seconds, memory = _in_python(folder, "\n".join(old), "\n".join(new), prefix, script)
    away = {row[3]: row[1] for row in rows if row[0] == "moved-out"}
    runs: Runs = []
    for kind, left, right, pair in rows:
        if kind in ("skip", "moved-out"):
            continue
        if kind == "moved-in":
            runs += _interleaved(away.get(pair, ""), right, "moved")
        elif kind in ("insert", "delete"):
            op: Op = "insert" if kind == "insert" else "delete"
            runs += [(op if one == "keep" else one, text) for one, text in _report(left or right, op)]
        else:
            runs += _interleaved(left, right, "keep")
        runs.append(("keep", "\n"))
    return Outcome(runs, seconds, memory)


def pandiff(folder: Path, old: Sequence[str], new: Sequence[str], prefix: Path) -> Outcome:
    """Pandiff, its CriticMarkup."""
    before, after = _files(folder, ".md", _markdown(old), _markdown(new))
    program = shutil.which("pandiff") or str(prefix / "npm/node_modules/.bin/pandiff")
    path = f"{Path(pandoc.executable()).parent}{os.pathsep}{os.environ['PATH']}"
    out, seconds, memory = run([program, "--wrap=none", before, after], PATH=path)
    runs: Runs = []
    at = 0
    marks = re.compile(r"\{\+\+(.*?)\+\+\}|\{--(.*?)--\}|\{~~(.*?)~>(.*?)~~\}", re.DOTALL)
    for found in marks.finditer(out):
        runs.append(("keep", out[at : found.start()]))
        runs.append(("delete", found[2] or found[3] or ""))
        runs.append(("insert", found[1] or found[4] or ""))
        at = found.end()
    runs.append(("keep", out[at:]))
    return Outcome([(op, _plain(text)) for op, text in runs if text], seconds, memory)


def docxodus(folder: Path, old: Sequence[str], new: Sequence[str], prefix: Path) -> Outcome:
    """Docxodus through python-redlines, its tracked changes."""
    before, after = folder / "old.docx", folder / "new.docx"
    for path, lines in ((before, old), (after, new)):
        path.write_bytes(pandoc.write([_paragraph(line) for line in lines], "docx"))
    script = f"""
from pathlib import Path
from typing import Any
from python_redlines.engines import DocxodusEngine
engine = DocxodusEngine(target_path={str(folder / "engine")!r})
start = time.perf_counter()
made = engine.run_redline("A", Path({str(before)!r}), Path({str(after)!r}), detect_moves=True)[0]
Path({str(folder / "redline.docx")!r}).write_bytes(made)
answer("", start)
"""
    _, seconds, memory = _in_python(folder, "", "", prefix, script)
    return Outcome(list(_tracked(folder / "redline.docx")), seconds, memory)


PEERS: dict[str, Callable[[Path, Sequence[str], Sequence[str], Path], Outcome]] = {
    "dwdiff": dwdiff,
    "redlines": redlines,
    "obsidian-pdf-exporter": exporter,
    "prosediff": prosediff,
    "pandiff": pandiff,
    "docxodus": docxodus,
}


# --- reading what they write ------------------------------------------------------------------------------


def _files(folder: Path, ending: str, old: str, new: str) -> tuple[str, str]:
    paths = folder / f"old{ending}", folder / f"new{ending}"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text + "\n", encoding="utf-8")
    return str(paths[0]), str(paths[1])


def _in_python(folder: Path, old: str, new: str, prefix: Path, script: str) -> tuple[Any, float, float]:
    """What a script under the peers' own Python gives to `answer`, with its seconds and peak memory."""
    program = prefix / "venv/bin/python"
    before, after = _files(folder, ".txt", old, new)
    head = """
import json, sys, time
from pathlib import Path
old, new = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:3])
def answer(value, start):
    taken = time.perf_counter() - start
    Path(sys.argv[3]).write_text(json.dumps([value, taken]), encoding="utf-8")
"""
    result = folder / "answer.json"
    result.unlink(missing_ok=True)
    _, _, memory = run([str(program), "-c", head + script, before, after, str(result)])
    if not result.exists():
        raise PeerMissing("it did not end well")
    value, seconds = json.loads(result.read_text(encoding="utf-8"))
    return value, seconds, memory


def _between_signs(text: str) -> Iterator[tuple[Op, str]]:
    """A deletion stands between 1 and 2, an insertion between 3 and 4."""
    op: Op = "keep"
    ops: dict[str, Op] = {"\x01": "delete", "\x02": "keep", "\x03": "insert", "\x04": "keep"}
    for part in re.split("([\x01-\x04])", text):
        if part in ops:
            op = ops[part]
        else:
            yield op, part


def _tagged(text: str, around: Op) -> Iterator[tuple[Op, str]]:
    """Text with `<del>` and `<ins>` in it."""
    op: Op = around
    for part in re.split(r"(</?(?:del|ins)\b[^>]*>)", text):
        if part.startswith(("<del", "<ins")):
            op = "delete" if part[1] == "d" else "insert"
        elif part.startswith("</"):
            op = around
        else:
            yield op, part


def _report(text: str, changed: Op) -> Iterator[tuple[Op, str]]:
    """One side of a row of prosediff's report; of text that moved away only what was edited in it."""
    stack: list[str] = []
    for part in re.split(r"(<[^>]*>)", text):
        if part.startswith("</"):
            stack.pop()
        elif part.startswith("<"):
            stack.append(part)
        elif part and not any("print-note" in tag for tag in stack):
            is_changed = any(tag.startswith(("<ins", "<del")) for tag in stack)
            is_moved = any('class="moved' in tag for tag in stack)
            if is_changed:
                yield changed, html.unescape(part)
            elif not is_moved:
                yield "keep", html.unescape(part)
            elif changed == "insert":
                yield "moved", html.unescape(part)
            else:
                yield "delete", " "


def _interleaved(left: str, right: str, kept: Op) -> Iterator[tuple[Op, str]]:
    """Both sides of a row as one text: deletions at their place among the kept letters of the new side."""
    waiting = []
    at = 0
    for op, text in _report(left, "delete"):
        if op == "delete":
            waiting.append((at, text))
        else:
            at += len("".join(text.split()))
    at = 0
    for op, text in _report(right, "insert"):
        if op != "keep":
            while waiting and waiting[0][0] <= at:
                yield "delete", waiting.pop(0)[1]
            yield op, text
            continue
        begun = 0
        for place, letter in enumerate(text):
            if waiting and waiting[0][0] <= at and not letter.isspace():
                yield kept, text[begun:place]
                begun = place
                while waiting and waiting[0][0] <= at:
                    yield "delete", waiting.pop(0)[1]
            at += not letter.isspace()
        yield kept, text[begun:]
    yield from (("delete", text) for _, text in waiting)


def _paragraph(line: str) -> dict[str, object]:
    nodes: list[dict[str, object]] = []
    for word in line.split(" "):
        nodes += [{"t": "Space"}, {"t": "Str", "c": word}]
    return {"t": "Para", "c": nodes[1:]}


def _markdown(lines: Sequence[str]) -> str:
    return pandoc.write([_paragraph(line) for line in lines], "markdown-smart", ["--wrap=none"]).decode()


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _tracked(path: Path) -> Iterator[tuple[Op, str]]:
    """The runs of a Word file by what tracks them; what moved is shown where it stands now."""
    root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    for paragraph in root.iter(f"{WORD}p"):
        for text in paragraph.iter(f"{WORD}t", f"{WORD}delText"):
            around = {str(parent.tag).removeprefix(WORD) for parent in text.iterancestors()}
            if "moveFrom" in around:
                continue
            op: Op = "keep"
            if around & {"ins", "del"}:
                op = "insert" if "ins" in around else "delete"
            elif "moveTo" in around:
                op = "moved"
            yield op, text.text or ""
        yield "keep", "\n"
