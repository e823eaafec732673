"""LibreOffice as a subprocess: a document of an older format to a Word file, bounded in time, memory and disk.

It runs with a profile of its own, in which macros, links and updates are off, and where the system permits it without a
network: LibreOffice otherwise fetches what a document links to. Which format it reads is said, never guessed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from neaspec_cli.errors import NeaspecError

READ_AS = {".doc": "MS Word 97", ".rtf": "Rich Text Format"}
WRITE_AS = "docx:MS Word 2007 XML"
LIMIT_SECONDS = 60
LIMIT_PROCESSOR = 60
LIMIT_MEMORY = 4 << 30
LIMIT_OUTPUT = 100 << 20
SAVE_AS = "Open it in a word processor, save it as .docx, and import that."
NO_NETWORK = ("unshare", "--map-root-user", "--net")

SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""Of the profile: no macros, no links followed, and a proxy that answers nobody."""


class OfficeMissing(NeaspecError):
    """A document of a format that only LibreOffice reads, and no LibreOffice."""

    def __init__(self, ending: str) -> None:
        super().__init__(
            f"The file is of an older format ({ending}), which is read through LibreOffice, and that is not here.",
            SAVE_AS,
        )


class CannotConvert(NeaspecError):
    """LibreOffice could not make a Word file of it."""

    def __init__(self, ending: str, why: str) -> None:
        super().__init__(f"The file ({ending}) could not be read through LibreOffice: {why}.", SAVE_AS)


@cache
def executable() -> str:
    """Path of LibreOffice; empty where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def as_word(data: bytes, ending: str) -> bytes:
    """A document of one of the formats in `READ_AS` as a Word file, tracked changes and comments with it."""
    office = executable()
    if not office:
        raise OfficeMissing(ending)
    with tempfile.TemporaryDirectory(prefix="neaspec-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document{ending}"
        source.write_bytes(data)
        _write_profile(folder / "profile" / "user")
        _run([*_without_network(), office, *_arguments(folder, source)], folder, ending)
        made = folder / "made" / "document.docx"
        if not made.is_file():
            raise CannotConvert(ending, "it is damaged or protected with a password")
        return made.read_bytes()


def _arguments(folder: Path, source: Path) -> list[str]:
    return [
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"--infilter={READ_AS[source.suffix]}",
        "--convert-to",
        WRITE_AS,
        "--outdir",
        str(folder / "made"),
        str(source),
    ]


def _run(command: list[str], folder: Path, ending: str) -> None:
    """Run to the end or to the limit; soffice is a script that starts others, so all end together as one group."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit if os.name == "posix" else None,
    )
    try:
        process.wait(LIMIT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise CannotConvert(ending, f"it took more than {LIMIT_SECONDS} seconds") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _limit() -> None:
    """Before LibreOffice starts: no more memory, time and disk than a plan can need."""
    import resource

    for what, most in (
        (resource.RLIMIT_AS, LIMIT_MEMORY),
        (resource.RLIMIT_CPU, LIMIT_PROCESSOR),
        (resource.RLIMIT_FSIZE, LIMIT_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


@cache
def _without_network() -> tuple[str, ...]:
    """What to begin a command with so that it has no network; empty where the system does not permit that."""
    try:
        asked = subprocess.run([*NO_NETWORK, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return NO_NETWORK if asked.returncode == 0 else ()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
