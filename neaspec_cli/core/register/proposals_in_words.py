"""A proposal as a person would tell it, in one line."""

from __future__ import annotations

from neaspec_cli.core.proposals import (
    BEFORE,
    BLOCK_FORM,
    DeleteBlock,
    DeleteColumn,
    DeleteRow,
    DeleteSection,
    DeleteWords,
    FormatChange,
    InsertBlock,
    InsertColumn,
    InsertRow,
    InsertSection,
    InsertWords,
    Join,
    LinkChange,
    Move,
    MoveSection,
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
        case InsertRow() | DeleteRow() | InsertColumn() | DeleteColumn():
            return _of_table(proposal)
        case InsertSection() | DeleteSection() | MoveSection():
            return _of_section(proposal)
        case NoteChange(new, old, after):
            if not new:
                return f"delete the note “{old}”"
            return f"add the note “{new}” after “{after}”"
        case FormatChange() | LinkChange():
            return _of_form(proposal)


def _of_form(proposal: FormatChange | LinkChange) -> str:
    if isinstance(proposal, LinkChange):
        to, words = proposal.target, f"“{proposal.old}”"
        return f"link {words} to {to}" if to else f"take the link to {proposal.was} off {words}"
    form, old = proposal.format, proposal.old
    if not old and BLOCK_FORM.fullmatch(form):
        kind, _, level = form.partition(" ")
        return f"make it {'an' if kind == 'item' else 'a'} {kind}{f' of level {level}' if level else ''}"
    return f"change the form of {f'“{old}”' if old else 'the paragraph'}: {form}"


def _of_table(proposal: InsertRow | DeleteRow | InsertColumn | DeleteColumn) -> str:
    what = "row" if isinstance(proposal, InsertRow | DeleteRow) else "column"
    cells = " | ".join(proposal.cells)
    match proposal:
        case InsertRow(_, where) | InsertColumn(_, where):
            return f"new {what} {where} this one: {cells}"
        case DeleteColumn() if cells:
            return f"delete the {what}: {cells}"
        case _:
            return f"delete the {what}"


def _of_section(proposal: InsertSection | DeleteSection | MoveSection) -> str:
    match proposal:
        case InsertSection(new, where):
            return f"new section {where} this one: “{new}”"
        case DeleteSection(old):
            return f"delete the section “{old}”" if old else "delete the section"
        case MoveSection(section, where):
            return f"move the section {where} {section}"
