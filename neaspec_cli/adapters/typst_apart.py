"""Typst in processes of their own: what it has learnt stays in memory, so that ten texts in one take ten times as much.

A process is given a folder with the texts, and leaves there what it made of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from neaspec_cli.adapters import typst
from neaspec_cli.errors import InternalFault

_TEXTS, _MADE, _SAID = "texts", "made.pdf", "said.json"


def pdf(texts: Mapping[str, bytes], made: datetime) -> bytes:
    """As `typst.pdf`."""
    with tempfile.TemporaryDirectory(prefix="neaspec-") as folder:
        _run(Path(folder), texts, "pdf", made.isoformat())
        return Path(folder, _MADE).read_bytes()


def told(texts: Mapping[str, bytes], label: str) -> Any:
    """As `typst.told`."""
    with tempfile.TemporaryDirectory(prefix="neaspec-") as folder:
        return _run(Path(folder), texts, "told", label)["value"]


def _run(folder: Path, texts: Mapping[str, bytes], *words: str) -> dict[str, Any]:
    """What the process says; raises what it raised."""
    (folder / _TEXTS).mkdir()
    for name, data in texts.items():
        (folder / _TEXTS / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(folder), *words],
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    try:
        said: dict[str, Any] = json.loads((folder / _SAID).read_bytes())
    except (OSError, ValueError) as error:
        raise InternalFault(f"typst: {done.stderr.decode(errors='replace').strip()}") from error
    if "no_glyph" in said:
        raise typst.NoGlyph(tuple(said["no_glyph"]))
    if "cannot" in said:
        raise typst.CannotBeSet(*said["cannot"])
    return said


def _main(folder: Path, what: str, word: str) -> None:
    texts = {one.name: one.read_bytes() for one in (folder / _TEXTS).iterdir()}
    said: dict[str, Any] = {}
    try:
        if what == "pdf":
            (folder / _MADE).write_bytes(typst.pdf(texts, datetime.fromisoformat(word)))
        else:
            said["value"] = typst.told(texts, word)
    except typst.NoGlyph as error:
        said["no_glyph"] = error.characters
    except typst.CannotBeSet as error:
        said["cannot"] = [error.message, error.hint]
    (folder / _SAID).write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
