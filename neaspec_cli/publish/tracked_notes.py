"""Notes that come in as tracked changes, and the order in which a file keeps all of its notes."""

from __future__ import annotations

from neaspec_cli.core.compiling.tracking import By
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.publish.tracked_words import Signer
from neaspec_cli.publish.wordml import Element, W, attribute, paragraph, plain, run, w


def new_note(footnotes: Element, words: str, by: By, signer: Signer) -> Element:
    """A new note among the footnotes; the run that refers to it."""
    identifier = max(int(attribute(one, "id")) for one in footnotes) + 1
    sign = run(w("footnoteRef"), properties=[w("rStyle", val="FootnoteReference")])
    holder = w("footnote", id=identifier)
    for number, part in enumerate(words.split(BREAK)):
        said = [signer.sign("ins", by, plain(f"{'' if number else ' '}{part}"))]
        holder.append(paragraph("FootnoteText", *([] if number else [sign]), *said))
    footnotes.append(holder)
    return run(w("footnoteReference", id=identifier), properties=[w("rStyle", val="FootnoteReference")])


def in_order(footnotes: Element, inside: Element) -> None:
    """Number the notes and put them in the order of their references: LibreOffice goes by that, and not by their ids.

    `inside` is any element of the document that refers to them.
    """
    notes = {attribute(one, "id"): one for one in footnotes}
    for number, sign in enumerate(inside.getroottree().iter(f"{{{W}}}footnoteReference"), 1):
        note = notes[attribute(sign, "id")]
        footnotes.append(note)
        for one in (sign, note):
            one.set(f"{{{W}}}id", str(number))
