"""The register on the screen."""

from __future__ import annotations

from rich.table import Table

from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.terminal.register_view import MOST_ROWS, register


def test_a_large_register_is_laid_out_in_parts() -> None:
    said = SourceFeedback("draft-1", "JPN")
    rows = [(said, Comment(f"JPN-{number:03d}", comment="So."), None) for number in range(2 * MOST_ROWS + 1)]
    *tables, last = register("draft-1", rows)
    assert [one.row_count for one in tables if isinstance(one, Table)] == [MOST_ROWS, MOST_ROWS, 1]
    assert str(last).startswith("2001 comments on draft-1, 2001 without")
