from __future__ import annotations

import pytest

from neaspec_cli.core.bracketed.bracketing import bracket_words
from neaspec_cli.core.bracketed.fencing import bracket_arrival, bracket_blocks
from neaspec_cli.core.bracketed.settling import Outcome, dropped, settle, taken
from neaspec_cli.core.brackets import Bracket, bracketed
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.core.text.rewriting import CannotPlace, SourceEdit, apply_edits
from tests.core.reading import read

SOURCE = """# Goals

Within *ninety* days of each [meeting](https://example.org) the `secretariat` shall report[^1].

- cleaner air
- living seas

[^1]: See the statement.
"""


def held(**wordings: str) -> list[Alternative]:
    return [Alternative(text, (holder,), ()) for holder, text in wordings.items()]


def apply(source: str, edit: SourceEdit) -> str:
    applied = apply_edits(source, read(source), [edit], read)
    assert applied.refused == (), source
    return applied.source


def words(source: str, quote: str, block: int = 1, **wordings: str) -> str:
    text = read(source)[block].text
    start = text.index(quote)
    edit = bracket_words(source, read(source), (block, start, start + len(quote)), held(**wordings), "b-1")
    return apply(source, edit)


def only(source: str) -> Bracket:
    (found,) = bracketed(read(source), source)
    return found


def settled(source: str, outcome: Outcome) -> str:
    return apply(source, settle(source, read(source), only(source), outcome))


def test_one_or_the_other() -> None:
    written = words(SOURCE, "ninety", JPN="sixty", RUS="thirty")
    assert (
        'Within [*ninety*]{.bracket alt=b-1 by=""}[*sixty*]{.bracket alt=b-1 by="JPN"}'
        '[*thirty*]{.bracket alt=b-1 by="RUS"} days' in written
    )
    assert settled(written, dropped(only(written))) == SOURCE
    assert settled(written, taken(only(written), "JPN")) == SOURCE.replace("ninety", "sixty")


def test_words_in_and_words_out_keep_their_spaces_outside() -> None:
    came = words(SOURCE, "", 3, JPN="wholly ")
    assert '- [wholly]{#b-1 .bracket by="JPN"} cleaner air\n' in came
    assert settled(came, dropped(only(came))) == SOURCE
    assert settled(came, taken(only(came), "JPN")) == SOURCE.replace("cleaner air", "wholly cleaner air")
    out = words(SOURCE, "each ", CHN="")
    assert 'of [each]{#b-1 .bracket del="CHN"} [meeting]' in out
    assert settled(out, dropped(only(out))) == SOURCE
    assert settled(out, taken(only(out), "CHN")) == SOURCE.replace("each ", "")


def test_words_that_come_behind_a_space_never_leave_two_spaces() -> None:
    source = "# Goals\n\na a a 。\n"
    edit = bracket_words(source, read(source), (1, 6, 6), held(CHN=" a"), "b-1")
    written = apply(source, edit)
    assert settled(written, dropped(only(written))) == source


def test_words_that_go_before_a_sign_leave_the_space_that_nobody_wants_away() -> None:
    source = "# Goals\n\na a a b 。 \\]\\{.y}\n"
    text = read(source)[1].text
    edit = bracket_words(source, read(source), (1, 8, 12), held(CHN=""), "b-1")
    written = apply(source, edit)
    assert read(settled(written, taken(only(written), "CHN")))[1].text == text[:8] + text[12:]


def test_pieces_over_a_boundary_share_the_name() -> None:
    written = words(SOURCE, "days of each meet", CHN="", JPN="weeks of each mat")
    assert written.count('{.bracket alt=b-1 by="" del="CHN"}') == 2
    assert only(written).stood.text == "days of each meet"  # type: ignore[union-attr]
    assert settled(written, dropped(only(written))) == SOURCE


def test_a_place_in_code_or_across_a_bracket_is_refused() -> None:
    with pytest.raises(CannotPlace):
        words(SOURCE, "tariat shall", CHN="")
    with pytest.raises(CannotPlace):
        words(words(SOURCE, "days of", CHN=""), "of each", JPN="")


def test_a_paragraph_has_other_wordings_beside_it() -> None:
    edit = bracket_blocks(SOURCE, read(SOURCE), (1, 1), held(CHN="", JPN="Within ninety weeks."), "b-1")
    written = apply(SOURCE, edit)
    assert '::: {.bracket alt=b-1 by="" del="CHN"}\nWithin *ninety* days' in written
    assert '\n:::\n\n::: {.bracket alt=b-1 by="JPN"}\nWithin *ninety* weeks' in written
    bracket = only(written)
    assert [(one.by, one.against) for one in bracket.wordings] == [((), ("CHN",)), (("JPN",), ())]
    assert settled(written, dropped(bracket)) == SOURCE
    assert "Within ninety weeks." in [block.text for block in read(settled(written, taken(bracket, "JPN")))]
    assert settled(written, taken(bracket, "CHN")).startswith("# Goals\n\n- cleaner air")


def test_an_item_goes_and_new_ones_come() -> None:
    out = apply(SOURCE, bracket_blocks(SOURCE, read(SOURCE), (3, 3), held(CHN=""), "b-1"))
    assert '\n::: {#b-1 .bracket del="CHN"}\n- cleaner air\n:::\n- living seas\n' in out
    assert settled(out, dropped(only(out))) == SOURCE
    assert settled(out, taken(only(out), "CHN")) == SOURCE.replace("- cleaner air\n", "")
    came = apply(SOURCE, bracket_arrival(SOURCE, read(SOURCE), 3, held(JPN="a", RUS="b\n\nc"), "b-1"))
    assert settled(came, dropped(only(came))) == SOURCE
    assert "- cleaner air\n- b\n- c\n- living seas\n" in settled(came, taken(only(came), "RUS"))


def test_brackets_within_brackets_are_settled_one_by_one() -> None:
    outer = words(SOURCE, "days of each", JPN="weeks")
    blocks = read(outer)
    start = blocks[1].text.index("of each")
    edit = bracket_words(outer, blocks, (1, start, start + 2), held(CHN="after"), "b-2")
    both = apply(outer, edit)
    assert (
        '[days [of]{.bracket alt=b-2 by=""}[after]{.bracket alt=b-2 by="CHN"} each]{.bracket alt=b-1' in both
    )
    first, second = bracketed(read(both), both)
    inner = apply(both, settle(both, read(both), second, dropped(second)))
    assert inner == outer
    without = apply(both, settle(both, read(both), first, dropped(first)))
    assert [one.id for one in bracketed(read(without))] == ["b-2"]
    taken_away = apply(both, settle(both, read(both), first, taken(first, "JPN")))
    assert bracketed(read(taken_away)) == ()
    assert "*ninety* weeks [meeting]" in taken_away


def test_words_in_a_cell_and_in_a_note_too() -> None:
    source = "# T\n\n| a | b |\n|---|---|\n| one | two |\n\nText[^1].\n\n[^1]: See it.\n"
    for number, block in enumerate(read(source)):
        if block.kind in ("cell", "note"):
            edit = bracket_words(source, read(source), (number, 0, len(block.text)), held(JPN="a | b"), "b-1")
            made = apply(source, edit)
            assert settled(made, dropped(only(made))) == source
            assert "a | b" in [one.text for one in read(settled(made, taken(only(made), "JPN")))]


def test_what_has_no_end_in_the_source_is_left_alone() -> None:
    source = '# T\n\n::: {#b-1 .bracket by="JPN"}\nNever closed.\n'
    with pytest.raises(CannotPlace):
        settle(source, read(source), only(source), dropped(only(source)))


def test_a_note_cannot_stand_in_brackets_as_a_whole() -> None:
    with pytest.raises(CannotPlace, match="a note cannot be put in brackets"):
        bracket_blocks(SOURCE, read(SOURCE), (2, 2), held(JPN=""), "b-1")


@pytest.mark.parametrize(("holder", "kept"), [("", "  - two\n"), ("JPN", "")])
def test_a_bracket_at_the_end_of_an_item_is_settled_without_the_item(holder: str, kept: str) -> None:
    source = '# Goals\n\n- a\n  - one\n  ::: {#b-1 .bracket del="JPN"}\n  - two\n  :::\n- b\n'
    bracket = only(source)
    outcome = taken(bracket, holder) if holder else dropped(bracket)
    assert settled(source, outcome) == f"# Goals\n\n- a\n  - one\n{kept}- b\n"
