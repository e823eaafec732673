"""Lists of values arrive cell by cell, in whatever separator and encoding; none is read wrong in silence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake import csv_sheet, guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.encodings import UnknownEncoding, read_text

NOTHING = CirculatedText("draft-1", "Plan", "", ())
CHINESE = "第27段应当更加明确地说明各成员国在跨境空气污染合作中的作用，并且建议增加关于资金来源的内容。"
KOREAN = (
    "27항은 회원국이 대기오염 협력에서 맡는 역할을 더 분명하게 설명해야 합니다. 목표가 구체적이지 않습니다."
)
JAPANESE = "第27段落では、越境大気汚染の協力における加盟国の役割をもっと明確に説明すべきです。"
RUSSIAN = (
    "Пункт 27 должен яснее описывать роль государств-членов. Предлагаем добавить сведения об источниках."
)
ENGLISH = "We “welcome” the plan – it’s clear…"
TEXTS = (CHINESE, KOREAN, JAPANESE, RUSSIAN, ENGLISH)


def comments(data: bytes) -> list[str]:
    intake = csv_sheet.read(data, Against(NOTHING))
    assert intake.receipt.balance == 0
    return [one.comment for one in intake.comments]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(separator: str, end: str) -> None:
    rows = [["Name", "Comment"], ["Ann", f'a "b"{separator} c'], ["Bob", "two\nlines"]]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    assert comments(buffer.getvalue().encode()) == [f'a "b"{separator} c', "two\nlines"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_a_mark(text: str, codec: str) -> None:
    assert comments(f"No,Comment\n1,{text}\n".encode(codec)) == [text]


@pytest.mark.parametrize(
    ("codec", "text"),
    [("gb18030", CHINESE), ("cp949", KOREAN), ("cp932", JAPANESE), ("cp1251", RUSSIAN), ("cp1252", ENGLISH)],
)
def test_older_encodings_are_told_by_their_words_and_named(codec: str, text: str) -> None:
    read = read_text(text.encode(codec))
    assert (read.text, len(read.warnings)) == (text, 1)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("euc_jp", JAPANESE),
        ("koi8-r", RUSSIAN),
        ("cp866", RUSSIAN),
        ("mac-cyrillic", RUSSIAN),
        ("johab", KOREAN),
        ("big5", "第二十七段應當更加明確地說明各成員國在跨境空氣污染合作中的作用，並且建議增加內容。"),
        ("cp1252", "Le paragraphe devrait être précisé; élevé, détaillé, complété, créé à Genève."),
        ("gb18030", "同意"),
        ("cp949", "作作作作作作목목목목"),
        ("cp932", ";;;段"),
        ("cp932", "We ask that the second sentence of this paragraph be taken out, as in the 段 above."),
    ],
)
def test_what_is_not_certain_is_refused(codec: str, text: str) -> None:
    with pytest.raises(UnknownEncoding, match="cannot be told"):
        read_text(text.encode(codec))


@given(
    st.text(alphabet=st.sampled_from("абвгджя ,;кнАБ第段作用한다목표ののですカタ。"), min_size=4, max_size=60)
)
@settings(max_examples=80)
def test_a_guess_is_right_or_is_not_made(text: str) -> None:
    for codec in ("gb18030", "cp949", "cp932", "cp1251", "koi8-r", "euc_jp"):
        try:
            data = text.encode(codec)
            read = read_text(data)
        except (guard.Unreadable, UnicodeEncodeError):
            continue
        assert read.text == text or not read.warnings


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(guard.NotKnown):
        csv_sheet.read(b"\x01\x02\x03Comment", Against(NOTHING))


def test_the_files_of_others_read_as_they_say(shared_data: Path) -> None:
    files = sorted((shared_data / "csv/csv-spectrum").glob("*.csv"))
    assert len(files) == 6
    for file in files:
        first, *rows = csv_sheet.rows_of(read_text(file.read_bytes()).text, ",")
        read = [dict(zip(first, row, strict=True)) for row in rows]
        assert read == json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))


def test_every_character_of_public_submissions_arrives(shared_data: Path) -> None:
    data = (shared_data / "comment-forms/csv/use-cases.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    told = comments(data)
    assert len(told) == len(rows) == 185
    for (summary, instance), comment in zip(rows, told, strict=True):
        for cell in (summary, instance):
            assert cell.replace("\r\n", "\n").replace("\r", "\n").strip() in comment


CELLS = st.text(alphabet='ab ",\n', max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6))
@settings(max_examples=80)
def test_the_plain_count_agrees_with_the_reader(rows: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([["No", "Comment"], *rows])
    comments(buffer.getvalue().encode())


@given(CELLS)
@settings(max_examples=80)
def test_the_plain_count_agrees_on_broken_quotation_marks(text: str) -> None:
    comments(f"No,Comment\n{text}".encode())


@pytest.mark.parametrize("text", ["," * 20_000, "a,b\n" * 250_000], ids=["columns", "rows"])
def test_lists_beyond_measure_are_refused(text: str) -> None:
    with pytest.raises(guard.TooMuch):
        list(csv_sheet.rows_of(text, ","))


def test_a_list_of_too_many_cells_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def rows(text: str, separator: str) -> Iterator[list[str]]:
        for row in rows_of(text, separator):
            read.append(len(row))
            yield row

    rows_of = csv_sheet.rows_of
    monkeypatch.setattr(csv_sheet, "rows_of", rows)
    with pytest.raises(guard.TooMuch, match="700,000 cells"):
        csv_sheet.read(("Comment\n" + ("a," * 999 + "a\n") * 5_000).encode(), Against(NOTHING))
    assert sum(read) < 900_000


@given(st.text(alphabet='a,"\r\n\x0b\x85\u2028', max_size=30))
def test_rows_are_those_that_the_library_reads_from_a_file(text: str) -> None:
    try:
        wanted = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        with pytest.raises(csv.Error):
            list(csv_sheet.rows_of(text, ","))
        return
    assert list(csv_sheet.rows_of(text, ",")) == wanted
