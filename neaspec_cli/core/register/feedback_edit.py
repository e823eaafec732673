"""A feedback file brought up to date: what people wrote by hand keeps every byte that says the same."""

from __future__ import annotations

from typing import Any

from neaspec_cli.core.comments import SourceFeedback
from neaspec_cli.core.feedback import comment_value, feedback_value, feedback_yaml, read_feedback
from neaspec_cli.core.yaml import yamltext
from neaspec_cli.errors import InternalFault, InvalidInput

Value = dict[str, Any]


def updated(text: str, old: SourceFeedback, new: SourceFeedback) -> str:
    """The file's text saying `new`, where it said `old`; comments may be added and changed, none goes.

    Raises `InvalidInput` where the text could not be read again, such as when it grew beyond all measure.
    """
    text, file = _changed(text, old, new), f"feedback/{new.circulation}/{new.source}.yaml"
    read, faults = read_feedback(text, file)
    if faults:
        raise InvalidInput(faults, "Nothing was written: the file could not be read any more.")
    if read != new:
        raise InternalFault(f"{file} would not say what it should.")
    return text


def _changed(text: str, old: SourceFeedback, new: SourceFeedback) -> str:
    if not text or text == feedback_yaml(old):
        return feedback_yaml(new)
    had, wanted = feedback_value(old), feedback_value(new)
    text = _entries(text, (), _without_comments(had), _without_comments(wanted))
    for number, comment in enumerate(new.comments):
        if number < len(old.comments):
            text = _entries(
                text, ("comments", number), comment_value(old.comments[number]), comment_value(comment)
            )
        elif number == 0 or not old.comments:
            text = yamltext.set_value(text, ("comments",), wanted["comments"])
            break
        else:
            text = yamltext.append(text, ("comments",), comment_value(comment))
    return text


def _without_comments(value: Value) -> Value:
    return {key: one for key, one in value.items() if key != "comments"}


def _entries(text: str, path: tuple[str | int, ...], had: Value, wanted: Value) -> str:
    """The keys of one mapping whose values changed, each at its place."""
    for key in had.keys() - wanted.keys():
        text = yamltext.remove(text, (*path, key))
    for key, one in wanted.items():
        if had.get(key) != one:
            text = yamltext.set_value(text, (*path, key), one)
    return text
