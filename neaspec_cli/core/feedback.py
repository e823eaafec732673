"""The file feedback/<circulation>/<source>.yaml: read with every fault in it, written the same each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import (
    KINDS,
    ORIGINS,
    REPLIES,
    VERDICTS,
    Answer,
    Comment,
    Disposition,
    Place,
    ReturnedFile,
    SourceFeedback,
)
from neaspec_cli.core.register.answer_files import answer_file
from neaspec_cli.core.register.dispositions import why_not
from neaspec_cli.core.rounds import CIRCULATION_NAME
from neaspec_cli.core.yaml import schema, yamltext
from neaspec_cli.core.yaml.yamltext import Node
from neaspec_cli.errors import Fault

SOURCE = r"[A-Z][A-Z0-9-]*"
COMMENT_ID = rf"{SOURCE}-[0-9]{{3,}}"
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[-+][0-9:]+)?)?"

HEAD = ("received", "reply", "files")
"""What is said of an answer as a whole."""

_text = schema.Field(schema.Text(empty=True))
_PLACE = schema.Record(dict.fromkeys(("section", "block", "quote", "activity"), _text))
_ANSWER = schema.Record(
    {
        "author": _text,
        "date": schema.Field(schema.Text(pattern=MOMENT, means="a day or a moment")),
        "comment": schema.Field(schema.Text(), required=True),
    }
)
_COMMENT = schema.Record(
    {
        "id": schema.Field(schema.Text(pattern=COMMENT_ID, means="an id such as JPN-014")),
        "place": schema.Field(_PLACE),
        "kind": schema.Field(schema.Choice(*KINDS)),
        "comment": _text,
        "proposal": schema.Field(proposals.PROPOSAL_SCHEMA),
        "origin": schema.Field(schema.Choice(*ORIGINS)),
        "author": _text,
        "date": schema.Field(schema.Text(pattern=MOMENT, means="a day or a moment")),
        "submitter": _text,
        "replies": schema.Field(schema.ListOf(_ANSWER)),
        "resolved": schema.Field(schema.YesNo()),
        "disposition": schema.Field(schema.Choice(*VERDICTS)),
        "text": _text,
        "reason": _text,
        "by": _text,
        "decided": schema.Field(schema.Day()),
        "agreed": schema.Field(schema.YesNo()),
        "note": _text,
        "public": schema.Field(schema.YesNo()),
    }
)
_FILE = schema.Record(
    {
        "name": schema.Field(schema.Text(), required=True),
        "sha256": schema.Field(schema.Hash(), required=True),
        "author": _text,
    }
)
FEEDBACK_SCHEMA = schema.Record(
    {
        "circulation": schema.Field(
            schema.Text(pattern=CIRCULATION_NAME, means="a name such as draft-1"), required=True
        ),
        "source": schema.Field(schema.Text(pattern=SOURCE, means="an id such as JPN"), required=True),
        "received": schema.Field(schema.Day()),
        "reply": schema.Field(schema.Choice(*REPLIES)),
        "files": schema.Field(schema.ListOf(_FILE)),
        "comments": schema.Field(schema.ListOf(_COMMENT)),
    }
)


class Sound(NamedTuple):
    """What can be read of a feedback file; `numbers` are those of its comments in the file, which may hold others."""

    feedback: SourceFeedback
    numbers: tuple[int, ...]


def read_feedback(
    text: str, file: str, *, numbered: bool = True
) -> tuple[SourceFeedback | None, list[Fault]]:
    """A feedback file with every fault in it; None when it cannot be used.

    `numbered=False` is for a file that comes in from outside: its comments need no ids yet.
    """
    sound, faults = sound_part(text, file, numbered=numbered)
    return (sound.feedback if sound and not faults else None), faults


def sound_part(text: str, file: str, *, numbered: bool = True) -> tuple[Sound | None, list[Fault]]:
    """What can be read of a feedback file, with every fault in it; None where it does not tell whose it is."""
    node, faults = yamltext.parse(text, file)
    if node is None:
        return None, faults or [Fault(file, 1, "", "is empty; it needs a circulation and a source")]
    value, found = schema.read(FEEDBACK_SCHEMA, node, file)
    faults += found
    comments, found = _comments(node, file, (value or {}).get("comments", ()) if not faults else None)
    faults += found
    source = (value or {}).get("source", "")
    told = {fault.field for fault in faults}
    faults += [one for one in _id_faults(node, source, file, numbered=numbered) if one.field not in told]
    faults += _reply_faults(value or {}, node, file)
    faults += _further_faults(node, file) if numbered else []
    if not value or not {"circulation", "source"} <= value.keys():
        return None, faults
    return Sound(_feedback(value, tuple(comments.values())), tuple(comments)), faults


def _comments(
    node: Node, file: str, values: Sequence[dict[str, Any]] | None
) -> tuple[dict[int, Comment], list[Fault]]:
    """The comments that the schema finds nothing wrong with, by number, and what else is wrong with those.

    `values` are those of all comments where nothing at all is wrong with them.
    """
    comments: dict[int, Comment] = {}
    faults: list[Fault] = []
    for number, at in enumerate(_comment_nodes(node)):
        value, bad = (values[number], []) if values is not None else schema.read(_COMMENT, at, file)
        if not bad:
            comments[number], found = _comment(value, at, file, f"comments[{number}]")
            faults += found
    return comments, faults


def _feedback(value: dict[str, Any], comments: tuple[Comment, ...]) -> SourceFeedback:
    files = tuple(
        ReturnedFile(one["name"], one["sha256"], one.get("author", ""))
        for one in value.get("files") or ()
        if {"name", "sha256"} <= one.keys()
    )
    reply = value.get("reply") or ("comments" if comments else "no comments")
    return SourceFeedback(
        value["circulation"], value["source"], reply, value.get("received"), files, comments
    )


def _further_faults(node: Node, file: str) -> list[Fault]:
    """What is said once of an answer stands in the first of its files."""
    first, number = answer_file(file)
    if number == 1 or not isinstance(node.value, dict):
        return []
    message = f"belongs in the first file, {first.rpartition('/')[2]}; further files hold comments alone"
    return [Fault(file, node.value[name].line, name, message) for name in HEAD if name in node.value]


def feedback_yaml(feedback: SourceFeedback) -> str:
    """The feedback as YAML; the same feedback gives the same text."""
    return yamltext.dump(feedback_value(feedback))


def feedback_value(feedback: SourceFeedback) -> dict[str, Any]:
    """The feedback as it is written, fields that say nothing left out."""
    value: dict[str, Any] = {
        "circulation": feedback.circulation,
        "source": feedback.source,
        "received": feedback.received,
        "reply": feedback.reply,
        "files": [
            _said({"name": one.name, "sha256": one.sha256, "author": one.author}) for one in feedback.files
        ],
        "comments": [comment_value(one) for one in feedback.comments],
    }
    return _said(value)


def comment_value(comment: Comment) -> dict[str, Any]:
    """The comment as it is written, fields that say nothing left out."""
    place = comment.place
    decision = comment.disposition
    value: dict[str, Any] = {
        "id": comment.id,
        "place": _said(
            {
                "section": place.section,
                "block": place.block,
                "quote": place.quote,
                "activity": place.activity,
            }
        ),
        "kind": comment.kind,
        "comment": comment.comment,
        "proposal": proposals.as_value(comment.proposal) if comment.proposal else None,
        "origin": comment.origin,
        "author": comment.author,
        "date": comment.date,
        "submitter": comment.submitter,
        "replies": [
            _said({"author": one.author, "date": one.date, "comment": one.comment}) for one in comment.replies
        ],
        "resolved": comment.resolved or None,
        "disposition": decision.verdict if decision else None,
        "text": decision.text if decision else "",
        "reason": decision.reason if decision else "",
        "by": decision.by if decision else "",
        "decided": decision.decided if decision else None,
        "agreed": decision.agreed if decision else None,
        "note": comment.note,
        "public": None if comment.public else False,
    }
    return {key: one for key, one in value.items() if key == "place" or one not in (None, "", [])}


def _said(value: dict[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in value.items() if one not in (None, "", [])}


def _comment_nodes(node: Node) -> Sequence[Node]:
    listed = node.value.get("comments") if isinstance(node.value, dict) else None
    return listed.value if listed is not None and isinstance(listed.value, tuple) else ()


def _comment(value: dict[str, Any], node: Node, file: str, field: str) -> tuple[Comment, list[Fault]]:
    faults: list[Fault] = []
    proposal = None
    if value.get("proposal"):
        at = node.value["proposal"] if isinstance(node.value, dict) else node
        proposal, faults = proposals.read_proposal(value["proposal"], at, file, f"{field}.proposal")
    elif not value.get("comment", "").strip():
        faults.append(Fault(file, node.line, field, "says nothing; give it a comment or a proposal"))
    place = Place(**(value.get("place") or {}))
    words = ("id", "comment", "author", "date", "submitter", "note")
    answers = tuple(Answer(**one) for one in value.get("replies") or ())
    comment = Comment(
        place=place,
        kind=value.get("kind") or ("substantive" if proposal or place != Place() else "general"),
        proposal=proposal,
        origin=value.get("origin", "hand"),
        replies=answers,
        resolved=value.get("resolved", False),
        disposition=_disposition(value),
        public=value.get("public", True),
        **{name: value.get(name, "") for name in words},
    )
    return comment, faults + _decision_faults(value, node, file, field)


def _disposition(value: dict[str, Any]) -> Disposition | None:
    if "disposition" not in value:
        return None
    words = {name: value.get(name, "") for name in ("text", "reason", "by")}
    return Disposition(
        value["disposition"], decided=value.get("decided"), agreed=value.get("agreed", True), **words
    )


def _decision_faults(value: dict[str, Any], node: Node, file: str, field: str) -> list[Fault]:
    decision = _disposition(value)
    if decision is None:
        given = [name for name in ("text", "reason", "by", "decided", "agreed") if name in value]
        message = "stands without a disposition"
        return [Fault(file, node.line, f"{field}.{name}", message) for name in given]
    reason = why_not(decision)
    return [Fault(file, node.line, f"{field}.disposition", reason)] if reason else []


def _id_faults(node: Node, source: str, file: str, *, numbered: bool) -> list[Fault]:
    """Ids that are missing, used twice or of another source, told even where other fields have faults too."""
    seen: set[str] = set()
    faults = []
    for number, at in enumerate(_comment_nodes(node)):
        given = at.value.get("id") if isinstance(at.value, dict) else None
        identifier = given.value if given is not None and isinstance(given.value, str) else ""
        message = ""
        if not identifier:
            message = "is missing; neaspec feedback import gives ids" if numbered else ""
        elif identifier in seen:
            message = f"{identifier} is used twice"
        elif source and not re.fullmatch(rf"{re.escape(source)}-[0-9]{{3,}}", identifier):
            message = f"{identifier} does not begin with the source, {source}-"
        seen.add(identifier)
        if message:
            faults.append(Fault(file, at.line, f"comments[{number}].id", message))
    return faults


def _reply_faults(value: dict[str, Any], node: Node, file: str) -> list[Fault]:
    contradicts = value.get("reply", "comments") != "comments" and bool(_comment_nodes(node))
    if not contradicts or not isinstance(node.value, dict):
        return []
    message = f"is {value['reply']}, but comments are listed"
    return [Fault(file, node.value["reply"].line, "reply", message)]
