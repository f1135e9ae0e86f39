"""Parts of speech of English words, by the Hanover Tagger, corrected where guide texts showed it wrong.

Tags are those of the British National Corpus (C5): ``NN1`` singular noun, ``VVD`` past tense, ``AJ0`` adjective …
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from ..word_lists import split_words

_lock = threading.Lock()
"""The tagger fills a cache of its own as it works."""
_NOMINAL_STARTS = ("AT", "DP", "DT", "PR", "AV", "PN", "XX", "CJ", "TO")
_SUBJECT_PRONOUNS = frozenset(("i", "you", "we", "they"))
_VERB_FORMS = ("VVI", "VVB")
_BE = frozenset(("is", "was", "are", "were", "be", "been", "being", "am", "seemed", "seems", "remained", "became"))


@lru_cache(maxsize=512)
def tag_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tag of each word or punctuation mark of a sentence; empty strings without the tagger."""
    tagger = _load_tagger()
    if tagger is None or not words:
        return ("",) * len(words)
    with _lock:
        tags = [str(token[2]) for token in tagger.tag_sent(list(words))]
    return tuple(_correct_tag(words, tags, index) for index in range(len(words)))


def _correct_tag(words: tuple[str, ...], tags: list[str], index: int) -> str:
    """Return the tag of one word, a noun turned into a verb or back where its neighbours leave no choice."""
    tag, word = tags[index], words[index].lower()
    before = tags[index - 1] if index else ""
    after = tags[index + 1] if index + 1 < len(tags) else ""
    previous = words[index - 1].lower() if index else ""
    follows_subject = before == "NN2" or previous in _SUBJECT_PRONOUNS
    opens = index == 0 or words[index - 1] in '.!?;:—“"('
    if tag.startswith(("NN", "AJ", "AV")) and opens and after.startswith(("AT", "DP", "DT")) and word in IMPERATIVES:
        return "VVB"
    if tag == "NN1" and follows_subject and after.startswith(_NOMINAL_STARTS):
        return "VVB"
    if tag.startswith(_VERB_FORMS) and (
        before.startswith(("AT", "DP", "AJ", "CRD")) or previous in ("the", "no", "its")
    ):
        return "NN1"
    if word == "content" and previous in _BE:
        return "AJ0"
    if word == "minute" and tag == "NN1" and _is_tiny(words, tags, index):
        return "AJ0"
    return tag


IMPERATIVES = frozenset(("close", "live", "use", "wind", "lead", "bow", "record", "present", "polish", "separate"))
"""Words that may open a sentence as an order; the tagger has nearly always seen them otherwise."""
_OF_TIME = split_words(
    "walk drive ride hand silence film tour journey talk video speech boat break trip stop climb hike flight "
    "performance show visit stroll"
)


def _is_tiny(words: tuple[str, ...], tags: list[str], index: int) -> bool:
    """Whether *minute* before a noun means *tiny*."""
    if index + 1 >= len(words) or not tags[index + 1].startswith("NN") or words[index + 1].lower() in _OF_TIME:
        return False
    return not (index and (tags[index - 1].startswith("CRD") or words[index - 1] == "-"))


@lru_cache(maxsize=1)
def _load_tagger() -> Any:
    try:
        from HanTa import HanoverTagger
    except ImportError:
        return None
    return HanoverTagger.HanoverTagger("morphmodel_en.pgz")
