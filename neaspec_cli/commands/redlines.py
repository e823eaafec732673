"""A redline as a file: one table from the file's ending to its writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from neaspec_cli.commands.comparing import Redline, Side, disclosed
from neaspec_cli.commands.copies import copy_of
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


def redline_bytes(redline: Redline, file: Path) -> bytes:
    """The redline in the format that the file's ending names."""
    ending = file.suffix.lower()
    if ending not in WRITERS:
        raise UnknownEnding(file, WRITERS)
    return WRITERS[ending](redline)


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
    from neaspec_cli.commands.attributions import signed
    from neaspec_cli.publish.redline import redline as woven
    from neaspec_cli.publish.word import write_word_redline

    copies = signed(redline, _copies(redline), _told(redline))
    return write_word_redline(woven(*copies, attributed=redline.attributed))


def _pdf(redline: Redline) -> bytes:
    from neaspec_cli.publish.pdf import write_pdf
    from neaspec_cli.publish.redline import redline as woven

    return write_pdf(woven(*_copies(redline), attributed=redline.attributed))


WRITERS: dict[str, Callable[[Redline], bytes]] = {
    ".html": _html,
    ".docx": _word,
    ".pdf": _pdf,
    ".md": _markdown,
    ".json": _json,
}


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
