"""A feedback file brought up to date: what people wrote by hand keeps every byte that says the same."""

from __future__ import annotations

from typing import Any

from neaspec_cli.core.comments import SourceFeedback
from neaspec_cli.core.feedback import feedback_value, read_feedback
from neaspec_cli.core.register.answer_files import path_of
from neaspec_cli.core.yaml import yamltext
from neaspec_cli.errors import InternalFault, InvalidInput

Value = dict[str, Any]
LIST = "comments"
_HEAD = f"{LIST}:\n"


def updated(text: str, old: SourceFeedback, new: SourceFeedback) -> str:
    """The file's text saying `new`, where it said `old`; comments may be added and changed, none goes.

    Raises `InvalidInput` where the text could not be read again, such as when it grew beyond all measure.
    """
    text = changed(text, feedback_value(old), feedback_value(new))
    check(text, path_of(new.circulation, new.source), new)
    return text


def check(text: str, file: str, wanted: SourceFeedback) -> None:
    """Refuse a text that does not say what it should; the order of its comments is its own."""
    read, faults = read_feedback(text, file)
    if faults:
        raise InvalidInput(faults, "Nothing was written: the file could not be read any more.")
    if read is None or _by_id(read) != _by_id(wanted):
        raise InternalFault(f"{file} would not say what it should.")


def _by_id(feedback: SourceFeedback) -> tuple[object, ...]:
    said = {one.id: one for one in feedback.comments}
    return feedback.circulation, feedback.source, feedback.reply, feedback.received, feedback.files, said


def changed(text: str, had: Value, wanted: Value) -> str:
    """The text of one file saying `wanted` where it said `had`, both as they are written."""
    if not text or text == yamltext.dump(had):
        return yamltext.dump(wanted)
    text = _entries(text, (), _without_comments(had), _without_comments(wanted))
    comments = wanted.get(LIST, [])
    if not had.get(LIST):
        return yamltext.set_value(text, (LIST,), comments) if comments else text
    known = {one["id"]: one for one in had[LIST]}
    edits = {one["id"]: one for one in comments if one != known.get(one["id"], one)}
    if edits:
        text = _with_changed(text, known, edits)
    return _with_added(text, [one for one in comments if one["id"] not in known])


def _with_changed(text: str, known: dict[str, Value], edits: dict[str, Value]) -> str:
    """Each changed comment at its place: in the lines of its own, since reading all the file for each takes long."""
    listed = _comments(text)
    places = dict(enumerate(yamltext.item_lines(text, (LIST,))))
    for number in reversed(range(len(listed))):
        wanted = edits.get(listed[number]["id"])
        if wanted is None:
            continue
        start, end = places.get(number, (0, 0))
        alone = f"{_HEAD}{text[start:end]}\n"
        if end and _comments(alone) == [listed[number]]:
            edited = _entries(alone, (LIST, 0), known[wanted["id"]], wanted)
            text = text[:start] + edited.removeprefix(_HEAD).removesuffix("\n") + text[end:]
        else:
            text = _entries(text, (LIST, number), known[wanted["id"]], wanted)
    return text


def _with_added(text: str, added: list[Value]) -> str:
    """New comments below the last one, as far apart as the others."""
    places = yamltext.item_lines(text, (LIST,)) if added else []
    if not places:
        for one in added:
            text = yamltext.append(text, (LIST,), one)
        return text
    end = places[-1][1]
    last = f"{_HEAD}{text[places[-2 if len(places) > 1 else -1][0] : end]}"
    new = [yamltext.append(f"{last}\n", (LIST,), one).removeprefix(last).removesuffix("\n") for one in added]
    return text[:end] + "".join(new) + (text[end:] or "\n")


def ids(text: str) -> list[str]:
    """The ids of the comments in the order of the file."""
    return [one["id"] for one in _comments(text)]


def _comments(text: str) -> list[Value]:
    """The comments as they are written; none where that cannot be read."""
    node, faults = yamltext.parse(text, "text")
    value = yamltext.plain(node) if node is not None and not faults else None
    listed = value.get(LIST) if isinstance(value, dict) else None
    return listed if isinstance(listed, list) else []


def _without_comments(value: Value) -> Value:
    return {key: one for key, one in value.items() if key != LIST}


def _entries(text: str, path: tuple[str | int, ...], had: Value, wanted: Value) -> str:
    """The keys of one mapping whose values changed, each at its place."""
    for key in had.keys() - wanted.keys():
        text = yamltext.remove(text, (*path, key))
    for key, one in wanted.items():
        if had.get(key) != one:
            text = yamltext.set_value(text, (*path, key), one)
    return text
