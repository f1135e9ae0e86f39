"""Sentences that nobody will say although they read like narration: a todo shows each of them.

The law of the import holds here and nowhere else: whatever rule, reader or cut took a sentence out of the narration, it
is asked about, unless the document itself says what it is (hidden, a footnote, a label that only directions have).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..i18n import _
from ..text.han import HAN_CHARACTER
from . import aside_patterns
from .outline import Piece, weight
from .patterns import BULLET, PICTURE, SENTENCE_END, split_sentences

MIN_SENTENCE = 12
"""Weight from which a sentence is worth a question."""
MIN_REMARK = 7
"""Weight of a remark in brackets within a sentence from which it is worth one."""
MAX_DIRECTION = 30
"""Weight of the longest sentence that may be nothing but a direction."""
MAX_DIRECTION_WORDS = 9
MAX_DESCRIPTION = 45
"""Weight of a tour's description above which it may be a welcome that is spoken."""
SHOWN_SENTENCES = 4
"""Sentences one todo shows."""
SHOWN_CHARACTERS = 24

CERTAIN_REASONS = frozenset(
    {"mark of a note", "list mark", "white space", "label: it became the voice", "number of the stop"}
    | {"coordinates of the stop", "name of the language"}
    | {"number of the part", "a title that comes twice", "title of the collection", "table of contents"}
    | {"marks and set words around a title", "header of a table", "label of a field", "a heading that comes again"}
    | {"label of the narration", "file name of a picture", "how many texts there are", "a dash before a title"}
    | {"title: another was asked for", "a line that is drawn"}
)
"""Reasons of leaving out that never take a sentence, or one that stands elsewhere."""
DOUBTFUL_REASONS = frozenset(
    {"site navigation", "before the title of the page", "below the article of the page", "author or date of the page"}
    | {"code or markup", "time of a subtitle"}
)
"""Reasons for which readers set text aside by where or how it stands; any other is the document's own word."""
CERTAIN_EVIDENCE = frozenset({"the author's word", "a column of a table", "where an object comes from"})
CERTAIN_KINDS = frozenset({"label", "contents", "picture", "speaker", "chapter"})
BRACKETS = re.compile(r"[\[【(（〔<＜〈{｛*_♪〖]+\s*(?P<inner>.*?)\s*[\]】)）〕>＞〉}｝*_♪〗]+[。.]?", re.DOTALL)
LABEL = re.compile(r"(?:[●•\-*>\s]*)[【\[〔]?\s*(?P<name>[^:：。！？.!?【】\[\]\n]{1,20})\s*[】\]〕]?\s*[:：]\s*")
PLAIN_LABELS = re.compile(
    r"画面.*|镜头.*|分镜.*|空镜|景别|音效|配乐|灯光|道具|转场|过渡|时长.*|用时|预计时间|建议时长|时長|审核|撰稿|编写|版本"
    r"|手势|停顿|出场|运镜|机位"
    r"|(?i:visuals?|videos?|pictures?|sfx|fx|sound effects?|durations?|lengths?|running time|reading time|lighting"
    r"|props?|version|status|(?:last )?updated|word count|timing|tone|playlist|durée|duración|dauer)"
)
"""Labels that only directions bear: the first sentence behind one is none of the narration."""
SOUND_LABELS = re.compile(r".*(?:音乐|音樂|现场声?|背景音)|(?i:music|sounds?|musique|música|musik)")
SHOT = re.compile(
    r"(?:航拍|特写|镜头|全景|近景|远景|中景|大景|推|拉|摇|移|俯拍|仰拍|切换|切至?|叠化|淡[入出]|空镜|字幕|字样|画面|音乐|黑屏|定格|慢镜|延时"
    r"|(?i:close-?up|wide|long shot|medium shot|aerial|cut to|fade|pan|zoom|dissolve|(?:the )?camera|tracking|title)\b)"
)
"""How a sentence begins that describes another shot of the same picture."""
DIRECTION_START = re.compile(
    r"(?:然后|随后|接着|同时|此时|并|再|先|可|配合|全程|在此)?(?:请(?!看|大家|各位|您|跟|随|你|往|向|听众|朋友)|[讲講解导導领領][解说說览覽游遊队隊][员員]|导游员?[^，。]{0,2}(?:走|站|指"
    r"|停)|演员|主持人|工作人员|全体(?:起立|鞠躬|鼓掌)|众人|手?指(?:向|着)|转身|面向|面对|引导|带领|示意|提示|邀请|等待|稍[停候等]|停[顿留]|暂停"
    r"|播放|展示|出示|打开|关闭|切换|移步|走[到向进出过]|步行|前往|乘车|上车|下车|背景音乐|音乐|音效|灯光|字幕|投影|视频|PPT|翻页|鞠躬|挥手|微笑|掌声|鼓掌"
    r"|[此以]?[处下]?[从此]?略|互动|提问|语速|语气|放慢|慢速|朗读|齐读|让游客|让观众|带着?游客|把?游客带)"
)
"""How a sentence begins that tells the guide what to do."""
WEB_WORDS = re.compile(
    r"(?i:cookies?|copyright|©|all rights|privacy|newsletter|subscribe|sign up|log ?in|javascript|browser|powered by"
    r"|licen[sc]ed|creative commons|share (?:this|on)|follow us|leave a (?:comment|reply)|e-?mail)"
    r"|版权|备案|公众号|二维码|扫一扫|点赞|转发|在看|关注|浏览器|登录|注册|订阅|客户端|小程序|责任编辑|转载|评论|阅读原文"
)


def ask_about_unspoken(pieces: Sequence[Piece], source: str) -> Iterator[str]:
    """Todos that show the sentences of a stop which are not spoken, ``SHOWN_SENTENCES`` in each."""
    has_narration = any(piece.role == "say" for piece in pieces)
    lost = list(dict.fromkeys(text for piece in pieces for text in find_unspoken(piece, source, has_narration)))
    for n in range(0, len(lost), SHOWN_SENTENCES):
        shown = _(", ").join(f"“{_beginning(text)}”" for text in lost[n : n + SHOWN_SENTENCES])
        yield _("Not spoken: {sentences}. Take it into the text where it belongs to the narration.").format(
            sentences=shown
        )


def _beginning(text: str) -> str:
    text = re.sub(r"\s+", " ", text.strip())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"


def find_unspoken(piece: Piece, source: str, has_narration: bool) -> Iterator[str]:
    """The sentences of a piece that may be narration and are not spoken."""
    for run in piece.strip.runs:
        if run.rule in DOUBTFUL_REASONS and not run.text:
            shown = re.sub(r"<[^<>]{0,300}>", " ", source[run.start : run.end])
            yield from (text for text in _sentences(shown.strip()) if not _is_web(text))
    if piece.role != "say" and not _is_certain(piece, has_narration):
        yield from _unspoken_of(piece)


def _is_certain(piece: Piece, has_narration: bool) -> bool:
    """Whether the document itself says that a piece is not narrated."""
    decision = piece.decision
    evidence = set(decision.evidence) if decision is not None else set()
    if piece.reason in CERTAIN_REASONS or evidence & CERTAIN_EVIDENCE:
        return True
    if "text on a slide" in evidence and has_narration:
        return True
    if decision is None:  # a rule of confusions.tsv took it out
        return piece.role == "left"
    return decision.kind in CERTAIN_KINDS


def _unspoken_of(piece: Piece) -> Iterator[str]:
    kind = piece.decision.kind if piece.decision is not None else "narration"
    text = piece.text
    if piece.reason == "an address or a number to dial":
        yield text
    elif piece.role in ("title", "head"):
        yield from _shown_sentences(text, kind)
    elif kind == "citation":
        noted = aside_patterns.NOTE_MARK.match(text) or aside_patterns.REFERENCE.search(text)
        yield from () if noted else _sentences(text)
    elif kind == "caption":
        sentences = list(_sentences(text))
        labelled = not re.match(r"[▲△▼▽↑↓]", text)
        yield from sentences[1:] if labelled and sentences[:1] == split_sentences(text)[:1] else sentences
    elif kind == "boilerplate":
        yield from (sentence for sentence in _sentences(text) if not _is_web(sentence))
    elif kind in ("contact", "signature", "subheading"):
        yield from _sentences(text)
    else:
        yield from _unspoken_directions(text)


def _shown_sentences(text: str, kind: str) -> Iterator[str]:
    """Sentences that stand in a title or a description: shown, but not spoken."""
    sentences = [sentence for sentence in _sentences(text) if not re.search(r"[?？!！…]\W*$", sentence)]
    if kind == "narration" and weight(text) <= MAX_DESCRIPTION:
        return
    if kind != "contact":
        yield from sentences


def _unspoken_directions(text: str) -> Iterator[str]:
    """The sentences of a direction that are more than one."""
    bracketed = BRACKETS.fullmatch(text)
    inner = bracketed["inner"] if bracketed else text
    label = _label_of(inner)
    if label:
        name, length = label
        sentences = split_sentences(inner[length:])
        if PLAIN_LABELS.fullmatch(name):
            sentences = [sentence for sentence in sentences[1:] if not SHOT.match(sentence.strip())]
        elif SOUND_LABELS.fullmatch(name):
            sentences = [sentence for sentence in sentences if not aside_patterns.SOUND.search(sentence)]
        yield from (sentence for sentence in sentences if _is_worth_asking(sentence, is_bracketed=False))
        return
    for sentence in split_sentences(inner):
        if _is_worth_asking(sentence, bracketed is not None) and not is_clear_direction(sentence):
            yield sentence


def _label_of(text: str) -> tuple[str, int] | None:
    """(name, length) of the label a direction opens with."""
    match = LABEL.match(text)
    if match is None:
        return None
    known = PICTURE.match(text) or aside_patterns.DIRECTION_LABEL.match(text) or PLAIN_LABELS.fullmatch(match["name"])
    return (match["name"].strip(), match.end()) if known else None


def is_clear_direction(text: str) -> bool:
    """Whether a sentence does nothing but tell the guide what to do, or what is heard."""
    text = text.strip()
    if aside_patterns.PRODUCTION.fullmatch(text) or aside_patterns.is_contact(text):
        return True
    if HAN_CHARACTER.search(text):
        if weight(text) > MAX_DIRECTION or re.search(r"[建修始]于|\d{3,4}年|世纪|[一二三四五六七八九〇]{4}年", text):
            return False
        if re.search(r"(?:声|声音|音乐|音效|掌声|歌声|响|响起|声起|起|渐[弱强止]|淡[入出]|停|止)[。！]?$", text):
            return weight(text) <= MAX_DIRECTION // 2
        return bool(DIRECTION_START.match(text))
    if len(text.split()) > MAX_DIRECTION_WORDS:
        return False
    known = aside_patterns.ACTION.match(text) or aside_patterns.INSTRUCTION.match(text)
    return bool(known or aside_patterns.is_border_action(text) or aside_patterns.SOUND.match(text))


def _is_worth_asking(text: str, is_bracketed: bool) -> bool:
    """Whether it is a sentence; in brackets the end mark may be wanting."""
    if SENTENCE_END.search(text):
        return weight(text) >= (MIN_REMARK if is_bracketed else MIN_SENTENCE)
    return is_bracketed and weight(text) >= (MIN_REMARK + 1 if HAN_CHARACTER.search(text) else MIN_SENTENCE - 1)


def _sentences(text: str) -> Iterable[str]:
    """The sentences of a text, without the bullet before it; a fragment is none."""
    bullet = BULLET.match(text)
    for sentence in split_sentences(text[bullet.end() if bullet else 0 :]):
        if SENTENCE_END.search(sentence) and weight(sentence) >= MIN_SENTENCE:
            yield sentence


def _is_web(text: str) -> bool:
    """Whether a sentence belongs to the site a page was saved from."""
    text = text.strip()
    return bool(WEB_WORDS.search(text) or aside_patterns.LICENCE.fullmatch(text) or aside_patterns.is_contact(text))
