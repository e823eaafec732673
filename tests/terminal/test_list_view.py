"""The register in brief: a line for each comment, cut to the screen and no further."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len

from neaspec_cli.commands.circulated import Now
from neaspec_cli.core.comments import Comment, Place, SourceFeedback
from neaspec_cli.core.proposals import ReplaceWords
from neaspec_cli.core.register.dispositions import dispose
from neaspec_cli.terminal.list_view import Row, lines

JPN = SourceFeedback("draft-1", "JPN")
WISH = Comment("JPN-001", Place("goals", "3"), "substantive", "So that it is told\nsooner.")
OTHER = Comment("JPN-002", Place("goals", "Table 1 row 3 column 2"), "general", "亚" * 90)


def told(*rows: Row, width: int | None = None, title: str = "") -> list[str]:
    return [str(one).rstrip() for one in lines("draft-1", [(title, rows)], width)]


def test_a_line_says_where_of_what_kind_how_it_stands_and_what_it_asks() -> None:
    wish = replace(WISH, proposal=ReplaceWords("ninety", "sixty"))
    decided = dispose(wish, "accepted with modification", text="forty", agreed=False)
    line, *rest = told((JPN, decided, Now("goals", "4", "drifted")))
    assert line == (
        "JPN-001  3  subst.  modified?  drifted  So that it is told sooner. — replace “ninety” with “sixty”"
    )
    assert rest[0] == "1 comment, 1 without an agreed disposition, on draft-1"
    assert "--long" in rest[1]


def test_no_line_is_wider_than_the_screen_and_only_words_are_cut() -> None:
    for width in (70, 80, 120):
        first, second, *_ = told((JPN, WISH, None), (JPN, OTHER, None), width=width)
        assert first.startswith("JPN-001  3")
        assert "Table 1 row 3 column 2  general  open  亚" in second
        assert (cell_len(first) <= width, width - 2 <= cell_len(second) <= width) == (True, True)
        assert second.endswith("…")


def test_groups_are_titled_with_their_numbers() -> None:
    assert told((JPN, WISH, None), title="goals")[0] == "goals  1 comment, 1 without an agreed disposition"


def test_hidden_characters_are_shown() -> None:
    line = told((JPN, replace(WISH, comment="a\x1b[31mb"), None))[0]
    assert line.endswith(r"a\x1b[31mb")


def test_where_nothing_fits_one_is_told() -> None:
    assert told() == ["No comments on draft-1 that fit."]
