"""The texts that are measured: real pairs of versions as blocks, joined and repeated to the sizes asked for."""

from __future__ import annotations

import os
import string
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import Block, blocks, front_matter

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("NEASPEC_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
PAIRS = {
    "ARF 1.3 to 1.4": (
        "prose-versions/eudi-arf/arf-v1.3.0.md",
        "prose-versions/eudi-arf/arf-v1.4.0.md",
    ),
    "COP 21 October to December": (
        "negotiating-text/cop21/agreement-23-oct-2015.md",
        "negotiating-text/cop21/agreement-4-dec-2015.md",
    ),
    "Digital strategy 2012 to 2014": (
        "plans/uk-digital-strategy/2012-11-06/strategy",
        "plans/uk-digital-strategy/2014-02-03/strategy",
    ),
}
Version = tuple[Block, ...]


def pair(name: str) -> tuple[Version, Version]:
    """The old and the new version of a pair."""
    old, new = PAIRS[name]
    return _version(DATA / old), _version(DATA / new)


def sources(name: str) -> tuple[str, str]:
    """The same as Markdown, without front matter."""
    old, new = PAIRS[name]
    return "\n\n".join(_bodies(DATA / old)), "\n\n".join(_bodies(DATA / new))


@cache
def _version(path: Path) -> Version:
    read = (blocks(pandoc.parse(body)) for body in _bodies(path))
    return tuple(block for section in read for block in section if block.text.strip())


def _bodies(path: Path) -> list[str]:
    files = sorted(path.glob("*.md")) if path.is_dir() else [path]
    texts = [file.read_text(encoding="utf-8") for file in files]
    return [text[front_matter(text)[1] :] for text in texts]


def of_about(copies: int) -> tuple[Version, Version]:
    """All pairs in a row, about 50,000 words, again and again; each copy in other letters, so that it is another."""
    old, new = (tuple(block for name in PAIRS for block in pair(name)[side]) for side in (0, 1))
    return (
        tuple(block for number in range(copies) for block in _in_other_letters(old, number)),
        tuple(block for number in range(copies) for block in _in_other_letters(new, number)),
    )


def _in_other_letters(version: Sequence[Block], by: int) -> Version:
    turned = [letters[by:] + letters[:by] for letters in (string.ascii_lowercase, string.ascii_uppercase)]
    table = str.maketrans(string.ascii_letters, "".join(turned))
    return tuple(replace(block, text=block.text.translate(table)) for block in version)


def lines(version: Sequence[Block]) -> list[str]:
    """The words of each block on a line of its own, as all peers get them."""
    return [" ".join(block.text.split()) for block in version]
