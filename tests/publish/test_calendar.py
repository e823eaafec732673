"""The deadline as a calendar entry that any calendar reads."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.rounds import Circulation
from neaspec_cli.publish.calendar import write_deadline

SENT = Circulation("draft-1", "draft", date(2025, 8, 4), date(2025, 8, 31), ("JPN",), text="8f3c" * 10)


def fields(data: bytes) -> dict[str, str]:
    """Unfolded lines by name; of a name that comes twice the first."""
    found: dict[str, str] = {}
    for line in data.decode().replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        found.setdefault(name, value)
    return found


def test_entry_lasts_the_whole_last_day() -> None:
    entry = fields(write_deadline("Plan", SENT))
    assert entry["DTSTART;VALUE=DATE"] == "20250831"
    assert entry["DTEND;VALUE=DATE"] == "20250901"
    assert entry["DTSTAMP"] == "20250804T000000Z"


def test_same_entry_each_time_and_an_own_uid_for_each_circulation() -> None:
    other = Circulation("draft-2", "draft", SENT.date, SENT.deadline, text=SENT.text)
    assert write_deadline("Plan", SENT) == write_deadline("Plan", SENT)
    assert fields(write_deadline("Plan", SENT))["UID"] != fields(write_deadline("Plan", other))["UID"]


def test_title_is_escaped() -> None:
    summary = fields(write_deadline("Air; water, soil\\land\nEND:VEVENT", SENT))["SUMMARY"]
    assert summary == r"Comments due: Air\; water\, soil\\land\nEND:VEVENT (draft-1)"


@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_lines_are_short_and_whole(title: str) -> None:
    data = write_deadline(title, SENT)
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert data.replace(b"\r\n ", b"").count(b"\r\nEND:VEVENT\r\n") == 1
