"""The language of a text: scripts and Chinese varieties by their characters, Latin languages by a library."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from .. import registry
from ..i18n import _
from ..i18n.language_tags import is_chinese, normalise_tag, primary_language
from ..text.han import HAN_CHARACTER

DECLARED = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")
"""A language tag, as markup declares one."""
SAMPLE_CHARACTERS = 20_000
FEW_LETTERS = 20
"""Letters below which a Latin text says nothing about its language."""
KANA = re.compile(r"[\u3041-\u30ff]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")
CANTONESE = re.compile(r"[嘅喺咗嚟啲唔佢哋咁乜嗰冇睇俾畀嘢啱攞]")
PAIRS = (
    "們这這个個来來为為国國说說时時会會对對发發后後里裡种種经經学學现現当當动動还還进進样樣开開无無与與长長机機关關点點业業将將"
    "两兩间間问問体體话話应應头頭产產请請听聽门門车車东東马馬鸟鳥书書楼樓钟鐘铜銅条條见見写寫读讀欢歡游遊义義广廣场場员員区區"
    "导導览覽讲講词詞历歷实實从從过過页頁题題单單万萬亿億几幾号號厅廳馆館镇鎮乡鄉县縣亲親爱愛谢謝医醫艺藝术術块塊钱錢买買卖賣"
    "飞飛风風龙龍凤鳳齐齊岁歲处處红紅纸紙织織线線给給让讓认認识識记記设設计計语語谁誰调調远遠运運边邊达達选選连連银銀铁鐵锁鎖"
)[1:]
"""Simplified characters, each followed by its traditional form."""
SIMPLIFIED = frozenset(PAIRS[0::2]) - frozenset("里后处游几万丰台")
"""Without those that traditional text writes as well."""
TRADITIONAL = frozenset(PAIRS[1::2])
NAMES = {
    "de": _("German"),
    "it": _("Italian"),
    "pt": _("Portuguese"),
    "nl": _("Dutch"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
    "ru": _("Russian"),
    "yue": _("Cantonese"),
    "pl": _("Polish"),
    "cs": _("Czech"),
    "sv": _("Swedish"),
    "da": _("Danish"),
}
LATIN = [
    "en",
    "es",
    "fr",
    "de",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "sv",
    "da",
    "no",
    "fi",
    "hu",
    "ro",
    "ca",
    "tr",
    "hr",
    "sk",
    "sl",
    "vi",
    "id",
    "et",
    "lv",
    "lt",
]
"""Latin languages that are told apart; a smaller set makes fewer mistakes in short texts."""


@dataclass(frozen=True)
class DetectedLanguage:
    """The language of a text."""

    tag: str
    """BCP 47 tag."""
    is_sure: bool = True


def detect_language(text: str, declared: str = "") -> DetectedLanguage:
    """Return the language of a text; ``declared`` (its markup's tag) decides only where the text does not."""
    sample = text[:SAMPLE_CHARACTERS]
    letters = sum(char.isalpha() for char in sample)
    han, kana, hangul = (len(pattern.findall(sample)) for pattern in (HAN_CHARACTER, KANA, HANGUL))
    if kana * 10 > han + kana and kana * 10 > letters - han - kana:
        return DetectedLanguage("ja")
    if hangul * 5 > letters:
        return DetectedLanguage("ko")
    if han * 10 > letters:
        return _detect_chinese(sample, han)
    if letters < FEW_LETTERS:
        return DetectedLanguage(declared or "en", is_sure=False)
    for tag, first, last in (("ru", "\u0400", "\u04ff"), ("el", "\u0370", "\u03ff"), ("ar", "\u0600", "\u06ff")):
        if sum(first <= char <= last for char in sample) * 2 > letters:
            return DetectedLanguage(tag)
    return _detect_latin(sample, declared)


def with_declared_region(language: DetectedLanguage, declared: str) -> DetectedLanguage:
    """Return the language with the region its document declares, where the text is in that language: en-GB.

    Of Chinese the characters decide, and no region is taken over: zh-HK would be spoken in Cantonese.
    """
    tag = normalise_tag(declared) if DECLARED.fullmatch(declared.strip()) else ""
    if not tag or primary_language(tag) != primary_language(language.tag) or is_chinese(tag):
        return language
    region = next((subtag for subtag in tag.split("-")[1:] if len(subtag) == 2 and subtag.isupper()), "")
    return replace(language, tag=f"{primary_language(tag)}-{region}") if region else language


def is_traditional(text: str) -> bool:
    """Whether a line has more traditional characters than simplified ones."""
    return sum(char in TRADITIONAL for char in text) > sum(char in SIMPLIFIED for char in text)


def _detect_chinese(sample: str, han: int) -> DetectedLanguage:
    if len(CANTONESE.findall(sample)) * 40 > han:
        return DetectedLanguage("yue")
    traditional = sum(char in TRADITIONAL for char in sample)
    simplified = sum(char in SIMPLIFIED for char in sample)
    if traditional > simplified:
        return DetectedLanguage("zh-Hant", is_sure=simplified * 5 < traditional)
    return DetectedLanguage("zh-CN")


def _detect_latin(sample: str, declared: str) -> DetectedLanguage:
    # names in capitals and labels say little about the language: sentences do
    lines = [line for line in sample.splitlines() if len(line.split()) > 4] or sample.splitlines()
    tag, probability = _load_identifier().classify(" ".join(lines).lower())
    primary = declared.split("-")[0].lower()
    if probability < 0.9 and primary and primary != tag and primary in LATIN:
        return DetectedLanguage(declared, is_sure=False)
    return DetectedLanguage(tag, is_sure=probability >= 0.9)


def classify_latin(text: str, among: Collection[str] = ()) -> str:
    """Return the likeliest language of a text in Latin letters, of those in ``among`` if given."""
    ranked = _load_identifier().rank(text.lower())
    return str(next((tag for tag, _probability in ranked if not among or tag in among), ""))


@lru_cache(maxsize=1)
def _load_identifier() -> Any:
    """Load the library's model: 0.4 s, which every document of a folder would take."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LATIN)
    return identifier


def is_spoken(tag: str) -> bool:
    """Whether some language plug-in can prepare text of this language for speech."""
    return tag.split("-")[0].lower() in registry.plugin_names("languages")


def language_name(tag: str) -> str:
    """Return the language's name for a message; its tag where it has none here."""
    primary = tag.split("-")[0].lower()
    return _(NAMES[primary]) if primary in NAMES else tag
