"""Where a link of a plan may lead."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?:https?://|mailto:)[!-;=?-~\u00a1-\ud7ff\ue000-\ufffd]+|#[\w:.-]+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether it is a page, a mailbox, or `#` and the name of a place in the plan."""
    return text.isprintable() and _ADDRESS.fullmatch(text) is not None
