"""The text of a circulation as its readers hold it, and where its blocks stand today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from neaspec_cli.commands.copies import copy_of, file_name, kind_of
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.core.comparing.in_sections import follow_sections
from neaspec_cli.core.following import Following
from neaspec_cli.core.merging.wishes import Listed, listed
from neaspec_cli.core.plan import Plan
from neaspec_cli.core.proposals import span
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.core.rounds import Circulation

STATES = {"moved": "same", "split": "same", "joined": "same"}
"""What `core.following` tells apart beyond what the register shows."""


def circulated_text(workspace: Workspace, circulation: Circulation) -> CirculatedText:
    """Every block of the circulation as it was printed, in the order of its markers."""
    from neaspec_cli.publish.printed import printed_leaves
    from neaspec_cli.publish.word import furniture

    copy = copy_of(
        workspace, workspace.revision(circulation.name), kind_of(circulation), circulation=circulation
    )
    sections = {leaf.marker: section.id for section in copy.sections for leaf in section.leaves}
    leaves = tuple(
        CirculatedLeaf(sections[leaf.marker], leaf.label.text, leaf.block, printed.text, printed.offsets)
        for leaf, printed in zip(copy.leaves, printed_leaves(copy), strict=True)
    )
    said = copy.provenance
    return CirculatedText(circulation.name, said.plan, said.text, leaves, furniture(copy))


def with_sent_words(workspace: Workspace, circulation: Circulation, text: CirculatedText) -> CirculatedText:
    """The text with what the Word file that was sent prints beside the plan, whichever version wrote that file."""
    from neaspec_cli.intake.word import furniture

    folder = f"feedback/{circulation.name}/sent/"
    name = file_name(text.plan, circulation.name) + ".docx"
    if name not in [one.name for one in circulation.files]:
        return text
    return replace(text, furniture=(*text.furniture, *furniture(workspace.repository.read(folder + name))))


@dataclass(frozen=True)
class Now:
    """Where the words of a comment stand today; state is same, drifted, ambiguous or gone."""

    section: str
    label: str
    state: str
    block: int | None = None


@dataclass(frozen=True)
class Today:
    """A circulation's blocks followed to the working tree."""

    base: Listed
    following: Following
    places: Mapping[int, tuple[str, str]]

    def of(self, comment: Comment) -> Now | None:
        """Where the comment stands today; None where it is on no block of the text."""
        place = comment.place
        number = self.base.index.get((place.section, place.block))
        if number is None:
            return None
        stretch = _stretch(comment, self.base.blocks[number].text)
        found = self.following.place(number, *stretch) if stretch else self.following.block(number)
        section, label = self.places.get(found.block, ("", "")) if found.block is not None else ("", "")
        return Now(section, label, STATES.get(found.state, found.state), found.block)

    @property
    def texts(self) -> dict[tuple[str, str], str]:
        """The circulated text of each block by section and label."""
        return _texts(self.base)

    def words(self, comment: Comment, now: Now | None) -> tuple[str, str]:
        """The text of the comment's block as circulated and as it is today; empty where there is none."""
        number = self.base.index.get((comment.place.section, comment.place.block))
        then = self.base.blocks[number].text if number is not None else ""
        current = self.following.new[now.block].text if now and now.block is not None else ""
        return then, current


def today(workspace: Workspace, circulation: Circulation) -> Today:
    """The circulation's text followed to the working tree."""
    return followed(workspace, circulation, None)


def followed(workspace: Workspace, circulation: Circulation, until: Circulation | None) -> Today:
    """The circulation's text followed to that of a later one, or to the working tree."""
    before = workspace.plan(workspace.revision(circulation.name).git)
    after = workspace.plan(workspace.revision(until.name).git if until else None)
    base, now = _listed(before, circulation), _listed(after, until or circulation)
    sections = [[(section.id, section.blocks) for section in plan.sections] for plan in (before, after)]
    places = {number: place for place, number in now.index.items()}
    return Today(base, follow_sections(*sections), places)


def texts_of(workspace: Workspace, circulation: Circulation) -> dict[tuple[str, str], str]:
    """The circulated text of each block by section and label."""
    return _texts(_listed(workspace.plan(workspace.revision(circulation.name).git), circulation))


def _texts(base: Listed) -> dict[tuple[str, str], str]:
    return {place: base.blocks[number].text for place, number in base.index.items()}


def _listed(plan: Plan, labelled_as: Circulation) -> Listed:
    """The blocks of a plan, with the labels that the copy sent with a circulation has."""
    labels = [[label.text for label in one] for one in plan.labels(kind_of(labelled_as) == "annotated")]
    parts = zip(plan.sections, labels, strict=True)
    return listed([(section.id, section.blocks, of_section) for section, of_section in parts])


def _stretch(comment: Comment, text: str) -> tuple[int, int] | None:
    """The words that a comment is about, where they are known to be only there."""
    place: Place = comment.place
    if comment.proposal is not None:
        found = span(comment.proposal, text, place.quote)
        return found if found and found[0] < found[1] else None
    start = text.find(place.quote) if place.quote else -1
    return (start, start + len(place.quote)) if start >= 0 and text.count(place.quote) == 1 else None
