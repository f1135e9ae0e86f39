"""Lines of nothing but printer, support, credits and hours, as they stand at the foot of a leaflet."""

from __future__ import annotations

import re

from . import aside_patterns as aside
from .credit_lines import are_names, is_closing_credit, is_credit_line
from .line_memory import remember_lines
from .patterns import split_sentences

MAX_IMPRINT = 400
"""Characters of the longest line that is looked at."""
CERTAIN = re.compile(
    r"(?i:(?:(?:text|word|script|photo(?:graph)?|image|recording|audio|content|design|map|layout|illustration"
    r"|texte|foto|bild|karte|mapa|carte|plan)[se]?(?: (?:and|&|et|y|und) \w+)? ?)?"
    r"(?:©|\(c\)|copyright (?:©|\(c\)|\d{4}|by\b)) ?.{2,80}"
    r"|registered (?:charity|company|office|in (?:england|scotland|wales|ireland))\b.{0,60}|is[bs]n\b.{3,40}"
    r"|charity (?:no|number|reg)\b.{0,40}|(?:the )?[A-Z][^.]{2,60} (?:is|are) a registered charity\b.{0,80}"
    r"|association (?:régie par la )?loi (?:de |du )?.{0,10}1901\b.{0,60}|(?:siret|cif|nif|vat no|ust-idnr)\b.{3,40}"
    r"|eingetragen(?:er verein| im vereinsregister|e genossenschaft)\b.{0,60}|asociación inscrita\b.{0,60}"
    r"|no part of this (?:leaflet|guide|booklet|publication|text)\b.{0,60}"
    r"|(?:depósito legal|dépôt légal)\b.{2,40}"
    r"|(?:all rights reserved|tous droits réservés|todos los derechos reservados|alle rechte vorbehalten)\b.{0,60})"
    r"|(?i:ne pas jeter sur la voie publique|(?:please )?(?:recycle|do not litter).{0,30}|no tirar a la vía pública"
    r"|bitte nicht (?:wegwerfen|in den wald werfen).{0,20}|imprimé sur (?:du )?papier .{3,30}"
    r"|printed on recycled.{3,50}"
    r"|impreso en papel .{3,30}|gedruckt auf .{0,10}papier.{0,20})"
    r"|(?:准印证|书号|统一书号)号?\s*[:：]?.{3,40}|版权所有.{0,24}|内部资料.{0,20}"
)
"""What stands nowhere else."""
LABELLED = re.compile(
    r"(?i:imprime|imprenta|impresión|imprimerie|impression|imprimeur|druck|print(?:er|ing)?|edita|edición|édite(?:ur)?"
    r"|édition|herausgeber(?:in)?|publisher|diseño(?: gráfico)?|maquetación|graphisme|mise en page|maquette"
    r"|gestaltung|layout|satz|design|artwork|maps?|cartografía|cartographie|fotos?|fotografías?|photos?"
    r"|photographies?|fotografie|photography|fotografía)\s*[:：]\s*\S.{1,60}"
    r"|(?:印刷|承印|出版|发行|设计|排版|制图|绘图|资助|赞助|支持|监制|主办|承办|协办|印数|开本|定价)(?:单位"
    r"|者)?\s*[:：]"
    r"\s*\S.{1,40}"
)
"""A field of the imprint."""
SUPPORT = re.compile(
    r"(?i:(?:(?:with|many|our|grateful|special) ){0,2}thanks to|acknowledgements? to"
    r"|(?:avec nos )?remerciements à|merci à"
    r"|(?:con )?agradecimiento a|gracias a|(?:mit )?(?:besonderer |herzlicher )?dank an"
    r"|(?:re)?printed (?:by|in|on|at)|gedruckt (?:in|bei|auf|von)|imprimé (?:en|par|chez|sur)|impreso (?:en|por)"
    r"|(?:re)?printed(?: in)?(?: \d{4})? with (?:the )?(?:support|help|aid) (?:of|from)"
    r"|(?:re)?printed(?: \d{4})? with a grant from"
    r"|this (?:leaflet|guide|trail|project|booklet|walk|recording) (?:is|was|has been)"
    r" (?:paid for|funded|supported|produced|sponsored|made possible) by"
    r"|(?:a project (?:of|by)|un projet de|un proyecto de|ein projekt (?:von|des|der))|edita|édité par"
    r"|imprimé avec (?:le soutien|l['’]aide|le concours) d\w*|impreso con (?:el apoyo|la ayuda|la colaboración) de\w?"
    r"|gedruckt mit (?:freundlicher )?(?:unterstützung|hilfe) (?:der|des|von)"
    r"|herausgegeben von|publié par|publicado por|published by|designed by"
    r"|(?:generously |kindly )?(?:supported|funded|sponsored|financed|made possible)(?: and \w+)? (?:by|through|with)"
    r"|with (?:the )?(?:kind |generous |financial )?support (?:of|from)|gefördert (?:von|durch|aus|mit)"
    r"|mit (?:freundlicher )?unterstützung|avec (?:le (?:soutien|concours)|l['’]aide) d\w*"
    r"|(?:financé|soutenu)e? par|con (?:el apoyo|la colaboración|la ayuda) de\w?"
    r"|(?:financiad|patrocinad|subvencionad)[oa] por)"
    r"(?: (?:the|la|le|les|el|los|las|der|die|das|den|dem|l['’]))? ?(?=[A-ZÀ-Ý]|\w+ (?:d|du|de|des)\b)[^;]{2,80}"
    r"|(?:本[册书页]|本手册|本折页)?由.{2,30}(?:资助|赞助|支持)(?:印制|印刷|出版|制作|编印)?"
    r"|[\u4e00-\u9fff（）()·]{2,24}(?:编印|印制|监制|出品|供稿)(?:[，,][^。]{0,16}(?:印|版|修订)[^。]{0,10})?"
)
"""Who printed or paid for it."""
CREDITED = re.compile(
    r"(?i:(?:textes?|texts?|textos?|words|text and (?:photos|voice)|conception|design|idea|concept|voix|voz|stimme"
    r"|dessins?"
    r"|drawings|zeichnungen|recherches?|research|voices?)(?: (?:et|and|y|und) \w+)?(?:\s*:| (?:by|de|von|por)\b"
    r"| d['’]))"
    r"\s*(?=[A-ZÀ-Ý])[^.!?]{2,80}"
)
"""Textes : Odette Marchand, avec la chorale."""
_WHEN = (
    r"(?:\d{1,2}\s?(?:[:.]\d\d|h\b|am\b|pm\b|a\.m|p\.m|uhr)|o['’]clock|noon|midday|midi|mediodía|mittags"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|daily|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|a las \w+"
    r"|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?)"
)
SCHEDULE = re.compile(
    rf"(?i:(?:départs?|rendez-vous|visites?(?: guidées?| commentées?)?|ouverte?s?|salidas?|visitas?(?: guiadas?)?"
    rf"|abierto"
    rf"|führungen?|treffpunkt|abmarsch|abfahrt|geöffnet|guided (?:walks|tours)|tours|walks|departures?"
    rf"|open)\b[^.!?]{{0,60}}"
    rf"\b{_WHEN}[^.!?]{{0,60}}"
    rf"|(?:the )?(?:guided )?(?:walks?|tours?|groups?) (?:leaves?|starts?|departs?|runs?"
    rf"|meets?)\b[^.!?]{{0,60}}\b{_WHEN}[^.!?]{{0,60}}"
    r"|(?:de |du |from |von )?(?:mardi|lundi|martes|lunes|tuesday|monday|dienstag|montag|wednesday|mittwoch"
    r"|mercredi|miércoles)"
    r" (?:à|au|a|to|till|bis) (?:\w+)\b[^.!?]{0,60}"
    r"|(?:fermé|cerrado|closed|geschlossen) (?:le |los |on |am )?\w+(?: et \w+| y \w+| and \w+| und \w+)?"
    r"|\w+(?: y \w+| et \w+| und \w+)? (?:cerrado|fermé|geschlossen|closed)|entr(?:ée|ada) (?:libre|gratuite?|gratuita)"
    r"|(?:free entry|admission free|free admission|eintritt frei))"
    r"|(?:集合|出发|报名|活动|导览|讲解|定[期时]讲解|开放|参观|营业|演出|表演|放映)(?:时间|地点|场次|方式"
    r"|日期)?\s*[:：][^。！？]{2,60}"
)
"""When walks leave and doors are open, without a verb of the past; only behind the last narration."""
ORGANISATION = re.compile(
    r"(?:(?:Excmo\.? )?Ayuntamiento|Concejalía|Diputación|Oficina de Turismo|Asociación|Consejería|Mairie|Commune"
    r"|Communauté de communes|Office de tourisme|Association|Comité|Conseil|Syndicat|Service|Gemeinde|Stadtverwaltung"
    r"|Stadt|Heimatverein|Förderverein|Verkehrsverein|Geschichtsverein|Amt für|Landkreis|(?:[A-Z][\w’'-]+ ){1,4}"
    r"(?:Council|Society|Trust|Association|Group|Committee|Partnership|Tourist Information|Visitor Centre"
    r"|Tourist Office))\b[^.!?:]{0,60}?(?: e\. ?V\.?)?"
)
"""Concejalía de Turismo, Mairie de Brécy, service culture: who is behind it, and nothing else."""
GOES_ON = re.compile(
    r"(?i:, .*\b(?:was|were|is|are|could|can|know|have|had|est|sont|fut|savons|sait|pouvons|sabemos|podemos|fue|era|es"
    r"|ist|war|wurden?|wissen|können)\b)"
)
"""Thanks to her the mill was saved: what came of it, behind a comma."""
ABBREVIATED = re.compile(r"\b(?!(?:h|[Uu]hr)\.$)[^\W\d_]{1,3}\.$")
"""A full stop that may end a title, an hour or a form of company: Dr., a.m., e. V."""
FIELD_GAP = re.compile(r"[　\t]+| {2,}|\s[|｜]\s")


@remember_lines
def is_imprint_line(text: str, is_last: bool = False) -> bool:
    """Whether each sentence of a line names a printer, who paid or wrote, rights, or when one may enter.

    ``is_last``: nothing that is spoken stands behind it; there a sentence about who paid may stand alone.
    """
    if len(text) > MAX_IMPRINT:
        return False
    if is_last and is_closing_credit(text):
        return True
    sentences = [sentence.rstrip(" .。;；") for sentence in _split_fields(text)]
    if len(sentences) == 1:
        credit, _comma, support = sentences[0].partition(", ")
        is_named = are_names(credit) and not aside.HAS_CONTACT.search(text)
        if is_last and is_named and SCHEDULE.fullmatch(support):  # Maison du patrimoine, ouverte le mercredi
            return True
        if aside.PRODUCTION.fullmatch(credit) and SUPPORT.fullmatch(support):  # Text: Heimatverein, gefördert durch …
            return True
        closing = (SUPPORT, SCHEDULE) if is_last else ()
        if is_last and _names_organisation(sentences[0]):
            return True
        closing = () if GOES_ON.search(text) else closing
        return any(pattern.fullmatch(sentences[0]) for pattern in (CERTAIN, *closing))
    return (
        bool(sentences)
        and all(_is_of_imprint(sentence, is_last) for sentence in sentences)
        and (is_last or not all(SUPPORT.fullmatch(sentence) for sentence in sentences))
        and not aside.DIRECTION_LABEL.match(text)
    )


def _split_fields(text: str) -> list[str]:
    """The sentences of a line, and what wide gaps divide; one cut behind an abbreviation is joined again."""
    sentences: list[str] = []
    for field in FIELD_GAP.split(text):
        for sentence in split_sentences(field):
            before = sentences[-1] if sentences else ""
            if ABBREVIATED.search(before) or sentence.strip()[:1].islower():
                sentences[-1:] = [f"{before} {sentence.strip()}".strip()]
            else:
                sentences.append(sentence.strip())
    return sentences


def _is_of_imprint(sentence: str, is_last: bool) -> bool:
    known = (CERTAIN, LABELLED, SUPPORT, aside.CONTACT, aside.PRODUCTION, aside.WEB, aside.LICENCE, aside.CAPTION)
    if (is_closing_credit(sentence) or _names_organisation(sentence)) if is_last else is_credit_line(sentence):
        return True
    closing = (CREDITED, SCHEDULE) if is_last else (CREDITED,)
    return any(pattern.fullmatch(sentence) for pattern in (*known, *closing))


def _names_organisation(text: str) -> bool:
    return ORGANISATION.fullmatch(text) is not None and are_names(text)


@remember_lines
def is_organisation_line(text: str) -> bool:
    """Whether a line holds nothing but names of who is behind a text: Ayuntamiento de Brea. Concejalía de Turismo."""
    fields = [field.rstrip(" .") for field in _split_fields(text)]
    return len(text) <= MAX_IMPRINT and bool(fields) and all(ORGANISATION.fullmatch(field) for field in fields)
