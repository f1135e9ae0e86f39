"""What Kokoro v1.0 takes: its phonemes, how many at a time, and the pauses that separate the pieces.

Chinese, English, Spanish and French share one alphabet: IPA with diphthongs and affricates as single letters
(https://github.com/hexgrad/misaki, EN_PHONES.md), and tones as arrows.
"""

from __future__ import annotations

_PHONEMES = (
    '·;:,.!?··—…"()“” \u0303ʣʥʦʨᵝꭧAI·····O·Q·ST··W·Yᵊabcdef·hijklmnopqrstuvwxyzɑɐɒæ··βɔɕç·ɖðʤə·ɚɛɜ··ɟ·ɡ······ɥ·ɨɪʝ'
    "······ɯɰŋɳɲɴø·ɸθœ··ɹ·ɾɻ·ʁɽʂʃʈʧ·ʊʋ·ʌɣɤ·χʎ···ʒʔ·······ˈˌː···ʰ·ʲ····↓·→↗↘···ᵻ"
)
"""Each phoneme at the place of its token; ``·`` where there is none."""
TOKENS = {phoneme: token for token, phoneme in enumerate(_PHONEMES) if phoneme != "·"}
"""Phoneme → what the model is given for it."""
VOCABULARY = frozenset(TOKENS)
"""Every character the model knows; it drops others without a word."""
MAX_TOKENS = 510
"""Phonemes the model takes at a time."""
MARKS_IN_A_ROW = 8
"""Of more, nothing is heard; and a cut after each would be weighed against each of those before it."""
PAUSES_MS = {
    "，": 210, ",": 210, "、": 100, "：": 300, ":": 300, "；": 300, ";": 300, "—": 300,
    "。": 450, "．": 450, ".": 450, "！": 450, "!": 450, "？": 450, "?": 450, "…": 450,
}  # fmt: skip
"""After a piece that ends in the mark: medians of human reading (BZNSYP); after sentences, the author's pauses."""

_NEAREST = str.maketrans({"g": "ɡ", "r": "ɹ", "ɫ": "l", "ɬ": "l", "ɝ": "ɜɹ", "̩": None, "̯": None, "͡": None})
"""Letters and diacritics of IPA the voice was not trained with → those nearest."""


def to_trained_alphabet(ipa: str) -> str:
    """Return IPA in the letters the voice was trained with, as far as there are any."""
    return ipa.translate(_NEAREST)
