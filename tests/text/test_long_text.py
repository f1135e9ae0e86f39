"""Text without an end in sight: it comes in pieces, so that no rule ever sees more than one of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from audioguide.text import find_language, latin_base, semiotic
from audioguide.text.en import parts_of_speech
from audioguide.text.markup import MARK
from audioguide.text.pieces import MAX_PIECE_CHARS, cut_long_text, cut_with_offsets
from audioguide.text.zh import dictionary, g2p, names, normalise, polyphone_model, tagger
from audioguide.text.zh import parts_of_speech as chinese_parts_of_speech
from audioguide.text.zh.tagger import TaggedSentence, tag_sentence, tag_sentences

SURNAMES = sorted(names.surname_readings())
SURNAME_SHAPES = (
    *SURNAMES,
    *(
        "任 ",
        "单，",
        "解。",
        "查、",
        "仇\n",
        "区1",
        "任（",
        "“曾”",
        "任单",
        "任任小",
        "老任",
        "姓任",
        "任家",
        "任平、",
        "小区说",
    ),
    *("王", "张任", "欧阳", "尉迟", "万俟", "單", "萬俟", "仇李，", "曾国藩", "解放军", "任务查单"),
    "".join(SURNAMES),
)
LANGUAGES = ("zh", "en", "es", "fr", "de")
SHAPES = ("(a", "a", "字", ".", "。", "“", "（）", "（]", "1,111", "A. ", "{a|b}", '"', "！」", " ")


@pytest.mark.parametrize("text", ["", "a", "字" * 3_000, "one two. " * 500, "line\n" * 900, "{长|chang2}水，" * 400])
def test_pieces_are_the_text(text: str) -> None:
    pieces = cut_long_text(text)
    assert "".join(pieces) == text
    assert all(len(piece) <= MAX_PIECE_CHARS for piece in pieces)
    assert [text[start : start + len(piece)] for start, piece in cut_with_offsets(text)] == pieces


def test_no_piece_ends_within_a_reading_mark() -> None:
    chance = random.Random(1)
    for _try in range(200):
        text = "".join(chance.choices(("{长|zhang3}", "{" + "字" * 700 + "|a1}", "字" * 90, "a b. ", "{", "|"), k=60))
        marks = [mark[0] for mark in MARK.finditer(text)]
        assert [mark[0] for piece in cut_long_text(text) for mark in MARK.finditer(piece)] == marks


def test_a_piece_ends_where_a_sentence_does() -> None:
    text = "Up the stairs, then left. " * 100
    assert all(piece.endswith(". ") for piece in cut_long_text(text))
    assert all(piece.endswith("\n") for piece in cut_long_text("no stop, no comma\n" * 100))
    assert all(piece[-1] in "，" for piece in cut_long_text("走上楼梯，再往左" * 300)[:-1])


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_sentence_without_end_is_cut_and_nothing_is_lost(tag: str, shape: str) -> None:
    text = "a" + shape * (6_000 // len(shape)) + "a"
    pieces = find_language(tag).sentences(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    audible = [piece for piece in pieces if sum(map(str.isalnum, piece)) > 10]
    assert all(len(piece) <= MAX_PIECE_CHARS for piece in audible)


@pytest.mark.parametrize("shape", SHAPES)
def test_rules_see_one_piece_at_a_time(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def find_tokens(text: str, rules: object) -> list[semiotic.Token]:
        seen.append(len(text))
        return []

    monkeypatch.setattr(latin_base, "find_tokens", find_tokens)
    text = shape * (5_000 // len(shape))
    find_language("fr").normalise(text)
    find_language("fr").text_issues(text)
    assert seen and max(seen) <= MAX_PIECE_CHARS


def test_tokens_are_named_by_their_place_in_all_of_the_text() -> None:
    text = "A plain sentence without figures. " * 60 + "It was built on 3/4/1901 by nobody."
    (issue,) = (each for each in find_language("en").text_issues(text) if each.code == "ambiguous-date")
    assert text[issue.start :].startswith("3/4/1901")
    chinese = "这是一句没有数字的话。" * 200 + "共12371。"
    (issue,) = (each for each in find_language("zh").text_issues(chinese) if each.code == "ambiguous-number")
    assert chinese[issue.start :].startswith("12371")


def test_words_at_a_border_stay_apart() -> None:
    text = "NGO visitors " * 150
    assert normalise.in_words(text).split() == ["N", "G", "O", "visitors"] * 150


@pytest.mark.parametrize("shape", ["1", "1,111", "1-", "12 ", "3/4 "])
def test_hundreds_of_figures_in_a_row_are_said_without_the_grammar(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watch_grammar(text: str) -> str:
        seen.append(text)
        return text

    monkeypatch.setattr(normalise, "speak_expressions", watch_grammar)
    for before in ("表中是", "开始 a "):
        spoken = normalise.in_words(before + shape * (2_000 // len(shape)))
        assert not any(map(str.isdigit, spoken))
    assert all(sum(map(str.isdigit, text)) <= normalise.MAX_GRAMMAR_DIGITS for text in seen)


class WatchedTagger:
    """Knows *the* and *mill*; keeps the words that it was shown."""

    def __init__(self) -> None:
        self.cache = dict.fromkeys(("the", "mill"))
        self.sentences: list[list[str]] = []

    @property
    def words_seen(self) -> list[str]:
        return [word for sentence in self.sentences for word in sentence]

    def normalize(self, word: str) -> str:
        return word.lower()

    def tag_sent(self, words: list[str], taglevel: int) -> list[str]:
        self.sentences.append(words)
        return ["NN1"] * len(words)


@pytest.fixture
def watched_tagger(monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchedTagger]:
    tagger = WatchedTagger()
    parts_of_speech.tag_words.cache_clear()
    monkeypatch.setattr(parts_of_speech, "_load_tagger", lambda: tagger)
    yield tagger
    parts_of_speech.tag_words.cache_clear()


def test_the_tagger_sees_the_end_of_a_word_that_has_none(watched_tagger: WatchedTagger) -> None:
    assert len(parts_of_speech.tag_words(("A" + "b" * 5_000 + "s", "b" * 5_000 + "s", "mill"))) == 3
    most = parts_of_speech.MAX_GUESSED_CHARS
    assert watched_tagger.words_seen == ["B" + "b" * (most - 2) + "s", "b" * (most - 1) + "s", "mill"]


def test_the_tagger_guesses_at_a_few_words_of_a_sentence(watched_tagger: WatchedTagger) -> None:
    unknown = tuple(f"Xq{n}" if n % 2 else f"xq{n}" for n in range(30))
    assert len(parts_of_speech.tag_words(("the", *unknown, *unknown, "mill", "."))) == 63
    guessed = [word for word in unknown if word in watched_tagger.words_seen]
    assert guessed == list(unknown[: parts_of_speech.MAX_GUESSES])
    others = set(watched_tagger.words_seen) - set(guessed)
    assert others == {"the", "mill", ".", parts_of_speech._ANY_NAME, parts_of_speech._ANY_NOUN}


def test_the_segmenter_sees_one_piece_of_a_run_of_unknown_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    segmenter = dictionary._load_segmenter()
    cut = segmenter.cut

    def cut_watched(piece: str) -> object:
        seen.append(len(piece))
        return cut(piece)

    monkeypatch.setattr(segmenter, "cut", cut_watched)
    text = "艾特" * 1_100
    assert "".join(dictionary.cut_words(text)) == text
    assert len(seen) > 1
    assert max(seen) <= MAX_PIECE_CHARS


@pytest.mark.parametrize("shape", SURNAME_SHAPES)
def test_the_tagger_sees_a_text_of_surnames_a_few_times(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watch_tagger(texts: Sequence[str]) -> list[TaggedSentence]:
        seen.extend(texts)
        return tag_sentences(texts)

    monkeypatch.setattr(chinese_parts_of_speech, "tag_sentences", watch_tagger)
    monkeypatch.setattr(chinese_parts_of_speech, "tag_sentence", lambda text: watch_tagger([text])[0])
    g2p.to_syllables.cache_clear()
    text = shape * (200 // len(shape))
    assert "".join(syllable.text for syllable in g2p.to_syllables(text)) == text
    assert len(seen) <= 1 + chinese_parts_of_speech.MAX_VARIANTS


def test_what_a_long_text_would_be_with_another_character_is_seen_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "水车在河边转了两百年，磨坊里的人每天清晨把麦子倒进石斗，面粉就从石磨的边上落下来，" * 20
    places = [60, 70, 400, 800]
    changed = "".join("王" if place in places else character for place, character in enumerate(text))
    whole, sentence = tag_sentence(changed), tag_sentence(text)
    seen: list[int] = []
    find_emissions = tagger._find_emissions

    def watch_network(texts: Sequence[str]) -> object:
        seen.extend(map(len, texts))
        return find_emissions(texts)

    monkeypatch.setattr(tagger, "_find_emissions", watch_network)
    around = tagger.tag_changed(sentence, changed, places)
    assert around.text == changed
    assert sum(seen) < len(text) / 2
    for place in places:
        assert around.word_at(place) == whole.word_at(place)
        assert around.person_log_odds(place) == pytest.approx(whole.person_log_odds(place), abs=0.2)


def test_the_networks_see_each_piece_of_a_long_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    find_emissions, find_likelihoods = tagger._find_emissions, polyphone_model._find_likelihoods

    def watch_tagger(texts: Sequence[str]) -> object:
        seen.extend(texts)
        return find_emissions(texts)

    def watch_model(sentence: str, places: Sequence[int]) -> object:
        seen.append(sentence)
        return find_likelihoods(sentence, places)

    monkeypatch.setattr(tagger, "_find_emissions", watch_tagger)
    monkeypatch.setattr(polyphone_model, "_find_likelihoods", watch_model)
    text = "行长行走，" * 2_000 + "银行的行长，"
    tagged = tagger.tag_sentence(text)
    assert "".join(word.text for word in tagged.words) == text
    places = [place for place, character in enumerate(text) if character in "行长"]
    rows = polyphone_model.log_likelihoods(text, places[::-1])
    assert len(tagged.emissions) == len(text)
    assert len(rows) == len(places)
    assert max(map(len, seen)) <= MAX_PIECE_CHARS
    assert len(seen) <= 6
    assert (polyphone_model.log_likelihoods(text, places) == rows[::-1]).all()


def test_the_english_tagger_sees_a_sentence_without_an_end_in_pieces(watched_tagger: WatchedTagger) -> None:
    assert parts_of_speech.tag_words(("mill", ";") * 16_000) == ("NN1",) * 32_000
    assert max(map(len, watched_tagger.sentences)) <= parts_of_speech.MAX_SENTENCE_WORDS
    assert len(watched_tagger.sentences) <= 2


@pytest.mark.parametrize("number", [5, 9, 40])
def test_every_surname_of_a_long_list_is_read_as_a_surname(number: int) -> None:
    chance = random.Random(number)
    surnames = chance.choices("任单解仇曾区", k=number)
    text = "捐款人：" + "、".join(surname + chance.choice(["少杰", "志刚", "玉山", "秀英"]) for surname in surnames)
    readings = [syllable.sounded for syllable in g2p.to_syllables(text)][len("捐款人：") :: len("任少杰、")]
    assert readings == [names.surname_readings()[surname] for surname in surnames]
