"""YAML: what people typed is what is read, and an edit touches one value."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.yaml import yamlread, yamltext
from neaspec_cli.errors import Fault, InvalidInput
from tests.shared import ABSENT, SHARED_DATA

MALFORMED = SHARED_DATA / "malformed" / "yaml" / "pyyaml"

AWKWARD = [
    "yes", "no", "null", "~", "12:30", "1.10", "0x1F", "1e3", "+.5", "2025-07-01", "<<", "=", "---", "...",
    "a: b", "a #b", "- a", "a:", "?", "!x", "&a", "*a", "%", "@", "`", "[shall]", "{", "'", '"', "\\", " a",
    "\x1b[31mred", "\ud800", "\ud83d\ude00", "a\x85b", "\ufeffa", "a\u2028b", "\uffff", "\x7f", "\U0001f600",
    "\n", "a\n", "a\n b\n", "x\ny", "x\n\ny\n", "x \ny", "\t", "\r\n",
]  # fmt: skip
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=40) | st.sampled_from(AWKWARD)
VALUES = st.recursive(
    ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)

SAMPLE = """\
# the plan's timeline
title: "A title"   # quoted by its author
events: {SOM-27: 2024-12-12/2024-12-13, SOM-28: }   # not fixed
activities:

  - id: first   # the first
    when: 2025-07
    # nobody is named yet
    addressees: [members]
  - id: 'second'
    when:   2025-08
    outcome: |
      Two lines
      of text.

  # about the third
  - {id: third, when: 2025-09}
# the end
"""


def read(text: str) -> Any:
    node, faults = yamltext.parse(text, "a.yaml")
    assert faults == []
    assert node is not None
    return yamltext.plain(node)


def line_of(path: tuple[str | int, ...]) -> int:
    found: Any = yamltext.parse(SAMPLE, "")[0]
    for step in path:
        found = found.value[step]
    assert isinstance(found, yamltext.Node)
    return found.line


def only_fault(text: str) -> Fault:
    _, faults = yamltext.parse(text, "a.yaml")
    (fault,) = faults
    return fault


def test_scalars_stay_what_people_typed() -> None:
    text = "a: yes\nb: 12:30\nc: 1.10\nd: 0342611\ne:\nf: ~\ng: 2025-07-01\n"
    assert read(text) == {
        "a": "yes",
        "b": "12:30",
        "c": "1.10",
        "d": "0342611",
        "e": "",
        "f": "~",
        "g": "2025-07-01",
    }


@pytest.mark.parametrize(
    ("text", "line", "field", "part"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\n", 4, "b.c", "second time"),
        ("a: &x 1\nb: *x\n", 1, "a", "anchor"),
        ("a:\n- *x\n", 2, "a[0]", "alias"),
        ("a: !!python/name:os.system x\n", 1, "a", "tag"),
        ("a: 1\n---\nb: 2\n", 2, "", "more than one document"),
        ("a:\n  <<: {b: 1}\n", 2, "a.<<", "merge key"),
        ("[a, b]: 1\n", 1, "", "key"),
        ("", 0, "", "empty"),
        ("a: b: c\n", 1, "", "quotes around the value"),
        ("a:\n\t- b\n", 2, "", "tab"),
        ("a: 1\n\ufeffb: 2\n", 2, "", "U+FEFF"),
        ("\ufeffa: 1\n", 1, "", "remove it"),
        ("a: \x1b[31m\n", 1, "", "U+001B"),
        ("a: [b, c\n", 2, "", "not closed"),
        ("a: 'b\n", 2, "", "not closed"),
        ("a: 1\n b: 2\n", 2, "", "inside a value"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_with_its_place(
    text: str, line: int, field: str, part: str
) -> None:
    fault = only_fault(text)
    assert (fault.file, fault.line, fault.field) == ("a.yaml", line, field)
    assert part in fault.message


def test_a_duplicate_key_does_not_hide_the_other_faults_or_values() -> None:
    node, faults = yamltext.parse("a: 1\na: 2\nb: {c: 1, c: [1, {d: 2}]}\n", "a.yaml")
    assert [fault.field for fault in faults] == ["a", "b.c"]
    assert node is not None
    assert yamltext.plain(node) == {"a": "1", "b": {"c": "1"}}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_hostile_nesting_is_refused_quickly(opening: str) -> None:
    assert "nested more than" in only_fault(opening * 100_000).message


def test_a_text_that_is_too_large_is_refused() -> None:
    assert "is the most" in only_fault("a" * (yamlread.MOST_CHARACTERS + 1)).message
    assert "too large" in only_fault('"\\ud800"' + " " * yamlread.MOST_CHARACTERS_SLOW).message


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = yamltext.parse(SAMPLE, "a.yaml")
    monkeypatch.setattr(yamlread, "LOADER", yaml.BaseLoader)
    assert yamltext.parse(SAMPLE, "a.yaml") == expected


@pytest.mark.skipif(not MALFORMED.is_dir(), reason=ABSENT)
def test_malformed_files_are_refused_or_read_but_never_crash() -> None:
    for file in MALFORMED.iterdir():
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        node, faults = yamltext.parse(text, file.name)
        assert node is not None or faults, file.name


@given(ANY_TEXT)
@settings(max_examples=300)
def test_any_text_survives_as_a_scalar(text: str) -> None:
    assert read(f"key: {yamltext.scalar(text)}\n") == {"key": text}
    assert read(f"key: [{yamltext.scalar(text, flow=True)}, x]\n") == {"key": [text, "x"]}


@given(VALUES)
@settings(max_examples=300)
def test_reading_what_was_written_gives_the_same(value: Any) -> None:
    assert read(yamltext.dump(value)) == value


@given(ANY_TEXT)
def test_another_reader_takes_a_written_scalar_for_text(text: str) -> None:
    if any("\ud800" <= char <= "\udfff" for char in text) or yamltext.scalar(text)[:2] == "20":
        return
    assert yaml.safe_load(f"key: {yamltext.scalar(text)}") == {"key": text}


@given(st.text("0123456789abcdefoxABCDEFXOTZ_.:+-eE yYnN~", max_size=9))
@settings(max_examples=400)
def test_another_reader_takes_what_looks_like_a_number_for_text(text: str) -> None:
    written = yamltext.scalar(text)
    if written == text and len(text) == 10:
        return
    assert yaml.safe_load(f"key: {written}") == {"key": text}


def test_writing_is_block_style_with_short_lists_on_one_line() -> None:
    value = {
        "id": "a",
        "public": True,
        "count": 3,
        "to": None,
        "who": ["JPN", "RUS"],
        "say": "one\ntwo",
        "in": [{"a": "b", "c": "1"}],
    }
    assert yamltext.dump(value) == (
        "id: a\npublic: yes\ncount: 3\nto:\nwho: [JPN, RUS]\n"
        'say: |-\n  one\n  two\nin:\n  - a: b\n    c: "1"\n'
    )


PATHS: list[tuple[str | int, ...]] = [
    ("title",),
    ("events", "SOM-27"),
    ("events", "SOM-28"),
    ("activities", 0, "id"),
    ("activities", 0, "when"),
    ("activities", 1, "id"),
    ("activities", 1, "when"),
    ("activities", 2, "when"),
    ("activities", 0, "addressees", 0),
]


@given(st.sampled_from(PATHS), ANY_TEXT)
@settings(max_examples=300)
def test_setting_a_value_leaves_all_other_lines_byte_identical(
    path: tuple[str | int, ...], value: str
) -> None:
    edited = yamltext.set_value(SAMPLE, path, value)
    before, after = SAMPLE.split("\n"), edited.split("\n")
    line = line_of(path) - 1
    assert after[:line] == before[:line]
    assert after[len(after) - (len(before) - line - 1) :] == before[line + 1 :]
    expected = read(SAMPLE)
    target = expected
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    assert read(edited) == expected


@given(VALUES, VALUES, st.data())
@settings(max_examples=200)
def test_any_place_of_any_value_can_be_set_and_removed(value: Any, new: Any, data: st.DataObject) -> None:
    text = yamltext.dump({"top": value, "end": "x"})
    path: tuple[str | int, ...] = ("top",)
    here = value
    while isinstance(here, (dict, list)) and here and data.draw(st.booleans()):
        step = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else list(range(len(here)))))
        path, here = (*path, step), here[step]
    edited = yamltext.set_value(text, path, new)
    found = read(edited)
    for step in path:
        found = found[step]
    assert found == new
    assert yamltext.plain(
        yamltext.parse(yamltext.remove(edited, path), "")[0] or yamltext.Node("", 0)
    ) != read(edited)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("events", "SOM-28"), "2025-11", "SOM-28: }", "SOM-28: 2025-11}"),
        (("activities", 0, "when"), None, "when: 2025-07", "when:"),
        (("events", "SOM-29"), None, "SOM-28: }", "SOM-28: , SOM-29: }"),
        (("activities", 1, "when"), "2025-09", "when:   2025-08", "when:   2025-09"),
        (("activities", 2, "forecast"), "2025-10", "when: 2025-09}", "when: 2025-09, forecast: 2025-10}"),
        (
            ("activities", 0, "actual", "end"),
            "2025-07-30",
            "    addressees: [members]\n",
            "    addressees: [members]\n    actual:\n      end: 2025-07-30\n",
        ),
        (("activities", 1, "forecast"), "2025-10", "of text.\n", "of text.\n    forecast: 2025-10\n"),
        (("activities", 1, "outcome"), "Agreed", "|\n      Two lines\n      of text.", "Agreed"),
        (("activities", 0, "addressees"), {"a": "b"}, "addressees: [members]", "addressees:\n      a: b"),
    ],
)
def test_setting_a_value_changes_exactly_these_bytes(
    path: tuple[str | int, ...], value: Any, old: str, new: str
) -> None:
    assert SAMPLE.count(old) == 1
    assert yamltext.set_value(SAMPLE, path, value) == SAMPLE.replace(old, new)


def test_a_key_is_added_where_the_file_does_not_end_in_a_line_break() -> None:
    assert yamltext.set_value("a: 1", ("b",), "2") == 'a: 1\nb: "2"\n'


def test_windows_line_ends_are_kept() -> None:
    assert (
        yamltext.set_value("a: x\r\nb: y\r\n", ("c",), ["u" * 80])
        == f"a: x\r\nb: y\r\nc:\r\n  - {'u' * 80}\r\n"
    )


def test_a_comment_beside_a_key_survives_a_change_of_layout() -> None:
    text = "a:  # why\n  - b\n  - c\nd: e\n"
    assert yamltext.set_value(text, ("a",), "x") == "a: x  # why\nd: e\n"
    assert (
        yamltext.set_value("a: x  # why\nd: e\n", ("a",), ["u" * 80]) == f"a:  # why\n  - {'u' * 80}\nd: e\n"
    )


def test_items_are_inserted_and_appended_with_the_indentation_of_their_siblings() -> None:
    item = {"id": "new", "when": "2025-10"}
    after_first = yamltext.insert(SAMPLE, ("activities", 1), item)
    assert after_first == SAMPLE.replace(
        "  - id: 'second'", "  - id: new\n    when: 2025-10\n  - id: 'second'"
    )
    first = yamltext.insert(SAMPLE, ("activities", 0), item)
    assert first == SAMPLE.replace("  - id: first", "  - id: new\n    when: 2025-10\n  - id: first")
    assert yamltext.append(SAMPLE, ("activities",), item) == SAMPLE.replace(
        "2025-09}\n", "2025-09}\n  - id: new\n    when: 2025-10\n"
    )
    assert yamltext.append(SAMPLE, ("activities", 0, "addressees"), "RUS") == SAMPLE.replace(
        "[members]", "[members, RUS]"
    )
    assert yamltext.append("a:\nb: c\n", ("a",), "d") == "a: [d]\nb: c\n"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("activities", 0, "id"), "- id: first   # the first\n    when", "- when"),
        (("activities", 0, "when"), "    when: 2025-07\n", ""),
        (("activities", 2, "id"), "id: third, ", ""),
        (("activities", 2, "when"), ", when: 2025-09", ""),
        (("activities", 0, "addressees", 0), "[members]", "[]"),
        (("activities", 2), "  - {id: third, when: 2025-09}\n", ""),
        (("events", "SOM-28"), ", SOM-28: ", ""),
        (("title",), 'title: "A title"   # quoted by its author\n', ""),
    ],
)
def test_removing_takes_out_exactly_these_bytes(path: tuple[str | int, ...], old: str, new: str) -> None:
    assert SAMPLE.count(old) == 1
    assert yamltext.remove(SAMPLE, path) == SAMPLE.replace(old, new)


def test_an_edit_of_what_is_not_there_or_not_readable_is_refused() -> None:
    with pytest.raises(yamltext.CannotEdit):
        yamltext.remove(SAMPLE, ("nothing",))
    with pytest.raises(yamltext.CannotEdit):
        yamltext.set_value(SAMPLE, ("activities", 9), "x")
    with pytest.raises(yamltext.CannotEdit):
        yamltext.set_value(SAMPLE, ("title", "deeper"), "x")
    with pytest.raises(InvalidInput):
        yamltext.set_value("a: [", ("a",), "x")
