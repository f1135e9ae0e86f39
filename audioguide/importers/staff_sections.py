"""Sections of a document for the people who run a tour: Logistics, 工作人员检查表, Nutzungsbedingungen.

No single sign decides: what the section is called, that it alone has no number, that it stands first or last, what it
is about, and whether it speaks to those who listen are counted together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import aside_patterns, patterns
from .addressees import TO_LISTENERS, find_addressee
from .aside_patterns import SECTION_NAME
from .line_memory import remember_lines
from .outline import Line, weight
from .practical_sections import practical_signs
from .stop_numbers import read_stop_number
from .tour_staff import TOUR_STAFF_EN, TOUR_STAFF_ZH

MAX_SECTION = 600
"""Weight of the text of a section above which it is a stop like any other."""
MIN_NUMBERED = 2
"""Numbered headings from which one without a number stands apart."""
MIN_SIGNS = 3
MAX_HEADING = 40
"""Characters of the longest heading of such a section."""
MAX_TAIL = 120
"""Weight of what stands behind the last dividing line."""

_TEAM_ZH = rf"(?:[现現]场|[当當]班|景区|景區|本馆|本館|[馆館]内|[馆館]方|全[体體])?(?:{TOUR_STAFF_ZH})"
_PAPER_ZH = (
    r"(?:[检檢][查核]|自查|巡[查检檢]|[备備]品)?(?:[须須]知|[清名][单單]|[备備][忘注註查]录?|提[示醒要]|[说說]明|注意事[项項]|事[项項]|信息|資訊|安排|要求"
    r"|[联聯][系絡络](?:方式|人|表)?|[职職][责責]|守[则則]|手[册冊]|通[讯訊][录錄]|值班表|排班表?|分工|表|用[语語]|工作)"
)
_TEAM_NAMES = re.compile(
    rf"(?:[给給致])?{_TEAM_ZH}(?:的|用)?{_PAPER_ZH}|{_PAPER_ZH}[（(]{_TEAM_ZH}(?:用|使用|[专專]用)?[)）]"
    rf"|[给給致]{_TEAM_ZH}(?:的[话話])?|[内內]部(?:使用|[资資]料|文件|留存)"
    rf"|(?i:(?:{TOUR_STAFF_EN})s?['’]?"
    r"[ -](?:only|use only|use|notes?|checklists?|info(?:rmation)?|instructions?|to[- ]?dos?|contacts?|briefing"
    r"|reminders?|guidance|matters|rota|duties|jobs|requirements?|details|data|credits?)"
    r"|(?:notes?|instructions?|information|checklist|reminders?|guidance|briefing) (?:for|to) (?:the |our |all )?"
    rf"(?:{TOUR_STAFF_EN})s?|for (?:the )?(?:{TOUR_STAFF_EN})s?(?: only)?"
    r"|(?:notes?|consignes|instructions|informations?|remarques) (?:pour|à|au|aux|à l['’]attention (?:de|du|des))"
    r" ?(?:le |la |les |l['’])?(?:personnel|équipe|guides?|bénévoles|animateurs|accompagnateurs)"
    r"|(?:notes?|remarques|consignes) internes?"
    r"|(?:notas?|instrucciones|información|avisos?) (?:para|al|a) ?(?:el |la |los |las )?"
    r"(?:personal|equipo|guías?|voluntari[oa]s|monitores|conductores)|(?:notas?|instrucciones) internas?"
    r"|(?:hinweise?|anweisung(?:en)?|information(?:en)?|notiz(?:en)?) (?:für|an) (?:das |die |den |unser )?"
    r"(?:personal|team|mitarbeit\w+|guides?|führer\w*|ehrenamtlich\w*|lehrkräfte|ranger\w*|fahrer\w*)"
    r"|interne hinweise)"
)
"""Words to those who run the tour, by name."""
_CERTAIN_NAMES = re.compile(
    rf"{_TEAM_NAMES.pattern}|后勤(?:保障|安排)?|後勤|使用(?:[条條]款|[许許]可|授[权權]|[规規]定)"
    r"|授[权權](?:[说說]明|范[围圍]|信息)?|[检檢]查(?:表|清[单單])|交接(?:班|事[项項]|清[单單])?"
    r"|排班表?|待[办辦](?:事[项項])?|[设設][备備](?:清[单單]|[说說]明|管理|借用|[归歸][还還])"
    r"|物[资資料](?:清[单單]|准[备備])|[录錄]音[说說]明"
    r"|[制製]作(?:[说說]明|信息|[团團][队隊]|人[员員])|技[术術](?:[说說]明|要求|[参參][数數])"
    r"|[应應]急(?:[预預]案|[联聯][系絡]人?|[电電][话話]|[处處]置)"
    r"|更新[计計][划劃]|[费費]用(?:[说說]明)?|[经經][费費]|[预預]算|[结結]算(?:方式)?|[场場]地(?:布置|[维維][护護])"
    r"|(?i:logistics|terms(?: of (?:use|service)| (?:and|&) conditions)?|conditions of (?:use|hire)|licen[cs](?:e|ing)"
    r"(?: (?:terms|notice|information))?|rights(?: and permissions)?|check ?lists?|to[- ]?do(?: list)?s?|housekeeping"
    r"|risk assessment|emergenc(?:y|ies)(?: (?:contacts?|procedures?|numbers?))?|budget|costs?|fees?|invoic\w+"
    r"|admin(?:istration)?|rota|kit list|health (?:and|&) safety|equipment (?:list|hire|return|loan)"
    r"|logistique|conditions (?:d['’]utilisation|générales)|licences?|droits|usage interne|à faire"
    r"|liste de (?:contrôle|vérification|matériel)|check-?list|urgences?|fiche technique|retour des appareils"
    r"|logística|condiciones (?:de uso|generales)|licencias?|derechos|uso interno|pendientes|tareas"
    r"|lista de (?:control|comprobación|verificación|tareas|material)|emergencias?|ficha técnica"
    r"|logistik|nutzungs(?:bedingungen|rechte|hinweise)|lizenz(?:en|hinweise?)?|rechte|interna"
    r"|checkliste|prüfliste|(?:nur )?(?:für den )?(?:internen?|dienst)(?:er|en)? ?gebrauch|intern|aufgaben(?:liste)?"
    r"|notf(?:all|älle)\w*|organisatorisches|geräte(?:ausgabe|rückgabe|ausleihe|liste)|materialliste)"
)
"""What only a section for staff is called."""
_DOUBTFUL_NAMES = re.compile(
    r"(?:[设設][备備]|器材|技[术術]|[维維][护護]|保[养養]|[备備][注註]|附[注註则則]|[说說]明|其他|其它|安全|[联聯][系絡络])"
    r"|(?i:equipment|technical|technology|maintenance|set-?up|notes?|contacts?|other|misc(?:ellaneous)?|safety"
    r"|bookings?"
    r"|distribution|storage|batteries|devices|headsets|matériel|technique|équipement|entretien|sécurité|divers|notes"
    r"|material(?:es)?|equipo|técnica|mantenimiento|seguridad|varios|otros|notas"
    r"|technik|geräte|ausrüstung|material|wartung|sicherheit|sonstiges|hinweise|bemerkungen)"
)
"""What a stop might be called too."""
LABEL = re.compile(r"[\s●•*※（(【\[-]*(?P<name>[^\s:：][^:：。！？.!?\n]{0,40}?)\s*[】\]]?\s*[:：]\s*(?=\S)")
CONNECTOR = re.compile(r"\s*(?:[/&,，、·+;；]|以及|[和与與及]|\s(?:and|und|et|y|e)\s)\s*|\s[-–—]\s", re.IGNORECASE)
_OPERATIONS = re.compile(
    r"[钥鑰]匙|充[电電]|[电電]池|清[点點]|[归歸][还還]|登[记記]|值班|[签簽]到|仓[库庫]|倉[库庫]|[柜櫃]子?[里裡中内內]|[办辦]公室|[备備]用|交[还還班接]|更[换換]|擦拭"
    r"|[设設][备備]|耳[机機]|[讲講]解[机機器]|工作人[员員]|[内內][线線]|分[机機]号?|授[权權]|[许許]可|合同|[发發]票|打[扫掃]|[报報]修|[维維]修"
    r"|(?i:\b(?:keys?|cupboard|cabinet|charg(?:e|ed|er|ers|ing)|batter(?:y|ies)|devices?|headsets?|handsets?|spares?"
    r"|spare|office|staff|invoices?|licen[sc]ed?|insurance|permits?|ext(?:ension)?\.|volunteers?|storeroom|locker|rota"
    r"|reception desk|laminated|batch|tickets? (?:desk|office)|coach|minibus|driver|allergies|first aid|supplier"
    r"|clés?|armoire|appareils?|chargé\w*|recharg\w+|bureau|poste \d+|personnel|accueil|casques|piles|réserve|licence"
    r"|bénévoles?|facture|llaves?|armario|dispositivos?|cargar|recargar|oficina|personal|recepción|auriculares|pilas"
    r"|almacén|licencia|voluntari[oa]s|factura|extensión|schlüssel|schrank|geräte?|geladen|aufladen|akkus?|batterien"
    r"|büro|durchwahl|rückfragen|mitarbeit\w+|personal|kopfhörer|empfang|lager|lizenz\w*|rechnung|ehrenamtlich\w*"
    r"|kasse|ersatz\w*)\b)"
)
"""What those who run a tour do, keep and pay."""
_HISTORY = re.compile(
    r"\b1\d{3}\b|[一二][〇零一二三四五六七八九]{3}年|世[纪紀]|[当當][年时時]|[从從]前|曾|[朝代]代|[清明唐宋元][朝代]|民[国國]"
    r"|(?i:\b(?:was|were|had|did|used to|once|century|était|étaient|fut|furent|avait|avaient|siècle|fue|fueron|era|eran"
    r"|había|habían|siglo|war|waren|wurden?|hatten?|lief|jahrhundert)\b)"
)
"""How a text tells of the past."""


def find_staff_sections(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of such sections, their headings included, and of what a last dividing line sets apart."""
    headings = [n for n in range(len(lines)) if _may_head(lines, n)]
    numbered = [n for n in headings if _carries_number(lines[n])]
    marked, counted = frozenset(headings), frozenset(numbered)
    positions: set[int] = set(_find_tail(lines))
    for n in headings:
        if n == 0 or n in positions:
            continue
        below = _lines_below(lines, n, marked)
        if below and _count_signs(lines, n, below, headings, counted) >= MIN_SIGNS:
            positions |= {n, *below}
    return frozenset(positions)


def _may_head(lines: Sequence[Line], n: int) -> bool:
    line = lines[n]
    if line.kind in ("title", "cell", "contents", "caption") or len(line.text) > MAX_HEADING:
        return False
    marked = line.kind == "heading" or line.block.bold
    return marked or _carries_number(line) or (patterns.heading_like(line.text) and _name_signs(line.text) > 0)


def _carries_number(line: Line) -> bool:
    if line.block.number:
        return True
    marked = line.kind == "heading" or line.block.bold
    return patterns.heading_like(line.text) and read_stop_number(line.text, in_heading=marked) is not None


@remember_lines
def _name_signs(text: str) -> int:
    """How far its name alone shows what a section is: 2 for certain, 1 for doubtful names, 0 for any other."""
    number = read_stop_number(text, in_heading=True)
    text = (text[number.length :] if number else text).strip(" \t　【】[]〔〕:：*—-")
    names = [name for name in CONNECTOR.split(text) if name and name.strip()]
    certain = [bool(_CERTAIN_NAMES.fullmatch(name) or practical_signs(name) == 2) for name in names]
    if not names or not all(c or _DOUBTFUL_NAMES.fullmatch(name) for c, name in zip(certain, names, strict=True)):
        return 2 if _CERTAIN_NAMES.fullmatch(text) else 0
    return 2 if any(certain) else 1


def _lines_below(lines: Sequence[Line], heading: int, headings: frozenset[int]) -> list[int]:
    """Positions of the text below a heading, up to the next one of its level."""
    below: list[int] = []
    for n in range(heading + 1, len(lines)):
        line = lines[n]
        deeper = line.kind == "heading" and lines[heading].kind == "heading" and line.level > lines[heading].level
        if (n in headings and not deeper) or line.kind in ("cell", "title"):
            break
        below.append(n)
    return below


def _count_signs(
    lines: Sequence[Line], heading: int, below: Sequence[int], headings: Sequence[int], numbered: frozenset[int]
) -> int:
    """How many signs speak for a section for staff; ``headings`` are in order, this section's is not the first line."""
    text = "\n".join(lines[n].text for n in below)
    if weight(text) > MAX_SECTION or TO_LISTENERS.search(text):
        return 0
    first_other = 1 if headings[0] == 0 else 0
    named = _name_signs(lines[heading].text)
    if SECTION_NAME.fullmatch(lines[heading].text) or (named < 2 and heading in numbered):
        return 0
    apart = heading not in numbered and len(numbered) >= MIN_NUMBERED
    outside = heading in (headings[first_other], headings[-1])
    work = len({match[0].lower() for match in _OPERATIONS.finditer(text)})
    about_work = work >= (1 if named else 2) or any(aside_patterns.HAS_CONTACT.search(lines[n].text) for n in below)
    if named < 2 and (not about_work or _HISTORY.search(text)):
        return 0
    return named + apart + (outside and len(headings) - first_other > MIN_NUMBERED) + about_work


def is_staff_label(text: str) -> bool:
    """Whether a line opens with a label that names those who run the tour: 值班提示：, Note for staff:."""
    label = LABEL.match(text)
    if label is None or not _TEAM_NAMES.fullmatch(label["name"].strip()):
        return False
    words = text[label.end() :]
    return not TO_LISTENERS.search(words) and find_addressee(words) != "visitors"


def _find_tail(lines: Sequence[Line]) -> list[int]:
    """Positions of the few lines behind a dividing line that stands once, at the end, if they are about work."""
    dividers = [n for n, line in enumerate(lines) if line.text and not patterns.has_words(line.text)]
    last = dividers[-1] if dividers else len(lines)
    above = max((n for n in range(last) if _carries_number(lines[n]) or lines[n].kind == "heading"), default=-1)
    tail = list(range(last + 1, len(lines)))
    if above < 0 or not tail or any(n > above for n in dividers[:-1]) or any(lines[n].kind == "heading" for n in tail):
        return []
    text = "\n".join(lines[n].text for n in tail)
    if weight(text) > MAX_TAIL or TO_LISTENERS.search(text):
        return []
    about_work = _OPERATIONS.search(text) or re.search(r"\d{3}[- ]\d{4}\b", text) or aside_patterns.DIALLED.search(text)
    return tail if about_work else []
