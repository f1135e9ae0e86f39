"""Who narrates where nobody chose a voice, by engine and language."""

from __future__ import annotations

KOKORO = {"zh": "zm_yunyang", "en": "af_heart", "es": "ef_dora", "fr": "ff_siwis"}
"""The clearest embedded voice of each language (DNSMOS 3.4 for zm_yunyang)."""
MICROSOFT = {
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
