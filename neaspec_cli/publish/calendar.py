"""The last day for answers as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import datetime

from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.publish.days import in_words

MOST_OCTETS = 75
REMINDER = "-P7D"
FOLD = "\r\n "


def write_deadline(title: str, circulation: Circulation) -> bytes:
    """An all-day entry on the deadline with a reminder a week before; nothing in it comes from the clock."""
    day = effective_deadline(circulation)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//neaspec//circulation//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{circulation.text[:16]}-{circulation.name}@neaspec.invalid",
        f"DTSTAMP:{circulation.date:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + datetime.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'Comments due: {title} ({circulation.name})')}",
        f"DESCRIPTION:{_escaped(f'Comments on {circulation.name}, sent on {in_words(circulation.date)}')}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(f'Comments on {title} are due in a week')}",
        f"TRIGGER:{REMINDER}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    """Text value of RFC 5545, section 3.3.11; control characters have no place in one."""
    kept = "".join(char if char == "\n" or char.isprintable() else " " for char in text)
    for char in ("\\", ";", ","):
        kept = kept.replace(char, "\\" + char)
    return kept.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets (section 3.1), never cut inside a character."""
    parts, part, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > MOST_OCTETS:
            parts.append(part)
            part, size = "", 1
        part += char
        size += octets
    return FOLD.join([*parts, part])
