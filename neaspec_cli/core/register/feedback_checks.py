"""What is wrong between the files of feedback/: records, replies, places, and bytes that must never change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.register.answer_files import answer_file, path_of
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.core.text.tables import is_empty_cell
from neaspec_cli.errors import Fault

FOLDER = "feedback/"
SENT, ORIGINALS = "sent/", "originals/"


@dataclass(frozen=True)
class CirculatedTag:
    """The tag of a circulation and git's id of plan/ at it; `text` is empty where there is no plan."""

    annotated: bool
    text: str


def folder_faults(paths: Collection[str]) -> Iterator[Fault]:
    """Folders under feedback/ that hold files but no record of the circulation."""
    for folder in sorted(
        {path.split("/")[1] for path in paths if path.startswith(FOLDER) and path.count("/") > 1}
    ):
        if f"{FOLDER}{folder}/round.yaml" not in paths:
            yield Fault(f"{FOLDER}{folder}", 0, "", "has no round.yaml, so nothing tells what was circulated")


def tag_faults(circulations: Sequence[Circulation], tags: Mapping[str, CirculatedTag]) -> Iterator[Fault]:
    """Circulations whose tag is missing or says another text, and tags without a record; `tags` by circulation."""
    for one in circulations:
        file, tag = f"{FOLDER}{one.name}/round.yaml", tags.get(one.name)
        if tag is None:
            message = f"its tag circulated/{one.name} is missing; fetch it: git fetch --tags"
            yield Fault(file, 0, "", message)
        elif not tag.annotated:
            yield Fault(
                file, 0, "", f"its tag circulated/{one.name} is not the annotated tag that circulate makes"
            )
        elif one.text and tag.text != one.text:
            message = f"the tag circulated/{one.name} was moved: plan/ is {tag.text[:12] or 'missing'} there"
            yield Fault(file, 0, "text", message)
    for name in sorted(set(tags) - {one.name for one in circulations}):
        yield Fault(f"{FOLDER}{name}", 0, "", f"the tag circulated/{name} has no {FOLDER}{name}/round.yaml")


def sent_faults(circulation: Circulation, hashes: Mapping[str, str]) -> Iterator[Fault]:
    """Sent files that are missing, altered or not on record; `hashes` are SHA-256 by path under sent/."""
    folder = f"{FOLDER}{circulation.name}/"
    listed = {one.name.removeprefix(SENT): one.sha256 for one in circulation.files}
    for name, wanted in listed.items():
        if name not in hashes:
            yield Fault(f"{folder}round.yaml", 0, "files", f"{SENT}{name} was sent, but is not there")
        elif hashes[name] != wanted:
            yield Fault(f"{folder}{SENT}{name}", 0, "", "is not the file that was sent: its SHA-256 differs")
    for name in sorted(set(hashes) - set(listed)):
        yield Fault(f"{folder}{SENT}{name}", 0, "", "is not on record as sent in round.yaml")


def original_faults(
    feedback: SourceFeedback, file: str, text: str, hashes: Mapping[str, str]
) -> Iterator[Fault]:
    """Returned files that are missing or altered; `hashes` are SHA-256 by path under the circulation's folder."""
    folder = file.rpartition("/")[0]
    for one in feedback.files:
        if one.name not in hashes:
            yield Fault(file, _line(text, "name", one.name), "files", f"{one.name} is not there")
        elif hashes[one.name] != one.sha256:
            message = "is not the file that came back: its SHA-256 differs from the record"
            yield Fault(f"{folder}/{one.name}", 0, "", message)


def source_faults(
    feedback: SourceFeedback, file: str, participants: Collection[str] | None, circulation: Circulation | None
) -> Iterator[Fault]:
    """A file that stands under another name than it says, or whose source takes no part."""
    _, folder, name = file.split("/")
    if feedback.circulation != folder:
        yield Fault(
            file, 1, "circulation", f"says {feedback.circulation}, but stands in the folder of {folder}"
        )
    if answer_file(file).first != path_of(folder, feedback.source):
        yield Fault(file, 1, "source", f"says {feedback.source}, but the file is called {name}")
    if participants is not None and feedback.source not in participants:
        message = f"{feedback.source} takes no part in the plan; neaspec participant list shows who does"
        yield Fault(file, 1, "source", message)
    if circulation and feedback.received and feedback.received < circulation.date:
        yield Fault(file, 1, "received", f"{feedback.received} is before the circulation, {circulation.date}")


def place_faults(
    comments: Mapping[int, Comment],
    file: str,
    text: str,
    labels: Mapping[str, Collection[str]],
    activities: Collection[str] | None,
) -> Iterator[Fault]:
    """Comments on places that the circulated text does not have; `labels` are those of each section.

    `comments` stand by their number in the file; `activities` are ids of the timeline, None where it is broken.
    """
    for number, comment in comments.items():
        for field, message in _misplaced(comment, labels, activities):
            line = _line(text, "id", comment.id)
            yield Fault(file, line, f"comments[{number}].place.{field}", message)


def _misplaced(
    comment: Comment, labels: Mapping[str, Collection[str]], activities: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    place = comment.place
    if place.section and place.section not in labels:
        yield "section", f"there is no section {place.section} in the circulated text"
    elif place.block and not place.section:
        yield "section", f"is missing; {place.block} may stand in any section"
    elif place.block and not _is_there(place.block, labels[place.section]):
        yield "block", f"section {place.section} has no {place.block} in the circulated text"
    if place.activity and activities is not None and place.activity not in activities:
        yield "activity", f"the timeline has no activity {place.activity}"


def _is_there(label: str, labels: Collection[str]) -> bool:
    return label in labels or is_empty_cell(label, labels)


def _line(text: str, key: str, value: str) -> int:
    found = re.search(rf"[\s{{,-]{key}: *[\"']?{re.escape(value)}[\"']?[\s,}}]", text)
    return text.count("\n", 0, found.start() + 1) + 1 if found else 0
