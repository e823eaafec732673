"""Where the real files lie that others made, for tests that measure against them."""

from __future__ import annotations

import os
from pathlib import Path

SHARED_DATA = Path(
    os.environ.get("NEASPEC_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)
"""The folder that NEASPEC_TEST_DATA names, else `shared/data` beside the project."""
ABSENT = "the folder of shared test data is not here; name it with NEASPEC_TEST_DATA"
