"""What the columns of a table are called, in five languages: narration, number, title, picture, direction."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from ..text.han import HAN_CHARACTER
from .patterns import SENTENCE_END
from .stop_numbers import parse_value

Column = Literal["number", "title", "narration", "picture", "chapter", "coordinates", "speaker", "direction"]
HEADER_WORDS: tuple[tuple[Column, str], ...] = (
    (
        "narration",
        r"讲解(?:词|内容|文字|稿|文案|文本|正文)?|解说(?:词|内容|文字|稿|文案)?|旁白|导游词|导览词|導覽詞|講解詞"
        r"|解說詞|口播(?:词|稿|内容)?|配音(?:词|文案|稿)?|台词|语音(?:文字|内容|稿)|音频(?:文字|文案|内容)|文案|文字稿|"
        r"正文|文稿|讲稿|脚本|(?i:(?:audio ?(?:guide)? ?)?(?:script|text|narration|commentary|transcript(?:ion)?"
        r"|voice ?-?over|spoken text|words)"
        r"|script text|texte(?: audio)?|commentaire|narration|texto(?: del audio)?|locución|guion|guión"
        r"|narración|transcripción|sprecher(?:in)?text|text|hörtext|erzähltext|sprechtext|vorlesetext|audiotext"
        r"|gesprochener text|wortlaut"
        r"|kommentar|texte (?:parlé|dit|lu)|texto (?:hablado|leído|locutado)|read ?aloud|voice text"
        r"|(?:text )?to (?:read|speak|record)|texte? à (?:lire|dire|enregistrer)|à lire"
        r"|texto (?:a|para) (?:leer|grabar|locutar)|(?:text )?zum vorlesen|einsprechtext)"
        r"|(?:展品|文物|点位|景点)?(?:文字说明|说明文字|說明文字|文字說明|说明词|说明牌文字|文字介绍|文字介紹|介绍词|介绍文字)"
        r"|(?:讲解员|导览员|导游|老师)(?:说|讲)(?:什么|的话)?|(?:要)?(?:说|讲)(?:什么|的话)|說什麼"
        r"|(?i:(?:what )?(?:the |our )?(?:guide|narrator|speaker|docent|volunteer|educator|teacher) (?:says|tells)"
        r"|what (?:to say|is said|we say|you say|visitors hear)|words to say"
        r"|ce que (?:dit|raconte) (?:le|la) \w+|à dire|ce qu['’]on dit|(?:le|la) guide dit"
        r"|(?:was )?(?:der|die) \w+ (?:sagt|erzählt)|was (?:der|die) \w+ (?:sagt|erzählt)"
        r"|(?:lo )?que (?:dice|cuenta) (?:el|la) \w+|(?:el|la) guía dice)",
    ),
    (
        "number",
        r"编号|編號|序号|序號|站号|站點編號|点位(?:编号|号)?|展品编号|镜号|鏡號|号码|号|序|站点编号|站次|站序"
        r"|导览编号|讲解点编号|no|№|#|编码"
        r"|(?i:(?:stop|track|point|item|object|station|exhibit|audio|shot)?[ _-]*(?:no|nr|num|number|id|code"
        r"|#)\.?|stop|track|shot|n\.? ?[°º]\.?|numéro(?: d['’]arrêt)?|num\.?|número(?: de parada)?|núm\.?|arrêt"
        r"|parada|punto(?: de (?:escucha|audio|parada))?|etapa|étape|point(?: d['’]écoute)?|hörpunkt|hörstation"
        r"|nummer|station|haltepunkt)",
    ),
    (
        "title",
        r"标题|標題|名称|名稱|展品(?:名称)?|点位名称|站点(?:名称)?|站点名|景点(?:名称)?|站名|讲解点(?:名称)?"
        r"|题目|文物(?:名称)?|展项(?:名称)?|展点|部位|场景|地点名称"
        r"|(?i:title|name|object|exhibit|stop (?:name|title)|stop|object name|item|heading|titre|nom|objet|œuvre"
        r"|título|nombre|objeto|obra|pieza|titel|objekt|bezeichnung|exponat)",
    ),
    (
        "coordinates",
        r"[纬緯经經]度|坐标系|(?i:lat|latitude|lon|lng|long|longitude|datum|breite|länge|latitud|longitud)",
    ),
    (
        "picture",
        r"图片|照片|配图|图片文件|图片名称|图|(?i:image|picture|photo|image file|filename|file|image|imagen|foto"
        r"|bild|illustration)",
    ),
    (
        "chapter",
        r"单元|展厅|展区|部分|篇章|板块|区域|章节|(?i:chapter|section|gallery|zone|unit|salle|sala|sección|raum"
        r"|bereich|kapitel)",
    ),
    (
        "speaker",
        r"角色|人物|说话人|說話人|讲话人|发言人|声音|聲音|声部|人声|音色|配音(?:角色|员|演员)|播音员?|朗读[者人]|讲述[者人]|谁[说讲]"
        r"|由谁(?:[说讲读]|朗读)|说话者|演播|主播"
        r"|(?i:speakers?|voices?|roles?|characters?|cast|who|who(?: is)? speak(?:s|ing)|spoken by|read by|reader|talent"
        r"|voix|personnage|rôle|locuteur|locutrice|qui parle|lu par|voz|personaje|papel|hablante|quién habla"
        r"|sprecher(?:in|:in|\*in)?|rolle|figur|stimme|wer spricht|gelesen von)",
    ),
    (
        "direction",
        r"画面(?:内容)?|画面描述|镜头|景别|景別|时长|時長|时间|时间码|音乐|音效|音乐音效|背景音乐|字幕|备注|備註"
        r"|位置|地点|运镜|拍摄(?:手法|方式|地点)?|机位|说明|道具|路线|互动|动作|技巧|转场|翻译|审核|状态|作者|负责人"
        r"|(?i:location|where|place|room|length|duration|time|timing|notes?|remarks?|comment|music"
        r"|sound(?: effects?)?|sfx|visual|video|scene|picture|direction|status|author|"
        r"date|durée|lieu|emplacement|remarques?|musique|duración|ubicación|lugar|notas|observaciones|música"
        r"|dauer|ort|bemerkung|hinweis|musik|länge|words|word count)",
    ),
)
_HEADER_PATTERNS = tuple((kind, re.compile(rf"(?:{words})\.?")) for kind, words in HEADER_WORDS)
LANGUAGE_NAME = re.compile(
    r"(?:[简繁簡]?[体體]?中[文]?|[汉漢][语語]|普通[话話]|[国國][语語]|[粤粵][语語]|[英法德日韩西][语語文])(?:版|稿|原文)?"
    r"|(?i:chinese|mandarin|cantonese|english|french|spanish|german|español|inglés|castellano|français|anglais"
    r"|deutsch|englisch"
    r"|zh|cn|en|es|fr|de)\b"
)
"""A language in the name of a column: 中文导览词, Script (EN)."""
BETWEEN_NAMES = re.compile(
    r"[/／、,，+＋&|｜\n;；]|(?<=[\u4e00-\u9fff])[和与及或](?=[\u4e00-\u9fff])|\s(?:and|or|et|ou|y|o|und|oder)\s"
)
"""What stands between the two names of one column: 解说词/同期声, Script & notes."""
PLACE_NAME = re.compile(
    r"位置|地点|地點|(?i:location|where|place|room|lieu|emplacement|salle|ubicación|lugar|ort|raum|sala)"
)
"""A column of places, which names the stops of a table that has nothing else to name or number them."""
CUT_MARK = re.compile(
    r"(?:已|拟|擬)?(?:删除|刪除|删去|刪去|取消|作废|作廢|停用|不用|不录|不錄|弃用|棄用|撤展)(?![\u4e00-\u9fff]{3})[^。]{0,30}"
    r"|(?:CUT|(?i:cut (?:from|for|until)|(?:deleted?|dropped|removed|withdrawn|cancell?ed|not used"
    r"|do not (?:use|record)"
    r"|entfällt|gestrichen|gelöscht|supprimée?|annulée?|retirée?|eliminad[oa]|anulad[oa]|cancelad[oa]|suprimid[oa]"
    r"|descartad[oa]|no (?:usar|grabar))))\b[^.!?]{0,40}"
)
"""What a column of states says of a row that is no longer in the tour."""
SET_WORDS = re.compile(
    r"(?:最终|最終|定稿|终稿|正式|修[改订]后?的?|新版?|录音用?|語音|语音|音频|音頻|导览|導覽|导游|展品|站点|点位|版|稿)"
    r"|(?i:\b(?:audio-?(?:guide|guía)?|guide|tour|visitor|museum|final|approved|full|short|long|draft|new|version|v\d"
    r"|the|of|for|de|del|des|du|la|el|le|l['’]|der|die|das|des|für|zum|pour|para|and|y|et|und)\b)"
)
"""Words beside the one that says what a column holds: 最终讲解词, Final script, Texto de la audioguía."""
FILLER = re.compile(r"[\s*＊:：()（）\[\]【】/\\·\-–—_]+")
BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
"""A remark in the name of a column: Dauer (Sek.)."""
LONG_CELL = 24
"""Characters from which a cell is prose and no name."""


def find_columns(cells: Sequence[str], counting: Collection[int] = ()) -> dict[int, Column]:
    """Return what the cells of a header row name; empty where no cell names narration.

    ``counting``: columns of nothing but rising numbers, which name no stops, whatever they are called: 站点, Object.
    """
    columns: dict[int, Column] = {}
    for n, cell in enumerate(cells):
        if kind := find_column_kind(cell):
            columns[n] = "number" if kind == "title" and n in counting else kind
    if "narration" not in columns.values():
        return {}
    for kind in ("number", "title", "narration", "picture", "chapter"):
        own = [n for n, other in columns.items() if other == kind]
        keep = _best_column(own, cells) if own else -1
        for n in own:
            if n != keep and kind == "narration":  # a second one is kept, and asked about
                del columns[n]
            elif n != keep:
                columns[n] = "direction" if kind != "number" or "title" in columns.values() else "title"
    if not {"title", "number"} & set(columns.values()):
        place = next((n for n, cell in enumerate(cells) if PLACE_NAME.fullmatch(FILLER.sub(" ", cell).strip())), None)
        if place is not None:
            columns[place] = "title"
    return columns


def may_name_columns(cells: Sequence[str]) -> bool:
    """Whether the cells of a row may be names of columns: one of them names narration, or none is prose.

    Dauer (Sek.) and Checked? end as sentences do, and are names.
    """
    kinds = set(map(find_column_kind, cells))
    if "narration" in kinds and kinds & {"number", "title"}:
        return True
    bare = [BRACKETED.sub(" ", cell).strip() for cell in cells]
    longest = [8 if HAN_CHARACTER.search(cell) else LONG_CELL for cell in bare]
    return not any(
        len(cell) > LONG_CELL + 8 or (len(cell) > limit and SENTENCE_END.search(cell))
        for cell, limit in zip(bare, longest, strict=True)
    )


def find_counting_columns(texts: Mapping[tuple[int, int], str], head_row: int) -> frozenset[int]:
    """Return the columns that hold nothing but rising numbers below the header; ``texts`` by row and column."""
    values: dict[int, list[int]] = defaultdict(list)
    for (row, column), text in sorted(texts.items()):
        if row > head_row and text:
            parsed = parse_value(text)
            values[column].append(parsed[0] if parsed else 0)
    return frozenset(
        column
        for column, own in values.items()
        if len(own) >= 2 and all(own) and all(later > earlier for earlier, later in pairwise(own))
    )


def _best_column(columns: list[int], cells: Sequence[str]) -> int:
    """Of two columns of a kind the more specific one: 讲解词 before 正文, Stop no. before Stop."""
    strong = re.compile(r"讲解|解说|旁白|導覽|講解|编号|镜号|(?i:script|narrat|commentary|transcript|no\b|number|#)")
    return next((n for n in columns if strong.search(cells[n])), columns[0])


def find_column_kind(cell: str) -> Column | None:
    """Return what a column name stands for; None for a name nobody foresaw. Of two names in it narration decides."""
    plain = FILLER.sub(" ", cell).strip()
    remark_free = FILLER.sub(" ", BRACKETED.sub(" ", cell)).strip()
    for text in (plain, remark_free):
        if kind := _kind_of_name(text):
            return kind
    if LANGUAGE_NAME.search(cell) and (kind := _kind_of_name(FILLER.sub(" ", LANGUAGE_NAME.sub(" ", cell)).strip())):
        return kind
    names = [FILLER.sub(" ", name).strip() for name in BETWEEN_NAMES.split(cell)]
    kinds = [_kind_of_name(name) for name in names if name] if len(cell) <= LONG_CELL + 8 and len(names) > 1 else []
    if kind := next((kind for kind, _words in HEADER_WORDS if kind in kinds), None):
        return kind
    return _kind_without_set_words(remark_free)


def _kind_without_set_words(text: str) -> Column | None:
    """The kind of a name of several words that mean one thing (Texto locución), or with words that say nothing."""
    bare = FILLER.sub(" ", SET_WORDS.sub(" ", text)).strip()
    if not bare:
        return None
    if kind := _kind_of_name(bare):
        return kind
    kinds = {_kind_of_name(word) for word in bare.split()}
    return kinds.pop() if len(kinds) == 1 else None


def _kind_of_name(text: str) -> Column | None:
    if text and len(text) <= LONG_CELL + 8:
        return next((kind for kind, pattern in _HEADER_PATTERNS if pattern.fullmatch(text)), None)
    return None
