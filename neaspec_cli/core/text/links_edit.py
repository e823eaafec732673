"""Links put on words, taken off them, or given another address: only the signs around the words change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neaspec_cli.core.markdown import Block, Mark
from neaspec_cli.core.text.edits import Cut, Link, SourceEdit
from neaspec_cli.core.text.inlines import closing, inside_code, opening, stretches
from neaspec_cli.core.text.links_standing import links_of
from neaspec_cli.core.text.rewriting import CannotPlace

_INLINE = re.compile(
    r"(?P<words>[*_~`^]*\])\(\s*(?P<address><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?P<title>.*)\)",
    re.DOTALL,
)
_REFERENCE = re.compile(r"(?P<words>[*_~`^]*\])(?P<address>(?:\[[^\]]*\])?)", re.DOTALL)


def link_of(block: Block, start: int, end: int) -> str | None:
    """Where all words of `text[start:end]` lead; "" where no link is on any of them, None where they differ."""
    found = {
        next((mark.detail for mark in links_of(block) if mark.start <= at < mark.end), "")
        for at in range(start, end)
        if not block.text[at].isspace()
    }
    return found.pop() if len(found) == 1 else None


def set_link(
    source: str, blocks: Sequence[Block], index: int, start: int, end: int, target: str
) -> SourceEdit:
    """The edit after which words lead to an address, or nowhere where it is empty."""
    block = blocks[index]
    if block.kind == "code" or not block.pieces or block.start < 0 or inside_code(block, start, end):
        raise CannotPlace("the words of this link have no certain place in the source")
    words = block.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    meeting = [mark for mark in links_of(block) if mark.start < end and start < mark.end]
    if any((mark.start, mark.end) != (start, end) for mark in meeting):
        raise CannotPlace("a link stands on more or other words than these; carry it out by hand")
    if meeting:
        cuts = _changed(source, block, meeting[0], target)
    elif target and start < end:
        cuts = _put_on(block, start, end, target)
    else:
        raise CannotPlace("no link is on these words")
    return SourceEdit(tuple(cuts), links=(Link(index, start, end, target),))


def _put_on(block: Block, start: int, end: int, target: str) -> list[Cut]:
    if len(stretches(block, start, end)) > 1:
        raise CannotPlace("the form of these words goes on beyond them; carry it out by hand")
    begin, finish = opening(block, start, end), closing(block, start, end)
    return [(begin, begin, "["), (finish, finish, f"]({_written(target)})")]


def _changed(source: str, block: Block, mark: Mark, target: str) -> list[Cut]:
    low, high = mark.source
    if low < 0 or not source.startswith("[", low):
        raise CannotPlace("the words of this link are its address; change the words")
    behind = _behind_words(block, mark)
    found = _INLINE.fullmatch(source, behind, high) or _REFERENCE.fullmatch(source, behind, high)
    if found is None:
        raise CannotPlace("where this link leads cannot be told in the source")
    if not target:
        return [(low, low + 1, ""), (found.end("words") - 1, high, "")]
    written = _written(target) if found.re is _INLINE else f"({_written(target)})"
    return [(*found.span("address"), written)]


def _behind_words(block: Block, mark: Mark) -> int:
    """Where the words of a link end in the source, with the signs of their form."""
    at, ends = 0, [mark.source[0] + 1]
    for piece in block.pieces:
        if mark.start <= at < mark.end:
            ends.append(piece.end)
        at += len(piece.text)
    within = (
        one for one in block.marks if one is not mark and mark.start <= one.start and one.end <= mark.end
    )
    return max([*ends, *(one.source[1] for one in within if one.source[1] < mark.source[1])])


def _written(target: str) -> str:
    """An address as a destination of CommonMark."""
    plain = re.sub(r"&(?=#?\w+;)", r"\\&", target.replace("\\", "%5C"))
    return f"<{plain}>" if re.search(r"[()]", plain) else plain
