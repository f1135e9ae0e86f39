"""Spoken text → SSML 1.0 for engines that take it: decided readings as phonemes, rate, pitch, volume and style.

What differs between services is a ``Dialect``: which alphabet a Chinese reading is written in, and which extensions
there are. https://www.w3.org/TR/speech-synthesis11/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr, unescape

from ..i18n.language_tags import matching_values, normalise_tag
from ..model import Voice
from ..text import markup
from ..text.homophones import respell_marks
from ..text.lexicon import is_syllable
from ..text.markup import is_ipa, is_pinyin, split_marks, without_erhua

NAMESPACE = "http://www.w3.org/2001/10/synthesis"
INTERJECTIONS = frozenset(("m", "n", "ng", "hm", "hng"))
"""Syllables without a vowel, which the alphabets of services do not have; an unknown one refuses the whole document."""
IPA_SIGNS = str.maketrans({"'": "ˈ", "‘": "ˈ", "’": "ˈ", ",": "ˌ", ":": "ː", "：": "ː"})
"""Signs that are typed for those of the alphabet and refused: stress, secondary stress, length."""
CLAUSE_ENDS = frozenset("，、：；。！？,;:.!?…")
"""After which a long sentence may be cut."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Alphabet:
    """How a service wants the syllables of a Chinese reading."""

    name: str
    """The attribute ``alphabet``."""
    write: Callable[[Sequence[str]], str]
    """Tone-number syllables as dictionaries have them (``zhang3``, ``lüe4``) → the attribute ``ph``."""
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

    A Chinese reading for which the service has no alphabet, or its alphabet no syllable, is respelt by characters that
    sound so. What XML cannot hold, as control characters, is left out.
    """
    return "".join(
        _phoneme(written, reading, language, dialect) if reading else escape(written)
        for written, reading in _joined_suffixes(split_marks(without_invalid(spoken)))
    )


def without_invalid(text: str) -> str:
    """Return a text without what XML cannot hold and no service can say: control characters and half ones."""
    return _NOT_XML.sub("", text)


def split_content(content: str, limit: int) -> list[str]:
    """Return what ``mark_readings`` wrote in parts of which at most ``limit`` characters are read.

    It is cut before a clause, else between characters, and never within an element. An element longer than the limit
    is a part of its own. Together the parts are the content.
    """
    clauses: list[list[str]] = [[]]
    ended = False
    for token in re.findall(r"<phoneme\b.*?</phoneme>|&\w+;|.", content, re.DOTALL):
        if ended and (len(token) > 1 or token.isalnum()):
            clauses.append([])
            ended = False
        clauses[-1].append(token)
        ended = ended or token in CLAUSE_ENDS
    parts, count = [""], 0
    for clause in clauses:
        lengths = [len(plain_text(token)) for token in clause]
        fits = count + sum(lengths) <= limit
        for place, (token, length) in enumerate(zip(clause, lengths, strict=True)):
            if count and (count + length > limit or (not fits and not place)):
                parts.append("")
                count = 0
            parts[-1] += token
            count += length
    return parts


def phonemes_of(content: str) -> list[tuple[str, str]]:
    """Return what is written and its phones for every element of what ``mark_readings`` wrote."""
    elements = re.findall(r"<phoneme [^>]*\bph=(['\"])(.*?)\1>(.*?)</phoneme>", content, re.DOTALL)
    return [(unescape(written), unescape(phones, {"&quot;": '"'})) for _quote, phones, written in elements]


def make_document(sentences: Sequence[str], voice: Voice, dialect: Dialect, *, pause_ms: int = 0) -> str:
    """Return a document of sentences that ``mark_readings`` wrote, in a voice with its rate, pitch, volume and style.

    ``pause_ms``: between the sentences, where the dialect can say so.
    """
    voice = replace(voice, name=without_invalid(voice.name), style=without_invalid(voice.style))
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
    return unescape(re.sub(r"<[^>]*>", "", content))


# ---------------------------------------------------------------- alphabets of Chinese


def write_sapi(syllables: Sequence[str]) -> str:
    """Return Microsoft's pinyin for zh-CN: syllable, space, tone, hyphens between (``yi 2 - hui r 4``).

    Erhua stands apart, ü is v, and u where no other syllable is spelt so: 略 ``lue``.
    """
    written = []
    for syllable in syllables:
        base = (without_erhua(syllable) or syllable)[:-1].replace("üe", "ue").replace("ü", "v")
        written.append(f"{base}{' r' if without_erhua(syllable) else ''} {syllable[-1]}")
    return " - ".join(written)


def write_bopomofo(syllables: Sequence[str]) -> str:
    """Return Bopomofo with tone marks after the syllable, which Microsoft wants for zh-TW (it refuses pinyin there)."""
    from pypinyin.contrib.tone_convert import tone3_to_tone
    from pypinyin.style.bopomofo import converter

    return "".join(converter.to_bopomofo(tone3_to_tone(without_erhua(syllable) or syllable)) for syllable in syllables)


def canonical_syllable(syllable: str) -> str:
    """Return tone-number pinyin as dictionaries have it, however ü is typed: ``lve4`` → ``lüe4``, ``jü1`` → ``ju1``.

    Empty for what the alphabets of services do not have: no syllable of Mandarin, or one without a vowel.
    """
    base = re.sub("^([ln])ue", r"\1üe", syllable[:-1].replace("u:", "ü").replace("v", "ü"))
    base = re.sub("^([jqxy])ü", r"\1u", base)
    spelt = base + syllable[-1]
    plain = without_erhua(spelt) or spelt
    return spelt if is_syllable(plain) and plain[:-1] not in INTERJECTIONS else ""


# ---------------------------------------------------------------- pieces


def _phoneme(written: str, reading: str, language: str, dialect: Dialect) -> str:
    """A decided reading as an element; one that the dialect has no letters for as characters that sound so."""
    if is_ipa(reading):
        return _phoneme_element("ipa", reading[1:-1].strip().translate(IPA_SIGNS), written)
    alphabets = matching_values(dialect.chinese, language)
    syllables = [canonical_syllable(syllable) for syllable in reading.split()] if is_pinyin(reading) else []
    if not alphabets or not syllables or not all(syllables):
        return escape(respell_marks(f"{{{written}|{reading}}}"))
    alphabet = alphabets[0]
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
