"""Links: wished on the circulated text, placed on the current one, written around the words."""

from __future__ import annotations

import pytest

from neaspec_cli.core.comments import Comment, Disposition, Place
from neaspec_cli.core.merge import Merged, merge
from neaspec_cli.core.merging.agreement import BlockWish, Wish
from neaspec_cli.core.merging.carrying import Carried, carry_out
from neaspec_cli.core.merging.part_placing import with_parts
from neaspec_cli.core.merging.parts import PartWish
from neaspec_cli.core.merging.wishes import Listed, Unwished, listed, wish
from neaspec_cli.core.proposals import DeleteBlock, DeleteWords, LinkChange, Proposal, ReplaceWords
from tests.core.plans import section
from tests.core.reading import read

SOURCE = '# Means\n\nThe [States](https://old.org "Who") pay *their share* of it.[^1]\n\n[^1]: By a scale.\n'
NEW = "https://new.org/a?b=1&c=2"
OTHER = LinkChange("States", NEW, "https://old.org")
PUT_ON = LinkChange("their share", NEW)
Said = tuple[str, Proposal]


def base() -> Listed:
    return listed([("means", read(SOURCE), ["heading I", "1", "note 1"])])


def wished(number: int, said: Said) -> Wish | BlockWish | PartWish | Unwished:
    holder, proposal = said
    comment = Comment(
        f"{holder}-{number}", Place("means", "1"), proposal=proposal, disposition=Disposition("accepted")
    )
    found = wish(comment, f"draft-1/{holder}-{number}", holder, base())
    assert isinstance(found, Wish | BlockWish | PartWish | Unwished)
    return found


def merged(*said: Said, current: str = SOURCE) -> Merged:
    wishes = [wished(number, one) for number, one in enumerate(said, 1)]
    parts = [one for one in wishes if isinstance(one, PartWish)]
    others = [one for one in wishes if isinstance(one, Wish | BlockWish)]
    assert len(parts) + len(others) == len(said)
    return with_parts(base().blocks, read(current), parts, merge(base().blocks, read(current), others))


def carried(decided: Merged, current: str = SOURCE) -> Carried:
    labels = [[""] * len(read(current))]
    return carry_out([section("means", current)], labels, decided.agreed, lambda _, text: read(text))


def after(*said: Said, current: str = SOURCE) -> str:
    decided = merged(*said, current=current)
    assert (decided.clashes, decided.unplaced, decided.already) == ((), (), ())
    done = carried(decided, current)
    assert done.refused == ()
    return done.steps[-1].source


def test_a_link_leads_elsewhere_goes_or_comes_where_the_words_stand_today() -> None:
    today = SOURCE.replace("# Means\n", "# Means\n\nMore first.\n").replace("The [", "All the [")
    for current in (SOURCE, today):
        assert after(("JPN", OTHER), current=current) == current.replace("https://old.org", NEW)
        assert after(("JPN", PUT_ON), current=current) == current.replace(
            "*their share*", f"[*their share*]({NEW})"
        )
        off = LinkChange("States", "", "https://old.org")
        assert after(("JPN", off), current=current) == current.replace(
            '[States](https://old.org "Who")', "States"
        )


def test_the_same_link_of_two_is_one_change_and_another_address_a_clash() -> None:
    (one,) = merged(("JPN", OTHER), ("RUS", LinkChange("States", NEW))).agreed
    assert one.holders == ("JPN", "RUS")
    decided = merged(("JPN", OTHER), ("RUS", LinkChange("States", "mailto:a@b.org")))
    (clash,) = decided.clashes
    assert {one.holders for one in clash.alternatives} == {("JPN",), ("RUS",)}
    assert decided.agreed == ()


def test_words_inside_a_link_change_with_it_and_those_across_its_border_clash() -> None:
    inside = ReplaceWords("share", "part")
    assert f"[*their part*]({NEW})" in after(("JPN", PUT_ON), ("RUS", inside))
    for other in (ReplaceWords("share of", "part of all"), DeleteBlock()):
        decided = merged(("JPN", PUT_ON), ("RUS", other))
        assert (len(decided.clashes), decided.agreed) == (1, ())
    assert merged(("JPN", PUT_ON), ("RUS", DeleteWords(" of it"))).clashes == ()


def test_what_is_there_already_is_known_and_what_was_changed_is_left_to_people() -> None:
    there = SOURCE.replace("https://old.org", NEW)
    assert [one.key for one in merged(("JPN", OTHER), current=there).already] == ["draft-1/JPN-1"]
    for current, reason in (
        (SOURCE.replace("https://old.org", "https://third.org"), "reworded"),
        (SOURCE.replace("States", "members"), "reworded"),
    ):
        (lost,) = merged(("JPN", OTHER), current=current).unplaced
        assert lost.reason == reason


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.org", "https://a b"]
)
def test_an_address_that_no_plan_holds_is_never_written(target: str) -> None:
    found = wished(1, ("JPN", LinkChange("States", target)))
    assert isinstance(found, Unwished)
    assert target in found.reason


def test_a_link_on_words_that_share_one_with_others_is_left_to_people() -> None:
    (left,) = carried(merged(("JPN", LinkChange("States pay", NEW)))).refused
    assert "more or other words" in left.reason
