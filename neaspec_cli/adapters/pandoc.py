"""Pandoc as a subprocess: text to tree and tree to document, sandboxed, with bounded memory and time.

The dialect is fixed: a circulated text must read the same for ever. Typographic guessing, raw HTML and mathematics are
off, since what people wrote is printed as they wrote it and nothing in it may reach an output format unseen.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
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
FOREIGN_MEMORY = "400M"
"""What a document of somebody else may take: several times what 100,000 paragraphs need."""
LEAST_PROCESSOR, PROCESSOR_BY_MEGABYTE = 3, 5
"""Seconds of the processor for a text, three times what any takes that people wrote: a nested one takes for ever."""
HEAP_EXHAUSTED = 251
SPLIT = "Split the section that is too large or too deep."
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL} if sys.platform == "linux" else set[int]()
NURSERY = "16m"
"""With room to allocate before it first collects, pandoc reads a section in three quarters of the time."""


class OutOfBounds(NeaspecError):
    """A text for which pandoc needs more than it may have."""


class TooLong(OutOfBounds):
    """Pandoc had not ended when its time was over."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Pandoc did not end within {seconds} seconds.", SPLIT)


class TooLarge(OutOfBounds):
    """Pandoc's memory was full."""

    def __init__(self, memory: str) -> None:
        super().__init__(f"Pandoc needs more memory than {memory}.", SPLIT)


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


def parse(text: str, memory: str = LIMIT_MEMORY) -> list[dict[str, Any]]:
    """Pandoc's blocks of a body in our dialect."""
    return _blocks(text, DIALECT, memory)


def parse_with_places(text: str) -> list[dict[str, Any]]:
    """The same with the source place of every word (`data-pos`)."""
    return _blocks(text, DIALECT + "+sourcepos", LIMIT_MEMORY)


def write(
    tree: Sequence[dict[str, Any]], target: str, arguments: Sequence[str] = (), meta: Any = None
) -> bytes:
    """A tree written in pandoc's format `target`; `meta` is pandoc's metadata object."""
    document = {"pandoc-api-version": _api_version(), "meta": meta or {}, "blocks": list(tree)}
    return run(
        ["-f", "json", "-t", target, "-o", "-", *arguments], json.dumps(document).encode(), sandbox=False
    )


def run(
    arguments: Sequence[str],
    data: bytes = b"",
    *,
    sandbox: bool = True,
    memory: str = LIMIT_MEMORY,
    processor: int = LIMIT_SECONDS,
) -> bytes:
    """Output of one call in bounds of memory and seconds of the processor; a failure on our own input is our fault."""
    command = [
        executable(),
        "+RTS",
        f"-M{memory}",
        f"-A{NURSERY}",
        "-RTS",
        *(["--sandbox"] if sandbox else []),
        *arguments,
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        _bound(process.pid, processor)
        try:
            made, said = process.communicate(data, timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise TooLong(LIMIT_SECONDS) from error
        except BaseException:
            process.kill()
            raise
    if process.returncode in _OUT_OF_TIME:
        raise TooLong(processor)
    if process.returncode == HEAP_EXHAUSTED:
        raise TooLarge(memory)
    if process.returncode:
        raise InternalFault(f"pandoc {' '.join(arguments)}: {said.decode(errors='replace').strip()}")
    return made


def _bound(process: int, seconds: int) -> None:
    """End the process when it has had that much of the processor; where the system cannot, the clock alone ends it."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):
            resource.prlimit(process, resource.RLIMIT_CPU, (seconds, seconds))


@cache
def _api_version() -> list[int]:
    return list(json.loads(run(["-f", DIALECT, "-t", "json"]))["pandoc-api-version"])


def _blocks(text: str, dialect: str, memory: str) -> list[dict[str, Any]]:
    source = text.encode()
    processor = LEAST_PROCESSOR + PROCESSOR_BY_MEGABYTE * len(source) // 1_000_000
    made = run(["-f", dialect, "-t", "json"], source, memory=memory, processor=min(processor, LIMIT_SECONDS))
    return list(json.loads(made)["blocks"])
