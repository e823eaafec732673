"""Write docs/cli.md from the help of the commands, or check that it is up to date.

python scripts/cli_docs.py [--check]
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from neaspec_cli.app import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
INTRODUCTION = """\
# Commands

Every command and option, from the same source as `neaspec COMMAND --help`.
Exit codes are on [their own page](exit-codes.md), and the words in [the glossary](glossary.md).
"""


def commands(command: Any, path: str, parent: Any = None) -> Iterator[tuple[str, Any, Any]]:
    """Each command below this one and itself, depth first: full name, command, context."""
    context = command.context_class(command, info_name=path.split()[-1], parent=parent)
    yield path, command, context
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        found = command.get_command(context, name)
        if not found.hidden:
            yield from commands(found, f"{path} {name}", context)


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for path, command, context in commands(typer.main.get_command(app), "neaspec"):
        parts.append(section(path, command, context))
    return "\n".join(parts)


def section(path: str, command: Any, context: Any) -> str:
    """One command: usage, what it does, what it takes, what is below it."""
    pieces = " ".join(command.collect_usage_pieces(context))
    lines = [f"## {path}", "", "```", f"{path} {pieces}".rstrip(), "```", ""]
    text = inspect.cleandoc(command.help or "").replace("\b\n", "").replace("\f", "")
    if text:
        lines += [text, ""]
    parameters = [one for one in command.get_params(context) if not getattr(one, "hidden", False)]
    arguments = [row(one, context) for one in parameters if one.param_type_name == "argument"]
    options = [row(one, context) for one in parameters if one.param_type_name == "option"]
    lines += table("Argument", arguments) + table("Option", [one for one in options if "`--help`" not in one])
    if hasattr(command, "list_commands"):
        below = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
        rows = [
            f"| [`{path} {name}`](#{anchor(f'{path} {name}')}) | {cell(summary(found))} |"
            for name, found in below
            if not found.hidden
        ]
        lines += table("Command", rows)
    return "\n".join(lines)


def table(kind: str, rows: list[str]) -> list[str]:
    """A table of two columns, or nothing for no rows."""
    return [f"| {kind} | |", "|:---|:---|", *rows, ""] if rows else []


def row(parameter: Any, context: Any) -> str:
    """One argument or option: how it is written, what it means, what holds when it is left out."""
    kind = parameter.make_metavar(context)
    if parameter.param_type_name == "argument":
        written = f"`{kind}`"
    else:
        value = "" if parameter.is_flag or parameter.count else f" {kind}"
        names = sorted(
            [*parameter.opts, *parameter.secondary_opts], key=lambda name: not name.startswith("--")
        )
        written = ", ".join(f"`{name}{value}`" if name == names[0] else f"`{name}`" for name in names)
    meaning = cell(getattr(parameter, "help", None) or "")
    if meaning and not meaning.endswith("."):
        meaning += "."
    return f"| {cell(written)} | {f'{meaning} {default_of(parameter)}'.strip()} |"


def default_of(parameter: Any) -> str:
    """The sentence that says what holds when the parameter is left out, where there is something to say."""
    default = parameter.default
    if not parameter.show_default or default in (None, False, (), [], "") or callable(default):
        return ""
    if default == Path():
        return "Default: the folder you are in."
    shown = parameter.opts[0] if default is True else getattr(default, "value", default)
    return f"Default: `{shown}`."


def summary(command: Any) -> str:
    """The line that stands for a command in a list."""
    return str(command.short_help or inspect.cleandoc(command.help or "").split("\n")[0])


def cell(text: str) -> str:
    """Text that may stand in a table."""
    return " ".join(text.replace("|", "\\|").split())


def anchor(heading: str) -> str:
    """The fragment that GitHub makes from a heading."""
    return heading.lower().replace(" ", "-")


def main() -> int:
    """0 when the page is written or up to date, 1 when it is not."""
    parser = argparse.ArgumentParser(description="Write docs/cli.md from the help of the commands.")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit with 1 if the page is out of date"
    )
    wanted = page()
    if parser.parse_args().check:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted:
            return 0
        print("docs/cli.md is out of date. Write it again with: make docs", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
