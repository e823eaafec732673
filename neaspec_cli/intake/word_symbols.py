"""Signs of Word's symbol fonts as the characters that they show, where these are common in text.

Symbol: the encoding of Adobe's font of that name; Wingdings: its check marks, boxes, arrows and bullets. A sign of
another font stays what it is there, a character for private use.
"""

from __future__ import annotations

_SYMBOL = {
    0x22: "∀",
    0x24: "∃",
    0x27: "∋",
    0x2A: "∗",
    0x2D: "−",
    0x40: "≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥",
    0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤∕∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇",
    0xD5: "∏√⋅¬∧∨⇔⇐⇑⇒⇓◊",
    0xE5: "∑",
    0xF2: "∫",
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■□",
    0x71: "❑❒",
    0x76: "❖",
    0x9E: "·•",
    0xA7: "▪◻",
    0xE8: "➔",
    0xDF: "←→↑↓",
    0xFB: "✗✔☒☑",
}
_WINGDINGS_2 = {0x50: "✓", 0x52: "☑☒☒", 0xA3: "⬜"}
FONTS = {
    font: {first + place: sign for first, signs in table.items() for place, sign in enumerate(signs)}
    for font, table in (("Symbol", _SYMBOL), ("Wingdings", _WINGDINGS), ("Wingdings 2", _WINGDINGS_2))
}
PRIVATE = 0xF000


def sign(font: str, code: str) -> str:
    """The sign of a font by its hexadecimal code; nothing where the code is none."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    known = FONTS.get(font, {}).get(number - PRIVATE if number >= PRIVATE else number)
    if known is not None:
        return known
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFD else ""
