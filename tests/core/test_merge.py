from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merge import Agreed, BlockWish, Merged, Wish, merge, wishes_between
from tests.core.prose import heading, paragraph, sentences

ONE = "Each member State designates a focal point that reports on progress within sixty days of each meeting."
TWO = "The secretariat keeps an open register of all comments and of the replies that were given to them."
THREE = "Funds come from voluntary contributions, which are announced at the meeting of senior officials."
BASE = [heading("Means"), paragraph(ONE), paragraph(TWO), paragraph(THREE)]
AnyWish = Wish | BlockWish


def put(holder: str, old: str, new: str, block: int = 1, key: str = "") -> Wish:
    """Replace words of a block by others."""
    start = BASE[block].text.index(old)
    return Wish(key or f"{holder}-1", holder, block, start, start + len(old), new)


def applied(blocks: Sequence[Block], agreed: Sequence[Agreed]) -> list[Block]:
    """The blocks with all agreed edits carried out."""
    texts = [block.text for block in blocks]
    for one in sorted(agreed, key=lambda one: (one.start, one.end), reverse=True):
        if one.op == "replace":
            text = texts[one.block]
            texts[one.block] = text[: one.start] + one.text + text[one.end :]
    for one in sorted((one for one in agreed if one.op == "join"), key=lambda one: -one.block):
        texts[one.block] += one.text + texts[one.block + 1]
        agreed = [*agreed, replace(one, op="delete", block=one.block + 1)]
    gone = {one.block for one in agreed if one.op == "delete"}
    added = {one.block: one.texts for one in agreed if one.op == "insert-after"}
    result = [paragraph(text) for text in added.get(-1, ())]
    for index, block in enumerate(blocks):
        if index not in gone:
            result += [replace(block, text=text) for text in texts[index].split("\n\n")]
        result += [paragraph(text) for text in added.get(index, ())]
    return result


def texts_of(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks]


def keys_of(merged: Merged) -> list[str]:
    """The keys of all parts, each once a part."""
    parts = [
        {key for one in merged.agreed for key in one.keys},
        {key for clash in merged.clashes for one in clash.alternatives for key in one.keys},
        {one.key for one in merged.unplaced},
        {one.key for one in merged.already},
    ]
    return sorted(key for part in parts for key in part)


# --- texts and wishes for the laws ------------------------------------------------------------------------

documents = st.lists(sentences.map(paragraph), min_size=1, max_size=6)


@st.composite
def rounds(draw: st.DrawFn, holders: str = "ABC") -> tuple[list[Block], list[AnyWish]]:
    """A base and what several holders ask for on it."""
    base = draw(documents)
    wishes: list[AnyWish] = []
    for number in range(draw(st.integers(0, 7))):
        key, holder = f"k{number}", draw(st.sampled_from(holders))
        block = draw(st.integers(0, len(base) - 1))
        length = len(base[block].text)
        start = draw(st.integers(0, length))
        end = draw(st.integers(start, length))
        words = draw(st.one_of(st.just(""), sentences, sentences.map(" {} ".format)))
        after = draw(st.integers(-1, len(base) - 1))
        choices: list[AnyWish] = [
            Wish(key, holder, block, start, end, words),
            Wish(key, holder, block, start, start, words),
            Wish(key, holder, block, start, end, ""),
            BlockWish(key, holder, "delete", block),
            BlockWish(key, holder, "insert-after", after, (words,)),
            BlockWish(key, holder, "move", block, after=after),
            BlockWish(key, holder, "move", block, after=after, last=min(block + 1, len(base) - 1)),
        ]
        if block + 1 < len(base):
            choices.append(BlockWish(key, holder, "join", block, (draw(st.sampled_from([" ", ", "])),)))
        wishes.append(draw(st.sampled_from(choices)))
    return base, wishes


def returned_texts(blocks: Sequence[Block]) -> st.SearchStrategy[list[Block]]:
    """The same blocks as somebody sends them back: some dropped, moved, reworded, split, new ones between."""
    fates = st.lists(
        st.sampled_from(["keep", "keep", "drop", "front", "new", "reword", "join"]), min_size=8, max_size=8
    )
    return st.builds(_returned, st.just(blocks), fates, st.lists(sentences, min_size=8, max_size=8))


def _returned(blocks: Sequence[Block], fates: Sequence[str], words: Sequence[str]) -> list[Block]:
    result: list[Block] = []
    for block, fate, text in zip(blocks, fates, words, strict=False):
        if fate == "front":
            result.insert(0, block)
        elif fate == "reword":
            result.append(paragraph(f"{block.text[: len(block.text) // 2]} {text}".strip()))
        elif fate == "join" and result:
            result[-1] = paragraph(f"{result[-1].text} {block.text}")
        elif fate != "drop":
            result += [block] if fate != "new" else [paragraph(text), block]
    return result


# --- laws -------------------------------------------------------------------------------------------------


@given(documents, documents)
def test_without_wishes_there_is_nothing(base: list[Block], current: list[Block]) -> None:
    assert merge(base, current, []) == Merged()


@given(rounds(), st.data())
def test_every_wish_is_in_exactly_one_part(
    round_: tuple[list[Block], list[AnyWish]], data: st.DataObject
) -> None:
    base, wishes = round_
    current = data.draw(st.one_of(st.just(base), returned_texts(base), documents))
    assert keys_of(merge(base, current, wishes)) == sorted(wish.key for wish in wishes)


@given(rounds(), st.data())
def test_the_order_of_the_wishes_makes_no_difference(
    round_: tuple[list[Block], list[AnyWish]], data: st.DataObject
) -> None:
    base, wishes = round_
    current = data.draw(st.one_of(st.just(base), returned_texts(base)))
    assert merge(base, current, wishes) == merge(base, current, data.draw(st.permutations(wishes)))


def test_the_same_new_paragraph_twice_at_one_place_stands_twice_where_both_are_wanted() -> None:
    def wish(key: str, again: int = 0) -> BlockWish:
        return BlockWish(key, "A", "insert-after", 0, ("As agreed.",), again=again)

    for wishes, times in (([wish("A-1"), wish("A-2", 1)], 2), ([wish("A-1"), wish("A-2")], 1)):
        merged = merge(BASE, BASE, wishes)
        assert texts_of(applied(BASE, merged.agreed)).count("As agreed.") == times


@settings(max_examples=200)
@given(documents, st.data())
def test_one_returned_text_on_the_unchanged_base_is_that_text(base: list[Block], data: st.DataObject) -> None:
    returned = data.draw(st.one_of(returned_texts(base), documents))
    wishes = wishes_between(base, returned, "A", "A-{}".format)
    merged = merge(base, base, wishes)
    assert not merged.clashes
    assert not merged.unplaced
    assert texts_of(applied(base, merged.agreed)) == texts_of(returned)


@settings(max_examples=200)
@given(rounds())
def test_merging_again_finds_everything_done(round_: tuple[list[Block], list[AnyWish]]) -> None:
    base, wishes = round_
    merged = merge(base, base, wishes)
    current = applied(base, merged.agreed)
    assume(not merged.clashes and texts_of(current) != texts_of(base))
    again = merge(base, current, wishes)
    assert keys_of(again) == [one.key for one in again.already]


@given(rounds())
def test_all_words_asked_for_are_in_the_result_or_in_an_alternative(
    round_: tuple[list[Block], list[AnyWish]],
) -> None:
    base, wishes = round_
    merged = merge(base, base, wishes)
    words = " ".join(texts_of(applied(base, merged.agreed)))
    words += " ".join(one.text for clash in merged.clashes for one in clash.alternatives)
    for wish in wishes:
        inserted = [wish.text] if isinstance(wish, Wish) else wish.texts
        assert set(" ".join(inserted).split()) - {"the"} <= {
            token for word in words.split() for token in (word, *_parts(word))
        }


def _parts(word: str) -> list[str]:
    """A word put into another is part of the longer one."""
    return [word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1)]


@given(rounds("A"))
def test_one_holder_clashes_only_with_wishes_that_exclude_each_other(
    round_: tuple[list[Block], list[AnyWish]],
) -> None:
    base, wishes = round_
    for clash in merge(base, base, wishes).clashes:
        assert {holder for one in clash.alternatives for holder in one.holders} == {"A"}
        assert len({key for one in clash.alternatives for key in one.keys}) > 1


# --- cases ------------------------------------------------------------------------------------------------


def test_edits_apart_are_both_agreed() -> None:
    merged = merge(BASE, BASE, [put("JPN", "sixty", "ninety"), put("CHN", "focal point", "contact point")])
    assert len(merged.agreed) == 2
    result = applied(BASE, merged.agreed)[1].text
    assert result == ONE.replace("sixty", "ninety").replace("focal", "contact")


def test_the_same_edit_from_two_is_one_with_both_names() -> None:
    merged = merge(
        BASE, BASE, [put("JPN", "sixty days", "ninety days"), put("CHN", "within sixty", "within ninety")]
    )
    (agreed,) = merged.agreed
    assert (agreed.text, agreed.holders, agreed.keys) == ("ninety", ("CHN", "JPN"), ("CHN-1", "JPN-1"))


def test_different_words_for_one_word_clash() -> None:
    merged = merge(
        BASE,
        BASE,
        [put("JPN", "sixty", "ninety"), put("CHN", "sixty", "thirty"), put("MNG", "sixty", "ninety")],
    )
    (clash,) = merged.clashes
    assert (clash.base, clash.reason, clash.place) == ("sixty", "overlap", (1, clash.start, clash.end))
    assert [(one.text, one.holders) for one in clash.alternatives] == [
        ("ninety", ("JPN", "MNG")),
        ("thirty", ("CHN",)),
    ]


@pytest.mark.parametrize(
    ("one", "other", "clashes"),
    [
        (("sixty", "ninety"), ("days", "weeks"), 1),
        (("within sixty", "in sixty"), ("days", "weeks"), 0),
        (("each meeting", "every session"), ("meeting.", "meeting. It is public."), 0),
        (("focal point", "focal point or body"), ("that reports", "which reports"), 1),
        (("a focal", "one focal"), ("point that", "points that"), 0),
    ],
)
def test_one_unchanged_word_must_stand_between(
    one: tuple[str, str], other: tuple[str, str], clashes: int
) -> None:
    assert len(merge(BASE, BASE, [put("JPN", *one), put("CHN", *other)]).clashes) == clashes


def test_a_new_sentence_does_not_clash_with_the_end_of_the_one_before() -> None:
    end = Wish("CHN-1", "CHN", 1, len(ONE), len(ONE), " It is public.")
    merged = merge(BASE, BASE, [put("JPN", "each meeting", "each session"), end])
    assert not merged.clashes
    assert applied(BASE, merged.agreed)[1].text.endswith("each session. It is public.")


def test_insertions_at_one_point_clash() -> None:
    merged = merge(BASE, BASE, [put("JPN", "days", "working days"), put("CHN", "days", "calendar days")])
    assert [one.text for one in merged.clashes[0].alternatives] == ["calendar ", "working "]


def test_deleting_a_paragraph_against_editing_it_is_one_clash() -> None:
    merged = merge(BASE, BASE, [BlockWish("JPN-1", "JPN", "delete", 1), put("CHN", "sixty", "thirty")])
    (clash,) = merged.clashes
    assert (clash.reason, clash.blocks, clash.base) == ("delete against edit", (1,), ONE)
    assert [(one.text, one.holders) for one in clash.alternatives] == [
        ("", ("JPN",)),
        (ONE.replace("sixty", "thirty"), ("CHN",)),
    ]


def test_a_deletion_of_all_words_is_a_deletion_of_the_paragraph() -> None:
    wishes: list[AnyWish] = [put("JPN", ONE, ""), BlockWish("CHN-1", "CHN", "delete", 1)]
    (agreed,) = merge(BASE, BASE, wishes).agreed
    assert (agreed.op, agreed.block, agreed.holders) == ("delete", 1, ("CHN", "JPN"))


def test_two_different_paragraphs_at_one_place_clash_and_equal_ones_are_one() -> None:
    mine, same, other = (
        BlockWish("JPN-1", "JPN", "insert-after", 1, ("New text.",)),
        BlockWish("MNG-1", "MNG", "insert-after", 1, ("New text.",)),
        BlockWish("CHN-1", "CHN", "insert-after", 1, ("Other text.",)),
    )
    (agreed,) = merge(BASE, BASE, [mine, same]).agreed
    assert (agreed.block, agreed.texts, agreed.holders) == (1, ("New text.",), ("JPN", "MNG"))
    (clash,) = merge(BASE, BASE, [mine, same, other]).clashes
    assert (clash.reason, clash.place) == ("paragraphs at one place", (1, -1, -1))


def test_an_arrival_beside_the_deletion_of_another_clashes() -> None:
    wishes = [BlockWish("JPN-1", "JPN", "insert-after", 1, ("New.",)), BlockWish("CHN-1", "CHN", "delete", 2)]
    (clash,) = merge(BASE, BASE, wishes).clashes
    assert [(one.text, one.holders) for one in clash.alternatives] == [
        ("", ("CHN",)),
        (f"New.\n\n{TWO}", ("JPN",)),
    ]


def test_a_paragraph_replaced_by_one_and_edited_by_another_is_one_whole_clash() -> None:
    wishes: list[AnyWish] = [
        BlockWish("JPN-1", "JPN", "delete", 1),
        BlockWish("JPN-2", "JPN", "insert-after", 1, ("All new.",)),
        put("CHN", "sixty", "thirty"),
    ]
    merged = merge(BASE, BASE, wishes)
    assert not merged.agreed
    assert [(one.text, one.keys) for one in merged.clashes[0].alternatives] == [
        ("All new.", ("JPN-1", "JPN-2")),
        (ONE.replace("sixty", "thirty"), ("CHN-1",)),
    ]


def test_a_moved_paragraph_carries_the_edits_of_others() -> None:
    wishes: list[AnyWish] = [BlockWish("JPN-1", "JPN", "move", 1, after=3), put("CHN", "sixty", "ninety")]
    merged = merge(BASE, BASE, wishes)
    assert not merged.clashes
    assert texts_of(applied(BASE, merged.agreed)) == ["Means", TWO, THREE, ONE.replace("sixty", "ninety")]
    assert {one.holders for one in merged.agreed} == {("CHN", "JPN")}


def test_two_moves_of_one_paragraph_clash() -> None:
    wishes = [BlockWish("JPN-1", "JPN", "move", 1, after=3), BlockWish("CHN-1", "CHN", "move", 1, after=-1)]
    assert merge(BASE, BASE, wishes).clashes[0].reason == "moves"


def test_words_go_where_the_current_text_has_them() -> None:
    current = [BASE[3], BASE[0], paragraph(ONE.replace("Each member State", "Every State")), BASE[2]]
    merged = merge(BASE, current, [put("JPN", "sixty", "ninety"), put("CHN", "voluntary", "assessed", 3)])
    assert texts_of(applied(current, merged.agreed)) == [
        THREE.replace("voluntary", "assessed"),
        "Means",
        ONE.replace("Each member State", "Every State").replace("sixty", "ninety"),
        TWO,
    ]


def test_what_stands_there_already_is_not_done_twice() -> None:
    current = [
        BASE[0],
        paragraph(ONE.replace("sixty", "ninety").replace("Each member", "Every")),
        BASE[2],
        BASE[3],
    ]
    merged = merge(BASE, current, [put("JPN", "sixty", "ninety"), put("CHN", "focal", "contact")])
    assert [one.key for one in merged.already] == ["JPN-1"]
    assert [one.keys for one in merged.agreed] == [("CHN-1",)]


def test_reworded_and_deleted_places_are_left_to_people_with_the_three_texts() -> None:
    current = [BASE[0], paragraph(ONE.replace("sixty days", "two months")), BASE[3]]
    merged = merge(BASE, current, [put("JPN", "sixty", "ninety"), put("CHN", "open", "public", 2)])
    assert [(one.key, one.reason) for one in merged.unplaced] == [("CHN-1", "gone"), ("JPN-1", "reworded")]
    assert merged.unplaced[1].current == current[1].text
    assert merged.unplaced[1].proposed == ONE.replace("sixty", "ninety")


def test_an_arrival_is_uncertain_once_something_else_came_in_there() -> None:
    current = [*BASE[:2], paragraph("Something of the secretariat."), *BASE[2:]]
    wish = BlockWish("JPN-1", "JPN", "insert-after", 1, ("New.",))
    assert [one.reason for one in merge(BASE, current, [wish]).unplaced] == ["ambiguous"]
    there = [*BASE[:2], paragraph("New."), *BASE[2:]]
    assert [one.key for one in merge(BASE, there, [wish]).already] == ["JPN-1"]


def test_a_repeated_word_is_not_put_in_twice() -> None:
    base, current = [paragraph("a a b")], [paragraph("a a a b")]
    assert [one.key for one in merge(base, current, [Wish("k", "A", 0, 0, 0, "a ")]).already] == ["k"]
    assert len(merge(base, base, [Wish("k", "A", 0, 0, 0, "a ")]).agreed) == 1


def test_a_split_reaches_the_text_as_a_paragraph_break() -> None:
    whole = paragraph(f"{ONE} {TWO}")
    wishes = wishes_between([whole], [paragraph(ONE), paragraph(TWO)], "A", str)
    (agreed,) = merge([whole], [whole], wishes).agreed
    assert (agreed.op, agreed.text) == ("replace", "\n\n")
