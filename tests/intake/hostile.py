"""Files just under the limits, each of a shape that could cost time or memory; run, it reads every one in a fork.

    python -m tests.intake.hostile

prints a line of JSON for each: its name, the seconds of the processor, the megabytes at most, and what came of it.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import CirculatedText, circulated
from neaspec_cli.intake import guard, odt, word
from tests.intake import odtfiles
from tests.intake.wordfiles import MAIN, SPACES, comment, gone, ins, note, on, par, run, table

PARAGRAPHS, ELEMENTS, CHARACTERS = (
    guard.MOST_PARAGRAPHS - 10,
    guard.MOST_ELEMENTS - 10,
    guard.MOST_CHARACTERS - 10,
)
NAMES = guard.MOST_NAMES - 10
CHANGES, REMARKS = guard.MOST_REVISIONS - 10, guard.MOST_COMMENTS - 10
BOLD = '<w:b/><w:rPrChange w:id="3" w:author="A"><w:rPr/></w:rPrChange>'
Part = tuple[str, str]


def plan() -> CirculatedText:
    """A plan of many paragraphs that read much alike."""
    blocks = [Block("paragraph", f"Words of number {n} in the plan that was sent.") for n in range(1_000)]
    return circulated("draft-1", "Plan", "", [("areas", blocks, [str(n) for n in range(1_000)])])


def body(inside: str) -> Part:
    """The main part of a Word file."""
    return "word/document.xml", f"<w:document {SPACES}><w:body>{inside}</w:body></w:document>"


def remarks(number: int) -> Part:
    """So many comments."""
    made = "".join(comment(one, "Why?") for one in range(number))
    return "word/comments.xml", f"<w:comments {SPACES}>{made}</w:comments>"


def package(*parts: Part) -> bytes:
    """A Word file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("_rels/.rels", MAIN), *parts):
            archive.writestr(name, content)
    return buffer.getvalue()


def ranges(number: int) -> tuple[str, str]:
    """Where so many comments begin, and where they end."""
    starts = "".join(f'<w:commentRangeStart w:id="{one}"/>' for one in range(number))
    return starts, "".join(f'<w:commentRangeEnd w:id="{one}"/>' for one in range(number))


def notes(number: int) -> list[Part]:
    """So many new notes in one paragraph."""
    references = [f'<w:ins w:id="1" w:author="A">{note(one)}</w:ins>' for one in range(number)]
    made = "".join(f'<w:footnote w:id="{one}">{par(run("n"))}</w:footnote>' for one in range(number))
    return [body(par(*references)), ("word/footnotes.xml", f"<w:footnotes {SPACES}>{made}</w:footnotes>")]


def word_shapes() -> dict[str, Callable[[], list[Part]]]:
    """Word files by what is much in them."""
    starts, ends = ranges(REMARKS)
    edited = ins("x ") + gone("y ")
    retyped = gone("Words of number 5 in the plan") + ins("Words in number 6 of plans") + run(" . ")
    marks = "".join(
        f'<w:bookmarkStart w:id="{one}" w:name="_np_{one % 1_000 + 1:04d}"/>' for one in range(ELEMENTS // 2)
    )
    return {
        "paragraphs alike": lambda: [
            body("".join(par(run(f"Words of number {n} that were sent by us.")) for n in range(PARAGRAPHS)))
        ],
        "markers": lambda: [
            body("".join(par(run(f"Some text {n}"), marker=n % 1_000 + 1) for n in range(PARAGRAPHS)))
        ],
        "markers in one paragraph": lambda: [body(par(marks, run("x")))],
        "a long paragraph": lambda: [body(par(run("word " * (CHARACTERS // 5))))],
        "a long paragraph retyped": lambda: [
            body(par(gone("word " * (CHARACTERS // 10)), ins("wort " * (CHARACTERS // 10))))
        ],
        "a long paragraph on a marker": lambda: [
            body(par(run("Words of number " * (CHARACTERS // 16)), marker=3))
        ],
        "changes in a long paragraph": lambda: [
            body(par((run("a " * (CHARACTERS // CHANGES // 2)) + edited) * (CHANGES // 2), marker=1))
        ],
        "retyped sentences": lambda: [body(par(retyped * (CHANGES // 2), marker=6))],
        "changes nested": lambda: [
            body(par('<w:ins w:id="1" w:author="A">' * 100 + run("x" * 99) + "</w:ins>" * 100) * 100)
        ],
        "moves": lambda: [
            body(
                "".join(
                    par(gone(f"words number {n} here again"), mark="del")
                    + par(ins(f"words numbr {n} here again"))
                    for n in range(CHANGES // 3)
                )
            )
        ],
        "move ranges open": lambda: [
            body(
                "".join(f'<w:moveFromRangeStart w:id="{n}" w:name="m{n}"/>' for n in range(60_000))
                + par(
                    *[gone("x").replace("w:del ", "w:moveFrom ").replace("/w:del>", "/w:moveFrom>")] * CHANGES
                )
            )
        ],
        "forms": lambda: [body(par(*[run("a", BOLD)] * CHANGES, marker=1))],
        "remarks in one paragraph": lambda: [
            body(par(*[on(n, run("words ")) for n in range(REMARKS)], marker=1)),
            remarks(REMARKS),
        ],
        "remarks over everything": lambda: [
            body(starts + par(run("words")) * REMARKS + ends),
            remarks(REMARKS),
        ],
        "cells of many paragraphs": lambda: [
            body(table(*[[par(run(f"{n}")) * 10] for n in range(PARAGRAPHS // 10)]))
        ],
        "new rows": lambda: [
            body(table(*[[par(ins("a"))]] * (CHANGES // 2), changes=["ins"] * (CHANGES // 2)))
        ],
        "notes": lambda: notes(CHANGES),
        "names": lambda: [body("".join(f"<w:q{n}/>" for n in range(ELEMENTS - 10)))],
        "names again and again": lambda: [body("".join(f"<w:q{n % NAMES}/>" for n in range(ELEMENTS - 10)))],
        "attributes": lambda: [body(f'<w:p a="{"x" * (guard.MOST_PART - 1_000)}"/>')],
    }


def odt_shapes() -> dict[str, Callable[[odtfiles.Writer], str]]:
    """OpenDocument texts by what is much in them."""
    p = odtfiles.par
    return {
        "paragraphs": lambda _: "".join(p(f"Words of number {n} that were sent.") for n in range(PARAGRAPHS)),
        "changes in one paragraph": lambda w: p(
            *(f"a b {w.ins('x ')}{w.gone(p('y '))}" for _ in range(CHANGES // 2)), marker=1
        ),
        "changes open at once": lambda w: _open(w, CHANGES),
        "deletions of paragraphs": lambda w: p(
            *(w.gone(p("Words of number"), p("one more")) for _ in range(PARAGRAPHS // 3))
        ),
        "remarks": lambda _: p(*(odtfiles.on(f"r{n}", "Why?", "words ") for n in range(REMARKS)), marker=1),
        "rows": lambda w: odtfiles.table(*[[p(w.ins("a")), p("b")] for _ in range(PARAGRAPHS // 2)]),
    }


def _open(writer: odtfiles.Writer, number: int) -> str:
    made = [writer.ins("") for _ in range(number)]
    starts = [one.partition("/>")[0] + "/>" for one in made]
    return odtfiles.par(*(f"{one}word " for one in starts))


def files() -> Iterator[tuple[str, bytes]]:
    """Every file with its name."""
    for name, parts in word_shapes().items():
        yield f"Word: {name}", package(*parts())
    for name, blocks in odt_shapes().items():
        writer = odtfiles.Writer()
        yield f"ODT: {name}", writer.odt(blocks(writer))


def measured(data: bytes, sent: CirculatedText) -> tuple[float, float, str]:
    """Seconds of the processor, megabytes at most, and what came of it, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, _outcome(data, sent).encode())
        os._exit(0)
    _, _, used = os.wait4(child, 0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, pipe.read()


def _outcome(data: bytes, sent: CirculatedText) -> str:
    read = odt.read if guard.open_package(data).mimetype else word.read
    try:
        return f"balance {read(data, sent).receipt.balance}"
    except guard.Unreadable as error:
        return error.message


def main() -> None:
    """Read all of them."""
    sent = plan()
    for name, data in files():
        seconds, megabytes, outcome = measured(data, sent)
        line = {"name": name, "seconds": round(seconds, 2), "megabytes": round(megabytes), "outcome": outcome}
        print(json.dumps(line), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
