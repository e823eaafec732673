"""Whole sections that come, go and change places, as files: wished on the circulated text, carried out on today's."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from neaspec_cli.core.comments import Comment, Disposition, Place
from neaspec_cli.core.merging.section_files import Files, carry_sections
from neaspec_cli.core.merging.section_names import named, plain_title
from neaspec_cli.core.merging.section_wishes import SectionWish, parts_of, written_part
from neaspec_cli.core.merging.wishes import Listed, Unwished, listed, wish
from neaspec_cli.core.plan import Section, read_section
from neaspec_cli.core.proposals import (
    DeleteSection,
    InsertBlock,
    InsertSection,
    InsertWords,
    Move,
    MoveSection,
    Proposal,
    ReplaceWords,
)
from neaspec_cli.core.text.edits import CannotPlace
from tests.core.reading import read

MATTER = "---\nstatus: drafted\nlead: JPN\n---\n"
SOURCES = {
    "01-introduction": MATTER + "# Introduction\n\nThe seas are clean.\n",
    "02-goals": MATTER
    + "# Goals\n\nFewer plastics by 2030.[^1]\n\n## Rivers\n\nNo dams.\n\n[^1]: As agreed.\n",
    "05-means": MATTER + "# Means\n\nThe States pay.\n",
    "annex-1-budget": "# Budget\n\nForty per cent.\n",
}
FOLLOW_UP = "---\nstatus: drafted\n---\n# Follow-up\n\nA review is made.\n"
Said = tuple[str, str, str, Proposal]
"""Who, section and label, and what is proposed."""


def sections(sources: dict[str, str]) -> list[Section]:
    read_in = [read_section(f"plan/{name}.md", text)[0] for name, text in sources.items()]
    return [replace(one, blocks=read(one.source)) for one in read_in]


def base() -> Listed:
    found = [
        (one.id, one.blocks, [f"{one.id} {n}" for n, _ in enumerate(one.blocks)]) for one in sections(SOURCES)
    ]
    return listed(found)


def wished(number: int, said: Said, text: str | None = None, origin: str = "hand") -> object:
    holder, where, block, proposal = said
    verdict = Disposition("accepted with modification", text=text) if text else Disposition("accepted")
    place = Place(where, f"{where} {block}")
    comment = Comment(f"{holder}-{number}", place, proposal=proposal, origin=origin, disposition=verdict)
    return wish(comment, f"draft-1/{holder}-{number}", holder, base())


def carried(*said: Said, current: dict[str, str] = SOURCES) -> Files:
    return of_wishes([wished(number, one) for number, one in enumerate(said, 1)], current)


def of_wishes(wishes: list[object], current: dict[str, str] = SOURCES) -> Files:
    assert not any(isinstance(one, Unwished) for one in wishes)

    def parse(_: Section, text: str) -> object:
        return read(text)

    return carry_sections(sections(SOURCES), sections(current), wishes, parse)  # type: ignore[arg-type]


def files(found: Files) -> dict[str, str]:
    """The files after all steps, made one after the other as commits make them."""
    assert (found.refused, found.merged.clashes, found.merged.unplaced) == ((), (), ())
    made = {f"plan/{name}.md": text for name, text in SOURCES.items()}
    for step in found.steps:
        for path, text in step.changes.items():
            if text is None:
                del made[path]
        made |= {path: text for path, text in step.changes.items() if text is not None}
    assert made == {one.path: one.source for one in found.sections}
    assert list(made.values()) or found.sections
    return {path.removeprefix("plan/").removesuffix(".md"): made[path] for path in sorted(made)}


def test_a_new_section_takes_a_free_number_between_its_neighbours() -> None:
    new = InsertSection("Follow-up\n\nA review is made.")
    assert files(carried(("JPN", "goals", "1", new))) == {**SOURCES, "03-follow-up": FOLLOW_UP}
    before = InsertSection(new.new, "before")
    assert files(carried(("JPN", "means", "0", before))) == {**SOURCES, "03-follow-up": FOLLOW_UP}
    assert files(carried(("JPN", "means", "1", new))) == {**SOURCES, "06-follow-up": FOLLOW_UP}


def test_others_are_renamed_only_where_no_number_is_free() -> None:
    found = files(carried(("JPN", "introduction", "0", InsertSection("Follow-up\n\nA review is made."))))
    assert found == {
        "01-introduction": SOURCES["01-introduction"],
        "02-follow-up": FOLLOW_UP,
        "03-goals": SOURCES["02-goals"],
        "05-means": SOURCES["05-means"],
        "annex-1-budget": SOURCES["annex-1-budget"],
    }
    first = carried(("JPN", "introduction", "0", InsertSection("Follow-up", "before")))
    assert list(files(first)) == ["01-follow-up", "02-introduction", "03-goals", "05-means", "annex-1-budget"]
    assert [one.id for one in first.sections] == [
        "follow-up",
        "introduction",
        "goals",
        "means",
        "annex-1-budget",
    ]


def test_headings_and_items_of_a_new_section_are_written_as_such_and_words_as_words() -> None:
    texts = [
        ("Use *all*", 0, False),
        ("Rivers", 2, False),
        ("one", 0, True),
        ("two", 0, True),
        ("- no item", 0, False),
    ]
    new = InsertSection(
        "\n\n".join(["Means 2", *(written_part(t, level, is_item=i) for t, level, i in texts)])
    )
    found = files(carried(("JPN", "goals", "0", new)))["03-means-2"]
    assert found == (
        "---\nstatus: drafted\n---\n# Means 2\n\nUse \\*all\\*\n\n## Rivers\n\n- one\n- two\n\n\\- no item\n"
    )
    assert [(one.text, one.level, one.is_item) for one in parts_of(new.new)[1:]] == texts


def test_a_new_annex_and_a_section_at_the_end_of_the_body() -> None:
    annex = InsertSection("Annex II. Calendar\n\nIn May.")
    assert files(carried(("JPN", "annex-1-budget", "0", annex))) == {
        **SOURCES,
        "annex-2-calendar": "# Calendar\n\nIn May.\n",
    }
    first = files(carried(("JPN", "means", "0", annex)))
    assert list(first) == [*list(SOURCES)[:3], "annex-1-calendar", "annex-2-budget"]
    assert plain_title("Annex of projects") == ("Annex of projects", False)
    assert plain_title("ANNEX 3: Budget") == ("Budget", True)


def test_a_section_that_moves_keeps_its_bytes_and_its_id() -> None:
    moved = files(carried(("JPN", "means", "0", MoveSection("introduction"))))
    assert moved == {
        "01-introduction": SOURCES["01-introduction"],
        "02-means": SOURCES["05-means"],
        "03-goals": SOURCES["02-goals"],
        "annex-1-budget": SOURCES["annex-1-budget"],
    }
    found = carried(("JPN", "introduction", "0", MoveSection("means")))
    assert list(files(found)) == ["02-goals", "05-means", "06-introduction", "annex-1-budget"]
    assert [one.id for one in found.sections][:3] == ["goals", "means", "introduction"]
    annex = files(carried(("JPN", "means", "0", MoveSection("annex-1-budget"))))
    assert annex["annex-2-means"] == SOURCES["05-means"]
    body = files(carried(("JPN", "annex-1-budget", "0", MoveSection("goals"))))
    assert body["03-budget"] == SOURCES["annex-1-budget"]


def test_a_section_moved_by_its_title_by_hand_goes_whole() -> None:
    said: Said = ("JPN", "means", "0", Move("introduction", "introduction 0"))
    assert list(files(carried(said)))[1] == "02-means"
    assert isinstance(wished(1, ("JPN", "means", "0", Move("goals", "goals 1"))), Unwished)
    assert not isinstance(wished(1, said, origin="tracked"), SectionWish)


def test_a_heading_of_the_first_level_behind_a_section_is_a_new_one() -> None:
    new = InsertBlock("Follow-up\n\nA review is made.", "after", "heading", 1)
    assert files(carried(("JPN", "goals", "4", new)))["03-follow-up"] == FOLLOW_UP
    assert isinstance(wished(1, ("JPN", "goals", "1", new)), Unwished)


def test_a_section_goes_out_with_its_file() -> None:
    found = files(carried(("JPN", "goals", "0", DeleteSection("Goals"))))
    assert found == {name: text for name, text in SOURCES.items() if name != "02-goals"}


def test_one_that_is_referred_to_stays_until_nothing_refers_to_it() -> None:
    current = {
        **SOURCES,
        "02-goals": SOURCES["02-goals"].replace("Fewer", "[]{#p-few}Fewer"),
        "05-means": SOURCES["05-means"].replace("pay", "pay by [#](#p-few)"),
    }
    (left,) = carried(("JPN", "goals", "0", DeleteSection()), current=current).refused
    assert "plan/05-means.md refers to it" in left.reason


def test_the_same_section_of_two_is_one_change_and_different_ones_are_kept_in_order() -> None:
    new = InsertSection("Follow-up\n\nA review is made.")
    found = carried(("RUS", "goals", "0", new), ("JPN", "means", "0", InsertSection(new.new, "before")))
    assert [one.agreed.holders for one in found.steps] == [("JPN", "RUS")]
    said = [(who, "means", "0", InsertSection(f"{who} plan")) for who in ("RUS", "JPN", "MNG")]
    for order in permutations([wished(number, one) for number, one in zip((1, 2, 10), said, strict=True)]):
        assert list(files(of_wishes(list(order))))[3:6] == ["06-jpn-plan", "07-mng-plan", "08-rus-plan"]


def test_what_excludes_each_other_is_a_clash() -> None:
    words = ReplaceWords("dams", "new dams")
    gone: Said = ("CHN", "goals", "0", DeleteSection())
    kinds: list[tuple[list[Said], str]] = [
        ([gone, ("JPN", "goals", "4", words)], "delete against edit"),
        ([gone, ("JPN", "goals", "0", MoveSection("means"))], "delete against edit"),
        (
            [
                ("CHN", "goals", "0", MoveSection("means")),
                ("JPN", "goals", "0", MoveSection("introduction", "before")),
            ],
            "moves",
        ),
        (
            [
                ("CHN", "goals", "0", InsertSection("End\n\nOne.")),
                ("JPN", "goals", "0", InsertSection("End\n\nTwo.")),
            ],
            "overlap",
        ),
    ]
    for said, reason in kinds:
        found = carried(*said)
        assert [one.reason for one in found.merged.clashes] == [reason]
        assert found.withheld == {"draft-1/CHN-1", "draft-1/JPN-2"}
        assert (found.steps, [one.source for one in found.sections]) == ((), list(SOURCES.values()))


def test_what_is_done_already_is_known_and_what_changed_is_left_to_people() -> None:
    new: Said = ("JPN", "goals", "0", InsertSection("Follow-up\n\nA review is made."))
    there = {**SOURCES, "03-after": FOLLOW_UP}
    assert [one.key for one in carried(new, current=dict(sorted(there.items()))).merged.already] == [
        "draft-1/JPN-1"
    ]
    without = {name: text for name, text in SOURCES.items() if name != "02-goals"}
    assert carried(("JPN", "goals", "0", DeleteSection()), current=without).merged.already != ()
    (lost,) = carried(new, current=without).merged.unplaced
    assert (lost.reason, lost.proposed) == ("gone", "Follow-up\n\nA review is made.")
    changed = {**SOURCES, "02-goals": SOURCES["02-goals"].replace("dams", "new dams")}
    (lost,) = carried(("JPN", "goals", "0", DeleteSection()), current=changed).merged.unplaced
    assert lost.reason == "reworded"
    moved: Said = ("JPN", "means", "0", MoveSection("goals"))
    assert carried(moved).merged.already != ()


def test_a_section_renamed_since_is_known_by_its_words() -> None:
    current = {name.replace("goals", "aims"): text for name, text in SOURCES.items()}
    assert "goals" not in "".join(
        one.path for one in carried(("JPN", "goals", "0", DeleteSection()), current=current).sections
    )


def test_names_without_numbers_are_left_to_people() -> None:
    with pytest.raises(CannotPlace, match="no number"):
        named(["plan/aims.md"], 1, "means", is_annex=False)
    with pytest.raises(CannotPlace, match="no place"):
        named(["plan/99-aims.md"], 1, "means", is_annex=False)


def test_words_in_a_section_that_moves_are_no_clash() -> None:
    found = carried(
        ("JPN", "means", "0", MoveSection("introduction")),
        ("RUS", "means", "1", InsertWords("all ", before="States")),
    )
    assert (found.merged.clashes, found.withheld) == ((), frozenset())
    assert read_section("plan/02-means.md", SOURCES["05-means"])[0].lead == "JPN"
