"""What one source said, read from several files and written to them, since no file may grow beyond what is read of one.

The first file says whose answer it is, when it came and in which files; further ones hold comments alone. A comment
stays in the file that it is in. New ones go into the last file until that is full; where decisions make a file too
large, its last comments go the same way. Of several files the comments are read in the order of their numbers.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, NamedTuple

from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.feedback import comment_value, feedback_value
from neaspec_cli.core.register import feedback_edit
from neaspec_cli.core.register.answer_files import answer_file, path_of
from neaspec_cli.core.register.feedback_edit import Edited
from neaspec_cli.core.yaml import yamltext
from neaspec_cli.core.yaml.yamlread import MOST_CHARACTERS
from neaspec_cli.errors import Fault

FULL = 2_000_000
"""Characters from which on a file of several takes no new comment: decisions and their reasons need room, too."""
TextOf = Callable[[int], str]
_LIST = "comments:\n"


class ReadFile(NamedTuple):
    """A feedback file as it was read."""

    path: str
    text: str
    feedback: SourceFeedback


# --- reading ----------------------------------------------------------------------------------------------------


def joined(read: Iterable[ReadFile]) -> tuple[tuple[SourceFeedback, ...], list[Fault]]:
    """One answer of each source out of all its files, and what is wrong between these."""
    of_source: dict[str, dict[int, ReadFile]] = defaultdict(dict)
    for one in read:
        first, number = answer_file(one.path)
        of_source[first][number] = one
    answers: list[SourceFeedback] = []
    faults: list[Fault] = []
    for first, numbered in sorted(of_source.items()):
        files = dict(sorted(numbered.items()))
        faults += faults_between(first, files)
        if 1 in files:
            answers.append(_together(files))
    return tuple(answers), faults


def faults_between(first: str, files: Mapping[int, ReadFile]) -> Iterator[Fault]:
    """Files of a source that are missing, that are another's, and ids used twice; `files` by number, in order."""
    for number in range(1, max(files)):
        if number not in files:
            path = first if number == 1 else f"{first.removesuffix('.yaml')}.{number}.yaml"
            last = files[max(files)].path.rpartition("/")[2]
            yield Fault(path, 0, "", f"is missing, though {last} is there; bring it back, or rename that one")
    seen: dict[str, str] = {}
    for number, one in files.items():
        name = one.path.rpartition("/")[2]
        if number > 1 and 1 in files:
            yield from _strange(one, files[1], name)
        for comment in one.feedback.comments if len(files) > 1 else ():
            if seen.setdefault(comment.id, name) != name:
                message = f"{comment.id} is used twice; it stands in {seen[comment.id]}, too"
                yield Fault(one.path, _line(one.text, comment.id), "comments", message)


def _strange(one: ReadFile, first: ReadFile, name: str) -> Iterator[Fault]:
    for field in ("circulation", "source"):
        mine, its = getattr(one.feedback, field), getattr(first.feedback, field)
        if mine != its:
            yield Fault(
                one.path, 1, field, f"says {mine}, but the file is called {name} and the first says {its}"
            )
    if one.feedback.comments and first.feedback.reply != "comments":
        message = f"is {first.feedback.reply}, but {name} lists comments; say reply: comments"
        yield Fault(first.path, 1, "reply", message)


def _line(text: str, identifier: str) -> int:
    place = text.find(identifier)
    return text.count("\n", 0, place) + 1 if place >= 0 else 0


def _together(files: Mapping[int, ReadFile]) -> SourceFeedback:
    first = files[1].feedback
    if len(files) == 1:
        return first
    comments = [comment for one in files.values() for comment in one.feedback.comments]
    places = {
        comment.id: number for number, one in files.items() if number > 1 for comment in one.feedback.comments
    }
    return replace(first, comments=tuple(sorted(comments, key=_number)), places=places)


def _number(comment: Comment) -> int:
    return int(comment.id.rpartition("-")[2])


# --- writing ----------------------------------------------------------------------------------------------------


def updated(text_of: TextOf, old: SourceFeedback, new: SourceFeedback) -> dict[int, str]:
    """Texts by number of the files to be written so that they say `new` where they said `old`.

    `text_of` gives the text of a file by its number, empty where there is none yet. Comments may be added and changed,
    none goes. Raises `InvalidInput` where a text could not be read again.
    """
    writing = _Writing(text_of, old, new)
    writing.change()
    writing.add()
    for number, edited in writing.edits.items():
        feedback_edit.check(edited, path_of(new.circulation, new.source, number), writing.says(number))
    return {number: edited.text for number, edited in writing.edits.items()}


class _Writing:
    """The files of one answer on their way from what they said to what they shall say."""

    def __init__(self, text_of: TextOf, old: SourceFeedback, new: SourceFeedback) -> None:
        self.old, self.new = old, new
        self.last = max(old.places.values(), default=1)
        self.there = {number: text_of(number) for number in range(1, self.last + 1)}
        known = {one.id for one in old.comments}
        self.had = _divided(old.comments, old.places)
        self.now = _divided((one for one in new.comments if one.id in known), old.places)
        self.waiting = [one for one in new.comments if one.id not in known]
        self.edits: dict[int, Edited] = {}

    def says(self, number: int) -> SourceFeedback:
        """What a file says in the end."""
        comments = tuple(self.now[number])
        if number == 1:
            return replace(self.new, comments=comments)
        return SourceFeedback(self.new.circulation, self.new.source, comments=comments)

    def change(self) -> None:
        """The files as they are, with what changed in them; what has no room any more waits with the new comments."""
        other_head = _head(self.old, 1) != _head(self.new, 1)
        for number, text in self.there.items():
            if text and (self.had[number] != self.now[number] or (number == 1 and other_head)):
                edited = self._changed(text, number)
                if len(edited.text) > MOST_CHARACTERS:
                    edited = self._changed(self._shortened(text, number), number)
                self.edits[number] = edited

    def _changed(self, text: str, number: int) -> Edited:
        had, now = self.had[number], self.now[number]
        return feedback_edit.changed(text, _value(self.old, number, had), _value(self.new, number, now))

    def _shortened(self, text: str, number: int) -> str:
        """The text as it was without its last comments, which wait for another file; the others have room to change."""
        places, ids = yamltext.item_lines(text, ("comments",)), feedback_edit.ids(text)
        now = {one.id: one for one in self.now[number]}
        ends = accumulate(len(feedback_edit.item(comment_value(now[one]))) for one in ids)
        stay = max(1, sum(end <= FULL for end in ends))
        if not stay < len(places):
            return text
        left = set(ids[stay:])
        self.waiting += [one for one in self.now[number] if one.id in left]
        self.had[number] = [one for one in self.had[number] if one.id not in left]
        self.now[number] = [one for one in self.now[number] if one.id not in left]
        return text[: places[stay - 1][1]] + text[places[-1][1] :]

    def add(self) -> None:
        """The comments that wait: in the one file there is where all of them fit, else in as many as it takes."""
        items = deque((one, feedback_edit.item(comment_value(one))) for one in self.waiting)
        most = MOST_CHARACTERS - sum(len(text) for _, text in items)
        limit = MOST_CHARACTERS if self.last == 1 and len(self._text(1)) <= most else FULL
        number = self.last
        while True:
            room = limit - len(self._text(number))
            taken: list[tuple[Comment, str]] = []
            while items and (len(items[0][1]) <= room or not (taken or self.now[number])):
                room -= len(items[0][1])
                taken.append(items.popleft())
            self._fill(number, taken)
            if not items:
                return
            number += 1

    def _fill(self, number: int, taken: Sequence[tuple[Comment, str]]) -> None:
        """Put comments, each with how it is written, at the end of a file, which is begun where there is none."""
        text = self._text(number)
        is_there = bool(self.there.get(number))
        if is_there and not taken:
            return
        before = self.now[number]
        self.now[number] = [*before, *(one for one, _ in taken)]
        if is_there:
            had, now = (_value(self.new, number, said) for said in (before, self.now[number]))
            edited = feedback_edit.changed(text, had, now)
            # What was changed before is not among what is read to be sure of this change.
            self.edits[number] = Edited(edited.text, edited.text) if number in self.edits else edited
        else:
            text = text.removesuffix("" if taken else _LIST) + "".join(said for _, said in taken)
            self.edits[number] = Edited(text, text)

    def _text(self, number: int) -> str:
        """The text of a file as far as it is known; the head of one that is not there."""
        if number in self.edits:
            return self.edits[number].text
        return self.there.get(number) or yamltext.dump(_head(self.new, number)) + _LIST


def _head(feedback: SourceFeedback, number: int) -> dict[str, Any]:
    """What a file says above its comments."""
    if number == 1:
        return feedback_value(replace(feedback, comments=()))
    return {"circulation": feedback.circulation, "source": feedback.source}


def _value(feedback: SourceFeedback, number: int, comments: Iterable[Comment]) -> dict[str, Any]:
    """What is written in a file that holds these comments."""
    listed = [comment_value(one) for one in comments]
    return _head(feedback, number) | ({"comments": listed} if listed else {})


def _divided(comments: Iterable[Comment], places: Mapping[str, int]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = defaultdict(list)
    for one in comments:
        found[places.get(one.id, 1)].append(one)
    return found
