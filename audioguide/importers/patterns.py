"""The forms in which commentary is written, in Chinese and English: one table of patterns, matched on corrected text.

Patterns accept punctuation of both widths, since lines are joined before their punctuation is corrected.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from .line_memory import remember_lines

NUMERAL = "一二三四五六七八九十百零〇0-9"

PART = re.compile(
    rf"第[{NUMERAL}]{{1,4}}篇[:： 　]*"
    r"|(?i:(?:part|tour)\s+(?:[ivx]+|\d{1,2}|one|two|three|four|five|six|seven|eight)\b\s*[:.：–—-]?\s*)"
)
"""第三篇: / Part II: – a new tour begins."""

BRACKET = re.compile(r"[【\[〔]\s*([^】\]〕]{1,40}?)\s*[】\]〕][:：]?")
STATION = re.compile(
    rf"(?:第[{NUMERAL}]{{1,4}}[站点]|站点[{NUMERAL}]{{1,4}}|(?i:(?:stop|station|site)\s+(?:no\.?\s*)?\d{{1,3}}))"
    r"(?:[:：、. 　\-–—]\s*|$)"
)

LEADS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、\s*")),
    (2, re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]、?\s*")),
    (3, re.compile(r"(?:\d{1,2}(?:、|[.．](?!\d))|\d\ufe0f?\u20e3|\U0001f51f)\s*")),
    (4, re.compile(r"[(（]\d{1,2}[)）]、?\s*")),
    (5, re.compile(r"[①-⑳]\s*")),
    (6, re.compile(r"——(?=[^——])\s*")),
)
"""Section numbers by depth."""
LEAD_START = re.compile(r"[一二三四五六七八九十(（\d\U0001f51f①-⑳—]")
"""What each of them begins with: most lines are known by one look."""

ARROW = re.compile(r"(?:[-=–—]{1,2}>|[→⇒⇨➔➙➜➝➞➟➡⟶↗↘↱↳↪])\ufe0f?\s*(?=\S)")
"""What stands before the way to the next stop."""
BULLET = re.compile(r"[●•◆■▪·◇○★※]\s*|[-*–]\s+|>{1,2}\s*")

PICTURE = re.compile(
    r"(?:镜头|分镜|场景|画面)[ ]?[一二三四五六七八九十\d]{1,3}[ ]?[:：]|(?:画面|镜头|字幕|出?片头(?:字幕)?|片名"
    r"|出?片尾(?:字幕)?|尾声|音乐|音效|配乐|现场声?|空镜"
    r"|背景音乐?)\s*(?:[:：;；]|$)"
    r"|(?i:visual|video|picture|caption|title card|subtitle|super|music|sfx|sound|location|titles|end titles|scene)s?"
    r"\s*[:：]"
)
"""What is seen, or heard but not said: kept as a cue."""
SHOT = re.compile(r"画面|镜头|空镜|(?i:visual|video|picture|scene)s?\s*[:：]")
"""Cues at which a film moves on to another picture."""
LABEL_WORDS = (
    r"画面|镜头|字幕|空镜|背景音乐|音乐|音效|配乐|现场声|片头字幕|片尾字幕|片头|片尾|片名|尾声"
    r"|(?:VISUAL|VIDEO|PICTURE|CAPTION|SUBTITLE|SUPER|MUSIC|SFX|SOUND|LOCATION|TITLES|SCENE"
    r"|Visual|Video|Picture|Caption|Subtitle|Super|Music|Sfx|Sound|Location|Titles|Scene)S?s?"
)
VOICE_WORDS = (
    r"解说词?|旁白|画外音|播音|讲解|NARRATOR|NARRATION|VOICE-?OVER|VO|V\.O\.|COMMENTARY"
    r"|Narrator|Narration|Voice-?over|Commentary"
)
INNER_LABEL = re.compile(
    rf"(?:(?<![\u4e00-\u9fffA-Za-z])|(?<=[日月年讯电]))(?:(?P<picture>{LABEL_WORDS})|(?P<voice>{VOICE_WORDS})"
    r"|(?<=[。！？!?；;”）)●•】\]])[ \t]*(?:同期声|采访|INTERVIEW|Interview|SOT))"
    r"[ \t]*(?:[(（][^()（）\n]{1,12}[)）])?[ \t]*[:：]"
)
"""A label of film scripts anywhere in a line: behind a bullet, a date, a number, a sentence, a bracket."""
CAPTION = re.compile(r"字幕\s*[:：]|(?i:caption|subtitle|super)s?\s*[:：]")
CREDITS = re.compile(r"尾声\s*[:：]?$")
BARE_CUE = re.compile(r"出?片头字幕|出?片尾字幕|片头|片尾|字幕|黑屏|淡入|淡出|(?i:fade (?:in|out)|cut to black)\.?")
GLUED_PICTURE = re.compile(r"(?<=\S)(?=(?:画面|解说|字幕|同期声)\s*[:：])")

NARRATOR = re.compile(
    r"(?:解说词?|旁白|画外音|播音)\s*(?:[(（][^()（）]{1,12}[)）]|加字幕)?\s*[:：]\s*"
    r"|(?:解说|旁白|画外音)(?:加字幕|[ 　]+)(?=\S)"
    r"|(?i:narrator|narration|voice-?over|v\.?o\.?|commentary)\s*(?:\([^()]{1,20}\))?\s*[:：]\s*"
)
NARRATOR_GLUED = re.compile(r"(?:解说|旁白|画外音)(?=[\u4e00-\u9fff“])(?!词|员|点|稿|文)")
"""解说 stuck to its text; only where the document is known for a film script."""
SPEAKER = re.compile(
    r"(?P<label>[^\s:：，,。！？!?；;、“”\"()（）\[\]【】<>《》\d]{1,14}(?: [A-Za-z][\w.'’-]{0,14}){0,3}(?: ?\d{1,2})?"
    r"(?:, [\w. '’-]{2,30})?)"
    r"[ \t]*(?:(?P<remark>[(（][^()（）\n]{1,20}[)）])[ \t]*)?[:：][ \t　]*(?=\S)"
)
"""ANNA: / CURATOR, ANN DELL: / 男： / 讲解员（指墙）：, where the text follows."""
INTERVIEW = re.compile(
    r"(?P<who>(?:[^。！？!?,，:：;；\n]{0,59}?[^。！？!?,，:：;；\s])?)\s{0,20}"
    r"(?P<label>同期声|采访|(?i:interview|sound ?bite|sot))\s*(?P<colon>[:：])?\s*"
)
SCENE_OPEN = re.compile(r"现场\s*[(（][^()（）\n]{0,12}(?:现场|画面|镜头|音乐)(?![^()（）]*[)）])")
"""现场(一段打招呼现场 – a bracket that never closes, glued to what follows."""

STAGE = (
    r"(?:此处|以下)?从?略|音乐|.{0,4}音乐(?:起|响起|渐?停|止|渐[强弱起]|淡[入出]|声)|配乐.{0,6}|.{0,4}掌声.{0,4}"
    r"|鼓掌.{0,4}"
    r"|.{0,4}边走边.{0,8}|稍停|稍?停顿.{0,6}|播放.{0,12}|(?:手指|指向|指着).{0,12}|转身.{0,8}"
    r"|(?:乘车|上车|下车|移步|前往).{0,16}|步行.{0,14}[到至去往].{0,10}|(?:示意|引导|带领|邀请).{0,14}"
    r"|.{0,10}(?:声|聲|音效)(?:[响響]?起|渐?[强弱止停远])?|[静沉]默.{0,6}|留白.{0,6}|微笑|鞠躬|笑|叹气"
    r"|(?i:(?:\w+ )?(?:music|applause)(?: \w+){0,3}|(?:\w+ )?pauses?(?: .{0,24})?|omitted|beat|silence|laughs"
    r"|laughter|sighs|whispers"
    r"|(?:the )?(?:sounds?|noise) of .{0,40}|\w+ (?:rings?|ringing|chimes?|fades?(?: in| out)?|starts|stops)|sfx.{0,40}"
    r"|(?:walk|drive|ride|point|turn|play|move)(?:ing|s)? "
    r"(?:to|on|through|at|into|towards?|along|across|over|up|down|the)\b.{0,40})"
)
INLINE_CUE = re.compile(rf"[(（\[【]\s*(?:{STAGE})\s*[)）\]】]".replace(".{", r"[^()（）\[\]【】]{"))
"""(略), (音乐起), (边走边介绍), [乘车前往…]: stage directions inside narration."""

DATELINE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}(?:网|社|报|讯))[\u4e00-\u9fff]{0,8}\d{1,2}月\d{1,2}日(?:电|讯)\s*"
    r"(?:[(（]记者[^()（）]{1,20}[)）])?\s*"
    r"|本报讯\s*(?:[(（]记者[^()（）]{1,20}[)）])?\s*"
    r"|[A-Z][A-Z .]{2,30},? (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:,? \d{4})? "
    r"(?:\([A-Za-z ]{2,20}\) )?[—–-]+\s*"
)
DATE_LINE = re.compile(
    r"[二〇○零一三四五六七八九十\d]{4}年[一二三四五六七八九十\d]{1,3}月(?:[一二三四五六七八九十\d]{1,3}日)?"
    r"|(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2},)? \d{4}|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
SIGNATURE = re.compile(
    r"[(（](?:(?:作者|记者|通讯员|撰稿|供稿|文|编辑|整理)[:： /]?)?"
    r"[\u4e00-\u9fff]{2,4}(?:[ 　、，,][\u4e00-\u9fff]{2,4}){0,4}[)）]\s*$"
)
SIGNER = re.compile(
    r"(?:作者|记者|通讯员|撰稿|供稿|编辑|整理|责任编辑)[:： /].{2,30}|(?i:written|edited)"
    r" by (?i:the |our |a )?[A-ZÀ-Ý][^,.!?]{1,50}(?:, (?:19|20)\d\d)?\.?"
    r"|(?i:gez\.|fdo\.|i\. ?[AV]\.|(?:signed|signé|firmado|unterzeichnet)\s?[:：])\s?[A-ZÀ-Ý].{2,40}"
)

SIDE = r"(?:正?前方?|正?后方?|左|右|东|西|南|北|正?对面|中央|正?中间|旁边|上方|下方|脚下|眼前|面前|身后|尽头|入口|出口)"
ANNOUNCE = re.compile(
    r"(?:好[,，])?(?:各位(?:领导|来宾|游客|朋友)[,，:：]?|大家)?(?:"
    r"(?:这|那)(?:里|边|儿|一?[座个间块面幅条栋])?(?:就)?是(?:我|本|咱|一[座间块面幅条栋])"
    r"|(?:现在|接下来|下面|最后|首先|随后|目前|接着)[,，]?(?:请)?(?:我们|大家|各位|请)[^。，,]{0,4}?"
    r"(?:来到|到了|走进|进入|步入|看到|参观|正?在?行驶|请?看|所在|位于)"
    r"|(?:我们|大家|各位)[^。，,；;]{0,8}?(?:目前|现在|眼前|正在)[^。，,；;]{0,6}?"
    r"(?:驶入|来到|看到|进入|行驶|走进|所在|参观)"
    rf"|[^。！？；;，,]{{0,12}}{SIDE}[上下左右前后]?[边方侧面]?(?:的?位置)?[,，]?"
    r"(?:座落|坐落|矗立|耸立|陈列|摆放)?(?:着|的)?(?:就)?(?:是|有)"
    r"|请(?:大家|各位)?(?:看|往|向|随我|跟我)"
    r")"
    r"|(?i:(?:now|next|here)?,?\s*(?:"
    r"we (?:now )?(?:come to|arrive at|enter|stand|are (?:now )?(?:in|at|standing))|this is (?:our|the)"
    r"|(?:on|to) (?:your|the|our) (?:left|right)|(?:in front|ahead) of (?:you|us)|(?:behind|before) (?:you|us)"
    r"|here (?:is|are) (?:our|the)|you are (?:now )?(?:in|at|standing|looking)))"
)
"""Announcing sentences that open a stop where nobody wrote headings."""

SPOKEN_TIME = (
    r"(?i:(?:approx(?:\.|imately)?|about|ca\.?|circa|env(?:iron|\.)|aprox(?:\.|imadamente)?|unos|etwa|around) ?)?"
    r"(?:[约約]|大[约約])?\s?\d{1,3}(?:[:.,'’]\d{1,2})?\s?(?i:seconds?|secs?|minutes?|mins?\.?|segundos|minutos|secondes"
    r"|sekunden|sek\.?|minuten|分[钟鐘]|秒[钟鐘]?)(?:\s?\d{1,2}\s?(?i:s|secs?|seconds?|seg(?:undos)?|secondes|sek(?:unden)?|秒))?"
)
"""Approx. 45 seconds, 1 min 20 s, 约2分钟: how long a text takes."""
HEADING_REMARK = re.compile(
    r"(?<!\s)\s*[(（\[【]\s*(?:(?:停留|讲解|講解|时长|時長|用时|参观|全程|预计|建议|大?约|約"
    r"|共)*\s*[\d一二三四五六七八九十半两]+(?:[-–~～至到][\d一二三四五六七八九十]+)?"
    r"\s*(?:分钟|分鐘|分|秒钟?|秒鐘|小时|字)(?:左右|以内)?|[\w .-]{1,40}\.(?:mp3|wav|m4a|ogg|jpe?g|png|mp4)"
    r"|字[数數]\s*[:：]?\s*约?\d+字?|可选|可選|选讲|選講|略讲|详讲|重点讲?|必讲|备用|機動|机动"
    r"|(?i:(?:approx\.?|about|ca\.?|circa|env\.?|environ|aprox\.?|duration:?|dur[ée]e :?|duración:?"
    r"|dauer:?)?\s*\d+(?:[:.,]\d+)?(?:\s?[-–]\s?\d+)?\s*"
    r"(?:min(?:ute|uto)?[sn]?|sec(?:ond)?s?|s|seg(?:undos)?|sek(?:unden)?|words|mots|palabras|wörter|['’\"”])\.?"
    r"|optional|facultatif|en option|opcional|wahlweise|edit(?: source)?|modifier(?: le code)?"
    r"|editar|bearbeiten))\s*[)）\]】]\s*$"
)
"""（停留约3分钟）, (2 min), (optional) behind a title: about the stop, not its name."""

PROVINCES = frozenset(
    """河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃
    青海 台湾 内蒙古 广西 西藏 宁夏 新疆 北京 上海 天津 重庆 香港 澳门 中国 全国 农村""".split()  # noqa: SIM905
)
"""Place names that say too little to tell one site from another."""
GREETING = re.compile(r"(?:尊敬的|各位|亲爱的|女士们|同志们|大家好|欢迎|(?i:ladies and gentlemen|dear |welcome))")
SENTENCE_END = re.compile(r"[。！？!?；;.…]['”’\"』」）)]*\s*$")


@remember_lines
def lead(text: str) -> tuple[int, int]:
    """(depth, length) of the section number a text opens with; (0, 0) without one."""
    if LEAD_START.match(text):
        for depth, pattern in LEADS:
            if match := pattern.match(text):
                return depth, match.end()
    return 0, 0


@remember_lines
def opens(text: str) -> bool:
    """Whether a line begins something of its own and cannot be the rest of the line before."""
    return bool(
        PART.match(text)
        or BRACKET.match(text)
        or STATION.match(text)
        or lead(text)[0]
        or BULLET.match(text)
        or ARROW.match(text)
        or PICTURE.match(text)
        or BARE_CUE.fullmatch(text)
        or NARRATOR.match(text)
        or labelled(text)
        or text.startswith(("——", "--"))
        or DATELINE.match(text)
        or DATE_LINE.fullmatch(text)
    )


def place_tail(text: str) -> int:
    """Where a place name stands alone behind the last full stop: the headline of what follows; 0 without one."""
    match = re.search(r"[。！？”](?P<tail>[\u4e00-\u9fff]{2,6})\s*$", text)
    return match.start("tail") if match and match["tail"] in places() else 0


@lru_cache
def dictionary() -> tuple[frozenset[str], frozenset[str]]:
    """Words, and place names among them, of the dictionary by which Chinese is cut into words."""
    from ..text.zh.segmenter import load_segmenter_words

    classes = load_segmenter_words().classes
    named = (word for word, tag in classes.items() if tag == "ns")
    return frozenset(classes), frozenset(named) - PROVINCES


def places() -> frozenset[str]:
    """Chinese place names that tell one site from another."""
    return dictionary()[1]


def words(text: str) -> list[str]:
    """Chinese text as words, longest stretches first: good enough to cut a title at, or to hyphenate a slug."""
    known = dictionary()[0]
    stretches: list[str] = []
    at = 0
    while at < len(text):
        size = next((size for size in (4, 3, 2) if text[at : at + size] in known), 1)
        stretches.append(text[at : at + size])
        at += size
    return stretches


def find_places(text: str) -> set[str]:
    """Stems of the places a headline names, provinces aside: a county's name without 县."""
    known = places()
    stretches: set[str] = set()
    at = 0
    while at < len(text):
        for size in (6, 5, 4, 3, 2):
            word = text[at : at + size]
            stem = word[:-1] if len(word) > 2 and word[-1] in "省市县区镇乡村" else word
            if len(word) == size and (word in known or stem in known or stem in PROVINCES):
                if stem not in PROVINCES and word not in PROVINCES:
                    stretches.add(stem)
                at += size
                break
        else:
            at += 1
    return stretches


def labelled(text: str) -> re.Match[str] | None:
    """An interview's label: at the start of the line, or after the speaker's name and title."""
    match = INTERVIEW.match(text)
    if match is None or match.end() > 80:
        return None
    return match if match["colon"] or match["label"] == "同期声" else None


def is_spoken_label(text: str) -> bool:
    """Whether a line says in words what it is: 画面：…, 解说：…, 同期声 …"""
    picture = PICTURE.match(text)
    return bool((picture and not picture[0].isalpha()) or NARRATOR.match(text) or labelled(text))


def after_label(text: str) -> str:
    """The text behind a narrator's label, a section number or nothing."""
    match = NARRATOR.match(text) or NARRATOR_GLUED.match(text) or labelled(text)
    return text[match.end() :] if match else text


def standalone(text: str) -> bool:
    """Whether a line is complete although no full stop ends it: a heading, a cue, a bullet."""
    if BRACKET.fullmatch(text) or PART.match(text) or BULLET.match(text) or BARE_CUE.fullmatch(text):
        return True
    depth, length = lead(text)
    if depth and depth != 6 and not re.search("。", text):
        return len(text) - length <= 45
    return bool(PICTURE.match(text)) and len(text) < 20


def ends_in_picture(text: str) -> bool:
    """Whether a short direction with its label stands behind the last sentence: …。画面：城门"""
    sentences = split_sentences(text[-200:])
    last = sentences[-1].strip() if len(sentences) > 1 else ""
    return bool(PICTURE.match(last)) and len(last) < 20


SENTENCE_BORDER = re.compile(r"(?<=[。！？；])[”’」』）]*|(?<=[.!?;])[\"'”’)]*(?=\s)")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its end; a full stop within an address ends none."""
    places = [0, *(match.end() for match in SENTENCE_BORDER.finditer(text)), len(text)]
    pieces = (text[start:end] for start, end in pairwise(places))
    return [piece for piece in pieces if piece.strip()]


@remember_lines
def has_words(text: str) -> bool:
    """Whether there is anything to read in it but punctuation."""
    return any(char.isalnum() for char in text)


CONTENTS_ENTRY = re.compile(r".{1,60}?(?:[.．…·‥]{3,}|_{3,})[ \t]*\d{1,3}")
"""The Nave ........ 2: an entry of a table of contents, led by dots to its page."""


@remember_lines
def heading_like(text: str) -> bool:
    """A short line without a full stop, as headings are; a bracket at its end does not count."""
    text = text.strip()
    if text[-1:] in ")）]】" and (bracket := re.search(r"[\[(（【][^()（）\[\]【】]{1,60}[)）\]】]$", text)):
        text = text[: bracket.start()].strip() or text
    limit = 45 if re.search(r"[\u4e00-\u9fff]", text) else 70
    return (
        bool(text)
        and len(text) <= limit
        and not SENTENCE_END.search(text)
        and not text.endswith((",", "，", "、", ":", "："))
    )


def letter_key(text: str) -> str:
    """Return letters and digits in lower case: what two spellings of one title have in common."""
    return re.sub(r"\W", "", text).lower()
