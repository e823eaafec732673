"""What the blocks of a section say, and in which form, once edits are carried out: to compare with what is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core.brackets import signatures
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Edit, Form, SourceEdit, TextEdit
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.links_standing import links_stand

EMPHASIS = frozenset(["strong", "emphasis"])
"""Formatting that a merge changes."""
NEAR = 4
"""How many blocks around one whose level changed are looked at."""
Character = tuple[str, frozenset[str] | None]
"""A character and its formatting; None: that does not matter."""


def is_as_expected(blocks: Sequence[Block], edits: Sequence[Edit], read: Sequence[Block]) -> bool:
    """Whether what was read is what the edits make of the blocks: words, brackets, forms and links."""
    is_said = _texts(read) == expected(blocks, edits) and _says(read, edits)
    if not (is_said and _stands(blocks, edits, read) and _has_levels(blocks, edits, read)):
        return False
    return links_stand(blocks, edits, read, lambda number: _place(blocks, edits, number))


def _says(read: Sequence[Block], edits: Sequence[Edit]) -> bool:
    """Whether all brackets that the edits speak of are there, or gone, as they said."""
    wanted = [one for edit in edits if isinstance(edit, SourceEdit) for one in edit.brackets]
    known = signatures(read) if wanted else {}
    return all(known.get(name, frozenset()) == said for name, said in wanted)


def _texts(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    return [(block.kind, _folded(block.text)) for block in blocks]


def _folded(text: str) -> str:
    return " ".join(text.split())


def expected(blocks: Sequence[Block], edits: Sequence[Edit]) -> list[tuple[str, str]]:
    """Kind and text, spaces folded, of every block once the edits are carried out."""
    flat = [one for part in _laid(blocks, edits).parts for one in part]
    return [(kind, _folded(unicodedata.normalize("NFC", text))) for kind, text in flat]


def _place(blocks: Sequence[Block], edits: Sequence[Edit], number: int) -> int:
    """Where among all blocks a block stands once the edits are carried out; one that goes, where it would."""
    laid = _laid(blocks, edits)
    if number not in laid.home:
        return len(expected(blocks[:number], edits))
    return sum(map(len, laid.parts[: laid.home[number]])) + laid.behind.get(number, 0)


def _laid(blocks: Sequence[Block], edits: Sequence[Edit]) -> _Laid:
    words: dict[int, list[TextEdit]] = {}
    gone: set[int] = set()
    added: dict[int, list[tuple[str, str]]] = {}
    noted: dict[int, list[tuple[str, str]]] = {}
    for edit in edits:
        if isinstance(edit, TextEdit):
            words.setdefault(edit.block, []).append(edit)
        elif isinstance(edit, SourceEdit):
            gone.update(edit.gone)
            for after, new in edit.noted:
                noted.setdefault(after, []).extend(new)
            for one in edit.words:
                words.setdefault(one.block, []).append(one)
            for after, new in edit.added:
                here = added.setdefault(_after_notes(blocks, after), [])
                here[:] = [*new, *here] if after in edit.behind else [*here, *new]
        elif edit.op == "delete":
            gone.add(edit.block)
        else:
            kind = "item" if edit.block >= 0 and blocks[edit.block].kind == "item" else "paragraph"
            added.setdefault(_after_notes(blocks, edit.block), []).extend((kind, text) for text in edit.texts)
    gone |= {at for at, mine in words.items() if at < len(blocks) and _is_emptied(blocks[at], mine)}
    kinds = {at: kind for edit in edits if isinstance(edit, SourceEdit) for at, kind, _ in edit.reformed}
    joined = {other: one for edit in edits if isinstance(edit, SourceEdit) for one, other in edit.joined}
    laid = _Laid([list(added.get(-1, ()))])
    for index, block in enumerate(blocks):
        if index not in gone and block.kind == "note":
            texts = _edited(block.text, words.get(index, ())).split(BREAK)
            laid.note(index, block, [(block.kind, text) for text in texts])
        elif index not in gone:
            laid.block(index, block, words.get(index, ()), joined.get(index), kinds.get(index, block.kind))
        laid.parts[laid.home.get(index, -1)] += noted.get(index, ())
        if index in added:
            laid.parts.append(list(added[index]))
    return laid


@dataclass
class _Laid:
    """Kinds and texts in reading order, each paragraph in one part with the notes to which it refers.

    `home` is the part that a block begins in, `ends` the one that it ends in; a note has so many `behind` which it
    stands there.
    """

    parts: list[list[tuple[str, str]]]
    home: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    behind: dict[int, int] = field(default_factory=dict)
    owner: tuple[int, Block, Sequence[TextEdit]] | None = None
    numbers: list[int] = field(default_factory=list)

    def block(
        self, index: int, block: Block, edits: Sequence[TextEdit], goes_on_in: int | None, kind: str
    ) -> None:
        first, *others = _parts(block, _edited(block.text, edits))
        if goes_on_in in self.ends:
            at = self.ends[goes_on_in]
            kind, text = self.parts[at][0]
            self.parts[at][0] = (kind, text + first)
        else:
            at = len(self.parts)
            self.parts.append([(kind, first)])
        self.parts += [[(kind, one)] for one in others]
        self.home[index], self.ends[index] = at, at + len(others)
        self.owner, self.numbers = (index, block, edits), []

    def note(self, index: int, block: Block, texts: Sequence[tuple[str, str]]) -> None:
        """A note stands behind that part of its paragraph which refers to it."""
        if block.note not in self.numbers:
            self.numbers.append(block.note)
        at = len(self.parts) - 1
        if self.owner is not None:
            owner, referring, edits = self.owner
            marks = [mark for mark in referring.marks if mark.kind == "note"][len(self.numbers) - 1 :]
            before = marks[0].start if marks else len(referring.text)
            so_far = _edited(referring.text[:before], [one for one in edits if _stands_before(one, before)])
            at = min(self.home[owner] + so_far.count(BREAK), self.ends[owner])
        self.home[index], self.behind[index] = at, len(self.parts[at])
        self.parts[at] += texts


def _stands_before(edit: TextEdit, note: int) -> bool:
    """Whether new words come before a note: at its place, those that begin with a space come behind it."""
    return edit.end <= note and not (edit.start == note and edit.text[:1].isspace())


def _parts(block: Block, text: str) -> list[str]:
    """The blocks that a text makes: a caption is one, in which lines are broken."""
    return [text] if block.kind == "caption" else text.split(BREAK)


def _after_notes(blocks: Sequence[Block], index: int) -> int:
    """Notes of a block are read after it: what is inserted after the block comes after them."""
    while index >= 0 and index + 1 < len(blocks) and blocks[index + 1].kind == "note":
        index += 1
    return index


def _is_emptied(block: Block, edits: Sequence[TextEdit]) -> bool:
    """A cell without words is no block any more, unless a note or a picture is left in it."""
    is_bare = block.kind == "cell" and not any(mark.kind in ("note", "image") for mark in block.marks)
    return is_bare and not _edited(block.text, edits).strip()


def _edited(text: str, edits: Sequence[TextEdit]) -> str:
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _stands(blocks: Sequence[Block], edits: Sequence[Edit], read: Sequence[Block]) -> bool:
    """Whether all words whose form was to change stand in it, and those around them as before."""
    forms: dict[int, list[Form]] = {}
    for edit in edits:
        for form in edit.forms if isinstance(edit, SourceEdit) else ():
            forms.setdefault(form.block, []).append(form)
    words = [one for edit in edits for one in _words_of(edit)]
    for number, wanted in forms.items():
        mine = [one for one in words if one.block == number]
        parts = _edited(blocks[number].text, mine).count(BREAK) + 1
        at = _place(blocks, edits, number)
        found = [one for block in read[at : at + parts] for one in _formed(block, ())]
        if not _agree(_after(_formed(blocks[number], wanted), mine), found):
            return False
    return True


def _has_levels(blocks: Sequence[Block], edits: Sequence[Edit], read: Sequence[Block]) -> bool:
    """Whether what changed its kind has the level it was to have, and no item beside it another than before."""
    wanted = {at: level for edit in edits if isinstance(edit, SourceEdit) for at, _, level in edit.reformed}
    if not wanted:
        return True
    for number, level in wanted.items():
        beside = (at for at in range(number - NEAR, number + NEAR + 1) if 0 <= at < len(blocks))
        items = {at: len(blocks[at].path) for at in beside if blocks[at].kind == "item"}
        for at, depth in (
            {**items, number: level} | {at: wanted[at] for at in items if at in wanted}
        ).items():
            place = _place(blocks, edits, at)
            is_there = place < len(read) and _folded(blocks[at].text) == _folded(read[place].text)
            if is_there and read[place].level != depth:
                return False
    return True


def _words_of(edit: Edit) -> Sequence[TextEdit]:
    if isinstance(edit, SourceEdit):
        return edit.words
    return [edit] if isinstance(edit, TextEdit) else []


def _formed(block: Block, wanted: Iterable[Form]) -> list[Character]:
    """Every character of a block with its formatting, changed as wanted."""
    kinds: list[set[str]] = [set() for _ in block.text]
    for mark in block.marks:
        for at in range(mark.start, mark.end) if mark.kind in EMPHASIS else ():
            kinds[at].add(mark.kind)
    for form in wanted:
        for at in range(form.start, form.end):
            (kinds[at].add if form.has else kinds[at].discard)(form.kind)
    return [(char, frozenset(kind)) for char, kind in zip(block.text, kinds, strict=True)]


def _after(characters: list[Character], edits: Iterable[TextEdit]) -> list[Character]:
    """The characters after edits of their words; new ones may have any form."""
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        new: list[Character] = [(char, None) for char in unicodedata.normalize("NFC", edit.text)]
        characters[edit.start : edit.end] = new
    return characters


def _agree(wanted: Sequence[Character], found: Sequence[Character]) -> bool:
    pairs = zip(_visible(wanted), _visible(found), strict=False)
    return all(one[0] == other[0] and one[1] in (None, other[1]) for one, other in pairs)


def _visible(characters: Sequence[Character]) -> Iterator[Character]:
    return (one for one in characters if not one[0].isspace())
