"""A proposal as a person would tell it, in one line."""

from __future__ import annotations

from neaspec_cli.core.proposals import (
    BEFORE,
    DeleteBlock,
    DeleteRow,
    DeleteWords,
    FormatChange,
    InsertBlock,
    InsertRow,
    InsertWords,
    Join,
    Move,
    NoteChange,
    Proposal,
    ReplaceWords,
    Split,
)


def in_words(proposal: Proposal) -> str:
    """The proposal in a line of plain English."""
    match proposal:
        case InsertWords(new, after, before):
            where = f"after “{after}”" if after else f"before “{before}”" if before else "here"
            return f"insert “{new}” {where}"
        case DeleteWords(old):
            return f"delete “{old}”"
        case ReplaceWords(old, new):
            return f"replace “{old}” with “{new}”"
        case Move(section, block, where, old):
            return f"move {f'“{old}”' if old else 'the paragraph'} {where} {block} of {section}"
        case Split(before):
            return f"begin a new paragraph before “{before}”"
        case Join():
            return "join with the next paragraph"
        case InsertBlock(new, where, kind):
            new_one, this = ("table", "this place") if kind == "table" else ("paragraph", "this one")
            return f"new {new_one} {'before' if where == BEFORE else 'after'} {this}: “{new}”"
        case DeleteBlock():
            return "delete the paragraph"
        case InsertRow(cells, where):
            return f"new row {where} this one: {' | '.join(cells)}"
        case DeleteRow():
            return "delete the row"
        case NoteChange(new, old, after):
            if not new:
                return f"delete the note “{old}”"
            return f"add the note “{new}” after “{after}”"
        case FormatChange(form, old):
            return f"change the form of {f'“{old}”' if old else 'the paragraph'}: {form}"
