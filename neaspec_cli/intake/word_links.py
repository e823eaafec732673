"""The two views of a Word file set against each other: which original paragraph lives on in which accepted one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Paragraph
from neaspec_cli.intake.word_views import Joined


@dataclass
class Links:
    """`heirs[i]` are the accepted paragraphs that hold words of original i, `owners` the other way round.

    `position_of` says which part of its original paragraph a `w:p` is.
    """

    originals: Sequence[Joined]
    accepted: Sequence[Joined]
    original_of: dict[Paragraph, int]
    accepted_of: dict[Paragraph, int]
    position_of: dict[Paragraph, int]
    heirs: list[list[int]]
    owners: list[list[int]]

    def new_ones(self) -> list[int]:
        """Accepted paragraphs with words that are no original paragraph's, outside of new table rows and cells."""
        return [
            number
            for number, one in enumerate(self.accepted)
            if one.text.strip()
            and not self.owners[number]
            and one.first.row_in_original
            and not (one.first.in_new_cell or one.first.in_column)
        ]


def link(originals: Sequence[Joined], accepted: Sequence[Joined]) -> Links:
    """Follow every `w:p` through both views; a paragraph wholly retyped in its place stays linked."""
    original_of = {part: number for number, one in enumerate(originals) for part in one.parts}
    accepted_of = {part: number for number, one in enumerate(accepted) for part in one.parts}
    position_of = {part: place for one in originals for place, part in enumerate(one.parts)}
    heirs: list[list[int]] = [[] for _ in originals]
    owners: list[list[int]] = [[] for _ in accepted]
    links = Links(originals, accepted, original_of, accepted_of, position_of, heirs, owners)
    for part, number in original_of.items():
        heir = accepted_of.get(part)
        if heir is not None and part.original.strip() and part.accepted.strip():
            _join(links, number, heir)
    for number, one in enumerate(originals):
        if one.text.strip() and not links.heirs[number]:
            free = [accepted_of[part] for part in one.parts if part in accepted_of]
            heir = next(
                (heir for heir in free if accepted[heir].text.strip() and not links.owners[heir]), None
            )
            if heir is not None:
                _join(links, number, heir)
    return links


def strays(links: Links) -> dict[Paragraph, list[Paragraph]]:
    """New words typed into an empty paragraph that was then joined to another, by the `w:p` that they came to stand at.

    That is the next one with words of the circulated text, else the one before.
    """
    found: dict[Paragraph, list[Paragraph]] = {}
    for number, one in enumerate(links.accepted):
        if len(one.parts) < 2 or not links.owners[number]:
            continue
        owners = set(links.owners[number])
        waiting: list[Paragraph] = []
        last: Paragraph | None = None
        for part in one.parts:
            if links.original_of.get(part) in owners:
                found[part], waiting, last = waiting, [], part
            elif part.accepted.strip():
                waiting.append(part)
        if waiting and last is not None:
            found[last] += waiting
    return found


def marks_of(paragraphs: Sequence[Paragraph]) -> tuple[Mark, ...]:
    """Every tracked insertion, deletion and move in paragraphs, with the form of new words, of ends and of rows."""
    found: list[Mark] = []
    for paragraph in paragraphs:
        for segment in paragraph.segments:
            found += segment.changes
            found += () if segment.in_original else segment.formats
        found += paragraph.mark_changes
        for row in paragraph.rows:
            found += row.changes
    return tuple(dict.fromkeys(found))


def _join(links: Links, original: int, heir: int) -> None:
    """Both views go through the file in one order, so that what is known already is known last."""
    if links.heirs[original][-1:] != [heir]:
        links.heirs[original].append(heir)
    if links.owners[heir][-1:] != [original]:
        links.owners[heir].append(original)
