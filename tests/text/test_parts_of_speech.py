"""What a character is in its sentence decides its reading, or at least whether the reading is sure."""

from __future__ import annotations

import pytest

from audioguide.text.zh import g2p
from audioguide.text.zh.parts_of_speech import TaggedText, load_table
from audioguide.text.zh.polyphone_model import load_model
from audioguide.text.zh.tagger import tag_words


@pytest.mark.parametrize("text", ["", "塔", "坡上种的全是油茶。", "𠮷林 Ａ１，\n他说：“好！”", "  \u3000", "1" * 300])
def test_the_words_of_a_text_are_the_text(text: str) -> None:
    words = tag_words(text)
    assert "".join(word.text for word in words) == text
    assert [word.start for word in words] == [sum(len(before.text) for before in words[:i]) for i in range(len(words))]


@pytest.mark.parametrize(
    ("text", "character", "readings"),
    [
        ("山坡上种的全是油茶", "种", {"zhong4"}),
        ("您得弯下腰", "得", {"dei3", "de2"}),
        ("树上停着几只鸟", "只", {"zhi1"}),
        ("每行三十二字", "行", {"hang2"}),
        ("红军战士背着粮食", "背", {"bei1", "bei4"}),
        ("孩子们高兴地唱歌", "地", {"de5"}),
        ("青砖", "砖", set()),
    ],
)
def test_grammar_leaves_few_readings_open(text: str, character: str, readings: set[str]) -> None:
    assert TaggedText(text).fitting_readings(text.index(character)) == readings


def test_every_reading_of_the_table_is_in_use() -> None:
    surnames = {"PER"}
    for character, tags in load_table().items():
        for tag, readings in tags.items():
            if tag not in surnames:
                assert readings <= {*load_model().readings[character], "dei3", "de2", "de5"}, character


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("他调到矿上当会计。", "当", "dang1"),
        ("想看清碑文，得用手电照。", "得", "dei3"),
        ("他背着干粮走了两天。", "背", "bei1"),
        ("供桌上摆着三牲。", "供", "gong4"),
        ("朝廷削去了他的爵位。", "削", "xue1"),
        ("守将拒不投降。", "将", "jiang4"),
        ("这批货的合格率高得惊人。", "率", "lv4"),
        ("古藤越长越粗。", "长", "zhang3"),
        ("铁水倒进沙模。", "模", "mu2"),
        ("井水常年不干。", "干", "gan1"),
    ],
)
def test_words_of_guides_are_read_rightly(text: str, character: str, reading: str) -> None:
    assert g2p.to_syllables(text)[text.index(character)].pinyin == reading


@pytest.mark.parametrize(
    ("text", "character"), [("他从陪都回来", "都"), ("更楼上的铜壶", "更"), ("布铺挨着布铺", "铺")]
)
def test_a_reading_that_only_the_model_supports_is_never_sure(text: str, character: str) -> None:
    syllable = g2p.to_syllables(text)[text.index(character)]
    assert syllable.why != "model" or syllable.confidence != "sure"
