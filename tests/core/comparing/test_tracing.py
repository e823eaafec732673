from __future__ import annotations

from datetime import date

from neaspec_cli.core.comparing.tracing import Reason, Step, departures, trace
from tests.core.reading import read

FIRST = "# Goals\n\nThe States shall report every year on what they did.\n\nFunds come from the States themselves.\n"
EDITED = FIRST.replace("every year", "twice a year")
MOVED_OUT = "# Goals\n\nFunds come from the States themselves.\n"
OTHER = "# Means\n\nThe secretariat keeps the accounts of the programme.\n"
MOVED_IN = OTHER + "\nThe States shall report twice a year on what they did.\n"


def reason(name: str) -> Reason:
    return Reason(name, date(2025, 7, 1), f"Commit {name}", (f"draft-1/{name}",), ("JPN",))


def step(name: str, before: dict[str, str], after: dict[str, str]) -> Step:
    return Step(
        reason(name),
        {path: read(one) for path, one in before.items()},
        {path: read(one) for path, one in after.items()},
    )


EDIT = step("edit", {"goals.md": FIRST}, {"goals.md": EDITED})
MOVE = step("move", {"goals.md": EDITED, "means.md": OTHER}, {"goals.md": MOVED_OUT, "means.md": MOVED_IN})


def test_a_paragraph_is_followed_back_through_edits_and_moves_between_files() -> None:
    history = trace([MOVE, EDIT], [("means.md", 2)])["means.md", 2]
    assert [(touch.reason.commit, touch.kind) for touch in history.touches] == [
        ("move", "moved"),
        ("edit", "edited"),
    ]
    assert history.origins == (("goals.md", 1),)


def test_a_block_that_no_step_touched_has_no_history() -> None:
    history = trace([MOVE, EDIT], [("goals.md", 1)])["goals.md", 1]
    assert history.touches == ()
    assert history.origins == (("goals.md", 2),)


def test_a_paragraph_that_was_added_begins_with_its_commit() -> None:
    added = step(
        "add", {"goals.md": MOVED_OUT}, {"goals.md": MOVED_OUT + "\nA review is held in the third year.\n"}
    )
    history = trace([added], [("goals.md", 2)])["goals.md", 2]
    assert [(touch.reason.commit, touch.kind) for touch in history.touches] == [("add", "inserted")]
    assert history.origins == ()


def test_what_is_gone_is_told_by_the_commit_that_took_it_out() -> None:
    out = step("out", {"goals.md": EDITED}, {"goals.md": MOVED_OUT})
    assert departures([out, EDIT], [("goals.md", 1), ("goals.md", 2)]) == {("goals.md", 1): (reason("out"),)}


def test_a_section_file_that_was_renamed_keeps_its_paragraphs() -> None:
    renamed = step("rename", {"02-goals.md": EDITED}, {"03-goals.md": EDITED})
    history = trace([renamed], [("03-goals.md", 1)])["03-goals.md", 1]
    assert history.touches == ()
    assert history.origins == (("02-goals.md", 1),)
