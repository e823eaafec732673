"""Links that were put on words, taken off, or led elsewhere in a returned file, which nothing marks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from neaspec_cli.core import proposals as p
from neaspec_cli.core.register.circulated import CirculatedText, circulated
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.word import read
from tests.core.reading import read as blocks_of
from tests.intake.test_word import told
from tests.intake.wordfiles import gone, ins, par, run, word

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OLD, NEW = "https://example.org/a?b=1&c=2", "https://new.org/x"
SOURCE = f"""See the [old report]({OLD}) of the year.

[]{{#p-two}}The States pay for it, as [said before](#p-three).

[]{{#p-three}}All is [public](mailto:a@b.org).
"""


def sent(source: str = SOURCE) -> CirculatedText:
    made = blocks_of(source)
    return circulated("draft-1", "Plan", "", [("means", made, [str(n) for n, _ in enumerate(made, 1)])])


def link(inside: str, target: str = "", anchor: str = "") -> str:
    """Runs that lead to the relation of that number, or to a bookmark."""
    place = f'w:anchor="{anchor}"' if anchor else f'{R} r:id="{target}"'
    return f"<w:hyperlink {place}>{inside}</w:hyperlink>"


def field(inside: str, says: str) -> str:
    """Runs that are the result of a field."""

    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f"{char('begin')}<w:r><w:instrText>{says}</w:instrText></w:r>{char('separate')}{inside}{char('end')}"
    )


def returned(
    first: Sequence[str] = (), second: Sequence[str] = (), third: Sequence[str] = (), **targets: str
) -> Intake:
    """The three paragraphs, as sent where nothing is given; relations by their ids."""
    known = {"old": OLD, "mail": "mailto:a@b.org", **targets}
    rows = "".join(
        f'<Relationship Id="{name}" Target="{target.replace("&", "&amp;")}"/>'
        for name, target in known.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = f'<Relationships xmlns="{space}">{rows}</Relationships>'
    content = [
        first or [run("See the "), link(run("old report"), "old"), run(" of the year.")],
        second or [run("The States pay for it, as "), link(run("said before"), anchor="_np_0003"), run(".")],
        third or [run("All is "), link(run("public"), "mail"), run(".")],
    ]
    made = [par(*one, marker=number) for number, one in enumerate(content, 1)]
    return read(word(*made, parts=[("word/_rels/document.xml.rels", relations)]), sent())


def test_links_as_they_were_sent_say_nothing() -> None:
    assert told(returned()) == []
    again = [
        run("See the "),
        field(run("old report"), f' HYPERLINK "{OLD.replace("&", "&amp;")}/" '),
        run(" of the year."),
    ]
    assert told(returned(again)) == []
    assert told(returned(old="HTTPS://example.org/a%3Fb=1&c=2")) == []


def test_a_link_that_leads_elsewhere_is_a_proposal_with_both_addresses() -> None:
    intake = returned(old=NEW)
    assert told(intake) == [("1", p.LinkChange("old report", NEW, OLD, 8))]
    assert (intake.comments[0].origin, intake.comments[0].place.quote) == ("silent", "old report")
    assert len(intake.receipt.silent) == 1


def test_a_link_taken_off_and_one_put_on_words() -> None:
    off = returned([run("See the old report of the year.")])
    assert told(off) == [("1", p.LinkChange("old report", "", OLD, 8))]
    on = returned(
        second=[
            run("The "),
            link(run("States pay"), "new"),
            run(" for it, as "),
            link(run("said before"), anchor="_np_0003"),
            run("."),
        ],
        new=NEW,
    )
    assert told(on) == [("2", p.LinkChange("States pay", NEW, "", 4))]


def test_a_link_to_a_place_of_the_plan_is_one_to_its_name() -> None:
    two = [run("All is "), link(run("public"), anchor="_np_0002"), run(".")]
    assert told(returned(third=two)) == [("3", p.LinkChange("public", "#p-two", "mailto:a@b.org", 7))]
    one = [run("All is "), link(run("public"), anchor="_np_0001"), run(".")]
    assert [(where, what) for where, what in told(returned(third=one))] == [("3", None)]


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "../secret.docx"])
def test_an_address_that_no_plan_holds_is_told_in_words_and_never_proposed(target: str) -> None:
    intake = returned(old=target)
    assert told(intake) == [("1", None)]
    assert target in intake.comments[0].comment


def test_links_inside_of_fields_are_read() -> None:
    made = [
        run("See the "),
        field(run("old report"), f' HYPERLINK "{NEW}" \\l "part" '),
        run(" of the year."),
    ]
    assert told(returned(made)) == [("1", p.LinkChange("old report", f"{NEW}#part", OLD, 8))]


def test_a_link_whose_words_were_typed_anew_is_told_with_them() -> None:
    made = [run("See the "), gone("old report"), link(ins("old report"), "new"), run(" of the year.")]
    intake = returned(made, new=NEW)
    assert ("1", p.LinkChange("old report", NEW, OLD, 8)) in told(intake)
    words = [run("See the "), link(ins("very "), "new"), link(run("old report"), "old"), run(" of the year.")]
    found = told(returned(words, new=NEW))
    assert [type(one) for _, one in found] == [p.InsertWords, type(None)]


def test_addresses_that_word_processors_make_links_of_are_no_links() -> None:
    text = "Write to a@b.org or see www.c.org/d for it."
    words = [
        run("Write to "),
        link(run("a@b.org"), "x"),
        run(" or see "),
        link(run("www.c.org/d"), "y"),
        run(" for it."),
    ]
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="x" Target="mailto:a@b.org"/><Relationship Id="y" Target="http://www.c.org/d/"/></Relationships>'
    )
    source = sent(f"{text}\n\nMore at [home](https://c.org).\n")
    made = [par(*words, marker=1), par(run("More at "), link(run("home"), "z"), run("."), marker=2)]
    relations = relations.replace("</R", '<Relationship Id="z" Target="https://c.org"/></R')
    assert told(read(word(*made, parts=[("word/_rels/document.xml.rels", relations)]), source)) == []


def test_a_file_that_holds_no_links_any_more_is_warned_about_once() -> None:
    intake = returned(
        [run("See the old report of the year.")],
        [run("The States pay for it, as said before.")],
        [run("All is public.")],
    )
    assert told(intake) == []
    assert any("no links" in one for one in intake.receipt.warnings)


def test_the_look_that_a_link_gives_its_words_is_told_with_the_link() -> None:
    look = '<w:u w:val="single"/><w:rPrChange w:id="3" w:author="B"><w:rPr/></w:rPrChange>'
    made = [run("See the "), link(run("old report", look), "new"), run(" of the year.")]
    intake = returned(made, new=NEW)
    assert told(intake) == [("1", p.LinkChange("old report", NEW, OLD, 8))]
    assert (intake.comments[0].origin, intake.comments[0].author, intake.receipt.placed) == (
        "tracked",
        "B",
        1,
    )
