"""What a section's text shows without pandoc: attributes of spans and fenced divs, and how many of a kind there are.

Code is left out. Brackets typed by hand (`[shall]`) count as bracketed text without a holder.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from neaspec_cli.core.frontmatter import front_matter

BRACKET = "bracket"
PLACEHOLDER = "placeholder"
ANNOTATION = "annotation"

_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ ]*$|\Z)", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_DIV = re.compile(r"^[ >]*:{3,}[ ]*(?:\{([^{}]*)\}|([\w-]+))[ :]*$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ ][^\n]*(?<!\\)\{([^{}\n]*)\}[ #]*$", re.MULTILINE)
_SPAN = re.compile(r"(?<!\\)\]\{([^{}]*)\}")
_PART = re.compile(
    r"""\#(?P<id>[^\s{}=]+) | \.(?P<css>[^\s{}=.\#]+)
      | (?P<key>[\w:-]+)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s}]*))""",
    re.VERBOSE,
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]+)\]:", re.MULTILINE)


class Attributes(NamedTuple):
    """`{#id .class key="value"}` as it stands in a section; `line` counts from 1."""

    kind: Literal["span", "div", "heading"]
    line: int
    id: str
    classes: tuple[str, ...]
    values: Mapping[str, str]


def attributes(text: str) -> tuple[Attributes, ...]:
    """Every attribute list of the section in the order of its text."""
    return _attributes(without_code(text))


def _attributes(plain: str) -> tuple[Attributes, ...]:
    found = [(match.start(), _read("div", plain, match)) for match in _DIV.finditer(plain)]
    found += [(match.start(), _read("heading", plain, match)) for match in _HEADING.finditer(plain)]
    found += [(match.start(), _read("span", plain, match)) for match in _SPAN.finditer(plain)]
    return tuple(one for _, one in sorted(found, key=lambda entry: entry[0]))


def brackets(text: str) -> int:
    """How many passages are bracketed: pieces and alternatives that share an id count once."""
    plain = without_code(text)
    marked = [one for one in _attributes(plain) if BRACKET in one.classes]
    named = {one.id or one.values.get("alt", "") for one in marked} - {""}
    nameless = [one for one in marked if not one.id and not one.values.get("alt")]
    return len(named) + len(nameless) + len(_typed_brackets(plain))


def placeholders(text: str) -> int:
    """How many fenced divs hold text still to come."""
    return _divs(text, PLACEHOLDER)


def annotations(text: str) -> int:
    """How many fenced divs say what the section will hold."""
    return _divs(text, ANNOTATION)


def typed_brackets(text: str) -> tuple[int, ...]:
    """The lines on which square brackets typed by hand begin; links, notes and spans are none."""
    return _typed_brackets(without_code(text))


def _typed_brackets(plain: str) -> tuple[int, ...]:
    known = {match.group(1).casefold() for match in _DEFINITION.finditer(plain)}
    lines = []
    for start, end in _pairs(plain):
        if not _is_markup(plain, start, end, known):
            lines.append(plain.count("\n", 0, start) + 1)
    return tuple(sorted(lines))


def without_code(text: str) -> str:
    """The section with front matter and code replaced by spaces: offsets and lines stay."""
    _, start = front_matter(text)
    blanked = _blank(text[:start]) + text[start:]
    for pattern in (_FENCED, _INLINE):
        blanked = pattern.sub(lambda match: _blank(match.group()), blanked)
    return blanked


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _divs(text: str, css_class: str) -> int:
    return sum(1 for one in attributes(text) if one.kind == "div" and css_class in one.classes)


def _read(kind: Literal["span", "div", "heading"], text: str, match: re.Match[str]) -> Attributes:
    line = text.count("\n", 0, match.start()) + 1
    groups: Sequence[str | None] = match.groups()
    if groups[0] is None:
        return Attributes(kind, line, "", (groups[1] or "",), {})
    identifier, classes, values = "", [], {}
    for part in _PART.finditer(groups[0]):
        if part["id"]:
            identifier = part["id"]
        elif part["css"]:
            classes.append(part["css"])
        else:
            values[part["key"]] = part["double"] or part["single"] or part["plain"] or ""
    return Attributes(kind, line, identifier, tuple(classes), values)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (of the closing bracket) of each pair of square brackets within a paragraph."""
    opened: list[int] = []
    for match in re.finditer(r"[\[\]]|\n[ ]*\n", text):
        if match.group() == "[":
            opened.append(match.start())
        elif match.group() != "]":
            opened = []
        elif opened:
            yield opened.pop(), match.start()


def _is_markup(text: str, start: int, end: int, known: set[str]) -> bool:
    """A link, note, span, definition or tick box; or nothing in it."""
    inside = text[start + 1 : end].removesuffix("\\")
    if not inside.strip() or inside.startswith("^"):
        return True
    if text[end - 1] == "\\":
        return False
    after = text[end + 1 : end + 2]
    if after and after in "({[":
        return True
    before = text[start - 1 : start]
    is_second_half = before == "]" and text[start - 2 : start - 1] != "\\"
    return is_second_half or inside.casefold() in known
