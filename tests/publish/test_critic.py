"""A redline in Markdown reads back to both texts, whatever they say."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.comparison import compare_plans
from neaspec_cli.core.markdown import blocks
from neaspec_cli.core.plan import Plan, PlanSettings, Section
from neaspec_cli.core.text.blocks import Block
from neaspec_cli.publish.critic import BothTexts, Unbalanced, read_critic, write_critic
from tests.core.plans import plan

NAMES = ("draft-1", "draft-2")
LONG = "Within ninety days of each meeting the secretariat shall publish a report on what was done."
OTHER = "Funds are pledged by all of the members in the first quarter of every second year."


def written(old: Plan, new: Plan) -> str:
    return write_critic("A plan", NAMES, compare_plans(old, new))


def of_texts(texts: list[str], kind: str = "paragraph") -> Plan:
    made = tuple(Block(kind, text, level=1, path=(1, 1)) for text in texts)  # type: ignore[arg-type]
    return Plan(PlanSettings("A plan"), (Section("goals", "plan/goals.md", "", blocks=made),))


def test_changes_are_marked_in_place_and_said() -> None:
    old, new = plan(goals=f"# Goals\n\n{LONG}\n"), plan(goals=f"# Goals\n\n{LONG.replace('ninety', '60')}\n")
    assert written(old, new).split("\n\n") == [
        "{>>A plan: what changed from draft-1 to draft-2. 1 word inserted, 1 deleted, 0 moved; 1 place changed.<<}",
        "# Goals",
        LONG.replace("ninety", "{--ninety--}{++60++}") + "{>>1, edited<<}\n",
    ]


def test_a_division_is_one_mark() -> None:
    text = written(plan(goals=f"{LONG} {OTHER}\n"), plan(goals=f"{LONG}\n\n{OTHER}\n"))
    assert "was done.{-- --}{++\n\n++}Funds" in text
    assert read_critic(text) == BothTexts((f"{LONG} {OTHER}",), (LONG, OTHER))


def test_a_move_is_told_at_both_ends() -> None:
    last = "The plan is reviewed after three years by the Senior Officials Meeting of the region."
    text = written(plan(goals=f"{LONG}\n\n{OTHER}\n\n{last}\n"), plan(goals=f"{OTHER}\n\n{last}\n\n{LONG}\n"))
    assert f"{{--{LONG}--}}{{>>paragraph 1 moved to 3<<}}" in text
    assert f"{{++{LONG}++}}{{>>paragraph 3 moved here from 1<<}}" in text


HOSTILE = st.text(
    st.one_of(
        st.sampled_from(list("{}+-=~<>\\*_#|:.)1 \n&;`[]^")), st.characters(codec=None, exclude_categories=())
    ),
    min_size=1,
    max_size=24,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(HOSTILE, max_size=5), st.lists(HOSTILE, max_size=5))
@example(["{++a++}"], ["{--a--}"])
@example(["a\n"], ["a\n", "b"])
@example(["- {>>x<<}"], ["*x:* y", "> z", "# h"])
@example(["a\\"], ["a\\", "\\"])
def test_it_reads_back_to_both_texts(old: list[str], new: list[str]) -> None:
    found = read_critic(written(of_texts(old), of_texts(new)))
    assert found.new == tuple(new)
    assert sorted(found.old) == sorted(old)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([LONG, OTHER, f"{LONG} {OTHER}", "A", "中文一句话。"]), max_size=6),
    st.lists(st.sampled_from([LONG, OTHER, f"{LONG} {OTHER}", "A", "中文一句话。"]), max_size=6),
)
def test_it_reads_back_in_the_order_of_each_text(old: list[str], new: list[str]) -> None:
    assert read_critic(written(of_texts(old), of_texts(new))) == BothTexts(tuple(old), tuple(new))


@pytest.mark.parametrize("kind", ["heading", "item", "cell", "note", "caption", "quote", "code"])
def test_what_leads_a_block_is_no_part_of_its_words(kind: str) -> None:
    texts = ["*x:* y", "- - z", "# h"]
    assert read_critic(written(of_texts(texts, kind), of_texts(texts[1:], kind))) == BothTexts(
        tuple(texts), tuple(texts[1:])
    )


@settings(max_examples=15, deadline=None)
@given(st.text(st.sampled_from(list("{}+-=~<>\\*_#|:.)1 &`[]^a")), min_size=1, max_size=30))
@example("12. a")
@example("{++ &copy; ::: x^2^ ++}")
def test_unchanged_words_are_no_markup_for_markdown_either(text: str) -> None:
    text = " ".join(text.split()) or "a"
    same = of_texts([text])
    body = written(same, same).split("\n\n", 1)[1]
    assert [block.text for block in blocks(pandoc.parse(body))] == [text]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("a {~~b~>c~~} d", "a b d", "a c d"),
        ("a {==b==}{>>why<<} c", "a b c", "a b c"),
        ("{++ {-- nested --} ++}", "", "  "),
        ("{>> {>> doubly <<} nested <<}a", "a", "a"),
        ("a ~> b", "a ~> b", "a ~> b"),
    ],
)
def test_marks_of_others_are_understood(text: str, old: str, new: str) -> None:
    found = read_critic(text)
    assert ("".join(found.old), "".join(found.new)) == (old, new)


@pytest.mark.parametrize(
    ("text", "line"), [("{++ a", 1), ("a\n\nb --}", 3), ("{++ mixed --}", 1), ("{++ {-- a ++} --}", 1)]
)
def test_a_mark_without_its_counterpart_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Unbalanced, match=f"^Line {line}:"):
        read_critic(text)


def test_a_long_hostile_text_takes_no_long_time() -> None:
    text = "{++\\{--*" * 20_000
    same = of_texts([text])
    assert read_critic(written(same, same)).new == (text,)


def test_bracketed_alternatives_are_parted_and_read_back_as_words() -> None:
    one = '[strengthen]{.bracket alt=b-1 by=""}[deepen]{.bracket alt=b-1 by=JPN}'
    text = written(
        plan(goals="They strengthen (so to say) it.\n"), plan(goals=f"They {one}(so to say) it.\n")
    )
    assert "[strengthen][deepen]" in text
    assert read_critic(text) == BothTexts(
        ("They strengthen (so to say) it.",), ("They strengthendeepen(so to say) it.",)
    )


def test_what_is_gone_is_called_as_it_was() -> None:
    assert f"{{--{OTHER}--}}{{>>was 2, deleted<<}}" in written(
        plan(goals=f"{LONG}\n\n{OTHER}\n"), plan(goals=f"{LONG}\n")
    )
