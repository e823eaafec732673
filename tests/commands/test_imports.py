"""Importing again and in another order: nothing new comes of the same file, and the register is the same."""

from __future__ import annotations

import datetime
import io
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neaspec_cli.commands.returned import AlreadyImported, Desk
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.register.reimporting import Reimport
from tests.commands.office import FILES, answer, done, neaspec
from tests.intake.wordfiles import comment, gone, ins, on, par, run, word
from tests.sandbox import Sandbox

STATES = ("CHN", "JPN", "KOR", "MNG", "PRK", "RUS")
PLAN = "".join(
    ["title: Plan for Clean Seas 2026-2030\n", "body: Regional Seas Programme\n", "participants:\n"]
    + [f"  - {{id: {one}, name: State {one}, kind: member}}\n" for one in STATES]
)
DAY = datetime.date(2025, 7, 20)


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    box = Sandbox.begin(tmp_path_factory.mktemp("imports") / "plan", files={**FILES, "plan/plan.yaml": PLAN})
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    return box


@pytest.fixture(scope="module")
def opened(box: Sandbox) -> Desk:
    workspace = Workspace.open(box.root)
    return Desk.open(workspace, workspace.circulation("draft"), DAY)


def answer_of(text: Sequence[str], state: str) -> bytes:
    """What a State returns: the same replacement as the others, words of its own, a remark, and a new paragraph."""
    blocks = []
    for number, words in enumerate(text, 1):
        if "every year" in words:
            before, after = words.split("every year")
            changed = [run(before), gone("every year", state), ins("twice a year", state), run(after)]
            blocks.append(par(*changed, marker=number))
        elif "voluntary" in words:
            mine = ins(f" and gifts of {state}", state)
            blocks.append(par(on(1, run(words[:9])), run(words[9:]), mine, marker=number, mark="ins"))
            blocks.append(par(ins(f"{state} may lend experts.", state)))
        else:
            blocks.append(par(run(words), marker=number))
    return word(*blocks, comments=[comment(1, f"{state} asks why.", state)])


@pytest.fixture(scope="module")
def answers(opened: Desk) -> dict[str, bytes]:
    text = [leaf.text for leaf in opened.text.leaves]
    return {state: answer_of(text, state) for state in STATES}


def packed_again(data: bytes, number: int) -> bytes:
    """The same content as other bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(
                zipfile.ZipInfo(name, (2025, 7, 1, 0, number % 60, 2 * (number // 60))), old.read(name)
            )
    return buffer.getvalue()


def taken(opened: Desk, answers: Mapping[str, bytes], order: Sequence[str]) -> Desk:
    """The desk after the States' files were taken in that order."""
    at = replace(opened, after={}, originals={})
    for state in order:
        at.take(Path(f"{state}.docx"), answers[state], source=state)
    return at


def test_two_hundred_imports_change_nothing_after_the_first(
    opened: Desk, answers: Mapping[str, bytes]
) -> None:
    at = taken(opened, answers, ["JPN"])
    first, written = at.after["JPN"], at.changes()
    assert len(first.comments) == 4
    for _ in range(200):
        with pytest.raises(AlreadyImported):
            at.take(Path("JPN.docx"), answers["JPN"], source="JPN")
        assert at.changes() == written
    for number in range(200):
        (again,) = at.take(Path("JPN.docx"), packed_again(answers["JPN"], number), source="JPN")
        assert again.changes == Reimport()
        assert at.after["JPN"].comments == first.comments


def test_the_same_file_again_leaves_the_repository_as_it_is(
    box: Sandbox, answers: Mapping[str, bytes], tmp_path: Path
) -> None:
    copy = Sandbox(Path(shutil.copytree(box.root, tmp_path / "plan")))
    file = tmp_path / "KOR.docx"
    file.write_bytes(answers["KOR"])
    (receipt,) = answer(copy, "feedback", "import", str(file), "--on", "2025-07-20")
    assert (receipt["source"], receipt["balance"]) == ("KOR", 0)
    before = copy.state()
    for _ in range(3):
        result = neaspec(copy, "feedback", "import", str(file), "--on", "2025-07-21")
        assert (result.exit_code, copy.state()) == (0, before)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(STATES))
def test_six_states_in_any_order_give_the_same_register(
    opened: Desk, answers: Mapping[str, bytes], order: list[str]
) -> None:
    sorted_by_name, in_order = taken(opened, answers, STATES), taken(opened, answers, order)
    assert in_order.after == sorted_by_name.after
    assert in_order.changes() == sorted_by_name.changes()
    assert sum(len(one.comments) for one in in_order.after.values()) == 4 * len(STATES)
