"""`--map`: which column of a table is which, where its headings do not tell."""

from __future__ import annotations

from typing import Annotated

import typer

ROLES = (
    "comment", "wording", "paragraph", "section", "clause", "element", "page", "line", "text", "kind", "name",
    "institution", "date", "number", "answer",
)  # fmt: skip
ROW = "row"


def parse_columns(text: str) -> dict[str, str]:
    """`comment=B,name=C` as columns by what they hold; anything else is wrong usage."""
    found: dict[str, str] = {}
    for part in text.split(",") if text else []:
        role, equals, column = (one.strip() for one in part.partition("="))
        if not (equals and column) or role not in (*ROLES, ROW):
            raise typer.BadParameter(f"{part!r} is not NAME=COLUMN with one of {', '.join((*ROLES, ROW))}")
        if role == ROW and not column.isdecimal():
            raise typer.BadParameter(f"{ROW} is the number of the row of headings, 0 for none")
        found[role] = column
    return found


ColumnsOption = Annotated[
    dict[str, str] | None,
    typer.Option(
        "--map",
        metavar="NAME=COLUMN,…",
        parser=parse_columns,
        help="Which column of a table holds what: comment=B,name=C.",
        show_default=False,
    ),
]
