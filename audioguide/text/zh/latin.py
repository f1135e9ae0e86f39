"""Latin letters amid Chinese: words stay words, the rest is spelt as capitals parted by spaces (``N G O``)."""

from __future__ import annotations

import re
from functools import lru_cache

from .clean import HAN
from .data_tables import pairs
from .numbers.cardinal import cardinal

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_RANK = re.compile(r"(?<![A-Za-z\d])(I{1,3}|IV|VI{0,3}|IX|X)(?=[期级型类世度])")
_TO = re.compile(r"(?<![A-Za-z])([BCDEFGMOPbcdefgmop])2([BCDEFGMOPbcdefgmop])(?![A-Za-z])")
_SPACED = re.compile(r"(?<![A-Za-z'’] )(?<![A-Za-z'’])([A-Za-z](?: [A-Za-z])+)(?! ?[A-Za-z'’])")
BLANK = re.compile(
    rf"(?<![{HAN}])[XxＸ×*]{{2,}}(?=[{HAN}])|[X×]{{2,}}(?=[年月日元])|\*{{2,}}(?=[区县市省镇乡村局])|[X×*]{{2,}}"
    rf"|(?<=[{HAN}])(?<![米度])×(?=[{HAN}])"
)
_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’.&-]*[A-Za-zÀ-ɏ]|[A-Za-zÀ-ɏ]")
_VOWEL = re.compile("[aeiouyAEIOUYÀ-ɏ]")


def speak(text: str) -> str:
    """Every run of Latin letters in the form that says how it is read; blanks (``XX年``) as 某."""
    text = BLANK.sub(_blank, text)
    text = _RANK.sub(lambda found: cardinal(str(_ROMAN[found[1]])), text)
    text = _TO.sub(lambda found: f"{found[1].upper()} to {found[2].upper()}", text)
    text = _SPACED.sub(lambda found: found[0].upper(), text)
    text = re.sub("(?<=[A-Z])/(?=[A-Z])", " ", text)
    return _WORD.sub(lambda found: _run(found[0]), text)


def spaced(text: str) -> str:
    """Letters said one by one stand apart from the Chinese around them."""
    text = re.sub(rf"(?<=[{HAN}\d])(?=[A-Z](?![A-Za-z'’]))|(?<=(?<![A-Za-z'’])[A-Z])(?=[{HAN}\d])", " ", text)
    return re.sub("  +", " ", text)


def _blank(found: re.Match[str]) -> str:
    after = found.string[found.end() : found.end() + 1]
    named = after and after in "年月日元区县市省镇乡村局路号"
    return "某" if named else "某某"


@lru_cache(maxsize=4096)
def _run(run: str) -> str:
    """One run without spaces: known words first, then its parts."""
    known = _known().get(run.lower())
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
        return " 点 ".join(_run(part) for part in run.split(".") if part)
    if "-" in run or "&" in run:
        return " ".join("and" if part == "&" else _run(part) for part in re.split("(&)|-", run) if part)
    return " ".join(run.upper()) if spelt(run) else run


def spelt(run: str) -> bool:
    """Whether letters are said one by one: capitals too few for a word, or nothing that could carry a syllable."""
    if len(run) == 1 or not _VOWEL.search(run):
        return run.isascii()
    return run.isupper() and (len(run) <= 4 or len(set(run)) == 1)


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {written.lower(): said for written, said in pairs("abbreviations.tsv").items()}


def is_known(run: str) -> bool:
    """Whether the table of abbreviations tells how a run is said."""
    return run.lower() in _known()
