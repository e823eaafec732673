"""A copy of the plan as a Word file: styled like a document of the United Nations, numbered by Word itself, and made so
that it can be placed again when it comes back."""

from __future__ import annotations

from collections.abc import Mapping

from neaspec_cli.publish import front, word_front, word_moves, word_package, word_redline, word_styles
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.package import Package, Relations
from neaspec_cli.publish.printed import printed_leaves
from neaspec_cli.publish.word_blocks import Body
from neaspec_cli.publish.word_numbering import style_numbers
from neaspec_cli.publish.word_paragraphs import page_begun, unchained
from neaspec_cli.publish.word_plain import unmark
from neaspec_cli.publish.wordml import Element, W, local, w

DOCUMENT = "word/document.xml"


def write_word(
    copy: Copy, *, attributed: bool = False, pages: Mapping[str, int] | None = None, markers: bool = True
) -> bytes:
    """The Word file; `attributed` names those who hold bracketed words.

    `pages` are the pages of headings by marker, shown in the contents until Word computes its own. Without `markers`
    the file holds none of the marks that lead back to the plan.
    """
    return _written(copy, attributed, pages or {}, copy.kind != "official", markers)


def write_word_redline(copy: Copy, *, attributed: bool = False) -> bytes:
    """The Word file of a redline: its insertions and deletions as tracked changes, ready to be accepted or rejected.

    `attributed` names those who hold bracketed words. InternalFault when accepting all would not give the new words, or
    rejecting all the old ones.
    """
    data = _written(copy, attributed, {}, False, True)
    word_redline.prove(data, copy, attributed=attributed)
    return data


def _written(
    copy: Copy, attributed: bool, pages: Mapping[str, int], is_tracked: bool, is_marked: bool
) -> bytes:
    package = Package(relations={DOCUMENT: Relations()})
    rules = copy.settings.rules
    body = Body(copy, word_front.text_width(rules.paper), package.relations[DOCUMENT], attributed)
    blocks = [element for section in copy.sections for element in body.section(section)]
    unchained(blocks)
    word_redline.mark_rows(blocks, body.next_id)
    if front.has_contents(copy):
        blocks = page_begun(blocks)
    first = word_front.first_page(copy, pages)
    if not is_marked:
        unmark([*first, *blocks, *body.notes])
    word_package.add_word_part(
        package, "styles.xml", "styles", word_styles.styles(rules.language, body.width, style_numbers())
    )
    word_package.add_word_part(package, "numbering.xml", "numbering", body.numbering.content())
    word_package.add_word_part(
        package, "settings.xml", "settings", word_package.settings(rules.language, is_tracked)
    )
    word_package.add_word_part(package, "footnotes.xml", "footnotes", word_package.footnotes(body.notes))
    if body.remarks.comments:
        word_package.add_word_part(package, "comments.xml", "comments", body.remarks.content())
    word_package.add_word_part(package, "fontTable.xml", "fontTable", word_package.fonts())
    word_package.add_theme(package)
    package.relations["word/footnotes.xml"] = body.note_relations
    page = _page(package, copy)
    if is_marked:
        # Holders belong to this file alone, and its map to the words that come back whoever is named.
        known = [one.text for one in printed_leaves(copy)] if attributed else body.said
        word_package.add_map(package, copy, known)
    said = copy.provenance
    known_by = said.properties() if is_marked else {}
    word_package.add_properties(package, copy.settings.title, copy.settings, said.date, known_by)
    content = w("body", *first, *blocks, page)
    word_moves.ends_after_marks(content)
    word_package.add_document(package, w("document", content))
    return package.content()


def furniture(copy: Copy, pages: Mapping[str, int] | None = None) -> tuple[str, ...]:
    """The words of every paragraph that the file prints beside the leaves: masthead, title, contents, head and foot."""
    around = [*word_front.first_page(copy, pages or {}), word_front.header(copy), word_front.footer(copy)]
    found = [_words(one) for root in around for one in root.iter(f"{{{W}}}p")]
    return tuple(dict.fromkeys(words for words in found if words.strip()))


def _words(paragraph: Element) -> str:
    """Words of a paragraph as a reader of the file joins them: tabs and breaks included, field codes not."""
    signs = {"tab": "\t", "br": "\n"}
    inside = list(paragraph.iter(f"{{{W}}}r"))
    return "".join(
        one.text or "" if local(one) == "t" else signs.get(local(one), "") for run in inside for one in run
    )


def _page(package: Package, copy: Copy) -> Element:
    """Paper, margins, head and foot; the first page has a masthead instead of a head."""
    width, height = word_styles.PAPERS[copy.settings.rules.paper]
    margin = word_styles.MARGIN
    parts = (
        ("header", "default", "header1.xml", word_front.header(copy)),
        ("header", "first", "header2.xml", word_front.empty_header()),
        ("footer", "default", "footer1.xml", word_front.footer(copy)),
        ("footer", "first", "footer2.xml", word_front.footer(copy)),
    )
    sizes = {
        "top": 1418,
        "right": margin,
        "bottom": margin,
        "left": margin,
        "header": 851,
        "footer": 567,
        "gutter": 0,
    }
    return w(
        "sectPr",
        *word_package.page_parts(package, parts),
        w("pgSz", w=width, h=height),
        w("pgMar", **sizes),
        w("titlePg"),
    )
