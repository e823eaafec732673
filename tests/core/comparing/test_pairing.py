from __future__ import annotations

from hypothesis import given

from neaspec_cli.core.comparing.pairing import pair_blocks
from neaspec_cli.core.markdown import Block
from tests.core.prose import heading, paragraph, revisions, table

ONE = "Each member State designates a focal point that reports on progress in the programme areas every year."
TWO = "The secretariat keeps an open register of all comments and of the replies that were given to them."
ROWS = [
    ["Activity", "When", "Who"],
    ["Draft of the plan is circulated", "July", "Secretariat"],
    ["Comments are received from all", "August", "Focal Points"],
    ["Meeting of senior officials", "November", "All"],
]


def cells(old: list[list[str]], new: list[list[str]]) -> list[tuple[str, str]]:
    """Texts of the paired cells."""
    left, right = table(old), table(new)
    return [(left[i[0]].text, right[j[0]].text) for i, j in pair_blocks(left, right).places]


@given(revisions())
def test_groups_rise_and_every_block_is_in_one_group_or_move_at_most(
    pair: tuple[list[Block], list[Block]],
) -> None:
    old, new = pair
    pairing = pair_blocks(old, new)
    assert [olds[0] for olds, _ in pairing.places] == sorted(olds[0] for olds, _ in pairing.places)
    assert [news[0] for _, news in pairing.places] == sorted(news[0] for _, news in pairing.places)
    olds = [i for group, _ in pairing.places for i in group] + [i for i, _ in pairing.moves]
    news = [j for _, group in pairing.places for j in group] + [j for _, j in pairing.moves]
    assert len(olds) == len(set(olds))
    assert len(news) == len(set(news))


def test_cells_pair_by_row_and_column_whatever_they_say() -> None:
    new = [ROWS[0], ["Draft of the plan is circulated", "Early in the autumn", "Bureau"], *ROWS[2:]]
    assert ("July", "Early in the autumn") in cells(ROWS, new)
    assert ("Secretariat", "Bureau") in cells(ROWS, new)


def test_a_column_taken_out_leaves_the_others_in_place() -> None:
    pairs = cells(ROWS, [[row[0], row[2]] for row in ROWS])
    assert pairs == [(text, text) for row in ROWS for text in (row[0], row[2])]


def test_a_moved_row_is_moved_cell_by_cell() -> None:
    new = [ROWS[0], ROWS[3], ROWS[1], ROWS[2]]
    pairing = pair_blocks(table(ROWS), table(new))
    assert len(pairing.moves) == 3
    assert {table(ROWS)[i].text for i, _ in pairing.moves} == set(ROWS[3])


def test_an_empty_cell_that_was_filled_is_an_arrival() -> None:
    old = [ROWS[0], ["Draft of the plan is circulated", "", "Secretariat"]]
    new = [ROWS[0], ["Draft of the plan is circulated", "July", "Secretariat"]]
    assert len(cells(old, new)) == 5


def test_notes_in_a_table_pair_with_the_notes_of_their_cell() -> None:
    def with_note(text: str) -> list[Block]:
        whole = table(ROWS)
        return [*whole[:4], Block("note", text, note=1), *whole[4:]]

    pairing = pair_blocks(with_note("Tentative dates only"), with_note("Tentative dates"))
    assert ((4,), (4,)) in pairing.places


def test_two_tables_with_one_number_are_two() -> None:
    both = [*table(ROWS[:2]), *table(ROWS[2:])]
    pairing = pair_blocks(both, both[6:])
    assert [i for i, _ in pairing.places] == [(index,) for index in range(6, 12)]


def test_a_heading_between_keeps_parts_from_joining() -> None:
    old = [paragraph(f"{ONE} {TWO}")]
    new = [paragraph(ONE), heading("Register"), paragraph(TWO)]
    assert all(len(news) == 1 for _, news in pair_blocks(old, new).places)


def test_a_note_between_does_not_keep_parts_from_joining() -> None:
    note = Block("note", "A remark at the foot of the page", note=1)
    pairing = pair_blocks([paragraph(f"{ONE} {TWO}"), note], [paragraph(ONE), note, paragraph(TWO)])
    assert pairing.places == (((0,), (0, 2)), ((1,), (1,)))


def test_a_block_in_other_letters_is_the_same_block() -> None:
    old = [
        paragraph(ONE),
        Block("item", "Device manufacturers and related subsystem providers"),
        paragraph(TWO),
    ]
    new = [old[0], Block("item", "DEVICE Manufacturers and Related Subsystem Providers"), old[2]]
    assert ((1,), (1,)) in pair_blocks(old, new).places


def test_what_was_rewritten_around_a_phrase_is_an_edit_and_no_deletion_beside_an_arrival() -> None:
    old = paragraph(
        "Option 2: The Technology Mechanism shall serve this Agreement and be strengthened by facilitating "
        "enhanced action which includes anchoring a facility for research, development and demonstration."
    )
    new = paragraph(
        "The Technology Mechanism shall serve this Agreement and shall be strengthened in line with its mandate."
    )
    assert pair_blocks([paragraph(ONE), old], [paragraph(ONE), new]).places[-1] == ((1,), (1,))


def test_what_was_rewritten_and_passed_its_neighbour_has_moved() -> None:
    old = paragraph(
        "Recognizing the close relationship between climate change, poverty and sustainable development and "
        "reaffirming that the response should be coordinated with economic development in an integrated manner."
    )
    new = paragraph(
        "Recognizing the close relationship between climate change, poverty and equitable access to energy, "
        "reaffirming that responses aim to avoid adverse impacts and to promote harmony with nature."
    )
    pairing = pair_blocks([paragraph(ONE), old], [new, paragraph(ONE)])
    assert pairing.moves == ((1, 0),)


def test_paragraphs_of_one_matter_that_share_a_standing_phrase_are_two() -> None:
    old = paragraph(
        "A Wallet Instance authenticates the User before allowing the User to approve the request, and verifies "
        "that the person who handles the Wallet Instance is the one to whom the attributes apply."
    )
    new = paragraph(
        "In the first place a Relying Party may trust the mechanisms of the Wallet Instance, which means that it "
        "relies on the secure device to have done so before allowing the User to present anything."
    )
    assert pair_blocks([paragraph(ONE), old], [paragraph(ONE), new]).places == (((0,), (0,)),)


def test_a_list_item_has_not_moved_into_a_heading() -> None:
    item = Block("item", "Qualified Electronic Attestation of Attributes providers")
    title = heading("Qualified Electronic Attestation of Attributes Providers")
    assert pair_blocks([item, paragraph(ONE)], [paragraph(ONE), title]).moves == ()


def test_of_two_that_are_as_alike_the_one_of_its_kind_is_the_block_of_before() -> None:
    old = [heading("Annex 2 online identification"), Block("item", "Annex 2 online identification.pdf")]
    new = [Block("item", "Annex 4 online identification")]
    assert pair_blocks(old, new).places == (((1,), (0,)),)


def test_sentences_made_of_common_words_have_not_moved() -> None:
    old = paragraph("A first iteration of a Wallet Design Guide can be found in the file.")
    new = paragraph("A visual description of the overall Wallet process can be found in annex 6.")
    assert pair_blocks([old, paragraph(ONE)], [paragraph(ONE), new]).moves == ()


def test_a_word_or_two_join_what_they_follow_where_nothing_else_changed() -> None:
    old = [paragraph(ONE), Block("item", "Option 2:"), Block("item", "No text"), paragraph(TWO)]
    joined = [paragraph(ONE), Block("item", "Option 2: No text"), paragraph(TWO)]
    assert pair_blocks(old, joined).places[1] == ((1, 2), (1,))
    other = [paragraph(ONE), Block("item", "Option 2: No provision"), paragraph(TWO)]
    assert pair_blocks(old, other).places[1] == ((1,), (1,))


def test_columns_pair_by_their_words_where_one_came_and_another_went() -> None:
    old = [["State", "Share", "Year"], ["Japan", "forty", "2026"], ["Mongolia", "sixty", "2027"]]
    new = [["State", "Lead", "Share"], ["Japan", "", "forty"], ["Mongolia", "", "sixty"]]
    assert ("forty", "forty") in cells(old, new)
    assert ("Share", "Lead") not in cells(old, new)
