"""Codes of countries in two and three letters."""

from __future__ import annotations

from neaspec_cli.core.register.country_codes import PAIRS, THREE, three_letters


def test_each_code_stands_once_and_is_whole() -> None:
    assert len(PAIRS) == len(THREE) == len(set(THREE.values())) == 249
    assert all(len(one) == 5 and one.isupper() and one.isascii() for one in PAIRS)


def test_two_letters_give_the_three_of_the_country() -> None:
    members = {"CN": "CHN", "JP": "JPN", "KP": "PRK", "KR": "KOR", "MN": "MNG", "RU": "RUS"}
    assert {one: three_letters(one) for one in members} == members
    assert (three_letters("jp"), three_letters("XX"), three_letters("Japan")) == ("JPN", "", "")
