"""Letters by electronic mail: what they say, what they enclose, and what they only answer."""

from __future__ import annotations

import tracemalloc
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from neaspec_cli.intake import guard, mail
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.htmltext import html_text
from neaspec_cli.intake.receipt import Intake
from tests.intake.circulations import as_sent
from tests.publish.copies import ANNEXES, RICH, copy_of

SENT = as_sent(copy_of(RICH, annexes=ANNEXES))
FIRST = "The plan is set to guide efforts"


def letter(
    text: str = "", page: str = "", subject: str = "Comments", enclosed: tuple[tuple[str, bytes], ...] = ()
) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Focal Point <JPN@Example.org>"
    message["Subject"] = subject
    message["Date"] = "Sun, 20 Jul 2025 09:00:00 +0900"
    if text:
        message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html") if text else message.set_content(page, subtype="html")
    for name, data in enclosed:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def read(data: bytes) -> Intake:
    intake = mail.read(data, Against(SENT))
    assert intake.receipt.balance == 0
    return intake


def test_a_letter_that_quotes_nothing_is_a_comment_on_the_whole() -> None:
    intake = read(letter("Dear all,\n\nwe welcome the draft.\n"))
    (one,) = intake.comments
    assert (one.kind, one.place.block, one.comment) == ("general", "", "Dear all,\n\nwe welcome the draft.")
    assert (one.author, one.date, one.note) == (
        "Focal Point",
        "2025-07-20T09:00:00+09:00",
        "Subject: Comments",
    )
    assert intake.sender == "jpn@example.org"


@pytest.mark.parametrize(
    "data",
    [
        letter(f"> {FIRST}\n\nBetter say steer.\n"),
        letter(page=f"<p>Dear all,</p><blockquote><p>{FIRST}</p></blockquote><p>Better say steer.</p>"),
        letter("x", page="<p>never read</p>").replace(
            b"\r\nx", f"\r\n> {FIRST}\r\nBetter say steer.".encode()
        ),
    ],
)
def test_a_quotation_leads_to_its_paragraph(data: bytes) -> None:
    one = read(data).comments[-1]
    assert (one.place.block, one.place.quote, one.comment) == ("1", FIRST, "Better say steer.")


def test_what_a_letter_answers_is_listed_and_no_comment() -> None:
    outlook = "Agreed.\n\n-----Original Message-----\nFrom: Secretariat\nSent: Friday\nDear Focal Point\n"
    intake = read(letter(outlook))
    assert [one.comment for one in intake.comments] == ["Agreed."]
    assert intake.receipt.elements == {"passages": 1, "earlier messages": 1}
    assert "Dear Focal Point" in intake.receipt.unsupported[0].text
    quoted = read(letter("Agreed.\n\n> Dear Focal Point,\n> please comment.\n"))
    assert [one.comment for one in quoted.comments] == ["Agreed."]
    assert "no remark below it" in quoted.receipt.unsupported[0].reason


def test_a_letter_that_is_passed_on_is_read_whole() -> None:
    text = "See below.\n\nFrom: Ministry\nSent: Friday\n\nThe plan is too long.\n"
    assert "too long" in read(letter(text, subject="FW: Comments")).comments[-1].comment


def test_enclosed_files_are_handed_out_and_pictures_named() -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "a@b.org"
    message.set_content("See enclosed.")
    message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="../../проект.docx")
    message.add_attachment(b"y", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(EmailMessage())
    opened = mail.open_letter(message.as_bytes())
    assert [name for name, _ in opened.enclosed] == ["проект.docx", "enclosed-5.eml"]
    assert opened.warnings == ("logo.png (image/png) is enclosed and was not read.",)


@pytest.mark.parametrize("charset", ["gb18030", "euc-kr", "shift_jis", "koi8-r", "windows-1251", "utf-8"])
def test_encodings_are_those_that_the_letter_names(charset: str) -> None:
    words = {"gb18030": "同意", "euc-kr": "동의", "shift_jis": "同意", "utf-8": "Ä"}.get(charset, "Да")
    head = f"From: a@b.org\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert read(head.encode() + words.encode(charset)).comments[0].comment == words


def test_headers_in_other_scripts_are_decoded() -> None:
    data = b"From: =?utf-8?b?0JjQstCw0L0=?= <I@Example.ru>\nSubject: =?gb2312?B?zayz0g==?=\n\nx"
    opened = mail.open_letter(data)
    assert (opened.name, opened.sender) == ("Иван", "i@example.ru")
    assert opened.subject


DEEP = b"From: a@b.org\n" + b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(40)
)
REFUSED = {
    "no letter": (b"Dear colleagues", guard.NotKnown),
    "nothing": (b"", guard.NotKnown),
    "locked": (
        b"From: a@b.org\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx",
        guard.Locked,
    ),
    "too long": (letter("words " * 100_000), guard.TooMuch),
    "too deep": (DEEP, guard.TooMuch),
    "too many parts": (letter("x", enclosed=tuple(("a", b"x") for _ in range(300))), guard.TooMuch),
    "not text": (b"From: a@b.org\nContent-Type: text/plain\n\n\xe9\xff\x81", guard.Unreadable),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_refused_by_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(reason):
        mail.open_letter(data)


def test_pages_become_words_and_nothing_else() -> None:
    page = "<style>p{}</style><p>One<br>two &amp; three<script>x()</script></p><ul><li>a<li>b</ul>"
    page += "<table><tr><td>c<td>d</table>"
    assert html_text(page) == "One\ntwo & three\n\na\nb\n\nc | d"


@pytest.mark.parametrize(
    "rest",
    [
        "X: y\n" * 20_000,
        'Content-Type: multipart/mixed; boundary="b"\n\n' + "--b\n\nx\n" * 20_000,
        "Content-Type: text/plain\n\n" + "\n" * 500_000,
        "Content-Type: text/html\n\n" + "<div>" * 300_000,
    ],
    ids=["fields", "parts", "lines", "page"],
)
def test_letters_beyond_measure_are_refused_before_they_are_taken_apart(rest: str) -> None:
    with pytest.raises(guard.TooMuch):
        mail.open_letter(f"From: a@example.org\nSubject: x\n{rest}".encode())


def test_a_letter_takes_a_few_times_its_size_in_memory() -> None:
    page = b"From: a@b.org\nContent-Type: text/html\n\n" + b"<p>Words</p> " * 950_000
    tracemalloc.start()
    try:
        with pytest.raises(guard.TooMuch, match="a page of more than"):
            mail.open_letter(page)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 7 * len(page), "as one string that is read from it takes more than ten times as much"
