"""Titles and names hold nothing that is not seen."""

from __future__ import annotations

import pytest

from neaspec_cli.core.calendar.timeline_file import read_timeline
from neaspec_cli.core.plan import read_section, read_settings

EVIL = ("\\e[31m", "\\u202E", "\\u009B2J", "\\U0000FFFE", "\\r")


@pytest.mark.parametrize("evil", EVIL)
def test_every_value_with_a_hidden_character_is_named(evil: str) -> None:
    settings = f'title: "A {evil} plan"\nparticipants:\n  - {{id: JPN, kind: member, name: "J{evil}"}}\n'
    found = [(one.line, one.field) for one in read_settings(settings)[1] if "invisible" in one.message]
    assert found == [(1, "title"), (3, "participants[0].name")]
    timeline = f'title: T\nactivities:\n  - {{id: a, when: 2025-07, kind: meeting, activity: "x{evil}"}}\n'
    assert "activities[0].activity" in [one.field for one in read_timeline(timeline)[1]]


@pytest.mark.parametrize("word", ["Монгол улс", "中国", "عربي\u200f", "co\u00adoperation", "می\u200cخواهم"])
def test_what_belongs_to_a_script_is_left_alone(word: str) -> None:
    assert read_settings(f"title: {word}\n")[1] == []


def test_a_name_in_the_files_is_a_line_and_an_address_is_one() -> None:
    text = 'title: "two\\nlines"\nparticipants:\n  - {id: A, name: A, kind: member, contact: {email: "a@b>, c"}}\n'
    fields = [one.field for one in read_settings(text)[1]]
    assert fields == ["title", "participants[0].contact.email"]


@pytest.mark.parametrize("name", ["02-go\x1b[31mals", "02-go\nals", "02-go\udcffals"])
def test_a_section_whose_file_name_hides_something_is_a_fault_of_one_line(name: str) -> None:
    (fault,) = read_section(f"plan/{name}.md", "# Goals\n")[1]
    assert "hidden characters in its name" in fault.message
    assert "\n" not in str(fault)
