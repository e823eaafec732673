"""How bracketed text is printed, with and without its holders."""

from __future__ import annotations

import re

import pytest

from neaspec_cli.publish.printed import Frame, atoms, frames
from neaspec_cli.publish.text import write_markdown
from neaspec_cli.publish.typstcode import code
from tests.publish.copies import copy_of

SOURCE = """# Goals

Within [ninety]{.bracket alt=b-1 by=""}[sixty]{.bracket alt=b-1 by="JPN"} days *at [the]{#b-2 .bracket del="CHN"}*[
latest]{#b-2 .bracket del="CHN"}.

::: {.bracket alt=b-3 by="" del="RUS"}
It is paid.
:::

::: {.bracket alt=b-3 by="JPN MNG"}
It is paid in full.
:::
"""
PRINTED = ["Within [ninety][sixty] days at [the latest].", "[It is paid.]", "[It is paid in full.]"]
NAMED = [
    "Within [ninety][sixty] (JPN) days at [the latest] (CHN: delete).",
    "[It is paid.] (RUS: delete)",
    "[It is paid in full.] (JPN, MNG)",
]


@pytest.mark.parametrize(("attributed", "wanted"), [(False, PRINTED), (True, NAMED)])
def test_brackets_and_their_holders_are_printed(attributed: bool, wanted: list[str]) -> None:
    (section,) = copy_of(SOURCE).sections
    around = frames(section, attributed=attributed)
    found = [
        "".join(atom.text for atom in atoms(leaf, around.get(leaf.marker, Frame()), attributed=attributed))
        for leaf in section.leaves
    ]
    assert found[1:] == wanted


@pytest.mark.parametrize(("attributed", "wanted"), [(False, PRINTED), (True, NAMED)])
def test_markdown_types_them_out_and_tells_nothing_more(attributed: bool, wanted: list[str]) -> None:
    text = write_markdown(copy_of(SOURCE), attributed=attributed).decode()
    plain = re.sub(r"[\\*]", "", text)
    for number, line in zip(("1.", "2.", "2 bis."), wanted, strict=True):
        assert f"{number} {line}" in plain
    assert ("JPN" in text) == attributed
    assert "bracket" not in text


def test_holders_look_alike_around_words_and_paragraphs() -> None:
    assert code(copy_of(SOURCE), attributed=True).count("holders(") == 4
    assert "holders(" not in code(copy_of(SOURCE))
