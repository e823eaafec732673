"""Moves, rows, notes, comments and changes inside changes, written at random by a writer of their own, read back."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake import guard, word
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_views import Joined, accepted_view, original_view
from tests.intake.wordfiles import BY, comment, gone, ins, note, on, par, run, table
from tests.intake.wordfiles import word as made

PHRASES = st.lists(
    st.sampled_from(("clean", "air", "seas", "by 2030", "States", "agree", "dust", "storms", "fund")),
    min_size=1,
    max_size=4,
).map(" ".join)
AUTHORS = st.sampled_from(("Sato", "Kim", "Bold"))
KINDS = st.sampled_from(("words", "words", "row", "move", "moved words", "note", "control"))


@dataclass
class Written:
    """A file in the making: its blocks, what it says in both views, its notes and comments."""

    blocks: list[str] = field(default_factory=list)
    original: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    old_notes: list[str] = field(default_factory=list)
    new_notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    number: int = 0

    def id(self) -> int:
        """An id that nothing has yet."""
        self.number += 1
        return 100 + self.number

    def add(self, xml: str, original: str, accepted: str) -> None:
        """A block with what it says in both views; nothing is said by an empty paragraph."""
        self.blocks.append(xml)
        self.original += [original] if original else []
        self.accepted += [accepted] if accepted else []

    def file(self) -> bytes:
        """The whole file."""
        return made(*self.blocks, comments=self.comments, footnotes=self.notes)


def by(author: str) -> str:
    return f'w:author="{author}" w:date="2025-07-20T10:00:00Z"'


def inside(draw: st.DrawFn, file: Written) -> tuple[str, str, str]:
    """Words kept, inserted, deleted, inserted by one and deleted by another; now and then with a remark on them."""
    xml = original = accepted = ""
    for kind in draw(st.lists(st.sampled_from(("keep", "ins", "del", "both", "moved and cut")), max_size=4)):
        text, author = draw(PHRASES) + " ", draw(AUTHORS)
        piece = {
            "keep": run(text),
            "ins": ins(text, author, file.id()),
            "del": gone(text, author, file.id()),
            "both": f'<w:ins w:id="{file.id()}" {by("Other")}>{gone(text, author, file.id())}</w:ins>',
            "moved and cut": f'<w:moveTo w:id="{file.id()}" {by("Other")}>{gone(text, author, file.id())}</w:moveTo>',
        }[kind]
        if draw(st.integers(0, 3)) == 0 and len(file.comments) < 9:
            number = len(file.comments) + 1
            file.comments.append(comment(number, draw(PHRASES), author))
            piece = on(number, piece)
        xml += piece
        original += text if kind in ("keep", "del") else ""
        accepted += text if kind in ("keep", "ins") else ""
    return xml, original, accepted


def add_words(draw: st.DrawFn, file: Written) -> None:
    xml, original, accepted = inside(draw, file)
    file.add(par(xml), original, accepted)


def add_control(draw: st.DrawFn, file: Written) -> None:
    """A content control around a paragraph, or around some of its words."""
    xml, original, accepted = inside(draw, file)
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    around = draw(st.booleans())
    file.add(control.format(par(xml)) if around else par(control.format(xml)), original, accepted)


def add_row(draw: st.DrawFn, file: Written) -> None:
    """A table of one row that stayed and one that stayed, came or went; a paragraph parts it from the next."""
    change, words = draw(st.sampled_from(("", "ins", "del"))), draw(PHRASES)
    kept, *rest = (inside(draw, file) for _ in range(2))
    xml, original, accepted = kept
    file.blocks.append(table([par(xml), par(rest[0][0])], [par(run(words))], changes=["", change]))
    for text, said in ((original, file.original), (rest[0][1], file.original)):
        said += [text] if text else []
    for text, said in ((accepted, file.accepted), (rest[0][2], file.accepted)):
        said += [text] if text else []
    file.original += [words] if change != "ins" else []
    file.accepted += [words] if change != "del" else []
    file.add(par(run("Between.")), "Between.", "Between.")


def moved(kind: str, text: str, name: str, number: int) -> str:
    """Words in a range of that name."""
    start = f'<w:{kind}RangeStart w:id="{number}" w:name="{name}" {BY}/>' if name else ""
    end = f'<w:{kind}RangeEnd w:id="{number}"/>' if name else ""
    return f'{start}<w:{kind} w:id="{number + 1000}" {BY}>{run(text)}</w:{kind}>{end}'


def add_move(draw: st.DrawFn, file: Written, *, whole: bool) -> None:
    """A paragraph, or words of one, that went down over another paragraph; with names as Word does, or without."""
    text, between = draw(PHRASES) + " away", draw(PHRASES)
    name = draw(st.sampled_from(("", f"move{file.id()}")))
    left, came = moved("moveFrom", text, name, file.id()), moved("moveTo", text, name, file.id())
    mark = "moveFrom" if whole else ""
    around = "" if whole else "Around: "
    file.add(par(run(around) if around else "", left, mark=mark), around + text, around)
    file.add(par(run(between)), between, between)
    file.add(par(run(around) if around else "", came, mark=mark and "moveTo"), around, around + text)


def add_note(draw: st.DrawFn, file: Written) -> None:
    """A note that stayed, came or went with its reference."""
    change, words, text = draw(st.sampled_from(("", "ins", "del"))), draw(PHRASES), draw(PHRASES)
    number = len(file.notes) + 1
    reference, said = note(number), run(text)
    if change:
        said = ins(text) if change == "ins" else gone(text)
        reference = f'<w:{change} w:id="{file.id()}" {BY}>{reference}</w:{change}>'
    file.notes.append(par(said))
    file.old_notes += [text] if change != "ins" else []
    file.new_notes += [text] if change != "del" else []
    file.add(par(run(words), reference), words, words)


@st.composite
def files(draw: st.DrawFn) -> Written:
    file = Written()
    for kind in draw(st.lists(KINDS, min_size=1, max_size=5)):
        match kind:
            case "words":
                add_words(draw, file)
            case "row":
                add_row(draw, file)
            case "note":
                add_note(draw, file)
            case "control":
                add_control(draw, file)
            case _:
                add_move(draw, file, whole=kind == "move")
    file.add(par(run("End.")), "End.", "End.")
    return file


def body(view: list[Joined]) -> list[str]:
    return [one.text for one in view if one.text and one.first.story == "body"]


def notes(view: list[Joined]) -> list[str]:
    return [one.text for one in view if one.text and one.first.story.startswith("footnote")]


@settings(max_examples=200, deadline=None)
@given(files())
def test_both_texts_read_back_as_they_were_written(file: Written) -> None:
    document = read_document(guard.open_package(file.file()))
    rejected, accepted = original_view(document.paragraphs), accepted_view(document.paragraphs)
    assert body(rejected) == file.original
    assert body(accepted) == file.accepted
    assert (notes(rejected), notes(accepted)) == (file.old_notes, file.new_notes)
    assert len(document.remarks) == len(file.comments)


@settings(max_examples=150, deadline=None)
@given(files())
def test_against_its_own_rejected_text_the_receipt_balances_and_nothing_is_silent(file: Written) -> None:
    rejected = original_view(read_document(guard.open_package(file.file())).paragraphs)
    blocks = [_block(one) for one in rejected if one.text.strip()]
    labels = [str(number) for number in range(1, len(blocks) + 1)]
    receipt = word.read(file.file(), circulated("draft-1", "Plan", "", [("areas", blocks, labels)])).receipt
    assert (receipt.balance, receipt.silent) == (0, ())


def _block(one: Joined) -> Block:
    if one.first.story != "body":
        return Block("note", one.text)
    if one.first.rows:
        row = one.first.rows[-1]
        return Block("cell", one.text, path=(row.number, one.first.column), table=row.table)
    return Block("paragraph", one.text)
