"""Which written number, Latin word or symbol became which spoken words: written and spoken text laid side by side."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ...model import Lexicon
from .. import Confidence, Reading
from ..han import HAN
from ..lexicon import decided_by
from ..markup import strip_marks
from .clean import clean_text
from .normalise import in_words
from .numbers.cardinal import cardinal, spell_digits

_STOPS = "，。！？；：、"
_HALF = ",.!?;:"
_ANCHOR = re.compile(rf"[{HAN}]+|[{_STOPS}]|(?<!\d)[{_HALF}]|[{_HALF}](?!\d)")
_TOKEN = re.compile(r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ]|[^\w\s，。、；：？！“”‘’（）《》〈〉【】「」『』…—,.;:?!()\[\]\"'\-·]")
_EDGE = " ，。、；：？！“”‘’（）《》〈〉【】「」『』…—,;:?!()[]\"'‚‛"
_AMBIGUOUS = re.compile(
    r"(?<![\d.\-A-Za-z第:：/])(?<!\d )(?<![年号]（)(?<![年号]（[前约])\d{3,8}(?=[”’』」）)，。；！？、]|$)"
    r"|(?<![\d.\-:：/A-Za-z])(?!\d{1,2}[:：]\d\d(?!\d))\d+[-:：/]\d+(?=[”’』」）)，。；！？、]|$)"
)


def ambiguous_numbers(text: str) -> list[tuple[int, int]]:
    """Where figures stand whose surroundings do not tell what they are: 共12371。 or 在1-2。"""
    return [results.span() for results in _AMBIGUOUS.finditer(text)]


def ways_to_say(number: str) -> tuple[str, ...]:
    """Return what figures alone can mean: a quantity, a name digit by digit, a range, a score, a room."""
    parts = [part for part in re.split(r"[-:：/]", number) if part]
    if len(parts) == 1:
        return (cardinal(number), spell_digits(number), spell_digits(number, telephone=True))
    return tuple(word.join(map(cardinal, parts)) for word in ("到", "比", "杠"))


def token_readings(sentence: str, spoken: str, lexicon: Lexicon = ()) -> list[Reading]:
    """Numbers, Latin words and symbols of a written sentence with what is said for each."""
    written = strip_marks(sentence)
    deciders = decided_by(sentence, lexicon)
    doubtful = ambiguous_numbers(written)
    results: list[Reading] = []
    for start, token, wording in _align_gaps(written, strip_marks(spoken)):
        core = token.strip(_EDGE)
        if not _TOKEN.search(core):
            continue
        start += token.index(core)
        end = start + len(core)
        why = next((who for who in deciders[start:end] if who), "rule")
        how = wording.strip(_EDGE) if wording is not None else in_words(core)
        unclear = not how or any(begin < end and start < until for begin, until in doubtful)
        sure: Confidence = "doubtful" if unclear and why == "rule" else "sure"
        results.append(Reading(core, how, start, _kind_of(core), why, sure))
    return results


def spoken_for(written: str, start: int, end: int) -> str:
    """What is said for a stretch of written text where it stands."""
    begin = max(written.rfind(stop, 0, start) for stop in "。！？；，\n") + 1
    until = min(written.find(stop, end) % (len(written) + 1) for stop in "。！？；，\n")
    clause = written[begin:until]
    for place, token, wording in _spoken_gaps(clause):
        if place <= start - begin and end - begin <= place + len(token) and wording is not None:
            return wording.strip(_EDGE)
    return in_words(written[start:end])


@lru_cache(maxsize=256)
def _spoken_gaps(clause: str) -> tuple[tuple[int, str, str | None], ...]:
    """Return the gaps of a clause: each of its expressions asks, and the clause may hold hundreds."""
    return tuple(_align_gaps(clause, strip_marks(in_words(clause))))


def _align_gaps(written: str, spoken: str) -> list[tuple[int, str, str | None]]:
    """(offset, what stands between two runs of Chinese, what is said there or None where the two do not match)."""
    results: list[tuple[int, str, str | None]] = []
    place = position = 0
    lost = False
    for anchor in _ANCHOR.finditer(written):
        text = anchor[0] if spoken.find(anchor[0], position) >= 0 else clean_text("中" + anchor[0])[1:]
        at = spoken.find(text, position)
        lost = lost or at < 0
        results.append((place, written[place : anchor.start()], None if lost else spoken[position:at]))
        place, position = anchor.end(), at + len(text)
    results.append((place, written[place:], None if lost else spoken[position:]))
    return [(start, gap, wording) for start, gap, wording in results if gap.strip()]


def _kind_of(core: str) -> Literal["number", "latin", "symbol"]:
    if re.search(r"[0-9０-９]", core):
        return "number"
    return "latin" if re.search(r"[A-Za-zＡ-Ｚａ-ｚ]", core) else "symbol"
