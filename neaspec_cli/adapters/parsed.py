"""Pandoc's trees kept by the text they come from, since pandoc takes longer than reading them back.

The cache lives inside `.git`, is keyed on dialect, binary and text, and may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from neaspec_cli.adapters import files, pandoc

Tree = list[dict[str, Any]]
MOST_DEPTH = {"plain": 68, "places": 150}
"""Levels of a tree: some twenty lists in one another, which is more than any engine or reader goes along with."""


class ParsedTrees:
    """Texts as trees, with or without source places; raises `RecursionError` for one that is nested too deep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def plain(self, text: str) -> Tree:
        """The tree that writers take."""
        return self._kept(text, "plain", pandoc.parse)

    def plain_each(self, texts: Iterable[str]) -> list[Tree]:
        """Several texts at once: pandoc is a process of its own, so the cores share the work."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor() as pool:
            return list(pool.map(self.plain, texts))

    def with_places(self, text: str) -> Tree:
        """The tree that names the source place of every word."""
        return self._kept(text, "places", pandoc.parse_with_places)

    def _kept(self, text: str, kind: str, parse: Callable[[str], Tree]) -> Tree:
        place = self.folder / f"{_key(text, kind)}.json"
        with contextlib.suppress(OSError, ValueError):
            return list(json.loads(place.read_bytes()))
        tree = parse(text)
        if is_deeper(tree, MOST_DEPTH[kind]):
            raise RecursionError
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            files.write(place, json.dumps(tree, ensure_ascii=False).encode())
        return tree


def is_deeper(tree: Tree, most: int) -> bool:
    """Is something in the tree nested in more levels than that?"""
    level: list[Any] = [tree]
    for _ in range(most):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


def _key(text: str, kind: str) -> str:
    binary = Path(pandoc.executable()).stat()
    said = "\0".join([pandoc.DIALECT, kind, str(binary.st_size), str(binary.st_mtime_ns), text])
    return hashlib.sha256(said.encode()).hexdigest()
