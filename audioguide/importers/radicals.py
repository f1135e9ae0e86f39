"""Radicals that PDF programs write for the characters they look like: ⾖ for 豆, ⻋ for 车."""

from __future__ import annotations

import unicodedata

KANGXI = range(0x2F00, 0x2FD6)
"""Code points of the classical radicals; Unicode knows the character of each."""
SUPPLEMENT = (
    "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Further radicals that are characters by themselves, each before its character: Unicode does not link the two."""
UNIFIED = {code: unicodedata.normalize("NFKC", chr(code)) for code in KANGXI} | dict(
    zip(map(ord, SUPPLEMENT[::2]), SUPPLEMENT[1::2], strict=True)
)


def unify_radicals(text: str) -> str:
    """Return a text with the characters it shows, of the same length: neither rules nor voices know the radicals."""
    return text.translate(UNIFIED)
