"""Paragraphs that became a heading, a list item or a paragraph, or one of another level: form of the whole block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from neaspec_cli.core import proposals
from neaspec_cli.core.markdown import Block
from neaspec_cli.intake.placing import Placement, Target
from neaspec_cli.intake.word_items import Item
from neaspec_cli.intake.word_links import Links
from neaspec_cli.intake.word_text import Paragraph

_KINDS = ("heading", "item", "paragraph")


def reformed(number: int, links: Links, target: Target) -> str:
    """What a tracked change of form makes of an original paragraph; empty where it stays what it was sent as."""
    one = _alone(number, links)
    was = form_of(target.leaves[0].block)
    if one is None or not was or not one.is_reformed or len(target.leaves) > 1:
        return ""
    return "" if one.becomes in ("", was) else one.becomes


def silent_forms(links: Links, placement: Placement) -> Iterator[Item]:
    """Blocks that have another form than they were sent with, and no mark that says so.

    For files in the styles of a plan as it is sent. A form is believed where at least half of the blocks of its kind
    still have the form that they were sent with: other word processors may have renamed styles.
    """
    found: list[tuple[Target, str, str]] = []
    for number, target in placement.targets.items():
        one, was = _alone(number, links), form_of(target.leaves[0].block)
        if one is not None and was and len(target.leaves) == 1:
            found.append((target, was, one.form))
    kept = Counter(_kind(was) for _, was, now in found if was == now)
    sent = Counter(_kind(was) for _, was, _ in found)
    for target, was, now in found:
        if now not in ("", was) and 2 * kept[_kind(was)] >= sent[_kind(was)]:
            leaf = target.leaves[0]
            yield Item((target.numbers[0], 0), leaf.place(), proposals.FormatChange(now))


def form_of(block: Block) -> str:
    """The form of a circulated block, as a proposal names it; empty where it has none that could change."""
    if block.kind not in _KINDS or block.part != 1 or block.fences:
        return ""
    return block.kind if block.kind == "paragraph" else f"{block.kind} {block.level}"


def _alone(number: int, links: Links) -> Paragraph | None:
    """The paragraph on file of an original one that was neither parted nor joined to another nor taken out."""
    original, heirs = links.originals[number], links.heirs[number]
    is_alone = len(heirs) == 1 and links.owners[heirs[0]] == [number]
    return original.first if is_alone and len(original.parts) == 1 else None


def _kind(form: str) -> str:
    return form.partition(" ")[0]
