"""Text that nobody would write and somebody will paste: pieces to draw from, shapes to repeat, damage to do."""

from __future__ import annotations

import random
from collections.abc import Sequence

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


_COMMON_CHINESE = """\
的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多
定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因
由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解
问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少
图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七
海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目
至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算
低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精
值号率族维划选标写存候毛亲快
"""
COMMON_CHINESE = "".join(_COMMON_CHINESE.split())
_PRINTABLE = "".join(map(chr, range(32, 127)))
_LETTERS = "".join(filter(str.isalpha, _PRINTABLE))
_WORDS = """the mill gate of old stone river bridge built in by was century water wheel house church tower Smith Chester
garden path walk stop read record wound bass live Sunday market street grand"""
_TWO_READINGS = ["单田芳", "曾国藩", "解缙", "任正非", "华罗庚", "仇英", "朴树", "重庆", "长安", "六安", "行走", "银行"]
CHARACTER_CLASSES: dict[str, Sequence[str]] = {
    "printable ASCII": _PRINTABLE,
    "letters": _LETTERS,
    "small letters and spaces": _LETTERS.lower() + " " * 4,
    "capitals, stops and spaces": _LETTERS.upper() + " . ",
    "letters and figures": _LETTERS + "0123456789",
    "figures": "0123456789",
    "figures and signs": "0123456789.,:/-%",
    "any Chinese characters": [chr(code) for code in range(0x4E00, 0x9FA6)],
    "rare Chinese characters": [chr(code) for code in range(0x20000, 0x2A6D7)],
    "common Chinese characters": COMMON_CHINESE,
    "common Chinese characters and marks": COMMON_CHINESE + "，。！？、" * 12,
    "common Chinese characters and figures": COMMON_CHINESE[:200] + "0123456789" * 8,
    "common Chinese characters, figures and signs": COMMON_CHINESE[:100] + "0123456789" * 5 + "，。年月日元%./" * 3,
    "lines of two characters": [a + b + "\n" for a, b in zip(COMMON_CHINESE, COMMON_CHINESE[::-1], strict=True)],
    "surnames of two readings": [name + more for name in "单曾解任华仇查盖" for more in ("某。", "先说，", "水")],
    "words of two readings": [word + mark for word in _TWO_READINGS for mark in "。， "],
    "any characters": [chr(code) for code in (*range(32, 0xD800), *range(0xE000, 0xFFFE))],
    "pictures": [chr(code) for code in range(0x1F300, 0x1FB00)],
    "accented letters": [chr(code) for code in range(0xA1, 0x250)],
    "kana": [chr(code) for code in range(0x3041, 0x30FF)],
    "English words": [word + end for word in _WORDS.split() for end in (" ", " ", " ", ", ", ". ")],
    "English words and figures": [
        f"{word} " for word in (*_WORDS.split(), "1890", "3.5", "$12", "2/3", "10:30", "5th")
    ],
    "dates": [f"{year}年{1 + year % 12}月{1 + year % 28}日" + "，。"[year % 2] for year in range(1, 2_100, 7)],
    "measures": [
        f"{n}{unit}，" for n in range(1, 5_000, 97) for unit in ("平方米", "公里", "kg", "%", "元", "亩", "℃")
    ],
    "what a script is made of": [*"[]().，\n @", "水车", "the mill ", "1890", "李", "第3站"],
    "fields": [f"{name}：{value}\n" for name in COMMON_CHINESE[:60] for value in "水山石"],
}
"""What a whole text may consist of: name → pieces that stand in any order."""


def class_text(name: str, seed: int) -> str:
    """Return 64 KB of pieces of one class, drawn."""
    return cut_to_bytes("".join(random.Random(seed).choices(CHARACTER_CLASSES[name], k=MAX_INPUT_BYTES)))


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
