"""A file at the limit of anything ends in time and in little memory, with a balance of 0 or a reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 2.0
MEGABYTES = 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory is measured in a fork")
def test_every_file_at_the_limits_ends_within_them() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.intake.hostile"],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    measured = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(measured) > 20
    for one in measured:
        assert one["outcome"] == "balance 0" or one["outcome"].startswith("The file is"), one
        assert one["seconds"] < SECONDS, one
        assert one["megabytes"] < MEGABYTES, one
