"""Which language East Asian characters are in: Chinese, Japanese and Korean share code points but not shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u30ff\u3100-\u318f\u31a0-\u31ff\u3200-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001f200-\U0001f2ff\U00020000-\U0003ffff]+"
)
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")


def runs(text: str, around: str) -> Iterator[tuple[str, str]]:
    """The text in stretches with their language, "" for what is not East Asian.

    Kana mean Japanese and Hangul means Korean, in the stretch or else alone in the text `around`; the rest is Chinese.
    """
    here = 0
    for found in _EAST_ASIAN.finditer(text):
        if found.start() > here:
            yield text[here : found.start()], ""
        yield found[0], _language(found[0]) or _language(around) or "zh"
        here = found.end()
    if here < len(text):
        yield text[here:], ""


def _language(text: str) -> str:
    kana, hangul = bool(_KANA.search(text)), bool(_HANGUL.search(text))
    return {(True, False): "ja", (False, True): "ko"}.get((kana, hangul), "")
