"""What a file is to hold: its bytes, or how they are made, where there are too many files to have them all at hand."""

from __future__ import annotations

from collections.abc import Callable

Content = bytes | Callable[[], bytes]


def bytes_of(content: Content) -> bytes:
    """The bytes, made now where they are not at hand; the same each time."""
    return content if isinstance(content, bytes) else content()
