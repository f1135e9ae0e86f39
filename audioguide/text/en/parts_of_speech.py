"""Parts of speech of English words, by the Hanover Tagger, corrected where guide texts showed it wrong.

Tags are those of the British National Corpus (C5): ``NN1`` singular noun, ``VVD`` past tense, ``AJ0`` adjective …
"""

from __future__ import annotations

import threading
from functools import lru_cache
from itertools import islice
from typing import Any

from ..loading import register_loader
from ..word_lists import split_words

MAX_GUESSED_CHARS = 12
"""Of the end of a word that the tagger has not seen, which it cuts up in every way, in the square of its length."""
MAX_GUESSES = 8
"""Different words of a sentence that the tagger has not seen and guesses at, each in a millisecond.

A sentence with more of them lists names, or is no English."""
_ANY_NAME, _ANY_NOUN = "London", "thing"
MAX_SENTENCE_WORDS = 300
"""Longer than any sentence: what is longer is tagged in pieces, as if a sentence ended there."""
_tagger_lock = threading.Lock()
"""The tagger fills a cache of its own as it works."""
_SUBJECT_PRONOUNS = frozenset(("i", "you", "we", "they"))
_VERB_FORMS = ("VVI", "VVB")
_COPULAS = split_words(
    "is was are were be been being am seem seems seemed remain remained became look looks looked feel feels felt "
    "appear appears appeared"
)


@lru_cache(maxsize=512)
def tag_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tag of each word or punctuation mark of a sentence; empty strings without the tagger."""
    tagger = _load_tagger()
    if tagger is None or not words:
        return ("",) * len(words)
    if len(words) > MAX_SENTENCE_WORDS:
        pieces = (words[first : first + MAX_SENTENCE_WORDS] for first in range(0, len(words), MAX_SENTENCE_WORDS))
        return tuple(tag for piece in pieces for tag in tag_words(piece))
    with _tagger_lock:
        tags = list(map(str, tagger.tag_sent(_show_to_tagger(tagger, words), taglevel=0)))
    return tuple(_correct_tag(words, tags, index) for index in range(len(words)))


def _show_to_tagger(tagger: Any, words: tuple[str, ...]) -> list[str]:
    """Return words as the tagger is to see them: of those that it has not seen, a few to guess at, and their ends."""
    unknown = dict.fromkeys(word for word in words if word[:1].isalnum() and tagger.normalize(word) not in tagger.cache)
    guessed = set(islice(unknown, MAX_GUESSES))
    return [_show_unknown(word, word in guessed) if word in unknown else word for word in words]


def _show_unknown(word: str, is_guessed: bool) -> str:
    is_name = word[0].isupper()
    if not is_guessed:
        return _ANY_NAME if is_name else _ANY_NOUN
    if len(word) <= MAX_GUESSED_CHARS:
        return word
    end = word[-MAX_GUESSED_CHARS:]
    return end[0].upper() + end[1:] if is_name else end


def _correct_tag(words: tuple[str, ...], tags: list[str], index: int) -> str:
    """Return the tag of one word, a noun turned into a verb or back where its neighbours leave no choice."""
    tag, word = tags[index], words[index].lower()
    if not tag.startswith(_AMBIGUOUS):
        return tag
    before = tags[index - 1] if index else ""
    after = tags[index + 1] if index + 1 < len(tags) else ""
    previous = words[index - 1].lower() if index else ""
    opens = index == 0 or words[index - 1] in _CLAUSE_MARKS
    if previous == "to" and tag.startswith(("NN1", "AJ", "AV")) and _can_follow_to(words, tags, index):
        return "VVI"
    if previous in _BEFORE_BARE_VERBS and word in VERBS_TOO:
        return "VVI"
    if opens:
        return _correct_first_tag(words, tags, index)
    if word == "content" and (previous in _COPULAS or before == "AV0"):
        return "AJ0"
    if word == "minute" and tag == "NN1" and _is_tiny(words, tags, index):
        return "AJ0"
    if tag.startswith(_VERB_FORMS) and before.startswith(("AT", "DP", "AJ", "CRD")):
        return "NN1"
    if tag.startswith(("NN1", "AJ", "AV")) and not before.startswith(_NEVER_BEFORE_VERBS):
        follows_subject = before == "NN2" or previous in _SUBJECT_PRONOUNS
        if tag == "NN1" and follows_subject and after.startswith(_AFTER_VERBS):
            return "VVB"
        if word in VERBS_TOO and not _has_finite_verb(words, tags, index):
            return "VVB" if before == "NN2" or word in _ALWAYS_PRESENT else "VVD"
    return tag


def _correct_first_tag(words: tuple[str, ...], tags: list[str], index: int) -> str:
    """Return the tag of a word that opens a clause: an order before a determiner, a noun before a noun."""
    tag, word = tags[index], words[index].lower()
    after = tags[index + 1] if index + 1 < len(tags) else ""
    if tag.startswith(("NN", "AJ", "AV")) and after.startswith(("AT", "DP", "DT")) and word in IMPERATIVES:
        return "VVB"
    if tag.startswith("VV") and after.startswith("NN") and word not in IMPERATIVES:
        return "NN1" if _has_finite_verb(words, tags, index) else tag
    return tag


def _can_follow_to(words: tuple[str, ...], tags: list[str], index: int) -> bool:
    """Whether *to* before a word makes it a verb: not in *close to home*, *from house to house*."""
    word = words[index].lower()
    if word not in VERBS_TOO or index < 2 or words[index - 2].lower() == word:
        return False
    after = tags[index + 1] if index + 1 < len(tags) else ""
    return after.startswith(("AT", "DP", "DT", "NN", "NP", "PN", "AJ", "CRD", "AV")) or tags[index - 2].startswith("VV")


def _has_finite_verb(words: tuple[str, ...], tags: list[str], index: int) -> bool:
    """Whether the clause around a word has another verb that can carry it."""
    start = max((place + 1 for place in range(index) if words[place] in _CLAUSE_MARKS), default=0)
    end = next((place for place in range(index, len(words)) if words[place] in _CLAUSE_MARKS), len(words))
    others = [tags[place] for place in range(start, end) if place != index]
    if others and others[0].startswith(("VD", "VM")) and not any(tag in _VERB_FORMS for tag in others):
        return False  # a question: did they object?
    return any(tag.startswith(_FINITE) for tag in others)


_AMBIGUOUS = ("NN1", "AJ", "AV", "VV")
_BEFORE_BARE_VERBS = frozenset(("dare", "dared", "dares", "let", "lets", "helped", "helps"))
_CLAUSE_MARKS = frozenset('.,!?;:—()“”"')
_FINITE = ("VVD", "VVZ", "VVB", "VBD", "VBZ", "VBB", "VHD", "VHZ", "VHB", "VDD", "VDZ", "VDB", "VM")
_NEVER_BEFORE_VERBS = ("AT", "DP", "AJ", "CRD", "DT", "PR", "TO", "VB", "CJ")
_AFTER_VERBS = ("AT", "DP", "DT", "PRP", "AV", "PN", "XX", "CJ", "TO")
IMPERATIVES = split_words("close live use wind lead bow record present polish separate tear read")
"""Words that may open a sentence as an order; the tagger has nearly always seen them otherwise."""
VERBS_TOO = split_words(
    "close live use wind lead bow record present polish separate tear house object desert refuse permit project "
    "produce conduct contract perfect estimate graduate convict suspect subject escort rebel survey transport "
    "increase decrease export import dove sow row attribute document protest progress conflict contest insult extract "
    "moderate deliberate alternate associate articulate advocate delegate duplicate elaborate abuse excuse "
    "transfer contrast convert convict digest exploit incline insert intern perfume recall recount refund reject relay "
    "torment transplant update upgrade upset combat compress construct discount detail impact subordinate converse "
    "entrance initiate invite mandate overlap precipitate prostrate replay rewrite segment compound buffet intimate"
)
"""Nouns and adjectives that are verbs as well and then sound differently."""
_ALWAYS_PRESENT = VERBS_TOO - {"dove"}
_OF_TIME = split_words(
    "walk drive ride hand silence film tour journey talk video speech boat break trip stop climb hike flight "
    "performance show visit stroll"
)


def _is_tiny(words: tuple[str, ...], tags: list[str], index: int) -> bool:
    """Whether *minute* before a noun means *tiny*."""
    if index + 1 >= len(words) or not tags[index + 1].startswith("NN") or words[index + 1].lower() in _OF_TIME:
        return False
    return not (index and (tags[index - 1].startswith("CRD") or words[index - 1] == "-"))


@register_loader
@lru_cache(maxsize=1)
def _load_tagger() -> Any:
    try:
        from HanTa import HanoverTagger
    except ImportError:
        return None
    tagger = HanoverTagger.HanoverTagger("morphmodel_en.pgz")
    tagger.analyze_forward = lru_cache(maxsize=4096)(tagger.analyze_forward)  # a word it does not know takes 1 ms
    return tagger
