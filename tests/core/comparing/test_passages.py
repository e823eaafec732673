from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings

from neaspec_cli.core.comparing.passages import with_passages
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.prosediff import Change, compare, summary
from tests.core.prose import paragraph, revisions

BODIES = (
    "Each member State designates a focal point that reports on progress in the programme areas every year."
)
FUNDS = "Funds come from voluntary contributions, which are announced at the meeting of senior officials."
OPEN = "The secretariat keeps an open register of all comments and of the replies that were given to them."
MATTER = "Experts from the subregion meet twice and propose measures against dust and sandstorms."


def passages(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """What left and what came, passage by passage."""
    changes = with_passages(compare([paragraph(text) for text in old], [paragraph(text) for text in new]))
    ends: dict[int, dict[str, list[str]]] = {}
    for change in changes:
        for run in change.runs:
            if run.move:
                ends.setdefault(run.move, {}).setdefault(run.op, []).append(run.text)
    return [("…".join(one["delete"]), "…".join(one["insert"])) for one in ends.values()]


@settings(max_examples=60)
@given(revisions())
def test_passages_change_neither_texts_nor_operations(pair: tuple[list[Block], list[Block]]) -> None:
    plain = compare(*pair)
    found = with_passages(plain)
    assert [(one.kind, one.old, one.new, one.move) for one in found] == [
        (one.kind, one.old, one.new, one.move) for one in plain
    ]
    assert [spelt(one) for one in found] == [spelt(one) for one in plain]


def spelt(change: Change) -> tuple[tuple[str, str], ...]:
    """Runs as they were before any was cut."""
    joined: list[tuple[str, str]] = []
    for run in change.runs:
        if joined and joined[-1][0] == run.op:
            joined[-1] = (run.op, joined[-1][1] + run.text)
        else:
            joined.append((run.op, run.text))
    return tuple(joined)


def test_a_sentence_that_went_to_another_paragraph_is_a_passage_with_one_number() -> None:
    assert passages([f"{BODIES} {FUNDS}", f"{OPEN} {MATTER}"], [BODIES, f"{OPEN} {FUNDS} {MATTER}"]) == [
        (FUNDS, FUNDS)
    ]


def test_words_changed_on_the_way_stay_deleted_and_inserted() -> None:
    edited = FUNDS.replace("voluntary", "assessed")
    found = passages([f"{BODIES} {FUNDS}", f"{OPEN} {MATTER}"], [BODIES, f"{OPEN} {edited} {MATTER}"])
    left = "Funds come from…contributions, which are announced at the meeting of senior officials."
    assert found == [(left, left)]


def test_what_the_text_says_several_times_has_not_moved() -> None:
    phrase = "in accordance with the decisions of the meeting of senior officials"
    old = [f"{BODIES} It does so {phrase}.", f"{OPEN} This is done {phrase}.", MATTER]
    new = [BODIES, OPEN, f"{MATTER} They act {phrase}."]
    assert passages(old, new) == []


def test_a_few_common_words_have_not_moved() -> None:
    old = [f"{BODIES} It is to be one of the last to go on.", OPEN]
    new = [BODIES, f"{OPEN} It is to be one of the last to go on."]
    assert passages(old, new) == []


def test_words_in_the_place_of_the_same_in_other_letters_have_not_moved() -> None:
    old = f"{BODIES} Annex 9 shows Design Guides Data Sharing Scenarios and Blueprints.pdf"
    new = f"{BODIES} Annex 9 shows design guides data sharing scenarios and blueprints"
    assert passages([old, OPEN], [new, OPEN]) == []


def test_chinese_passages_are_found() -> None:
    funds = "资金来自自愿捐款并在高级官员会议上宣布"
    old = [f"各成员国指定一个联络点每年报告进展。{funds}。", "秘书处保存所有评论的公开登记册。"]
    new = ["各成员国指定一个联络点每年报告进展。", f"秘书处保存所有评论的公开登记册。{funds}。"]
    assert passages(old, new) == [(f"{funds}。", f"{funds}。")]


def test_words_of_passages_are_counted_once_and_as_moved() -> None:
    old = [f"{BODIES} {FUNDS}", f"{OPEN} {MATTER}"]
    new = [BODIES, f"{OPEN} {FUNDS} {MATTER}"]
    changes = compare([paragraph(text) for text in old], [paragraph(text) for text in new])
    plain, found = summary(changes), summary(with_passages(changes))
    assert (plain.words_deleted, plain.words_inserted, plain.words_moved) == (14, 14, 0)
    assert (found.words_deleted, found.words_inserted, found.words_moved) == (0, 0, 14)
    assert (found.runs, found.blocks_changed) == (plain.runs, plain.blocks_changed)


def test_passages_are_numbered_after_the_moves_of_blocks() -> None:
    old = [MATTER, f"{BODIES} {FUNDS}", OPEN]
    new = [BODIES, f"{OPEN} {FUNDS}", MATTER]
    changes = with_passages(compare([paragraph(text) for text in old], [paragraph(text) for text in new]))
    moves = {change.move for change in changes if change.move}
    numbers = {run.move for change in changes for run in change.runs if run.move}
    assert numbers
    assert min(numbers) > max(moves)


def far_apart(passage: str) -> list[tuple[str, str]]:
    """What moved where a passage went past twenty paragraphs that use the words of Wallets throughout."""
    between = [
        f"Paragraph {number} says that every Wallet has an Instance and that each Party is a Relying Party."
        for number in range(20)
    ]
    return passages([f"{BODIES} {passage}", *between, OPEN], [BODIES, *between, f"{OPEN} {passage}"])


def test_a_phrase_of_words_that_the_text_uses_throughout_has_not_moved() -> None:
    assert far_apart("Each Wallet Instance and every Relying Party is a Party.") == []


def test_one_rare_word_tells_that_a_passage_has_moved() -> None:
    moved = "Each certified Wallet Instance and every Relying Party is a Party."
    assert far_apart(moved) == [(moved, moved)]


def test_a_turn_of_phrase_from_nearby_has_not_moved() -> None:
    often = [f"{number}. The Commission decides where it is relevant." for number in range(15)]
    phrase = "the Commission and, where relevant"
    old = [*often, f"{BODIES} This is done with {phrase} for the functioning of it.", OPEN]
    new = [*often, BODIES, f"{OPEN} Among them are {phrase}, private operators."]
    assert passages(old, new) == []


def test_short_items_of_a_list_that_became_a_note_went_along_with_the_longer_ones() -> None:
    items = [
        "Elements of elaboration of the option",
        "Transfer of units",
        "Approval by the authorities involved",
    ]
    old = [paragraph(BODIES), *(Block("item", text, level=1) for text in items), paragraph(OPEN)]
    new = [paragraph(BODIES), *(Block("note", text, note=1) for text in items), paragraph(OPEN)]
    runs = [run for change in with_passages(compare(old, new)) for run in change.runs if run.move]
    assert sorted(run.text for run in runs if run.op == "delete") == sorted(items)
    assert sorted(run.text for run in runs if run.op == "insert") == sorted(items)


def test_a_short_block_that_says_the_same_beside_nothing_that_moved_has_not_moved() -> None:
    items = [Block("item", text, level=1) for text in ("Transfer of units", "Standards of integrity")]
    notes = [Block("note", item.text, note=1) for item in items]
    changes = with_passages(compare([paragraph(BODIES), *items], [paragraph(BODIES), *notes]))
    assert not any(run.move for change in changes for run in change.runs)


def test_a_bracket_that_came_or_went_in_a_passage_is_no_part_of_it() -> None:
    old = "Funds come from [voluntary] contributions, which are announced at the meeting, [of senior officials]."
    new = (
        "Funds come from voluntary contributions [which are announced at the meeting], [of senior officials]."
    )
    found = passages([f"{BODIES} {old}", f"{OPEN} {MATTER}"], [BODIES, f"{OPEN} {new} {MATTER}"])
    kept = "Funds come from…voluntary…contributions…which are announced at the meeting…[of senior officials]."
    assert found == [(kept, kept)]


@settings(max_examples=60)
@given(revisions())
def test_both_ends_of_a_passage_say_the_same_but_for_letters_and_spaces(
    pair: tuple[list[Block], list[Block]],
) -> None:
    ends: dict[int, dict[str, list[str]]] = {}
    for change in with_passages(compare(*pair)):
        for run in change.runs:
            if run.move:
                ends.setdefault(run.move, {}).setdefault(run.op, []).append("".join(run.text.lower().split()))
    assert all(one["delete"] == one["insert"] for one in ends.values())
