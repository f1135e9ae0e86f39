"""Spoken Chinese → syllables: which reading each character has, why, and how sure.

In this order: a mark, a word a person has decided, a surname, and for everything else a vote. The candidates of a
character are its readings in dictionaries; each gets points for every dictionary that reads the word so (more for
longer and commoner words), for being the usual reading, and for its likelihood in the sentence by g2pM's model. The
points, a conditional log-linear model, are learnt by ``benchmarks/train_g2p.py`` and lie in ``gate.json``. The few
weights know nothing of single characters or words, so they hold for those never seen. Where all dictionaries read a
word alike there is no vote: the development data is rich in rare words, ordinary text in common ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from math import exp, log10
from pathlib import Path
from typing import Any

from ...model import Lexicon
from .. import Reading, Sureness
from ..lexicon import apply_lexicon
from ..markup import is_ipa, is_pinyin, split_marks, strip_marks, with_suffix, without_erhua
from . import erhua, function_words, names, sandhi
from .dictionary import SOURCES, dictionary, frequency, words
from .polyphone_model import likelihoods, model

GATE = Path(__file__).with_name("gate.json")
_RUN = re.compile(r"[A-Za-zÀ-ɏ]+|.", re.DOTALL)
"""Latin words stay whole, all else goes by characters."""
_WHY = {"decided": "dictionary"}
FLOOR = -9.0
"""Logarithm of the least likelihood that counts: the model is overconfident."""
BESIDE = {"一": ("yi2", "yi4"), "不": ("bu2",), "儿": ("r5",)}
"""What a dictionary's reading becomes beside another syllable."""
SURE, LIKELY = 0.94, 0.85
"""Shares of the vote from which on a reading is sure or likely."""


@dataclass(frozen=True)
class Syllable:
    """One character with its reading, or a run of anything else."""

    text: str
    """A Chinese character, a Latin word or one other character."""
    pinyin: str
    """Tone-number pinyin as a dictionary has it, ``v`` for ü, 5 neutral; IPA between slashes where a mark says so;
    empty for what is not Chinese, and for a 儿 that a mark has merged into the syllable before it."""
    said: str
    """``pinyin`` after the tone changes of 不 and 一."""
    start: int
    """Offset in the text, marks taken out; a 儿 that a mark of one character has taken in counts."""
    opens: bool
    """Whether a word begins here."""
    why: str = ""
    """inline, decided, name, dictionary, model; empty where there was no choice."""
    share: float = 1.0
    """Of the vote, 0 to 1."""
    others: tuple[str, ...] = ()
    """The other readings in use, the likeliest first."""

    @property
    def sure(self) -> Sureness:
        """How far the reading can be trusted."""
        return "sure" if self.share >= SURE else "likely" if self.share >= LIKELY else "doubtful"


@lru_cache(maxsize=4096)
def syllables(spoken: str) -> tuple[Syllable, ...]:
    """Every character of a spoken text in order, with its reading. Marks are obeyed."""
    text, fixed = unmarked(spoken)
    tokens = list(_tokens(text, fixed))
    return tuple(sandhi.changed(tokens))


def character_readings(sentence: str, lexicon: Lexicon = ()) -> list[Reading]:
    """Every character of several readings in a written sentence; offsets count with marks taken out.

    Read is what will be said, numbers in words: 只 is zhi1 after a numeral, in digits too.
    """
    from .normalise import in_words

    spoken = in_words(apply_lexicon(sentence, lexicon))
    text, fixed = unmarked(spoken)
    at = _places(text, strip_marks(sentence))
    inline = {start + i for start, word in _marked(sentence) for i in range(len(word))}
    return [
        Reading(
            written=s.text,
            spoken=s.said,
            start=at[s.start],
            kind="character",
            why="lexicon" if s.start in fixed and at[s.start] not in inline else _WHY.get(s.why, s.why),
            sure=s.sure,
            alternatives=s.others,
        )
        for s in syllables(spoken)
        if s.start in at
        and s.why
        and s.pinyin
        and (s.others or s.sure != "sure" or len(dictionary().characters.get(s.text, ())) > 1)
    ]


def _marked(sentence: str) -> Iterator[tuple[int, str]]:
    """(offset, marks taken out, and word) of every mark."""
    start = 0
    for written, reading in split_marks(sentence):
        if reading:
            yield start, written
        start += len(written)


def _places(spoken: str, written: str) -> dict[int, int]:
    """Where the characters of the spoken text stand in the written one, as far as they do."""
    blocks = SequenceMatcher(None, spoken, written, autojunk=False).get_matching_blocks()
    return {block.a + i: block.b + i for block in blocks for i in range(block.size)}


def unmarked(spoken: str) -> tuple[str, dict[int, str]]:
    """The text without marks, and the reading a mark gives each character; a respelling takes its place.

    A 儿 that a reading of one character has taken in (``{鸟|niaor3}``) is back in the text.
    """
    text = ""
    fixed: dict[int, str] = {}
    for written, reading in split_marks(spoken):
        if is_pinyin(reading):
            written, reading = with_suffix(written, reading)  # words are known with their 儿
            fixed |= {len(text) + i: one for i, one in enumerate(_aligned(written, reading.split()))}
            text += written
        elif is_ipa(reading):
            fixed |= {len(text): reading} | {len(text) + i: "" for i in range(1, len(written))}
            text += written
        else:
            text += reading or written
    return text, fixed


def _aligned(written: str, reading: list[str]) -> Iterator[str]:
    """One syllable a character; a 儿 that erhua has merged into its neighbour gets none."""
    left = [syllable.replace("u:", "v").replace("ü", "v") for syllable in reading]
    for i, char in enumerate(written):
        merged = char == "儿" and len(left) < len(written) - i
        yield left.pop(0) if left and not merged and is_han(char) else ""


def unheard_of(written: str, say: str) -> list[tuple[str, str]]:
    """(character, reading) of a word's characters that no dictionary reads as asked; nothing for a respelling."""
    if not is_pinyin(say):
        return []
    return [
        (char, reading)
        for at, (char, reading) in enumerate(zip(written, _aligned(written, say.split()), strict=True))
        if reading and not _is_known(written, at, reading)
    ]


def _is_known(word: str, at: int, reading: str) -> bool:
    """Whether some dictionary reads the character at ``at`` so: neutral tone, erhua and sandhi included."""
    reading = without_erhua(reading) or reading
    char, base, tone = word[at], reading[:-1], reading[-1]
    book = dictionary()
    known = {*book.characters.get(char, ()), *model().readings.get(char, ()), *BESIDE.get(char, ())}
    known.update(said for _by, said in book.votes(word, at))
    if not known:
        return True  # nobody knows the character: the author alone can tell
    tones = {other[-1] for other in known if other[:-1] == base}
    return tone in tones or bool(tones and tone == "5") or ("3" in tones and tone == "2")


def _tokens(text: str, fixed: dict[int, str]) -> Iterator[Syllable]:
    """The text as tokens, readings chosen, tones unchanged."""
    cut: list[tuple[int, str]] = []
    at = 0
    for word in words(text):
        cut.append((at, word))
        at += len(word)
    chosen = _decided(text, cut)
    open_places = [
        (start + i, word, i)
        for start, word in cut
        for i, char in enumerate(word)
        if is_han(char) and start + i not in fixed and start + i not in chosen
    ]
    chosen |= {s.start: s for s in _voted(text, open_places)}
    for start, word in cut:
        runs = _RUN.findall(word)
        at = start
        for run in runs:
            if at in fixed:
                yield _given(run, fixed[at], at, at == start, "inline")
            elif at in chosen:
                yield chosen[at]
            else:
                yield Syllable(run, "", "", at, at == start)
            at += len(run)


def _given(char: str, pinyin: str, place: int, opens: bool, why: str) -> Syllable:
    """A character whose reading was no choice of ours."""
    others = tuple(reading for reading in model().readings.get(char, ()) if reading != pinyin)
    return Syllable(char, pinyin, pinyin, place, opens, why, others=others)


def _decided(text: str, cut: list[tuple[int, str]]) -> dict[int, Syllable]:
    """What persons decided: words of the table wherever they stand, then surnames, plain grammar and erhua."""
    opens = {start for start, _word in cut}
    found: dict[int, Syllable] = {}
    sources = (
        ("decided", _table(text, cut)),
        ("name", names.readings(text, cut)),
        ("rule", function_words.readings(text, cut)),
        ("dictionary", erhua.readings(text, cut)),
    )
    for why, matches in sources:
        for start, reading in matches:
            for i, pinyin in enumerate(reading):
                place = start + i
                found.setdefault(place, _given(text[place], pinyin, place, place in opens, why))
    return found


def _table(text: str, cut: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every decided word in the text, the longest first, that is not made of the ends of two others (参与会议)."""
    decided = dictionary().decided
    edges = {start for start, _word in cut} | {len(text)}
    for length in range(max(map(len, decided), default=0), 1, -1):
        for start in range(len(text) - length + 1):
            end = start + length
            if text[start:end] in decided:
                whole = (start in edges) + (end in edges)
                inside = not any(edge in edges for edge in range(start + 1, end))
                if whole == 2 or inside or (whole and length > 2):
                    yield start, decided[text[start:end]]


def _voted(text: str, places: Sequence[tuple[int, str, int]]) -> Iterator[Syllable]:
    """The reading of each (place, word, offset in the word) by vote."""
    ballots = [(place, offset, ballot(word, offset)) for place, word, offset in places]
    asked = [place for place, _offset, paper in ballots if not paper.settled and paper.modelled]
    rows = dict(zip(asked, likelihoods(text, asked), strict=True)) if asked else {}
    for place, offset, paper in ballots:
        best, share, order = paper.settled, 1.0, paper.options
        if not best:
            points = count(paper, rows.get(place), gate())
            order = tuple(sorted(paper.options, key=points.__getitem__, reverse=True))
            best = order[0]
            share = _share(best, points)
        why = "dictionary" if best in paper.backed else "model"
        if text[place] in sandhi.READINGS:
            why = "rule"
        elif len(paper.current) < 2 and share >= SURE:
            why = ""
        others = tuple(reading for reading in order if reading != best and reading in paper.current)
        yield Syllable(text[place], best, best, place, offset == 0, why, share, others)


def _share(best: str, points: dict[str, float]) -> float:
    """Of the vote; a reading and its own neutral tone (书记 ji4, ji5) are one to a listener."""
    shares = {reading: exp(point - points[best]) for reading, point in points.items()}
    alike = sum(
        share
        for reading, share in shares.items()
        if reading == best or (reading[:-1] == best[:-1] and "5" in (reading[-1], best[-1]))
    )
    return alike / sum(shares.values())


@dataclass(frozen=True)
class Ballot:
    """What dictionaries say of one character in one word, whatever the sentence."""

    options: tuple[str, ...]
    """The readings worth voting on, the usual one first; an unknown character has one, the empty one."""
    settled: str
    """The reading that needs no vote; empty: there is one."""
    backed: frozenset[str]
    """Readings some dictionary gives for the word."""
    current: tuple[str, ...]
    """Readings in use today, by CC-CEDICT."""
    features: dict[str, dict[str, float]]
    """Reading → what speaks for it: feature → value, to be weighed."""

    @property
    def modelled(self) -> bool:
        """Whether the model can tell the readings apart."""
        return len(self.current) > 1


@lru_cache(maxsize=65536)
def ballot(word: str, offset: int) -> Ballot:
    """The options for the character at ``offset`` of a word and what dictionaries say of them."""
    book, char = dictionary(), word[offset]
    current = model().readings.get(char, ())
    usual = book.characters.get(char, ())[:1]
    if char in sandhi.READINGS:
        return Ballot((sandhi.READINGS[char],), sandhi.READINGS[char], frozenset(), current, {})
    entry, within = book.entry(word, offset)
    # dictionaries write the suffix 儿 er5 or r5
    votes = [(by, "r5" if (char, said) == ("儿", "er5") else said) for by, said in book.votes(entry, within)]
    said = [reading for _by, reading in votes]
    options = tuple(dict.fromkeys([*(book.decided.get(char) or (*usual, *current)), *said])) or ("",)
    sound = entry == word or frequency(word) > 0  # else the word is a guess, and what stands in it may be chance
    agreed = len(set(said)) == 1
    settled = ""
    if len(options) == 1 or (sound and agreed and len(votes) == len(SOURCES)):
        settled = said[0] if said else options[0]
    features: dict[str, dict[str, float]] = {reading: {} for reading in options}
    for reading in options:
        if reading in current:
            features[reading]["in use today"] = 1.0
        if len(word) == 1 and reading in usual:
            features[reading]["usual alone"] = 1.0
    for by, reading in votes:
        features[reading][f"{by}{min(4, len(entry))}" if sound else f"{by} within"] = 1.0
    for reading in set(said) if sound else ():
        # the commoner a word, the surer its entry; the model errs in common words too
        features[reading]["agreed by frequency" if agreed else "split by frequency"] = log10(1 + frequency(entry))
        if agreed:
            features[reading][f"agreed by {len(votes)}"] = 1.0
    return Ballot(options, settled, frozenset(said), current, features)


def count(paper: Ballot, row: Any, weights: dict[str, float]) -> dict[str, float]:
    """Points of each reading; ``row`` holds the model's logarithms of its classes' likelihoods, None: not asked."""
    classes = model().classes
    points = {}
    for reading in paper.options:
        likely = float(row[classes[reading]]) if row is not None and reading in classes else FLOOR
        points[reading] = weights["likelihood"] * max(FLOOR, likely) + sum(
            weights.get(name, 0.0) * value for name, value in paper.features[reading].items()
        )
    return points


@lru_cache(maxsize=1)
def gate() -> dict[str, float]:
    """The learnt weights."""
    weights: dict[str, float] = json.loads(GATE.read_text(encoding="utf-8"))["weights"]
    return weights


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one (CJK ideographs of all planes, and 〇)."""
    return "㐀" <= char <= "鿿" or "\U00020000" <= char <= "\U0003ffff" or char in "〇\uf900"
