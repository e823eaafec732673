"""A redline as a file: one table from the file's ending to its writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from neaspec_cli.commands.comparing import Redline, Side, disclosed
from neaspec_cli.commands.copies import copy_of, no_answer
from neaspec_cli.commands.documents import printed_document
from neaspec_cli.commands.options import json_text
from neaspec_cli.core.comparison import Comparison, as_json
from neaspec_cli.core.plan import Plan
from neaspec_cli.core.text.numbering import targets
from neaspec_cli.errors import NeaspecError
from neaspec_cli.publish.copy import Copy, Kind


class UnknownEnding(NeaspecError):
    """Nothing is written in a file of that name."""

    def __init__(self, file: Path, known: Mapping[str, object]) -> None:
        super().__init__(
            f"{file} does not end in a known format.", f"Name a file that ends in {', '.join(known)}."
        )


class TooLong(NeaspecError):
    """Showing that much with its changes would take minutes, or gigabytes."""

    def __init__(self, form: str, what: str, count: int, most: int, hint: str) -> None:
        super().__init__(f"A redline {form} holds at most {most:,} {what}; here are {count:,}.", hint)


class Most(NamedTuple):
    """What a form holds: paragraphs (with headings, cells, …) and words of both texts together, and changes.

    None of it where there is no bound but the one on what is read.
    """

    paragraphs: int | None = None
    words: int | None = None
    changes: int | None = None

    def admit(self, form: str, old: Plan, new: Plan, hint: str) -> None:
        """Refuse texts that the form cannot hold."""
        blocks = [block for plan in (old, new) for one in plan.sections for block in one.blocks]
        if self.paragraphs is not None and len(blocks) > self.paragraphs:
            raise TooLong(form, "paragraphs", len(blocks), self.paragraphs, hint)
        if self.words is not None:
            words = sum(len(block.text.split()) for block in blocks)
            if words > self.words:
                raise TooLong(form, "words", words, self.words, hint)

    def bound(self, form: str, comparison: Comparison, hint: str) -> None:
        """Refuse more changes than the form can hold."""
        if self.changes is not None and not self.has_room(comparison):
            raise TooLong(form, "changes", _changes(comparison), self.changes, hint)

    def has_room(self, comparison: Comparison) -> bool:
        """Can the form hold as many changes as there are?"""
        return self.changes is None or _changes(comparison) <= self.changes


def _changes(comparison: Comparison) -> int:
    """What was deleted, what was inserted, and blocks that moved."""
    return comparison.summary.runs + comparison.summary.blocks_moved


ON_SCREEN, SIDE_BY_SIDE, IN_JSON = Most(changes=25_000), Most(changes=20_000), Most(changes=60_000)
FEWER = "Compare one chapter at a time; --stat and --summary tell what changed in texts of any size."
NOT_ON_PAGES = "Name a file that ends in .html or .md, or compare one chapter at a time."


@dataclass(frozen=True)
class Writer:
    """How a redline becomes a file; one that `is_printed` sets each paragraph anew, from the trees of both texts."""

    ending: str
    make: Callable[[Redline], bytes]
    most: Most
    is_printed: bool = False

    def admit(self, old: Plan, new: Plan) -> None:
        """Refuse texts that this format cannot hold."""
        self.most.admit(self._form, old, new, self._hint)

    def write(self, redline: Redline) -> bytes:
        """The redline in this format."""
        self.admit(redline.old.plan, redline.new.plan)
        self.most.bound(self._form, redline.comparison, self._hint)
        return self.make(redline)

    @property
    def _form(self) -> str:
        return f"as {self.ending}"

    @property
    def _hint(self) -> str:
        return NOT_ON_PAGES if self.is_printed else FEWER


def writer(file: Path) -> Writer:
    """The writer of the format that the file's ending names."""
    ending = file.suffix.lower()
    if ending not in WRITERS:
        raise UnknownEnding(file, WRITERS)
    return WRITERS[ending]


def redline_json(redline: Redline) -> dict[str, object]:
    """`diff --json`."""
    IN_JSON.bound("as JSON", redline.comparison, FEWER)
    return as_json(redline.comparison, (redline.old.name, redline.new.name), redline.full)


def _json(redline: Redline) -> bytes:
    return (json_text(redline_json(redline)) + "\n").encode()


def _html(redline: Redline) -> bytes:
    from neaspec_cli.publish.redline_blocks import Around
    from neaspec_cli.publish.redline_html import Page, write_html

    settings = redline.new.plan.settings
    old, new = (_references(one.plan, redline.annotated) for one in (redline.old, redline.new))
    around = Around(old_references=old, new_references=new, attributed=redline.attributed)
    names = (redline.old.name, redline.new.name)
    return write_html(Page(settings.title, names, _told(redline), settings.rules.language, around))


def _markdown(redline: Redline) -> bytes:
    from neaspec_cli.publish.critic import write_critic

    names = (redline.old.name, redline.new.name)
    return write_critic(redline.new.plan.settings.title, names, _told(redline)).encode()


def _word(redline: Redline) -> bytes:
    from neaspec_cli.publish.word import write_word_redline

    return write_word_redline(_woven(redline))


def _pdf(redline: Redline) -> bytes:
    from neaspec_cli.publish.pdf import write_pdf

    return write_pdf(_woven(redline))


WRITERS = {
    one.ending: one
    for one in (
        Writer(".html", _html, Most(paragraphs=150_000, changes=30_000)),
        Writer(".docx", _word, Most(30_000, 200_000, 15_000), is_printed=True),
        Writer(".pdf", _pdf, Most(10_000, 120_000, 3_500), is_printed=True),
        Writer(".md", _markdown, Most(changes=30_000)),
        Writer(".json", _json, Most()),
    )
}


def _woven(redline: Redline) -> Copy:
    """Both copies as one, with the reasons that may be told."""
    from neaspec_cli.commands.attributions import signed
    from neaspec_cli.intake.provenance import REDLINE
    from neaspec_cli.publish.redline import redline as woven

    copies = signed(redline, _copies(redline), _told(redline))
    old, new = copies
    return woven(old, no_answer(new, REDLINE), attributed=redline.attributed, on=redline.on)


def _copies(redline: Redline) -> tuple[Copy, Copy]:
    return _copy(redline, redline.old), _copy(redline, redline.new)


def _copy(redline: Redline, side: Side) -> Copy:
    if side.read is not None:
        return printed_document(side.name, side.read)
    assert redline.workspace is not None
    assert side.revision is not None
    kind: Kind = "annotated" if redline.annotated else "review"
    return copy_of(redline.workspace, side.revision, kind)


def _references(plan: Plan, annotated: bool) -> dict[str, str]:
    return targets(plan.numbered(), plan.labels(annotated))


def _told(redline: Redline) -> Comparison:
    """The comparison with the reasons that may leave the house."""
    reasons = [
        why for section in redline.comparison.sections for change in section.changes for why in change.why
    ]
    return disclosed(redline, reasons).told(redline.comparison)
