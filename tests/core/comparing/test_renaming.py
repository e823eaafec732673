from __future__ import annotations

from collections.abc import Sequence

from neaspec_cli.core.comparing.pairing import Group, pair_blocks
from neaspec_cli.core.markdown import Block
from tests.core.prose import paragraph

ONE = "Each member State designates a focal point that reports on progress in the programme areas every year."
TWO = "The secretariat keeps an open register of all comments and of the replies that were given to them."
THREE = "Funds come from voluntary contributions, which are announced at the meeting of senior officials."


def titled(title: str, level: int = 2) -> Block:
    return Block("heading", title, level=level)


def places(old: Sequence[Block], new: Sequence[Block]) -> tuple[Group, ...]:
    return pair_blocks(old, new).places


def test_a_heading_over_what_stayed_was_renamed_whatever_it_is_called_now() -> None:
    old = [paragraph(TWO), titled("Means"), paragraph(ONE)]
    new = [paragraph(TWO), titled("Resources and funds", 3), paragraph(ONE)]
    assert ((1,), (1,)) in places(old, new)


def test_a_heading_in_the_place_of_another_over_another_text_is_another_heading() -> None:
    old = [paragraph(TWO), titled("4.2 Lifecycle of a wallet"), paragraph(ONE)]
    new = [paragraph(TWO), titled("4.1.4 Security by design", 3), paragraph(THREE)]
    assert places(old, new) == (((0,), (0,)),)


def test_a_heading_of_its_level_that_is_still_called_alike_was_renamed_over_another_text() -> None:
    old = [titled("Trust of users in the provider"), paragraph(ONE)]
    new = [titled("Instances authenticate each provider of attestations"), paragraph(THREE)]
    assert ((0,), (0,)) in places(old, new)


def test_what_stayed_below_a_lower_heading_stays_below_the_higher_one() -> None:
    old = [titled("Means"), titled("Funds", 3), paragraph(ONE)]
    new = [titled("Resources"), titled("Funds", 3), paragraph(ONE)]
    assert ((0,), (0,)) in places(old, new)


def test_headings_over_nothing_are_renamed_in_their_place() -> None:
    assert places([titled("Means")], [titled("Resources", 3)]) == (((0,), (0,)),)
