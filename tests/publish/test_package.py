"""Office packages say nothing of when, where and by whom they were made."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from neaspec_cli.publish.package import Package, Relations, relations_name, zip_bytes


def test_content_types_and_root_relations_come_first_then_names() -> None:
    data = zip_bytes({"b": b"2", "_rels/.rels": b"1", "a": b"3", "[Content_Types].xml": b"0"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "a", "b"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_order_of_adding_changes_no_byte() -> None:
    first, second = Package(), Package()
    for package, names in ((first, "xyz"), (second, "zyx")):
        for name in names:
            package.add(f"{name}.xml", name.encode(), "application/xml")
    assert first.content() == second.content()


def test_relations_name_a_target_once_and_say_where_it_is_outside() -> None:
    relations = Relations()
    assert relations.add("kind", "https://a.example/?a=1&b=2", external=True) == "rId1"
    assert relations.add("kind", "https://a.example/?a=1&b=2", external=True) == "rId1"
    assert relations.add("kind", "other.xml") == "rId2"
    root = etree.fromstring(relations.content())
    assert [one.get("TargetMode") for one in root] == ["External", None]
    assert root[0].get("Target") == "https://a.example/?a=1&b=2"


def test_relations_stand_beside_their_part() -> None:
    assert relations_name("word/document.xml") == "word/_rels/document.xml.rels"
    assert relations_name("") == "_rels/.rels"
