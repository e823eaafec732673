"""Bytes of a text file as text: by its mark, as UTF-8, or in an older encoding where there is no doubt.

Older encodings have no mark, and one reads as another without an error. So each is tried, and taken only where the
result reads as its language does: most of what is not ASCII must be its commonest characters, and no other encoding may
come near. Otherwise the file is refused; it is never read wrong in silence.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from neaspec_cli.intake import guard
from neaspec_cli.intake.grid import clean

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 200_000
ENOUGH = 10
"""Different letters beyond ASCII that a guess needs, or English words around signs of English."""
LEAST, LEAD = 0.5, 0.25
BINARY = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

CHINESE = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明"
    "性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世"
    "位次度门任常先海通教原东提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感"
    "建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白界达光放强即像难且权思王象完设式色"
    "路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运意见段落修改建议环境计划合作生态污染"
)
"""Some four hundred characters that make up two thirds of running Chinese text."""
KOREAN = (
    "이다는의에을를가은고하한지도로서기사대인정과자시그어리나수부들으해있것일라제장아여만전보스주공상원성적구원회동성문명분"
    "문단유국조계개발소세비연내면중게년화신용물무관위경방생안업요합환반실력통산출재선점참모체진법여음및할된간영향별등때까지"
)
ENGLISH_WORD = re.compile(r"\b[A-Za-z]?[a-z]{2,}\b")
SIGN_ALONE = re.compile("[‘’“”–—…•](?=[ -/:-?\\n]|$)")
"""A sign before what is the second byte of no character in the encodings of East Asia."""
BEFORE_LETTER = re.compile("[‘’“”–—…•](?=[A-Za-z])")
ENGLISH_SIGN = re.compile(
    "(?<=[A-Za-z])’(?=(?:s|t|d|m|re|ve|ll)\\b)|(?<![A-Za-z])[‘“](?=[A-Za-z])|(?<=[a-z])[–—](?=[a-z])"
)
"""Contractions, quotations that begin, and dashes between words."""
RUSSIAN = "оеаинтсрвл"
RUSSIAN_WORD = re.compile("[\u0410-\u044f\u0401\u0451]+")


class UnknownEncoding(guard.Unreadable):
    """Text in an encoding that cannot be told for certain."""

    def __init__(self) -> None:
        super().__init__(
            "The file is text in an encoding that cannot be told for certain.",
            "Open it where it was written and save it as UTF-8 (in a spreadsheet: CSV UTF-8).",
        )


@dataclass(frozen=True)
class Text:
    """What a file says, with one sign for a line break, and a note where its encoding was told by its words."""

    text: str
    warnings: tuple[str, ...] = ()


def read_text(data: bytes, most: int = guard.MOST_FILE) -> Text:
    """The text of a file of so many bytes at most; raises `Unreadable` where it is none, or in no certain encoding."""
    if len(data) > most:
        raise guard.TooMuch(f"it has more than {most // guard.MEGABYTE} megabytes")
    marked = next((name for mark, name in MARKS if data.startswith(mark)), "")
    if marked:
        return Text(clean(_strictly(data, marked)))
    wide = _wide(data)
    if wide:
        return Text(clean(_strictly(data, wide)))
    if BINARY.search(data):
        raise guard.NotKnown("no text")
    try:
        return Text(clean(data.decode("utf-8")))
    except UnicodeDecodeError:
        name, codec = _guessed(data)
    told = f"The file has no mark of its encoding; by its words it was read as {name}."
    return Text(clean(data.decode(codec)), (told,))


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise guard.Broken(f"it says that it is {codec.upper()} and is not") from error


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: of its characters, line breaks, commas and digits at least are a byte and a zero."""
    if len(data) % 2 or 0 not in data[:SAMPLE]:
        return ""
    pairs = list(zip(data[0:SAMPLE:2], data[1:SAMPLE:2], strict=True))
    little = sum(high == 0 and 9 <= low < 0x80 for low, high in pairs)
    big = sum(high == 0 and 9 <= low < 0x80 for high, low in pairs)
    most, codec = max((little, "utf-16-le"), (big, "utf-16-be"))
    return codec if most > 10 * min(little, big) and 20 * most >= len(pairs) else ""


def _guessed(data: bytes) -> tuple[str, str]:
    """Name and codec of the one older encoding in which the file reads as a language does."""
    scores = sorted(((one.score(data), one.name, one.codec) for one in TRIALS), reverse=True)
    (best, name, codec), (second, *_) = scores[0], scores[1]
    if best < LEAST or best - second < LEAD:
        raise UnknownEncoding
    return name, codec


@dataclass(frozen=True)
class _Trial:
    """An encoding, and how well a text in it reads, from 0 to 1."""

    name: str
    codec: str
    reads: Callable[[str], float]

    def score(self, data: bytes) -> float:
        """0 where the bytes are not in this encoding at all."""
        try:
            text = data.decode(self.codec)
        except UnicodeDecodeError:
            return 0.0
        return self.reads(text[:SAMPLE])


def _share(text: str, wanted: Callable[[str], bool]) -> float:
    """How many of the letters beyond ASCII are wanted ones, 0 where there are too few of them to tell."""
    letters = [char for char in text if not char.isascii() and char.isalpha()]
    return sum(map(wanted, letters)) / len(letters) if len(set(letters)) >= ENOUGH else 0.0


def _chinese(text: str) -> float:
    """Two thirds of Chinese text are a few hundred characters; kana and Hangul are none of it."""
    if _share(text, lambda char: "\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7a3") > 0.05:
        return 0.0
    return min(1.0, 1.6 * _share(text, CHINESE.__contains__))


def _korean(text: str) -> float:
    if _share(text, lambda char: "\uac00" <= char <= "\ud7a3") < 0.9:
        return 0.0
    return min(1.0, 1.7 * _share(text, KOREAN.__contains__))


def _japanese(text: str) -> float:
    """A third and more of Japanese is kana; half-width kana is what other encodings look like in this one."""
    if _share(text, lambda char: "\uff61" <= char <= "\uff9f") > 0.1:
        return 0.0
    return min(1.0, 2.0 * _share(text, lambda char: "\u3041" <= char <= "\u30fc"))


def _russian(text: str) -> float:
    """Words of Russian letters alone, small ones for the most part, and the ten commonest make up two thirds."""
    words = re.findall(r"[^\W\d_]+", text)
    mixed = sum(1 for one in words if re.search("[A-Za-z]", one) and re.search("[\u0400-\u04ff]", one))
    russian = [one for one in words if RUSSIAN_WORD.fullmatch(one)]
    odd = sum(1 for one in russian if not (one.islower() or one.istitle() or one.isupper()))
    letters = "".join(russian)
    if _share(text, lambda char: bool(RUSSIAN_WORD.fullmatch(char))) < 1 or mixed + odd > 0.05 * len(words):
        return 0.0
    if 2 * sum(map(str.islower, letters)) < len(letters):
        return 0.0
    return min(1.0, 1.5 * sum(map(letters.lower().count, RUSSIAN)) / len(letters))


def _western(text: str) -> float:
    """English with typographic signs, mostly one by one: they stand in the same places in all encodings of Windows.

    A sign and the letter behind it may be one character of Chinese or Japanese. Where all could be, there must be words
    enough around; and a sign before a letter must stand where English has it.
    """
    runs = re.findall(r"[^\x00-\x7f]+", text)
    alone = sum(len(one) == 1 for one in runs)
    if not set("".join(runs)) <= set("‘’“”–—…•\u00a0") or 2 * alone <= len(runs):
        return 0.0
    odd = len(BEFORE_LETTER.findall(text)) - len(ENGLISH_SIGN.findall(text))
    sure = SIGN_ALONE.search(text) or len(ENGLISH_WORD.findall(text)) >= ENOUGH
    return 1.0 if sure and not odd else 0.0


TRIALS = (
    _Trial("GB18030", "gb18030", _chinese),
    _Trial("EUC-KR", "cp949", _korean),
    _Trial("Shift-JIS", "cp932", _japanese),
    _Trial("Windows-1251", "cp1251", _russian),
    _Trial("Windows-1252", "cp1252", _western),
)
