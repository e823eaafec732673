"""Documents of other tools as sections of a plan: read by pandoc in its sandbox, tidied, split, written anew."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from neaspec_cli.adapters import pandoc
from neaspec_cli.adapters.parsed import MOST_DEPTH, is_deeper
from neaspec_cli.core.beginning.foreign_markdown import clean
from neaspec_cli.core.beginning.mending import mended
from neaspec_cli.core.beginning.remarks import Remark
from neaspec_cli.core.beginning.splitting import Document, Part, split
from neaspec_cli.core.beginning.tidying import tidy
from neaspec_cli.core.beginning.tree_words import without_formatting, words_of
from neaspec_cli.core.markdown import blocks, unsure_places
from neaspec_cli.core.text.blocks import Node
from neaspec_cli.errors import InternalFault, NeaspecError

MARKDOWN = (".md", ".markdown", ".mdown")
OFFICE = {".docx": "docx", ".odt": "odt"}
MOST_BYTES = 50_000_000
MOST_PARAGRAPHS = 120_000
"""Of Markdown: what has more takes longer to read and to compare than people wait."""
INCLUDE_FOLDERS = (".", "_includes", "partials", "../_includes", "../partials")
STATUS = "drafted"


class CannotImport(NeaspecError):
    """A document that cannot be taken as the text of a plan."""


class TooDeep(CannotImport):
    """A document of lists in lists in lists, which no section of a plan may hold."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file.name} is nested too deep.", "Bring its lists and quotations nearer to the margin."
        )


@dataclass(frozen=True)
class Imported:
    """Sections by path, the title that the documents give, and what was changed in each document."""

    title: str
    sections: dict[str, str]
    remarks: dict[str, tuple[Remark, ...]]


def read_documents(paths: Sequence[Path]) -> Imported:
    """The documents, and those in the named folders in the order of their names, as sections."""
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise CannotImport("There is no document to begin from.", f"Known kinds: {', '.join(_known())}.")
    read = [(file, *read_document(file)) for file in files]
    remarks = {file.name: said for file, _, said in read}
    documents = [document for _, document, _ in read if document.tree]
    if not documents:
        raise CannotImport("The documents hold no text.")
    result = split(documents)
    sections = {}
    for path, part in result.parts:
        sections[path], said = _written(path, part)
        remarks[path] = said
    remarks["All documents" if len(files) > 1 else files[0].name] = (
        *remarks.get(files[0].name if len(files) == 1 else "", ()),
        *result.remarks,
    )
    return Imported(result.title, sections, {name: said for name, said in remarks.items() if said})


def _known() -> tuple[str, ...]:
    return (*OFFICE, *MARKDOWN)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(one for one in path.iterdir() if one.is_file() and one.suffix.lower() in _known())
    return [known_file(path)]


def known_file(path: Path) -> Path:
    """The path of a document that can be read; anything else is refused."""
    if not path.is_file():
        raise CannotImport(f"There is no file {path}.")
    if path.suffix.lower() not in _known():
        raise CannotImport(f"{path.name} is of no known kind.", f"Known kinds: {', '.join(_known())}.")
    return path


def read_document(file: Path, tracked: str = "reject") -> tuple[Document, tuple[Remark, ...]]:
    """One document as a tidied tree, and what was changed in it; tracked changes of Word are taken back, or accepted.

    The file is there and of a known kind.
    """
    if file.stat().st_size > MOST_BYTES:
        raise CannotImport(f"{file.name} is larger than {MOST_BYTES // 1_000_000} megabytes.")
    try:
        document, remarks = _read(file, tracked)
    except RecursionError as error:
        raise TooDeep(file) from error
    except pandoc.OutOfBounds as error:
        hint = "Divide it, or bring its lists, brackets and quotations nearer to the margin."
        raise CannotImport(f"{file.name} is too long or nested too deep. {error.message}", hint) from error
    if is_deeper(list(document.tree), MOST_DEPTH["plain"]):
        raise TooDeep(file)
    return document, remarks


def _read(file: Path, tracked: str) -> tuple[Document, tuple[Remark, ...]]:
    if file.suffix.lower() in MARKDOWN:
        return _markdown(file)
    try:
        arguments = ["-f", OFFICE[file.suffix.lower()], f"--track-changes={tracked}", "-t", "json"]
        answer = json.loads(pandoc.run(arguments, file.read_bytes()))
    except InternalFault as error:
        message = f"{file.name} cannot be read as {file.suffix[1:]}."
        raise CannotImport(message, "Open it in its program, save it again, and try that file.") from error
    tree, remarks = tidy(answer["blocks"])
    title, more = _title(answer["meta"])
    return Document(file.stem, title, tuple(tree)), (*more, *remarks, *_text_boxes(file))


def _text_boxes(file: Path) -> list[Remark]:
    """Text boxes of a Word file, which pandoc does not read; each stands twice, for older and newer Word."""
    try:
        with zipfile.ZipFile(file) as archive:
            part = archive.getinfo("word/document.xml")
            data = archive.read(part) if part.file_size <= MOST_BYTES else b""
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return []
    found = re.findall(rb"<w:txbxContent[ >].*?</w:txbxContent>", data, re.DOTALL)
    texts = [
        b" ".join(re.findall(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>", box)).decode("utf-8", "replace")
        for box in found
    ]
    return [
        Remark("text box not read; copy its words by hand", text, text)
        for text in dict.fromkeys(texts)
        if text
    ]


def _markdown(file: Path) -> tuple[Document, tuple[Remark, ...]]:
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise CannotImport(f"{file.name} is not UTF-8 text.", "Save it as UTF-8, and try again.") from error
    cleaned = clean(text, partial(_included, file.parent))
    if cleaned.text.count("\n\n") > MOST_PARAGRAPHS:
        raise CannotImport(f"{file.name} has more than {MOST_PARAGRAPHS:,} paragraphs.", "Divide it.")
    tree, remarks = tidy(pandoc.parse(cleaned.text, pandoc.FOREIGN_MEMORY))
    return Document(file.stem, cleaned.title, tuple(tree)), (*cleaned.remarks, *remarks)


def _included(folder: Path, name: str) -> str | None:
    """The text of a file that a template includes, from the folders where such files are kept."""
    place = PurePosixPath(name)
    if (
        place.is_absolute()
        or ".." in place.parts
        or "\\" in name
        or place.suffix not in (".md", ".markdown", "")
    ):
        return None
    names = [place, place.with_name(f"_{place.name}")]
    for candidate in (folder / inside / one for inside in INCLUDE_FOLDERS for one in names):
        if candidate.is_file() and candidate.stat().st_size <= MOST_BYTES:
            return candidate.read_text(encoding="utf-8", errors="replace")
    return None


def _title(meta: dict[str, Any]) -> tuple[str, tuple[Remark, ...]]:
    """The title of a Word or ODT document; what else stands on its first page has a place in plan.yaml."""
    said = {key: words_of(value) for key, value in meta.items()}
    title = said.pop("title", "")
    remarks = [
        Remark(f"{key} left out; plan.yaml may say it", words, words) for key, words in said.items() if words
    ]
    return title, tuple(remarks)


def _written(path: str, part: Part) -> tuple[str, tuple[Remark, ...]]:
    """The section's file, written so that it reads back with the same words."""
    tree: list[Node] = list(part.tree)
    remarks = []
    body = _body(tree)
    changed = _changed(tree, body)
    if changed:
        tree = [without_formatting(node) if place in changed else node for place, node in enumerate(tree)]
        body = _body(tree)
        what = "emphasis left out that Markdown cannot hold"
        remarks += [Remark(what, words_of([part.tree[place]])) for place in sorted(changed)]
    if _changed(tree, body):
        remarks.append(Remark("section that reads back with other words; compare it", path))
    source = f"---\nstatus: {STATUS}\n---\n\n{body}"
    start = len(source) - len(body)
    if unsure_places(source, blocks(pandoc.parse_with_places(body), source, start), path):
        remarks.append(Remark("section with words that cannot be traced; neaspec check names them", path))
    return source, tuple(remarks)


def _body(tree: list[Node]) -> str:
    return mended(pandoc.write(tree, pandoc.DIALECT, ["--wrap=none"]).decode())[0]


def _changed(tree: list[Node], body: str) -> set[int]:
    """Which blocks read back with other words; all of them where their number differs."""
    again = [_words(node) for node in pandoc.parse(body)]
    before = [_words(node) for node in tree]
    if len(again) != len(before):
        return set(range(len(before)))
    return {place for place, words in enumerate(before) if words != again[place]}


def _words(node: Node) -> str:
    return unicodedata.normalize("NFC", words_of([node]))
