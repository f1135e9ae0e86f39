"""The author's say: which written words are read how.

``apply_lexicon`` lays a lexicon over a sentence. Inline marks beat it; of its entries those bound to a context beat the
others, and longer words beat shorter ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from ..i18n import _, compose
from ..model import Lexicon, LexiconEntry
from .han import HAN, HAN_AND_ZERO
from .markup import MARK, is_ipa, is_pinyin, is_reading, split_marks, strip_marks, without_erhua

SYLLABLES_FILE = Path(__file__).parent / "zh" / "syllables.txt"
"""Every syllable of pypinyin's dictionary, without tones."""
_HAN = f"[{HAN_AND_ZERO}]"


def apply_lexicon(sentence: str, lexicon: Lexicon) -> str:
    """The sentence with every decided reading as a mark, and every respelling in place of the word.

    Words in letters or digits match whole: ``NGO`` does not match within ``NGOS``, nor ``110`` within ``1100``.
    """
    chosen: list[tuple[int, int, str]] = []
    position = 0
    for written, reading in split_marks(sentence):
        if reading:
            chosen.append((position, position + len(written), reading))
        position += len(written)
    text = strip_marks(sentence)
    for start, end, entry in sorted(_find_matches(text, lexicon), key=lambda m: (not m[2].context, m[0] - m[1], m[0])):
        if all(end <= taken or start >= until for taken, until, _say in chosen):
            chosen.append((start, end, entry.say.strip()))
    parts: list[str] = []
    position = 0
    for start, end, say in sorted(chosen):
        parts += [text[position:start], f"{{{text[start:end]}|{say}}}" if is_reading(say) else say]
        position = end
    return "".join(parts) + text[position:]


def covered_characters(text: str, lexicon: Lexicon = ()) -> list[bool]:
    """For each character of a written text, whether a mark (its braces too) or the lexicon decides how it is said."""
    hidden = [False] * len(text)
    spans = [mark.span() for mark in MARK.finditer(text)]
    spans += [(start, end) for start, end, _entry in _find_matches(text, lexicon)]
    for start, end in spans:
        hidden[start:end] = [True] * (end - start)
    return hidden


def decided_by(sentence: str, lexicon: Lexicon = ()) -> list[str]:
    """For each character of a sentence with its marks taken out: ``inline``, ``lexicon`` or an empty string."""
    results: list[str] = []
    for written, reading in split_marks(sentence):
        results += ["inline" if reading else ""] * len(written)
    for start, end, _entry in _find_matches(strip_marks(sentence), lexicon):
        results[start:end] = [who or "lexicon" for who in results[start:end]]
    return results


def entry_error(entry: LexiconEntry) -> str | None:
    """What is wrong with an entry, in the reader's language; None when it can be used."""
    written, say = entry.written, entry.say.strip()
    if not written.strip() or not say:
        return _("A lexicon entry needs a written word and how it is said.")
    if re.search(r"[{}|\n]", written + say):
        return _("“{word}”: braces, bars and line breaks cannot stand in a lexicon entry.").format(word=written)
    if entry.context and written not in entry.context:
        return _("“{word}” does not occur in its context “{context}”.").format(word=written, context=entry.context)
    return reading_problem(written, say)


def reading_problem(written: str, say: str) -> str | None:
    """What is wrong with a reading of ``written``: pinyin syllables that do not exist or do not match in number."""
    characters = re.findall(_HAN, written)
    if is_ipa(say) or not characters:
        return None
    if not is_pinyin(say):
        if re.fullmatch(r"[A-Za-zü:0-9 ]+", say) and re.search(r"\d", say):
            return _("“{word}: {say}” is not tone-number pinyin: every syllable ends in a tone 1 to 5.").format(
                word=written, say=say
            )
        return None
    syllables = say.split()
    for syllable in syllables:
        if not is_syllable(syllable):
            return _("“{word}: {say}”: there is no syllable “{syllable}” in Mandarin.").format(
                word=written, say=say, syllable=syllable
            )
    merged = sum(bool(without_erhua(syllable)) for syllable in syllables)  # 事儿: shir4
    if len(characters) - min(merged, characters.count("儿")) != len(syllables):
        return _("“{word}: {say}”: syllables and characters differ in number ({syllables} and {characters}).").format(
            word=written, say=say, syllables=len(syllables), characters=len(characters)
        )
    return None


def is_syllable(syllable: str) -> bool:
    """Whether tone-number pinyin names a syllable of Mandarin; ``v`` and ``u:`` stand for ü, a final r is erhua."""
    base = syllable.rstrip("12345").replace("u:", "ü").replace("v", "ü")
    return base in _known_syllables() or (base.endswith("r") and base[:-1] in _known_syllables())


@lru_cache
def _known_syllables() -> frozenset[str]:
    return frozenset(SYLLABLES_FILE.read_text(encoding="utf-8").split())


def _find_matches(text: str, lexicon: Lexicon) -> list[tuple[int, int, LexiconEntry]]:
    """Every place where an entry's word stands."""
    pattern, entries = _index_entries(lexicon)
    if pattern is None or not pattern.search(text):
        return []
    results = []
    for entry in entries:
        if entry.written not in text:
            continue
        if entry.context:
            offsets = [m.start() for m in re.finditer(re.escape(entry.written), entry.context)]
            spots = [m.start() + o for m in re.finditer(re.escape(entry.context), text) for o in offsets]
        else:
            spots = [m.start() for m in _word_pattern(entry.written).finditer(text)]
        results += [(spot, spot + len(entry.written), entry) for spot in spots]
    return results


@lru_cache(maxsize=64)
def _index_entries(lexicon: Lexicon) -> tuple[re.Pattern[str] | None, Lexicon]:
    """A quick test whether anything matches at all, and the entries that can be used."""
    entries = tuple(form for entry in lexicon if entry_error(entry) is None for form in _spellings(entry))
    if not entries:
        return None, ()
    return re.compile("|".join(re.escape(entry.written) for entry in entries)), entries


def _spellings(entry: LexiconEntry) -> Iterable[LexiconEntry]:
    """The entry as its accents may be written: é in one sign (NFC), or an e and an accent (NFD), as Macs do."""
    if entry.written.isascii() and entry.context.isascii() and entry.say.isascii():
        return (entry,)
    entry = replace(entry, say=compose(entry.say))
    forms = (
        replace(entry, written=normalize(form, entry.written), context=normalize(form, entry.context))
        for form in ("NFC", "NFD")
    )
    return dict.fromkeys((entry, *forms))


@lru_cache(maxsize=4096)
def _word_pattern(written: str) -> re.Pattern[str]:
    """The word as a pattern that does not begin or end amid a run of letters, or of digits."""

    def border(character: str, look: str) -> str:
        if re.match(_HAN, character) or not character.isalnum():
            return ""
        return f"(?{look}[0-9])" if character.isdigit() else f"(?{look}[^\\W\\d_{HAN}])"

    return re.compile(border(written[0], "<!") + re.escape(written) + border(written[-1], "!"))
