"""Titles a visitor would recognise and slugs in pinyin, for drafts; a person may do better and is then respected."""

from __future__ import annotations

import re

from ..text.han import HAN_CHARACTER
from .patterns import ANNOUNCE, SENTENCE_END
from .patterns import words as split_words

LIMIT = 16
"""Characters of a stop's title: what fits a label and a line of a phone."""
LONGEST_TITLE = 60
"""Weight of the longest heading that is a title as it stands; a Chinese character counts for two."""
WORDS = 6
"""Words of an English title."""
NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:、|是(?=\S))|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)"
    r"|\d{1,2}(?:[.．]\d{1,2}){1,2}[.．、]?(?:[ 　]+(?=\S)|(?=[\u3400-\u9fff]))"
    r"(?![年月公千万亿平立米元吨个斤里分版世度级倍折％%]|(?i:[kcm]?m|ha|km²|m²|miles?|million|tonnes?|hectares?|metres?|meters?)\b))\s*"
)
BEFORE = re.compile(rf"(?:[【\[〔\s]|[—–-]+|{NUMBER.pattern})*")
AFTER = re.compile(r"[】\]〕\s：:，,。；;、!！.\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]*")
"""Looked for from the end of a title backwards: forwards it would begin again at every comma of a thousand."""
OPEN_WORDS = re.compile(
    r"(?i:a|an|the|of|in|on|at|by|to|for|from|with|and|or|but|as|that|which|who|where|when|is|are|was|were|be"
    r"|been|has|have"
    r"|had|its|his|her|their|our|your|this|these|two|three|into|than|not|it|they|we|you|there|one"
    r"|el|la|los|las|un|una|unos|unas|de|del|en|al|con|por|para|y|e|o|que|se|su|sus|lo|le|no|como|donde|es|fue"
    r"|son|era|ha"
    r"|le|les|une|des|du|dans|sur|à|au|aux|par|pour|et|ou|qui|où|est|sont|était|ont|son|sa|ses|leur|ne|ce|cette|ici"
    r"|der|die|das|den|dem|ein|eine|einer|eines|einem|einen|im|am|auf|von|vom|mit|für|zu|zum|zur|und|oder|dass"
    r"|ist|sind"
    r"|war|wurde|sich|nicht|hier)"
)
"""Words after which a title that was cut seems to go on."""
SCRIPT_WORDS = ("解说词", "讲解词", "导游词", "解说稿", "讲解稿")
KIND_OF_TEXT = re.compile(
    r"(?<!\s)(?:\s*[(（][^()（）]*[)）])?\s*(?:(?:双人|参观|语音)?(?:解说词|讲解词|导游词|导览词|講解詞|解說詞|導遊詞"
    r"|導覽詞|解说稿|讲解稿|导览|導覽|讲解点位)|"
    r"(?i:[-–:,]?\s*(?:the )?(?:audio ?(?:guide|tour)|audio-?guide|guided tour|tour"
    r"|guide)))(?:\s*[(（][^()（）]*[)）])?(?:\s*篇?\s?[一二三四五六七八九十\d]{1,3})?$"
)
"""What kind of text a title says it is, behind the name of the place."""
QUOTED = re.compile(r"“([^“”]{2,12})”")
OBJECT = re.compile(
    r"(?:就是|是|有|来到了?|到了|走进|进入|驶入的?)?(?:我们|[我本咱]?[局校园村镇馆院厂场区社县市](?=的))?的?"
    r"(?:该村|村民|一[座个间块面幅条栋]|正在建设的)?(?P<what>[^，。；：！？—]{2,24})"
)
EMPTY = re.compile(
    r"(?:\d{2,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:到[^，]{2,8})?|(?:今|去|近|多)年(?:以来|来|初|底)?|目前|如今"
    r"|现在|据(?:统计|介绍|了解)|此外|同时|因此|"
    r"为此|一段时间来|近年来|[^，。]{2,8}(?:以来|期间|之初)|随着[^，。]*|正当[^，。]*|每当[^，。]*|为了?[^，。]*"
    r"|经过[^，。]*|按照[^，。]*|"
    r"作为[^，。]*|根据[^，。]*|通过[^，。]*|在[^，。]{2,24}(?:下|中|上|后|时|之际|之时))[，,]"
)
"""First clauses that name a time or a circumstance and no subject."""
SUBJECT = re.compile(
    r"(?P<what>[^，。；：！？“”]{2,14}?)(?:现有|始建于|位于|成立于|担负着|始终|积极|先后|还|也|都|正|已|一直|向我|深有)"
)
ASPECT = re.compile(r"在(?P<what>[^，。；：]{2,20}?)方面")
GREETINGS = (
    (re.compile(r"(?:尊敬的|各位|亲爱的|大家好|女士们|欢迎)"), "欢迎", "欢迎来到{site}"),
    (re.compile(r"(?i:ladies and gentlemen|dear |welcome|good (?:morning|afternoon))"), "Welcome", "Welcome to {site}"),
)


def find_core(title: str) -> tuple[int, int]:
    """Where a title stands in its line: without brackets, section number, dashes and trailing punctuation."""
    opening = BEFORE.match(title)
    start = opening.end() if opening else 0
    closing = AFTER.match(title[: start - 1 if start else None : -1])
    end = len(title) - (closing.end() if closing else 0)
    if word := next((word for word in SCRIPT_WORDS if title.endswith(word, start, end)), ""):
        end -= len(word) if end - len(word) >= 2 else 0
    pair = {"】": "【", "]": "[", "〕": "〔"}.get(title[end : end + 1], "")
    if pair and title.count(pair, start, end) > title.count(title[end], start, end):  # Mill [model]
        end += 1
    return (start, end) if start < end else (0, len(title))


def clean_title(title: str) -> str:
    """The title itself."""
    start, end = find_core(title)
    return title[start:end].strip()


def title_length(title: str) -> int:
    """Return the width of a title in Latin letters; a Chinese character counts for two."""
    return sum(2 if HAN_CHARACTER.match(char) else 1 for char in title)


def shorten_title(title: str) -> str:
    """At most ``LIMIT`` characters (or ``WORDS`` words), cut where the sense allows."""
    title = clean_title(title)
    if not HAN_CHARACTER.search(title):
        words = title.split()
        if len(words) > WORDS:
            title = re.split(r"[,;:–—]| - ", title)[0].strip()
            words = title.split()
        return _without_open_end(words[:WORDS], len(words) > WORDS).rstrip(".,;:")
    if len(title) <= LIMIT:
        return title
    return _fitting_clauses(title) or _fitting_words(title)


def _without_open_end(words: list[str], is_cut: bool) -> str:
    """The first words of a title; where it was cut, without small words that lead on to what is gone."""
    while is_cut and len(words) > 2 and OPEN_WORDS.fullmatch(words[-1]):
        words = words[:-1]
    return " ".join(words)


def _fitting_clauses(title: str) -> str:
    fitting = ""
    borders = r"(?=[，。；：！？、])|(?=——)|(?= {1,9}—)|(?<=[\u3400-\u9fff”]) (?=[\u3400-\u9fff“])"
    for clause in re.split(borders, title):
        if len(fitting + clause) > LIMIT:
            break
        fitting += clause
    balanced = fitting if fitting.count("“") == fitting.count("”") else re.sub("[“”]", "", fitting)
    return re.sub(r"^[，。；：！？、—\s]+|[，。；：！？、—\s]+$", "", balanced)


def _fitting_words(title: str) -> str:
    """As many whole words as fit."""
    fitting = ""
    for word in split_words(title):
        if len(fitting + word) > LIMIT:
            break
        fitting += word
    return re.sub(r"(?:[的和与及在了是把对为，、“（《]|\s)+$", "", fitting) or title[:LIMIT]


def derive_title(paragraph: str, site: str = "") -> str:
    """A title for a stop nobody named, out of its first paragraph; a greeting welcomes to the ``site``."""
    text = paragraph.strip()
    if number := NUMBER.match(text):
        text = text[number.end() :]
    site = KIND_OF_TEXT.sub("", site)
    for pattern, title, welcome in GREETINGS:
        if pattern.match(text):
            if "歡" in text or "們" in text or "遊" in text:
                title, welcome = "歡迎", "歡迎來到{site}"
            long = welcome.format(site=site)
            return long if site and len(long) <= LIMIT + (0 if HAN_CHARACTER.search(long) else 2 * LIMIT) else title
    first = re.split(r"(?<=[。！？!?；;])|(?<=[.])\s", text)[0]
    if opening := ANNOUNCE.match(text):
        return _announced(first, first[opening.end() :])
    if not HAN_CHARACTER.search(first):
        return shorten_title(SENTENCE_END.sub("", first))
    if aspect := ASPECT.match(first):
        return shorten_title(aspect["what"])
    while (empty := EMPTY.match(text)) and len(text) > empty.end() + 8:
        text = text[empty.end() :]
    first = re.split(r"(?<=[。！？!?；;])", text)[0]
    clause = re.split(r"[，。；：！？]", first)[0]
    if len(clause) > LIMIT and (subject := SUBJECT.match(first)):
        return shorten_title(subject["what"])
    return shorten_title(SENTENCE_END.sub("", first))


def _announced(first: str, rest: str) -> str:
    """What an announcing sentence announces: “樱桃园”, 龙泉第一家, 荣誉墙."""
    if not HAN_CHARACTER.search(first):
        name = re.sub(
            r"^(?:\W|our\b|the\b|is\b|are\b|now\b|a\b|of\b)+", "", re.split(r"[,.;:!?–—]", rest)[0], flags=re.I
        )
        return shorten_title(name[:1].upper() + name[1:]) if name else shorten_title(SENTENCE_END.sub("", first))
    if quoted := QUOTED.search(rest[:24]):
        return shorten_title(quoted[1])
    if dashed := re.match(r"[^，。；：]{0,20}——(?P<what>[^，。；：]{2,16})", rest):
        return shorten_title(dashed["what"])
    named = OBJECT.match(rest)
    if named is None:
        return shorten_title(SENTENCE_END.sub("", first))
    # 上山水泥路是龙泉山环山公路: the name stands behind the last 是
    return shorten_title(re.split(r"(?<=[\u4e00-\u9fff]{2})(?:就是|是)", named["what"])[-1])


FILE_MARKS = re.compile(
    r"(?:[\s_.\-–—]*(?:[(（\[【]\s*(?:\d{1,3}|[^()（）\[\]【】]*[稿版本])\s*[)）\]】]"
    r"|(?<![\d])\d{2,4}[-_.年]\d{1,2}[-_.月]\d{1,2}日?"
    r"|(?<!\d)\d{5,}|(?<![A-Za-z])(?i:v|ver|version|rev)[\s.]?\d[\d.]*+"
    r"|(?<![A-Za-z])(?i:final|copy|draft|clean|edited|revised|corrected|approved|print|latest)(?:\s?\d)?"
    r"|(?:讲解|解说|旁白)?(?:字幕|配音|录音)(?:文件|稿|文稿|文案)?|(?:讲解|解说)(?:文[案稿字])?|(?<![A-Za-z])(?i:subtitles?|subs|captions?"
    r"|transcript)"
    r"|副本\d?|[初终定底草原]稿|第?[一二三四五六七八九十\d]{1,2}[稿版]|最[终新后][版稿]?\d?|修[改订][版稿]?\d?|打印版|校对[版稿]?))+$"
)
"""What behind a file's name says which version it is, and not what it is about."""
FILE_DATE = re.compile(r"^(?:\d{5,}|\d{2,4}[-_.]\d{1,2}[-_.]\d{1,2})(?:[\s_\-–—]+|(?=[\u3400-\u9fff]))")
GENERATED_NAMES = re.compile(
    r"(?:(?i:untitled |new |my )?(?i:microsoft )?(?i:word |text |excel )?(?i:documents?|untitled|new|texts?|import"
    r"|generated|scan(?:ned)?|files?|downloads?|export(?:ed)?|te?mp|test|book|sheet|workbook|presentation"
    r"|slides?|img|image|dsc[nf]?|doc"
    r"|page|index|default|output|data|table|stops?|list|wechat|mmexport|screenshot|worksheet|libro|classeur"
    r"|mappe|hoja"
    r"|feuil(?:le)?|tabelle|foglio|planilha|arkusz|blatt)"
    r"|新建.*|未命名.*|无标题.*|文档|文本文档|工作[簿表]|演示文稿|幻灯片|扫描.*|微信.*|下载|截图.*|表格?|シート|讲解[词稿]|解说[词稿]"
    r"|导[游览]词?|點位|点位表?|站点表?|中文|英文|双语|全部|正文|(?i:zh|en|es|fr|de|chinese|english|español|français|deutsch))"
    r"[\s_\-]*(?:[(（]?\d+[)）]?)?"
)
"""Names of files and sheets that a program gave, or that say what a table is and not of what."""


def title_of_file(name: str) -> str:
    """The title a file's name gives; empty where the name says nothing."""
    stem = _plain_stem(name)
    if is_generated_name(stem) or re.search(r"\d{3,}", re.sub(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", "", stem)):
        return ""
    return clean_title(stem[:1].upper() + stem[1:])


def is_generated_name(name: str) -> bool:
    """Whether the name of a file or sheet says nothing about what it holds: 新建文档, Sheet1, a single letter."""
    letters = re.sub(r"[\W\d_]", "", name)
    return len(letters) < 2 or GENERATED_NAMES.fullmatch(name.strip()) is not None


def _plain_stem(name: str) -> str:
    """A file's name without its ending, its date and its version."""
    stem = re.sub(r"(?:\.[a-z]{2}(?:-[A-Z]{2})?)?\.\w+$", "", name)
    bare = FILE_MARKS.sub("", FILE_DATE.sub("", stem))
    stem = bare if re.search(r"[^\W\d_]", bare) else stem
    return re.sub(r"\s+", " ", re.sub(r"[_\-.]+", " ", stem)).strip()


def name_of_file(name: str) -> str:
    """The file's name as a title, for want of another."""
    stem = _plain_stem(name) or name
    return stem[:1].upper() + stem[1:]
