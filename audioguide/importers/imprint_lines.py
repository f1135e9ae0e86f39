"""Lines of nothing but printer, support, credits and hours, as they stand at the foot of a leaflet."""

from __future__ import annotations

import re

from . import aside_patterns as aside
from .patterns import split_sentences

MAX_IMPRINT = 400
"""Characters of the longest line that is looked at."""
CERTAIN = re.compile(
    r"(?i:(?:(?:text|word|script|photo(?:graph)?|image|recording|audio|content|design|map|layout|illustration"
    r"|texte|foto|bild|karte|mapa|carte|plan)[se]?(?: (?:and|&|et|y|und) \w+)? ?)?"
    r"(?:©|\(c\)|copyright (?:©|\(c\)|\d{4}|by\b)) ?.{2,80}"
    r"|registered (?:charity|company|office)\b.{0,60}|charity (?:no|number|reg)\b.{0,40}|is[bs]n\b.{3,40}"
    r"|(?:depósito legal|dépôt légal)\b.{2,40}"
    r"|(?:all rights reserved|tous droits réservés|todos los derechos reservados|alle rechte vorbehalten)\b.{0,60})"
    r"|(?i:ne pas jeter sur la voie publique|(?:please )?(?:recycle|do not litter).{0,30}|no tirar a la vía pública"
    r"|bitte nicht (?:wegwerfen|in den wald werfen).{0,20}|imprimé sur (?:du )?papier .{3,30}|printed on recycled.{3,9}"
    r"|impreso en papel .{3,30}|gedruckt auf .{0,10}papier.{0,20})"
    r"|(?:准印证|书号|统一书号)号?\s*[:：]?.{3,40}|版权所有.{0,24}|内部资料.{0,20}"
)
"""What stands nowhere else."""
LABELLED = re.compile(
    r"(?i:imprime|imprenta|impresión|imprimerie|impression|imprimeur|druck|print(?:er|ing)?|edita|edición|édite(?:ur)?"
    r"|édition|herausgeber(?:in)?|publisher|diseño(?: gráfico)?|maquetación|graphisme|mise en page|maquette"
    r"|gestaltung|layout|satz|design|artwork|maps?|cartografía|cartographie|fotos?|fotografías?|photos?"
    r"|photographies?|fotografie|photography|fotografía)\s*[:：]\s*\S.{1,60}"
    r"|(?:印刷|承印|出版|发行|设计|排版|制图|绘图|资助|赞助|支持|监制|主办|承办|协办|印数|开本|定价)(?:单位|者)?\s*[:：]"
    r"\s*\S.{1,40}"
)
"""A field of the imprint."""
SUPPORT = re.compile(
    r"(?i:(?:(?:with|many|our|grateful|special) ){0,2}thanks to|acknowledgements? to"
    r"|(?:avec nos )?remerciements à|merci à"
    r"|(?:con )?agradecimiento a|gracias a|(?:mit )?(?:besonderer |herzlicher )?dank an"
    r"|printed (?:by|in|on|at)|gedruckt (?:in|bei|auf|von)|imprimé (?:en|par|chez|sur)|impreso (?:en|por)"
    r"|herausgegeben von|publié par|publicado por|published by|designed by"
    r"|(?:generously |kindly )?(?:supported|funded|sponsored|financed|made possible)(?: and \w+)? (?:by|through|with)"
    r"|with (?:the )?(?:kind |generous |financial )?support (?:of|from)|gefördert (?:von|durch|aus|mit)"
    r"|mit (?:freundlicher )?unterstützung|avec (?:le (?:soutien|concours)|l['’]aide) d\w*"
    r"|(?:financé|soutenu)e? par|con (?:el apoyo|la colaboración|la ayuda) de\w?"
    r"|(?:financiad|patrocinad|subvencionad)[oa] por)"
    r"(?: (?:the|la|le|les|el|los|las|der|die|das|den|dem|l['’]))? ?(?=[A-ZÀ-Ý])[^,;]{2,80}"
    r"|(?:本[册书页])?由.{2,30}(?:资助|赞助|支持)(?:印制|出版|制作)?"
)
"""Who printed or paid for it."""
ABBREVIATED = re.compile(r"\b[^\W\d_]{1,3}\.$")
"""A full stop that may end a title, an hour or a form of company: Dr., a.m., e. V."""
FIELD_GAP = re.compile(r"[　\t]+| {2,}|\s[|｜]\s")


def is_imprint_line(text: str, is_last: bool = False) -> bool:
    """Whether each sentence of a line names a printer, who paid or wrote, rights, or when one may enter.

    ``is_last``: nothing that is spoken stands behind it; there a sentence about who paid may stand alone.
    """
    if len(text) > MAX_IMPRINT:
        return False
    sentences = [sentence.rstrip(" .。;；") for sentence in _split_fields(text)]
    if len(sentences) == 1:
        credit, _comma, support = sentences[0].partition(", ")
        if aside.PRODUCTION.fullmatch(credit) and SUPPORT.fullmatch(support):  # Text: Heimatverein, gefördert durch …
            return True
        return bool(CERTAIN.fullmatch(sentences[0]) or (is_last and SUPPORT.fullmatch(sentences[0])))
    return (
        bool(sentences)
        and all(map(_is_of_imprint, sentences))
        and not all(SUPPORT.fullmatch(sentence) for sentence in sentences)
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


def _is_of_imprint(sentence: str) -> bool:
    known = (CERTAIN, LABELLED, SUPPORT, aside.CONTACT, aside.PRODUCTION, aside.WEB, aside.LICENCE, aside.CAPTION)
    return any(pattern.fullmatch(sentence) for pattern in known)
