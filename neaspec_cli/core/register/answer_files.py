"""Names of the files that hold what a source said: `PUBLIC.yaml`, and where one grows too large `PUBLIC.2.yaml`, ….

The dot keeps a further file apart from the id of a source, which may itself end in a hyphen and a number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = re.compile(r"(?P<first>.+?)(?:\.(?P<number>[2-9]|[1-9][0-9]{1,3}))?\.yaml")


class AnswerFile(NamedTuple):
    """A file by the path of the first of its source, and its number, from 1."""

    first: str
    number: int


def answer_file(path: str) -> AnswerFile:
    """Which file of its source a path is."""
    found = _NAME.fullmatch(path)
    if found is None or found["number"] is None:
        return AnswerFile(path, 1)
    return AnswerFile(f"{found['first']}.yaml", int(found["number"]))


def path_of(circulation: str, source: str, number: int = 1) -> str:
    """Where a file of a source stands in the repository."""
    further = f".{number}" if number > 1 else ""
    return f"feedback/{circulation}/{source}{further}.yaml"
