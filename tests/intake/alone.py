"""A PDF read in a process of its own, so that nothing that ran before hides what the reading takes."""

from __future__ import annotations

import multiprocessing
import re
import time
from multiprocessing.connection import Connection
from pathlib import Path

from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake import guard, pdf
from neaspec_cli.intake.against import Against


def measured(data: bytes, sent: CirculatedText, circulated: bytes) -> tuple[float, float, str]:
    """Seconds of the processor, megabytes at the most above what the process had, and what came of it."""
    told, telling = multiprocessing.Pipe(duplex=False)
    # Started anew instead of forked: memory that the tests before have given back would be taken first.
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=_read, args=(telling, data, sent, circulated))
    child.start()
    telling.close()
    result: tuple[float, float, str] = told.recv()
    child.join()
    return result


def _read(telling: Connection, data: bytes, sent: CirculatedText, circulated: bytes) -> None:
    start, before = time.process_time(), _megabytes("VmRSS")
    try:
        intake = pdf.read(data, Against(sent, pdf=lambda: circulated))
        told = f"balance {intake.receipt.balance}"
    except guard.Unreadable as error:
        told = error.message
    except BaseException as error:  # noqa: BLE001
        told = f"fault: {error!r}"
    telling.send((time.process_time() - start, _megabytes("VmHWM") - before, told[:500]))


def _megabytes(what: str) -> float:
    """Memory that this program has now (VmRSS) or had at the most since it began (VmHWM): proc(5)."""
    found = re.search(rf"^{what}:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024
