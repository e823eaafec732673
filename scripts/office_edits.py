"""Edit a Word file in LibreOffice as a reader would, with tracking as the file has it.

Run by a Python that has LibreOffice's `uno` module (Debian: python3-uno), since a virtual environment has not:

    python3 scripts/office_edits.py SOURCE TARGET [SOURCE TARGET …] < edits.json

`edits.json` is `{"author": "Name", "edits": [{"op": …, "find": …, "text": …}, …]}`; the operations are the keys of
EDITS, and from an edit that names another `author` on, that one edits. Words that are not found are an error, so that
no example or test goes silently wrong. Debian's package libreoffice-writer is needed: the one without a window
(libreoffice-writer-nogui) crashes on comments.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.util import URL  # type: ignore[import-not-found]

PARAGRAPH_BREAK = 0
BOLD = 150.0
FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8", ".doc": "MS Word 97", ".rtf": "Rich Text Format"}
PATIENCE = 60.0
LOST = 75
"""What the script ends with where LibreOffice dropped typed words, as it seldom does: worth another try."""


def value(name: str, content: Any) -> Any:
    """One named argument of LibreOffice."""
    one = PropertyValue()
    one.Name, one.Value = name, content
    return one


def found(document: Any, edit: dict[str, Any]) -> Any:
    """The first place of the words, or the one that `nth` counts to: a heading stands in the contents as well."""
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = edit["find"], True
    place = document.findFirst(search)
    for _ in range(1, edit.get("nth", 1)):
        place = place and document.findNext(place.End, search)
    if place is None:
        raise SystemExit(f"not found in the document: {edit['find']!r}")
    return place


def replace(document: Any, edit: dict[str, Any]) -> None:
    """Other words in the place of these."""
    found(document, edit).setString(edit["text"])


def delete(document: Any, edit: dict[str, Any]) -> None:
    """The words go out."""
    found(document, edit).setString("")


def insert(document: Any, edit: dict[str, Any]) -> None:
    """Words right after these."""
    place = found(document, edit)
    place.Text.insertString(place.End, edit["text"], False)


def paragraph(document: Any, edit: dict[str, Any]) -> None:
    """A new paragraph after the one that holds the words."""
    place = found(document, edit)
    cursor = place.Text.createTextCursorByRange(place.End)
    cursor.gotoEndOfParagraph(False)
    place.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    place.Text.insertString(cursor, edit["text"], False)


def heading(document: Any, edit: dict[str, Any]) -> None:
    """A new paragraph after the one that holds the words, as a heading of the level."""
    place = found(document, edit)
    cursor = place.Text.createTextCursorByRange(place.End)
    cursor.gotoEndOfParagraph(False)
    place.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    cursor.ParaStyleName = f"Heading {edit['level']}" if edit["level"] else "Standard"
    place.Text.insertString(cursor, edit["text"], False)


def part(document: Any, edit: dict[str, Any]) -> Any:
    """The view cursor over all paragraphs from the one that holds the words to the one that holds those of `to`."""
    view = document.CurrentController.ViewCursor
    first = paragraph_cursor(found(document, edit))
    first.gotoStartOfParagraph(False)
    last = paragraph_cursor(found(document, {**edit, "find": edit["to"], "nth": 1}))
    last.gotoEndOfParagraph(False)
    last.goRight(1, False)
    view.gotoRange(first, False)
    view.gotoRange(last, True)
    return view


def drop_part(document: Any, edit: dict[str, Any]) -> None:
    """All these paragraphs go out."""
    part(document, edit)
    dispatch(document, "Delete")


def move_part(document: Any, edit: dict[str, Any]) -> None:
    """All these paragraphs are cut and pasted before the one that holds the words of `before`, the `nth` such."""
    view = part(document, {**edit, "nth": edit["nth"]})
    content = document.CurrentController.getTransferable()
    target = paragraph_cursor(found(document, {**edit, "find": edit["before"]}))
    target.gotoStartOfParagraph(False)
    dispatch(document, "Delete")
    view.gotoRange(target, False)
    document.CurrentController.insertTransferable(content)


def comment(document: Any, edit: dict[str, Any]) -> None:
    """A remark in the margin on these words."""
    place = found(document, edit)
    remark = document.createInstance("com.sun.star.text.textfield.Annotation")
    remark.Content, remark.Author = edit["text"], edit["author"]
    place.Text.insertTextContent(place, remark, True)


def track(document: Any, edit: dict[str, Any]) -> None:
    """Switch tracking on or off, which a document protected for tracking allows a script."""
    document.RecordChanges = edit["text"] == "on"


def split(document: Any, edit: dict[str, Any]) -> None:
    """The paragraph ends after these words; the rest becomes the next one."""
    place = found(document, edit)
    place.Text.insertControlCharacter(place.End, PARAGRAPH_BREAK, False)


def join(document: Any, edit: dict[str, Any]) -> None:
    """The end of the paragraph that holds these words goes out."""
    cursor = paragraph_cursor(found(document, edit))
    cursor.gotoEndOfParagraph(False)
    cursor.goRight(1, True)
    cursor.setString("")


def retype(document: Any, edit: dict[str, Any]) -> None:
    """All words of the paragraph that holds these are typed anew."""
    cursor = paragraph_cursor(found(document, edit))
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    cursor.setString(edit["text"])


def drop(document: Any, edit: dict[str, Any]) -> None:
    """The paragraph that holds these words goes out with its end."""
    cursor = paragraph_cursor(found(document, edit))
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    cursor.goRight(1, True)
    cursor.setString("")


def paragraph_cursor(place: Any) -> Any:
    """A cursor where the words end, which can go to the ends of their paragraph."""
    return place.Text.createTextCursorByRange(place.End)


def move(document: Any, edit: dict[str, Any]) -> None:
    """The paragraph that holds these words goes down by one."""
    document.CurrentController.ViewCursor.gotoRange(found(document, edit).Start, False)
    dispatch(document, "MoveDown")


def row(document: Any, edit: dict[str, Any]) -> None:
    """A row after the one that holds the words, its cells divided by `|`."""
    place = found(document, edit)
    table, name = place.TextTable, place.Cell.CellName
    document.CurrentController.ViewCursor.gotoRange(place.Start, False)
    dispatch(document, "InsertRowsAfter")
    for column, text in zip("ABCDEFGH", edit["text"].split("|"), strict=False):
        table.getCellByName(f"{column}{int(name[1:]) + 1}").setString(text)


def drop_row(document: Any, edit: dict[str, Any]) -> None:
    """The row that holds the words goes out."""
    document.CurrentController.ViewCursor.gotoRange(found(document, edit).Start, False)
    dispatch(document, "DeleteRows")


def column(document: Any, edit: dict[str, Any]) -> None:
    """A column after the one that holds the words, its cells from above divided by `|`."""
    place = found(document, edit)
    table, name = place.TextTable, place.Cell.CellName
    document.CurrentController.ViewCursor.gotoRange(place.Start, False)
    dispatch(document, "InsertColumnsAfter")
    for number, text in enumerate(edit["text"].split("|"), 1):
        table.getCellByName(f"{chr(ord(name[0]) + 1)}{number}").setString(text)


def drop_column(document: Any, edit: dict[str, Any]) -> None:
    """The column that holds the words goes out."""
    document.CurrentController.ViewCursor.gotoRange(found(document, edit).Start, False)
    dispatch(document, "DeleteColumns")


def bold(document: Any, edit: dict[str, Any]) -> None:
    """The words are set in bold."""
    found(document, edit).CharWeight = BOLD


def link(document: Any, edit: dict[str, Any]) -> None:
    """The words lead to the address, or nowhere where it is empty."""
    found(document, edit).HyperLinkURL = edit["text"]


def style(document: Any, edit: dict[str, Any]) -> None:
    """The paragraph that holds the words gets the style."""
    found(document, edit).ParaStyleName = edit["text"]


def note(document: Any, edit: dict[str, Any]) -> None:
    """A footnote after these words."""
    place = found(document, edit)
    footnote = document.createInstance("com.sun.star.text.Footnote")
    place.Text.insertTextContent(place.End, footnote, False)
    footnote.setString(edit["text"])


def drop_note(document: Any, edit: dict[str, Any]) -> None:
    """The footnote that holds the words goes out with the sign that refers to it."""
    notes = document.Footnotes
    for number in range(notes.Count):
        if edit["find"] in notes.getByIndex(number).String:
            notes.getByIndex(number).Anchor.setString("")
            return
    raise SystemExit(f"no note says {edit['find']!r}")


def resolve(document: Any, edit: dict[str, Any]) -> None:
    """The remark that says `find` is marked as resolved."""
    remark_of(document, edit["find"]).Resolved = True


def remark_of(document: Any, words: str) -> Any:
    """The remark in the margin that says these words."""
    fields = document.TextFields.createEnumeration()
    while fields.hasMoreElements():
        one = fields.nextElement()
        if one.supportsService("com.sun.star.text.textfield.Annotation") and one.Content == words:
            return one
    raise SystemExit(f"no remark says {words!r}")


def unmark(document: Any, edit: dict[str, Any]) -> None:
    """Every bookmark goes out, or takes the name that `text` begins."""
    bookmarks = document.Bookmarks
    for number, name in enumerate(bookmarks.ElementNames):
        one = bookmarks.getByName(name)
        if edit["text"]:
            one.Name = f"{edit['text']}{number}"
        else:
            one.Anchor.Text.removeTextContent(one)


def accept(document: Any, edit: dict[str, Any]) -> None:
    """Take the protection off and accept every tracked change, as somebody does who sends back a clean file."""
    settle(document, "AcceptAllTrackedChanges")


def reject(document: Any, edit: dict[str, Any]) -> None:
    """Take the protection off and reject every tracked change."""
    settle(document, "RejectAllTrackedChanges")


def take_one(document: Any, edit: dict[str, Any]) -> None:
    """Accept the changes of the author that `text` names, also where others want the same; reject all others."""
    document.RedlineProtectionKey = uno.ByteSequence(b"")
    deadline = time.monotonic() + PATIENCE
    left = changes(document)
    while left and time.monotonic() < deadline:
        name, one = next(iter(left.items()))
        words = one.RedlineStart.Text.createTextCursorByRange(one.RedlineStart)
        words.gotoRange(one.RedlineEnd, True)
        document.CurrentController.select(words)
        is_wanted = edit["text"] in one.RedlineAuthor.split("; ")
        command = "AcceptTrackedChange" if is_wanted else "RejectTrackedChange"
        dispatch(document, command, value("SynchronMode", True))
        now = changes(document)
        if len(now) == len(left):
            time.sleep(0.1)  # LibreOffice may drop a command that comes right after opening.
        elif name in now:
            sys.exit(LOST)  # It carried the command out where its cursor stood before.
        left = now
    if left:
        sys.exit(LOST)


def changes(document: Any) -> dict[str, Any]:
    """All tracked changes by what LibreOffice calls them."""
    found = document.Redlines.createEnumeration()
    known = {}
    while found.hasMoreElements():
        one = found.nextElement()
        known[one.RedlineIdentifier] = one
    return known


def settle(document: Any, command: str) -> None:
    """Carry a command out until no tracked change is left: LibreOffice may drop one that comes right after opening."""
    document.RedlineProtectionKey = uno.ByteSequence(b"")
    for _ in range(20):
        dispatch(document, command)
        if not document.Redlines.createEnumeration().hasMoreElements():
            return
        time.sleep(0.1)
    raise SystemExit(f"tracked changes are left after {command}")


def dispatch(document: Any, command: str, *arguments: Any) -> None:
    """Carry out a command of the menus."""
    url = URL()
    url.Protocol, url.Path = ".uno:", command
    url.Complete = url.Main = url.Protocol + command
    document.CurrentController.Frame.queryDispatch(url, "", 0).dispatch(url, arguments)


def in_new_document(desktop: Any, document: Any) -> Any:
    """A new document into which everything was copied."""
    dispatch(document, "SelectAll")
    content = document.CurrentController.getTransferable()
    other = desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, (value("Hidden", True),))
    other.CurrentController.insertTransferable(content)
    return other


EDITS = {
    "replace": replace,
    "delete": delete,
    "insert": insert,
    "paragraph": paragraph,
    "heading": heading,
    "drop-part": drop_part,
    "move-part": move_part,
    "comment": comment,
    "track": track,
    "split": split,
    "join": join,
    "retype": retype,
    "drop": drop,
    "move": move,
    "row": row,
    "drop-row": drop_row,
    "column": column,
    "drop-column": drop_column,
    "bold": bold,
    "link": link,
    "style": style,
    "note": note,
    "drop-note": drop_note,
    "resolve": resolve,
    "unmark": unmark,
    "accept": accept,
    "reject": reject,
    "take-one": take_one,
}


def sign(context: Any, author: str) -> None:
    """Let LibreOffice write this author into every change."""
    provider = context.ServiceManager.createInstance("com.sun.star.configuration.ConfigurationProvider")
    access = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationUpdateAccess",
        (value("nodepath", "/org.openoffice.UserProfile/Data"),),
    )
    access.givenname, access.sn = author, ""
    access.commitChanges()


def edited(context: Any, source: Path, target: Path, wanted: dict[str, Any]) -> None:
    """Open the source, carry out the edits in the author's name, save in the target's format."""
    sign(context, wanted["author"])
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (value("Hidden", True),))
    for edit in wanted["edits"]:
        if "author" in edit:
            sign(context, edit["author"])
        if edit["op"] == "copy":
            document = in_new_document(desktop, document)
        else:
            EDITS[edit["op"]](document, {"author": wanted["author"], "text": "", **edit})
    if not holds_cells(
        document, [edit["text"] for edit in wanted["edits"] if edit["op"] in ("row", "column")]
    ):
        sys.exit(LOST)
    document.storeToURL(target.as_uri(), (value("FilterName", FILTERS[target.suffix]),))
    document.close(True)


def holds_cells(document: Any, rows: list[str]) -> bool:
    """Do the words of all these rows and columns, cells divided by `|`, stand in the tables?"""
    tables = (document.TextTables.getByIndex(number) for number in range(document.TextTables.Count))
    words = {cell for table in tables for cells in table.getDataArray() for cell in map(str, cells)}
    return all(any(text in cell for cell in words) for row in rows for text in row.split("|"))


def connected(pipe: str, deadline: float) -> Any:
    """The component context of the LibreOffice that listens on the pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@contextmanager
def running_office() -> Iterator[tuple[Any, Path]]:
    """A LibreOffice of our own and a folder that ends with it."""
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"neaspec{Path(profile).name}"
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        # soffice is a script that starts the office: both end together, as a group of their own.
        office = subprocess.Popen(
            [*command, f"--accept=pipe,name={pipe};urp;"], start_new_session=True, stdout=subprocess.DEVNULL
        )
        try:
            yield connected(pipe, time.monotonic() + PATIENCE), Path(profile)
        finally:
            os.killpg(office.pid, signal.SIGTERM)
            office.wait(30)


def main() -> None:
    """Carry the edits out in each file."""
    paths = [Path(name).resolve() for name in sys.argv[1:]]
    wanted = json.load(sys.stdin)
    with running_office() as (context, folder):
        for source, target in zip(paths[::2], paths[1::2], strict=True):
            # The office puts a lock beside what it opens, and leaves it there when it crashes.
            edited(context, Path(shutil.copy(source, folder)), target, wanted)


if __name__ == "__main__":
    main()
