"""Words for those who lead a tour or keep its text, not for visitors: notes, reminders, timetables of a day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import patterns
from .addressees import FOR_VISITORS, VISITOR_HINT
from .outline import Line, weight
from .stop_numbers import read_stop_number
from .tour_staff import TOUR_STAFF_EN, TOUR_STAFF_ZH

NOTES_ZH = r"注意(?:事[项項])?|[须須]知|[备備][注註忘](?:[录錄])?|[说說]明|提示|提醒|要求|安排|流程|事[项項]|用"
STAFF_LABEL = re.compile(
    rf"[【\[〔(（※*]*\s*(?:(?:给|給|致|对|對)?(?:各位)?(?:{TOUR_STAFF_ZH})(?:们|們)?的?(?:{NOTES_ZH})"
    rf"|(?:给|給|致|对|對)(?:各位)?(?:{TOUR_STAFF_ZH})(?:们|們)?的?[话話]"
    rf"|(?:给|給|[仅僅]?限|[仅僅]供)(?:各位)?(?:{TOUR_STAFF_ZH})(?:们|們)?(?:使用)?(?=\s*[】\]〕)）:：])"
    r"|[译譯]者(?:[说說]明|按|[备備]?[注註])|[翻译譯]{2}[说說]明"
    rf"|[备備]忘(?:[录錄])?|待[办辦](?:事[项項])?"
    r"|(?:工作|接待|[活动動]{2}|[当當][天日](?:活[动動])?|[团團][队隊]|[带帶][队隊])(?:流程|安排|[须須]知"
    r"|[备備]忘|要求)"
    r"|[^:：。\n]{0,8}(?:流程|安排|[备備]忘|[须須]知)[(（]内部[)）]"
    rf"|(?i:(?:{TOUR_STAFF_EN})s?(?:['’]s?)? (?:notes?|reminders?|memos?|instructions?|tasks?|info(?:rmation)?)"
    r"|(?:notes?|reminders?|memos?|instructions?) (?:for|to) [^:：\n]{3,40}|memo(?:randum)?|to[- ]?do(?: list)?"
    rf"|(?:{TOUR_STAFF_EN})s? only"
    rf"|for (?:(?:the|our|all) )?(?:{TOUR_STAFF_EN})s?(?: (?:eyes )?only)?(?=\s*[】\]〕)）:：])"
    r"|translator(?:['’]s)? notes?|notes? d[ue] (?:la )?traduct(?:eur|rice)|notas? del? (?:la )?traductora?"
    r"|anmerkung(?:en)? de[sr] übersetzer(?:s|in)?|réservé au personnel|(?:solo|sólo)(?: para)?(?: el)? personal"
    r"|nur für (?:das )?(?:personal|mitarbeiter|führer)"
    r"|don['’]t forget"
    r"|housekeeping|(?:running order|schedule|timetable) (?:for|of) the day"
    r"|pense[- ]bête|mémo|à faire|à ne pas oublier|(?:notes?|rappels?|consignes?|remarques?)"
    r" (?:interne|de service|de l['’]équipe|d[ue] (?:garde|guide|gardien)|pour|aux?|à)\b[^:：\n]{0,40}"
    r"|à l['’]attention (?:de|des|du) [^:：\n]{2,40}"
    r"|recordatorio|pendientes?|por hacer|no olvidar|(?:notas?|avisos?|instrucciones) (?:intern[ao]s?|para|al?"
    r"|del?)\b[^:：\n]{0,40}"
    r"|merkzettel|nicht vergessen|zu erledigen|intern|(?:interne[rs]? )?(?:hinweise?|notiz(?:en)?|vermerke?"
    r"|anmerkung(?:en)?)"
    r" (?:für|an)\b[^:：\n]{2,40}|interne[rs]? (?:hinweise?|notiz|vermerk)"
    r"|(?:achtung|attention|atención|attn\.?) (?:führung(?:en)?|führer|guides?|guías?|bénévoles)|(?:ranger"
    r"|mitarbeiter|personal|führer|gästeführer|team)[- ]?(?:hinweise?|notiz(?:en)?|info)))"
    r"\s*[】\]〕)）]?\s*(?:[:：](?!\d)|(?<=[】\]〕)）])|$)\s*"
)
"""What stands before a note for staff."""
INTERNAL = re.compile(
    r"内部(?:使用|[资資]料|文件|[传傳][阅閱])|[请請]?勿外[传傳]|不得外[传傳]|[仅僅]供(?:内部|[讲講导導]|志"
    r"|[义義]工|工作)"
    r"|(?:本[稿文]|此[稿文])供.{2,12}使用"
    r"|(?i:\b(?:not for (?:distribution|circulation|publication)|do not (?:distribute|circulate|publish|share)"
    r"|internal use"
    r"|for internal|working (?:document|draft|copy)|work in progress"
    r"|ne pas diffuser|diffusion interne|document de travail|usage interne|document interne|version provisoire"
    r"|no (?:difundir|distribuir|publicar)|uso interno|documento (?:de trabajo|interno)|documento preparado"
    r"|interner gebrauch|internen gebrauch|nur (?:intern|zum internen)|nicht (?:weitergeben|veröffentlichen"
    r"|verbreiten|zur)"
    r"|arbeits(?:fassung|papier|exemplar|dokument))\b)"
)
"""A document that is not for everybody, or a text that is not finished."""
CLOCK = re.compile(
    r"[\s●•*\-–]*(?:[上下]午)?\d{1,2}\s?[:：.hH]\s?\d{2}(?:\s?Uhr"
    r"|\s?h)?(?:\s?[-–—~至到]\s?\d{1,2}[:：.h]\d{2})?(?:[ 　\t,，:：–—-]+\S|(?=[\u4e00-\u9fff]))"
)
"""08:30 集合: a line of a timetable."""
APPENDIX = re.compile(
    r"附(?:件|录|錄|表|注)?[\s一二三四五六\d]{0,3}[:：][^。！？\n]{1,30}|附(?:件|录|錄|表)[\s一二三四五六\d]{0,3}"
    r"|(?:致|鸣)谢|鳴謝|致謝"
    r"|(?i:(?:appendi(?:x|ces)|annexe?s?|anexos?|apéndices?|anh[aä]nge?|anlagen?)\b[^.!?\n]{0,50}"
    r"|acknowledge?ments?|remerciements|agradecimientos|danksagung(?:en)?|dank)"
)
"""Headings behind the last stop of what belongs to the document."""
FAREWELL = re.compile(
    r"再[见見会會]|祝|谢谢|謝謝|感谢|感謝|(?i:\b(?:thank|goodbye|farewell|enjoy|merci|au revoir|gracias|adiós"
    r"|danke|wiedersehen)\b)"
)
TO_GUIDE = re.compile(
    r"\s*(?:Guide|Guía|Docent|Ranger|Steward|Führer(?:in)?|Guides?|Leader|Staff)\s?[:：]\s*(?=[a-zà-ÿ])"
)
"""Guide: unlock the lower door first. – what goes on in small letters is no speech of the guide's."""
MAX_NOTE = 200
"""Characters of the longest note on a line of its own."""
MAX_BELOW = 80
"""Weight of the longest line below a note that goes on with it."""


def find_staff_notes(lines: Sequence[Line], first_heading: int, last_heading: int) -> frozenset[int]:
    """Return the positions of notes for staff, of timetables with their headings, and of lines that go on with a note.

    ``first_heading`` and ``last_heading`` are the positions of the first and last heading of a stop.
    """
    positions: set[int] = set()
    for n, line in enumerate(lines):
        if n in positions or line.kind == "cell":
            continue
        if is_staff_label(line.text):
            positions.add(n)
            positions |= _find_lines_below(lines, n, is_closing=n > last_heading)
        elif (n < first_heading or n > last_heading) and _is_internal(line):
            positions.add(n)
        elif n > first_heading and is_appendix(line.text) and _closes(lines, n):
            appendix = _below_appendix(lines, n)
            is_bare = len(appendix) == 1 and line.kind == "heading"
            positions |= set() if is_bare else appendix  # a heading without words is asked about elsewhere
    return frozenset(positions | _find_timetables(lines))


def is_staff_label(text: str) -> bool:
    """Whether a line opens with the label of a note for staff."""
    if len(text) > MAX_NOTE or VISITOR_HINT.match(text):
        return False
    if (label := TO_GUIDE.match(text)) is not None:
        return not FOR_VISITORS.search(text, label.end())
    return STAFF_LABEL.match(text) is not None


def is_appendix(text: str) -> bool:
    """Whether a heading names a part that belongs to the document and is no stop."""
    return bool(APPENDIX.fullmatch(text.strip(" 　【】[]〔〕:：")))


def _closes(lines: Sequence[Line], n: int) -> bool:
    """Whether little stands behind a heading, and no other part of the text."""
    behind = sum(weight(line.text) for line in lines[n:])
    return behind * 2 < sum(weight(line.text) for line in lines[:n])


def _below_appendix(lines: Sequence[Line], n: int) -> set[int]:
    """Positions of the heading of an appendix and of what stands below it."""
    own = lines[n]
    positions = {n}
    for m in range(n + 1, len(lines)):
        line = lines[m]
        is_next = line.kind == "heading" and (own.kind != "heading" or line.level <= own.level)
        if is_next or line.kind == "title" or (own.block.bold and line.block.bold and _begins_stop(line)):
            break
        positions.add(m)
    return positions


def _is_internal(line: Line) -> bool:
    is_text = line.kind not in ("heading", "title", "cell")
    return is_text and len(line.text) <= MAX_NOTE and INTERNAL.search(line.text) is not None


def _begins_stop(line: Line) -> bool:
    number = read_stop_number(line.text)
    is_titled = number is not None and patterns.heading_like(line.text)
    return line.kind in ("heading", "title", "cell") or line.block.bold or is_titled


def _find_lines_below(lines: Sequence[Line], n: int, is_closing: bool) -> set[int]:
    """Lines that belong to a note: below a label alone on its line, and short ones behind one that closes the text."""
    label = STAFF_LABEL.match(lines[n].text)
    is_alone = label is not None and label.end() == len(lines[n].text)
    positions: set[int] = set()
    for m in range(n + 1, len(lines)):
        line = lines[m]
        is_item = is_alone and patterns.lead(line.text)[0] > 0 and patterns.SENTENCE_END.search(line.text) is not None
        if (_begins_stop(line) and not is_item) or FAREWELL.search(line.text) or weight(line.text) > MAX_BELOW:
            break
        if not (is_alone or is_closing):
            break
        positions.add(m)
    return positions


def _find_timetables(lines: Sequence[Line]) -> set[int]:
    """Positions of lines side by side that open with a time of day, and of the heading above them."""
    positions: set[int] = set()
    n = 0
    while n < len(lines):
        end = n
        while end < len(lines) and lines[end].kind != "cell" and _is_of_timetable(lines[end].text):
            end += 1
        if end - n >= 2:
            positions |= set(range(n, end))
            above = lines[n - 1] if n else None
            if above is not None and above.kind != "title" and patterns.heading_like(above.text.rstrip(":：")):
                number = read_stop_number(above.text)
                positions |= {n - 1} if number is None or number.family != "stop" else set()
        n = max(end, n + 1)
    return positions


def _is_of_timetable(text: str) -> bool:
    return len(text) <= MAX_NOTE // 2 and CLOCK.match(text) is not None and not re.search(r"[。！？!?].", text)


IN_BRACKETS = re.compile(
    r"(?:在?(?:此[处處时時]?|[这這][里裡儿]|到此))(?:可|[请請]|需|要|[应應]|禁止|[严嚴]禁|[让讓]|路滑|停|注意|等"
    r"|不|人多|有[坡台]|[台臺][阶階])"
    rf"|停留|等(?:待|候)?[约約]?[一二两兩三四五六七八九十\d]+(?:分|秒)|.{{0,12}}(?:提醒|[请請]提醒"
    rf"|引[导導](?:游客|[观觀][众眾]|大家))"
    rf"|(?:[请請由])?(?:{TOUR_STAFF_ZH})(?![^，。]{{0,6}}(?:[是曾]|(?<!站)在))|(?:[让讓带帶]|[邀]?[请請])(?:游客|遊客"
    rf"|大家|[观觀][众眾]|[学學]生|孩子|[团團][队隊]|小朋友)"
    r"|[视視](?:[时時][间間]|情[况況]|客流)|如(?:遇|有[时時][间間]|[时時][间間])|注意(?:安全|[脚腳]下|事[项項])"
    r"|(?i:(?:remind|make sure|watch (?:that|for|out)|check|warn|wait|count|mind the|don['’]t let|do not let"
    r"|if (?:there is )?time|time permitting"
    r"|weather permitting|skip|\d+ min(?:ute)?s?\b|rangers?|staff|volunteers?|leaders?|stewards?)\b"
    r"|(?:rappeler|rappelez|faire attention|attention|vérifier|vérifiez|compter|comptez|si le temps|demander"
    r"|demandez|penser à|laisser"
    r"|recordar|recuerde|avisar|avise|cuidado|si (?:hay|da) tiempo|pedir|preguntar|comprobar|contar|dejar"
    r"|erinnern|darauf achten|achten|vorsicht|falls zeit|wenn zeit|bei regen|fragen|nachfragen|zählen|prüfen"
    r"|warten|hinweisen"
    r"|.{2,30} (?:erinnern|hinweisen|abwarten|zeigen lassen|fragen|zählen lassen))\b)"
)
"""How a bracket between sentences begins that tells those who lead the tour what to do."""


def is_staff_bracket(content: str) -> bool:
    """Whether what stands in brackets between two sentences is for those who lead the tour."""
    return len(content) <= MAX_BELOW and IN_BRACKETS.match(content) is not None and not re.search(r"[。！？].", content)
