"""Spoken text → phonemes of Kokoro's alphabet, through espeak-ng, for languages without a front end of ours.

Kokoro learnt diphthongs and affricates as single letters (https://github.com/hexgrad/misaki, EN_PHONES.md), where
espeak-ng writes two IPA letters; asked for a tie between the letters of one phoneme, it shows which belong together.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from ...errors import EngineError
from ...i18n import _
from ...text import markup
from .alphabet import PAUSES_MS, to_trained_alphabet

MAX_PIECE_PHONEMES = 250
"""Phonemes of a piece; the model begins to rush well above this."""

_MARKS = re.compile(r"((?:\s*(?:—|[,;:.!?…]+(?=[\s—]|$)))+)\s*")
_TYPOGRAPHY = str.maketrans({"–": "—", "’": "'", "(": ", ", ")": ", ", **dict.fromkeys('“”„«»"¿¡')})
"""Brackets are heard as commas; quotation marks are not heard."""
_TIE = "^"
_LETTERS = {
    "a^ɪ": "I",
    "a^ʊ": "W",
    "d^z": "ʣ",
    "d^ʒ": "ʤ",
    "e^ɪ": "A",
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "s^s": "S",
    "t^s": "ʦ",
    "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y",
    "ə^l": "ᵊl",
}
_TEXT_UTF8, _IPA, _TIED = 1, 0x02, 0x80
_SYNCHRONOUS, _NO_EXIT = 2, 0x8000
_espeak_lock = threading.Lock()
"""espeak-ng keeps one voice and one text for the whole process."""


def phoneme_pieces(spoken: str, voice: str) -> tuple[tuple[str, int], ...]:
    """Phonemes to be spoken at a time, each with the milliseconds of pause after it (the last: 0).

    ``voice`` is espeak-ng's, e.g. ``en-us`` or ``fr``. Marks ``{word|/ipa/}`` are taken as they are.
    Raises EngineError where espeak-ng cannot be used.
    """
    return pack_clauses(_phoneme_clauses(spoken, voice))


def pack_clauses(clauses: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return clauses joined up to ``MAX_PIECE_PHONEMES``, each piece with the milliseconds of pause after it."""
    clauses = [clause for clause in clauses if any(map(str.isalpha, clause))]
    packed: list[str] = []
    for part in chain.from_iterable(map(_split_long_clause, clauses)):
        if packed and len(packed[-1]) + len(part) + 1 <= MAX_PIECE_PHONEMES:
            packed[-1] += " " + part
        else:
            packed.append(part)
    return tuple(
        (piece, PAUSES_MS.get(piece[-1], 0) if index + 1 < len(packed) else 0) for index, piece in enumerate(packed)
    )


def _phoneme_clauses(spoken: str, voice: str) -> list[str]:
    """Phonemes clause by clause, each with the mark that ends it."""
    marked = "".join(
        f"{{{reading.strip('/')}}}" if reading.startswith("/") else reading or written
        for written, reading in markup.split_marks(spoken.translate(_TYPOGRAPHY))
    )
    texts = _MARKS.split(marked)
    return [
        # where several marks meet, as after a bracket, the last one is heard
        _clause_phonemes(text, voice) + mark[-1:]
        for text, mark in zip(texts[::2], [*texts[1::2], ""], strict=True)
    ]


def _clause_phonemes(text: str, voice: str) -> str:
    """Phonemes of words and of ``{ipa}``."""
    parts = re.split(r"\{([^{}]*)\}", text)
    for index in range(0, len(parts), 2):
        word = parts[index]
        before, after = word[: len(word) - len(word.lstrip())], word[len(word.rstrip()) :]
        parts[index] = f"{before}{tied_phonemes(word.strip(), voice)}{after}" if word.strip() else word
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _split_long_clause(clause: str) -> list[str]:
    """A clause that is too long even alone, cut between words into equal parts."""
    if len(clause) <= MAX_PIECE_PHONEMES:
        return [clause]
    words, parts = clause.split(" "), [""]
    share = len(clause) / -(-len(clause) // MAX_PIECE_PHONEMES)
    for word in words:
        if parts[-1] and len(parts[-1]) + len(word) > share:
            parts.append("")
        parts[-1] = f"{parts[-1]} {word}".strip()
    return parts


@lru_cache(maxsize=4096)
def word_phonemes(word: str) -> str:
    """Return the American pronunciation of a word within Chinese; empty where espeak-ng is missing or silent."""
    try:
        return to_trained_alphabet(_read_ipa(word, "en-us", _IPA)).strip()
    except EngineError:
        return ""  # words are spelled then


@lru_cache(maxsize=8192)
def tied_phonemes(text: str, voice: str) -> str:
    """Return the phonemes of a text in one of espeak-ng's voices, its diphthongs as the model's single letters."""
    ipa = _read_ipa(text, voice, _IPA | _TIED | ord(_TIE) << 8)
    for tied, letter in _LETTERS.items():
        ipa = ipa.replace(tied, letter)
    # Kokoro has ɡ for g, and no syllabic mark: a schwa stands for it
    return re.sub("(\\S)\u0329", r"ᵊ\1", ipa).replace("\u032a", "").replace(_TIE, "").replace("g", "ɡ").strip()


def _read_ipa(text: str, voice: str, mode: int) -> str:
    """Return espeak-ng's IPA of a text in one of its voices; raises EngineError where it cannot be used."""
    with _espeak_lock:
        library = _load_library()
        _set_voice(library, voice)
        rest = ctypes.c_char_p(text.encode())
        clauses = []
        while rest.value:
            clauses.append(library.espeak_TextToPhonemes(ctypes.byref(rest), _TEXT_UTF8, mode) or b"")
    # a foreign word makes espeak-ng name the language it switches to: (fr)…(en)
    return re.sub(r"\([a-z-]+\)", "", b" ".join(clauses).decode())


@lru_cache(maxsize=1)
def _set_voice(library: ctypes.CDLL, voice: str) -> None:
    """Make a voice the library's, if it is not: that takes twice as long as a word."""
    if library.espeak_SetVoiceByName(voice.encode()):
        raise EngineError(_("espeak-ng has no voice “{voice}”.").format(voice=voice))


@lru_cache(maxsize=1)
def _load_library() -> ctypes.CDLL:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path()
    except (ImportError, OSError, RuntimeError) as error:
        raise EngineError(
            _("espeak-ng cannot be loaded: {reason}.").format(reason=error),
            hint="pip install --force-reinstall espeakng-loader",
        ) from error
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    if library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _NO_EXIT) < 0:
        raise EngineError(_("espeak-ng cannot be loaded: {reason}.").format(reason=data))
    return library
