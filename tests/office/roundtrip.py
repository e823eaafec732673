"""A circulated plan with a table and a note, edited in a real word processor and taken in again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.commands.office import FILES, answer, done
from tests.sandbox import Sandbox

OFFICE_PYTHON = os.environ.get("OFFICE_PYTHON", "/usr/bin/python3")
DRIVER = Path(__file__).resolve().parents[2] / "scripts" / "office_edits.py"
DROPPED = 75
"""The driver says that LibreOffice dropped words it was given, which is no fault of what reads its file."""
RESOURCES = """---
status: drafted
---
# Resources

Voluntary contributions pay for most of the work.[^share]

[^share]: In 2024 they came to two thirds of the budget.

The budget of the programme is as follows.

::: {#tbl-budget .table}
Budget of the programme

| Area   | Share of the budget | Lead              |
|--------|---------------------|-------------------|
| Rivers | forty per cent      | the secretariat   |
| Coasts | sixty per cent      | all member States |
:::

## Review

A review is made at mid-term.
"""


@cache
def why_not() -> str:
    """What is missing to edit in LibreOffice; empty where all is there."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed"
    try:
        asked = subprocess.run([OFFICE_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    except OSError:
        return f"{OFFICE_PYTHON} is not there; name another with OFFICE_PYTHON"
    return "" if asked.returncode == 0 else f"{OFFICE_PYTHON} has no uno; name another with OFFICE_PYTHON"


needs_office = pytest.mark.skipif(bool(why_not()), reason=why_not() or "all is there")


def circulated_with_resources(root: Path) -> Sandbox:
    """The small secretariat with a third section, circulated as draft-1."""
    box = Sandbox.begin(root, files={**FILES, "plan/03-resources.md": RESOURCES})
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    return box


def sent_word_file(box: Sandbox) -> Path:
    """The Word file of draft-1 as it went out."""
    (found,) = (box.root / "feedback/draft-1/sent").glob("Plan-*.docx")
    return found


def edited(source: Path, target: Path, author: str, *edits: dict[str, Any]) -> Path:
    """The file after a person edited it in LibreOffice and saved it."""
    edited_alike([(source, target)], author, *edits)
    return target


def edited_alike(files: Sequence[tuple[Path, Path]], author: str, *edits: dict[str, Any]) -> None:
    """The same edits in several files, each a source and a target; one start of LibreOffice."""
    command = [OFFICE_PYTHON, str(DRIVER), *(str(path) for pair in files for path in pair)]
    wanted = json.dumps({"author": author, "edits": edits})
    for _ in range(3):
        run = subprocess.run(
            command,
            input=wanted,
            text=True,
            capture_output=True,
            timeout=120,
            check=False,
            env=plain_environment(),
        )
        if run.returncode != DROPPED:
            break
    assert run.returncode == 0, run.stderr


def take_in(box: Sandbox, file: Path, source: str = "JPN") -> dict[str, Any]:
    """Import the file; gives its receipt."""
    (receipt,) = answer(box, "feedback", "import", str(file), "--from", source, "--on", "2025-07-20")
    assert isinstance(receipt, dict)
    return receipt


def comments(box: Sandbox) -> list[dict[str, Any]]:
    """Every comment on record, as `feedback list` gives it."""
    found = answer(box, "feedback", "list")
    assert isinstance(found, list)
    return found


def wishes(box: Sandbox) -> dict[tuple[str, str], dict[str, Any]]:
    """What is proposed for each section and label, without the offsets."""
    return {
        (one["place"]["section"], one["place"]["block"]): {
            key: value for key, value in one["proposal"].items() if key != "at"
        }
        for one in comments(box)
        if one.get("proposal")
    }


def accept_all_and_merge(box: Sandbox) -> None:
    """Accept every comment that proposes words, carry it out, and note the others."""
    for one in comments(box):
        if not one.get("proposal"):
            done(box, "feedback", "dispose", one["id"], "--as", "noted", "--on", "2025-08-01")
    done(box, "feedback", "dispose", "--from", "JPN", "--as", "accepted", "--on", "2025-08-01")
    done(box, "merge", "draft")


def plan_text(box: Sandbox) -> str:
    """All sections, one after the other."""
    return "".join(path.read_text("utf-8") for path in sorted((box.root / "plan").glob("*.md")))


def plain_environment() -> dict[str, str]:
    """Without what a virtual environment says of Python: the office has its own."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
