"""A compilation text as Markdown in which only our signs are markup: `low [carbon] [**CHN:** *delete*] cities`.

Spaces of signs are no-break spaces; one that is part of the text is written as an entity, so that the file can be read
back to the letter. `¶` begins a new paragraph inside proposed words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from neaspec_cli.core.compilation import Compilation, merged
from neaspec_cli.core.compilation import pieces as pieces_of
from neaspec_cli.core.compiling.printing import Line
from neaspec_cli.core.compiling.reading import Piece
from neaspec_cli.core.text.escaping import BREAK, guard
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.compiled import BREAK_SIGN, printed_lines
from neaspec_cli.publish.copy import Copy

_SPACE = "\u00a0"
_MARKUP = re.compile(r"[\\`*\[\]<>~^|$#{]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xb6\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_DROPPED = re.compile(r"(?<= ) |(?<=\n) |^ | $| (?=\\?\n)")
"""Spaces that Markdown would drop."""
_OPENING = re.compile(
    r"\[(?P<who>[A-Z][A-Z0-9, -]*):(?: (?P<act>[^\[\] ][^\[\]]*?))?(?P<space> ?)(?=[\[\]]|$)"
)
_BRACKETS = {"[": "&#91;", "]": "&#93;"}
_TOKEN = re.compile(
    r"\\(?P<literal>[!-/:-@\[-`{-~\n])|(?P<bracket>&#9[13];)|&#(?P<code>\d+);|(?P<break>¶)"
    rf"|(?P<opening>\[\*\*(?P<who>[^*]+):\*\*(?:{_SPACE}\*(?P<act>[^*]+)\*)?(?P<space>{_SPACE}?))"
    r"|\*(?P<told>[^*\\]+)\*"
    rf"|(?P<sign>[\[\]{_SPACE}])"
)


def write_compiled_markdown(copy: Copy, compilation: Compilation, title: str, notice: str) -> bytes:
    """The Markdown; InternalFault when its lines, read back, are not those of the compilation."""
    numbers = [leaf.label.number for leaf in copy.leaves]
    written = [
        (line, _lead(line, compilation, numbers)) for line in printed_lines(copy, compilation) if _body(line)
    ]
    text = BREAK.join(lead + _guarded(_body(line), lead) for line, lead in written)
    if read_back(text, [lead for _, lead in written]) != pieces_of(line for line, _ in written):
        raise InternalFault("The compilation text in Markdown does not hold every word of the proposals.")
    return f"# {_escaped(title)}{BREAK}{_escaped(notice)}{BREAK}{text}\n".encode()


def read_back(text: str, leads: Sequence[str]) -> list[list[Piece]]:
    """The runs of every line; `leads` is what stands before the words of each."""
    found: list[list[Piece]] = []
    is_open = False
    for part, lead in zip(text.split(BREAK), leads, strict=True):
        if not part.startswith(lead):
            raise InternalFault(f"A line of the compilation text does not begin with {lead!r}.")
        line, is_open = _read(part[len(lead) :], is_open)
        found.append(merged(line))
    return found


def _lead(line: Line, compilation: Compilation, numbers: Sequence[str]) -> str:
    """What stands before the words of a line to say what it is and how it is numbered."""
    if line.block < 0 or line.form in ("paragraph", "heading", "table", "row"):
        return f"{'#' * min(line.level, 6)} " if line.kind == "heading" and line.level else ""
    block, number = compilation.blocks[line.block], "" if line.is_new else _escaped(numbers[line.block])
    before = f"{_guarded(number)} " if number else ""
    match line.kind:
        case "heading":
            return f"{'#' * min(line.level, 6)} {before}"
        case "item":
            margin = "  " * max(line.level - 1, 0)
            return f"{margin}- {before}" if block.part == 1 or line.is_new else f"{margin}  "
        case "paragraph":
            return before
        case "quote":
            return "> "
        case _:
            return f"*{_escaped(compilation.labels[line.block])}:* "


def _body(line: Line) -> str:
    made: list[str] = []
    for run in line.runs:
        match run.role:
            case "sign" if line.block < 0 and line.kind == "heading":
                made.append(f"*{run.text}*")
            case "sign":
                made.append(_sign(run.text))
            case "break":
                made.append(BREAK_SIGN)
            case "bracket":
                made.append(_BRACKETS[run.text])
            case _:
                behind_sign = bool(made) and made[-1].endswith("]")
                made.append(("\\" if behind_sign and run.text[:1] in "(:" else "") + _escaped(run.text))
    return _DROPPED.sub("&#32;", "".join(made))


def _sign(sign: str) -> str:
    """Names in bold, what is wanted in italics, spaces that do not break around them."""
    parts, here = [], 0
    for found in _OPENING.finditer(sign):
        act = f"{_SPACE}*{found['act']}*" if found["act"] else ""
        space = _SPACE if found["space"] else ""
        parts += [_unbroken(sign[here : found.start()]), f"[**{found['who']}:**{act}{space}"]
        here = found.end()
    return "".join([*parts, _unbroken(sign[here:])])


def _unbroken(sign: str) -> str:
    return sign.replace(" ", _SPACE)


def _escaped(text: str) -> str:
    """Words as Markdown that means no more than these words; a line break is a backslash at the line's end."""
    text = _MARKUP.sub(r"\\\g<0>", text)
    return _HIDDEN.sub(lambda one: f"&#{ord(one[0])};", text).replace("\n", "\\\n")


def _guarded(body: str, lead: str = "") -> str:
    """The line so that nothing at its start begins a list, a heading or a fence."""
    at = None if lead.strip() and not lead.endswith("- ") else guard(body)
    return body if at is None else f"{body[:at]}\\{body[at:]}"


def _read(text: str, is_open: bool) -> tuple[list[Piece], bool]:
    """The runs of a line, and whether a bracket is open at its end; `is_open` says whether one is at its start."""
    pieces: list[Piece] = []
    here = 0
    for found in _TOKEN.finditer(text):
        role = "words" if is_open else "text"
        pieces.append((role, text[here : found.start()]))
        here = found.end()
        if found["literal"] or found["code"]:
            pieces.append((role, found["literal"] or chr(int(found["code"]))))
        elif found["break"]:
            pieces.append(("break", BREAK))
        elif found["opening"]:
            is_open = True
            act = f" {found['act']}" if found["act"] else ""
            pieces.append(("sign", f"[{found['who']}:{act}{' ' if found['space'] else ''}"))
        elif found["told"]:
            pieces.append(("sign", found["told"]))
        elif found["sign"]:
            is_open = is_open and found["sign"] != "]"
            pieces.append(("sign", found["sign"].replace(_SPACE, " ")))
    return [*pieces, ("words" if is_open else "text", text[here:])], is_open
