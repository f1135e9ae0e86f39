"""Titles a visitor would recognise and slugs in pinyin, for drafts; a person may do better and is then respected."""

from __future__ import annotations

import re

from .patterns import ANNOUNCE, SENTENCE_END, words

LIMIT = 16
"""Characters of a stop's title: what fits a label and a line of a phone."""
WORDS = 6
"""Words of an English title."""
HAN = re.compile(r"[\u3400-\u9fff]")
NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:、|是(?=\S))|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d))\s*"
)
BEFORE = re.compile(rf"(?:[【\[〔\s]|[—–-]+|{NUMBER.pattern})*")
AFTER = re.compile(r"(?:(?<=..)(?:解说词|讲解词|导游词|解说稿|讲解稿))?[】\]〕\s：:，,。；;、!！.]*$")
QUOTED = re.compile(r"“([^“”]{2,12})”")
OBJECT = re.compile(
    r"(?:就是|是|有|来到了?|到了|走进|进入|驶入的?)?(?:我们|[我本咱]?[局校园村镇馆院厂场区社县市](?=的))?的?"
    r"(?:该村|村民|一[座个间块面幅条栋]|正在建设的)?(?P<what>[^，。；：！？—]{2,24})"
)
EMPTY = re.compile(
    r"(?:\d{2,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:到[^，]{2,8})?|(?:今|去|近|多)年(?:以来|来|初|底)?|目前|如今|现在|据(?:统计|介绍|了解)|此外|同时|因此|"
    r"为此|一段时间来|近年来|[^，。]{2,8}(?:以来|期间|之初)|随着[^，。]*|正当[^，。]*|每当[^，。]*|为了?[^，。]*|经过[^，。]*|按照[^，。]*|"
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


def core(title: str) -> tuple[int, int]:
    """Where a title stands in its line: without brackets, section number, dashes and trailing punctuation."""
    opening = BEFORE.match(title)
    start = opening.end() if opening else 0
    closing = AFTER.search(title, start)
    end = closing.start() if closing else len(title)
    return (start, end) if start < end else (0, len(title))


def clean(title: str) -> str:
    """The title itself."""
    start, end = core(title)
    return title[start:end].strip()


def short(title: str) -> str:
    """At most ``LIMIT`` characters (or ``WORDS`` words), cut where the sense allows."""
    title = clean(title)
    if not HAN.search(title):
        words = title.split()
        if len(words) > WORDS:
            title = re.split(r"[,;:–—]| - ", title)[0].strip()
            words = title.split()
        return " ".join(words[:WORDS]).rstrip(".,;:")
    if len(title) <= LIMIT:
        return title
    return _clauses(title) or _words(title)


def _clauses(title: str) -> str:
    found = ""
    for clause in re.split(r"(?=[，。；：！？、])|(?=——)|(?= +—)|(?<=[\u3400-\u9fff”]) (?=[\u3400-\u9fff“])", title):
        if len(found + clause) > LIMIT:
            break
        found += clause
    found = re.sub(r"^[，。；：！？、—\s]+|[，。；：！？、—\s]+$", "", found)
    return found if found.count("“") == found.count("”") else re.sub("[“”]", "", found)


def _words(title: str) -> str:
    """As many whole words as fit."""
    found = ""
    for word in words(title):
        if len(found + word) > LIMIT:
            break
        found += word
    return re.sub(r"(?:[的和与及在了是把对为，、“（《]|\s)+$", "", found) or title[:LIMIT]


def derived(paragraph: str, site: str = "") -> str:
    """A title for a stop nobody named, out of its first paragraph; a greeting welcomes to the ``site``."""
    text = paragraph.strip()
    if number := NUMBER.match(text):
        text = text[number.end() :]
    for pattern, title, welcome in GREETINGS:
        if pattern.match(text):
            long = welcome.format(site=site)
            return long if site and len(long) <= LIMIT + (0 if HAN.search(long) else 2 * LIMIT) else title
    first = re.split(r"(?<=[。！？!?；;])|(?<=[.])\s", text)[0]
    if opening := ANNOUNCE.match(text):
        return _announced(first, first[opening.end() :])
    if not HAN.search(first):
        return short(SENTENCE_END.sub("", first))
    if aspect := ASPECT.match(first):
        return short(aspect["what"])
    while (empty := EMPTY.match(text)) and len(text) > empty.end() + 8:
        text = text[empty.end() :]
    first = re.split(r"(?<=[。！？!?；;])", text)[0]
    clause = re.split(r"[，。；：！？]", first)[0]
    if len(clause) > LIMIT and (subject := SUBJECT.match(first)):
        return short(subject["what"])
    return short(SENTENCE_END.sub("", first))


def _announced(first: str, rest: str) -> str:
    """What an announcing sentence announces: “樱桃园”, 龙泉第一家, 荣誉墙."""
    if not HAN.search(first):
        name = re.sub(
            r"^(?:\W|our\b|the\b|is\b|are\b|now\b|a\b|of\b)+", "", re.split(r"[,.;:!?–—]", rest)[0], flags=re.I
        )
        return short(name[:1].upper() + name[1:]) if name else short(SENTENCE_END.sub("", first))
    if quoted := QUOTED.search(rest[:24]):
        return short(quoted[1])
    if dashed := re.match(r"[^，。；：]{0,20}——(?P<what>[^，。；：]{2,16})", rest):
        return short(dashed["what"])
    found = OBJECT.match(rest)
    if found is None:
        return short(SENTENCE_END.sub("", first))
    # 上山水泥路是龙泉山环山公路: the name stands behind the last 是
    return short(re.split(r"(?<=[\u4e00-\u9fff]{2})(?:就是|是)", found["what"])[-1])


def of_file(name: str) -> str:
    """The title a file's name gives; empty where the name says nothing."""
    stem = re.sub(
        r"\s+", " ", re.sub(r"[_\-.]+", " ", re.sub(r"(?:\.[a-z]{2}(?:-[A-Z]{2})?)?\.\w+$", "", name))
    ).strip()
    if (
        re.search(r"\d{3,}|^(?i:document|untitled|new|text|import|generated|scan)\b|新建|未命名|文档", stem)
        or len(stem) < 2
    ):
        return ""
    return clean(stem[:1].upper() + stem[1:])


def slug(title: str) -> str:
    """File name of a script: pinyin or words in lower case, parted by hyphens, at most five of them."""
    import unicodedata

    title = clean(title)
    if HAN.search(title):
        from pypinyin import lazy_pinyin

        known = re.findall(r"[\u3400-\u9fff]+|[A-Za-z0-9]+", title)
        parts = [part for piece in known for part in _hyphenated(piece)]
        title = " ".join("".join(lazy_pinyin(part)) for part in parts)
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = ""
    for word in re.findall(r"[a-z0-9]+", plain)[:5]:
        if name and len(name) + len(word) > 39:
            break
        name += ("-" if name else "") + word
    return name[:40] or "tour"


def _hyphenated(text: str) -> list[str]:
    """Words of a longer title; a short one, mostly a name, holds together."""
    if len(text) <= 4 or not HAN.search(text):
        return [text]
    found: list[str] = []
    for word in words(text):
        if found and len(word) == 1:  # a single character leans on the word before
            found[-1] += word
        else:
            found.append(word)
    return found
