"""What nobody has decided yet and cannot be brought in together with what is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from neaspec_cli.core.merging.agreement import Agreed, Lifted

LATER = "it changes a paragraph that another proposal moves, one of them decided; merge again once both are"


def entangled(agreed: Iterable[Agreed], decided: Collection[str]) -> set[str]:
    """Undecided wishes that would ride along with a decided one, or take one along: where a paragraph moves, its
    words go with it in one edit.
    """
    mixed = [set(one.keys) for one in agreed if any(isinstance(part, Lifted) for part in one.parts)]
    return {key for keys in mixed if keys & set(decided) for key in keys - set(decided)}
