"""What a document says about its own making: versions, approval, distribution, in five languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import aside_patterns, patterns
from .outline import Line, weight
from .section_extent import find_section_end
from .stop_numbers import read_stop_number

MAX_LINE = 60
"""Weight of the longest line below such a heading that still belongs to it."""
MAX_LINES = 30
FRAME = r"[\s【\[〔(（]*(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[A-Z])\s*[.、．)）]\s*)?"
RECORDS = re.compile(
    FRAME + r"(?:(?:文[档件稿案]|[版稿]本|讲解[词稿]|講解[詞稿]|本[稿文]|脚本)?"
    r"(?:修[订改]|版[本次]|变更|更新|更改|改版|修訂|變更)"
    r"(?:历史|历程|记录|紀錄|记錄|日志|日誌|说明|說明|履历|情况|歷史|清单)(?:表)?"
    r"|(?:文[档件]|版本)(?:控制|管理|信息|属性|資訊)(?:表)?"
    r"|(?:审[批核定校阅签]|會?签|会签|签[批发署字核]|审稿|复核|核准|批准|簽核|審[批核定])(?:记录|紀錄|意见|意見"
    r"|表|页|頁|栏|欄|单|單|流程|签字|确认)(?:表|栏|页)?"
    r"|(?:分发|发放|发送|分送|抄送|传阅|分發|發放|傳閱)(?:名单|名單|范围|範圍|清单|列表|记录|对象|单位)(?:表)?"
    r"|(?i:(?:document|version|revision|amendment|change|edit(?:ing)?|release|script|draft|update)s?[ -]"
    r"(?:history|control|log|record|status|information|details)s?(?: table| sheet)?"
    r"|(?:record|history|log|table|list|summary) of (?:changes|revisions|amendments|versions|approvals?|edits)"
    r"|change ?log|(?:document )?(?:sign[ -]?offs?|reviewers?(?: and approvers?)?|approvers?)(?: sheet| page| list)?"
    r"|(?:approval|review|sign[ -]?off)s? (?:record|sheet|history|status|block|signatures?|log|and sign[ -]?off)s?"
    r"|(?:distribution|circulation|mailing) (?:list|record)|(?:copies to|cc list)"
    r"|(?:historique|suivi|journal|liste|tableau|gestion|contrôle) des? (?:la |l['’])?(?:versions?|révisions?"
    r"|modifications?"
    r"|changements?|documents?|mises à jour)|historique du document"
    r"|(?:liste|fiche|page) (?:de|d['’])\s?(?:diffusion|approbation|validation|destinataires)|visas(?: et signatures)?"
    r"|(?:historial|registro|control|tabla|lista|hoja) de (?:la |las |los )?(?:versi(?:ón|ones)|cambios"
    r"|revisi(?:ón|ones)"
    r"|modificaciones|documentos?|distribución|aprobación|aprobaciones|firmas)"
    r"|(?:änderungs|versions|revisions|dokument(?:en)?|bearbeitungs)[- ]?(?:historie|verlauf|verzeichnis|protokoll"
    r"|nachweis|übersicht|index|liste|lenkung|stand|geschichte)|verteiler(?:liste)?|(?:prüf"
    r"|freigabe)(?:vermerke?|nachweise?"
    r"|protokolle?|blatt)))\s*[】\]〕)）]?\s*[:：]?"
)
"""Headings that name nothing but such records."""
APPROVALS = re.compile(
    FRAME + r"(?:审[批核定签]|批准|签[发批字署]|會?签|会签|簽核|審[批核定]|分发|抄送"
    r"|(?i:(?:document )?(?:approvals?|distribution|circulation|revisions?|amendments?|changes|versions?"
    r"|reviews?|signatures?"
    r"|sign[ -]?off|authori[sz]ation)"
    r"|approbations?|validation|diffusion|révisions?|modifications|destinataires|historique"
    r"|aprobaci(?:ón|ones)|validación|distribución|revisi(?:ón|ones)|cambios|firmas|destinatarios"
    r"|freigaben?|genehmigung|prüfung|verteilung|änderungen|unterschriften))\s*[】\]〕)）]?\s*[:：]?"
)
"""Headings that may be a story's too: what stands below them decides."""
COLUMNS = re.compile(
    r"(?:版[本次]号?|版號|序号|编号|日期|时间|修[订改]人|修[订改](?:内容|说明|日期|原因)|变更(?:内容|说明|人)"
    r"|作者|编[写制]人?|审[核批]人?|批准人?|签[字名]|姓名|部门|单位|职务|说明|状态|内容|備註|备注|修訂人|份数"
    r"|(?i:v(?:er(?:si[oó]n)?)?\.?(?: ?(?:no|number|nr|n°)\.?)?|rev(?:ision|isión|\.)?|révision|issue|draft"
    r"|no\.?|nr\.?|dates?|datum|fecha"
    r"|author(?:\(s\))?|auteur|autora?|autorin?|bearbeiter(?:in)?|changes?|change description"
    r"|description(?: of changes?)?"
    r"|summary(?: of changes?)?|comments?|remarks?|reasons?|changed by|edited by|by|name|role|title|position|department"
    r"|organi[sz]ation|signature|signed|approved(?: by)?|reviewed(?: by)?|approver|reviewer|status|copies"
    r"|copy no\.?|e-?mail"
    r"|modifications?|objet|nom|fonction|visa|statut|service|cambios?|descripción|motivo|nombre|cargo|firma"
    r"|estado|modificación"
    r"|änderung(?:en)?|fassung|stand|beschreibung|grund|funktion|unterschrift|abteilung))"
)
"""What the columns of such records are called."""
ENTRY = re.compile(r"[:：]\s*\S|[_＿]{3,}|\d{1,4}[-./年]\d{1,2}|\b(?:19|20)\d\d\b|^[\s•●*–-]*[vV]?\d{1,2}\.\d")
"""An entry of such records: a field, a place to sign, a date, a version."""
OWN_COLUMNS = re.compile(
    r"版[本次]号?|版號|修[订改].*|变更.*|修訂人|批准人?|签[字名]|(?i:v(?:er(?:si[oó]n)?)?\.?(?: ?(?:no"
    r"|number)\.?)?|rev(?:ision|isión|\.)?"
    r"|révision|issue|draft|changes?|change description|.*of changes?|changed by|signature|signed|approved(?: by)?"
    r"|reviewed(?: by)?|approver|reviewer|modifications?|visa|cambios?|firma|modificación|änderung(?:en)?|unterschrift)"
)
"""Columns that no table of stops has."""


def find_administration(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of records of the document itself: their heading and the short lines below it."""
    positions: set[int] = set()
    for n, line in enumerate(lines):
        certain = RECORDS.fullmatch(line.text)
        if n in positions or not (certain or APPROVALS.fullmatch(line.text)):
            continue
        below = _lines_below(lines, n)
        if certain or _holds_nothing_else(lines, n, below):
            positions |= {n, *below}
    return frozenset(positions)


def _holds_nothing_else(lines: Sequence[Line], heading: int, below: Sequence[int]) -> bool:
    """Whether nothing but fields stands below a heading, up to the next one of its level."""
    if not all(ENTRY.search(lines[n].text) for n in below):
        return False
    end = heading + 1 + len(below)
    if end == len(lines):
        return True
    line, following = lines[heading], lines[end]
    if line.kind == "heading":
        return following.kind == "title" or (following.kind == "heading" and following.level <= line.level)
    return following.kind in ("heading", "title") or following.block.bold or bool(below)


def _lines_below(lines: Sequence[Line], heading: int) -> list[int]:
    """Positions of the short lines below a heading, up to the next one, a sentence or the table of contents."""
    positions: list[int] = []
    for n in range(heading + 1, min(heading + 1 + MAX_LINES, find_section_end(lines, heading))):
        line = lines[n]
        if line.kind == "heading" or line.block.bold or weight(line.text) > MAX_LINE:
            break
        if is_prose(line.text) or aside_patterns.CONTENTS_HEADING.fullmatch(line.text) or _begins_something(lines, n):
            break
        positions.append(n)
    return positions


def _begins_something(lines: Sequence[Line], n: int) -> bool:
    """Whether a short line is a heading, by its number or the sentence below it."""
    text = lines[n].text
    following = lines[n + 1].text if n + 1 < len(lines) else ""
    number = read_stop_number(text)
    if number is not None and number.family == "stop":
        return True
    return patterns.heading_like(text) and not ENTRY.search(text) and is_prose(following)


def is_prose(text: str) -> bool:
    """Whether a line is a sentence of its own and no entry of a list."""
    return (
        bool(patterns.SENTENCE_END.search(text))
        and weight(text) > 12
        and not re.match(r"[\s●•*–-]*(?:[vV]\s?\d|\d{1,2}[.]\d|\d{4}|[^。.]{1,20}[:：])", text)
    )


def is_record_table(header: Sequence[str]) -> bool:
    """Whether the cells of a header row name a table of versions or signatures."""
    cells = [re.sub(r"[\s*＊:：]+", " ", cell).strip() for cell in header if cell.strip()]
    return (
        len(cells) >= 2
        and all(COLUMNS.fullmatch(cell) for cell in cells)
        and any(OWN_COLUMNS.fullmatch(cell) for cell in cells)
    )
