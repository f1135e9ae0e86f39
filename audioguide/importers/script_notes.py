"""Notes to whoever reads the script aloud, in a paragraph or bracket of their own and without a label.

语速按每分钟240字, 翻到第12页给观众看, 450 words, Pause here., Montrer la photo., Langsam lesen.: each clause of such a
paragraph is one of a few kinds (how long the text is, how it is read, what is shown meanwhile, how finished it is), and
none speaks to those who listen.
"""

from __future__ import annotations

import re

from ..text.han import HAN_CHARACTER
from .line_memory import remember_lines
from .patterns import split_sentences

MAX_SCRIPT_NOTE = 120
"""Characters of the longest note that is looked at."""
MAX_WORDS = 12
"""Words of the longest sentence of one in Latin letters."""
MAX_VERBAL_WORDS = 6
"""Words of a sentence that is known by its infinitive alone."""
MAX_OPEN_ACTION = 14
"""Characters of the longest line without an end that may be an action: 展示老照片."""

READING_REQUEST = (
    r"(?:please )?(?:read|speak)(?: this| the text)? (?:slowly|clearly|softly|loudly|aloud)\b(?: here)?"
    r"(?:(?:[,;]| and| but)? (?:(?:more )?(?:slowly|clearly|softly|quietly|loudly|aloud|gently|evenly|warmly)"
    r"|with [^,:;]{2,30}|paus(?:e|ing) [^,:;]{2,30}|in (?:a|an|one) [^,:;]{3,20}|into [^,:;]{3,25}"
    r"|without [^,:;]{3,30}|to the (?:group|class|children|end)|as (?:if|though|a) [^,:;]{3,25}"
    r"|by (?:one|two|three|the (?:children|narrators?|speakers?|pupils|group))\b[^,:;]{0,20}"
    r"|(?:before|after) (?:each|every|the (?:group|music|next|first|last|text|poem|title|children))\b[^,:;]{0,20}"
    r"|(?:about|at|ca\.?) [^,:;]{0,12}\d[^,:;]{0,30}|please)){0,3}[.!]?"
)
"""How a text is to be read; with what is read (the mason's words) or why (because of the bats) it is for visitors."""
_N = r"[\d〇零一二两三四五六七八九十百千万]"
_AUDIENCE = r"(?:观众|大家|游客|孩子们?|小朋友们?|学生们?|客人们?|来宾|听众|每个人|同学们?)"
_LISTENERS_ZH = re.compile(r"[您你]|各位|我们|咱们|请(?:看|大家|各位|跟|随|往|向|抬|听)")
_CLAUSE_ZH = re.compile(
    rf"(?:本|此|全|该)(?:稿件?|文稿?|篇|段|站|讲解词|解说词|讲解稿|脚本)?(?:正文|讲解词|解说词|字数)?(?:共计?|总?约|合计|大约|字数|计"
    rf"|：)+\s*{_N}[\d,，.{_N[1:-1]}]*余?多?字.{{0,6}}"
    rf"|(?:正文|讲解词|解说词|总)?字数(?:约|共|为|[:：])?\s*{_N}[\d,，{_N[1:-1]}]*字?(?:左右|以内)?"
    rf"|(?:约|共|总计)?{_N}{{2,}}字(?:左右)?"
    r"|(?:预计|总|录音|配音|讲解|播放|朗读|全程)*时长(?:约|共|为|控制|不超|在|[:：]|\d).{0,16}"
    rf"|(?:录音|配音|讲解|朗读|播放|全程|预计|用时)+(?:约|共|需|大约)\s?{_N}.{{0,3}}(?:分钟?|秒).{{0,4}}"
    r"|(?:朗读|朗诵|配音|录音|讲解|全程|此处|本段|注意)*(?:语速|语气|语调|声调|音量|情绪|节奏)(?:稍|放|要|应|按|略|保持|适中|偏|缓|慢|平|亲|自然|庄|轻|不要|不宜|控制|每分钟"
    r"|和缓|低|[:：]).{0,20}"
    r"|(?:声音)(?:稍|放|要|略|压)(?:低|轻|大|慢|柔).{0,8}"
    r"|(?:放慢|放缓|减慢|加快)(?:语速|速度|节奏).{0,8}|(?:慢|轻|大)声?(?:速)?(?:朗读|诵读|读出?).{0,6}"
    r"|(?:朗读|朗诵|录音|配音|录制)(?:时|要求|注意).{0,24}|普通话|不要(?:播音腔|拖音|念稿).{0,4}|带(?:着)?感情"
    rf"|(?:此处|这里|在此)?(?:稍作?|短暂?|长|略作?|作|适当)?停顿(?:约|片刻|一下)?{_N}{{0,3}}(?:秒钟?|拍)?"
    rf"|(?:此处|这里|在此)(?:播放|插入|加|放|播|接|配)(?!过).{{1,16}}"
    rf"|翻(?:到|至)(?:第)?\s?{_N}{{1,4}}\s?(?:页|张)|下一(?:张|页)(?:PPT|图片?|幻灯片)?|翻页|切换(?:画面|图片|幻灯片|PPT).{{0,6}}"
    rf"|(?:翻(?:到|至)第?\s?{_N}{{1,4}}\s?[页张]|拿[出起]|取出|举起|举着|打开|展示|出示|指[着向]|递上|捧起|点开"
    rf"|放出)[^，。]{{0,16}}[给让]{_AUDIENCE}(?:们)?(?:观?看|传看|瞧|辨认|摸)(?:一看|一下|看|摸)?"
    rf"|[给让]{_AUDIENCE}(?:传看|触摸|摸一摸|看一?看|看|闻一?闻|试一?试|猜一?猜|传阅)[^，。]{{0,12}}"
    rf"|指[着向][^，。]{{1,14}}(?:说|讲|介绍|讲解)|(?:展示|出示)第\s?{_N}{{1,3}}\s?(?:张|幅|页|号)(?:图片?|照片|展板|卡片)?"
    r"|等(?:全员|大家|人|游客|学生|队伍|后面的人)[^，。]{0,6}(?:到齐|跟上|站好|集合|坐好|安静)(?:下来)?(?:后|了|以后)?(?:再.{1,6})?"
    r"|(?:本|此)(?:稿|讲解词|解说词|解说稿|讲解稿|导游词|导览词|文稿|脚本|导览稿)(?:件|子)?(?:仅?供|用于|为|是|根据|依据|由|按|以|未|待|经|已|不|适用|截至|系).{1,40}"
    r"|(?:数据|资料|内容|史料|统计)(?:截至|来自|来源|引自|以.{1,8}为准|由.{2,14}提供).{0,20}"
    rf"|(?:打开|点开|拿出)(?:平板|手机|电脑|图册|画册|相册|资料夹)|(?:展示|出示|播放)第\s?{_N}{{1,3}}\s?(?:张|幅|页|段|个)?(?:图|照片|录音|视频)?"
    r"|以上(?:为|是)?(?:第.稿|初稿|终稿|定稿|全文|内容|文字|讲解词|解说词|稿件|文稿).{0,24}"
    r"|(?:尚?待|需|须|请)(?:.{1,8})?(?:审定|审核|核实|核对|确认|补充|校对|把关|定稿)"
    r"|[请]?勿外传|未经.{0,8}不得.{0,8}|(?:仅供)(?:讨论|参考|内部|讲解|导览|学习).{0,8}|初稿|讨论稿|征求意见稿"
)
_OPEN_ACTION_ZH = re.compile(
    r"(?:展示|出示|举起|拿出|取出|播放|放映|指向|传看|分发|打开|关闭)(?:老?照片|图片|实物|展板|视频|录音|音频|卡片|样[品本]|布样|地图|模型"
    r"|道具|灯光?|投影|幻灯片?|PPT|短片|标本|.{0,4}(?:照片|图片|实物|视频|录音|样品|卡片|模型))"
)
_LISTENERS = re.compile(
    r"(?i:\b(?:you|your|yours|we|our|us|vous|votre|vos|nous|notre|usted(?:es)?|su|nosotros|ihnen|ihren?|wir"
    r"|uns)\b)|\bSie\b"
)
_A_MEASURE = r"(?:\d{1,3}|a few|two|three|four|five|ten|twenty|thirty) (?:seconds?|beats?|moments?|secs?)"
_SENTENCE_EN = re.compile(
    rf"(?i:(?:read|speak|talk|say(?: this)?)(?: this| the (?:text|poem|last line|verse|quotation|names)| it)?"
    r"(?: (?:more )?(?:slowly|clearly|softly|quietly|loudly|aloud|faster|slower|gently|with feeling|in a whisper"
    r"|in a low voice)(?: here)?(?: and|,| but)?)+"
    rf"|(?:(?:long|short|brief|slight|dramatic) )?(?:pause|beat|silence)(?: here)?(?: (?:for|of) {_A_MEASURE}"
    rf"|, {_A_MEASURE})?"
    rf"|wait {_A_MEASURE}"
    r"|(?:show|hold up|hand (?:round|around|out)|pass (?:round|around|out)|point (?:to|at|out)|display|produce|indicate"
    r"|uncover|open|close|switch (?:on|off)|turn (?:on|off)|light|raise|lower|ring|strike|unlock|lift|demonstrate"
    r"|bring out|distribute)"
    r" (?:the|a|an|some|each|both) [\w’' -]{3,40}?(?: (?:once|twice|three times|to (?:the )?(?:group|class"
    r"|children|audience)))?"
    r"|(?:turn|go) to (?:page|slide|sheet|picture) \d{1,3}(?:,? and show .{3,30})?|next (?:slide|picture|photo|page)"
    r"|slide \d{1,3}|play (?:the )?(?:track|clip|recording|audio|video|music|film|tape)(?: \d{1,3})?"
    r"|wait (?:for|until|till) (?:the (?:whole )?(?:group|class|children|party|others)|everyone|everybody|all)\b.{0,30}"
    r"|let (?:the )?(?:children|group|visitors|class|pupils|everyone|people|guests)"
    r" (?:touch|hold|look|try|pass|feel|smell|handle|guess|answer)\b.{0,30}"
    r"|(?:approx(?:imately|\.)?|about|ca?\.|total|in all)? ?(?:word count\s?:? ?\d[\d,]*|\d[\d,]* words)(?: in all"
    r"| altogether)?"
    r"(?:[,;–—-] ?.{3,60}|\s?\(.{3,40}\))?"
    r"|(?:reading|speaking) (?:speed|pace|rate)\b.{3,60}|.{0,20}\d{2,3} words (?:per|a) minute.{0,20}"
    r"|(?:this|the) (?:script|text|draft|version) (?:is (?:for (?:the )?(?:recording|guides|staff|internal)|not"
    r"|to be|still|a draft)"
    r"|has (?:not )?(?:yet )?been (?:checked|approved|proofread|revised)|must not|should not be|is not yet)\b.{0,60}"
    r"|(?:text|script|facts|figures|dates) (?:not yet|still to be|to be) (?:checked|approved|confirmed"
    r"|proofread)\b.{0,40}"
    r"|draft(?: \d{1,2})?,? (?:not for|for) .{3,40})"
)
_FINITE = re.compile(
    r"(?i:\b(?:est|était|fut|sont|sera|fait|\w{3,}ait|\w{3,}aient|es|era|fue|son|será|\w{2,}aba|\w{3,}ía|hay|ist"
    r"|war|wird"
    r"|werden|wurden?|kann|können|konnten?|muss|müssen|mussten?|soll|sollte\w*|will|wollte\w*|darf|durften?|lassen"
    r"|ließ\w*"
    r"|die|und sie|was|that|which|qui|que|où)\b)"
)
"""Words by which an infinitive belongs to a sentence."""
_INFINITIVE = re.compile(
    r"(?i:(?:bien )?(?:lire|parler|marquer|faire|montrer|attendre|désigner|distribuer|laisser|présenter|passer|tourner"
    r"|diffuser|lancer|ouvrir|fermer|allumer|éteindre|sortir|baisser|ralentir|leer|hablar|hacer|mostrar|enseñar|señalar"
    r"|esperar|repartir|pasar|dejar|poner|reproducir|abrir|cerrar|encender|apagar|sacar|bajar)\b[^,;:]{2,50}"
    r"|[^,;:]{2,50} (?:zeigen|lesen|vorlesen|sprechen|machen|warten|abwarten|herumgeben|herumreichen|abspielen"
    r"|hochhalten|innehalten|einschalten|ausschalten|verteilen|anfassen lassen|deuten|reden))"
)
_NOUN_NOTE = re.compile(
    r"(?i:(?:(?:longue|courte|petite|brève) )?pause(?: (?:de|d['’]) ?\w+ secondes?)?"
    r"|(?:breve )?pausa(?: de \w+ segundos?)?"
    r"|(?:(?:kurze|lange|kleine) )?pause|(?:\w+ )sekunden pause|(?:ca\. |env(?:iron|\.) |unos |etwa |rund )?"
    r"\d[\d. ]* (?:mots|palabras|wörter)\b.{0,40}|(?:débit|velocidad|lesetempo|sprechtempo|rythme)\s?:? .{3,40}"
    r"|texte (?:provisoire|à relire|non relu|de travail)\b.{0,30}|texto (?:provisional|sin revisar"
    r"|por revisar)\b.{0,30}"
    r"|text (?:noch nicht|vorläufig|ungeprüft)\b.{0,30}"
    r"|(?:page|diapositive|página|diapositiva|seite|folie) \d{1,3}|(?:diapositive|página|diapositiva"
    r"|folie) (?:suivante|siguiente)"
    r"|nächste (?:folie|seite))"
)


@remember_lines
def is_script_note(text: str, may_be_open: bool = False) -> bool:
    """Whether each sentence of a short paragraph is a note to whoever reads the script aloud.

    ``text`` is in simplified characters. ``may_be_open``: an action without an end mark, 展示老照片, is no heading.
    """
    text = text.strip(" \t　*_※●•-–—（）()[]【】")
    if not text or len(text) > MAX_SCRIPT_NOTE:
        return False
    if HAN_CHARACTER.search(text):
        if _LISTENERS_ZH.search(text):
            return False
        if may_be_open and len(text) <= MAX_OPEN_ACTION and _OPEN_ACTION_ZH.fullmatch(text):
            return True
        clauses = [clause.strip() for clause in re.split(r"[；;。！!]|(?<!\d)[，,]|[，,](?!\d{3})", text)]
        return _are_all(_CLAUSE_ZH, [clause for clause in clauses if clause])
    if _LISTENERS.search(text):
        return False
    sentences = [sentence.strip().rstrip(".!;") for sentence in _split_latin(text)]
    return bool(sentences) and all(map(_is_latin_note, sentences))


def _split_latin(text: str) -> list[str]:
    """The sentences of a text; one cut behind Approx. is joined again."""
    joined: list[str] = []
    for sentence in split_sentences(text):
        if joined and re.search(r"(?i:\b(?:approx|ca|env|c)\.)$", joined[-1].strip()):
            joined[-1] += f" {sentence.strip()}"
        elif sentence.strip():
            joined.append(sentence.strip())
    return joined


def _are_all(pattern: re.Pattern[str], clauses: list[str]) -> bool:
    return bool(clauses) and all(pattern.fullmatch(clause) for clause in clauses)


def _is_latin_note(sentence: str) -> bool:
    words = len(sentence.split())
    if words <= MAX_WORDS and (_SENTENCE_EN.fullmatch(sentence) or _NOUN_NOTE.fullmatch(sentence)):
        return True
    verbal = words <= MAX_VERBAL_WORDS and _INFINITIVE.fullmatch(sentence) is not None
    return verbal and _FINITE.search(sentence) is None
