"""Places where a test can end the process at once, as a power cut would.

`NEASPEC_FAILPOINT=name` ends it with exit code 70 at the first pass, `name:3` at the third.
Where each of them lies is told in `transaction`.
"""

from __future__ import annotations

import os

VARIABLE = "NEASPEC_FAILPOINT"
EXIT_CODE = 70
FAILPOINTS = (
    "lock-taken",
    "object-built",
    "journal-written",
    "refs-prepared",
    "index-held",
    "refs-moved",
    "file-staged",
    "file-written",
    "index-staged",
    "index-updated",
    "journal-removed",
)
_passed: dict[str, int] = {}


def passing(name: str) -> None:
    """End the process here if the environment says so; `name` is one of FAILPOINTS."""
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    place, _, number = wanted.partition(":")
    if place != name:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] == int(number or 1):
        os._exit(EXIT_CODE)
