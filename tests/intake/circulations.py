"""Small plans as they were sent, for tests that send them back changed."""

from __future__ import annotations

from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.printed import printed_leaves
from neaspec_cli.publish.word import furniture


def as_sent(copy: Copy) -> CirculatedText:
    """A copy as intake sets returned files against it."""
    sections = {leaf.marker: section.id for section in copy.sections for leaf in section.leaves}
    leaves = tuple(
        CirculatedLeaf(sections[leaf.marker], leaf.label.text, leaf.block, printed.text, printed.offsets)
        for leaf, printed in zip(copy.leaves, printed_leaves(copy), strict=True)
    )
    said = copy.provenance
    return CirculatedText(said.circulation, said.plan, said.text, leaves, furniture(copy))
