"""The YAML at the head of a section, cut off before pandoc reads the body."""

from __future__ import annotations

import re


def front_matter(source: str) -> tuple[str, int]:
    """The YAML between the opening `---` lines of a section, and the offset where its body starts."""
    found = re.match(r"---\n(.*?)(?:^)(?:---|\.\.\.)(?:\n|\Z)", source, re.DOTALL | re.MULTILINE)
    return (found.group(1), found.end()) if found else ("", 0)
