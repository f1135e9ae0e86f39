"""Whom a line speaks to: the visitors who listen, or the people who record the text and lead the tour.

提示： and Note: stand before both; what follows decides.
"""

from __future__ import annotations

import re
from typing import Literal

from .line_memory import remember_lines
from .tour_staff import TOUR_GUIDES_ZH, TOUR_SPEAKERS_ZH

Addressee = Literal["visitors", "guides", ""]

GUIDE_WORDS = rf"{TOUR_GUIDES_ZH}|{TOUR_SPEAKERS_ZH}"
"""Who leads a tour or speaks its text."""
FOR_GUIDES = re.compile(
    rf"(?<!我是)(?<!我是本次)(?:{GUIDE_WORDS})|配音|[录錄]音|[录錄]制|后期|後製|剪[辑輯]|停[顿頓]|稍停|留白"
    rf"|[语語][速气調调氣]"
    r"|放慢|[镜鏡][头頭]|[画畫]面|音[乐樂效量]|背景[音声]|播放|淡[入出]|切[换入]|字幕|字[数數]|[时時][长長]|篇幅"
    r"|[文本原初定]稿|稿件|[审審]核"
    r"|核[对實实對]|待[定补補核查]|此[处處段句][加插请可需播放停]|本段|略去|可略|省略|跳[过過]"
    r"|(?:引[导導]|[带帶][领領]?|提醒|[让讓]|邀[请請]|等候?|待|[组組][织織]|安排)(?:游客|遊客|[观觀][众眾]"
    r"|[来來][宾賓]|[学學][员員生]|孩子)"
    r"|(?i:\b(?:guides?|narrators?|presenters?|readers?|speakers?|docents?|actors?|translators?|editors?|recordings?"
    r"|record|pauses?|music|sound ?(?:track|effects?)|sfx|fade|voice|intonation|tone|pronounc\w+|script|draft|tbc|tbd"
    r"|omit|skip|(?:ask|let|allow|invite|lead|take|give) (?:the )?(?:visitors?|guests?|group|children|pupils)"
    r"|guide touristique|narrat(?:eur|rice)|comédien(?:ne)?|enregistrement|musique|voix|débit|intonation|chuchot\w+"
    r"|prononc\w+|vérifier|laisser|faire une pause"
    r"|guías?|narrador[ae]?|locutor[ae]?|grabación|pausa|música|voz|tono|entonación|pronunci\w+|revisar|omitir"
    r"|sprecher(?:in)?|(?:fremden|stadt|museums)führer(?:in)?|aufnahme|musik|stimme|tonfall|betonung"
    r"|aussprech\w+|prüfen"
    r"|weglassen|besucher (?:bitten|auffordern|einladen))\b)"
)
"""Words of those who make a recording or lead a group, and what only they do."""
FOR_VISITORS = re.compile(
    r"[您你]|大家|各位|小?朋友[们們]?|[同家][学學长長][们們]|我[们們]|咱们"
    r"|[请請](?:勿|不要|先|再|[随隨跟看听聽][著着]?|抬|低|沿|往|向|在|[将將把]|保持|小心|留意|注意|扶|[牵牽]"
    r"|[游遊]客|[观觀][众眾]|[来來][宾賓]|[参參][观觀]者)"
    r"|(?:[游遊]客|[观觀][众眾]|[参參][观觀]者)(?:[们們]|朋友|[请請可]|[进進]入)|[参參][观觀](?:[时時]|期[间間])"
    r"|(?i:\b(?:you|your|please|we|our|us|let['’]s|vous|votre|vos|veuillez|s['’]il (?:vous|te) plaît|nous|notre"
    r"|usted(?:es)?"
    r"|por favor|rogamos|nuestr[oa]s?|ihnen|ihren?|bitte|wir|unser\w*)\b)|\bSie\b"
)
"""Words by which a line speaks to those who listen."""
HINT_WORDS = (
    r"(?:温馨|溫馨|友情|安全|[参參][观觀]|小)?(?:提示|提醒)|小?[贴貼]士|(?:[请請]|特[别別])?注意(?:事[项項])?"
    r"|[说說]明|[备備附]?[注註]"
    r"|(?i:(?:please )?note|n\.? ?b\.?|(?:travel |safety )?tips?|(?:a )?warning|caution|attention|reminder"
    r"|remarque|à noter|conseil"
    r"|astuce|nota|atención|aviso|consejo|hinweis|achtung|tipp|bitte beachten|anmerkung)"
)
HINT = re.compile(rf"(?:[【\[〔]\s*(?:{HINT_WORDS})\s*[】\]〕]\s*[:：]?|(?:{HINT_WORDS})\s*[:：])\s*(?=\S)")
"""A label that stands before words for visitors as well as before those for guides."""
VISITOR_HINT = re.compile(
    r"(?i:(?:notes?|reminders?|instructions?|avisos?|notas?|rappels?|consignes?|remarques?|hinweise?)"
    r" (?:for|to|pour|aux?|para|al?|für|an)(?: (?:our|the|all|nos|les|los|las|nuestros|die|unsere|alle))?"
    r" (?:visitors?|guests?|walkers?|travellers?|visiteurs?|promeneurs?|visitantes?|besucher(?:innen)?|gäste|wanderer))"
    r"\s*[:：]\s*(?=\S)"
)
"""A label that says itself for whom the hint is."""
DESCRIPTION = re.compile(r"[【\[〔]?\s*(?:[说說]明)")
"""The hint that is also what a description is called."""
MIN_DESCRIPTION = 20
"""Characters of a description behind 说明：, where it names nobody."""
GUIDE_LINE = re.compile(
    rf"[※*＊★◆●•（(【\[\s]*(?:(?:{GUIDE_WORDS})(?:老[师師])?(?:们|們|在此[处處]?)?"
    r"(?:可以?|[请請需应應须須]|要|注意|[视視]|根[据據]|在此|此[时處处時]|[带帶引])|(?:[请請需])(?:由)?"
    rf"(?:{GUIDE_WORDS})|[视視](?:[现現][场場]|客[流源]|[时時][间間]))"
    r"|(?i:[※*\s(\[]*(?:the )?(?:tour )?(?:guides?|presenters?|narrators?|readers?|docents?|speakers?)"
    r" (?:may|should|can|must|to|please|needs?|waits?|pauses?|points?|shows?|stops?|leads?|hands?)\b"
    r"|[※*\s(\[]*(?:le|la|el|der|die) (?:guide|guía|locutora?|narrateur|narratrice|comédienne?|sprecher(?:in)?"
    r"|führer(?:in)?)"
    r" (?:peut|doit|devra|attend|montre|puede|debe|espera|señala|kann|soll|muss|wartet|zeigt)\b)"
)
"""A sentence that says what the guide does, needs or may leave out."""
NOTE_SIGNS = r"[※＊☞►▶➤→★☆◆◇▲△■□⚠❗\ufe0f]+[ \t　]*"
"""Signs before a note."""
GUIDE_ADDRESS = re.compile(
    rf"(?:尊敬的|亲爱的|親愛的)?(?:各位)?(?:{GUIDE_WORDS}|师兄|師兄|志[愿願]者|[义義]工|志工|同仁|同事)(?:们|們"
    rf"|同事)?[:：，,]"
    r"|(?i:(?:dear|hi|hello) (?:all|team|guides?|volunteers?|colleagues?|everyone on)\b"
    r"|chère?s? (?:bénévoles|collègues|guides)|querid[oa]s (?:voluntari[oa]s|compañer[oa]s|guías)"
    r"|liebe (?:ehrenamtliche|kolleg|gästeführer|mitarbeiter|helfer)\w*)"
)
"""How a line opens that is for those who lead the tour."""
MAX_GUIDE_LINE = 80
SCRIPT_TALK = re.compile(
    rf"(?:[讲講解导導][解说說游遊览覽][词詞稿]|{GUIDE_WORDS}|[本此][稿文]|脚本|文稿|录音|錄音|附件|附后|附後)"
    r"|(?i:\b(?:scripts?|narrators?|recording|word count|draft|guides? (?:should|must|are asked)|guion|guión"
    r"|locutor|grabación"
    r"|manuscrit|enregistrement|narrateur|sprechertext|manuskript|aufnahme)\b)"
)
"""Words of a text about the commentary."""
TO_LISTENERS = re.compile(
    r"[您你]|大家|各位|我[们們]|咱们|我是|欢迎|歡迎|[戴带][上好]?耳机|扫[码描]|聆听|收听|聆聽|收聽"
    r"|(?i:\b(?:you|your|we|our|us|welcome|i am|vous|votre|vos|nous|notre|bienvenue|usted(?:es)?|bienvenid[oa]s?"
    r"|nuestr[oa]s?"
    r"|les damos|ihnen|ihren?|wir|uns|willkommen)\b)|\bSie\b"
)
"""Words by which the same text would speak to those who listen."""


def find_addressee(text: str) -> Addressee:
    """Return whom a line speaks to; empty where its words do not say."""
    if FOR_GUIDES.search(text):
        return "guides"
    return "visitors" if FOR_VISITORS.search(text) else ""


def hint_length(text: str) -> int:
    """Length of the label before a hint for visitors; 0 where there is none, or where it is for others."""
    if direct := VISITOR_HINT.match(text):
        return direct.end()
    label = HINT.match(text)
    return label.end() if label and find_addressee(text[label.end() :]) == "visitors" else 0


def description_length(text: str) -> int:
    """Length of 说明： before a text long enough to be the narration of the heading above it; else 0."""
    label = HINT.match(text)
    if label is None or not DESCRIPTION.match(text) or find_addressee(text[label.end() :]) == "guides":
        return 0
    return label.end() if len(text) - label.end() >= MIN_DESCRIPTION and re.search(r"[。！？]", text) else 0


@remember_lines
def is_for_guides(text: str) -> bool:
    """Whether a line says what the guide does, needs or may leave out."""
    return len(text) <= MAX_GUIDE_LINE and bool(GUIDE_LINE.match(text) or GUIDE_ADDRESS.match(text))
