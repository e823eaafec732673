"""Letters are ready to send, and the same whenever they are written."""

from __future__ import annotations

import email
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from neaspec_cli.core.plan import Contact, Participant, PlanSettings
from neaspec_cli.core.rounds import Circulation, Extension
from neaspec_cli.publish.letter import encoded, write_letter, write_reminder

SETTINGS = PlanSettings("NEASPEC Strategic Plan 2026-2030", "North-East Asian Subregional Programme")
SENT = Circulation("draft-1", "draft", date(2025, 8, 4), date(2025, 8, 29), ("JPN", "WWF"), text="8f3c" * 10)
JAPAN = Participant("JPN", "Japan", "member", Contact("山田 花子", "focal@example.jp"))
STAKEHOLDER = Participant(
    "WWF", "World Wide Fund for Nature", "stakeholder", Contact("Ms. Bold", "b@example.org")
)
FILES = {
    "plan-draft-1.docx": b"PK\x03\x04",
    "plan-draft-1.pdf": b"%PDF-1.7",
    "deadline.ics": b"BEGIN:VCALENDAR",
}
ENCLOSED = {name: encoded(data) for name, data in FILES.items()}


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def body(data: bytes) -> str:
    part = read(data).get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def test_headers_come_from_the_circulation() -> None:
    message = read(write_letter(SETTINGS, SENT, JAPAN, ENCLOSED))
    assert message["To"].addresses[0].addr_spec == "focal@example.jp"
    assert message["To"].addresses[0].display_name == "山田 花子"
    assert message["Date"].datetime.date() == SENT.date
    assert message["X-Unsent"] == "1"
    assert "29 August 2025" in message["Subject"]
    assert "From" not in message


def test_same_letter_each_time_and_another_for_each_addressee() -> None:
    once, again = (write_letter(SETTINGS, SENT, JAPAN, ENCLOSED) for _ in range(2))
    other = write_letter(SETTINGS, SENT, STAKEHOLDER, ENCLOSED)
    assert once == again
    assert read(once)["Message-ID"] != read(other)["Message-ID"]


def test_enclosures_are_byte_for_byte_what_was_handed_in() -> None:
    parts = list(read(write_letter(SETTINGS, SENT, JAPAN, ENCLOSED)).iter_attachments())
    assert {part.get_filename(): part.get_payload(decode=True) for part in parts} == FILES
    assert [part.get_content_type() for part in parts][1:] == ["application/pdf", "text/calendar"]


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 100_000])
def test_enclosures_stand_in_the_letter_as_the_library_writes_them(size: int) -> None:
    data = bytes(number * number % 251 for number in range(size))
    letter = write_letter(
        SETTINGS, SENT, JAPAN, {"plan.pdf": encoded(data), "deadline.ics": encoded(b"BEGIN")}
    )
    plain = EmailMessage(policy=SMTP)
    plain.set_content("Words")
    plain.add_attachment(data, maintype="application", subtype="pdf", filename="plan.pdf")
    (part,) = plain.iter_attachments()
    assert bytes(part).partition(b"\r\n\r\n")[2].rstrip() + b"\r\n" in letter
    assert [one.get_payload(decode=True) for one in read(letter).iter_attachments()] == [data, b"BEGIN"]


def test_state_gets_a_note_verbale_and_a_stakeholder_a_letter() -> None:
    note, letter = (body(write_letter(SETTINGS, SENT, one, ENCLOSED)) for one in (JAPAN, STAKEHOLDER))
    assert "presents its compliments to the National Focal Point of Japan" in note
    assert "the draft NEASPEC Strategic Plan 2026-2030 (draft-1, 4 August 2025)" in note
    assert letter.startswith("Dear Ms. Bold,")
    assert "plan-draft-1.docx" in note


@pytest.mark.parametrize(
    ("announced", "who", "stands"), [(True, JAPAN, True), (False, JAPAN, False), (True, STAKEHOLDER, False)]
)
def test_silence_procedure_is_told_to_members_alone(announced: bool, who: Participant, stands: bool) -> None:
    sent = Circulation("draft-1", "draft", SENT.date, SENT.deadline, (), silence_announced=announced)
    assert ("silence procedure" in body(write_letter(SETTINGS, sent, who, ENCLOSED))) is stands


def test_extended_deadline_is_the_one_named() -> None:
    extension = Extension(date(2025, 8, 20), date(2025, 9, 5), "holidays")
    sent = Circulation("draft-1", "draft", SENT.date, SENT.deadline, (), extensions=(extension,))
    assert "5 September 2025" in body(write_letter(SETTINGS, sent, JAPAN, ENCLOSED))


def test_line_ends_in_names_make_no_header() -> None:
    hostile = Participant("X", "X", "stakeholder", Contact('A"\r\nBcc: all@example.org', "x@example.org"))
    message = read(write_letter(PlanSettings("Plan\nBcc: all@example.org"), SENT, hostile, ENCLOSED))
    assert "Bcc" not in message
    assert len(message["To"].addresses) == 1


def test_without_an_address_the_letter_has_no_recipient() -> None:
    assert "To" not in read(write_letter(SETTINGS, SENT, Participant("MNG", "Mongolia", "member"), ENCLOSED))


@pytest.mark.parametrize("who", [JAPAN, STAKEHOLDER])
def test_a_reminder_says_whether_the_day_is_to_come_or_has_passed(who: Participant) -> None:
    form = {"comment-form-draft-1.xlsx": encoded(b"PK")}
    before = write_reminder(SETTINGS, SENT, who, form, date(2025, 8, 29))
    after = write_reminder(SETTINGS, SENT, who, form, date(2025, 8, 30))
    assert "comments are requested by 29 August 2025" in " ".join(read(before)["Subject"].split())
    assert "comments were requested by 29 August 2025" in " ".join(read(after)["Subject"].split())
    assert "still be welcome" not in body(before)
    assert "still be welcome" in body(after)
    assert read(after)["Date"].datetime.date() == date(2025, 8, 30)
    assert after == write_reminder(SETTINGS, SENT, who, form, date(2025, 8, 30))
    assert read(before)["Message-ID"] != read(after)["Message-ID"]
    assert [part.get_filename() for part in read(after).iter_attachments()] == list(form)


def test_silence_is_recalled_while_there_is_time_to_speak() -> None:
    announced = Circulation(
        "draft-1", "draft", date(2025, 8, 4), date(2025, 8, 29), ("JPN",), silence_announced=True
    )
    assert "silence procedure" in body(write_reminder(SETTINGS, announced, JAPAN, {}, date(2025, 8, 20)))
    assert "silence procedure" not in body(write_reminder(SETTINGS, announced, JAPAN, {}, date(2025, 9, 1)))
