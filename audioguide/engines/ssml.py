"""Spoken text → SSML 1.0 for engines that take it: decided readings as phonemes, rate, pitch, volume and style.

What differs between services is a ``Dialect``: which alphabet a Chinese reading is written in, and which extensions
there are. https://www.w3.org/TR/speech-synthesis11/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from ..i18n.language_tags import matching_values, normalise_tag
from ..model import Voice
from ..text import markup
from ..text.homophones import respell_marks
from ..text.markup import is_ipa, is_pinyin, split_marks, without_erhua

NAMESPACE = "http://www.w3.org/2001/10/synthesis"
UMLAUT_RHYMES = {"ve": "ue"}
"""Finals after l and n that the services spell with u, since no other syllable is so spelt: 略 lue."""


@dataclass(frozen=True)
class Alphabet:
    """How a service wants the syllables of a Chinese reading."""

    name: str
    """The attribute ``alphabet``."""
    write: Callable[[Sequence[str]], str]
    """Tone-number syllables (``zhang3``) → the attribute ``ph``."""
    one_by_one: bool = False
    """Each character gets an element of its own where characters and syllables match in number."""


@dataclass(frozen=True)
class Dialect:
    """What a service understands beyond the standard."""

    chinese: Mapping[str, Alphabet] = field(default_factory=dict)
    """Language tag → alphabet of tone-number pinyin; elsewhere such readings stay as written."""
    namespaces: Mapping[str, str] = field(default_factory=dict)
    """Prefix → namespace of the extensions."""
    style: str = ""
    """Element that carries an attribute ``style``; empty: there are no styles."""
    exact_pause: str = ""
    """Element, with ``{ms}``, that makes the pauses between sentences exact; empty: there is none."""


def mark_readings(spoken: str, language: str, dialect: Dialect) -> str:
    """Return a spoken sentence as SSML content: every decided reading as a ``<phoneme>``, the rest as text.

    A Chinese reading for which the service has no alphabet is respelt by characters that sound so.
    """
    return "".join(
        _phoneme(written, reading, language, dialect) if reading else escape(written)
        for written, reading in _joined_suffixes(split_marks(spoken))
    )


def make_document(sentences: Sequence[str], voice: Voice, dialect: Dialect, *, pause_ms: int = 0) -> str:
    """Return a document of sentences that ``mark_readings`` wrote, in a voice with its rate, pitch, volume and style.

    ``pause_ms``: between the sentences, where the dialect can say so.
    """
    content = "".join(f"<s>{sentence}</s>" for sentence in sentences) if len(sentences) > 1 else sentences[0]
    if prosody := _prosody(voice):
        content = f"<prosody {prosody}>{content}</prosody>"
    if voice.style and dialect.style:
        content = f"<{dialect.style} style={quoteattr(voice.style)}>{content}</{dialect.style}>"
    if pause_ms and dialect.exact_pause and len(sentences) > 1:
        content = dialect.exact_pause.format(ms=pause_ms) + content
    spaces = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in dialect.namespaces.items())
    language = quoteattr(normalise_tag(voice.language))
    return (
        f'<speak version="1.0" xmlns="{NAMESPACE}"{spaces} xml:lang={language}>'
        f"<voice name={quoteattr(voice.name)}>{content}</voice></speak>"
    )


def plain_text(content: str) -> str:
    """Return what is read of SSML content: its text, without elements."""
    return re.sub(r"<[^>]*>", "", content).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# ---------------------------------------------------------------- alphabets of Chinese


def write_sapi(syllables: Sequence[str]) -> str:
    """Return Microsoft's pinyin for zh-CN: syllable, space, tone, hyphens between (``yi 2 - hui r 4``)."""
    return " - ".join(f"{_spell(base)} {tone}" for base, tone in map(_split_tone, syllables))


def write_bopomofo(syllables: Sequence[str]) -> str:
    """Return Bopomofo with tone marks after the syllable, which Microsoft wants for zh-TW (it refuses pinyin there)."""
    from pypinyin.contrib.tone_convert import tone3_to_tone
    from pypinyin.style.bopomofo import converter

    written = []
    for syllable in syllables:
        base = (without_erhua(syllable) or syllable).replace("u:", "ü").replace("v", "ü")
        written.append(converter.to_bopomofo(tone3_to_tone(base)))
    return "".join(written)


def _split_tone(syllable: str) -> tuple[str, str]:
    return syllable[:-1].replace("u:", "v").replace("ü", "v"), syllable[-1]


def _spell(base: str) -> str:
    """A syllable without its tone as Microsoft spells it: erhua apart, ü as v, and as u where that is clear."""
    coloured = base != "er" and base.endswith("r")
    plain = base[:-1] if coloured else base
    for rhyme, spelling in UMLAUT_RHYMES.items():
        if plain[:-2] in ("l", "n") and plain.endswith(rhyme):
            plain = plain[:-2] + spelling
    return f"{plain} r" if coloured else plain


# ---------------------------------------------------------------- pieces


def _phoneme(written: str, reading: str, language: str, dialect: Dialect) -> str:
    """A decided reading as an element; one that the dialect has no letters for as characters that sound so."""
    if is_ipa(reading):
        return _phoneme_element("ipa", reading[1:-1], written)
    alphabets = matching_values(dialect.chinese, language)
    if not alphabets or not is_pinyin(reading):
        return escape(respell_marks(f"{{{written}|{reading}}}"))
    alphabet, syllables = alphabets[0], reading.split()
    if alphabet.one_by_one and len(written) == len(syllables):
        pairs = zip(written, syllables, strict=True)
        return "".join(_phoneme_element(alphabet.name, alphabet.write([syllable]), char) for char, syllable in pairs)
    return _phoneme_element(alphabet.name, alphabet.write(syllables), written)


def _phoneme_element(alphabet: str, phones: str, written: str) -> str:
    return f"<phoneme alphabet={quoteattr(alphabet)} ph={quoteattr(phones)}>{escape(written)}</phoneme>"


def _joined_suffixes(pieces: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pieces with a 儿 that is no syllable of its own taken into the one before: 花儿 hua1 r5 → 花儿 huar1."""
    joined: list[tuple[str, str]] = []
    for written, reading in pieces:
        syllables = reading.split() if is_pinyin(reading) else []
        while markup.SUFFIX in syllables[1:]:
            place = syllables.index(markup.SUFFIX, 1)
            before = syllables[place - 1]
            syllables[place - 1 : place + 1] = [f"{before[:-1]}r{before[-1]}"]
        if syllables == [markup.SUFFIX] and joined and is_pinyin(joined[-1][1]):
            before, sound = joined[-1]
            joined[-1] = before + written, f"{sound[:-1]}r{sound[-1]}"
        else:
            joined.append((written, " ".join(syllables) if syllables else reading))
    return joined


def _prosody(voice: Voice) -> str:
    attributes = {
        "rate": f"{round((voice.rate - 1) * 100):+d}%" if voice.rate != 1 else "",
        "pitch": f"{voice.pitch:+d}Hz" if voice.pitch else "",
        "volume": f"{voice.volume:+d}%" if voice.volume else "",
    }
    return " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value)
