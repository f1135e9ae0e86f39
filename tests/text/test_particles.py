"""为, 地 and 只: the reading that grammar decides, and silence where it does not."""

from __future__ import annotations

import pytest

from audioguide.text.zh import function_words, g2p
from audioguide.text.zh.dictionary import cut_words


def decided(text: str) -> list[str]:
    cut, at = [], 0
    for word in cut_words(text):
        cut.append((at, word))
        at += len(word)
    return [reading for _start, (reading,) in function_words.find_function_words(text, cut)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("下面，由我为各位领导介绍党建工作情况。", ["wei4"]),
        ("我们为每个科室都制定了相关的工作制度。", ["wei4"]),
        ("为创新服务机制，我们安装了电子触摸屏。", ["wei4"]),
        ("他为我们讲课。", ["wei4"]),
        ("加强与业主的交流，积极为业主排忧解难。", ["wei4"]),
        ("以水果、花卉为五大支柱。", ["wei2"]),
        ("坚持育人为本。", ["wei2"]),
        ("把政治优势转化为现实生产力。", ["wei2"]),
        ("为了更好地发挥作用，有效地监督了党员干部。", ["de5", "de5"]),
        ("活动一轮轮地开展，刘永忠深有感触地说。", ["de5", "de5"]),
        ("必须全方位地、整体地加以推进。", ["de5", "de5"]),
        ("由过去的两只发展到现在的一百一十只，总产值增加。", ["zhi1", "zhi1"]),
        ("这只狗和那只猫。", ["zhi1", "zhi1"]),
        ("树上有只鸟，没有只说不做的。", ["zhi1"]),
        # nothing to decide, or nothing sure
        ("农民的地里种着麦子，租地十三亩。", []),
        ("这只是开始，他只有一次机会。", []),
        ("北京为中国首都。", ["wei2"]),
        ("气温为零下三度，全长为五公里。", ["wei2", "wei2"]),
    ],
)
def test_grammar_decides(text: str, wanted: list[str]) -> None:
    assert decided(text) == wanted


def test_a_sentence_is_read_so() -> None:
    sounds = {s.start: s.sounded for s in g2p.to_syllables("他高兴地为我们讲课。")}
    assert (sounds[3], sounds[4]) == ("de5", "wei4")
