"""A speaker's label that comes once is a voice, and never spoken; labels that name nobody stay in the text."""

from __future__ import annotations

import pytest
from drafting import checked_tour
from test_documents import HALL, LOOM, VAT, WHEEL

LAVOIR = "Le lavoir date de 1850. Les femmes du village y venaient chaque lundi."
MOLINO = "El lavadero es de 1850. Las mujeres del pueblo venían cada lunes."
WASCHHAUS = "Das Waschhaus stammt von 1850. Die Frauen des Dorfes kamen jeden Montag."
GUIDES = {
    "zh": ("水碾公园导览\n\n第1站 水碾\n{}\n{}\n\n第2站 祠堂\n{}\n", WHEEL, HALL),
    "en": ("Mill guide\n\n1. Loom\n{}\n{}\n\n2. Vat\n{}\n", LOOM, VAT),
    "fr": ("Guide du moulin\n\n1. Lavoir\n{}\n{}\n\n2. Cuve\n{}\n", LAVOIR, LAVOIR.replace("1850", "1860")),
    "es": ("Guía del molino\n\n1. Lavadero\n{}\n{}\n\n2. Molino\n{}\n", MOLINO, MOLINO.replace("1850", "1860")),
    "de": ("Mühlenführer\n\n1. Waschhaus\n{}\n{}\n\n2. Mühle\n{}\n", WASCHHAUS, WASCHHAUS.replace("1850", "1860")),
}
SPEAKERS = {
    "zh": [
        ("男", "请看左边的石碑。", "："),
        ("女", "请看左边。", "："),
        ("问", "这座桥有多少年了？", "："),
        ("答", "这座桥有三百年了。", "："),
        ("合", "欢迎您来！", "："),
        ("众", "好！", "："),
        ("甲", "请看左边的石碑。", "："),
        ("旁白", "水碾建于清末。", "："),
        ("老人", "那时候没有电灯。", "："),
        ("村长", "我们村有三百户。", "："),
        ("讲解员小李", "请看水碾。", "："),
        ("小李", "请跟我来。", "："),
        ("王秀英", "我十六岁嫁到这里。", "："),
        ("男（笑）", "请看左边。", "："),
        ("【男】", "请看左边的石碑。", ""),
        ("问", "这座桥有多少年了？", "　"),
    ],
    "en": [
        ("Q", "How old is the bridge?", ": "),
        ("M", "Please look to your left.", ": "),
        ("Anna", "I have worked here.", ": "),
        ("Old Tom", "My father ground corn here.", ": "),
        ("The miller", "I ground corn for forty years.", ": "),
        ("Tom Hardy, miller", "I ground corn for forty years.", ": "),
        ("Speaker", "Who goes there?", ": "),
    ],
    "fr": [
        ("Anne", "J'ai travaillé ici trente ans.", " : "),
        ("Le meunier", "J'ai travaillé ici trente ans.", " : "),
        ("Enfant", "Papi, c'est quoi ?", " : "),
        ("Commentatrice", "Le moulin date de 1781.", " : "),
    ],
    "es": [
        ("Ana", "Trabajé aquí treinta años.", ": "),
        ("El molinero", "Trabajé aquí treinta años.", ": "),
        ("Comentarista", "El molino es de 1781.", ": "),
    ],
    "de": [
        ("Anna", "Ich habe hier gearbeitet.", ": "),
        ("Der Müller", "Ich habe hier gearbeitet.", ": "),
        ("Kind", "Opa, was ist das?", ": "),
        ("Kommentator", "Die Mühle ist von 1781.", ": "),
    ],
}
NOBODY = {
    "zh": [
        "结果：水碾停了。",
        "碑文：永禁砍伐。",
        "上联：水碾声声。",
        "传说：很久以前有一位老人。",
        "A：水碾。",
        "民谣：月亮出来亮汪汪。",
    ],
    "en": [
        "Result: The wheel stopped.",
        "Motto: We serve.",
        "Inscription: Here I lie, the miller.",
        "Plan B: We went home.",
    ],
    "fr": ["Devise : Nous prions."],
    "es": ["Lema: Trabajamos y oramos."],
    "de": ["Inschrift: Hier ruhe ich, der Müller."],
}


SPEAKER_ROWS = [(language, *row) for language, rows in SPEAKERS.items() for row in rows]


@pytest.mark.parametrize(("language", "label", "words", "mark"), SPEAKER_ROWS)
def test_a_label_that_comes_once_is_a_voice(language: str, label: str, words: str, mark: str) -> None:
    form, first, second = GUIDES[language]
    tour = checked_tour(form.format(first, label + mark + words, second))
    spoken = [s for s in tour.stops[0].segments if not s.is_cue]
    assert words in spoken[-1].text
    assert not any(f"{label.partition('（')[0].strip('【】')}{mark.strip()}" in s.text for s in spoken)
    assert len(tour.stops) == 2


@pytest.mark.parametrize(("language", "line"), [(k, row) for k, rows in NOBODY.items() for row in rows])
def test_a_word_before_a_colon_that_names_nobody_is_spoken(language: str, line: str) -> None:
    form, first, second = GUIDES[language]
    tour = checked_tour(form.format(first, line, second))
    assert line in "".join(s.text for s in tour.stops[0].segments if not s.is_cue)


def test_the_answers_of_a_quiz_are_no_speakers() -> None:
    tour = checked_tour(GUIDES["en"][0].format(LOOM, "A: It was built in 1820.\nB: It was built in 1850.", VAT))
    assert {s.role for s in tour.stops[0].segments if not s.is_cue} == {"narrator"}
