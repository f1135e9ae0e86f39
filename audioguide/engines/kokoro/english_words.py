"""English words inside Chinese, as phonemes, by espeak-ng (the library ``espeakng-loader`` carries)."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

_lock = threading.Lock()  # espeak-ng keeps its state in globals

KNOWN = str.maketrans({"g": "ɡ", "r": "ɹ", "ɫ": "l", "ɬ": "l", "ɝ": "ɜɹ", "̩": None, "̯": None, "͡": None})
"""Letters and diacritics of IPA the voice was not trained with → those nearest."""


@lru_cache(maxsize=4096)
def word_phonemes(word: str) -> str:
    """American pronunciation of a word; empty where espeak-ng cannot be had or has nothing to say."""
    with _lock:
        backend = _backend()
        if backend is None:
            return ""
        said = "".join(backend.phonemize([word], strip=True))
    return to_trained_alphabet(said).strip()


def to_trained_alphabet(ipa: str) -> str:
    """IPA in the letters the voice was trained with, as far as there are any."""
    return ipa.translate(KNOWN)


@lru_cache(maxsize=1)
def _backend() -> Any:
    try:
        import espeakng_loader
        from phonemizer.backend import EspeakBackend
        from phonemizer.backend.espeak.wrapper import EspeakWrapper

        EspeakWrapper.set_library(espeakng_loader.get_library_path())
        EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
        return EspeakBackend("en-us", with_stress=True)
    except (ImportError, OSError, RuntimeError, AttributeError):
        return None  # words are spelled then
