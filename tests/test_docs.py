"""The pages say what is there: links lead somewhere, commands and options exist, exit codes are listed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main

from neaspec_cli import app as boundary

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PLACES = re.compile(r"^[A-Z][A-Z0-9_.…-]*$|^\[.*\]$|[<>|&;…]")


def anchors(page: Path) -> set[str]:
    """Fragments that GitHub makes from the headings of a page."""
    headings = re.findall(r"^#+ +(.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        found = (page.parent / name).resolve() if name else page
        assert found.exists(), f"{page.name}: {target} is not there"
        assert not fragment or fragment in anchors(found), f"{page.name}: {target} has no such heading"


def test_every_page_is_named_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert {name for name in pages if f"({name})" not in index} == set()


def command_lines(page: Path) -> Iterator[str]:
    """What a page tells people to type: `neaspec ...` in code spans and in code blocks."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^```[a-z]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        yield from (line.removeprefix("$ ").strip() for line in block.replace("\\\n", " ").split("\n"))
    yield from CODE.findall(re.sub(r"^```[a-z]*\n.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


@cache
def root() -> Any:
    return typer.main.get_command(boundary.app)


def unknown_words(line: str) -> list[str]:
    """Commands and options of a command line that the tool does not have."""
    command = root()
    context = command.context_class(command, info_name="neaspec")
    known = {name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)}
    unknown = []
    for word in shlex.split(line.split(" #")[0])[1:]:
        if word.startswith("-") and not PLACES.search(word):
            if word.partition("=")[0] not in known | {"--help"}:
                unknown.append(word)
        elif hasattr(command, "list_commands") and not PLACES.search(word):
            found = command.get_command(context, word)
            if found is None:
                if not takes_arguments(command, context):
                    unknown.append(word)
                continue
            command, context = found, found.context_class(found, info_name=word, parent=context)
            known |= {
                name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)
            }
    return unknown


def takes_arguments(command: Any, context: Any) -> bool:
    return any(one.param_type_name == "argument" for one in command.get_params(context))


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "cli.md"], ids=lambda page: page.name
)
def test_commands_and_options_exist(page: Path) -> None:
    for line in command_lines(page):
        if re.match(r"neaspec( |$)", line):
            assert unknown_words(line) == [], f"{page.name}: {line}"


def test_a_command_that_does_not_exist_is_found() -> None:
    assert unknown_words("neaspec publish") == ["publish"]
    assert unknown_words("neaspec status --loudly") == ["--loudly"]
    assert unknown_words("neaspec status --json") == []


def test_every_exit_code_is_documented() -> None:
    page = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    codes = {0, 2, boundary.CANNOT, boundary.OUR_FAULT, boundary.INTERRUPTED}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)} == codes
