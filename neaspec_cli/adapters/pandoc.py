"""Pandoc as a subprocess: text to tree and tree to document, sandboxed, with bounded memory and time.

The dialect is fixed: a circulated text must read the same for ever. Typographic guessing, raw HTML and mathematics are
off, since what people wrote is printed as they wrote it and nothing in it may reach an output format unseen.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from typing import Any

from neaspec_cli.errors import InternalFault, NeaspecError

DIALECT = (
    "commonmark_x-smart-tex_math_dollars-emoji-implicit_header_references"
    "-raw_html-raw_attribute-yaml_metadata_block"
)
LIMIT_SECONDS = 60
LIMIT_MEMORY = "2G"
HEAP_EXHAUSTED = 251
SPLIT = "Split the section that is too large or too deep."
NURSERY = "16m"
"""With room to allocate before it first collects, pandoc reads a section in three quarters of the time."""


class PandocMissing(NeaspecError):
    """The pandoc binary that comes with pypandoc_binary is not there."""

    def __init__(self) -> None:
        super().__init__(
            "Pandoc was not found.", "Install it again: pip install --force-reinstall pypandoc_binary"
        )


@cache
def executable() -> str:
    """Path of the pandoc binary; the one that comes as a wheel goes before one of the system."""
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise PandocMissing from error


@cache
def version() -> str:
    """Version of pandoc, such as `3.9`."""
    return run(["--version"]).decode().split()[1]


def parse(text: str) -> list[dict[str, Any]]:
    """Pandoc's blocks of a body in our dialect."""
    return _blocks(text, DIALECT)


def parse_with_places(text: str) -> list[dict[str, Any]]:
    """The same with the source place of every word (`data-pos`)."""
    return _blocks(text, DIALECT + "+sourcepos")


def write(
    tree: Sequence[dict[str, Any]], target: str, arguments: Sequence[str] = (), meta: Any = None
) -> bytes:
    """A tree written in pandoc's format `target`; `meta` is pandoc's metadata object."""
    document = {"pandoc-api-version": _api_version(), "meta": meta or {}, "blocks": list(tree)}
    return run(
        ["-f", "json", "-t", target, "-o", "-", *arguments], json.dumps(document).encode(), sandbox=False
    )


def run(arguments: Sequence[str], data: bytes = b"", *, sandbox: bool = True) -> bytes:
    """Output of one call; a failure of pandoc on our own input is a fault of ours."""
    command = [
        executable(),
        "+RTS",
        f"-M{LIMIT_MEMORY}",
        f"-A{NURSERY}",
        "-RTS",
        *(["--sandbox"] if sandbox else []),
        *arguments,
    ]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=LIMIT_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NeaspecError(
            f"Pandoc did not end within {LIMIT_SECONDS} seconds.",
            SPLIT,
        ) from error
    if done.returncode == HEAP_EXHAUSTED:
        raise NeaspecError(f"Pandoc needs more memory than {LIMIT_MEMORY}.", SPLIT)
    if done.returncode:
        raise InternalFault(f"pandoc {' '.join(arguments)}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


@cache
def _api_version() -> list[int]:
    return list(json.loads(run(["-f", DIALECT, "-t", "json"]))["pandoc-api-version"])


def _blocks(text: str, dialect: str) -> list[dict[str, Any]]:
    return list(json.loads(run(["-f", dialect, "-t", "json"], text.encode()))["blocks"])
