"""The files of one circulation: made from the plan at a revision and the circulation's record, and from nothing else.

The same record and the same plan give the same bytes, so a circulation can be rebuilt from its tag and compared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

from neaspec_cli.adapters.content import Content
from neaspec_cli.commands.copies import copy_of, file_name, kind_of, no_answer
from neaspec_cli.commands.workspace import TAGS, Revision, Workspace
from neaspec_cli.core.plan import Participant, PlanSettings
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.publish.copy import Copy

ACCESSIBLE = "-accessible.docx"
"""How the name of a Word file without markers ends."""


@dataclass(frozen=True)
class Names:
    """What the files of a circulation are called."""

    word: str
    pdf: str
    form: str
    redline: str
    comments: str

    @property
    def accessible(self) -> str:
        """The Word file without markers."""
        return self.word.removesuffix(".docx") + ACCESSIBLE

    @classmethod
    def of(cls, settings: PlanSettings, circulation: Circulation, previous: str = "") -> Names:
        """Title and circulation in every name, so that a file found anywhere tells what it is."""
        stem = file_name(settings.title, circulation.name)
        redline = file_name("redline", previous, circulation.name) if previous else ""
        comments = f"comments-{previous}.docx" if previous else ""
        form = f"comment-form-{circulation.name}.xlsx"
        return cls(f"{stem}.docx", f"{stem}.pdf", form, redline, comments)


def build(
    workspace: Workspace,
    revision: Revision,
    circulation: Circulation,
    *,
    previous: Circulation | None = None,
    per_addressee: bool = False,
    accessible: bool = False,
) -> dict[str, Content]:
    """Every file to send, by its name under `sent/`; letters are put together when they are asked for."""
    from neaspec_cli.publish.calendar import write_deadline
    from neaspec_cli.publish.form import write_form
    from neaspec_cli.publish.pdf import write_pdf
    from neaspec_cli.publish.word import write_word

    # What was sent knew nothing of a later deadline or of the closing.
    circulation = replace(circulation, extensions=(), closed=None)
    settings = workspace.settings(revision.git)
    names = Names.of(settings, circulation, previous.name if previous else "")
    copy = copy_of(workspace, revision, kind_of(circulation), circulation=circulation)
    pages = pages_of(copy)
    files: dict[str, bytes] = {
        names.word: write_word(copy, pages=pages),
        names.pdf: write_pdf(copy),
        names.form: write_form(copy),
        "deadline.ics": write_deadline(settings.title, circulation),
    }
    if previous is not None:
        files |= _redlines(workspace, names, copy, circulation, previous)
        files |= _comments(workspace, revision, names, copy, previous)
    if accessible:
        files[names.accessible] = write_word(copy, pages=pages, markers=False)
    if per_addressee:
        for one in circulation.addressees:
            marked = copy_of(
                workspace, revision, kind_of(circulation), circulation=circulation, addressee=one
            )
            files[f"{one}-{names.word}"] = write_word(marked, pages=pages)
    return files | _letters(settings, circulation, names, files)


def previous_of(
    circulation: Circulation, workspace: Workspace, revision: str | None = None
) -> Circulation | None:
    """The circulation before this one, which its redline starts from, as it is on record at that git revision."""
    earlier = [
        one
        for one in workspace.circulations(revision)
        if one.name != circulation.name and one.date <= circulation.date
    ]
    before = [one for one in earlier if _tagged_before(workspace, one, circulation)]
    return before[-1] if before else None


def _tagged_before(workspace: Workspace, one: Circulation, other: Circulation) -> bool:
    """A circulation without a tag yet is the newest; else the tags' order in history decides."""
    tags = {tag.name: tag for tag in workspace.repository.tags(TAGS)}
    mine = tags.get(TAGS + one.name)
    return mine is not None and (
        TAGS + other.name not in tags or workspace.repository.contains(TAGS + other.name, mine.target)
    )


def _redlines(
    workspace: Workspace, names: Names, copy: Copy, circulation: Circulation, previous: Circulation
) -> Mapping[str, bytes]:
    from neaspec_cli.intake.provenance import REDLINE
    from neaspec_cli.publish.pdf import write_pdf
    from neaspec_cli.publish.redline import redline
    from neaspec_cli.publish.word import write_word_redline

    older = copy_of(workspace, workspace.revision(previous.name), copy.kind, circulation=previous)
    marked = redline(older, no_answer(copy, REDLINE))
    return {f"{names.redline}.docx": write_word_redline(marked), f"{names.redline}.pdf": write_pdf(marked)}


def _comments(
    workspace: Workspace, revision: Revision, names: Names, copy: Copy, previous: Circulation
) -> Mapping[str, bytes]:
    """What became of the comments on the earlier circulation, as on record at the revision that is sent."""
    feedback = workspace.feedback(previous.name, revision.git)
    if all(one.reply == "no reply" for one in feedback):
        return {}
    from neaspec_cli.commands.circulated import circulated_text
    from neaspec_cli.core.comments import selected
    from neaspec_cli.core.register.report import report
    from neaspec_cli.publish.report_word import write_report_word

    text = circulated_text(workspace, previous)
    made = report(text.plan, text, selected(feedback), public=True, attributed=False)
    properties = copy.provenance.properties() | {"neaspec-report": previous.name}
    day = copy.provenance.date or previous.date
    return {names.comments: write_report_word(made, copy.settings, previous, properties, day)}


def _letters(
    settings: PlanSettings, circulation: Circulation, names: Names, files: Mapping[str, bytes]
) -> dict[str, Content]:
    """Letters by name: with a thousand addressees they are a thousand times what they enclose."""
    from neaspec_cli.publish.letter import encoded, letter_pieces

    once = cache(lambda name: encoded(files[name]))
    letters: dict[str, Content] = {}
    for who in map(settings.participant, circulation.addressees):
        enclosed = {name: once(name) for name in _enclosed(who, names, files)}
        pieces = letter_pieces(settings, circulation, who, enclosed)
        letters[f"letters/{who.id}.eml"] = partial(b"".join, pieces)
    return letters


def _enclosed(who: Participant, names: Names, files: Collection[str]) -> list[str]:
    """What an addressee gets: the copy marked for it where there is one."""
    own = f"{who.id}-{names.word}"
    word = own if own in files else names.word
    earlier = (f"{names.redline}.docx", f"{names.redline}.pdf", names.comments)
    known = (word, names.pdf, names.form, *earlier, "deadline.ics")
    return [name for name in known if name in files]


def pages_of(copy: Copy) -> dict[str, int]:
    """Page of each heading in the PDF by its marker, for the contents of the Word file."""
    from neaspec_cli.publish.pdf import lines

    pages: dict[str, int] = {}
    for line in lines(copy):
        pages.setdefault(line.label, line.page)
    headings = (leaf for leaf in copy.leaves if leaf.block.kind == "heading")
    return {leaf.marker: pages[leaf.label.text] for leaf in headings if leaf.label.text in pages}
