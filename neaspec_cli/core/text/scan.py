"""What a section's text shows without pandoc: attributes of spans and fenced divs, and how many of a kind there are.

Code is left out. Brackets typed by hand (`[shall]`) count as bracketed text without a holder.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from neaspec_cli.core.text.frontmatter import front_matter

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
_TARGET = re.compile(
    r"""\((?:<[^<>\n]*>|[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)
      | \{\s*(?:[#.][^\s{}]+|[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s{}]*))[^{}]*\}""",
    re.VERBOSE,
)
"""What makes a link or a span of the brackets before it."""
_BRACES = re.compile(r"""\{[ ]*(?:(?:[#.][\w-]+|[\w:-]+=(?:"[^"\n]*"|[^\s{}"']+))[ ]*)+\}""")
_SIGN = re.compile(r"\\.|[\[\]]|\n[ ]*\n", re.DOTALL)
_FIRST = re.compile(r"\\?\[[\\\s]*([^\\\s])")
DEEPEST = 50
"""Brackets within so many others are no longer told apart."""
_LONGEST_LABEL = 999
"""By the rules of CommonMark a label is no longer."""
_ESCAPED = ("\\[", "\\]")
_SECOND = re.compile(r"\[(?!\^)((?:[^\[\]\\]|\\.)*)\]")
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
    kinds: tuple[tuple[Literal["span", "div", "heading"], re.Pattern[str]], ...] = (
        ("div", _DIV),
        ("heading", _HEADING),
        ("span", _SPAN),
    )
    found = [(match.start(), kind, match) for kind, pattern in kinds for match in pattern.finditer(plain)]
    breaks = [match.start() for match in re.finditer("\n", plain)]
    ordered = sorted(found, key=lambda one: one[:2])
    return tuple(_read(kind, bisect_left(breaks, start) + 1, match) for start, kind, match in ordered)


def brackets(*texts: str) -> int:
    """How many passages are bracketed: pieces that share an id count once, and so do alternatives in all the texts."""
    return len(held_brackets(*texts))


def held_brackets(*texts: str) -> tuple[frozenset[str], ...]:
    """The holders of each bracketed passage; those typed by hand, and those that name nobody, have none."""
    named: dict[tuple[int, str], set[str]] = {}
    nameless: list[frozenset[str]] = []
    for number, text in enumerate(texts):
        plain = without_code(text)
        found = [one for one in _attributes(plain) if BRACKET in one.classes]
        open_names = {name for one in found if (name := one.values.get("alt"))}
        nameless += [frozenset[str]()] * len(_typed_brackets(plain))
        for one in found:
            holders = {*one.values.get("by", "").split(), *one.values.get("del", "").split()}
            if name := one.values.get("alt") or one.id:
                key = (-1 if name in open_names else number, name)
                named.setdefault(key, set()).update(holders)
            else:
                nameless.append(frozenset(holders))
    return (*map(frozenset, named.values()), *nameless)


def bracket_names(text: str) -> frozenset[str]:
    """The names of all bracketed passages that have one."""
    found = (one.values.get("alt") or one.id for one in attributes(text) if BRACKET in one.classes)
    return frozenset(name for name in found if name)


def placeholders(text: str) -> int:
    """How many fenced divs hold text still to come."""
    return _divs(text, PLACEHOLDER)


def annotations(text: str) -> int:
    """How many fenced divs say what the section will hold."""
    return _divs(text, ANNOTATION)


def swallowed(text: str) -> tuple[tuple[int, str], ...]:
    """Line and words of each `{name=value}` in running text, which the dialect takes for attributes and never shows."""
    plain = without_code(text)
    lines = [match.span() for pattern in (_DIV, _HEADING) for match in pattern.finditer(plain)]
    found = (
        match
        for match in _BRACES.finditer(plain)
        # Attributes of spans, links, pictures and code say how these look, and hide no words.
        if plain[max(0, match.start() - 1)] not in "\\])" and text[max(0, match.start() - 1)] != "`"
    )
    return tuple(
        (plain.count("\n", 0, match.start()) + 1, match.group())
        for match in found
        if not any(start <= match.start() < end for start, end in lines)
    )


def typed_brackets(text: str) -> tuple[int, ...]:
    """The lines on which square brackets typed by hand begin; links, notes and spans are none."""
    return _typed_brackets(without_code(text))


def _typed_brackets(plain: str) -> tuple[int, ...]:
    """First what is markup is told from what is text, then the signs of the text, escaped or not, are paired."""
    known = {_label(match.group(1)) for match in _DEFINITION.finditer(plain)}
    signs = [(match.start(), match.group()) for match in _SIGN.finditer(plain)]
    markup: set[int] = set()
    for start, end in _pairs([sign for sign in signs if sign[1][0] != "\\"]):
        markup |= set() if start in markup else _markup(plain, start, end, known)
    text = [
        (place, sign[-1] if sign in _ESCAPED else sign)
        for place, sign in signs
        if place not in markup and (sign[0] != "\\" or sign in _ESCAPED)
    ]
    begins = sorted(start for start, end in _pairs(text) if _says(plain, start, end))
    line, at, lines = 1, 0, []
    for start in begins:
        line += plain.count("\n", at, start)
        at = start
        lines.append(line)
    return tuple(lines)


def _says(plain: str, start: int, end: int) -> bool:
    """Whether there is something between two signs, and no name of a note."""
    first = _FIRST.match(plain, start)
    return first is not None and first.end() - 1 < end and first.group(1) != "^"


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


def _read(kind: Literal["span", "div", "heading"], line: int, match: re.Match[str]) -> Attributes:
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


def _pairs(signs: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Places of the signs of each pair of square brackets within a paragraph."""
    opened: list[int] = []
    for place, sign in signs:
        if sign == "[":
            opened.append(place)
        elif sign != "]":
            opened = []
        elif opened:
            start = opened.pop()
            if len(opened) < DEEPEST:
                yield start, place


def _markup(text: str, start: int, end: int, known: set[str]) -> set[int]:
    """The places of two brackets that make a link, note, span or definition, and of those that belong to them."""
    inside = _label(text[start + 1 : end]) if end - start <= _LONGEST_LABEL else ""
    if inside in known and inside.startswith("^"):
        return {start, end}
    if _TARGET.match(text, end + 1) or _is_definition(text, start, end):
        return {start, end}
    second = _SECOND.match(text, end + 1)
    if text.startswith("[^", end + 1):
        return set()
    if _label((second.group(1) if second else "") or inside) not in known:
        return set()
    return {start, end, second.start(), second.end() - 1} if second else {start, end}


def _is_definition(text: str, start: int, end: int) -> bool:
    return text.startswith(":", end + 1) and not text[text.rfind("\n", 0, start) + 1 : start].strip(" >")


def _label(words: str) -> str:
    """How a reference is compared with its definition."""
    return " ".join(words.split()).casefold()
