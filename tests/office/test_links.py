"""Links that were changed in LibreOffice, accepted and merged: the words and all else keep their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.office import FILES, done
from tests.office.roundtrip import (
    accept_all_and_merge,
    comments,
    edited,
    needs_office,
    plan_text,
    sent_word_file,
    take_in,
)
from tests.sandbox import Sandbox

pytestmark = needs_office

OLD, NEW = "https://example.org/how?a=1&b=2", "https://new.example.org/how?c=3&d=4"
GOALS = FILES["plan/02-goals.md"]
LINKED = (
    GOALS.replace("the secretariat", f'the [secretariat]({OLD} "Who")')
    .replace("a report", "a [*report*](mailto:a@example.org), see [there](#p-means)")
    .replace("Resources come", "[]{#p-means}Resources come")
)


@pytest.mark.parametrize(("suffix", "tracking"), [(".docx", "on"), (".odt", "off")])
def test_links_changed_in_a_word_processor_are_changed_in_the_plan(
    tmp_path: Path, suffix: str, tracking: str
) -> None:
    box = Sandbox.begin(tmp_path / "plan", files={**FILES, "plan/02-goals.md": LINKED})
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    before = plan_text(box)
    file = edited(
        sent_word_file(box),
        tmp_path / f"JPN{suffix}",
        "Sato Hanako",
        {"op": "track", "text": tracking},
        {"op": "link", "find": "secretariat", "text": NEW},
        {"op": "link", "find": "report", "text": ""},
        {"op": "link", "find": "protected areas", "text": "#_np_0008"},
    )
    receipt = take_in(box, file)
    assert (receipt["balance"], receipt["unplaced"], receipt["unsupported"]) == (0, [], [])
    wanted = [one["proposal"] for one in comments(box) if (one["proposal"] or {}).get("op") == "link"]
    assert [{key: one[key] for key in ("old", "target", "was") if key in one} for one in wanted] == [
        {"old": "secretariat", "target": NEW, "was": OLD},
        {"old": "report", "was": "mailto:a@example.org"},
        {"old": "protected areas", "target": "#p-means"},
    ]
    for one in comments(box):
        verdict = "accepted" if (one["proposal"] or {}).get("op") == "link" else "noted"
        done(box, "feedback", "dispose", one["id"], "--as", verdict, "--on", "2025-08-01")
    done(box, "merge", "draft")
    assert plan_text(box) == (
        before.replace(OLD, NEW)
        .replace("[*report*](mailto:a@example.org)", "*report*")
        .replace("more protected areas", "more [protected areas](#p-means)")
    )
    done(box, "check")


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_links_that_nobody_touched_say_nothing(tmp_path: Path, suffix: str) -> None:
    box = Sandbox.begin(tmp_path / "plan", files={**FILES, "plan/02-goals.md": LINKED})
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    touched = {"op": "insert", "find": "fewer plastics", "text": " soon"}
    receipt = take_in(box, edited(sent_word_file(box), tmp_path / f"JPN{suffix}", "Sato", touched))
    assert (receipt["silent"], [one["proposal"]["op"] for one in comments(box)]) == ([], ["insert"])
    accept_all_and_merge(box)
