"""Words that came into a cell of a circulated table that was empty: no block, yet a place that its reader can name."""

from __future__ import annotations

import re
from functools import cached_property

from neaspec_cli.core.comments import Place
from neaspec_cli.intake.placing import Placement, Target
from neaspec_cli.intake.word_links import Links
from neaspec_cli.intake.word_text import Row
from neaspec_cli.intake.word_views import Joined

_COLUMN = re.compile(r"column \d+\Z")


class EmptyCells:
    """The cells of a file that hold no circulated words, each known by another cell of its row."""

    def __init__(self, links: Links, placement: Placement) -> None:
        self._links = links
        self._placement = placement

    def filled_by(self, new: Joined) -> tuple[Target, Place] | None:
        """A known cell of the row, and the place of the cell that a new paragraph fills; None where it fills none."""
        row = new.first.rows[-1] if new.first.rows else None
        if row is None or not new.first.column or not new.first.row_in_original:
            return None
        known = self._known.get(row)
        if known is None or new.first.container in self._with_words:
            return None
        leaf = known.leaves[0]
        return known, Place(leaf.section, _COLUMN.sub(f"column {new.first.column}", leaf.label))

    @cached_property
    def _known(self) -> dict[Row, Target]:
        """Of each row a cell that was placed."""
        found: dict[Row, Target] = {}
        for number, target in self._placement.targets.items():
            rows = self._links.originals[number].first.rows
            if rows and target.leaves[0].block.kind == "cell":
                found.setdefault(rows[-1], target)
        return found

    @cached_property
    def _with_words(self) -> set[int]:
        return {one.first.container for one in self._links.originals if one.first.rows and one.text.strip()}
