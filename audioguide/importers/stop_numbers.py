"""The number an author wrote before a title: Stop 101, 第3站, 十二号, 【点位五】, 214., A12, 一、, ③."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .line_memory import remember_lines

Family = Literal["stop", "figure", "chinese", "inner"]
"""``stop``: with a word or sign that says it is a stop's. ``figure``: 214. or 7 alone. ``chinese``: 一、 第一章.
``inner``: (1), ①, 1.2: mostly of lists and sub-sections."""

CHINESE = "〇零一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾貳參陸"
VALUE = rf"(?:[A-Za-zＡ-Ｚ]{{0,2}}[-–]?[0-9０-９]{{1,4}}(?:[-–.][0-9]{{1,2}})?[A-Za-z]?|[{CHINESE}]{{1,6}})"
GAP = r"[ \t　]*"
END = r"(?:[ \t　]*[:：.．、,，|｜丨·]|[ \t　]*[-–—]+|[)）\]】]|(?=[ \t　])|(?=$))"

WORDS = (
    r"(?:audio[ -]?(?:guide|tour|stop|track)?|tour stop|stop|station|track|point|exhibit|site|object|item|number"
    r"|number|no\.?|nr\.?"
    r"|arrêt|étape|numéro|n°|nº|piste|point d['’]écoute|parada|estación|punto|número|núm\.?|pista|etapa"
    r"|halte?(?:stelle)?|posten?|borne|balise|escale|hito|haltepunkt|stopp|nummer|hörstation|hörpunkt|(?:info"
    r"|schau|lehr|wander)?tafel|panneau|panel|cartel|board|(?:way|audio |listening |marker )?post|way ?point"
    r"|marker|plaque|view ?point|halt|sign|wegpunkt|punkt"
    r"|pfosten|schild|pfahl|jalon|repère|mojón|letrero|tappa|fermata|parada|paragem)"
)
KEYPAD_WORDS = (
    r"(?:press|dial|key in|enter|audio code|code|keypad|appuyez sur(?: le)?|composez(?: le)?|pulse(?: el)?"
    r"|marque(?: el)?"
    r"|drücken sie(?: die)?)"
)
"""What a visitor does with a number."""
ENGLISH_NUMERALS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
CARDINALS = {
    word: n
    for n, words in enumerate(
        (
            "one uno una un une eins",
            "two dos deux zwei",
            "three tres trois drei",
            "four cuatro quatre vier",
            "five cinco cinq fünf",
            "six seis sechs",
            "seven siete sept sieben",
            "eight ocho huit acht",
            "nine nueve neuf neun",
            "ten diez dix zehn",
        ),
        1,
    )
    for word in words.split()
}
FOREIGN_NUMERALS = sorted(set(CARDINALS) - set(ENGLISH_NUMERALS) - {"un", "une", "uno", "una"}, key=len, reverse=True)
"""Those of other languages that are no articles."""
BEFORE_TITLE = r"(?=[ \t]*(?:[:：.,|–—-]|[(]|$)|[ \t]+[A-ZÀ-Ý\d\"“„«‘¿¡]|[\u4e00-\u9fff])"
"""What stands behind a number in words: No one knows and Site seven miles away bear none."""
TOTAL = (
    r"(?:[ \t]*(?:/|(?i:of|de|sur|von|aus)(?= ))[ \t]*\d{1,3}(?!\w)"
    r"|[ \t　]*[(（](?i:of|de|sur|von|共)[ ]?\d{1,3}[站个處点點]?[)）])?"
)
"""How many there are, behind the number: Stop 5 of 8, 第3站（共8站）."""
LATIN_STOP = re.compile(
    rf"(?i:{WORDS}|{KEYPAD_WORDS}){GAP}(?:(?i:no\.?|number|nr\.?|n°|nº|n\.[º°]|núm\.?|#|№)){{0,1}}{GAP}"
    rf"(?P<value>[A-Za-z]?[-–]?\d{{1,4}}(?:[-–.]\d{{1,2}})?[a-zA-Z]?(?:(?![\w°])|(?=[\u4e00-\u9fff]{{2}}))"
    rf"|(?i:{'|'.join(ENGLISH_NUMERALS)}|{'|'.join(FOREIGN_NUMERALS)})\b{BEFORE_TITLE}"
    r"|(?i:une?|un[oa])(?=[ \t]*[:：–—-])|[IVX]{2,5}\b|[A-Z](?=[ \t]*[:：.–—-]))"
    rf"{TOTAL}(?:{END}|(?=[\u4e00-\u9fff]{{2}}))"
)
NUMBERED_PLACE = re.compile(
    r"(?i:(?:(?:scenic|tourist|tourism|viewing|sightseeing|photo|exhibition|exhibit|display|guide|visiting"
    r"|check-in) )?"
    r"(?:spot|attraction|sight|site|area|place|point|hall|zone|landmark|view|scene|stand|case|exhibit"
    r"|section)) ?(?i:no\.|number|nr\.|#|№) ?"
    rf"(?P<value>[A-Za-z]?\d{{1,3}}[A-Za-z]?(?!\w)){END}"
)
"""Scenic Spot No.1, as translated brochures have it."""
ORDINALS = {
    word: n
    for n, words in enumerate(
        (
            "first 1st primera primero première premier erste erster erstes",
            "second 2nd segunda segundo deuxième seconde zweite zweiter zweites",
            "third 3rd tercera tercero tercer troisième dritte dritter drittes",
            "fourth 4th cuarta cuarto quatrième vierte vierter viertes",
            "fifth 5th quinta quinto cinquième fünfte fünfter fünftes",
            "sixth 6th sexta sexto sixième sechste sechster sechstes",
            "seventh 7th séptima séptimo septième siebte siebter siebtes",
            "eighth 8th octava octavo huitième achte achter achtes",
            "ninth 9th novena noveno neuvième neunte neunter neuntes",
            "tenth 10th décima décimo dixième zehnte zehnter zehntes",
        ),
        1,
    )
    for word in words.split()
}
ORDINAL_STOP = re.compile(
    rf"(?i:(?:the |la |el |le |die |der |das )?"
    rf"(?P<value>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th|ère|er|e|ème|ª|\.ª)?\.?)"
    r" (?:tour )?(?:stop|station|arrêt|étape|halte|parada|estación|etapa|haltepunkt|halt))[ \t]*(?:[:：.–—-]|$)"
)
"""First stop: The Gate."""
SIGN_STOP = re.compile(rf"[#＃№]{GAP}(?P<value>[A-Za-z]?\d{{1,4}}[A-Za-z]?)(?!\w){END}")
PLACE_WORDS = (
    "站点|站點|点位|點位|讲解点|講解點|导览点|導覽點|景点|景點|参观点|参观点位|参观站"
    "|打卡点|展点|编号|編號|展品|展位|语音点|語音點|语音|語音|音频|音頻|二维码|讲解牌|導覽牌|导览牌|序号|序號|展项|展項|站|点|點|号|號"
)
CHINESE_STOP = re.compile(
    rf"第{GAP}(?P<value>{VALUE}){GAP}(?:个|個)?(?:{PLACE_WORDS}|处|處|景(?![区區点點观觀象物色致]))(?:讲解"
    rf"|講解)?(?![\u4e00-\u9fff]{{0,2}}(?:人|名|届|屆))"
    rf"(?:{GAP}[/／(（]?共[ ]?[\d{CHINESE}]{{1,3}}[站个處处点點]?[)）]?)?"
    r"[ \t　]*[:：.．、,，|｜丨·\-–—]*"
)
WORD_FIRST = re.compile(
    rf"(?:讲解|講解|导览|導覽|参观)?(?:{PLACE_WORDS}){GAP}(?P<value>{VALUE})(?![\u4e00-\u9fff]){END}"
)
PRESS = re.compile(
    rf"请?(?:按|输入|撥|拨)(?:下|数字|编号|键)?{GAP}(?P<value>[0-9０-９]{{1,4}}[A-Za-z]?)(?![0-9]){GAP}(?:号"
    rf"|號)?(?:键|鍵)?"
    rf"(?:收听|聆听|播放|听讲解|听)?(?![\u4e00-\u9fff]){END}"
)
WORD_FIRST_HAN = re.compile(rf"(?:讲解|講解|导览|導覽|参观)?(?:{PLACE_WORDS}){GAP}(?P<value>[{CHINESE}]{{1,3}}){END}")
NUMBER_HAO = re.compile(
    rf"(?P<value>{VALUE}){GAP}[号號](?:展品|展项|展柜|点位|點位|站点|站點|讲解点|景点|景點|点|點|站)?"
    r"(?:[ \t　]*[:：.．、,，|｜丨·]|[ \t　]*[-–—]+|[ \t　]+|(?=$))"
)
SECTION = re.compile(
    rf"第{GAP}(?P<value>{VALUE}){GAP}(?:单元|單元|部分|章|节|節|展厅|展廳|展区|展區|展室|组|組|幕|回|讲|講|课"
    rf"|课时|板块|环节|段)"
    r"[ \t　]*[:：.．、,，|｜丨·\-–—]*"
    rf"|(?:任务|任務|活动|活動|探究|环节|環節|单元|單元|模块|板块|展厅|展廳|展区|展區|展室|展柜|展櫃|展板|展台"
    rf"|故事|篇章|步骤|场景|場景){GAP}"
    rf"(?P<after>{VALUE})(?![\u4e00-\u9fff]){END}"
    r"|(?i:(?:part|chapter|section|unit|room|gallery|task|activity|case|showcase|partie|chapitre|salle|parte"
    r"|capítulo|sala|teil|kapitel|raum|scene|scène|escena|szene"
    r"|saal)[ \t.·]{1,2}(?P<latin>\d{1,3}(?:[a-z]\b)?|[ivx]{1,5}\b))"
    rf"(?:{END}|(?=[\u4e00-\u9fff]))"
)
CARDINAL_SECTION = re.compile(rf"(?i:(?P<value>{'|'.join(CARDINALS)}))[ \t]*(?:[:：.]|[–—-]{{1,2}}(?= ))[ \t]+(?=\S)")
"""One: Bell – a number in words before a title."""
KEYCAP = re.compile(r"(?P<value>\d(?=\ufe0f?\u20e3)|\U0001f51f)\ufe0f?\u20e3?[ \t　]*")
"""1️⃣, as people number notes on a telephone."""
FIGURE = re.compile(
    r"(?P<value>[A-Za-z]{0,2}[-–]?[0-9０-９]{1,4}[A-Za-z]?)"
    r"(?:[ \t　]*(?:、|[:：](?![0-9])|[)）\]】〕]|[.．](?![0-9])|[-–—|｜丨·/／](?![0-9]))|(?=[ \t　]+\S)|(?=$))"
)
CHINESE_SECTION = re.compile(rf"(?P<value>[{CHINESE}]{{1,4}})(?:、|[ 　]*[.．:：](?!\d)|[ 　]+|(?P<closed>[】\]〕]))")
INNER = re.compile(
    rf"(?:[(（][ ]?(?P<value>[0-9０-９]{{1,3}}|[{CHINESE}]{{1,3}})[ ]?[)）]、?|(?P<circled>[①-⑳㈠-㈩⑴-⒇❶-❿])"
    rf"|(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}})+)\.?(?=\s"
    rf"|(?![年月公千万亿平立米元吨个斤里分版世度级倍折日号位名人层岁代])[\u4e00-\u9fff]))"
)
ROMAN = re.compile(r"(?P<value>[IVX]{1,6})(?:[.、)）:：]|(?=[ \t]+\S))")


@dataclass(frozen=True)
class StopNumber:
    """A number before a title."""

    value: int
    """As a number; 0 where it is none a stop can have (``2.1``)."""
    family: Family
    length: int
    """Characters it takes up at the start of the text, punctuation and space behind it included."""
    written: str
    """As the author wrote it, without the words around it: ``A12``, ``十二``."""
    letter: str = ""
    """``a`` of 3a."""
    prefix: str = ""
    """``A`` of A12: the wall has it, an address cannot."""

    @property
    def number(self) -> str:
        """The number as a script has it; empty where none fits."""
        return f"{self.value}{self.letter}" if 0 < self.value < 10_000 else ""


MEASURE = re.compile(
    r"[号號%％°个個位层層](?!园|園)|名(?![人泉胜勝木家])|公[里斤分顷頃尺厘升]"
    r"|[年月日代元米里岁歲人多余](?![\u4e00-\u9fff])"
    r"|[年月日代元米里岁歲人多余](?:[的前后後来來间間内內中多高长長宽寬深处處外以之与與和级級份初末底钱錢次合组組年岁歲米]|代(?:$|[的人初末后後])|人的)"
    r"|(?:st|nd|rd|th)\b|(?:am|pm|km|kg|cm|m)\b"
)
"""What a number counts: no title follows it, as in 3 米高的大佛. 人字门 and 年画坊 are titles."""
OPEN = re.compile(r"[【\[〔（(《]?[ \t　]*")
ORNAMENTS = re.compile(
    r"(?:[ \t　★☆◆◇❖✦■□\u2190-\u21ff\u23e9-\u23fa\u25b6\u2600-\u27bf\u2b05-\u2b55\ufe0f\u200d"
    r"\U0001f000-\U0001f51e\U0001f520-\U0001faff](?<![\u2776-\u2793]))*"
)
"""What people draw before a number that begins a heading: ★1号点, 📍 Stop 2."""
CLOSERS = {"【": "】", "[": "]", "〔": "〕"}


def read_stop_number(text: str, in_heading: bool = False) -> StopNumber | None:
    """Return the number a line opens with, also in brackets; None where it has none.

    ``in_heading``: the line is known for a heading, so that a bare ``101 Gate`` is a number and its title.
    """
    return _match_stop_number(text, in_heading)  # one spelling of the call, since each is remembered by itself


@remember_lines
def _match_stop_number(text: str, in_heading: bool) -> StopNumber | None:
    bracket = text[:1] if text[:1] in CLOSERS else ""
    inner = text[1:] if bracket else text
    ornaments = ORNAMENTS.match(inner)
    indent = ornaments.end() if ornaments else 0
    inner = inner[indent:]
    for family, pattern in (
        ("stop", LATIN_STOP),
        ("stop", NUMBERED_PLACE),
        ("stop", ORDINAL_STOP),
        ("stop", SIGN_STOP),
        ("stop", CHINESE_STOP),
        ("stop", WORD_FIRST),
        ("stop", PRESS),
        ("stop", NUMBER_HAO),
        ("chinese", SECTION),
        ("inner", INNER),
        ("figure", KEYCAP),
        ("figure", FIGURE),
        ("chinese", CARDINAL_SECTION),
        ("chinese", CHINESE_SECTION),
        ("chinese", ROMAN),
    ):
        match = pattern.match(inner)
        if match is None:
            continue
        parsed = _number(match, family, in_heading)  # type: ignore[arg-type]
        if parsed is None:
            continue
        if match.groupdict().get("closed") and match["closed"] != CLOSERS.get(bracket):
            continue
        length = len(bracket) + indent + match.end()
        rest = text[length:]
        if bracket and rest[:1] == CLOSERS[bracket]:
            length += 1
        length += len(text[length:]) - len(text[length:].lstrip(" \t　:：.．、—–|｜丨·"))
        if pattern is NUMBER_HAO and length == len(text) and re.search(r"展[柜品项]$", text):
            length = 0  # 1号展柜 alone is the title too
        return StopNumber(parsed[0], family, length, parsed[1], parsed[2], parsed[3])  # type: ignore[arg-type]
    return None


def _number(match: re.Match[str], family: Family, in_heading: bool) -> tuple[int, str, str, str] | None:
    """(value, as written, letter, prefix) of a match; None where it is no number after all."""
    groups = match.groupdict()
    written = (
        groups.get("value")
        or groups.get("latin")
        or groups.get("after")
        or groups.get("circled")
        or groups.get("dotted")
        or ""
    )
    if match.re is KEYCAP:
        return parse_value("10" if written == "\U0001f51f" else written)
    if family == "figure":
        bare = match.end("value") == match.end()
        if bare and not in_heading:
            return None
        if re.fullmatch(r"[A-Za-z]{1,2}", written):
            return None
        if bare and re.match(r"\d{4}$", written):  # 1881 The year …
            return None
        after = match.string[match.end() :].lstrip(" \t　")
        if bare and MEASURE.match(after):
            return None
    if match.re is CARDINAL_SECTION and not in_heading:
        return None
    if family == "chinese" and match.re is CHINESE_SECTION and match[0][-1:] in " 　" and not in_heading:
        return None
    if family == "chinese" and match.re is ROMAN and not (in_heading or match[0][-1:] in ".、)）"):
        return None
    return parse_value(written)


@remember_lines
def parse_value(written: str) -> tuple[int, str, str, str] | None:
    """(value, as written, letter, prefix) of 12, 十二, A12, 3b, ③, VII; None for anything else."""
    plain = written.strip().translate({0xFF10 + n: str(n) for n in range(10)})
    ordinal = ORDINALS.get(plain.lower()) or 0
    if ordinal or re.fullmatch(r"\d{1,2}(?:(?:st|nd|rd|th|ère|er|e|ème|ª|\.ª)\.?|\.)", plain):
        return ordinal or int(re.sub(r"\D", "", plain)), written, "", ""
    if plain.lower() in CARDINALS:
        return CARDINALS[plain.lower()], written, "", ""
    if plain.lower() in ENGLISH_NUMERALS:
        return ENGLISH_NUMERALS.index(plain.lower()) + 1, written, "", ""
    if shape := re.fullmatch(r"([A-Za-z]{0,2})[-–]?(\d{1,4})([A-Za-z]?)", plain):
        return int(shape[2]), written, shape[3].lower(), shape[1].upper()
    if re.fullmatch(r"[A-Za-z]{0,2}[-–]?\d{1,4}[-–.]\d{1,2}(?:\.\d{1,2})*[A-Za-z]?", plain):
        return 0, written, "", ""
    if len(plain) == 1 and (circled := "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".find(plain)) >= 0:
        return circled + 1, written, "", ""
    for first in "㈠⑴❶":
        if len(plain) == 1 and 0 <= ord(plain) - ord(first) < 20:
            return ord(plain) - ord(first) + 1, written, "", ""
    if re.fullmatch(r"[IVX]+|[ivx]+", plain):
        return _roman(plain.upper()), written, "", ""
    if re.fullmatch(r"[A-Z]", plain):
        return 0, written, "", ""
    value = chinese_value(plain)
    return (value, written, "", "") if value else None


CHINESE_DIGITS = {"零": 0, "〇": 0, "两": 2} | {char: n for n, char in enumerate("一二三四五六七八九", 1)}
FINANCIAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾", "一二二三三四五六六七八九十")


def chinese_value(text: str) -> int:
    """Return the number Chinese numerals write, 十二, 一百零一, 二〇五; 0 for anything else."""
    text = text.translate(FINANCIAL)
    if not text or any(char not in CHINESE_DIGITS and char not in "十百" for char in text):
        return 0
    if not set(text) & set("十百"):
        return int("".join(str(CHINESE_DIGITS[char]) for char in text))
    total, current = 0, 0
    for char in text:
        if char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            current = CHINESE_DIGITS[char]
    return total + current


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[char] for char in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
