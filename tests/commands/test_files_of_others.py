"""Every file that others made goes through the door that takes it: read with balance 0, or refused by reason, fast."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from neaspec_cli.commands.doors import DOORS, kind_of
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.errors import NeaspecError
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.receipt import Intake
from tests.effort import within

SECONDS = 2.0
SENT = circulated("draft-1", "Plan", "", [("areas", [Block("paragraph", "Clean air for all.")], ["1"])])
SAID = {
    "csv/use-cases.csv": 185,
    "csv/draft-practices.csv": 47,
    "oasis-csaf/csaf_2.0-log_from_cs02.md": 6,
    "oasis-csaf/csaf_2.0-log_from_csprd01.md": 11,
    "w3c-process/issues-20180201.txt": 73,
}
MAPPED = {"csv/draft-practices.csv": {"comment": "practice"}}


def read(name: str, data: bytes, columns: Mapping[str, str] | None = None) -> Intake:
    """What the door makes of it, in time; raises the refusal."""
    with within(SECONDS, name):
        return DOORS[kind_of(name, data)].read(name, data, Against(SENT, columns=columns or {}))


@pytest.mark.parametrize("name", SAID)
def test_forms_and_logs_of_others_arrive_whole(name: str, shared_data: Path) -> None:
    file = shared_data / "comment-forms" / name
    intake = read(file.name, file.read_bytes(), MAPPED.get(name))
    assert (len(intake.comments), intake.receipt.balance) == (SAID[name], 0)


def test_the_empty_template_of_iso_says_nothing(shared_data: Path) -> None:
    file = shared_data / "comment-forms/iso/iso_comment_template_2012-03.docx"
    intake = read(file.name, file.read_bytes())
    assert (intake.comments, intake.receipt.balance) == ((), 0)


@pytest.mark.parametrize("folder", ["malformed", "csv", "comment-forms", "criticmarkup", "docx-tracked/poi"])
def test_every_file_is_read_or_refused_by_reason(folder: str, shared_data: Path) -> None:
    files = [one for one in sorted((shared_data / folder).rglob("*")) if one.is_file()]
    assert files
    for file in files:
        names = [file.name, *([f"{file.name}.yaml"] if "yaml" in file.parts else [])]
        for name in names:
            try:
                assert read(name, file.read_bytes()).receipt.balance == 0, file
            except NeaspecError as refusal:
                assert len(refusal.message) > 20, file  # noqa: PT017


def test_lists_of_values_need_no_headings_where_the_user_maps_them(shared_data: Path) -> None:
    for file in sorted((shared_data / "csv").rglob("*.csv")):
        intake = read(file.name, file.read_bytes(), {"comment": "A"})
        assert intake.receipt.balance == 0, file
