"""Make the pictures of README.md: the terminal after a round went out, and a page of what was sent.

    python scripts/pictures.py

The plan is this project's own, circulated in a folder that is thrown away. The page needs `pdftoppm` (poppler-utils).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.theme import Theme
from typer.testing import CliRunner

from neaspec_cli.app import app
from neaspec_cli.commands.status import read_status
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.terminal.console import STYLES
from neaspec_cli.terminal.status_view import view

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
NAMES = {"GIT_AUTHOR_NAME": "Secretariat", "GIT_AUTHOR_EMAIL": "secretariat@example.org"}
STEPS = (
    ("advance", "--on", "2024-12-13", "--outcome", "Discussed"),
    ("advance", "--on", "2025-02-28"),
    ("circulate", "outline", "--on", "2025-03-10", "--deadline", "2025-04-30"),
    ("advance", "--on", "2025-03-31"),
)


def circulated(folder: Path) -> None:
    """The outline of this plan, circulated in the folder."""
    os.environ.update(NAMES | {key.replace("AUTHOR", "COMMITTER"): value for key, value in NAMES.items()})
    shutil.copytree(ROOT / "plan", folder / "plan")
    for name in ("timeline.yaml", ".gitattributes"):
        shutil.copy(ROOT / name, folder / name)
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "."],
        ["commit", "--quiet", "-m", "Begin"],
    ):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    for step in STEPS:
        result = CliRunner().invoke(app, [*step, "-C", str(folder)])
        assert result.exit_code == 0, result.output


def terminal(folder: Path) -> None:
    """`neaspec status` as a picture that scales."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=96, file=nowhere, theme=Theme(STYLES), force_terminal=True)
        console.print("$ neaspec status", style="bold")
        for part in view(read_status(Workspace.open(folder), date(2025, 4, 12))):
            console.print(part)
        picture = console.export_svg(title="neaspec", unique_id="neaspec")
    # The picture must not fetch a font from anywhere: the reader's own monospace serves.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (IMAGES / "terminal.svg").write_text(picture, encoding="utf-8")


def page(folder: Path) -> None:
    """The third page of the PDF that was sent."""
    (pdf,) = (folder / "feedback/outline-1/sent").glob("*.pdf")
    target = str(IMAGES / "page")
    subprocess.run(["pdftoppm", "-png", "-r", "80", "-f", "2", "-singlefile", str(pdf), target], check=True)


def main() -> None:
    """Circulate, and take both pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        circulated(Path(folder))
        terminal(Path(folder))
        page(Path(folder))


if __name__ == "__main__":
    main()
