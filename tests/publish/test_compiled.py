"""A compilation text as a file: every word of it is there, and nothing that anybody typed means more than its words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from lxml import etree

from neaspec_cli.adapters import pandoc
from neaspec_cli.core import markdown
from neaspec_cli.core.comments import Comment, Place, SourceFeedback
from neaspec_cli.core.compilation import Compilation, compiled, pieces, prove
from neaspec_cli.core.compiling import printing
from neaspec_cli.core.merging.wishes import listed
from neaspec_cli.core.proposals import (
    DeleteBlock,
    DeleteRow,
    DeleteWords,
    FormatChange,
    InsertBlock,
    InsertRow,
    InsertWords,
    Join,
    Move,
    NoteChange,
    Proposal,
    ReplaceWords,
    Split,
)
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.compiled import woven
from neaspec_cli.publish.compiled_html import write_compiled_html
from neaspec_cli.publish.compiled_markdown import write_compiled_markdown
from neaspec_cli.publish.compiled_word import write_compiled_word
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.pdf import write_pdf
from neaspec_cli.publish.tracked import write_tracked
from tests.publish.copies import ANNEXES, RICH, copy_of
from tests.publish.wordcheck import part

HOSTILE = (
    '] [CHN: delete] </p><script>alert(1)</script> **bold** `code` [x](y) {.z} \\ ¶ $a$ _u_ ~s~ &amp; "q"'
)
ODD_WORDS = (
    *(
        HOSTILE,
        " x ",
        "¶",
        "a\n\nb",
        "\n\n\n\n",
        "\n",
        "a  b",
        "- x",
        "1. x",
        "# x",
        ":::",
        "[",
        "]: x",
        "(y)",
    ),
    *("\u00a0", "\u202ex", "\t", "\x01", "\r", "x\u2028y", "한국", "🌊"),
)
Wish = tuple[str, Proposal | None]
ASKED: Mapping[str, Sequence[Wish]] = {
    "CHN": [
        ("1", DeleteWords("efforts")),
        ("2(b)", DeleteBlock()),
        ("Table 1 row 2 column 1", DeleteRow()),
        ("heading I.A", ReplaceWords("Mandate", "Basis")),
        ("11", DeleteWords("ninety")),
    ],
    "JPN": [
        ("1", ReplaceWords("guide efforts", "lead " + HOSTILE)),
        ("2(a)", InsertWords(" fully", after="progress")),
        ("2(a)", ReplaceWords("2030", "2035")),
        ("caption Table 2", InsertBlock("After the table.")),
        ("note 1", InsertWords("also ", before="the first")),
    ],
    "KOR": [
        ("2(b)(i) paragraph 2", InsertBlock("An item.", kind="item")),
        ("2(a)", InsertWords("fully ", before="by")),
        ("5 code 2", ReplaceWords("line 1", "`line` 2")),
        ("Table 2 row 2 column 2", InsertBlock("In the cell.")),
    ],
    "MNG": [
        ("3", InsertBlock("One\ntwo.\n\nThree " + HOSTILE)),
        ("heading I.B", InsertBlock("A heading", "before", "heading", 2)),
        ("Table 1 row 1 column 1", InsertRow((HOSTILE, "b"))),
        ("Table 1 row 1 column 1", InsertRow(("c", "d", "too many"))),
        ("8", None),
    ],
    "PRK": [
        ("1", NoteChange("A note.", after="Asia")),
        ("1", NoteChange("", "See the first note", "North-East Asia.")),
        ("8", FormatChange("bold", "below")),
        ("7", Split("текст")),
        ("9", Join("; ")),
        ("5 quotation 1", Move("section-1", "8")),
    ],
    "RUS": [
        ("11", InsertBlock("x | y\n1 | 2", kind="table")),
        ("7", ReplaceWords("Русский", "Новый")),
        ("2", InsertWords("paragraph ", before="# says")),
        ("Annex II 2", DeleteWords("nowhere")),
    ],
}


def compilation(copy: Copy, asked: Mapping[str, Sequence[Wish]] = ASKED) -> Compilation:
    """What these sources want of a copy, proved."""
    blocks = [
        (one.id, [leaf.block for leaf in one.leaves], [leaf.label.text for leaf in one.leaves])
        for one in copy.sections
    ]
    where = {leaf.label.text: one.id for one in copy.sections for leaf in one.leaves}
    said = [
        (
            SourceFeedback("draft-1", source),
            Comment(f"{source}-{number:03d}", Place(where[label], label), proposal=wish, comment=HOSTILE),
        )
        for source, wishes in asked.items()
        for number, (label, wish) in enumerate(wishes, 1)
    ]
    labels = [leaf.label.text for leaf in copy.leaves]
    made = compiled("draft-1", listed(blocks), labels, said)
    prove(made, pieces(made.lines))
    return made


@pytest.fixture(scope="module")
def copy() -> Copy:
    return copy_of(RICH, annexes=ANNEXES, kind="annotated")


@pytest.fixture(scope="module")
def made(copy: Copy) -> Compilation:
    return compilation(copy)


def word(copy: Copy, made: Compilation) -> bytes:
    return write_compiled_word(woven(copy, made, "T", "N"), copy, made)


def web(copy: Copy, made: Compilation) -> bytes:
    return write_compiled_html(copy, made, "T", "N")


def text(copy: Copy, made: Compilation) -> bytes:
    return write_compiled_markdown(copy, made, "T", "N")


@pytest.mark.parametrize("write", [word, web, text])
def test_what_the_finished_file_lacks_is_noticed(
    write: Callable[[Copy, Compilation], bytes],
    copy: Copy,
    made: Compilation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each writer proves its own file with a reader of its own: a run that it forgets is a fault of ours."""
    assert write(copy, made) == write(copy, made)
    forgetful: dict[object, tuple[str, str, object]] = {
        word: ("neaspec_cli.publish.printed", "PROPOSAL_WORDS", "forgotten"),
        web: ("neaspec_cli.publish.compiled_html", "_words", lambda words: "x"),
        text: ("neaspec_cli.publish.compiled_markdown", "_escaped", lambda words: words),
    }
    module, name, value = forgetful[write]
    monkeypatch.setattr(f"{module}.{name}", value)
    with pytest.raises(InternalFault):
        write(copy, made)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_six_states_propose_is_in_every_file(copy: Copy, seed: int) -> None:
    """Every writer proves its file itself, so that writing it is the test."""
    dice = random.Random(seed)
    texts = {leaf.label.text: leaf.block.text for leaf in copy.leaves}
    asked = {source: [any_wish(dice, texts) for _ in range(dice.randrange(1, 7))] for source in ASKED}
    made = compilation(copy, asked)
    for write in (word, web, text):
        assert write(copy, made)
    assert write_tracked(copy, made, {})


def any_wish(dice: random.Random, texts: Mapping[str, str]) -> Wish:
    """A proposal of any kind on any block, with words that mean something to some format."""
    label = dice.choice(sorted(texts))
    start = dice.randrange(len(texts[label]))
    old = texts[label][start : start + dice.randrange(1, 20)]
    new, where = dice.choice(ODD_WORDS), dice.choice(["before", "after"])
    kinds: list[Proposal] = [
        ReplaceWords(old, new, start),
        DeleteWords(old, start),
        InsertWords(new, at=start),
        InsertBlock(new, where, dice.choice(["paragraph", "heading", "item", "table"])),
        InsertRow(("a", new), where),
        NoteChange(new, at=start),
        Move("section-1", "8", where),
        DeleteBlock(),
        DeleteRow(),
        Join(dice.choice(["", " ", "; "])),
    ]
    return label, dice.choice(kinds)


def test_in_word_a_row_is_a_row_and_a_note_keeps_its_place(copy: Copy, made: Compilation) -> None:
    body: Any = part(word(copy, made), "word/document.xml")
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    rows = body.xpath("(//w:tbl)[w:tr//w:t[.='Number']]/w:tr", namespaces=space)
    first = ["".join(row.xpath("(.//w:tc)[1]//w:t/text()", namespaces=space)) for row in rows]
    assert first[0] == "Code"
    assert first[1].startswith("[MNG: new row: ] [CHN: delete] </p>")
    assert first[2:] == ["[MNG: new row: c", "a [CHN: delete this row]", "b"]
    assert len(body.xpath("//w:footnoteReference", namespaces=space)) == 2


def test_numbers_of_the_circulated_text_stay(copy: Copy, made: Compilation) -> None:
    printed = woven(copy, made, "T", "N")
    numbers = [leaf.label.text for leaf in printed.leaves if leaf.label.text]
    assert numbers == [leaf.label.text for leaf in copy.leaves]


def test_the_pdf_is_made_with_all_its_proposals(copy: Copy, made: Compilation) -> None:
    assert write_pdf(woven(copy, made, "T", "N")).startswith(b"%PDF-1.7")


def test_markdown_read_by_pandoc_says_the_same_words(copy: Copy, made: Compilation) -> None:
    """What people typed becomes no link, no code, no emphasis: all that is left of our signs is their words."""
    tree = pandoc.parse(text(copy, made).decode())
    kinds = {
        kind
        for kind in ("Link", "Code", "Math", "RawInline", "Span", "Strikeout")
        if f"'t': '{kind}'" in repr(tree)
    }
    assert kinds == set()
    read = " ".join(block.text for block in markdown.blocks(tree)).replace("\u00a0", " ")
    assert f"[JPN: lead {HOSTILE}]" in read
    for role, words in (piece for line in pieces(made.lines) for piece in line if piece[0] == "words"):
        assert re.sub(r"\s+", " ", words) in re.sub(r"\s+", " ", read), role


def test_the_page_asks_for_nothing_and_runs_nothing(copy: Copy, made: Compilation) -> None:
    page = web(copy, made).decode()
    root: Any = etree.fromstring(page, etree.HTMLParser())
    assert not root.xpath("//script | //@src | //@href | //@onclick | //@style")
    assert "default-src 'none'" in page
    assert HOSTILE in "".join(root.xpath("//ins//text()"))


def test_the_list_at_the_end_says_what_has_no_place(copy: Copy, made: Compilation) -> None:
    last = text(copy, made).decode().split("\n\n")[-4:]
    assert last[0] == f"# *{printing.REMARKS}*"
    assert last[1].startswith("[**MNG:** *comment:* 8: ".replace(" ", "\u00a0", 2))
    assert "nowhere" in last[2] + last[3]
