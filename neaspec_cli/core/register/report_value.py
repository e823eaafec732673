"""The disposition of comments as one value for other programs, its keys those of a feedback file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from neaspec_cli.core.comments import Place
from neaspec_cli.core.feedback import comment_value
from neaspec_cli.core.proposals import as_value
from neaspec_cli.core.register.figures import WAYS
from neaspec_cli.core.register.report import Report

DECISION = {"disposition": "disposition", "wording": "text", "reason": "reason"}
"""Columns of the report and what a feedback file calls them."""


def report_value(report: Report, layout: str) -> dict[str, Any]:
    """The whole report; by paragraph the comments on one place stand together, in the form of ISO as its cells."""
    told: dict[str, Any] = {
        "title": report.title,
        "circulation": report.circulation,
        "layout": layout,
        "figures": [_figures(one.by, one.rows) for one in report.figures],
    }
    if layout == "iso":
        return {**told, "comments": [dict(row) for row in report.rows]}
    comments = list(_comments(report))
    if layout == "by-paragraph":
        return {**told, "paragraphs": [*_together(comments), *_silent(report)]}
    return {**told, "comments": comments}


def _figures(by: str, rows: tuple[tuple[str, tuple[int, ...]], ...]) -> dict[str, Any]:
    counted = [
        {"name": name, **dict(zip(("comments", *WAYS), numbers, strict=True))} for name, numbers in rows
    ]
    return {"by": by.lower(), "rows": counted}


def _comments(report: Report) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(report.rows):
        who = {"source": row["source"]} if "source" in row else {}
        also = [one for one in row.get("also", "").split("; ") if one]
        beside = {"circulated": row["text"], **({"also": also} if also else {})}
        if report.said:
            feedback, comment = report.said[number]
            yield {"source": feedback.source, **comment_value(comment), **beside}
            continue
        proposal = report.proposals[number]
        decided = {key: row[name] for name, key in DECISION.items() if row[name]}
        yield {
            "id": row["id"],
            **who,
            "place": _place(report.places[number]),
            "kind": row["kind"],
            **({"comment": row["comment"]} if row["comment"] else {}),
            **({"proposal": as_value(proposal)} if proposal else {}),
            **decided,
            **beside,
        }


def _silent(report: Report) -> Iterator[dict[str, Any]]:
    """What nobody commented on, after all else: other programs put it where they want it."""
    for leaf in report.silent:
        yield {"place": _place(leaf.place()), "circulated": leaf.text, "comments": []}


def _place(place: Place) -> dict[str, str]:
    parts = {name: getattr(place, name) for name in ("section", "block", "quote", "activity")}
    return {name: words for name, words in parts.items() if words}


def _together(comments: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The comments by place, in the order of the first on each; the words as circulated are said once."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in comments:
        key = tuple(one["place"].get(name, "") for name in ("section", "block", "activity"))
        found.setdefault(key, []).append(one)
    for (section, block, activity), on_it in found.items():
        place = _place(Place(section, block, activity=activity))
        text = on_it[0]["circulated"]
        inner = [{key: value for key, value in one.items() if key != "circulated"} for one in on_it]
        yield {"place": place, "circulated": text, "comments": inner}
