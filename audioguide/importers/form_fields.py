"""Fields of forms in running text: 时间：, 参会：, Attendees: – what a document says about itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from .addressees import TO_LISTENERS
from .line_memory import remember_lines
from .outline import Line, weight
from .patterns import GREETING, SENTENCE_END, heading_like, split_sentences
from .speaker_labels import label_key
from .stop_numbers import read_stop_number

MAX_FIELD = 100
"""Characters of the longest line that is a field."""
FIELD = re.compile(
    r"[\s●•\-–*·]*(?P<label>[^\s:：，,。；;！!？?\d][^:：，,。；;！!？?\n]{0,23}?)\s*[:：]\s*(?P<value>\S[^\n]*)"
)
LABELS = re.compile(
    r"(?:会议|培训|活动|参观|停留|讲解|录制|采访|拍摄|编写|修订|更新|制作|发布|成文|建议|预计|步行|所需|游览"
    r"|展出|所在|会議|停留|錄製"
    r"|採訪|建議|預計|所在)?(?:时间|日期|地点|地址|主题|议题|内容|人员|单位|对象|路线|线路|动线|时长|方式|人数"
    r"|语言|状态|時間|地點|主題|對象|路線|時長|人數|位置|點位)"
    r"|主持人?|主讲人?|主办|承办|协办|参会人?员?|出席人?员?|列席|缺席|记录人?|整理人?|受访人?者?|采访人?者?"
    r"|访谈者?|口述者?|讲述者?|撰稿人?|执笔"
    r"|審核|审核人?|审定|版本号?|版次|文件名|文号|编号|页数|字数|适用(?:对象|人群|范围)?|备注|附件?\d*|书名"
    r"|作者|编者|译者|出版社?|出版时间|定价|开本"
    r"|印次|责任编辑|封面设计|联系人|抄送|主送|发件人|收件人|紀錄|主席|出席|版本|書名|作者|出版社"
    r"|(?i:isbn|dates?|times?|place|venue|location|present|attendees?|participants?|absent|apologies"
    r"|chair(?:ed by|man)?|minutes(?: by)?"
    r"|secretary|subject|topic|agenda|authors?|written by|edited by|version|revision|status|word ?count"
    r"|languages?|interviewers?|interviewees?"
    r"|interviewed by|recorded(?: by| on| at)?|narrator|voice|duration|length|publisher|published|file ?name"
    r"|client|project|approved(?: by)?"
    r"|fecha|lugar|hora|asistentes|presentes|tema|autor(?:a|es)?|versión|entrevistador(?:a)?|entrevistad[oa]"
    r"|grabado(?: en)?|revisad[oa] por"
    r"|date|lieu|heure|présents?|absents?|rédact(?:eur|rice)|objet|aut(?:eur|rice)|intervieweu(?:r|se)"
    r"|enregistré(?: le| à)?|relu par"
    r"|datum|ort|uhrzeit|zeit|teilnehmer(?:innen)?|anwesend(?:e)?|protokoll(?:führer(?:in)?)?|thema|autor(?:in)?"
    r"|fassung|stand|aufgenommen(?: am)?"
    r"|geprüft von|verlag|herausgeber)"
)
"""What fields are called in minutes, work sheets, title pages and the heads of interviews."""
SIDE_BY_SIDE = re.compile(
    rf"(?:^|[\s.,;；，、|/–—-])(?:{LABELS.pattern})[ 　]*[:：][ 　]*"
    r"(?=(?:Dr|Prof|Mrs?|Ms)?\.? ?[A-ZÀ-Ý][\w’'-]+ [A-ZÀ-Ý]|[\u4e00-\u9fff·]{2,12}(?:[\s　,，;；|（(]|$)|\d)"
)
"""A field in a line of several, with the beginning of a name, an office or a date."""
MAX_RECURRING_VALUE = 50
"""Characters of the value of a field that recurs at several stops under a name nobody foresaw."""
FIELD_GAP = re.compile(r"　{2,}| {2,}|\t+|[ 　]*[|｜][ 　]*")
SENTENCE_FIELD = re.compile(r"\s*[^\W\d_][^:：。，！？!?\n]{1,30}?\s*[:：]\s*[^:：。！？!?\n]{2,80}")
IMPRINT = re.compile(
    r"[【\[]?\s*(?:版权(?:信息|页|声明|所有)?|出版(?:信息|说明)|书籍信息|关于本书|版權(?:資訊|頁|聲明)?"
    r"|出版資訊|致谢|鸣谢|致謝|鳴謝"
    r"|(?i:copyright(?: page| notice)?|imprint|colophon|about (?:this book|the author)|legal notice|impressum"
    r"|mentions légales|achevé d['’]imprimer|acknowledge?ments?|agradecimientos?|remerciements?|danksagung(?:en)?"
    r"|créditos|aviso legal|página legal|derechos de autor))\s*[】\]]?"
)
"""Headings of the page with rights and publisher."""
CREDITS = re.compile(
    r"[【\[]?\s*(?:演职(?:人员|员)?表?|[制製]作(?:名单|名單|团队|團隊|人员|人員)|职员表|主创(?:人员|团队)|幕后(?:人员|团队)|工作人员名单"
    r"|(?i:credits|production (?:team|credits)|crédits|générique|fiche technique|créditos|ficha técnica|equipo"
    r"|mitwirkende|besetzung und stab|produktion))\s*[】\]]?\s*[:：]?"
)
"""Headings of the list of those who made a recording."""
SOURCES = re.compile(
    r"[【\[]?\s*(?:(?:图片|照片|插图|圖片|资料)(?:来源|版权|提供|來源)|[制製]作(?:[团團][队隊]|人[员員])|(?:致谢|鸣谢|致謝|鳴謝)(?:与.{2,6})?"
    r"|(?i:(?:photo(?:graph)?|picture|image|illustration)s?(?: credits?| sources?| acknowledgements?)?"
    r"|(?:sources and )?credits"
    r"|(?:credits and )?acknowledge?ments?(?: and credits)?|thanks|crédits(?: photo(?:graphique)?s?)?|crédit photo"
    r"|remerciements"
    r"|agradecimientos|créditos(?: fotográficos)?|bildnachweise?|(?:abbildungs|foto|quellen)nachweise?"
    r"|dank))\s*[】\]]?\s*[:：]?"
)
"""Headings of a last section about pictures, sources and thanks, in sentences or not."""
MAX_SOURCES = 160
"""Weight of such a section above which it is a stop."""
MIN_CLOSING_FIELDS = 3
"""Sections that end with a field of one name from which it is one, whatever it is called."""
MAX_CREDITS = 20
MAX_CREDIT = 80


def find_fields(lines: Sequence[Line], speakers: Collection[str]) -> frozenset[int]:
    """Return the positions of fields: known ones side by side or at several stops, and short ones that recur there.

    What ``speakers`` (``Label.key``) say is no field.
    """
    labels: dict[int, str] = {}
    for n, line in enumerate(lines):
        if (label := _field_label(line)) and label_key(label) not in speakers:
            labels[n] = label
    counts = Counter(labels.values())
    longest: dict[str, int] = {}
    for n, label in labels.items():
        longest[label] = max(longest.get(label, 0), len(lines[n].text))
    known = {n for n, label in labels.items() if LABELS.fullmatch(label)}
    fields = {
        n for n, line in enumerate(lines) if line.kind not in ("heading", "title", "cell") and holds_fields(line.text)
    }
    for run in _side_by_side(sorted(labels)):
        if len(run) >= 2 and 2 * len(known & set(run)) >= len(run):
            fields |= set(run)
    for n, label in labels.items():
        recurs = counts[label] >= 2 and longest[label] <= MAX_RECURRING_VALUE + len(label)
        at_border = _is_below_heading(lines, n) or (counts[label] >= MIN_CLOSING_FIELDS and _is_above_heading(lines, n))
        if recurs and (n in known or at_border):
            fields.add(n)
    return frozenset(fields)


@remember_lines
def holds_fields(text: str) -> bool:
    """Whether a line holds several fields: Interviewer: Sam Ortega. Interviewee: Rosalie Dunne."""
    return len(text) <= 2 * MAX_FIELD and "。" not in text and len(SIDE_BY_SIDE.findall(text)) >= 2


@remember_lines
def is_field_row(text: str) -> bool:
    """Whether a line is nothing but fields, two at least, divided by wide gaps or as sentences.

    配音：林一帆　　剪辑：待定; Duración: una hora. Teléfono: 918 555 037.
    """
    if len(text) > 2 * MAX_FIELD:
        return False
    parts = [part for part in FIELD_GAP.split(text.strip()) if part.strip()]
    if len(parts) < 2:
        return len(sentences := split_sentences(text)) >= 2 and all(map(SENTENCE_FIELD.fullmatch, sentences))
    return sum(bool(FIELD.fullmatch(part)) for part in parts) >= 2 and not any(map(SENTENCE_END.search, parts))


def _field_label(line: Line) -> str:
    """The label of a line that is a field: its value is no sentence; empty for any other line."""
    if line.kind in ("heading", "title", "cell") or len(line.text) > MAX_FIELD:
        return ""
    match = FIELD.fullmatch(line.text)
    number = read_stop_number(line.text)
    if number is not None and number.family == "stop":  # 第1站：渡口, below 撰稿：…
        return ""
    if (
        match is None
        or (line.block.bold and not LABELS.fullmatch(match["label"].strip()))
        or SENTENCE_END.search(match["value"])
        or re.search(r"[。！？!?]|\.\s+[A-ZÀ-Ý]\w+ \w+ \w+", match["value"])
    ):
        return ""
    return match["label"].strip()


def _side_by_side(positions: Sequence[int]) -> list[list[int]]:
    """Positions side by side."""
    runs: list[list[int]] = []
    for n in positions:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _is_below_heading(lines: Sequence[Line], n: int) -> bool:
    return n > 0 and (lines[n - 1].kind == "heading" or lines[n - 1].block.bold)


def _is_above_heading(lines: Sequence[Line], n: int) -> bool:
    """Whether a line is the last of its section."""
    if n + 1 == len(lines):
        return True
    after = lines[n + 1]
    number = read_stop_number(after.text)
    is_stop = number is not None and number.family in ("stop", "figure") and heading_like(after.text)
    return after.kind == "heading" or after.block.bold or is_stop


MAIL_FIELD = re.compile(
    r"[>\s]*(?:发件人|發件人|寄件者|收件人|收件者|抄送|主题|主旨|主題|发送时间|時間|时间|日期|附件"
    r"|(?i:from|to|cc|bcc|sent|date|subject|reply-to|attachments?|von|an|gesendet|datum|betreff|de|à|envoyé"
    r"|objet|para|enviado"
    r"|asunto|fecha))\s*[:：]\s*\S.*"
)
MAIL_OWN_FIELD = re.compile(r"[>\s]*(?:发件人|發件人|寄件者|(?i:from|von|de))\s*[:：]\s*\S.*")
ATTRIBUTION = re.compile(
    r"[>\s]*(?:(?:On|Am|Le|El|Il|Op) [^\n]{6,120}(?:wrote|schrieb[^:：\n]{0,60}|a écrit|escribió|ha scritto"
    r"|schreef[^:：\n]{0,60})\s*[:：]"
    r"|(?:在|于)?\s*\d{4}[-./年][^\n]{2,80}(?:写道|寫道|写到|来信)[:：]?"
    r"|[-–—_\s]*(?i:original message|ursprüngliche nachricht|message d['’]origine|mensaje original)[-–—_\s]*"
    r"|[-–—_\s]*(?:原始邮件|原始郵件|原邮件)[-–—_\s]*)"
)
"""Am 11.06.2024 schrieb Karin: what follows is the mail that was answered."""
SALUTATION = re.compile(
    r"(?:(?:Hi|Hello|Dear|Bonjour|Cher|Chère|Salut|Hola|Estimad[oa]|Querid[oa]|Hallo|Lieber?|Sehr geehrter?)"
    r" (?!(?:[Vv]isit|[Gg]uest|[Ff]riend|[Aa]ll\b|[Cc]hild|[Ee]very|[Ll]isten|[Aa]mi|[Vv]isiteur|à tou|amig"
    r"|visitant|Gäste|Besuch|Kinder|Freund))"
    r"(?:(?:Mr|Mrs|Ms|Dr|Herr|Frau|Madame|Monsieur|Sr|Sra)\.? )?[A-ZÀ-Ý][\w’'-]*(?: [A-ZÀ-Ý][\w’'-]*){0,2}\s?[,:!]?$)"
    r"|(?!各位|大家|朋友|游客|同学|来宾|亲爱的|尊敬的)[\u4e00-\u9fff]{1,4}(?:老[师師]|先生|女士|馆长|館長|主任|经理|站长|小姐|同志)?[，,]?[您你]好[，,：:！!。]"
    r"|(?!各位|大家)[\u4e00-\u9fff]{1,3}(?:老[师師]|先生|女士|馆长|館長|主任|经理|站长|小姐)[：:]$"
)
"""Hi Tom, 赵老师，您好：: how a letter to one person begins, and no welcome of visitors."""
ABOUT_THE_TEXT = re.compile(
    r"[定初终終]稿|[讲講解导導][解说說游遊览覽][词詞稿]|附上|附件|[录錄](?:好|音|[制製])|[发發]您|查收|修改"
    r"|(?i:\b(?:(?:final|attached|corrected|new|revised|latest) (?:text|script|version)|the (?:text|script) (?:for"
    r"|of|below)"
    r"|record (?:it|them|this)|below is|find (?:below|attached)|texte (?:définitif|corrigé|de la|du|des)"
    r"|voici le texte|enregistrer"
    r"|ci-(?:joint|dessous)|texto (?:definitivo|final|corregido|del?)|te mando|adjunto|grabar(?:lo)?"
    r"|(?:endgültige[rn]?|neue[rn]?) text"
    r"|text für|fassung|aufnehmen|anbei)\b)"
)
"""Words about the text that is sent."""
MAX_LINES_ABOVE = 3
MIN_LINES_ABOVE_QUOTE = 3
MAX_MAIL_LINES, MAX_MAIL_WEIGHT = 8, 160
"""How much somebody may write above the text that a mail holds."""


def find_mail(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of a mail's head, and of the words to its reader that stand above the title below it."""
    fields = [n for n, line in enumerate(lines[:40]) if MAIL_FIELD.fullmatch(line.text)]
    heads = [
        run
        for run in _side_by_side(fields)
        if len(run) >= 3 and any(MAIL_OWN_FIELD.fullmatch(lines[n].text) for n in run)
    ]
    if not heads:
        return find_words_to_reader(lines)
    run = heads[0]
    positions = set(run)
    for inner in heads[1:]:  # a mail that was sent on, with words of whoever did so above it
        between = range(run[-1] + 1, inner[0])
        if len(between) > MAX_MAIL_LINES or sum(weight(lines[n].text) for n in between) > 2 * MAX_MAIL_WEIGHT:
            break
        positions |= {*between, *inner}
        run = inner
    for n in range(run[-1] + 1, min(run[-1] + 1 + MAX_MAIL_LINES, len(lines) - 1)):
        below = lines[run[-1] + 1 : n]
        if sum(weight(line.text) for line in below) > MAX_MAIL_WEIGHT:
            break
        if _is_title_above_stops(lines, n) or _begins_stop(lines[n]):
            return frozenset(positions | set(range(run[-1] + 1, n)))
    return frozenset(positions)


def find_words_to_reader(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of a salutation on the first lines and of the words about the text that stand below it."""
    start = next((n for n, line in enumerate(lines[:MAX_LINES_ABOVE]) if _is_salutation(line.text)), None)
    if start is None:
        return frozenset()
    for n in range(start + 1, min(start + 1 + MAX_MAIL_LINES, len(lines) - 1)):
        words = " ".join(line.text for line in lines[start:n])
        if weight(words) > MAX_MAIL_WEIGHT or _begins_stop(lines[n]) or lines[n].kind in ("heading", "title"):
            is_letter = n > start + 1 or lines[start].text.rstrip()[-1:] not in ",，:：!！"
            return frozenset(range(start, n)) if is_letter and ABOUT_THE_TEXT.search(words) else frozenset()
        if n > start + 1 and _is_title_above_stops(lines, n) and ABOUT_THE_TEXT.search(words):
            return frozenset(range(start, n))
    return frozenset()


def _is_salutation(text: str) -> bool:
    return SALUTATION.match(text) is not None and len(text) <= MAX_MAIL_WEIGHT


def _begins_stop(line: Line) -> bool:
    """Whether a line is a short one with a stop's number."""
    return heading_like(line.text) and read_stop_number(line.text) is not None


def find_quoted_mail(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of an older mail that is quoted below the text of a newer one, to the end."""
    for n, line in enumerate(lines):
        if n < MIN_LINES_ABOVE_QUOTE or not (_begins_quote(lines, n) or ATTRIBUTION.fullmatch(line.text)):
            continue
        above, below = lines[:n], lines[n:]
        if _count_stops(above) > _count_stops(below):
            return frozenset(range(n, len(lines)))
    return frozenset()


def _begins_quote(lines: Sequence[Line], n: int) -> bool:
    """Whether the head of a mail stands here."""
    fields = sum(bool(MAIL_FIELD.fullmatch(line.text)) for line in lines[n : n + 4])
    return fields >= 3 and any(MAIL_OWN_FIELD.fullmatch(line.text) for line in lines[n : n + 4])


def _count_stops(lines: Sequence[Line]) -> int:
    return sum(
        line.kind == "heading" or (heading_like(line.text) and read_stop_number(line.text) is not None)
        for line in lines
    )


def _is_title_above_stops(lines: Sequence[Line], n: int) -> bool:
    text, following = lines[n].text, lines[n + 1].text
    is_title = heading_like(text) and not GREETING.match(text) and read_stop_number(text) is None
    return is_title and (lines[n + 1].kind == "heading" or read_stop_number(following) is not None)


def _credits_to_the_end(lines: Sequence[Line], heading: int) -> set[int]:
    """Positions of a heading of credits and the short lines below it, where nothing else follows."""
    below = range(heading + 1, len(lines))
    if not 0 < len(below) <= MAX_CREDITS:
        return set()
    if any(len(lines[n].text) > MAX_CREDIT or SENTENCE_END.search(lines[n].text) for n in below):
        return set()
    return {heading, *below}


def find_imprint(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of a page with rights and publisher: its heading and what stands under it."""
    positions: set[int] = set()
    for n, line in enumerate(lines):
        if CREDITS.fullmatch(line.text) or IMPRINT.fullmatch(line.text):
            positions |= _credits_to_the_end(lines, n)
        if n > 0 and SOURCES.fullmatch(line.text) and n + 1 < len(lines):
            below = lines[n + 1 :]
            if sum(weight(other.text) for other in below) <= MAX_SOURCES and not any(
                other.kind in ("heading", "cell") or TO_LISTENERS.search(other.text) for other in below
            ):
                positions |= set(range(n, len(lines)))
        if line.kind != "heading" or not IMPRINT.fullmatch(line.text):
            continue
        positions.add(n)
        for m in range(n + 1, len(lines)):
            if lines[m].kind in ("heading", "title", "cell"):
                break
            positions.add(m)
    return frozenset(positions)
