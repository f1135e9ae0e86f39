"""Bytes to text: of the encodings that could be meant, the one whose characters are plausible.

GB18030 decodes nearly any bytes, so decoding without an error proves nothing: Big5 read as GB18030 becomes rare
characters. What decides is how many of the characters are ones that people write.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..errors import DocumentError
from ..i18n import _
from ..text.han import HAN_CHARACTER
from .document import MAX_TEXT, text_too_long

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
SAMPLE_BYTES = 60_000
"""Bytes that are decoded to judge an encoding."""
PLAUSIBLE = 0.55
"""Score from which a decoding may be right; running text in the right encoding scores 0.7 to 1 (measured)."""
SURE = 0.12
"""Lead over the second that makes the choice sure."""
MAX_DAMAGED = 50
"""Bytes beyond ASCII for one that may be damaged in a web page."""
ASIAN = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
BROWSER_NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
}
"""Declared name → the larger set browsers read it as (WHATWG Encoding Standard)."""
FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学"
    "如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日者意无它与长把机十民第公已工使明全三又关点正外将两高间由问最重"
    "物手向头文体美相见等新制身果加西月话合回代内表化老给世位次度门先海通教原东声提立及比水名真处走各入口平气活更别打女四电数安少报做接建"
    "這個們來為國說時會對發後裡種經學現當動還進樣開無與長機關點業將兩間問體話應頭產請聽門車東馬鳥書樓鐘銅條見寫讀歡迎遊"
)
"""Characters that make up about half of Chinese text."""
LETTERS = frozenset("éèêëàâäáãåçîïíìôöóòõøùûüúñßœæÿÉÈÊÀÂÄÁÅÇÎÖÓØÜÚÑŒÆ’‘“”–—…«»°£€©®·¿¡•½¼¾×ºª§´")


def decode_text(data: bytes, name: str, declared: str = "") -> str:
    """Decode the bytes of a text document; ``declared`` is the encoding its markup names.

    Raises DocumentError where they are no text, mix encodings, fit two equally, or exceed ``MAX_TEXT`` characters.
    """
    if len(data) > 4 * MAX_TEXT:
        raise text_too_long(name)
    text = _decode_bytes(data, name, declared)
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise DocumentError(
            _("{file} is not a text: line {line} holds the control character U+{code:04X}.").format(
                file=name, line=line, code=ord(control[0])
            ),
            hint=_("Open it in the program it comes from and save it as .docx or as text."),
        )
    if len(text) > MAX_TEXT:
        raise text_too_long(name)
    return text


def decode_markup(data: bytes, name: str, declared: str = "") -> tuple[str, int]:
    """Decode a web page as browsers do: (text without control characters, bytes that are none and were replaced).

    Its length is not bounded: scripts and pictures in it are no text.
    Raises DocumentError where it mixes encodings, or fits two equally.
    """
    damaged = 0
    try:
        text = _decode_bytes(data, name, declared)
    except DocumentError:
        text, damaged = _decode_damaged(data, BROWSER_NAMES.get(declared.lower(), declared))
        if not text:
            raise
    return CONTROL.sub("", text), damaged


def _decode_damaged(data: bytes, declared: str) -> tuple[str, int]:
    """(text, bytes replaced) of data in one encoding but for a few bytes; ("", 0) where it is in none."""
    foreign = sum(byte > 127 for byte in data)
    holds_utf8 = _find_mixture(data)[0] > 0
    for encoding in dict.fromkeys(filter(None, (declared, "utf-8", "gb18030"))):
        if holds_utf8 and encoding.lower() not in ("utf-8", "utf8"):
            continue
        try:
            text = data.decode(encoding, "replace")
        except LookupError:
            continue
        damaged = text.count("\ufffd")
        if 0 < damaged * MAX_DAMAGED <= foreign:
            return text, damaged
    return "", 0


def _decode_bytes(data: bytes, name: str, declared: str) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], encoding, name)
    if encoding := _wide_encoding(data):
        return _decode_strictly(data, encoding, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    _refuse_mixture(data, name)
    declared = BROWSER_NAMES.get(declared.lower(), declared)
    candidates = sorted(_candidates(data, declared), key=lambda candidate: -candidate.score)
    if not candidates:
        return _decode_strictly(data, _guess_single_byte(data, name), name)
    best = candidates[0]
    second = next((other for other in candidates[1:] if other.sample != best.sample), None)
    if second is not None and second.score > PLAUSIBLE and best.score - second.score < SURE:
        raise DocumentError(
            _("{file} could be two texts: “{first}” ({encoding}) or “{second}” ({other}).").format(
                file=name,
                first=best.excerpt,
                encoding=best.encoding,
                second=second.excerpt,
                other=second.encoding,
            ),
            hint=_("Say which one it is, with --encoding {encoding} or --encoding {other}.").format(
                encoding=best.encoding, other=second.encoding
            ),
        )
    return _decode_strictly(data, best.encoding, name)


@dataclass(frozen=True)
class _Candidate:
    encoding: str
    sample: str
    score: float

    @property
    def excerpt(self) -> str:
        """The first words that are not ASCII."""
        first = next((n for n, char in enumerate(self.sample) if ord(char) > 127), 0)
        return re.sub(r"\s+", " ", self.sample[first : first + 16])


def _candidates(data: bytes, declared: str) -> Iterator[_Candidate]:
    """Encodings that decode all of it to something plausible; the declared one with a lead."""
    latin = sum(chr(byte).isalpha() for byte in data[:SAMPLE_BYTES] if byte < 128)
    foreign = sum(byte > 127 for byte in data[:SAMPLE_BYTES])
    # accents are a twentieth of a French text's letters, Chinese bytes nearly all of a Chinese one's
    asian = ASIAN if foreign * 3 > latin else ()
    for encoding in dict.fromkeys((*filter(None, [declared]), *asian, "cp1252")):
        if encoding == "cp1252" and asian and declared != "cp1252":
            continue
        try:
            data.decode(encoding)
            sample = data[:SAMPLE_BYTES].decode(encoding, "ignore")
        except (UnicodeDecodeError, LookupError):
            continue
        score = plausibility(sample, encoding) + (0.2 if encoding == declared else 0.0)
        if score > PLAUSIBLE:
            yield _Candidate(encoding, sample, score)


def plausibility(text: str, encoding: str) -> float:
    """Return how likely people wrote these characters, about 0 to 1: the share of usual ones beyond ASCII."""
    foreign = [char for char in text if ord(char) > 127]
    if not foreign:
        return 1.0
    if encoding == "cp1252":
        return sum(char in LETTERS for char in foreign) / len(foreign)
    usual = _usual_characters(encoding)
    rare = sum(char not in usual for char in foreign)
    strange = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" or ord(char) > 0xFFFF for char in foreign)
    frequent = sum(char in FREQUENT or "\u3040" <= char <= "\u30ff" for char in foreign)
    if encoding in ("cp932", "euc_jp"):  # no Japanese without kana
        kana = sum("\u3040" <= char <= "\u30ff" for char in foreign)
        half_width = sum("\uff61" <= char <= "\uff9f" for char in foreign)
        return min(1.0, 3 * kana / len(foreign)) - (rare + 2 * half_width) / len(foreign)
    if encoding == "cp949":
        hangul = sum("\uac00" <= char <= "\ud7a3" for char in foreign)
        # a hangul syllable stands in words between spaces: text of another encoding has none
        return hangul / len(foreign) if text.count(" ") * 8 > len(foreign) else 0.0
    kana = sum("\u3040" <= char <= "\u30ff" for char in foreign)
    return 0.6 + min(0.4, frequent / len(foreign)) - (1.5 * (rare + 2 * strange) + kana) / len(foreign)


@cache
def _usual_characters(encoding: str) -> frozenset[str]:
    """Characters of the first level of a national standard, which it orders by use."""
    levels = {
        "gb18030": ("gb2312", (0xB0, 0xD7), range(0xA1, 0xFF)),
        "big5hkscs": ("big5", (0xA4, 0xC6), range(0x40, 0xFF)),
        "cp932": ("shift_jis", (0x82, 0x97), range(0x40, 0xFD)),
        "euc_jp": ("euc_jp", (0xA4, 0xCF), range(0xA1, 0xFF)),
    }
    codec, (first, last), seconds = levels.get(encoding, levels["gb18030"])
    pairs = (bytes((high, low)) for high in range(first, last + 1) for low in seconds)
    characters = {pair.decode(codec, "ignore") for pair in pairs}
    marks = "，。、！？：；“”‘’（）《》「」『』【】—…·．　％～〇０１２３４５６７８９＋－×①②③④⑤⑥⑦⑧⑨⑩"
    return frozenset(characters | set(marks) | {chr(code) for code in range(0x3041, 0x3100)})


def _wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, by where its zeros stand or by what its characters are; else empty."""
    head = data[:4000]
    if len(data) % 4 == 0 and len(data) >= 8:
        zeros = [head[n::4].count(0) * 4 for n in range(4)]
        if zeros[2] > 0.9 * len(head) and zeros[3] == len(head):
            return "utf-32-le"
        if zeros[1] > 0.9 * len(head) and zeros[0] == len(head):
            return "utf-32-be"
    if len(data) % 2 or len(data) < 8:
        return ""
    if head.count(0) * 4 > len(head):  # of Latin text every second byte is zero
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    if 0 in data or _is_utf8(data):
        # line ends and digits alone make zeros; without any, bytes that are UTF-8 are UTF-8
        if _is_utf8(data) and 0 not in data:
            return ""
        for encoding in ("utf-16-le", "utf-16-be"):
            text = head[: len(head) // 2 * 2].decode(encoding, "replace")
            if plausibility(text, "gb18030") > 0.7 or plausibility(text, "big5hkscs") > 0.7:
                return encoding
    return ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess_single_byte(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 20]).best()
    if best is None:
        raise DocumentError(
            _("{file} is not a text in any known encoding.").format(file=name),
            hint=_("Open it in the program it comes from and save it as .docx or as UTF-8 text."),
        )
    return best.encoding


def _decode_strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            _("{file} is not clean {encoding}: line {line} holds bytes that are none.").format(
                file=name, encoding=encoding.upper(), line=line
            ),
            hint=_("Save the document again as UTF-8 and import that."),
        ) from error


def _refuse_mixture(data: bytes, name: str) -> None:
    """A file pasted together from two encodings has no right reading: better an error than rubbish in a script."""
    utf8, other = _find_mixture(data)
    if utf8 and other:
        raise DocumentError(
            _("{file} mixes encodings: line {clean} is UTF-8, line {other} is not.").format(
                file=name, clean=utf8, other=other
            ),
            hint=_("Save the parts as UTF-8 and join them again."),
        )


def _find_mixture(data: bytes) -> tuple[int, int]:
    """(number of the first line that is UTF-8, of the first that is not); 0 without one."""
    utf8 = other = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            # a short line of GB18030 may be UTF-8 by chance, three characters of it hardly ever
            if len(HAN_CHARACTER.findall(line.decode("utf-8"))) >= 3:
                utf8 = utf8 or number
        except UnicodeDecodeError:
            other = other or number
        if utf8 and other:
            break
    return utf8, other
