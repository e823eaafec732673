"""Typst in process: named texts in, PDF or answers out.

The texts live in a private folder that the compiler cannot leave, the fonts are those of the package alone, and the
time of making is told, so the same texts give the same bytes on any machine. Compiled to PDF/A-3a and PDF/UA-1, since
only under a standard does a character without a glyph stop the making instead of leaving a blank. A warning stops it
too: some of them mean that content was left out.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neaspec_cli.errors import InternalFault, NeaspecError

if TYPE_CHECKING:
    import typst

MAIN = "main.typ"
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
_NO_GLYPH = re.compile(r'the text `?"(.*?)"`? could not be displayed', re.DOTALL)


_LIMITS = {
    "depth exceeded": (
        "Lists, quotations or emphasis stand too deep in one another.",
        "Nest them less deeply.",
    ),
    "nesting": ("Lists, quotations or emphasis stand too deep in one another.", "Nest them less deeply."),
    "PDF string is longer": ("One passage has thousands of characters without a space.", "Divide it."),
}
"""What Typst says when a text goes beyond what it can set: what it means, and what to do."""


class CannotBeSet(NeaspecError):
    """A text that goes beyond what can be printed."""


class NoGlyph(NeaspecError):
    """Characters that no font of the package displays; `characters` holds each once."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        super().__init__(
            f"No font displays {' '.join(characters)}.", "Write these characters in another way."
        )


def pdf(texts: Mapping[str, bytes], made: datetime) -> bytes:
    """The PDF of `main.typ` among the texts; `made` is an aware time and becomes the time of making."""
    import typst

    with _compiler(texts) as compiler:
        try:
            data, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=STANDARDS, timestamp=made
            )
        except typst.TypstError as error:
            raise _explained(error) from error
    if warnings or not isinstance(data, bytes):
        raise InternalFault("typst warned: " + "; ".join(str(one.message) for one in warnings))
    return data


def answer(texts: Mapping[str, bytes], expression: str) -> Any:
    """What a Typst expression says of the laid-out document, read from JSON."""
    import typst

    with _compiler(texts) as compiler:
        try:
            return json.loads(compiler.eval(expression, format="json"))
        except typst.TypstError as error:
            raise _explained(error) from error


def told(texts: Mapping[str, bytes], label: str) -> Any:
    """What the one labelled `metadata` element of the laid-out document says."""
    import typst

    with _compiler(texts) as compiler:
        try:
            return json.loads(compiler.query(f"<{label}>", field="value", one=True))
        except typst.TypstError as error:
            raise _explained(error) from error


def pdf_apart(texts: Mapping[str, bytes], made: datetime) -> bytes:
    """As `pdf`, in a process of its own, which gives its memory back."""
    from neaspec_cli.adapters import typst_apart

    return typst_apart.pdf(texts, made)


def told_apart(texts: Mapping[str, bytes], label: str) -> Any:
    """As `told`, in a process of its own, which gives its memory back."""
    from neaspec_cli.adapters import typst_apart

    return typst_apart.told(texts, label)


def version() -> str:
    """Version of the Typst binding, such as `0.15.2`."""
    from importlib.metadata import version as version_of

    return version_of("typst")


def families() -> tuple[str, ...]:
    """The font families that documents can use."""
    return tuple(_fonts().families())


@contextmanager
def _compiler(texts: Mapping[str, bytes]) -> Iterator[typst.Compiler]:
    import typst

    with tempfile.TemporaryDirectory(prefix="neaspec-") as folder:
        for name, data in texts.items():
            Path(folder, name).write_bytes(data)
        yield typst.Compiler(Path(folder, MAIN), root=folder, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    import typst

    with as_file(files("neaspec_cli.publish") / "fonts") as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _explained(error: typst.TypstError) -> Exception:
    said = "\n".join([str(error.message), str(error.diagnostic)])
    shown = [_unescaped(found) for found in _NO_GLYPH.findall(said)]
    if shown:
        return NoGlyph(tuple(dict.fromkeys("".join(shown))))
    for sign, (message, hint) in _LIMITS.items():
        if sign in said:
            return CannotBeSet(f"The PDF cannot be made. {message}", hint)
    return InternalFault(f"typst: {said}")


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), text)
