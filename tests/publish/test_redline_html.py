"""The redline as a page: it holds both texts, asks for nothing, and lets nothing through."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from neaspec_cli.core.comparing.tracing import Reason
from neaspec_cli.core.comparison import Comparison, compare_plans
from neaspec_cli.core.plan import Plan
from neaspec_cli.publish.redline_blocks import Around
from neaspec_cli.publish.redline_html import Page, write_html
from tests.core.plans import plan

NAMES = ("draft-1", "draft-2")
LONG = "Within ninety days of each meeting the secretariat shall publish a report on what was done."
OTHER = "Funds are pledged by all of the members in the first quarter of every second year."
LAST = "The plan is reviewed after three years by the Senior Officials Meeting, and it is then renewed."


def html(old: Plan, new: Plan, **options: object) -> str:
    return write_html(Page("A plan", NAMES, compare_plans(old, new), **options)).decode()  # type: ignore[arg-type]


def read(text: str) -> Any:
    """The page as a browser reads it."""
    return etree.fromstring(text, etree.HTMLParser())


def page(old: str, new: str) -> Any:
    return read(html(plan(goals=f"# Goals\n\n{old}\n"), plan(goals=f"# Goals\n\n{new}\n")))


def view(root: Any, side: str) -> list[str]:
    """The words of each paragraph as eyes see them on the old or the new side of the page."""
    gone = "ins" if side == "was" else "del"
    texts = []
    for block in root.xpath(f"//main//div[@class='{side}']"):
        held = ""
        for element in block:
            classes = element.get("class", "").split()
            if {"came", "gone"} & set(classes):
                continue
            held += spoken(element, gone).removesuffix("¶")
            if "joined" not in classes:
                texts += [held] if held else []
                held = ""
    return texts


def spoken(element: Any, gone: str) -> str:
    """Words without those that go and those for ears alone; a line break is a line break."""
    text = element.text or ""
    for child in element:
        hidden = child.tag == gone or child.get("class") == "v"
        text += "\n" if child.tag == "br" else "" if hidden else spoken(child, gone)
        text += child.tail or ""
    return text


def test_the_words_of_both_texts_are_there() -> None:
    root = page(f"{LONG}\n\n{OTHER}", f"{LONG.replace('ninety', 'sixty')}\n\n{OTHER}")
    assert view(root, "was") == ["Goals", LONG, OTHER]
    assert view(root, "now") == ["Goals", LONG.replace("ninety", "sixty"), OTHER]
    assert [one.xpath("string(text())") for one in root.xpath("//main//div[@class='now']//del")] == ["ninety"]


def test_what_eyes_see_in_colour_is_said_for_ears() -> None:
    root = page(LONG, LONG.replace("ninety", "sixty"))
    said = root.xpath("string(//main//div[@class='now']/p)")
    assert "[deleted: ninety][inserted: sixty]" in said


def test_a_move_is_linked_both_ways_and_listed() -> None:
    root = page(f"{LONG}\n\n{OTHER}\n\n{LAST}", f"{OTHER}\n\n{LAST}\n\n{LONG}")
    (left,) = root.xpath("//main//div[@id='m1-from']")
    (came,) = root.xpath("//main//div[@id='m1']")
    assert left.xpath(".//div[@class='now']//a/@href") == ["#m1"]
    assert came.xpath(".//p[@class='came']//a/@href") == ["#m1-from"]
    assert root.xpath("//nav//li/a/@href") == ["#m1-from", "#m1"]
    assert "Moved to paragraph 3" in left.xpath("string(.//div[@class='now'])")
    assert LONG in left.xpath("string(.//div[@class='was'])")


def test_every_link_leads_somewhere_and_every_name_is_there_once() -> None:
    table = "\n\n| A | B |\n|---|---|\n| one | two |\n"
    root = page(f"{LONG}\n\n{OTHER}\n\n{LAST}", f"{OTHER}\n\n{LAST}\n\n{LONG} And more.{table}")
    names = root.xpath("//@id")
    assert len(names) == len(set(names))
    assert {link[1:] for link in root.xpath("//a/@href")} <= set(names)


def test_a_new_row_of_a_table_is_one_change() -> None:
    head = "| A | B |\n|---|---|\n| one | two |\n"
    root = page(head, head + "| three | four |\n")
    assert ["".join(one.itertext()) for one in root.xpath("//nav//li")] == [
        "Table 1 row 3. New: “three | four”."
    ]
    assert len(root.xpath("//main//div[@tabindex]")) == 1
    assert root.xpath("//div[@class='label']/a/text()") == ["Table 1 row 3"]
    assert root.xpath("//div[contains(@class, 'whole')]//a/text()") == ["Table 1 row 3"]


def test_a_note_on_a_cell_stands_behind_its_row() -> None:
    head = "| A | B |\n|---|---|\n| one | two |\n"
    root = page(head, head + "| three[^a] | four |\n\n[^a]: Noted.\n")
    rows = root.xpath("//div[@class='row']")
    assert [len(row.xpath("./div")) for row in rows] == [2, 2, 2]
    assert rows[-1].getnext().xpath("string(.//div[@class='label'])") == "note 1"
    numbers = [one.get("href") for one in root.xpath("//div[@class='label']/a")]
    assert numbers == ["#w1", "#w2"]


def test_a_divided_and_a_joined_paragraph_cost_one_mark() -> None:
    whole, parts = f"{LONG} {OTHER}", f"{LONG}\n\n{OTHER}"
    divided, joined = page(whole, parts), page(parts, whole)
    assert [one.xpath("string(text())") for one in divided.xpath("//main//ins")][-1] == "¶"
    assert "Divided after “on what was done.”." in divided.xpath("string(//nav)")
    assert view(joined, "was") == ["Goals", LONG, OTHER]
    assert view(joined, "now") == ["Goals", whole]


def test_formatting_alone_is_told_and_shown() -> None:
    root = page(LONG, LONG.replace("shall", "**shall**"))
    assert "bold on “shall”" in root.xpath("string(//nav)")
    assert root.xpath("string(//main//div[@class='now']//strong)") == "shall"
    assert root.xpath("//main//ins | //main//del") == []


def test_brackets_are_printed_and_holders_are_named_only_where_wanted() -> None:
    old = plan(goals="Report in time.\n")
    new = plan(goals='Report [yearly]{.bracket by="JPN"} in time.\n')
    assert "[yearly]" in re.sub(r"<span class=\"v\">.*?</span>|<[^>]*>", "", html(old, new))
    assert "JPN" not in html(old, new)
    assert "JPN" in html(old, new, around=Around(attributed=True))


def test_a_reference_is_shown_as_the_number_that_it_prints() -> None:
    old = plan(goals="See paragraph [#](#p-one).\n")
    root = read(html(old, old, around=Around(new_references={"p-one": "27"})))
    assert view(root, "now") == ["See paragraph 27."]


def test_reasons_stand_below_their_change() -> None:
    comparison = compare_plans(plan(goals=LONG + "\n"), plan(goals=LONG.replace("ninety", "sixty") + "\n"))
    why = (Reason("", datetime.date(2025, 7, 4), "asked <for>"),)
    given_reasons = _with_why(comparison, why)
    text = write_html(Page("A plan", NAMES, given_reasons)).decode()
    assert '<ul class="why"><li dir="auto">asked &lt;for&gt; (2025-07-04)</li></ul>' in text


def _with_why(comparison: Comparison, why: tuple[Reason, ...]) -> Comparison:
    (section,) = comparison.sections
    changes = tuple(replace(one, why=why if one.is_change else ()) for one in section.changes)
    return replace(comparison, sections=(replace(section, changes=changes),))


def test_the_page_asks_for_nothing_and_runs_only_its_own() -> None:
    text = html(plan(goals=LONG + "\n"), plan(goals=OTHER + "\n"))
    root = read(text)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert root.xpath("//@src | //@style | //link | //iframe | //img | //object") == []
    assert re.findall(r"url\(|@import|https?:", text) == []
    assert [name for name in root.xpath("//@*") if str(name).startswith("javascript")] == []


@pytest.mark.parametrize(
    "hostile",
    [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"'><svg onload=alert(1)>",
        "&lt;b&gt; $title ${title} $$",
    ],
)
def test_nothing_that_people_wrote_is_markup(hostile: str) -> None:
    source = re.sub(r"([^\w\s])", r"\\\1", hostile)
    old, new = plan(goals=f"{OTHER}\n"), plan(goals=f"# {source}\n\n{source}\n")
    text = write_html(Page(hostile, (hostile, hostile), compare_plans(old, new), hostile)).decode()
    root = read(text)
    assert len(root.xpath("//script")) == 1
    assert root.xpath("//img | //svg | //main//b") == []
    assert view(root, "now")[:1] == [hostile]
    assert root.xpath("string(//h1)") == hostile


def test_hidden_characters_are_shown() -> None:
    text = write_html(Page("a\u202eb\x1b[31m", NAMES, compare_plans(plan(a="x\n"), plan(a="y\n")))).decode()
    assert "a\\u202eb\\u001b[31m" in text


def test_the_same_page_gives_the_same_bytes() -> None:
    old, new = plan(goals=f"{LONG}\n"), plan(goals=f"{OTHER}\n")
    assert html(old, new) == html(old, new)


SENTENCES = [LONG, OTHER, LAST, f"{LONG} {OTHER}", "A", "中文一句话。", "**B** <i>", "- item", "# Head"]
documents = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7)


@settings(max_examples=40, deadline=None)
@given(documents, documents)
def test_both_sides_of_the_page_are_the_two_texts(before: list[str], after: list[str]) -> None:
    old, new = plan(goals="\n\n".join(before) + "\n"), plan(goals="\n\n".join(after) + "\n")
    root = read(html(old, new))
    assert view(root, "was") == [block.text for block in old.sections[0].blocks]
    assert view(root, "now") == [block.text for block in new.sections[0].blocks]


def test_a_passage_that_moved_leads_to_its_other_end() -> None:
    root = page(f"{LONG} {OTHER}\n\n{LAST}", f"{LONG}\n\n{LAST} {OTHER}")
    (gone,) = root.xpath("//main//div[@class='now']//del[@class='move']")
    (came,) = root.xpath("//main//div[@class='now']//ins[@class='move']")
    for end, other in ((gone, came), (came, gone)):
        (target,) = end.xpath("a/@href")
        assert other in root.xpath(f"//main//*[@id='{target[1:]}']//*")
    assert gone.xpath("string(a/@title)") == "moved to paragraph 2"
    assert "Moved here from paragraph 1" in root.xpath("string(//nav)")
    assert view(root, "was") == ["Goals", f"{LONG} {OTHER}", LAST]


def test_bracketed_alternatives_are_parted() -> None:
    one = '[strengthen]{.bracket alt=b-1 by=""}[deepen]{.bracket alt=b-1 by=JPN}'
    root = page("They strengthen it.", f"They {one} it.")
    assert view(root, "now") == ["Goals", "They [strengthen][deepen] it."]
    assert "replaced by “[strengthen][deepen]”" in root.xpath("string(//nav)")


def test_brackets_that_came_to_words_that_stay_are_marked_as_inserted() -> None:
    root = page("Report by 2030 or so, at least.", "Report [by 2030]{.bracket by=JPN} or so, at least.")
    assert view(root, "was") == ["Goals", "Report by 2030 or so, at least."]
    assert view(root, "now") == ["Goals", "Report [by 2030] or so, at least."]
    assert [one.xpath("string()") for one in root.xpath("//main//div[@class='now']//ins")] == [
        "[inserted: []",
        "[inserted: ]]",
    ]


def test_latin_words_are_in_a_latin_font_also_where_only_chinese_ones_are_named_ones() -> None:
    lists = re.findall(r"font(?:-family)?:[^;]*CJK[^;]*;", html(plan(goals=LONG), plan(goals=OTHER)))
    assert lists
    for fonts in lists:
        assert max(fonts.find(" serif,"), fonts.find(" sans-serif,")) in range(fonts.find("CJK"))
