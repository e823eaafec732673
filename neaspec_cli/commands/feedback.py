"""`neaspec feedback`: what States, stakeholders and meetings said of a circulation, and what was decided on it."""

from __future__ import annotations

import typer

from neaspec_cli.commands import (
    feedback_decide,
    feedback_import,
    feedback_list,
    feedback_report,
    feedback_review,
    feedback_update,
)

HELP = """Take in what came back, work through it and report on it.

Examples:

- `neaspec feedback import JPN.docx --from JPN`
- `neaspec feedback list --undisposed`
- `neaspec feedback dispose JPN-014 --as accepted`
"""

app = typer.Typer(no_args_is_help=True, add_completion=False, help=HELP)
app.command("import")(feedback_import.import_files)
app.command("add")(feedback_import.add)
app.command("list")(feedback_list.list_comments)
app.command("show")(feedback_list.show)
app.command("dispose")(feedback_decide.dispose)
app.command("review")(feedback_review.review)
app.command("place")(feedback_decide.place)
app.command("report")(feedback_report.report)
app.command("update")(feedback_update.update)
