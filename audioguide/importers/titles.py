"""Titles a visitor would recognise and slugs in pinyin, for drafts; a person may do better and is then respected."""

from __future__ import annotations

import re

from .forms import ANNOUNCE, SENTENCE_END, words

LIMIT = 16
"""Characters of a stop's title: what fits a label and a line of a phone."""
WORDS = 6
"""Words of an English title."""
HAN = re.compile(r"[\u3400-\u9fff]")
NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])\s*")
FRAME = re.compile(r"^[【\[〔\s]+|[】\]〕\s：:，,。；;、!！.]+$")
QUOTED = re.compile(r"“([^“”]{2,12})”")
OBJECT = re.compile(
    r"(?:就是|是|有|来到了?|到了|走进|进入|驶入的?|看到的是)(?:我们|我[局校园村镇馆院厂]|本[局校园村镇馆院厂])?的?"
    r"(?:该村|村民|一[座个间块面幅条栋])?(?P<what>[^，。；：！？——]{2,24})"
)
GREETING_TITLES = (
    (re.compile(r"^(?:尊敬的|各位|亲爱的|大家好|女士们|欢迎)"), "欢迎"),
    (re.compile(r"^(?i:ladies and gentlemen|dear |welcome|good (?:morning|afternoon))"), "Welcome"),
)


def clean(title: str) -> str:
    """Without brackets, section number and trailing punctuation."""
    title = NUMBER.sub("", FRAME.sub("", title.strip()))
    title = re.sub(r"^[—\-–]+\s*", "", title)
    return re.sub(
        r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff]$)|(?<=^[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", title
    ).strip()


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
    if quoted := QUOTED.search(title):
        if quoted.start() == 0 and quoted.end() <= LIMIT:
            return _clauses(title) or quoted[1]
    return _clauses(title) or _words(title)


def _clauses(title: str) -> str:
    found = ""
    for clause in re.split(r"(?=[，。；：！？、])|(?=——)|(?= +—)|(?<=[\u3400-\u9fff”]) (?=[\u3400-\u9fff“])", title):
        if len(found + clause) > LIMIT:
            break
        found += clause
    return re.sub(r"^[，。；：！？、—\s]+|[，。；：！？、—\s]+$", "", found)


def _words(title: str) -> str:
    """As many whole words as fit."""
    found = ""
    for word in words(title):
        if len(found + word) > LIMIT:
            break
        found += word
    return re.sub(r"(?:[的和与及在了是把对为，、“（《]|\s)+$", "", found) or title[:LIMIT]


def derived(paragraph: str) -> str:
    """A title for a stop nobody named, out of its first paragraph."""
    text = NUMBER.sub("", paragraph.strip())
    for pattern, title in GREETING_TITLES:
        if pattern.match(text):
            return title
    first = re.split(r"(?<=[。！？!?；;])|(?<=[.])\s", text)[0]
    if ANNOUNCE.match(text):
        if not HAN.search(text):
            found = re.search(
                r"(?i)(?:come to|arrive at|enter|this is|is|are)\s+(?:our|the)?\s*(?P<what>[^,.;:!?]{3,60})", first
            )
            return short(found["what"][:1].upper() + found["what"][1:]) if found else short(first)
        if quoted := QUOTED.search(first[:40]):
            return short(quoted[1])
        if dashed := re.search(r"——(?P<what>[^，。；：]{2,16})", first[:40]):
            return short(dashed["what"])
        if found := OBJECT.search(first):
            return short(found["what"])
    return short(SENTENCE_END.sub("", first))


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
        if name and len(name) + len(word) > 40:
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
