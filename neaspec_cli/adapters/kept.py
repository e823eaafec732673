"""Values made out of files, kept by the ids that git gives to the files' contents.

What is kept lives inside `.git` and may be deleted at any time: it is made anew.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from neaspec_cli.adapters import files

Value = TypeVar("Value")


def values_of(
    place: Path,
    ids: Mapping[str, str | None],
    *,
    make: Callable[[Sequence[str]], Mapping[str, Value]],
    write: Callable[[Value], Any],
    read: Callable[[Any], Value],
) -> dict[str, Value]:
    """The value of each path, kept in the file at `place` unless the path has no id.

    `make` gives those of the paths that nothing was kept of; `write` and `read` turn a value into JSON and back, and
    `read` raises `ValueError` for what is no such value.
    """
    known = _kept(place)
    found: dict[str, Value] = {}
    for path, identity in ids.items():
        if identity in known:
            with contextlib.suppress(ValueError):
                found[path] = read(known[identity])
    missing = [path for path in ids if path not in found]
    made = make(missing) if missing else {}
    new = {identity: write(made[path]) for path in missing if (identity := ids[path])}
    if new:
        old = {identity: known[identity] for path in found if (identity := ids[path])}
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            files.write(place, json.dumps(old | new, separators=(",", ":")).encode())
    return {path: found[path] if path in found else made[path] for path in ids}


def _kept(place: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        read = json.loads(place.read_bytes())
        return read if isinstance(read, dict) else {}
    return {}
