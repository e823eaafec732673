"""Markdown of other tools."""

from __future__ import annotations

from neaspec_cli.core.beginning.foreign_markdown import clean


def said(text: str) -> list[str]:
    return [one.what for one in clean(text).remarks]


def test_headings_without_a_space_are_headings_and_hashes_in_code_are_not() -> None:
    cleaned = clean("##Goals\n\n```\n##code\n```\n\n# Fine\n")
    assert cleaned.text == "## Goals\n\n```\n##code\n```\n\n# Fine\n"
    assert [one.what for one in cleaned.remarks] == ["space put after # of heading"]


def test_front_matter_gives_the_title() -> None:
    cleaned = clean('---\nlayout: page\ntitle: "The plan"\n---\nText.\n')
    assert (cleaned.title, cleaned.text) == ("The plan", "Text.\n")


def test_html_goes_and_its_words_and_links_stay() -> None:
    text = (
        '<div class="x">\n#Plan\n</div>\n\n<figure>\n  <p><a href="https://example.org" rel="y">Watch\nit</a></p>\n'
        "</figure>\n\nA <b>bold</b> word, a < b, <https://example.org/x> and <me@example.org>.\n"
    )
    cleaned = clean(text)
    assert "# Plan" in cleaned.text
    assert "[Watch it](https://example.org)" in cleaned.text
    assert "A **bold** word, a < b, <https://example.org/x> and <me@example.org>." in cleaned.text
    assert "<div" not in cleaned.text
    assert "HTML tag left out" in said(text)


def test_kramdown_and_templates_go_with_a_remark() -> None:
    text = (
        "{::comment}\nold\n{:/comment}\n\n* contents\n{:toc}\n\nText\n{: .meta}\n\n{% if x %}a{% endif %}\n\n"
    )
    text += "{div .x}\n"
    cleaned = clean(text)
    assert cleaned.text.split() == ["Text", "a"]
    assert set(said(text)) == {
        "comment left out",
        "table of contents left out",
        "Kramdown attributes left out",
        "template code left out",
    }


def test_our_own_divs_spans_and_braces_in_running_text_stay() -> None:
    text = '::: {#tbl-x .table}\nA [b]{.bracket by="JPN"} costs {PRICE=3}.\n:::\n'
    assert clean(text).text == text.replace("{PRICE", "\\{PRICE")


def test_includes_are_resolved_and_a_circle_ends() -> None:
    files = {"a.md": "A\n\n{include b.md}\n", "b.md": "B\n\n{% include a.md %}\n"}
    cleaned = clean("{include a.md}\n\n{% include lost.md %}\n", files.get)
    assert cleaned.text.split() == ["A", "B", "A", "B", "A"]
    assert [one.detail for one in cleaned.remarks if one.what == "included file not found"] == [
        "b.md",
        "lost.md",
    ]
