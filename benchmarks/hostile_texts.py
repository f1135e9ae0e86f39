"""Text that nobody would write and somebody will paste: pieces to draw from, shapes to repeat, damage to do."""

from __future__ import annotations

import random

MAX_INPUT_BYTES = 65_535
_PIECES = """
{ } | [ ] ( ) （ ） 【 】 《 》 “ ” " ' ‘ ’ 「 」 , . ; : ! ? ， 。 ； ： ！ ？ 、
… — - – ~ * # > ` _ = + / \\ @ % & < ^ $ € £ ¥ ° № §
0 1 2 3 4 5 6 7 8 9 ０ ９ 零 一 二 三 十 百 千 万 亿 两 半 第 年 月 日 时 分 点 号 米 公里 岁 人
a Z é ñ ß œ Đ ж 한 あ 字 長 长 行 重 的 地 得 为 儿 🎧
第一篇 画面: 解说： 站点 Stop VISUAL: [walk] （停顿） {长|zhang3} {a| 1,250 3/4/1901 1-1-1 12:30 ½ XIV Dr. A. p. 3-4
"\\ud800" "\\U00110000" "\\0"
https://a.b/c?d=e a@b.cd 13800138000 GB/T1-2020 ``` &amp; <b> <!-- ]]> title: stops: text: &a *a
"""
_SPACES = (
    "\n",
    "\t",
    " ",
    "\u3000",
    "\u00a0",
    "\ufeff",
    "\u200b",
    "\u2028",
    "\x85",
    "\0",
    "\x7f",
    "\n  - ",
    ": |\n      ",
    "\r\n",
    "\r",
)
PIECES = (*_PIECES.split(), *_SPACES)
_SHAPES = """
a 字 . , ， 。
- – — … “ ” （ ( [ { | {a| 1 0 9, 1,111 1- 1/ 1: 1. 一 十 万 第一 年 A A.B. M (a a- a' 字a a字 儿 长 为 的
$1 1$ 1% ° ½ 1½ @ a@ /a http:// <a> & # 画面: " '
"""
SHAPES = (
    *dict.fromkeys((*_SHAPES.split(), *map(chr, range(ord("!"), 127)), *"、；：？！《》—…·×％　")),
    *(" ", "\t", "\n", "12 ", "1 ", "A. ", "X. X. ", "Dr. ", "IV ", "a b ", "ab ", "字 ", "* ", "- a\n", "第一篇\n"),
    *("（）", "（]", "{a|b}", "read ", "任 ", "a: b\n", "- \n", "[[", "1 00:00\n", "\\u20", "<p>", "“a”"),
    *("（停顿）a", "字[12]", "。（字）字"),
)
"""What a text consists of that holds nothing else."""
_FIELDS = """title language stops number text image alt segments role lexicon voices say context position lat lon datum
access directions points kind description cover accent audio name base_url outputs publish footer order hours"""
FIELDS = tuple(_FIELDS.split())
"""Names of fields: a file with some of them passes the first checks."""
_VALUES = ("1", "-1", "1e999", ".inf", ".nan", "0x1F", "true", "null", "[]", "{}", "2001-01-01", "en", "zh-CN", "a: b")


OPENINGS = ("开始 a ", "a ")
"""What stands before repeated shapes: a line that begins in one script may be expected to go on in another."""


def repeat_shape(shape: str, length: int, opening: str = OPENINGS[0]) -> str:
    """Return a text of about that many characters which is one shape again and again, and ends as nothing else."""
    return opening + shape * (length // len(shape)) + " 完 b。"


def random_text(chance: random.Random) -> str:
    """Return pieces in a row, at most 64 KB: mostly few, at times a few of them again and again."""
    kind = chance.random()
    if kind < 0.15:
        return "\n".join(_random_field(chance) for _n in range(chance.choice((2, 5, 20, 200))))
    if kind < 0.22:
        block = "".join(chance.choices((*PIECES, *SHAPES), k=chance.choice((1, 1, 2, 3, 5))))
        text = block * (chance.choice((500, 5_000, 64_000)) // len(block.encode("utf-8", "replace")))
        return cut_to_bytes(text + "".join(chance.choices(PIECES, k=5)))
    parts: list[str] = []
    for _n in range(chance.choice((3, 10, 40, 150, 1500))):
        parts.append(chance.choice(PIECES) * (chance.randrange(200) if chance.random() < 0.02 else 1))
    return cut_to_bytes("".join(parts))


def _random_field(chance: random.Random) -> str:
    indent = " " * chance.choice((0, 0, 0, 2, 2, 4, 6)) + chance.choice(("", "", "", "- "))
    value = chance.choice(_VALUES) if chance.random() < 0.5 else "".join(chance.choices(PIECES, k=3))
    return f"{indent}{chance.choice(FIELDS)}: {value}"


def cut_to_bytes(text: str) -> str:
    """Return the beginning of a text that is no longer than 64 KB of UTF-8."""
    if 4 * len(text) <= MAX_INPUT_BYTES:
        return text
    return text.encode("utf-8", "surrogatepass")[:MAX_INPUT_BYTES].decode("utf-8", "ignore")


def damage_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return a document with a few bytes changed, taken out, repeated or added."""
    damaged = bytearray(data)
    for _n in range(chance.choice((1, 2, 8, 40))):
        place = chance.randrange(len(damaged) + 1)
        match chance.randrange(5):
            case 0 if place < len(damaged):
                damaged[place] ^= 1 << chance.randrange(8)
            case 1:
                del damaged[place : place + chance.choice((1, 4, 100))]
            case 2:
                damaged[place:place] = damaged[place : place + chance.choice((1, 20, 500))] * chance.choice((1, 2, 30))
            case 3:
                damaged[place:place] = chance.randbytes(chance.choice((1, 4, 30)))
            case _:
                digits = str(chance.choice((0, -1, 65_536, 2**31, 10**12))).encode()
                damaged[place : place + len(digits)] = digits
    return bytes(damaged[:MAX_INPUT_BYTES])


def damage_lines(data: bytes, chance: random.Random) -> bytes:
    """Return a document with a few lines left out, repeated, shifted or of another value: most of it can be read."""
    lines = data.splitlines(keepends=True)
    for _n in range(chance.choice((1, 1, 2, 5))):
        place = chance.randrange(len(lines) + 1)
        line = lines[place] if place < len(lines) else b""
        match chance.randrange(5):
            case 0:
                del lines[place : place + 1]
            case 1:
                lines[place:place] = [line] * chance.choice((1, 2, 200))
            case 2:
                lines[place : place + 1] = [b" " * chance.randrange(1, 7) + line]
            case 3:
                lines[place : place + 1] = [_random_field(chance).encode("utf-8", "replace") + b"\n", line]
            case _:
                name, colon, _value = line.partition(b": ")
                value = chance.choice(_VALUES) if chance.random() < 0.7 else chance.choice(PIECES)
                lines[place : place + 1] = [name + (colon or b": ") + value.encode("utf-8", "replace") + b"\n"]
    return b"".join(lines)[:MAX_INPUT_BYTES]
