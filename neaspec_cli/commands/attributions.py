"""Whose the changes of a redline in Word are, and what is said of them: each revision's copy, its leaves signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from neaspec_cli.commands.comparing import Redline, disclosed, steps
from neaspec_cli.core.comparing.attributing import (
    Attribution,
    Behind,
    Signature,
    attribution,
    with_remarks,
)
from neaspec_cli.core.comparing.disclosing import Disclosure, holder
from neaspec_cli.core.comparing.tracing import Reason, Spot, in_words
from neaspec_cli.core.comparison import Comparison
from neaspec_cli.core.plan import Plan, Section
from neaspec_cli.publish.copy import Copy, PrintedLeaf, PrintedSection


def signed(redline: Redline, copies: tuple[Copy, Copy], told: Comparison) -> tuple[Copy, Copy]:
    """The copies with the States that asked for each change, where they may be named, and the reasons in `told`."""
    changes = [one for section in told.sections for one in section.changes if one.is_change]
    remarks = [(one, tuple(map(in_words, one.why))) for one in changes]
    behind = with_remarks(_attribution(redline), remarks)
    old, new = copies
    return _signed(old, redline.old.plan, behind.old), _signed(new, redline.new.plan, behind.new)


def _attribution(redline: Redline) -> Attribution:
    if not redline.attributed or redline.workspace is None or redline.on is None:
        return Attribution()
    between = steps(redline.workspace, redline.old, redline.new, redline.on)
    known = disclosed(redline, [step.reason for step in between])
    return attribution(redline.comparison, between, lambda reasons: _signature(known, reasons))


def _signature(known: Disclosure, reasons: Sequence[Reason]) -> Signature:
    """All who asked, in the order of their ids, and the day on which it was last carried out.

    Nobody is named for what may as well be the secretariat's, or of somebody who is not to be named.
    """
    told = [known.reason(one) for one in reasons]
    if not told or not all(one.comments for one in told):
        return Signature()
    holders = sorted({holder(name) for one in told for name in one.comments})
    return Signature(", ".join(holders), f"{max(one.date for one in told).isoformat()}T00:00:00Z")


def _signed(copy: Copy, plan: Plan, behind: Mapping[Spot, Behind]) -> Copy:
    sections = [
        replace(printed, leaves=tuple(_leaves(printed, section, behind)))
        for printed, section in zip(copy.sections, plan.sections, strict=True)
    ]
    return replace(copy, sections=tuple(sections))


def _leaves(
    printed: PrintedSection, section: Section, behind: Mapping[Spot, Behind]
) -> Iterator[PrintedLeaf]:
    """The leaves of a section, found among its blocks by their words: a copy may leave some out."""
    blocks = iter(enumerate(section.blocks))
    for leaf in printed.leaves:
        place = next((number for number, block in blocks if block.text == leaf.block.text), -1)
        yield replace(leaf, behind=behind.get((section.path, place), Behind()))
