"""Names by which references know blocks, `[]{#p-finance}` or those of headings: what takes their place takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from neaspec_cli.core.brackets import Part
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.lifting import region
from neaspec_cli.core.text.rewriting import Cut

_ID = re.compile(r"\{[^{}\n]*?#([^\s{}]+)[^{}\n]*\}[ #]*$")


def names_in(source: str, blocks: Sequence[Block], part: Part) -> Iterator[str]:
    """The names that are given in whole blocks."""
    for block in blocks[part.first : part.last + 1]:
        if block.kind == "note" or block.start < 0:
            continue
        begin, end = region(source, block)
        if block.kind == "heading" and (found := _ID.search(source[begin:end])):
            yield found[1]
        places = (mark for mark in block.marks if mark.kind == "span" and mark.start == mark.end)
        yield from (mark.detail for mark in places if mark.detail)


def naming(source: str, blocks: Sequence[Block], part: Part, names: Sequence[str]) -> Cut:
    """What gives the first of these blocks more names."""
    block = blocks[part.first]
    begin, end = region(source, block)
    if block.kind == "heading" and not source[begin:end].rstrip().endswith("}"):
        return end, end, f" {{#{names[0]}}}" + "".join(f"[]{{#{name}}}" for name in names[1:])
    return begin, begin, "".join(f"[]{{#{name}}}" for name in names)
