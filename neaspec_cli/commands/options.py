"""Options that several commands share, and how their words are read."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from neaspec_cli.core.yaml.schema import Day, scalar
from neaspec_cli.terminal.console import safe_json


def parse_day(text: str) -> date:
    """An ISO date such as 2025-03-15, as files may hold it; anything else is wrong usage."""
    day: date | None = scalar(Day(), text)
    if day is None:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2025-03-15")
    return day


PlanFolder = Annotated[Path, typer.Option("-C", "--folder", metavar="DIR", help="Work in this folder.")]
OnDate = Annotated[
    date | None, typer.Option("--on", metavar="DATE", parser=parse_day, help="Take this day for today.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but the writing.")]

HERE = Path()


def today(on: date | None) -> date:
    """The day to reckon with: `--on`, else the clock's."""
    return on or date.today()


def print_json(value: Any) -> None:
    """Machine output: one JSON value on stdout, dates as ISO, nothing wrapped or coloured."""
    sys.stdout.write(json_text(value) + "\n")


def print_json_list(values: Iterable[Any]) -> None:
    """A list as `print_json` prints it, value by value: a large one is never whole in memory."""
    some = False
    for value in values:
        sys.stdout.write((",\n  " if some else "[\n  ") + json_text(value).replace("\n", "\n  "))
        some = True
    sys.stdout.write("\n]\n" if some else "[]\n")


def json_text(value: Any) -> str:
    """The same as text, for a file."""
    import json

    return safe_json(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
