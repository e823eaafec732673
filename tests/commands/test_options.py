"""How commands print for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from neaspec_cli.commands.options import print_json, print_json_list


@pytest.mark.parametrize(
    "values",
    [[], [{}], [1, "a\nb", None], [{"a": [1, {"b": []}], "c": date(2025, 3, 1)}, {"d": "\u202e\n"}, [[]]]],
)
def test_a_list_is_printed_value_by_value_as_it_would_be_at_once(
    values: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    print_json(values)
    at_once = capsys.readouterr().out

    print_json_list(iter(values))

    assert capsys.readouterr().out == at_once


def test_a_value_is_printed_before_the_next_one_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    def values() -> Iterator[str]:
        yield "first"
        assert "first" in capsys.readouterr().out
        yield "second"

    print_json_list(values())

    assert "second" in capsys.readouterr().out
