"""Play one whole cycle of the plan in a fresh clone under `demo/`, and say where to look.

    python scripts/demo.py

The commands are the ones a user types; each is printed before it runs. The returned files are those of
`examples/returned`. Every day is named with `--on`, so the demonstration is the same on any day.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo"
PLAN = DEMO / "plan"
RETURNED = ROOT / "examples" / "returned"
ROUND = "outline"
PDF = "feedback/outline-1/sent/NEASPEC-Strategic-Plan-2026-2030-outline-1.pdf"
SOURCES = {
    "JPN": "JPN.docx",
    "CHN": "CHN.docx",
    "KOR": "KOR.xlsx",
    "MNG": "MNG.yaml",
    "RUS": "RUS.yaml",
    "EGM": "EGM.yaml",
}

DECISIONS = (
    (
        ["JPN-001", "JPN-003", "JPN-004", "JPN-005", "CHN-003", "KOR-003", "MNG-001", "MNG-002", "EGM-002"],
        "--as",
        "accepted",
        "--reason",
        "Makes the outline more precise.",
    ),
    (
        ["JPN-002", "CHN-001"],
        "--as",
        "accepted with modification",
        "--text",
        "deepen and widen",
        "--reason",
        "Both wishes are met.",
    ),
    (
        ["KOR-002"],
        "--as",
        "not accepted",
        "--reason",
        "The names of the five areas are those of the Statement.",
    ),
    (
        ["CHN-002", "JPN-006", "KOR-001", "MNG-003", "EGM-001"],
        "--as",
        "noted",
        "--reason",
        "To be borne in mind when the sections are drafted.",
    ),
)


def say(text: str) -> None:
    """A heading of the demonstration."""
    print(f"\n\033[1m# {text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)


def git(*arguments: str) -> None:
    """One git command in the clone."""
    subprocess.run(["git", "-C", str(PLAN), *arguments], check=True)


def neaspec(*arguments: str, may_refuse: bool = False) -> str:
    """Type a command: show it, run it, show and give what it says; a refusal that is not expected ends the demo."""
    print(f"$ neaspec {shlex.join(arguments)}", flush=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "neaspec_cli", *arguments]
    done = subprocess.run(
        command,
        cwd=PLAN,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    print(done.stdout, end="", flush=True)
    if done.returncode > may_refuse:
        sys.exit(f"The demonstration stopped: exit code {done.returncode}.")
    return done.stdout


def from_plan(place: Path) -> str:
    """A path as somebody who works in the clone types it."""
    return os.path.relpath(place, PLAN)


def fresh_clone() -> None:
    """The plan as it is committed, with an identity of its own."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(PLAN)], check=True)
    git("config", "user.name", "NEASPEC secretariat")
    git("config", "user.email", "secretariat@example.org")
    git("config", "commit.gpgsign", "false")


def play() -> None:
    """The first round from the timeline's first activity to the end of the consultation."""
    say("Where does the plan stand?")
    neaspec("status", "--on", "2024-12-13")
    neaspec("timeline", "--on", "2025-03-10")

    say("The first two activities are done")
    neaspec(
        "advance",
        "--on",
        "2024-12-13",
        "--outcome",
        "The approach and the timeline were welcomed (invented).",
    )
    neaspec("advance", "--on", "2025-02-28")

    say("The annotated outline goes out")
    neaspec("circulate", ROUND, "--on", "2025-03-10", "--deadline", "2025-04-30")
    neaspec("verify", PDF)
    neaspec("advance", "--on", "2025-03-31")

    say("Six answers come back, one addressee is silent")
    for source, name in SOURCES.items():
        neaspec(
            "feedback",
            "import",
            from_plan(RETURNED / name),
            "--round",
            ROUND,
            "--from",
            source,
            "--on",
            "2025-04-29",
        )
    neaspec("feedback", "list")
    neaspec("feedback", "list", "--groups")
    neaspec("round", "remind", ROUND, "--on", "2025-04-29", "--to", from_plan(DEMO / "reminders"))
    neaspec("round", "close", ROUND, "--on", "2025-05-02")
    neaspec("status", "--on", "2025-05-02")

    say("All proposals side by side, for the meeting")
    neaspec(
        "compile", ROUND, from_plan(DEMO / "compilation-text.docx"), from_plan(DEMO / "compilation-text.html")
    )

    say("The secretariat decides")
    decide()
    neaspec("feedback", "report", from_plan(DEMO / "disposition-of-comments.xlsx"))
    neaspec("feedback", "report", from_plan(DEMO / "disposition-of-comments.pdf"), "--public")
    neaspec("feedback", "report", from_plan(DEMO / "comments-by-paragraph.docx"), "--layout", "by-paragraph")

    say("What was accepted goes into the plan, one commit each")
    neaspec("merge", ROUND, may_refuse=True)
    neaspec("diff")
    neaspec(
        "export",
        from_plan(DEMO / "plan-after-the-round.docx"),
        from_plan(DEMO / "plan-after-the-round.pdf"),
        "--as",
        "annotated",
        "--on",
        "2025-05-05",
    )

    say("The consultation is complete")
    neaspec("advance", "--on", "2025-05-05", may_refuse=True)
    neaspec("status", "--on", "2025-05-05")
    neaspec("log")


def decide() -> None:
    """Accept, with and without modification, note, and turn down, each with a reason."""
    for ids, *decision in DECISIONS:
        neaspec("feedback", "dispose", *ids, *decision, "--on", "2025-05-05")


def main() -> None:
    """Play, and name the files to look at."""
    start = time.monotonic()
    fresh_clone()
    play()
    say(f"Done in {time.monotonic() - start:.0f} seconds. Look at")
    for path in (PLAN / PDF, *sorted(DEMO.glob("*.*"))):
        print(f"  {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
