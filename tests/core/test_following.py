from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.following import Followed, follow, then
from neaspec_cli.core.markdown import Block
from tests.core.prose import documents, heading, paragraph, revisions, table
from tests.effort import within

ONE = "Each member State designates a focal point that reports on progress in the programme areas every year."
TWO = "The secretariat keeps an open register of all comments and of the replies that were given to them."
THREE = "Funds come from voluntary contributions, which are announced at the meeting of senior officials."


def paragraphs(*texts: str) -> list[Block]:
    return [paragraph(text) for text in texts]


def place(old: list[Block], new: list[Block], block: int, words: str) -> tuple[str, str]:
    """Where words of an old block stand now, and in which state."""
    start = old[block].text.index(words)
    found = follow(old, new).place(block, start, start + len(words))
    text = new[found.block].text if found.block is not None else ""
    return text[found.start : found.end], found.state


@given(revisions(), st.data())
def test_a_place_lies_in_the_new_text_and_unchanged_words_are_still_there(
    pair: tuple[list[Block], list[Block]], data: st.DataObject
) -> None:
    old, new = pair
    following = follow(old, new)
    for index, block in enumerate(old):
        start = data.draw(st.integers(0, len(block.text)))
        end = data.draw(st.integers(start, len(block.text)))
        found = following.place(index, start, end)
        assert found.block is not None or following.block(index).block is None
        if found.block is None:
            assert found.state == "gone"
            continue
        text = new[found.block].text
        assert 0 <= found.start <= found.end <= len(text)
        if found.state in ("same", "moved"):
            assert text[found.start : found.end].split() == block.text[start:end].split()


@given(documents)
def test_in_an_equal_text_everything_is_where_it_was(blocks: list[Block]) -> None:
    following = follow(blocks, blocks)
    for index, block in enumerate(blocks):
        assert following.block(index) == Followed(index, "same", 0, len(block.text))


@given(revisions())
def test_a_step_without_changes_changes_nothing(pair: tuple[list[Block], list[Block]]) -> None:
    old, new = pair
    direct = follow(old, new)
    for steps in (then(direct, follow(new, new)), then(follow(old, old), direct)):
        for index in range(len(old)):
            assert steps.block(index) == direct.block(index)


def test_words_of_an_edited_paragraph_are_the_same_while_untouched() -> None:
    old, new = paragraphs(ONE), paragraphs(ONE.replace("every year", "twice a year"))
    assert place(old, new, 0, "focal point") == ("focal point", "same")
    assert place(old, new, 0, "every year") == ("twice a year", "drifted")
    assert follow(old, new).block(0) == Followed(0, "drifted", 0, len(new[0].text))


def test_words_taken_out_are_gone_and_their_place_is_known() -> None:
    old, new = paragraphs(ONE), paragraphs(ONE.replace(" in the programme areas", ""))
    assert place(old, new, 0, "programme areas") == ("", "gone")
    assert follow(old, new).place(0, 60, 65).block == 0


def test_words_put_in_beside_a_place_do_not_belong_to_it() -> None:
    old, new = paragraphs(ONE), paragraphs(ONE.replace("focal point", "national focal point or body"))
    assert place(old, new, 0, "focal point") == ("focal point", "same")
    assert place(old, new, 0, "a focal point that") == ("a national focal point or body that", "drifted")


def test_a_moved_paragraph_is_followed_with_its_edit() -> None:
    old, new = paragraphs(ONE, TWO, THREE), paragraphs(THREE.replace("voluntary", "assessed"), ONE, TWO)
    assert follow(old, new).block(2).state == "moved"
    assert place(old, new, 2, "senior officials") == ("senior officials", "moved")
    assert place(old, new, 2, "voluntary") == ("assessed", "drifted")


def test_parts_of_a_split_paragraph_are_found_in_their_own_block() -> None:
    old, new = paragraphs(f"{ONE} {TWO}"), paragraphs(ONE, TWO)
    assert place(old, new, 0, "open register") == ("open register", "split")
    assert follow(old, new).place(0, len(ONE) + 1, len(ONE) + 4) == Followed(1, "split", 0, 3)
    assert follow(old, new).block(0).state == "split"


def test_joined_paragraphs_keep_their_stretches() -> None:
    old, new = paragraphs(ONE, TWO), paragraphs(f"{ONE} {TWO}")
    found = follow(old, new).block(1)
    assert found == Followed(0, "joined", len(ONE) + 1, len(ONE) + 1 + len(TWO))


def test_a_deleted_paragraph_is_gone() -> None:
    assert follow(paragraphs(ONE, TWO), paragraphs(TWO)).block(0) == Followed(None, "gone")


def test_one_copy_of_many_is_ambiguous_only_when_its_neighbours_do_not_tell() -> None:
    copies = [heading("Means"), heading("Means"), heading("Means")]
    old = [paragraph(ONE), *copies, paragraph(TWO)]
    new = [paragraph(ONE), *copies[:2], paragraph(TWO)]
    states = [follow(old, new).block(index).state for index in range(len(old))]
    assert "ambiguous" not in (states[0], states[4])
    lone_old = [paragraph("x y"), heading("Means"), paragraph("one two")]
    lone_new = [heading("Means"), heading("Means")]
    assert "ambiguous" in {
        follow(lone_old, lone_new).block(1).state,
        follow(lone_new, lone_old).block(0).state,
    }


def test_a_cell_is_followed_by_row_and_column() -> None:
    old = table([["State", "Funds"], ["Japan", "10"], ["Mongolia", "10"]])
    new = table([["State", "Funds"], ["China", "10"], ["Japan", "10"], ["Mongolia", "10"]])
    following = follow(old, new)
    assert [following.block(index).block for index in range(6)] == [0, 1, 4, 5, 6, 7]


def test_steps_add_up() -> None:
    first = paragraphs(ONE, TWO)
    second = paragraphs(TWO, ONE.replace("every year", "twice a year"))
    third = paragraphs(TWO, ONE.replace("every year", "twice a year").replace("focal point", "contact"))
    both = then(follow(first, second), follow(second, third))
    at = ONE.index("focal point")
    assert both.place(0, at, at + 11) == Followed(1, "drifted", at, at + 7)
    assert both.block(0).block == 1
    assert then(follow(first, paragraphs(TWO)), follow(paragraphs(TWO), first)).block(0).state == "gone"


def test_many_places_are_carried_over_in_a_second() -> None:
    old = [paragraph(f"{ONE} {number} {TWO} {THREE}") for number in range(300)]
    new = [paragraph(block.text.replace("voluntary", "assessed")) for block in old]
    following = follow(old, new)
    with within(2):
        for number in range(78_000):
            following.place(number % 300, number % 100, number % 100 + 20)


def test_words_that_went_to_another_paragraph_are_followed_there() -> None:
    old, new = paragraphs(f"{ONE} {TWO}", THREE), paragraphs(ONE, f"{THREE} {TWO}")
    assert place(old, new, 0, "open register") == ("open register", "moved")


def test_words_that_went_elsewhere_while_others_took_their_place_are_followed_there() -> None:
    old = paragraphs(f"{ONE} {TWO}", THREE)
    new = paragraphs(f"{ONE} Reports appear in May.", f"{THREE} {TWO}")
    assert place(old, new, 0, TWO[:-1]) == (TWO[:-1], "moved")


def test_a_paragraph_taken_apart_is_gone_but_its_sentences_are_followed() -> None:
    now = f"In all its work {TWO[0].lower()}{TWO[1:]}"
    old, new = paragraphs(TWO, ONE, THREE), paragraphs(ONE, f"{THREE} {now}")
    assert follow(old, new).block(0).state == "gone"
    assert place(old, new, 0, TWO) == (TWO[0].lower() + TWO[1:], "drifted")
