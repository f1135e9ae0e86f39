"""Language tags (BCP 47, RFC 5646): what authors write in any spelling means one language everywhere.

``ZH-CN``, ``zh_CN``, ``zho-CN`` and ``cmn-CN`` are the same as ``zh-CN``. Nothing else in the package takes a tag to
pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

Value = TypeVar("Value")

# ISO 639-1, then ISO 639-2/T (https://www.loc.gov/standards/iso639-2)
_CODES = """
    arara bgbul bnben bobod cacat csces dadan dedeu elell eneng esspa etest eueus fafas fifin frfra gagle glglg heheb
    hihin hrhrv huhun idind isisl itita jajpn kmkhm kokor lolao ltlit lvlav mnmon msmsa mymya nbnob nlnld nonor plpol
    ptpor roron rurus skslk slslv sqsqi srsrp svswe swswa tatam ththa trtur uguig ukukr ururd vivie zhzho
"""
_THREE_LETTERS = {code[:2]: code[2:] for code in _CODES.split()}
_SYNONYMS = {
    **{three: two for two, three in _THREE_LETTERS.items()},
    # ISO 639-2/B, the codes of libraries
    **{"chi": "zh", "fre": "fr", "ger": "de", "dut": "nl", "gre": "el", "cze": "cs", "per": "fa", "tib": "bo"},
    # Mandarin is what "zh" means wherever speech is made of it; "iw" and "in" are older codes
    **{"cmn": "zh", "iw": "he", "in": "id"},
}
_EXTENDED = {"cmn", "yue", "nan", "wuu", "hak", "gan", "hsn"}
"""Kinds of Chinese that may follow ``zh`` (RFC 5646, 4.1.2): ``zh-yue`` is ``yue``."""
_UNSPACED = {"zh", "yue", "nan", "wuu", "hak", "gan", "hsn", "ja", "th", "lo", "km", "my", "bo"}
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "ug", "ur", "yi"}
_ELSEWHERE = {"hant", "tw", "hk", "mo", "sg"}
"""Subtags of Chinese that is not the mainland's."""

_TRADITIONAL_REGIONS = {"tw", "hk", "mo"}
"""Regions that write Chinese in Traditional characters where the tag names no script (CLDR, likely subtags)."""


@lru_cache
def normalise_tag(tag: str) -> str:
    """Return the tag in the spelling BCP 47 recommends: ``zh-CN`` for ``ZH_cn`` and ``cmn-CN``."""
    first, *others = tag.strip().replace("_", "-").casefold().split("-")
    if first == "zh" and others and others[0] in _EXTENDED:
        first, *others = others
    subtags = [_SYNONYMS.get(first, first)]
    for subtag in others:
        if len(subtag) == 4 and subtag.isalpha():
            subtags.append(subtag.title())
        else:
            subtags.append(subtag.upper() if len(subtag) == 2 and subtag.isalpha() else subtag)
    return "-".join(subtags)


def primary_language(tag: str) -> str:
    """Return the language alone: ``zh`` for ``zh-Hans-CN``; empty for an empty tag."""
    return normalise_tag(tag).partition("-")[0]


def is_chinese(tag: str) -> bool:
    """Whether the language is Mandarin Chinese, in either script."""
    return primary_language(tag) == "zh"


def is_mainland_chinese(tag: str) -> bool:
    """Whether the text is Chinese of the mainland, as a bare ``zh`` is taken to be."""
    return is_chinese(tag) and not _ELSEWHERE & set(normalise_tag(tag).casefold().split("-"))


def is_cantonese(tag: str) -> bool:
    """Whether speech in this language is Cantonese: ``yue``, and Chinese of Hong Kong and Macao."""
    return primary_language(tag) == "yue" or (
        is_chinese(tag) and bool({"hk", "mo"} & set(normalise_tag(tag).casefold().split("-")))
    )


def is_right_to_left(tag: str) -> bool:
    """Whether the language is written from right to left."""
    return primary_language(tag) in _RIGHT_TO_LEFT


def sentence_separator(tag: str) -> str:
    """Return what is written between two sentences: a space, or nothing."""
    return "" if primary_language(tag) in _UNSPACED else " "


def three_letter_code(tag: str) -> str:
    """Return the code of ISO 639-2/T, ``und`` for a language that has none here."""
    primary = primary_language(tag)
    return primary if len(primary) == 3 else _THREE_LETTERS.get(primary, "und")


def tag_and_prefixes(tag: str) -> Iterator[str]:
    """Yield the tag and its prefixes, the most exact first (RFC 4647, 3.4 lookup)."""
    subtags = normalise_tag(tag).split("-")
    for count in range(len(subtags), 0, -1):
        yield "-".join(subtags[:count])


def matching_values(by_tag: Mapping[str, Value], tag: str) -> list[Value]:
    """Return the values for the tag and its prefixes, the most exact first."""
    normalised = {normalise_tag(known): value for known, value in by_tag.items()}
    return [normalised[prefix] for prefix in tag_and_prefixes(tag) if prefix in normalised]


def match_language(wanted: str, available: Sequence[str]) -> str:
    """Return the tag that serves a reader of ``wanted`` best, or an empty string if none has the same language.

    A tag that is equal beats one of the same script, that one beats one of the same language alone; a tie goes to
    the same region, then to the first. Tags of private use (``en-x-easy``) serve only who asks for them.
    """
    best, best_score = "", 0
    for tag in available:
        score = _closeness(wanted, tag)
        if score > best_score:
            best, best_score = tag, score
    return best


def _closeness(wanted: str, tag: str) -> int:
    if normalise_tag(wanted) == normalise_tag(tag):
        return 9
    language, script, region, private = _split_subtags(wanted)
    other_language, other_script, other_region, other_private = _split_subtags(tag)
    if language != other_language or (other_private and other_private != private):
        return 0
    return 1 + 4 * (script == other_script) + 2 * (region == other_region) + (not other_region)


def _split_subtags(tag: str) -> tuple[str, str, str, str]:
    """Split a tag into language, script, region and private use, all in lower case."""
    public, _separator, private = normalise_tag(tag).casefold().partition("-x-")
    language, *rest = public.split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    region = next((part for part in rest if len(part) == 2 or (len(part) == 3 and part.isdigit())), "")
    if language == "zh" and not script:
        script = "hant" if region in _TRADITIONAL_REGIONS else "hans"
    return language, script, region, private
