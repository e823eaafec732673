"""Proposed words that nobody can tell the place of: kept in the remark, and found in it again."""

from __future__ import annotations

PREFIX = "Proposed wording: "


def with_wording(comment: str, wording: str) -> str:
    """A remark with the words that it proposes, in a paragraph of their own."""
    return "\n\n".join(one for one in (comment, f"{PREFIX}{wording}" if wording else "") if one)


def without_wording(comment: str) -> tuple[str, str]:
    """The remark and the words that it proposes; these are empty where it proposes none."""
    if comment.startswith(PREFIX):
        return "", comment.removeprefix(PREFIX)
    remark, _, wording = comment.partition(f"\n\n{PREFIX}")
    return remark, wording
