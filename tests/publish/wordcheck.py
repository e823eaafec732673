"""An independent look into Word files: displayed numbers as Word counts them, and the words of bookmarks."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from neaspec_cli.core.text.numbering import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SOFFICE = shutil.which("soffice")
NO_SOFFICE = "LibreOffice is not installed"


def part(data: bytes, name: str) -> etree._Element:
    """One XML part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def words(element: etree._Element, tags: tuple[str, ...] = ("t",)) -> str:
    """Words of runs, a line end for each break; footnotes and field codes are no words."""
    found = []
    for one in element.iter():
        name = str(one.tag).removeprefix(W)
        if name in tags:
            found.append(one.text or "")
        elif name in ("br", "tab") and str(getattr(one.getparent(), "tag", "")) == f"{W}r":
            found.append("\n" if name == "br" else "\t")
    return "".join(found)


def bookmarked(root: etree._Element) -> dict[str, str]:
    """Words inside each bookmark of one part."""
    found: dict[str, str] = {}
    for start in root.iter(f"{W}bookmarkStart"):
        inside: list[str] = []
        for one in start.itersiblings():
            if one.tag == f"{W}bookmarkEnd" and one.get(f"{W}id") == start.get(f"{W}id"):
                break
            inside.append(words(one))
        found[str(start.get(f"{W}name"))] = "".join(inside)
    return found


@dataclass
class _Lists:
    """Definitions of lists, and their counters as ECMA-376 Part 1, 17.9 lets them run."""

    numbering: etree._Element
    counters: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def shown(self, number: str, level: int) -> str:
        one = next(num for num in self.numbering.iter(f"{W}num") if num.get(f"{W}numId") == number)
        abstract = _val(one, "abstractNumId")
        counters = self.counters.setdefault(abstract, [None] * 9)
        override = next(
            (
                _val(over, "startOverride")
                for over in one.iter(f"{W}lvlOverride")
                if over.get(f"{W}ilvl") == str(level)
            ),
            "",
        )
        if override and (number, level) not in self.begun:
            counters[level] = int(override)
        else:
            counters[level] = (counters[level] or 0) + 1
        self.begun.add((number, level))
        counters[level + 1 :] = [None] * (8 - level)
        definition = next(
            a for a in self.numbering.iter(f"{W}abstractNum") if a.get(f"{W}abstractNumId") == abstract
        )
        look = next(one for one in definition.iter(f"{W}lvl") if one.get(f"{W}ilvl") == str(level))
        count = counters[level] or 0
        return _val(look, "lvlText").replace(f"%{level + 1}", _formed(_val(look, "numFmt"), count))


def displayed_numbers(data: bytes) -> dict[str, str]:
    """For each bookmark of the body the number that Word shows before its paragraph, "" for none."""
    style_lists = _style_lists(part(data, "word/styles.xml"))
    lists = _Lists(part(data, "word/numbering.xml"))
    found = {}
    for paragraph in part(data, "word/document.xml").iter(f"{W}p"):
        shown = _shown(paragraph, style_lists, lists)
        for start in paragraph.iter(f"{W}bookmarkStart"):
            found[str(start.get(f"{W}name"))] = shown
    return found


def _shown(paragraph: etree._Element, style_lists: dict[str, tuple[str, int]], lists: _Lists) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    direct = paragraph.find(f"{W}pPr/{W}numPr")
    known = style_lists.get(str(style.get(f"{W}val"))) if style is not None else None
    if direct is not None:
        known = (_val(direct, "numId"), int(_val(direct, "ilvl") or 0))
    return lists.shown(*known) if known and known[0] != "0" else ""


def _style_lists(styles: etree._Element) -> dict[str, tuple[str, int]]:
    found = {}
    for style in styles.iter(f"{W}style"):
        numbers = style.find(f"{W}pPr/{W}numPr")
        if numbers is not None:
            found[str(style.get(f"{W}styleId"))] = (_val(numbers, "numId"), int(_val(numbers, "ilvl") or 0))
    return found


def _val(element: etree._Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return str(found.get(f"{W}val")) if found is not None else ""


def _formed(kind: str, count: int) -> str:
    return {
        "decimal": str(count),
        "upperRoman": roman(count),
        "lowerRoman": roman(count).lower(),
        "upperLetter": _lettered(count).upper(),
        "lowerLetter": _lettered(count),
    }[kind]


def _lettered(count: int) -> str:
    """a, b, … z, aa, bb, …: Word repeats the letter (ECMA-376 Part 1, 17.18.59)."""
    times, place = divmod(max(count, 1) - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def office(data: bytes, target: str, folder: Path) -> Path:
    """The file as LibreOffice converts it; `target` is an ending or a whole filter."""
    source = folder / "source.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "out" / f"source.{target.partition(':')[0]}"


def ids(data: bytes, tag: str) -> Iterator[str]:
    """The ids of all elements of a name in body and notes."""
    for name in ("word/document.xml", "word/footnotes.xml"):
        for one in part(data, name).iter(f"{W}{tag}"):
            yield str(one.get(f"{W}id"))


def squeezed(text: str) -> str:
    """Text with single spaces."""
    return re.sub(r"\s+", " ", text).strip()
