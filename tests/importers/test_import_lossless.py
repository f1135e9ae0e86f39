"""Nothing lost: whatever the document, each of its characters has one fate, and the scripts hold what they should."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audioguide.authoring import script
from audioguide.errors import DocumentError
from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import Import, draft_document
from audioguide.importers.language import is_spoken
from audioguide.importers.report import account
from audioguide.model import Tour

TABLE = load_confusions()
PIECES = st.sampled_from(
    """第一篇：解说词|第二篇:示范点(范文模版)|党建示范点解说词|党建示范点解说词——火炬红|【大门外】|[展厅]
[乘车前往下一站]
第一站 大门|站点二|一、察民情 解民难|1、组织职能|(一)立足长远|●年功奖|——村里建起站,百姓安|画面:高新区
解说:这里是新城。
解说 农村广大党员|字幕:总经理黄代放|同期声:谈肯定(略)|主任 王晓荣 同期声我们要做好。
现场(一段打招呼现场今年|尾声:
这是我局的荣誉墙。|现在,我们来到了村口|正前方右边,是幼儿园;|-1-|第3页|12|大家好!|‚四个覆盖‛|„ „ „
设臵|2 146户|44 号
一星 户|XX年|******区|7:00~8:00|本站精心为大家整理了解说词,希望对你有帮助。|永放光芒。台州|(音乐起)
(任秀萍 王春鲜)
二〇〇七年十一月二十三日|人民网肃宁12月20日电(记者 高巍)|Stop 1: The Gate|# Heading
NARRATOR: Here is the hall.|VISUAL: hall
"Quoted" words, and more.|Now we come to the garden.|page 3 of 9|大寨精神
三河市推行四位一体管理提升服务水平三河市整合
。|,|；|“|”|(|)|【|】|*|~|…""".replace("\n", "|").split("|")
)
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
SEPARATOR = st.sampled_from(["\n", "\n", "\n", "\n\n", " ", "", "\r\n", "\t", "\u3000", "\u2028", "\f"])
DOCUMENTS = st.lists(st.tuples(st.one_of(PIECES, PIECES, PIECES, TEXT), SEPARATOR), min_size=1, max_size=40).map(
    lambda pairs: "".join(piece + separator for piece, separator in pairs)
)


@pytest.mark.no_cover
@settings(max_examples=500, deadline=None)
@given(DOCUMENTS)
@example("【大门外】\n[乘车前往下一站] 画面:高新区\n")
@example("【大门外】\nCOM0\n")
@example("A画面:高新区\n大家好!\n")
@example("解说 农村广大党员\n第一篇：解说词 。\n站点二\n这是我局的荣誉墙。\n")
@example("画面:高新区\n站点二\n第一站 大门\n")
def test_five_hundred_documents_lose_no_character(text: str) -> None:
    if not text.strip():
        return
    try:
        result = draft_document(read_bytes(text.encode(), "generated.txt"), TABLE)
    except DocumentError as error:
        assert "nothing" in error.message or "no text" in error.message, error
        return
    holds(result)


def holds(result: Import) -> None:
    """The account covers the source exactly, and each script holds exactly what the account says."""
    sums = account(result)
    source = result.document.text
    assert sum(sums.fates.values()) == sums.characters == len(source)
    for tile in result.tiles:
        if tile.fate in ("narrated", "cue", "title"):
            assert tile.text == source[tile.start : tile.end]
        if tile.why == "white space between paragraphs":
            assert not source[tile.start : tile.end].strip(), "text between the tiles"
    for each in result.drafts:
        loads(each.tour)
        site = each.tour.id
        spoken = "".join(s.text for stop in each.tour.stops for s in stop.segments if not s.is_cue)
        assert bare(spoken) == bare("".join(t.text for t in result.tiles if t.tour == site and t.where == "narrated"))
        cues = "".join(s.text for stop in each.tour.stops for s in stop.segments if s.is_cue)
        assert bare(cues) == bare("".join(t.text for t in result.tiles if t.tour == site and t.where == "cue"))
        shown = [each.tour.title, each.tour.description]
        shown += [line for stop in each.tour.stops for line in (stop.title, stop.chapter)]
        for tile in result.tiles:
            if tile.tour == site and tile.where == "title":
                assert any(bare(tile.text) in bare(line) for line in shown), tile
        # behind a letter it may be the end of another word, such as 动画面
        assert not any(re.match("画面[:：]", s.text) for p in each.tour.stops for s in p.segments if not s.is_cue)


def loads(tour: Tour) -> None:
    """The draft is a script: what is written is what is read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{tour.id}.yaml"
        if not is_spoken(tour.language):  # a script in it cannot be loaded: a todo says so
            tour = replace(tour, language="en")
        path.write_text(script.write_script(tour), "utf-8")
        read = script.load_tour(path)
    assert [(stop.number, stop.title, stop.chapter) for stop in read.stops] == [
        (stop.number, stop.title, stop.chapter) for stop in tour.stops
    ]
    assert [bare(s.text) for stop in read.stops for s in stop.segments] == [
        bare(s.text) for stop in tour.stops for s in stop.segments
    ]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)
