"""Readings of Chinese: the vote, names, what persons decided, tone changes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audioguide.model import LexiconEntry
from audioguide.text import find_language
from audioguide.text.han import is_han
from audioguide.text.zh import (
    candidates,
    dictionary,
    g2p,
    names,
    polyphone_graph,
    polyphone_model,
    polyphone_rules,
    readings,
)


def spoken_pinyin(text: str) -> str:
    return " ".join(syllable.sounded for syllable in g2p.to_syllables(text) if syllable.pinyin)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        # names and words of the tours that dictionaries misread
        ("作者任秀萍", "zuo4 zhe3 ren2 xiu4 ping2"),
        ("副会长蔡长水教授", "fu4 hui4 zhang3 cai4 chang2 shui3 jiao4 shou4"),
        ("水磨头村", "shui3 mo4 tou2 cun1"),
        ("还利于民", "huan2 li4 yu2 min2"),
        ("还权于民", "huan2 quan2 yu2 min2"),
        ("尊师、好问", "zun1 shi1 hao4 wen4"),
        ("解民难", "jie3 min2 nan4"),
        ("秸杆还田", "jie1 gan3 huan2 tian2"),
        # right in some dictionaries, broken by others
        ("射洪县", "she4 hong2 xian4"),
        ("师宗县", "shi1 zong1 xian4"),
        ("裔开军", "yi4 kai1 jun1"),
        ("獭兔", "ta3 tu4"),
        ("台州市", "tai1 zhou1 shi4"),
        ("不称职", "bu2 chen4 zhi2"),
        ("分散的农民", "fen1 san4 de5 nong2 min2"),
        ("楼门长", "lou2 men2 zhang3"),
        # ordinary words and contexts
        ("银行行长", "yin2 hang2 hang2 zhang3"),
        ("长江长大", "chang2 jiang1 zhang3 da4"),
        ("音乐和快乐", "yin1 yue4 he2 kuai4 le4"),
        ("儿子、女儿和花儿", "er2 zi5 nv3 er2 he2 hua1 r5"),
        # erhua in words of CC-CEDICT, in words that end like them, and none
        ("茶馆儿的玩意儿", "cha2 guan3 r5 de5 wan2 yi4 r5"),
        ("小馆儿里慢慢儿吃", "xiao3 guan3 r5 li3 man4 man4 r5 chi1"),
        ("早产儿和塔塔儿部", "zao3 chan3 er2 he2 ta3 ta3 er2 bu4"),
        ("绿色旅游", "lv4 se4 lv3 you2"),
        ("假日里积极分子越来越少", "jia4 ri4 li3 ji1 ji2 fen4 zi3 yue4 lai2 yue4 shao3"),
        ("研究所所长曾一度", "yan2 jiu1 suo3 suo3 zhang3 ceng2 yi2 du4"),
    ],
)
def test_readings(text: str, reading: str) -> None:
    assert spoken_pinyin(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("区志强医生", "ou1"),
        ("单国强是村支书", "shan4"),
        ("解老师", "xie4"),
        ("仇书记", "qiu2"),
        ("任强主任", "ren2"),
        ("曾国藩", "zeng1"),
        ("任务", "ren4"),
        ("解民忧", "jie3"),
        ("单一化", "dan1"),
        ("曾多次", "ceng2"),
        ("华灯初上", "hua2"),
    ],
)
def test_a_surname_is_read_as_one_only_in_a_name(text: str, reading: str) -> None:
    assert g2p.to_syllables(text)[0].sounded == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("不是", "bu2 shi4"),
        ("不好", "bu4 hao3"),
        ("不", "bu4"),
        ("一天", "yi4 tian1"),
        ("一年", "yi4 nian2"),
        ("一起", "yi4 qi3"),
        ("一样", "yi2 yang4"),
        ("一个", "yi2 ge4"),
        ("统一", "tong3 yi1"),
        ("第一天", "di4 yi1 tian1"),
        ("一九九一年", "yi1 jiu3 jiu3 yi1 nian2"),
        ("十一个", "shi2 yi1 ge4"),
        ("一百", "yi4 bai3"),
        ("一万", "yi2 wan4"),
        ("一点五", "yi1 dian3 wu3"),
        ("一比一", "yi1 bi3 yi1"),
        ("一等奖", "yi1 deng3 jiang3"),
        ("一月份", "yi1 yue4 fen4"),
        ("一个月", "yi2 ge4 yue4"),
        ("初一", "chu1 yi1"),
    ],
)
def test_tones_of_one_and_not(text: str, reading: str) -> None:
    assert spoken_pinyin(text) == reading


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("{长|zhang3}水", ["zhang3", "shui3"]),
        ("{长水|chang2 shui3}", ["chang2", "shui3"]),
        ("{一|yi1}个{不|bu4}是", ["yi1", "ge4", "bu4", "shi4"]),
        ("{绿|lü4}", ["lv4"]),
        ("{花儿|huar1}开", ["huar1", "", "kai1"]),
        ("{活|huor2}重", ["huo2", "r5", "zhong4"]),
        ("{党|/taŋ/}员", ["/taŋ/", "yuan2"]),
        ("{重|虫}庆", ["chong2", "qing4"]),
    ],
)
def test_marks_are_obeyed(text: str, readings: list[str]) -> None:
    assert [syllable.sounded for syllable in g2p.to_syllables(text)] == readings


def test_erhua_has_its_place_and_no_author_is_named_for_it() -> None:
    readings_of_text = find_language("zh").readings("3个茶馆儿，DVD")
    assert [(r.written, r.spoken, r.start, r.why) for r in readings_of_text if r.written in "儿DVD"] == [
        ("儿", "r5", 4, "dictionary"), ("DVD", "D V D", 6, "rule"),
    ]  # fmt: skip


def test_offsets_count_without_marks() -> None:
    syllables = g2p.to_syllables("看{长|zhang3}水，NGO 好")
    assert [(s.text, s.start) for s in syllables] == [
        ("看", 0), ("长", 1), ("水", 2), ("，", 3), ("NGO", 4), (" ", 7), ("好", 8),
    ]  # fmt: skip


def test_nothing_is_lost() -> None:
    text = "  3L公司の*●〇𠮷\n（WiFi）…é"
    assert "".join(syllable.text for syllable in g2p.to_syllables(text)) == text


def test_why_and_how_sure() -> None:
    entry = LexiconEntry("射洪", "she4 hong2")
    by_character = {r.written: r for r in readings.character_readings("{还|huan2}射洪一笔，任秀萍的银行", (entry,))}
    assert (by_character["还"].why, by_character["还"].spoken, by_character["还"].confidence) == (
        "inline",
        "huan2",
        "sure",
    )
    assert (by_character["射"].why, by_character["射"].start) == ("lexicon", 1)
    assert "hai2" in by_character["还"].alternatives
    assert by_character["任"].why == "name"
    assert (by_character["行"].why, by_character["行"].confidence) == ("dictionary", "sure")
    assert (by_character["一"].why, by_character["一"].spoken) == ("rule", "yi4")
    assert "萍" not in by_character


def test_a_neutral_tone_is_no_doubt() -> None:
    assert all(syllable.confidence == "sure" for syllable in g2p.to_syllables("书记"))


def test_a_damaged_graph_in_the_cache_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path))
    name = next(iter(polyphone_model.load_model().ids))
    polyphone_model._load_model.cache_clear()
    stored = tmp_path / f"g2pm-{metadata.version('g2pM')}-{polyphone_graph.GRAPH_VERSION}.onnx"
    stored.write_bytes(b"half a gra")
    try:
        assert name in polyphone_model.load_model().ids
        assert polyphone_model.log_likelihoods("银行", [1]).shape[0] == 1
        assert stored.stat().st_size > 1_000_000
    finally:
        polyphone_model._load_model.cache_clear()


def test_the_model_gives_likelihoods() -> None:
    rows = polyphone_model.log_likelihoods("银行行长", [1, 3])
    classes = polyphone_model.load_model().classes
    assert rows.shape == (2, len(classes))
    assert rows[0][classes["hang2"]] > rows[0][classes["xing2"]]


@pytest.mark.parametrize(
    ("word", "say", "odd"),
    [
        ("硕果", "shi2 guo3", [("硕", "shi2")]),
        ("长水", "zhan3 shui3", [("长", "zhan3")]),
        ("六安", "lu4 an1", []),
        ("洪洞", "hong2 tong2", []),
        ("女略", "nü3 lve4", []),
        ("事儿", "shir4", []),
        ("花儿", "hua1 r5", []),
        ("乐亭", "lao4 ting2", []),
        ("妈妈", "ma1 ma5", []),
        ("你好", "ni2 hao3", []),
        ("不一", "bu2 yi4", []),
        ("NGO", "非政府组织", []),
        ("射洪", "设红", []),
    ],
)
def test_a_reading_no_dictionary_has_is_unheard_of(word: str, say: str, odd: list[tuple[str, str]]) -> None:
    assert readings.unattested_readings(word, say) == odd


def test_threads_agree() -> None:
    texts = [f"第{n}所银行的行长说，长江长大了" for n in "一二三四五六七八九十" * 5]
    g2p.to_syllables.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(g2p.to_syllables, texts))
    g2p.to_syllables.cache_clear()
    assert together == [g2p.to_syllables(text) for text in texts]


def test_tables_are_sound() -> None:
    for word, reading in dictionary.read_word_table(dictionary.WORDS_FILE):
        assert len(word) == len(reading), word
        assert all(is_han(char) for char in word), word
    assert all(len(name) == 1 for name in names.surname_readings())
    assert json.loads(candidates.WEIGHTS_FILE.read_text())["source"]


def test_a_decided_word_is_not_made_of_the_ends_of_two() -> None:
    assert spoken_pinyin("参与会议") == "can1 yu4 hui4 yi4"
    assert spoken_pinyin("正好问他") == "zheng4 hao3 wen4 ta1"


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "file" / "below"))
    assert dictionary._load_dictionary.__wrapped__().attested_readings("银行", 1)


def test_places_hold_where_the_spoken_text_is_longer_or_other_than_the_written() -> None:
    lexicon = (LexiconEntry("渝", "鱼儿"), LexiconEntry("射洪", "she4 hong2"))
    sentence = "渝有110只羊，{重|虫}庆射洪的{行长|hang2 zhang3}"
    characters = readings.character_readings(sentence, lexicon)
    written = "渝有110只羊，重庆射洪的行长"
    assert all(written[r.start] == r.written for r in characters)
    reasons = {r.written: (r.spoken, r.why) for r in characters}
    assert reasons["只"] == ("zhi1", "rule")
    assert reasons["射"] == ("she4", "lexicon")
    assert reasons["行"] == ("hang2", "inline")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("理髮店的頭髮", {1: "fa4", 5: "fa4"}),
        ("乾隆皇帝發現了", {0: "qian2", 4: "fa1"}),
        ("後人為紀念他而建，還給村民", {2: "wei4", 9: "huan2"}),
        ("單霽翔和曾國藩", {0: "shan4", 4: "zeng1"}),
    ],
)
def test_traditional_characters_are_read_as_well_as_simplified_ones(text: str, readings: dict[int, str]) -> None:
    syllables = g2p.to_syllables(text)
    assert "".join(syllable.text for syllable in syllables) == text
    assert {place: syllables[place].pinyin for place in readings} == readings


@pytest.mark.parametrize(
    ("text", "surname", "reading"),
    [
        ("这里是姓单的老宅", "单", "shan4"),
        ("查家大院", "查", "zha1"),
        ("村民曾广发说", "曾", "zeng1"),
        ("任公祠", "任", "ren2"),
        ("1928年任军长", "任", "ren4"),
        ("任主席期间", "任", "ren4"),
        ("单、任两家", "单", "shan4"),
        ("解放后", "解", "jie3"),
        ("小区里", "区", "qu1"),
    ],
)
def test_a_surname_shows_in_its_frame(text: str, surname: str, reading: str) -> None:
    assert g2p.to_syllables(text)[text.index(surname)].pinyin == reading


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("上海博物馆藏青铜器", "藏", "cang2"),
        ("地藏殿", "藏", "zang4"),
        ("他考中进士", "中", "zhong4"),
        ("村里的牙行", "行", "hang2"),
        ("碑文每行三十字", "行", "hang2"),
        ("三年就还了", "还", "huan2"),
        ("一担谷子", "担", "dan4"),
        ("缸里盛满水", "盛", "cheng2"),
        ("还得爬三百级", "得", "dei3"),
        ("瓷都景德镇", "都", "du1"),
        ("山坡上都站满了人", "都", "dou1"),
        ("老远就看得见塔", "得", "de5"),
        ("他获得了金奖", "得", "de2"),
        ("夜里降了温", "降", "jiang4"),
    ],
)
def test_neighbours_decide_a_polyphone(text: str, character: str, reading: str) -> None:
    syllable = g2p.to_syllables(text)[text.index(character)]
    assert (syllable.pinyin, syllable.confidence) == (reading, "sure")


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("一针一线地缝好", "地", "de5"),
        ("一针一线地缝好", "缝", "feng2"),
        ("次序一点也乱不得。", "得", "de5"),
        ("哭笑不得。", "得", "de2"),
        ("熬得骨头都酥了", "得", "de5"),
        ("师傅才肯教手艺", "教", "jiao1"),
        ("半块没吃完的干粮", "没", "mei2"),
        ("膏药贴在背上", "背", "bei4"),
        ("背茶的人在这里歇脚", "背", "bei1"),
        ("鱼塘干了", "干", "gan1"),
        ("他量了地，又量了门", "地", "di4"),
        ("慢慢地，他睡着了", "地", "de5"),
        ("老师傅每天还给它上油", "还", "hai2"),
        ("把借的书还给他。", "还", "huan2"),
        ("刨花一卷一卷地落下来", "卷", "juan3"),
        ("磨盘从半夜转到天亮", "转", "zhuan4"),
        ("面团要和得软硬正好", "和", "huo2"),
        ("果农在树下铺好塑料布", "铺", "pu1"),
    ],
)
def test_a_word_by_itself_has_its_usual_reading(text: str, character: str, reading: str) -> None:
    assert g2p.to_syllables(text)[text.index(character)].pinyin == reading


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("蜜蜂为花朵传粉", "为"),
        ("他在这里为人治病", "为"),
        ("和好的面要盖上湿布", "和"),
        ("打了五次更，天就亮了", "更"),
        ("帆要顺着风调", "调"),
        ("他身中三枪", "中"),  # only a line of the table says so
        ("老人好静，住在山上", "好"),
        ("知府好排场", "好"),
        ("都贤村在河的北岸", "都"),
        ("匾额由任政书写", "任"),
        ("学徒解二牛，后来成了军工专家", "解"),
        ("仇家的药铺就开在桥头", "仇"),
        ("仇家和我们家从来没有仇", "仇"),
        ("石雕出自查永福之手", "查"),  # 自查 is a word as well
        ("打完水还给村口的树浇一遍", "还"),
        ("这时曾广发走了进来", "曾"),
        ("照片右二为任以都", "任"),
        ("戏楼对着祠堂，中间隔着天井", "间"),  # 间隔 by the segmenter alone
        ("一把镐斜靠在矿道口", "镐"),  # the model alone, and 镐京 as well as 十字镐 is a word
    ],
)
def test_what_may_well_be_read_otherwise_is_likely_at_most(text: str, character: str) -> None:
    assert g2p.to_syllables(text)[text.index(character)].confidence != "sure"


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("殿堂正中的佛像", "中", "zhong1"),
        ("屋里点着油灯", "着", "zhe5"),
        ("灶里烧着火，锅里煮着粥", "着", "zhe5"),
        ("嚼着烤饼", "着", "zhe5"),
        ("孩子睡着了", "着", "zhao2"),
        ("屋子着火了", "着", "zhao2"),
        ("外皮炸得金黄", "炸", "zha2"),
        ("钻头每分钟转三千圈", "转", "zhuan4"),
        ("曲波在这里写作", "曲", "qu1"),
        ("讲解员小单从小在这里长大", "单", "shan4"),
    ],
)
def test_what_follows_decides_a_polyphone(text: str, character: str, reading: str) -> None:
    assert g2p.to_syllables(text)[text.index(character)].pinyin == reading


def test_what_only_the_model_says_of_a_free_polyphone_is_not_sure() -> None:
    assert g2p.to_syllables("校中")[1].confidence != "sure"


def test_every_line_of_the_table_of_polyphones_is_of_a_reading_the_character_has() -> None:
    for character, rules in polyphone_rules.load_polyphone_rules().items():
        for rule in rules:
            assert readings.unattested_readings(character, rule.reading.replace("v", "ü")) == [], rule


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        ("(?:[ab]|(?:c|d)+e)x", "abcd"),
        ("(?:a|b)?c", "abc"),
        ("x(?:a|b)?|y", "xy"),
        ("a(?!b|c)d|e", "ae"),
        *((unclear, None) for unclear in ("", "(?:a|)", "a?", "(?=a)b", "[^a]b", "[a-c]", ".", r"\d", "(?:a?)b")),
    ],
)
def test_what_begins_a_pattern_is_known_only_where_it_is_plain(pattern: str, heads: str | None) -> None:
    assert polyphone_rules.find_heads(pattern) == (None if heads is None else frozenset(heads))


def test_no_line_of_the_table_is_passed_over_for_what_its_pattern_begins_with() -> None:
    tables = (polyphone_rules.load_polyphone_rules(), polyphone_rules.load_rival_rules())
    for rule in (rule for table in tables for rules in table.values() for rule in rules):
        heads, pattern = polyphone_rules.find_heads(rule.after), re.compile(rule.after)
        # what the characters of the pattern itself and a few others may begin
        for head in {*rule.after, "", "\n", "人", "山", "。"}:
            if pattern.match(head):
                assert heads is None or head in heads, (rule, head)


@given(st.text(alphabet="ab[]|^?*$(", max_size=8), st.text(alphabet="ab[|", max_size=4))
def test_a_plain_pattern_fits_the_texts_that_it_stands_for(pattern: str, text: str) -> None:
    assume("[[" not in pattern)  # a warning: a later Python may mean a set within a set
    texts = polyphone_rules.expand_pattern(pattern)
    if texts is not None:
        begins = re.match(f"(?:{pattern})", text)
        assert next(filter(text.startswith, texts), None) == (begins and begins[0])


def test_what_a_line_of_the_table_fits_is_what_its_patterns_fit() -> None:
    tables = (polyphone_rules.load_polyphone_rules(), polyphone_rules.load_rival_rules())
    for rule in (rule for table in tables for rules in table.values() for rule in rules):
        inside = re.sub(r"[\\(){}|?:=!<^$+*.-]|\[|\]", " ", f"{rule.before} {rule.after}").split()
        for text in {*inside, *(f"山{part}" for part in inside), *(f"{part}人" for part in inside), "", "山", "山\n"}:
            left, right = re.search(rule.before, text), re.match(rule.after, text)
            assert rule.match_before(text) == (left and left[0]), (rule, text)
            assert rule.match_after(text) == (right and right[0]), (rule, text)
            assert right is None or rule.first_characters is None or text[:1] in rule.first_characters, (rule, text)


def test_a_cold_start_imports_neither_jieba_nor_pkg_resources() -> None:
    code = (
        "import sys; from audioguide.text.zh import g2p; print(len(g2p.to_syllables('水磨头村')));"
        "print('jieba' in sys.modules, 'pkg_resources' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["4", "False", "False"]


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("木匠量了又量，才肯下锯。", "量", "liang2"),
        ("一行行柳树沿着河堤栽下去。", "行", "hang2"),
        ("她背着弟弟上学，一背就是四年。", "背", "bei1"),
        ("祖母数了数梁上的燕子。", "数", "shu3"),
    ],
)
def test_what_is_said_twice_is_read_alike(text: str, character: str, reading: str) -> None:
    assert {s.pinyin for s in g2p.to_syllables(text) if s.text == character} == {reading}


def test_two_words_that_share_a_character_keep_their_readings() -> None:
    readings = [s.pinyin for s in g2p.to_syllables("演奏音乐乐意的人不多。") if s.text == "乐"]
    assert readings == ["yue4", "le4"]


@pytest.mark.parametrize("text", ["得很毛头速义", "得多取度角府他", "得干军用现市号", "得"])
def test_a_sentence_may_begin_with_a_complement(text: str) -> None:
    assert g2p.to_syllables(text)[0].text == "得"
