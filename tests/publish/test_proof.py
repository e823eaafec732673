"""A redline that does not hold both texts is not given out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.proof import prove, said
from neaspec_cli.publish.sides import side
from tests.publish.copies import copy_of
from tests.publish.redlines import PAIRS, between

OLD, NEW = PAIRS["a move with changes"]


def sides(old: str = OLD, new: str = NEW) -> tuple[tuple[list[str], list[str]], tuple[list[str], list[str]]]:
    return said(side(copy_of(old), True, False)), said(side(copy_of(new), False, False))


def test_a_redline_that_says_both_texts_in_order_is_one() -> None:
    prove(between(OLD, NEW).leaves, *sides())


def test_other_words_are_a_fault() -> None:
    with pytest.raises(InternalFault, match="insertion"):
        prove(between(OLD, NEW).leaves, *sides(OLD.replace("second", "first")))


def test_another_order_is_a_fault() -> None:
    leaves = list(between(OLD, NEW).leaves)
    with pytest.raises(InternalFault, match="insertion"):
        prove([*leaves[1:], leaves[0]], *sides())


def test_a_paragraph_that_does_not_end_is_a_fault() -> None:
    leaves = list(between(OLD, NEW).leaves)
    with pytest.raises(InternalFault, match="deletion"):
        prove([leaves[0], replace(leaves[1], change="deleted"), *leaves[2:]], *sides())
