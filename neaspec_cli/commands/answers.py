"""What a source says now, as the files to write: the one way in which the register is written."""

from __future__ import annotations

from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import SourceFeedback
from neaspec_cli.core.register import answer_parts
from neaspec_cli.core.register.answer_files import path_of


def written(workspace: Workspace, old: SourceFeedback | None, new: SourceFeedback) -> dict[str, str]:
    """Texts by path, values at their places; `old` is what is on record of the source, if anything is."""

    def text_of(number: int) -> str:
        return workspace.text(path_of(new.circulation, new.source, number)) if old else ""

    empty = SourceFeedback(new.circulation, new.source)
    found = answer_parts.updated(text_of, old or empty, new)
    return {path_of(new.circulation, new.source, number): text for number, text in found.items()}
