"""Section texts as blocks, for tests: pandoc does the reading, as it does for users."""

from __future__ import annotations

from functools import cache

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import Block, blocks, front_matter


@cache
def read(source: str) -> tuple[Block, ...]:
    """Blocks with source places."""
    _, start = front_matter(source)
    return blocks(pandoc.parse_with_places(source[start:]), source, start)


def texts(source: str) -> list[str]:
    """The plain text of every block."""
    return [block.text for block in read(source)]
