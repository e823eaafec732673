"""A schema types what people wrote, names every fault at its place, and says the same as a JSON Schema."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.yaml import schema, yamltext
from neaspec_cli.core.yaml.schema import (
    Choice,
    Day,
    Field,
    Hash,
    ListOf,
    MapOf,
    Number,
    Record,
    Schema,
    Text,
    YesNo,
)
from neaspec_cli.errors import Fault

FILE = Record(
    {
        "title": Field(Text(), required=True),
        "kind": Field(Choice("member", "meeting")),
        "public": Field(YesNo()),
        "count": Field(Number()),
        "date": Field(Day(), about="when it came in"),
        "sha256": Field(Hash()),
        "events": Field(MapOf(Text(empty=True))),
        "items": Field(
            ListOf(Record({"id": Field(Text("[a-z]+", means="a lower-case word"), required=True)}))
        ),
    }
)


def read(text: str, shape: Schema = FILE) -> tuple[Any, list[Fault]]:
    node, faults = yamltext.parse(text, "a.yaml")
    assert node is not None
    assert faults == []
    return schema.read(shape, node, "a.yaml")


def test_each_type_reads_its_own_value() -> None:
    text = (
        f"title: 12:30\nkind: member\npublic: no\ncount: 007\ndate: 2025-07-28\nsha256: {'0a' * 32}\n"
        "events: {SOM-27: 2024-12-12, SOM-28: }\nitems: [{id: a}]\n"
    )
    assert read(text) == (
        {
            "title": "12:30",
            "kind": "member",
            "public": False,
            "count": 7,
            "date": datetime.date(2025, 7, 28),
            "sha256": "0a" * 32,
            "events": {"SOM-27": "2024-12-12", "SOM-28": ""},
            "items": [{"id": "a"}],
        },
        [],
    )


def test_all_faults_are_found_at_once_with_line_field_and_what_is_expected() -> None:
    text = (
        "titel: x\nkind: state\npublic: true\ncount: -1\ndate: 2025-02-30\nsha256: abc\nevents: x\n"
        "items:\n  - id: A\n  - {}\n  - x\n"
    )
    values, faults = read(text)
    assert values == {"items": [{}, {}]}
    assert [(fault.line, fault.field) for fault in sorted(faults)] == [
        (1, "titel"),
        (1, "title"),
        (2, "kind"),
        (3, "public"),
        (4, "count"),
        (5, "date"),
        (6, "sha256"),
        (7, "events"),
        (9, "items[0].id"),
        (10, "items[1].id"),
        (11, "items[2]"),
    ]
    messages = {fault.field: fault.message for fault in faults}
    assert messages["titel"] == "is not known; did you mean title?"
    assert messages["title"] == "is missing; text is expected"
    assert messages["kind"] == "'state' is not one of member, meeting"
    assert messages["public"] == "'true' is not yes or no"
    assert messages["date"] == "'2025-02-30' is not a day such as 2025-07-28"
    assert messages["items[0].id"] == "'A' is not a lower-case word"
    assert "a group of id is expected" in messages["items[2]"]


def test_a_value_left_empty_counts_as_left_out() -> None:
    assert read("title: x\nkind:\ndate:\nitems:\nevents:\n") == ({"title": "x"}, [])
    _, faults = read("title:\n")
    assert [str(fault) for fault in faults] == ["a.yaml:1: title: is missing; text is expected"]


@pytest.mark.parametrize(
    "text", ["title: [a]\n", "title: {a: b}\n", "title: x\nitems: {a: b}\n", "- a\n", "x\n"]
)
def test_a_value_of_the_wrong_shape_is_a_fault(text: str) -> None:
    assert read(text)[1] != []


LEAVES: list[Schema] = [Text(), Text(empty=True), Choice("a", "b"), YesNo(), Number(), Day(), Hash()]
SCHEMAS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(ListOf, inner),
        st.builds(MapOf, inner),
        st.builds(Record, st.dictionaries(st.sampled_from("abc"), st.builds(Field, inner, st.booleans()))),
    ),
    max_leaves=6,
)
WRITTEN = st.recursive(
    st.sampled_from(["", "a", "yes", "7", "2025-07-28", "0a" * 32, "2025-99-99", "9999-12-31", "x y"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)


@given(SCHEMAS, WRITTEN)
def test_anything_is_read_or_faulted_and_every_fault_has_a_line(shape: Schema, written: Any) -> None:
    value, faults = read(yamltext.dump(written), shape)
    assert value is not None or faults
    assert all(fault.line > 0 and fault.message for fault in faults)


@given(SCHEMAS)
def test_every_schema_has_a_json_schema_with_only_known_words(shape: Schema) -> None:
    found = schema.json_schema(shape, "A file")
    assert found["title"] == "A file"
    assert {"type", "enum"} & set(found)


def test_the_json_schema_names_keys_requirements_and_choices() -> None:
    found = schema.json_schema(FILE, "A file")
    assert found["required"] == ["title"]
    assert found["additionalProperties"] is False
    assert found["properties"]["kind"] == {"enum": ["member", "meeting"]}
    assert found["properties"]["date"]["description"] == "when it came in"
    assert found["properties"]["events"]["additionalProperties"] == {"type": ["string", "null"]}
    assert found["properties"]["items"]["items"]["properties"]["id"]["pattern"] == "^(?:[a-z]+)$"
