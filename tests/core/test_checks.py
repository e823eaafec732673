"""Faults and advice on sections, with the text written in the test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.bracketed.bracket_checks import bracket_faults
from neaspec_cli.core.checks import Findings, Goal, plan_findings
from neaspec_cli.core.markdown import blocks
from neaspec_cli.core.plan import Participant, PlanSettings, Rules, Section, read_section, reading_order


def read(files: Mapping[str, str]) -> tuple[Section, ...]:
    sections = []
    for path in sorted(files, key=reading_order):
        section, faults = read_section(path, files[path])
        assert not faults
        tree = pandoc.parse_with_places(section.source[section.body_start :])
        sections.append(replace(section, blocks=blocks(tree, section.source, section.body_start)))
    return tuple(sections)


def found(text: str, goal: Goal = "", others: Mapping[str, str] | None = None) -> Findings:
    files = {"plan/01-a.md": text, **(others or {})}
    return plan_findings(PlanSettings("A plan"), read(files), goal)


def faults(text: str, goal: Goal = "", others: Mapping[str, str] | None = None) -> list[str]:
    return [str(one) for one in found(text, goal, others).faults]


def advice(text: str) -> list[str]:
    return [str(one) for one in found(text).advice]


def test_a_section_in_order_gives_nothing() -> None:
    assert found("# A\n\nText.\n\n## B\n\nText.\n\n## C\n\nText.\n") == Findings()


def test_headings_out_of_order_are_faults() -> None:
    assert faults("Text.\n") == [
        "plan/01-a.md:1: has no heading; its first line must be one of level 1, such as # Introduction"
    ]
    assert faults("## B\n\nText.\n") == ["plan/01-a.md:1: the first heading is not of level 1 (#)"]
    assert faults("Text.\n\n# A\n\nText.\n") == ["plan/01-a.md:1: text stands before the first heading"]
    assert faults("# A\n\nText.\n\n# B\n\nText.\n") == [
        "plan/01-a.md:5: a second heading of level 1 (#); it begins a section, in its own file"
    ]
    assert faults("# A\n\nText.\n\n### C\n\nText.\n") == [
        "plan/01-a.md:5: a heading of level 3 below one of level 1 leaves a level out"
    ]


def test_a_new_section_that_stands_in_brackets_until_it_is_settled_is_no_fault() -> None:
    assert faults('# A\n\nText.\n\n::: {#b-1 .bracket by="JPN"}\n# B\n\nText.\n:::\n') == []


def test_headings_of_annotations_are_not_the_sections_own() -> None:
    assert found("# A\n\n::: annotation\n### Note\n\nText.\n:::\n") == Findings()


def test_a_sub_heading_that_stands_alone_is_advice() -> None:
    text = "# A\n\nText.\n\n## B\n\nText.\n\n### B1\n\nText.\n\n### B2\n\nText.\n"
    assert advice(text) == ["plan/01-a.md:5: the sub-heading 'B' stands alone"]
    assert faults(text) == []


def test_typed_numbers_are_advice_and_years_are_none() -> None:
    text = (
        "# 02 Goals\n\n2030 Agenda and A goal.\n\n\\(a) text\n\n1\\. text\n\nI agree.\n\n(see below) text\n"
    )
    assert [line.partition(",")[0] for line in advice(text)] == [
        "plan/01-a.md:1: begins with 02",
        "plan/01-a.md:5: begins with (a)",
        "plan/01-a.md:7: begins with 1.",
    ]


def test_ids_and_references_run_through_the_plan() -> None:
    text = "# A\n\n[]{#p-one}Text with [#](#p-one), [#](#p-two) and\n[#](#p-three).\n"
    assert faults(text, others={"plan/02-b.md": "# B\n\n[]{#p-two}Text. []{#p-one}\n"}) == [
        "plan/01-a.md:4: refers to #p-three, which nothing is called",
        "plan/02-b.md:3: the id p-one stands at plan/01-a.md:3 already",
    ]


def test_a_reference_into_an_annotation_dangles_in_a_copy_without_annotations() -> None:
    text = "---\nstatus: drafted\n---\n# A\n\n::: annotation\n[]{#p-one}Text.\n:::\n\nSee [#](#p-one).\n"
    assert faults(text) == []
    assert faults(text, "review") == ["plan/01-a.md:10: refers to #p-one, which nothing is called"]


def test_section_ids_and_annex_numbers_are_counted() -> None:
    others = {f"plan/{name}.md": "# B\n\nT.\n" for name in ("02-a", "annex-1-x", "annex-3-y")}
    wrong = faults("# A\n\nT.\n", others=others)
    assert wrong == [
        "plan/02-a.md: is section a, as plan/01-a.md is; rename one of them",
        "plan/annex-3-y.md: has number 3 in its name but is annex II; annexes count without gaps",
    ]
    assert faults("# A\n\nT.\n", others={"plan/annex-programme.md": "# X\n\nT.\n"}) == []


def test_an_empty_heading_is_advice_and_a_fault_for_review() -> None:
    assert advice("# A\n\n## B\n\n## C\n\nText.\n") == ["plan/01-a.md:3: nothing stands under 'B'"]
    assert "plan/01-a.md:3: nothing stands under 'B'" in faults("# A\n\n## B\n\n## C\n\nText.\n", "review")


def test_word_limits_are_advice() -> None:
    sections = read({"plan/01-a.md": "---\nword_limit: 2\n---\n# A\n\nOne two three.\n"})
    result = plan_findings(PlanSettings("A plan", rules=Rules(word_limit=3)), sections)
    assert [str(one) for one in result.advice] == [
        "plan/01-a.md: word_limit: has 4 words; the limit is 2",
        "plan/plan.yaml: rules.word_limit: the plan has 4 words; the limit is 3",
    ]
    assert not result.faults


def test_final_refuses_what_is_not_settled() -> None:
    text = '---\nstatus: cleared\n---\n# A\n\n[x]{#b-1 .bracket by="JPN"} and [y], `[c]`.\n\n::: annotation\nz\n:::\n'
    assert faults(text, "review") == []
    assert faults(text, "final") == [
        "plan/01-a.md:6: bracketed text is not settled",
        "plan/01-a.md:6: square brackets typed by hand are not settled",
        "plan/01-a.md:8: an annotation stands here",
    ]


def test_brackets_need_an_id_and_known_holders() -> None:
    text = (
        '# A\n\n[a]{#b-1 .bracket by="JPN"}\n\n[b]{#b-2 .bracket del="XXX"}\n\n[c]{.bracket by="JPN"}\n\n'
        '[d]{#b-3 .bracket}\n\n[e]{#b-4 .bracket by="JPN" del="JPN"}\n\n[f]{.bracket alt=b-5 by="JPN"}\n\n'
        '[g]{.bracket alt=b-6 by=""}[h]{.bracket alt=b-6 by="MNG"}\n\n[i]{#b-7 .bracket buy="JPN" by="MNG"}\n'
    )
    result = bracket_faults(read({"plan/01-a.md": text}), {"JPN", "MNG"})
    assert [one.line for one in result] == [5, 7, 9, 11, 13, 17]
    assert "XXX takes no part" in result[0].message
    assert "has no other wording" in result[4].message
    assert not [
        one for one in bracket_faults(read({"plan/01-a.md": text}), None) if "takes no part" in one.message
    ]


def test_other_wordings_of_a_heading_are_neither_empty_nor_a_second_title() -> None:
    def wordings(sign: str) -> str:
        return "\n".join(
            f'::: {{.bracket alt=b-{len(sign)} by="{by}"}}\n{sign} {words}\n:::\n'
            for by, words in (("", "Goals"), ("JPN", "Aims"))
        )

    participants = (Participant("JPN", "Japan", "member"),)
    text = f"{wordings('#')}\nText.\n\n{wordings('##')}\nText.\n\n## C\n\nText.\n"
    result = plan_findings(
        PlanSettings("A plan", participants=participants), read({"plan/01-a.md": text}), ""
    )
    assert result == Findings()
