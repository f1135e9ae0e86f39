"""Sections that visitors read before or after a tour, and nobody says: how to get there, hours, prices, rules.

A name that only such sections have decides where no story stands below it. 交通, Access or Führungen may be a stop's
name as well: such a section stands last, without a number where the stops have one, and is about hours, fares or ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from . import aside_patterns, patterns
from .outline import Line, weight
from .section_extent import find_section_end
from .stop_numbers import read_stop_number

MAX_PRACTICAL = 600
"""Weight of the practical information above which it is a stop like any other."""
MAX_NAME = 60
"""Characters of the longest heading of such a section."""
MIN_NUMBERED = 2
"""Numbered headings from which one without a number stands apart."""

_TOPIC_ZH = (
    r"集合|解散|出发|开放|参观|游览|游园|入园|入馆|观展|观众|游客|访客|预约|报名|购票|门票|票价|票务|收费|费用|价格|咨询|联系|交通|公共交通"
    r"|公交|地铁|捷运|自驾|乘车|停车|周边|餐饮|美食|住宿|食宿|厕所|洗手间|卫生间|无障碍|母婴室|服务|设施|安全|文明|天气|着装|活动|场次"
    r"|出行|旅行|旅游|游玩|到达|抵达|前往|行程|团队|导览|讲解|讲解服务|路线|轮椅|租借|寄存|营业|闭馆|开馆|休馆"
)
_PAPER_ZH = (
    r"须知|指引|指南|信息|资讯|方式|方法|办法|说明|安排|守则|规定|公告|通知|提示|提醒|贴士|地点|时间|日期|路线|服务|设施|场次|名额|费用|价格|票价"
    r"|咨询|停车|报名|预约|条件|要求|处"
)
_CERTAIN_ZH = re.compile(
    rf"(?:(?:{_TOPIC_ZH})(?:与|和|及|以及|、)?){{1,3}}(?:须知|指引|指南|信息|资讯|方式|方法|办法|守则|规定|时间|票价|贴士|场次)"
    rf"|(?:(?:门票|票价|预约|购票|报名|参观|集合)(?:与|和|及|以及|、)?)+(?:{_TOPIC_ZH}|{_PAPER_ZH})"
    r"|如何(?:到达|前往|预约|参观|报名)|怎么(?:去|来|走|到达)|(?:温馨|友情)提示|联系(?:方式|我们)|关于我们|注意事项|(?:参观|游览|文明|安全)提示"
    r"|(?:旅行|出行|参观|游览|游玩|实用|温馨)?小?贴士|(?:实用|服务|开放)信息"
)
_DOUBTFUL_ZH = re.compile(rf"(?:(?:{_TOPIC_ZH}|{_PAPER_ZH})(?:与|和|及|以及|、|·)?){{1,4}}")
_CERTAIN = re.compile(
    r"(?i:(?:travel |visitor |handy |practical )?tips|before you (?:go|set out|start|visit)"
    r"|before (?:your|the) (?:visit|walk|tour)|good to know|know before you go|plan(?:ning)? your visit"
    r"|(?:practical|visitor|visiting|useful|tourist|contact|travel|general) (?:information|info|details|advice)"
    r"|(?:how to get|getting) (?:here|there|to .{3,30})|(?:how to )?(?:find|reach)(?:ing)? (?:us|the .{3,20})"
    r"|opening (?:times|hours)|(?:times and )?admission(?: (?:charges|prices|fees))?|(?:ticket )?prices"
    r"|ticket information"
    r"|public transport|bus times|parking|car parking|where to (?:eat|stay|park|drink|begin)|contact(?: us)?|about us"
    r"|(?:walk|route|tour|visit) (?:details|information|info)|visitor (?:facilities|rules)|group (?:visits|bookings)"
    r"|comment (?:venir|s['’]y rendre|nous trouver|y (?:aller|arriver)|arriver|se rendre .{3,30})"
    r"|(?:informations?|infos?) (?:pratiques?|utiles?|générales?)|renseignements(?: pratiques| utiles)?"
    r"|nous (?:contacter|trouver|rejoindre)|venir (?:chez nous|au .{3,20}|à .{3,20}|en .{3,12})"
    r"|horaires(?: d['’](?:ouverture|accueil)| des visites)?|tarifs?|(?:plein )?tarifs? et réservations?|billetterie"
    r"|conseils(?: pratiques)?|bon à savoir|avant (?:votre|la) visite|avant de partir|modalités(?: de visite)?"
    r"|cómo (?:llegar|contactar|visitarnos)|horarios?(?: de (?:apertura|visitas?))?|tarifas|precios"
    r"|(?:información|datos|informaciones) (?:prácticas?|prácticos|útil(?:es)?|general(?:es)?|de interés|de contacto"
    r"|para (?:el |la |los )?visitantes?)|reservas|consejos(?: prácticos)?|antes de (?:su|tu|la) visita|contacto"
    r"|anreise|anfahrt(?:sbeschreibung)?|wegbeschreibung|öffnungszeiten|eintritt(?:spreise)?|preise|kontakt"
    r"|(?:praktische|allgemeine|nützliche) (?:hinweise|informationen|infos|tipps)|praktisches|gut zu wissen|tipps"
    r"|besucher(?:informationen?|hinweise|infos?)|so (?:finden|erreichen) sie (?:uns|.{3,20})|vor (?:ihrem|dem) besuch)"
)
_DOUBTFUL = re.compile(
    r"(?i:(?:the )?(?:access(?:ibility)?|transport(?: links)?|travel|directions|facilities|amenities|toilets"
    r"|refreshments"
    r"|food(?: and drink)?|tickets?|bookings?|guided (?:walks|tours)|tours|events|what['’]s on|timetable|schedule"
    r"|programme|meeting (?:point|place)|start(?:ing point)?|finish|departures?|dogs|safety|shop|groups|distance"
    r"|duration|length|the weather|clothing|disabled access|wheelchairs?|opening|visits?|hours|times|dates)"
    r"|accès|accessibilité|stationnement|parking|transports?(?: en commun)?|rendez-vous|(?:point de )?(?:départ"
    r"|rencontre)s?"
    r"|visites? (?:guidées?|commentées?|libres?)|visites|réservations?|itinéraire|toilettes|restauration|sécurité"
    r"|animations|calendrier|programme|durée|contacts?|services|ouverture|dates|groupes"
    r"|accesos?|accesibilidad|transportes?|aparcamiento|(?:punto de )?(?:encuentro|salidas?|partida)"
    r"|visitas?(?: guiadas?)?"
    r"|entradas?|aseos|servicios|normas|programa|calendario|recomendaciones|duración|grupos|dónde (?:comer|aparcar"
    r"|dormir)"
    r"|parken|parkplätze|parkmöglichkeiten|führungen|treffpunkt(?:e)?|(?:start|ziel|startpunkt|abmarsch|beginn)"
    r"|barrierefreiheit|zugang|verkehrs(?:anbindung|mittel)|öpnv|bus und bahn|toiletten|wc|einkehr(?:möglichkeiten)?"
    r"|gastronomie|termine|buchung(?:en)?|anmeldung|hunde|sicherheit|dauer|ausrüstung|programm|service)"
)
_CONNECTOR = re.compile(r"\s*[/&,;+·]\s*|\s+(?:and|und|et|y|e)\s+|\s[-–—]\s", re.IGNORECASE)
_PRACTICE = re.compile(
    r"公交|地铁|捷运|高铁|轻轨|客运|班车|公车|打车|出租车|自驾|导航|停车|步行.{0,6}分[钟]|搭乘|乘\d|路.{0,3}车|下车|[周星][期]?[一二三四五六日末]"
    r"|闭馆|休馆|开馆|门票|全票|半票|成人票|票价|免费|[元]|预约|报名|咨询|电话|[\d一二三四五六七八九十]{1,3}[点:：时]|身份证|入场|集合|禁止|严禁|请勿|厕所"
    r"|洗手间|卫生间|母婴室|轮椅|婴儿车|宠物|名额|扫描|二维码|小吃店|餐厅|限额|每场|讲解器|雨天|防滑|寄存"
    r"|\d{1,2}\s?[:：.]\s?\d\d\b|\b\d{1,2}\s?(?:h|am|pm|a\.m\.|p\.m\.|[Uu]hr)\b|[€£$¥￥]|\beuros?\b"
    r"|(?i:\b(?:o['’]clock|bus(?:es)?|train|tram|metro|car park|parking|park(?:ed)? (?:at|in|behind|free)|taxi"
    r"|closed|open"
    r"|admission|free of charge|children free|tickets?|book(?:ed|ing)? (?:in advance|ahead|online)|toilets?"
    r"|wheelchairs?"
    r"|pushchairs?|level|steps?|dogs|on (?:a lead|leads)|stout|(?:shoes|boots) are|torch|allow|miles?|km"
    r"|kilomet(?:re|er)s?|minutes"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mondays|sundays|saturdays|café|tea room|pub|meals|food"
    r"|autocar|car \d+|arrêt|gare|fermé|ouvert|gratuite?|tarif|réserv\w+|toilettes|fauteuil|poussettes?|chiens"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|durée|départ|chaussures"
    r"|autobús|línea \d+|parada de|estación|cerrado|abierto|gratuit[oa]|reserv\w+|aseos|silla de ruedas|perros"
    r"|aparcamiento"
    r"|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|a las (?:\w+|\d+)|calzado"
    r"|linie \d+|haltestelle|bahnhof|parkplätze|geschlossen|geöffnet|kostenlos|kostenfrei|eintritt|anmeldung|rollstuhl"
    r"|stufenlos|barrierefrei|hunde|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?"
    r"|festes schuhwerk)\b)"
)
"""What such sections are about: ways, hours, fares, what one may bring."""
_STORY = re.compile(
    r"\b1\d{3}\b|[一二][〇零一二三四五六七八九]{3}年|世纪|当年|从前|过去|曾|年间|那时|抗战|解放前|民国|[清明唐宋元]代|据说|相传"
    r"|(?i:\b(?!(?:advis|clos|allow|permitt|requir|recommend|provid|reserv|need|signpost|limit|bas|book"
    r"|cancell|ask|surfac"
    r"|locat|mark)ed\b)[a-z]{2,}ed\b|\b(?:was|were|wore|had|did|used to|once|century|opened the|came|met"
    r"|took|sat|stood|went|could not|nobody"
    r"|était|étaient|fut|furent|avait|avaient|siècle|\w{2,}aient"
    r"|fue|fueron|eran?|había|habían|siglo|\w{2,}aban"
    r"|(?<!the )(?<!world )war(?!s? (?:memorial|grave))|waren|wurden?|hatten?|lief|liefen|kam|kamen|trafen"
    r"|jahrhundert|damals)\b)"
)
"""How a text tells of the past."""


def practical_signs(text: str) -> int:
    """How far its name shows practical information: 2 for certain, 1 for a name stops may have too, 0 for none."""
    text = text.strip(" \t　【】[]〔〕:：*—-●•")
    if not text or len(text) > MAX_NAME:
        return 0
    for pattern, signs in ((_CERTAIN_ZH, 2), (_CERTAIN, 2), (_DOUBTFUL_ZH, 1), (_DOUBTFUL, 1)):
        if pattern.fullmatch(text):
            return signs
    names = [name for name in _CONNECTOR.split(text) if name]
    if len(names) < 2 or not all(_CERTAIN.fullmatch(name) or _DOUBTFUL.fullmatch(name) for name in names):
        return 0
    return 2


def find_practical_lines(lines: Sequence[Line], matched: Callable[[str], str] = str) -> frozenset[int]:
    """Return the positions of practical information: a heading that says so, and what stands under it.

    ``matched`` gives a text as patterns are matched with it: in simplified characters.
    """
    named = {n: signs for n, line in enumerate(lines) if (signs := _signs_of(line, matched))}
    if not named:
        return frozenset()
    numbered = sum(_has_stop_mark(line) for line in lines) >= MIN_NUMBERED
    positions: set[int] = set()
    for n in sorted(named, reverse=True):  # what stands behind it is known
        end = _end_below(lines, n, named, is_numbered_document=numbered)
        text = "\n".join(matched(lines[m].text) for m in range(n + 1, end))
        if end == n + 1 or weight(text) > MAX_PRACTICAL:
            continue
        about = _PRACTICE.search(text) is not None
        is_story = _STORY.search(text) is not None
        is_closing = all(m in positions or not patterns.has_words(lines[m].text) for m in range(end, len(lines)))
        stands_apart = is_closing and not (numbered and _has_stop_mark(lines[n]))
        if (about or not is_story) if named[n] == 2 else (about and not is_story and stands_apart):
            positions |= set(range(n, end))
    return frozenset(positions)


def _signs_of(line: Line, matched: Callable[[str], str]) -> int:
    if line.kind in ("title", "cell", "contents") or len(line.text) > MAX_NAME:
        return 0
    number = read_stop_number(line.text, in_heading=line.kind == "heading" or line.block.bold)
    return practical_signs(matched(line.text[number.length :] if number else line.text))


def _has_stop_mark(line: Line) -> bool:
    if line.block.number:
        return True
    marked = line.kind == "heading" or line.block.bold
    return patterns.heading_like(line.text) and read_stop_number(line.text, in_heading=marked) is not None


def _end_below(lines: Sequence[Line], heading: int, named: dict[int, int], is_numbered_document: bool) -> int:
    """Position behind the section; in a text without marks a short line above a sentence begins another."""
    end = find_section_end(lines, heading)
    end = next((n for n in range(heading + 1, end) if lines[n].kind != "heading" and _has_stop_mark(lines[n])), end)
    own = lines[heading]
    if own.kind == "heading" or own.block.bold:
        return end
    for n in range(heading + 1, end):
        if n in named and n > heading + 1:
            return n
        if n > heading + 1 and _STORY.search(lines[n].text) and not _PRACTICE.search(lines[n].text):
            return n
        begins = patterns.heading_like(lines[n].text) and not aside_patterns.is_contact(lines[n].text)
        following = lines[n + 1].text if n + 1 < end else ""
        if begins and not is_numbered_document and n > heading + 1 and patterns.SENTENCE_END.search(following):
            return n
    return end
