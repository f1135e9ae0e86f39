"""English words written alike and spoken differently."""

from __future__ import annotations

import pytest

from audioguide.text import find_language
from audioguide.text.en.heteronyms import find_heteronyms


@pytest.mark.parametrize(
    ("sentence", "word", "sense"),
    [
        ("Close the gate when you leave.", "Close", "shut"),
        ("They sat close to the fire.", "close", "near"),
        ("The lead coffin was opened in the crypt.", "lead", "metal"),
        ("Stairs lead to the roof.", "lead", "guide"),
        ("The bow of the vessel was crushed.", "bow", "ship"),
        ("He drew his bow and let the arrow fly.", "bow", "weapon"),
        ("The wind never stops here.", "wind", "air"),
        ("Bakers use the oven.", "use", "verb"),
        ("A Polish officer wrote it.", "Polish", "nation"),
        ("The monks read in silence, and nobody spoke.", "read", "past"),
        ("We record the rainfall.", "record", "verb"),
        ("A sword wound had crippled him.", "wound", "injury"),
        ("A bullet wound in his leg never healed.", "wound", "injury"),
        ("The procession wound past the abbey.", "wound", "coiled"),
        ("Live broadcasts began here in 1931.", "Live", "alive"),
        ("Bats live in the roof.", "live", "dwell"),
        ("The minute hand is made of brass.", "minute", "time"),
        ("The gold is worked in minute detail.", "minute", "tiny"),
        ("Minute fragments of bone were found.", "Minute", "tiny"),
    ],
)
def test_grammar_and_neighbours_decide(sentence: str, word: str, sense: str) -> None:
    heteronym = next(each for each in find_heteronyms(sentence) if each.written == word)
    assert (heteronym.sense.label, heteronym.is_sure) == (sense, True)


def test_a_word_nothing_decides_is_doubted_with_every_choice() -> None:
    (issue,) = find_language("en").text_issues("This is the bow.")
    assert issue.code == "ambiguous-word"
    assert issue.choices == ("{bow|/baʊ/}", "{bow|/boʊ/}")


def test_a_mark_decides_a_word() -> None:
    assert find_language("en").text_issues("This is the {bow|/baʊ/}.") == []
