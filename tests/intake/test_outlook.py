"""Letters in Outlook's own format: read as other letters are, whatever their files are made of."""

from __future__ import annotations

import random
import struct
from contextlib import suppress

import pytest

from neaspec_cli.intake import guard, mail
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.compound import open_compound
from neaspec_cli.intake.outlook import is_message
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.rich_text import rich_words, unpacked
from tests.effort import within
from tests.intake.circulations import as_sent
from tests.intake.compoundfiles import SECTOR, attachment, compound, letter_inside, message_tree, properties
from tests.publish.copies import ANNEXES, RICH, copy_of

SENT = as_sent(copy_of(RICH, annexes=ANNEXES))
FIRST = "The plan is set to guide efforts"
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
"""The example of [MS-OXRTFCP] 4.1.1."""
WHOLE = compound(
    message_tree("Dear all,\n\nwe welcome the draft.", attached=(attachment("a.docx", b"x" * 9000),))
)


def read(data: bytes) -> Intake:
    intake = mail.read(data, Against(SENT))
    assert intake.receipt.balance == 0
    return intake


def test_a_compound_file_gives_back_what_was_put_in() -> None:
    tree = {"empty": b"", "small": b"s" * 100, "large": b"l" * 70_000, "inner": {"one": b"1" * 4096}}
    read_again = open_compound(compound(tree))  # type: ignore[arg-type]
    assert read_again.streams == {name: one for name, one in tree.items() if isinstance(one, bytes)}
    assert read_again.storages["inner"].streams == {"one": b"1" * 4096}


def test_a_message_says_what_the_same_letter_would_say() -> None:
    intake = read(compound(message_tree(f"> {FIRST}\r\n\r\nBetter say steer.\r\n")))
    (one,) = intake.comments
    assert (one.place.block, one.place.quote, one.comment) == ("1", FIRST, "Better say steer.")
    assert (one.author, one.date, one.note) == (
        "Focal Point",
        "2025-07-20T00:00:00+00:00",
        "Subject: Comments",
    )
    assert intake.sender == "jpn@example.org"


def test_the_page_is_read_where_there_is_no_plain_text() -> None:
    page = "<p>Приветствуем проект.</p><script>x()</script>".encode()
    assert read(compound(message_tree(page=page))).comments[0].comment == "Приветствуем проект."


@pytest.mark.parametrize(
    ("page", "charset", "words"),
    [(949, "euc-kr", "동의"), (936, "gb18030", "同意"), (932, "shift_jis", "同意"), (1251, "cp1251", "Да")],
)
def test_narrow_text_is_read_by_the_code_page_that_the_message_names(
    page: int, charset: str, words: str
) -> None:
    tree = message_tree()
    head = tree["__properties_version1.0"]
    assert isinstance(head, bytes)
    tree["__properties_version1.0"] = head + struct.pack("<HHIQ", 3, 0x3FFD, 6, page)
    tree["__substg1.0_1000001E"] = words.encode(charset) + b"\0"
    assert read(compound(tree)).comments[0].comment == words


def test_what_is_attached_is_handed_out_and_letters_inside_become_letters() -> None:
    inner = message_tree(
        "Inside.", head=24, sender="CHN@example.org", attached=(attachment("b.csv", b"1,2"),)
    )
    tree = message_tree(
        "See enclosed.",
        attached=(
            attachment("../проект.docx", b"word"),
            attachment("logo.png", b"y", "image/png"),
            letter_inside("Ministry", inner),
            properties(8, {0x3705: (3, (7).to_bytes(8, "little"))}, {0x3707: "on a drive.docx"}),
        ),
    )
    opened = mail.open_letter(compound(tree))
    assert [name for name, _ in opened.enclosed] == ["проект.docx", "Ministry.eml"]
    assert len(opened.warnings) == 2
    again = mail.open_letter(opened.enclosed[1][1])
    assert (again.sender, again.body.strip(), again.enclosed) == (
        "chn@example.org",
        "Inside.",
        (("b.csv", b"1,2"),),
    )
    assert again.date == "2025-07-20T00:00:00+00:00"


def test_rich_text_is_read_where_there_is_nothing_else() -> None:
    assert unpacked(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert read(compound(message_tree(words={0x1009: PACKED}))).comments[0].comment == "hello world"


@pytest.mark.parametrize(
    ("rich", "words"),
    [
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}One\par\b two\b0\tab three\{\}}", "One\ntwo\tthree{}"),
        (rb"{\rtf1\ansicpg1251 \'c4\'e0, \u26085?\u26412?.}", "Да, 日本."),
        (rb"{\rtf1\ansicpg949 \'b5\'bf\'c0\'c7}", "동의"),
        (
            rb"{\rtf1\fromhtml1 {\*\htmltag64 <p>}Dear all,\par {\*\htmltag72 </p>}\uc0 \u1044 x}",
            "Dear all,\nДx",
        ),
        (b"}}}}{{{{\\", ""),
        (rb"{\rtf1 \u-10179?\u-8704?}", "\U0001f600"),
    ],
)
def test_words_of_rich_text_are_those_that_are_shown(rich: bytes, words: str) -> None:
    assert rich_words(rich) == words


def test_rich_text_of_many_braces_is_refused_in_time() -> None:
    for rich in (b"{" * 1_000_000, b"{}" * 500_000, rb"\'c4" * 250_000):
        made = struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich
        with within(2), suppress(guard.Unreadable):
            assert read(compound(message_tree(words={0x1009: made}))).receipt.balance == 0


def test_rich_text_that_cannot_be_unpacked_is_told_and_not_lost() -> None:
    intake = read(compound(message_tree(words={0x1009: b"LZFu"})))
    assert intake.receipt.elements == {"letters": 1}
    assert ".eml" in intake.receipt.unsupported[0].reason


def test_an_old_word_file_attached_does_not_make_it_one() -> None:
    old = guard.COMPOUND + "WordDocument".encode("utf-16-le")
    assert is_message(compound(message_tree("x", attached=(attachment("a.doc", old),))))


def damaged(at: int, value: int) -> bytes:
    made = bytearray(WHOLE)
    made[at : at + 4] = struct.pack("<I", value)
    return bytes(made)


def fat_at() -> int:
    return (int.from_bytes(WHOLE[76:80], "little") + 1) * SECTOR


def directory_at() -> int:
    return (int.from_bytes(WHOLE[48:52], "little") + 1) * SECTOR


def shared() -> bytes:
    """A great many streams that all name the bytes of one."""
    made = compound({"a": b"x" * 4096, **{f"s{number}": b"" for number in range(1500)}})
    directory = (struct.unpack_from("<I", made, 48)[0] + 1) * SECTOR
    listed = bytearray(made)
    for at in range(directory + 128, len(made) - 128, 128):
        if made[at + 66] == 2:
            struct.pack_into("<IQ", listed, at + 116, 0, 4096)
    return bytes(listed)


REFUSED = {
    "nothing but the sign": (guard.COMPOUND, guard.Broken),
    "cut off": (WHOLE[: len(WHOLE) // 2], guard.Unreadable),
    "another head": (damaged(28, 0), guard.Broken),
    "a chain in a circle": (damaged(fat_at() + 4, 0), guard.Hostile),
    "a chain that leads out": (damaged(fat_at() + 4, 0x00FFFFFF), guard.Broken),
    "a directory that leads back": (damaged(directory_at() + 76, 0), guard.Unreadable),
    "a neighbour that is itself": (damaged(directory_at() + 128 + 72, 1), guard.Broken),
    "streams that share their bytes": (shared(), guard.Hostile),
    "no message": (compound({"x": b"y"}), guard.NotKnown),
    "locked": (compound(message_tree("x", words={0x1A: "IPM.Note.SMIME"})), guard.Locked),
    "too long": (compound(message_tree("words " * 70_000)), guard.TooMuch),
    "too large": (guard.COMPOUND + bytes(guard.MOST_FILE), guard.TooMuch),
    "too many parts": (
        compound(message_tree("x", attached=tuple(attachment("a", b"x") for _ in range(201)))),
        guard.TooMuch,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_refused_by_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with within(2), pytest.raises(reason):
        mail.open_letter(data)


def test_damaged_files_are_read_or_refused_and_never_more() -> None:
    chance = random.Random(5)
    for _ in range(400):
        made = bytearray(WHOLE)
        for _ in range(chance.randint(1, 12)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        with suppress(guard.Unreadable):
            mail.open_letter(bytes(made))
