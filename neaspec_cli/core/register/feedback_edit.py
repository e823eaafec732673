"""A feedback file brought up to date: what people wrote by hand keeps every byte that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from neaspec_cli.core.comments import SourceFeedback
from neaspec_cli.core.feedback import feedback_value, read_feedback
from neaspec_cli.core.register.answer_files import path_of
from neaspec_cli.core.yaml import yamltext
from neaspec_cli.core.yaml.yamlread import MOST_CHARACTERS
from neaspec_cli.errors import InternalFault, InvalidInput

Value = dict[str, Any]
LIST = "comments"
_HEAD = f"{LIST}:\n"


class Edited(NamedTuple):
    """A file's text, and what to read of it to be sure of it: all, or its head with these comments alone.

    In a file as it is written here, comments stand in lines of their own, so those that stay need not be read again.
    """

    text: str
    proof: str
    ids: frozenset[str] | None = None


def updated(text: str, old: SourceFeedback, new: SourceFeedback) -> str:
    """The file's text saying `new`, where it said `old`; comments may be added and changed, none goes.

    Raises `InvalidInput` where the text could not be read again, such as when it grew beyond all measure.
    """
    edited = changed(text, feedback_value(old), feedback_value(new))
    check(edited, path_of(new.circulation, new.source), new)
    return edited.text


def check(edited: Edited, file: str, wanted: SourceFeedback) -> None:
    """Refuse a text that does not say what it should; the order of its comments is its own."""
    is_too_long = len(edited.text) > MOST_CHARACTERS
    read, faults = read_feedback(edited.text if is_too_long else edited.proof, file)
    if faults:
        raise InvalidInput(faults, "Nothing was written: the file could not be read any more.")
    if read is None or _by_id(read) != _by_id(wanted, edited.ids):
        raise InternalFault(f"{file} would not say what it should.")


def _by_id(feedback: SourceFeedback, ids: frozenset[str] | None = None) -> tuple[object, ...]:
    said = {one.id: one for one in feedback.comments if ids is None or one.id in ids}
    return feedback.circulation, feedback.source, feedback.reply, feedback.received, feedback.files, said


def item(value: Value) -> str:
    """A comment as it stands in the list of a file."""
    return yamltext.dump({LIST: [value]}).removeprefix(_HEAD)


def changed(text: str, had: Value, wanted: Value) -> Edited:
    """The text of one file saying `wanted` where it said `had`, both as they are written."""
    written = [(one, item(one)) for one in had.get(LIST, [])]
    if not text or text == _file(had, [said for _, said in written]):
        return _written(wanted, {value["id"]: (value, said) for value, said in written})
    text = _entries(text, (), _without_comments(had), _without_comments(wanted))
    comments = wanted.get(LIST, [])
    if not had.get(LIST):
        text = yamltext.set_value(text, (LIST,), comments) if comments else text
        return Edited(text, text)
    known = {one["id"]: one for one in had[LIST]}
    edits = {one["id"]: one for one in comments if one != known.get(one["id"], one)}
    if edits:
        text = _with_changed(text, known, edits)
    text = _with_added(text, [one for one in comments if one["id"] not in known])
    return Edited(text, text)


def _file(value: Value, items: Sequence[str]) -> str:
    return yamltext.dump(_without_comments(value)) + (_HEAD if items else "") + "".join(items)


def _written(wanted: Value, known: Mapping[str, tuple[Value, str]]) -> Edited:
    """The file as it is written here; how comments that stay are written is known."""
    items, read = {}, {}
    for value in wanted.get(LIST, []):
        was, said = known.get(value["id"], (None, ""))
        if was != value:
            said = read[value["id"]] = item(value)
        items[value["id"]] = said
    # Where comments only went to another file, one that stays is read all the same: a list of none is another answer.
    read = read or dict(islice(items.items(), 1))
    return Edited(_file(wanted, list(items.values())), _file(wanted, list(read.values())), frozenset(read))


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
