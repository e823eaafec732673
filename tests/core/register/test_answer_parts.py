"""One source's comments in several files: whatever is written is read back, and comments stay where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comments import Comment, Disposition, Place, SourceFeedback, with_comments, with_ids
from neaspec_cli.core.feedback import feedback_yaml, read_feedback
from neaspec_cli.core.register import answer_parts, feedback_edit
from neaspec_cli.core.register.answer_files import AnswerFile, answer_file, path_of
from neaspec_cli.core.register.answer_parts import ReadFile, joined, updated
from neaspec_cli.core.yaml import yamlread
from neaspec_cli.errors import Fault

FULL, MOST = 1_000, 2_000
DECIDED = Disposition("noted", reason="The text was agreed at the meeting of focal points. " * 4)
Files = dict[int, str]


@pytest.fixture(scope="module", autouse=True)
def _small_files() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer_parts, "FULL", FULL)
        for one in (answer_parts, feedback_edit, yamlread):
            patch.setattr(one, "MOST_CHARACTERS", MOST)
        yield


def answer(comments: int, words: str = "Say more of the sources in winter.") -> SourceFeedback:
    said = tuple(Comment(place=Place(section="aims"), comment=f"{words} {one}") for one in range(comments))
    return with_ids(SourceFeedback("draft-1", "PUBLIC", "comments" if said else "no comments", comments=said))


def written(old: SourceFeedback, new: SourceFeedback, files: Files) -> Files:
    return files | updated(lambda number: files.get(number, ""), old, new)


def read(files: Files) -> tuple[SourceFeedback, list[Fault]]:
    found = []
    for number, text in files.items():
        path = path_of("draft-1", "PUBLIC", number)
        feedback, faults = read_feedback(text, path)
        assert feedback is not None, faults
        found.append(ReadFile(path, text, feedback))
    (one,), faults = joined(found)
    return one, faults


def begun(comments: int) -> tuple[SourceFeedback, Files]:
    files = written(SourceFeedback("draft-1", "PUBLIC"), answer(comments), {})
    return read(files)[0], files


def test_names_of_files_are_told_apart_from_ids_that_end_in_a_number() -> None:
    assert answer_file("feedback/draft-1/PUBLIC.12.yaml") == AnswerFile("feedback/draft-1/PUBLIC.yaml", 12)
    for path in ("feedback/draft-1/UN-2.yaml", "feedback/draft-1/UN.1.yaml", "feedback/draft-1/UN.02.yaml"):
        assert answer_file(path) == AnswerFile(path, 1)
    assert answer_file(path_of("draft-1", "UN-2", 3)) == AnswerFile("feedback/draft-1/UN-2.yaml", 3)


def test_what_fits_into_one_file_is_written_as_ever() -> None:
    for count in (0, 1, 12):
        said, files = begun(count)
        assert files == {1: feedback_yaml(said)}
    assert len(files[1]) > FULL


def test_what_does_not_fit_is_divided() -> None:
    said, files = begun(60)
    assert (said, []) == (answer(60), read(files)[1])
    assert list(files) == list(range(1, len(files) + 1))
    assert all(len(text) <= FULL for text in files.values())
    assert files[2].startswith("circulation: draft-1\nsource: PUBLIC\ncomments:\n  - id: PUBLIC-")


def test_comments_stay_in_their_files_and_new_ones_come_last() -> None:
    said, files = begun(60)
    grown = with_ids(replace(said, comments=(*said.comments, *answer(20, "New").comments)))
    again = with_ids(
        replace(grown, comments=(*said.comments, *(replace(one, id="") for one in grown.comments[60:])))
    )
    after = written(said, again, files)
    last = len(files)
    assert {number: after[number] for number in range(1, last)} == {
        number: files[number] for number in range(1, last)
    }
    assert after[last].startswith(files[last])
    assert read(after) == (again, [])


def test_a_decision_changes_one_file_alone() -> None:
    said, files = begun(60)
    decided = with_comments(said, {"PUBLIC-030": replace(said.comments[29], disposition=DECIDED)})
    changed = updated(lambda number: files.get(number, ""), said, decided)
    assert list(changed) == [said.places["PUBLIC-030"]]
    assert read(files | changed) == (decided, [])


@pytest.mark.parametrize("mark", ["", "# By telephone\n"])
@pytest.mark.parametrize("count", [12, 60])
def test_what_decisions_make_too_large_gives_its_last_comments_away(count: int, mark: str) -> None:
    said, files = begun(count)
    files = {number: mark + text for number, text in files.items()}
    decided = replace(said, comments=tuple(replace(one, disposition=DECIDED) for one in said.comments))
    after = written(said, decided, files)
    assert len(after) > len(files)
    assert all(len(text) <= MOST for text in after.values())
    assert read(after) == (decided, [])
    assert all(text.startswith(mark) for text in after.values() if text in files.values())


def test_nothing_new_writes_nothing() -> None:
    said, files = begun(60)
    assert updated(lambda number: files.get(number, ""), said, said) == {}


# The decisions on the last comments of a file alone make it too large, so that those which stay are as they were.
@example([(21, {0}), (0, {0, 1, 2, 3, 4, 5, 19, 20, 21}), (0, {22})])
@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25), st.sets(st.integers(0, 80))), min_size=1, max_size=4))
def test_whatever_is_added_and_decided_is_read_back(steps: list[tuple[int, set[int]]]) -> None:
    said, files = begun(5)
    for more, decided in steps:
        changed = tuple(
            replace(one, disposition=DECIDED) if number in decided else one
            for number, one in enumerate(said.comments)
        )
        new = with_ids(
            replace(said, comments=(*changed, *(replace(one, id="") for one in answer(more).comments)))
        )
        files = written(said, new, files)
        now, faults = read(files)
        assert (now, faults) == (new, [])
        assert all(now.places.get(one.id, 1) >= said.places.get(one.id, 1) for one in said.comments)
        said = now


def test_a_missing_file_is_named() -> None:
    _, files = begun(60)
    del files[2]
    assert [(one.file, one.message) for one in read(files)[1]] == [
        (
            "feedback/draft-1/PUBLIC.2.yaml",
            f"is missing, though PUBLIC.{max(files)}.yaml is there; bring it back, or rename that one",
        )
    ]
    (alone,) = [ReadFile(path_of("draft-1", "PUBLIC", 2), "", answer(1))]
    assert joined([alone])[0] == ()
    assert [one.file for one in joined([alone])[1]] == ["feedback/draft-1/PUBLIC.yaml"]


def test_an_id_in_two_files_is_named_with_its_line() -> None:
    _, files = begun(60)
    files[3] += "  - {id: PUBLIC-004, comment: Once more.}\n"
    (fault,) = read(files)[1]
    assert (fault.file, fault.line) == ("feedback/draft-1/PUBLIC.3.yaml", files[3].count("\n"))
    assert fault.message == "PUBLIC-004 is used twice; it stands in PUBLIC.yaml, too"


def test_further_files_hold_comments_alone_and_of_the_same_source() -> None:
    text = "circulation: draft-1\nsource: JPN\nreply: comments\ncomments: [{id: JPN-001, comment: Yes.}]\n"
    _, faults = read_feedback(text, "feedback/draft-1/PUBLIC.2.yaml")
    assert [(one.line, one.field) for one in faults] == [(3, "reply")]
    sound, _ = read_feedback(text, "feedback/draft-1/JPN.yaml")
    assert sound is not None
    first = SourceFeedback("draft-1", "PUBLIC", "no comments")
    found = joined(
        [
            ReadFile("feedback/draft-1/PUBLIC.yaml", "", first),
            ReadFile("feedback/draft-1/PUBLIC.2.yaml", text, sound),
        ]
    )[1]
    assert [(one.file, one.field) for one in found] == [
        ("feedback/draft-1/PUBLIC.2.yaml", "source"),
        ("feedback/draft-1/PUBLIC.yaml", "reply"),
    ]
