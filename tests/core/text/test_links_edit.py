"""Links changed in the Markdown: the words and everything else keep their bytes."""

from __future__ import annotations

import pytest

from neaspec_cli.core.text.edits import Edit, TextEdit
from neaspec_cli.core.text.links_edit import link_of, set_link
from neaspec_cli.core.text.rewriting import CannotPlace, apply_edits
from tests.core.reading import read

SOURCE = """# A

See [the *report* of](https://example.org/a_(b) "Title") it, a [ref][r], [short], <https://x.org/>, [m](mailto:a@b.org),
**bold [in](<http://a b>) it** and [all *of it*](https://y.org). See [#](#p-fin).

[r]: https://ref.org
[short]: https://short.org
"""


def changed(words: str, target: str, *more: Edit) -> str:
    blocks = read(SOURCE)
    at = blocks[1].text.index(words)
    edits = [set_link(SOURCE, blocks, 1, at, at + len(words), target), *more]
    done = apply_edits(SOURCE, blocks, edits, read)
    assert done.refused == ()
    found = read(done.source)[1]
    where = found.text.index(words) if words in found.text else at
    assert link_of(found, where, where + len(words)) == target or more
    return done.source


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("the report of", "https://example.org/a_(b)", "https://new.org/?a=1&b=2#c"),
        ("ref", "[ref][r]", "[ref](https://new.org/?a=1&b=2#c)"),
        ("short", "[short],", "[short](https://new.org/?a=1&b=2#c),"),
        ("m", "mailto:a@b.org", "https://new.org/?a=1&b=2#c"),
        ("in", "<http://a b>", "https://new.org/?a=1&b=2#c"),
        ("all of it", "https://y.org", "https://new.org/?a=1&b=2#c"),
    ],
)
def test_another_address_is_all_that_changes(words: str, old: str, new: str) -> None:
    assert SOURCE.count(old) == 1
    assert changed(words, "https://new.org/?a=1&b=2#c") == SOURCE.replace(old, new)


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("the report of", '[the *report* of](https://example.org/a_(b) "Title")', "the *report* of"),
        ("ref", "[ref][r]", "ref"),
        ("short", "[short],", "short,"),
        ("in", "[in](<http://a b>)", "in"),
        ("all of it", "[all *of it*](https://y.org)", "all *of it*"),
    ],
)
def test_a_link_taken_off_leaves_the_words_in_their_form(words: str, old: str, new: str) -> None:
    assert changed(words, "") == SOURCE.replace(old, new)


def test_a_link_put_on_words_stands_around_their_form() -> None:
    assert changed("See", "#p-fin") == SOURCE.replace("See [the", "[See](#p-fin) [the")
    assert changed("bold", "https://a.org/(x)") == SOURCE.replace("**bold", "**[bold](<https://a.org/(x)>)")
    assert changed("and ", "mailto:a@b.org") == SOURCE.replace("and [all", "[and](mailto:a@b.org) [all")


def test_words_inside_a_link_can_change_in_the_same_step() -> None:
    at = read(SOURCE)[1].text.index("report")
    found = changed("the report of", "https://new.org", TextEdit(1, at, at + 6, "note"))
    assert '[the *note* of](https://new.org "Title")' in found


@pytest.mark.parametrize(
    ("words", "target", "reason"),
    [
        ("the report", "https://new.org", "more or other words"),
        ("it, a ref", "https://new.org", "more or other words"),
        ("it and", "https://new.org", "goes on beyond"),
        ("https://x.org/", "https://new.org", "its address"),
        ("See", "", "no link"),
    ],
)
def test_what_cannot_be_told_apart_is_left_to_people(words: str, target: str, reason: str) -> None:
    blocks = read(SOURCE)
    at = blocks[1].text.index(words)
    with pytest.raises(CannotPlace, match=reason):
        set_link(SOURCE, blocks, 1, at, at + len(words), target)
