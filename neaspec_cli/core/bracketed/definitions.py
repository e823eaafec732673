"""Where notes are defined, when bracketed text goes out: what others refer to stays, and what moves is taken along."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.notes_along import at_end
from neaspec_cli.core.text.notes_edit import Note, definition_place, notes_of, unreferred
from neaspec_cli.core.text.rewriting import CannotPlace, Cut


def definitions_left(
    source: str,
    blocks: Sequence[Block],
    out: Sequence[tuple[int, int]],
    gone: Collection[int],
    *,
    is_move: bool,
) -> tuple[list[Cut], int]:
    """The cuts that leave notes defined when stretches of source go `out`, and by how many fewer are defined then.

    `gone` are the blocks that go. Where it `is_move`, definitions elsewhere go as well to which nothing refers then.
    """
    saved: dict[int, str] = {}
    within: set[int] = set()
    for note, (start, end) in _defined(source, blocks):
        if any(low <= start < high for low, high in out):
            within.add(start)
            if not set(note.parts) & set(gone):
                saved[start] = source[start:end].rstrip("\n")
    cuts = [at_end(source, list(saved.values()))] if saved else []
    lost = [
        cut
        for cut in (unreferred(source, blocks, gone) if is_move else ())
        if not any(cut[0] <= start < cut[1] for start in within)
    ]
    return [*cuts, *lost], len(within) - len(saved) + len(lost)


def _defined(source: str, blocks: Sequence[Block]) -> Iterator[tuple[Note, tuple[int, int]]]:
    """Every note whose definition has a certain place, with that place."""
    if not any(block.kind == "note" for block in blocks):
        return
    for note in (note for index in range(len(blocks)) for note in notes_of(blocks, index)):
        try:
            yield note, definition_place(source, blocks, note)
        except CannotPlace:
            continue
