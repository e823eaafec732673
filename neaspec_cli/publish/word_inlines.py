"""Words of a leaf as runs of Word: looks, languages, links, notes and tracked changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote

from neaspec_cli.core.markdown import Node
from neaspec_cli.publish import languages
from neaspec_cli.publish.package import OFFICE, Relations
from neaspec_cli.publish.printed import LINKS, PROPOSAL_SIGN, PROPOSAL_WORDS, Atom, Change, Look
from neaspec_cli.publish.reformed import FORMS
from neaspec_cli.publish.word_moves import TAGS
from neaspec_cli.publish.wordml import RELATION_ID, Element, run, run_properties, text, w

LONGEST_LINK = 2000
"""Word takes a file with a longer address for damaged."""
_FONTS = {"ja": "MS Mincho", "ko": "Batang", "zh": "SimSun"}
_TAGS = {"ja": "ja-JP", "ko": "ko-KR", "zh": "zh-CN"}
_ESCAPED = frozenset(' "<>\\^`{|}')
_CYRILLIC = range(0x400, 0x530)
_MONGOLIAN = frozenset("өүӨҮ")


class Inlines:
    """Makes the runs of one part of a file (body or notes); `anchors` leads from an id to the bookmark that has it."""

    def __init__(
        self,
        relations: Relations,
        anchors: dict[str, str],
        next_id: Callable[[], int],
        note: Callable[[Node], Element],
    ) -> None:
        self.relations = relations
        self.anchors = anchors
        self.next_id = next_id
        self.note = note

    def runs(self, read: Iterable[Atom], around: str) -> list[tuple[Change | None, list[Element]]]:
        """The runs of these atoms, each with the move that it is part of.

        `around` is the text of the block, which tells languages apart.
        """
        found = []
        parts = [part for atom in read for part in _tongues(atom, around)]
        for (target, moved), linked in groupby(parts, key=_link_and_move):
            inner = [
                element
                for change, changed in groupby(linked, key=lambda one: one.look.change)
                for element in self._changed(change, list(changed))
            ]
            found.append((moved, self._linked(target, inner)))
        return found

    def _linked(self, target: str, inner: list[Element]) -> list[Element]:
        if target.startswith("#") and target[1:] in self.anchors:
            return [w("hyperlink", *inner, anchor=self.anchors[target[1:]], history=1)]
        if not target.startswith(LINKS) or len(target) > LONGEST_LINK:
            return inner
        link = w("hyperlink", *inner, history=1)
        link.set(RELATION_ID, self.relations.add(f"{OFFICE}/hyperlink", _address(target), external=True))
        return [link]

    def _changed(self, change: Change | None, parts: list[Atom]) -> list[Element]:
        runs = [
            element
            for look, group in groupby(parts, key=_run_key)
            for element in self._run(look, list(group))
        ]
        return [changed(change, self.next_id(), *runs)] if change else runs

    def _run(self, key: tuple[Look, bool], parts: list[Atom]) -> Iterator[Element]:
        look, is_note = key
        if is_note:
            style = [w("rStyle", val="FootnoteReference")]
            yield from (
                run(self.note(part.note), properties=style) for part in parts if part.note is not None
            )
            return
        change = look.change
        tag = "delText" if change and change.kind == "deletion" and not change.move else "t"
        content: list[Element] = []
        for is_break, group in groupby(parts, key=lambda one: one.text == "\n"):
            together = list(group)
            content += (
                [w("br") for _ in together]
                if is_break
                else [text("".join(one.text for one in together), tag)]
            )
        yield run(*content, properties=[*properties(look), self._form(look)])

    def _form(self, look: Look) -> Element | None:
        """The look of before, where it changed and the words did not."""
        if look.was is None:
            return None
        before = replace(look, marks=(look.marks - FORMS) | look.was.marks)
        dated = {"date": look.was.date} if look.was.date else {}
        return w(
            "rPrChange",
            run_properties(properties(before)),
            id=self.next_id(),
            author=look.was.author,
            **dated,
        )


def changed(change: Change, identifier: int, *content: Element) -> Element:
    """The element of a tracked change around runs, or alone as the mark of a paragraph or row."""
    tag = TAGS[change.kind] if change.move else "ins" if change.kind == "insertion" else "del"
    dated = {"date": change.date} if change.date else {}
    return w(tag, *content, id=identifier, author=change.author or "Secretariat", **dated)


def properties(look: Look) -> list[Element]:
    """Run properties of a look."""
    found: list[Element] = []
    for mark in sorted(look.marks):
        found += [w(tag, **{"val": value} if value else {}) for tag, value in _LOOKS.get(mark, ())]
    if look.target and "code" not in look.marks and "sign" not in look.marks:
        found += [w("rStyle", val="Hyperlink")] if look.target.startswith(LINKS) else []
    base = look.language.split("-")[0]
    if base in _TAGS:
        found.append(w("rFonts", eastAsia=_FONTS[base], hint="eastAsia"))
        found.append(w("lang", eastAsia=look.language if "-" in look.language else _TAGS[base]))
    elif look.language:
        found.append(w("lang", val=look.language))
    return found


_LOOKS: dict[str, tuple[tuple[str, str], ...]] = {
    "emphasis": (("i", ""), ("iCs", "")),
    "strong": (("b", ""), ("bCs", "")),
    "underline": (("u", "single"),),
    "strikeout": (("strike", ""),),
    "superscript": (("vertAlign", "superscript"),),
    "subscript": (("vertAlign", "subscript"),),
    "smallcaps": (("smallCaps", ""),),
    "code": (("rStyle", "Verbatim"),),
    "sign": (("rStyle", "BracketSign"),),
    "holders": (("rStyle", "Holders"),),
    PROPOSAL_SIGN: (("rStyle", "ProposalSign"),),
    PROPOSAL_WORDS: (("rStyle", "ProposalWords"),),
}


def _link_and_move(atom: Atom) -> tuple[str, Change | None]:
    change = atom.look.change
    return atom.look.target, change if change and change.move else None


def _run_key(atom: Atom) -> tuple[Look, bool]:
    return atom.look, atom.note is not None


def _tongues(atom: Atom, around: str) -> Iterator[Atom]:
    """The atom in stretches of one language each."""
    if not atom.text or atom.text.isascii() or atom.look.language:
        yield atom
        return
    for part, language in tongues(atom.text, around):
        yield replace(atom, text=part, look=replace(atom.look, language=language))


def tongues(text: str, around: str) -> Iterator[tuple[str, str]]:
    """The text in stretches with their language, "" for that of the file; `around` is all that helps to tell."""
    for part, language in languages.runs(text, around):
        yield part, language or _cyrillic(part, around)


def _cyrillic(part: str, around: str) -> str:
    """Letters that only Mongolian has make a text Mongolian, else Cyrillic is Russian."""
    if part.isascii() or not any(ord(char) in _CYRILLIC for char in part):
        return ""
    return "mn-MN" if _MONGOLIAN & set(around) else "ru-RU"


def _address(target: str) -> str:
    """An address as XML and zip readers take it: white space and quotes escaped."""
    return "".join(char if char.isprintable() and char not in _ESCAPED else quote(char) for char in target)
