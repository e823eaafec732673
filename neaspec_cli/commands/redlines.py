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
    """Setting that much with its changes would take minutes, or gigabytes."""

    def __init__(self, ending: str, what: str, count: int, most: int) -> None:
        super().__init__(
            f"A redline as {ending} holds at most {most:,} {what}; here are {count:,}.",
            "Name a file that ends in .html or .md, or compare one chapter at a time.",
        )


class Most(NamedTuple):
    """What a format holds: paragraphs (with headings, cells, …) and words of both texts together, and changed runs."""

    paragraphs: int
    words: int
    changes: int


@dataclass(frozen=True)
class Writer:
    """How a redline becomes a file; one that `is_printed` sets each paragraph anew, from the trees of both texts."""

    ending: str
    make: Callable[[Redline], bytes]
    most: Most | None = None

    @property
    def is_printed(self) -> bool:
        """Does it set pages, other than a list of what was compared?"""
        return self.most is not None

    def admit(self, old: Plan, new: Plan) -> None:
        """Refuse texts that this format cannot hold."""
        if self.most is None:
            return
        blocks = [block for plan in (old, new) for one in plan.sections for block in one.blocks]
        self._bound("paragraphs", len(blocks), self.most.paragraphs)
        self._bound("words", sum(len(block.text.split()) for block in blocks), self.most.words)

    def write(self, redline: Redline) -> bytes:
        """The redline in this format."""
        self.admit(redline.old.plan, redline.new.plan)
        if self.most is not None:
            self._bound("changes", redline.comparison.summary.runs, self.most.changes)
        return self.make(redline)

    def _bound(self, what: str, count: int, most: int) -> None:
        if count > most:
            raise TooLong(self.ending, what, count, most)


def writer(file: Path) -> Writer:
    """The writer of the format that the file's ending names."""
    ending = file.suffix.lower()
    if ending not in WRITERS:
        raise UnknownEnding(file, WRITERS)
    return WRITERS[ending]


def redline_json(redline: Redline) -> dict[str, object]:
    """`diff --json`."""
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
        Writer(".html", _html),
        Writer(".docx", _word, Most(30_000, 200_000, 15_000)),
        Writer(".pdf", _pdf, Most(10_000, 120_000, 3_500)),
        Writer(".md", _markdown),
        Writer(".json", _json),
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
