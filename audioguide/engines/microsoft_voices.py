"""Microsoft's neural voices, which the engines edge and azure share."""

from __future__ import annotations

import zlib

from ..i18n.language_tags import normalise_tag, primary_language
from . import VoiceInfo

NARRATORS = {
    "zh-CN": ("Yunyang Yunjian Yunxi Yunxia", "Xiaoxiao Xiaoyi liaoning-Xiaobei shaanxi-Xiaoni"),
    "zh-HK": ("WanLung", "HiuGaai HiuMaan"),
    "zh-TW": ("YunJhe", "HsiaoChen HsiaoYu"),
    "en-US": ("Andrew Brian Christopher Eric Guy Roger Steffan", "Ava Emma Aria Jenny Michelle Ana"),
    "en-GB": ("Ryan Thomas", "Sonia Libby Maisie"),
    "es-ES": ("Alvaro", "Elvira Ximena"),
    "es-MX": ("Jorge", "Dalia"),
    "fr-FR": ("Henri", "Denise Eloise"),
    "de-DE": ("Conrad Killian", "Katja Amala"),
    "ja-JP": ("Keita", "Nanami"),
    "ko-KR": ("InJoon", "SunHi"),
    "ru-RU": ("Dmitry", "Svetlana"),
}
"""Locale → male and female voices, the narrator's first. The service has more; any name it knows may be used."""


def neural_voices() -> tuple[VoiceInfo, ...]:
    """Return the best known voices."""
    return tuple(
        VoiceInfo(name, locale, gender)
        for locale, genders in NARRATORS.items()
        for gender, names in zip(("male", "female"), genders, strict=True)
        for name in _full_names(locale, names)
    )


def choose_voice(language: str, role: str) -> str | None:
    """Return the locale's first voice for the narrator; another one, always the same for the same role, for others."""
    primary = primary_language(language)
    locale = next(
        (known for known in NARRATORS if known == normalise_tag(language)),
        next((known for known in NARRATORS if primary_language(known) == primary), None),
    )
    if locale is None:
        return None
    narrator, *others = _full_names(locale, " ".join(NARRATORS[locale]))
    return narrator if role == "narrator" else others[zlib.crc32(role.encode()) % len(others)]


def _full_names(locale: str, names: str) -> list[str]:
    return [f"{locale}-{name}Neural" for name in names.split()]
