"""What a returned OpenDocument text says is placed on the circulated text, and every mark in it is accounted for."""

from __future__ import annotations

import pytest

from neaspec_cli.core import proposals as p
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake import guard
from neaspec_cli.intake.odt import read
from neaspec_cli.intake.provenance import read_provenance
from neaspec_cli.intake.receipt import Intake
from tests.intake.odtfiles import SPACES, Writer, note, on, package, par, table, words
from tests.intake.test_word import SENT, TEXTS, grid, only, told


def returned(writer: Writer, *paragraphs: str) -> Intake:
    """The four paragraphs, some of them changed: an empty string stands for an unchanged one."""
    made = [one or par(words(TEXTS[n]), marker=n + 1) for n, one in enumerate(paragraphs)]
    made += [par(words(TEXTS[n]), marker=n + 1) for n in range(len(made), 4)]
    return read(writer.odt(*made), SENT)


def test_an_unchanged_file_says_nothing() -> None:
    intake = returned(Writer())
    assert (intake.comments, intake.reply, intake.receipt.elements) == ((), "no comments", {})


def test_a_replacement_is_one_comment_with_author_and_date() -> None:
    w = Writer()
    changed = par("States ", w.gone(par("agree")), w.ins("commit"), words(TEXTS[1][12:]), marker=2)
    one = only(returned(w, "", changed))
    assert one.proposal == p.ReplaceWords("agree", "commit", 7)
    assert (one.place.section, one.place.block, one.place.quote) == ("areas", "2", "agree")
    assert (one.origin, one.author, one.date) == ("tracked", "A", "2025-07-20T10:00:00")


def test_new_deleted_split_and_joined_paragraphs() -> None:
    w = Writer()
    new = par(words(TEXTS[1]), w.ins('</text:p><text:p text:style-name="P1">New one.'), marker=2)
    assert told(returned(w, "", new)) == [("2", p.InsertBlock("New one."))]
    w = Writer()
    # LibreOffice leaves the bookmarks of both paragraphs before the point.
    both = '<text:bookmark-start text:name="_np_0003"/>'
    deleted = par(both, w.gone(par(words(TEXTS[1])), par()), words(TEXTS[2]), marker=2)
    intake = returned(w, "", deleted, " ")
    assert told(intake) == [("2", p.DeleteBlock(TEXTS[1]))]
    w = Writer()
    split = par(words(TEXTS[1][:15]), w.ins("</text:p><text:p>"), words(TEXTS[1][15:]), marker=2)
    assert told(returned(w, "", split)) == [("2", p.Split(TEXTS[1][16:], 16))]
    w = Writer()
    joined = par(words(TEXTS[1]), both, w.gone(par(), par()), words(TEXTS[2]), marker=2)
    assert told(returned(w, "", joined, " ")) == [("2", p.Join(""))]


def test_a_deletion_in_a_list_and_one_between_paragraphs() -> None:
    w = Writer()
    in_list = f"<text:list><text:list-item>{par('agree ')}</text:list-item></text:list>"
    changed = par("States ", w.gone(in_list), words(TEXTS[1][13:]), marker=2)
    whole = w.gone(par(words(TEXTS[2]), marker=3))
    intake = returned(w, "", changed, whole)
    assert told(intake) == [("2", p.DeleteWords("agree ", 7)), ("3", p.DeleteBlock(TEXTS[2]))]


def test_a_move_is_one_comment() -> None:
    w = Writer()
    gone = par(
        '<text:bookmark-start text:name="_np_0002"/>',
        w.gone(par(words(TEXTS[0])), par()),
        words(TEXTS[1]),
        marker=1,
    )
    come = par(words(TEXTS[2]), w.ins(f"</text:p><text:p>{words(TEXTS[0])}"), marker=3)
    intake = read(w.odt(gone, come, par(words(TEXTS[3]), marker=4)), SENT)
    assert told(intake) == [("1", p.Move("areas", "3"))]


def test_a_deletion_inside_an_insertion_of_another_author() -> None:
    w = Writer()
    changed = par(words(TEXTS[0]), w.gone(par("old"), author="B", inserted_by="A"), w.ins(" new"), marker=1)
    intake = returned(w, changed)
    assert told(intake) == [("1", p.InsertWords(" new", TEXTS[0][-40:], "", len(TEXTS[0])))]
    assert intake.receipt.elements == {"insertions": 2, "deletions": 1}


def test_silent_changes_are_found_beside_tracked_ones() -> None:
    w = Writer()
    intake = returned(w, par("Very clean air for ", w.gone(par("all ")), words(TEXTS[0][18:]), marker=1))
    assert told(intake) == [("1", p.ReplaceWords("Clean", "Very clean", 0)), ("1", p.DeleteWords("all ", 14))]
    assert [one.origin for one in intake.comments] == ["silent", "tracked"]


def test_without_markers_words_place_it() -> None:
    w = Writer()
    blocks = [par(words(text)) for text in TEXTS]
    blocks[2] = par("Marine protected areas are ", w.ins("well<text:s/>"), "linked by 2030.")
    assert told(read(w.odt(*blocks), SENT)) == [
        ("3", p.InsertWords("well ", "Marine protected areas are ", "", 27))
    ]


def test_remarks_stand_on_their_words_with_their_threads() -> None:
    w = Writer()
    asked = on("r1", "Where?", "dust storms", more='loext:resolved="true"')
    answer = on("r2", "In the south.", more='loext:parent-name="r1"')
    changed = par("States agree to monitor ", asked, answer, " in spring.", marker=2)
    one = only(returned(w, "", changed))
    assert (one.place.block, one.place.quote, one.comment, one.resolved) == (
        "2",
        "dust storms",
        "Where?",
        True,
    )
    assert [(reply.author, reply.comment) for reply in one.replies] == [("B", "In the south.")]


def test_a_remark_that_libreoffice_tracks_is_no_change_of_words() -> None:
    w = Writer()
    start, end = on("r1", "Where?", "@").split("@")
    changed = par("States agree to monitor ", start, "dust storms", w.ins(end), " in spring.", marker=2)
    intake = returned(w, "", changed)
    assert [(one.comment, one.proposal) for one in intake.comments] == [("Where?", None)]
    assert (intake.receipt.placed, intake.receipt.unsupported) == (2, ())


def test_a_remark_on_deleted_words_explains_the_deletion() -> None:
    w = Writer()
    name = "__Annotation__7_1"
    copied = f'<text:bookmark-start text:name="{name}____ Copy 1"/>agree'
    changed = par("States ", w.gone(par(copied)), on(name, "Not this."), words(TEXTS[1][12:]), marker=2)
    one = only(returned(w, "", changed))
    assert (one.comment, one.proposal) == ("Not this.", p.DeleteWords("agree", 7))


@pytest.mark.parametrize("marked", [True, False])
def test_cells_and_rows(marked: bool) -> None:
    def cell(number: int, *inside: str) -> str:
        return par(*inside, marker=number if marked else 0)

    w = Writer()
    heading = [cell(1, "Area"), cell(2, "150")]
    changed = table(heading, [cell(3, "Sea"), cell(4, w.gone(par("150")), w.ins("175"))])
    assert told(read(w.odt(changed), grid())) == [("Table 1 row 2 column 2", p.ReplaceWords("150", "175", 0))]
    w = Writer()
    grown = table(heading, [par(w.ins("Coast")), par(w.ins("90"))], [cell(3, "Sea"), cell(4, "150")])
    intake = read(w.odt(grown), grid())
    assert told(intake) == [("Table 1 row 1 column 1", p.InsertRow(("Coast", "90"), "after"))]
    assert intake.receipt.placed == 2
    w = Writer()
    shrunk = table(heading, [cell(3, w.gone(par("Sea"))), cell(4, w.gone(par("150")))])
    assert told(read(w.odt(shrunk), grid())) == [("Table 1 row 2 column 1", p.DeleteRow(("Sea", "150")))]


def test_notes_are_placed_among_notes_and_new_ones_are_told() -> None:
    blocks = [Block("paragraph", TEXTS[0]), Block("note", "See the report.", note=1)]
    sent = circulated("draft-1", "Plan", "", [("areas", blocks, ["1", "note 1"])])
    w = Writer()
    old = note(par("<text:s/>See the ", w.ins("annual<text:s/>"), "report."))
    new = w.ins(note(par("A source.")))
    intake = read(w.odt(par("Clean air", old, words(TEXTS[0][9:]), new, marker=1)), sent)
    assert told(intake) == [
        ("1", p.NoteChange("A source.", "", TEXTS[0][-40:], len(TEXTS[0]))),
        ("note 1", p.InsertWords("annual ", "See the ", "", 8)),
    ]


def test_form_is_told_as_form() -> None:
    w = Writer()
    bold = w.form('<text:span text:style-name="T1">air</text:span>')
    one = only(returned(w, par("Clean ", bold, words(TEXTS[0][9:]), marker=1)))
    assert (one.proposal, one.kind) == (p.FormatChange("bold", "air", 6), "editorial")


def test_a_new_heading_is_told_as_one() -> None:
    w = Writer()
    new = w.ins('<text:h text:outline-level="2">Coasts</text:h>')
    assert told(returned(w, "", new + par(words(TEXTS[1]), marker=2))) == [
        ("1", p.InsertBlock("Coasts", "after", "heading", 2))
    ]


def test_boxes_headers_and_contents_are_not_ours() -> None:
    w, other = Writer(), Writer()
    box = f"<draw:frame><draw:text-box>{par(w.ins('In a box'))}</draw:text-box></draw:frame>"
    contents = (
        f"<text:table-of-content><text:index-body>{par(w.ins('Introduction 2'))}</text:index-body>"
        "</text:table-of-content>"
    )
    header = par(other.ins("In the header"))
    styles = (
        f"<office:document-styles {SPACES}><style:header><text:tracked-changes>{''.join(other.regions)}"
        f"</text:tracked-changes>{header}</style:header></office:document-styles>"
    )
    blocks = [contents, par(words(TEXTS[0]), box, marker=1), *(par(words(one)) for one in TEXTS[1:])]
    receipt = read(w.odt(*blocks, parts=[("styles.xml", styles)]), SENT).receipt
    assert (receipt.balance, receipt.placed, receipt.silent) == (0, 0, ())
    assert {
        one.reason.split(" that")[0].split(",")[0] for one in (*receipt.unplaced, *receipt.unsupported)
    } == {
        "it stands in a text box",
        "it stands in a header",
        "it stands in the table of contents",
    }


def test_a_deletion_is_put_back_once_and_marks_nobody_points_at_are_told() -> None:
    w = Writer()
    point = w.gone(par("agree "))
    w.ins("nobody points at it")
    intake = returned(w, "", par("States ", point, words(TEXTS[1][13:]), point * 5, marker=2))
    assert told(intake) == [("2", p.DeleteWords("agree ", 7))]
    assert [one.element for one in intake.receipt.unsupported] == ["insertion"]


def test_white_space_reads_as_printed() -> None:
    spread = par(
        "\n  Clean\n   air",
        "<text:span> for </text:span>",
        "<text:s/>all<text:tab/>",
        "cities of the region.",
        marker=1,
    )
    intake = returned(Writer(), spread)
    assert (told(intake), intake.receipt.noise) == ([], 1)


def test_it_says_where_it_comes_from() -> None:
    said = (
        f'<office:document-meta {SPACES}><office:meta><meta:user-defined meta:name="neaspec-plan">Plan'
        '</meta:user-defined><meta:user-defined meta:name="neaspec-circulation">draft-1</meta:user-defined>'
        "</office:meta></office:document-meta>"
    )
    data = Writer().odt(par("x"), parts=[("meta.xml", said)])
    assert read_provenance(data) == {"neaspec-plan": "Plan", "neaspec-circulation": "draft-1"}
    assert read(data, SENT).circulation == "draft-1"


CONTENT = (
    f"<office:document-content {SPACES}><office:body><office:text>%s</office:text></office:body>"
    "</office:document-content>"
)
NESTED = "".join(
    f'<text:changed-region text:id="c{n}"><text:deletion><text:p><text:change text:change-id="c{n + 1}"/></text:p>'
    "</text:deletion></text:changed-region>"
    for n in range(5_000)
)
MANIFEST = (
    f'<manifest:manifest {SPACES}><manifest:file-entry manifest:full-path="content.xml">'
    "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
)
REFUSED = {
    "a password": (package(("content.xml", "?"), ("META-INF/manifest.xml", MANIFEST)), guard.Locked),
    "a password on all": (package(("encrypted-package", "?")), guard.Locked),
    "a spreadsheet": (
        package(("content.xml", CONTENT % ""), mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        guard.NotKnown,
    ),
    "an entity": (package(("content.xml", '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>')), guard.Hostile),
    "too deep": (
        package(("content.xml", CONTENT % ("<text:section>" * 200 + "</text:section>" * 200))),
        guard.TooMuch,
    ),
    "spaces without end": (
        package(("content.xml", CONTENT % ('<text:p><text:s text:c="99999999999"/></text:p>'))),
        guard.TooMuch,
    ),
    "no XML": (package(("content.xml", "<office:document-content")), guard.Broken),
    "no content": (package(("styles.xml", "<x/>"), ("content.xml", "")), guard.Broken),
    "cut off": (package(("content.xml", CONTENT % "<text:p/>"))[:-30], guard.Broken),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_the_reason(name: str) -> None:
    data: bytes
    reason: type[guard.Unreadable]
    data, reason = REFUSED[name]
    with pytest.raises(reason) as caught:
        read(data, SENT)
    assert caught.value.message.startswith("The file is")


def test_deletions_within_one_another_without_end_are_left() -> None:
    tracked = f"<text:tracked-changes>{NESTED}</text:tracked-changes>"
    data = package(
        ("content.xml", CONTENT % (tracked + '<text:p><text:change text:change-id="c0"/></text:p>'))
    )
    assert read(data, SENT).receipt.balance == 0


def test_macros_are_left_out_with_a_warning() -> None:
    data = Writer().odt(par("x"), parts=[("Basic/Standard/script-lb.xml", "<x/>")])
    assert "macros" in read(data, SENT).receipt.warnings[0]
