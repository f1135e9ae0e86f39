"""Latin letters amid Chinese: words stay words, the rest is spelt as capitals separated by spaces (``N G O``)."""

from __future__ import annotations

import re
from functools import lru_cache

from ..han import HAN
from .data_tables import read_pairs
from .numbers.cardinal import cardinal

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_RANK = re.compile(r"(?<![A-Za-z\d])(I{1,3}|IV|VI{0,3}|IX|X)(?=[期级型类世度])")
_TO = re.compile(r"(?<![A-Za-z])([BCDEFGMOPbcdefgmop])2([BCDEFGMOPbcdefgmop])(?![A-Za-z])")
_SPACED = re.compile(r"(?<![A-Za-z'’] )(?<![A-Za-z'’])([A-Za-z](?: [A-Za-z])+)(?! ?[A-Za-z'’])")
PLACEHOLDER = re.compile(
    rf"(?<![{HAN}])[XxＸ×*]{{2,40}}(?=[{HAN}])|[X×]{{2,40}}(?=[年月日元])|\*{{2,40}}(?=[区县市省镇乡村局])|[X×*]{{2,}}"
    rf"|(?<=[{HAN}])(?<![米度长宽高深厚径])(?<![米度长宽高深厚径] ) ?× ?(?=[{HAN}])|×(?=[年月日时分])"
)
_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’.&-]*[A-Za-zÀ-ɏ]|[A-Za-zÀ-ɏ]")
_VOWEL = re.compile("[aeiouyAEIOUYÀ-ɏ]")


def spell_latin(text: str) -> str:
    """Every run of Latin letters in the form that says how it is read; blanks (``XX年``) as 某."""
    text = PLACEHOLDER.sub(_speak_placeholder, text)
    text = _RANK.sub(lambda match: cardinal(str(_ROMAN[match[1]])), text)
    text = _TO.sub(lambda match: f"{match[1].upper()} to {match[2].upper()}", text)
    text = _SPACED.sub(lambda match: match[0].upper(), text)
    text = re.sub("(?<=[A-Z])/(?=[A-Z])", " ", text)
    return _WORD.sub(lambda match: _speak_run(match[0]), text)


def space_letters(text: str) -> str:
    """Letters spoken one by one stand apart from the Chinese around them."""
    text = re.sub(rf"(?<=[{HAN}\d])(?=[A-Z](?![A-Za-z'’]))|(?<=(?<![A-Za-z'’])[A-Z])(?=[{HAN}\d])", " ", text)
    return re.sub("  +", " ", text)


def _speak_placeholder(match: re.Match[str]) -> str:
    after = match.string[match.end() : match.end() + 1]
    named = after and after in "年月日元区县市省镇乡村局路号"
    return "某" if named or match[0].strip() == "×" else "某某"


@lru_cache(maxsize=4096)
def _speak_run(run: str) -> str:
    """One run without spaces: known words first, then its parts."""
    known = _abbreviations().get(run.lower())
    if known == "word":
        return run
    if known == "letters":
        return " ".join(run.upper().replace(".", ""))
    if known:
        return known
    if "." in run:
        letters = run.replace(".", "")
        if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]?", run):
            return " ".join(letters.upper())
        return " 点 ".join(_speak_run(part) for part in run.split(".") if part)
    if "-" in run or "&" in run:
        return " ".join("and" if part == "&" else _speak_run(part) for part in re.split("(&)|-", run) if part)
    return " ".join(run.upper()) if is_spelt(run) else run


def is_spelt(run: str) -> bool:
    """Whether letters are spoken one by one: capitals too few for a word, or nothing that could carry a syllable."""
    if len(run) == 1 or not _VOWEL.search(run):
        return run.isascii()
    return run.isupper() and (len(run) <= 4 or len(set(run)) == 1)


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    return {written.lower(): spoken for written, spoken in read_pairs("abbreviations.tsv").items()}


def is_known(run: str) -> bool:
    """Whether the table of abbreviations tells how a run is spoken."""
    return run.lower() in _abbreviations()
