"""Edit a Word file in LibreOffice as a reader would, with tracking as the file has it.

Run by a Python that has LibreOffice's `uno` module (Debian: python3-uno), since a virtual environment has not:

    python3 scripts/office_edits.py SOURCE TARGET < edits.json

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
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.util import URL  # type: ignore[import-not-found]

PARAGRAPH_BREAK = 0
FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8", ".doc": "MS Word 97", ".rtf": "Rich Text Format"}
PATIENCE = 60.0


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


def comment(document: Any, edit: dict[str, Any]) -> None:
    """A remark in the margin on these words."""
    place = found(document, edit)
    remark = document.createInstance("com.sun.star.text.textfield.Annotation")
    remark.Content, remark.Author = edit["text"], edit["author"]
    place.Text.insertTextContent(place, remark, True)


def track(document: Any, edit: dict[str, Any]) -> None:
    """Switch tracking on or off, which a document protected for tracking allows a script."""
    document.RecordChanges = edit["text"] == "on"


def accept(document: Any, edit: dict[str, Any]) -> None:
    """Take the protection off and accept every tracked change, as somebody does who sends back a clean file."""
    document.RedlineProtectionKey = uno.ByteSequence(b"")
    command = URL()
    command.Protocol, command.Path = ".uno:", "AcceptAllTrackedChanges"
    command.Complete = command.Main = command.Protocol + command.Path
    document.CurrentController.Frame.queryDispatch(command, "", 0).dispatch(command, ())


EDITS = {
    "replace": replace,
    "delete": delete,
    "insert": insert,
    "paragraph": paragraph,
    "comment": comment,
    "track": track,
    "accept": accept,
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
        EDITS[edit["op"]](document, {"author": wanted["author"], **edit})
    document.storeToURL(target.as_uri(), (value("FilterName", FILTERS[target.suffix]),))
    document.close(True)


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


def main() -> None:
    """Start a LibreOffice of our own, edit one file, and end it."""
    source, target = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    wanted = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as profile:
        # The office puts a lock beside what it opens, and leaves it there when it crashes.
        source = Path(shutil.copy(source, profile))
        pipe = f"neaspec{Path(profile).name}"
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        # soffice is a script that starts the office: both end together, as a group of their own.
        office = subprocess.Popen(
            [*command, f"--accept=pipe,name={pipe};urp;"], start_new_session=True, stdout=subprocess.DEVNULL
        )
        try:
            edited(connected(pipe, time.monotonic() + PATIENCE), source, target, wanted)
        finally:
            os.killpg(office.pid, signal.SIGTERM)
            office.wait(30)


if __name__ == "__main__":
    main()
