"""A PDF that came back with annotations: those on the pages that were circulated are placed on the words under them."""

from __future__ import annotations

from neaspec_cli.intake import guard, pdf_census
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.pdf_glyphs import glyphs
from neaspec_cli.intake.pdf_places import Places, places
from neaspec_cli.intake.pdf_reader import Marked, contents, open_pdf, read_marked
from neaspec_cli.intake.pdf_remarks import remarks
from neaspec_cli.intake.provenance import of_keywords, read_provenance
from neaspec_cli.intake.receipt import Intake, Receipt


def read(data: bytes, against: Against) -> Intake:
    """Comments and receipt of an annotated PDF; raises an `Unreadable` that names why it cannot be read."""
    elements = pdf_census.count(data)
    marked = read_marked(data)
    if sum(elements.values()) != len(marked.annotations):
        raise guard.Broken("its list of parts and its parts tell of different annotations")
    said = read_provenance(data) or of_keywords(marked.keywords)
    claimed = said.get("neaspec-circulation", "")
    # Programs that write a PDF anew may drop what it says of itself; its pages still tell.
    where = _places(data, marked, against) if claimed in ("", against.text.circulation) else None
    found = remarks(marked.annotations, where, against.kind)
    receipt = Receipt(elements, found.placed, tuple(found.unplaced), tuple(found.unsupported))
    return Intake(
        tuple(found.comments),
        receipt,
        "comments" if found.comments else "no comments",
        plan=said.get("neaspec-plan", ""),
        circulation=said.get("neaspec-circulation", ""),
        text=said.get("neaspec-text", ""),
        addressee=said.get("neaspec-addressee", ""),
        kind=said.get("neaspec-kind", ""),
        is_this_text=claimed == against.text.circulation or where is not None,
    )


def _places(data: bytes, marked: Marked, against: Against) -> Places | None:
    """The words on the pages that were sent; None where the pages are not those any more."""
    sent = against.pdf() if marked.annotations else b""
    if not sent or read_marked(sent).sizes != marked.sizes:
        return None
    document = open_pdf(sent)
    if not data.startswith(sent) and contents(open_pdf(data)) != contents(document):
        return None
    return places(glyphs(document), against.text.leaves)
