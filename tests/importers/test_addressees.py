"""Whom a hint speaks to: words for visitors are spoken without their label, words for guides are cues."""

from __future__ import annotations

import pytest
from test_import_lossless import holds

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document

TABLE = load_confusions()
GATE = "各位来宾，这座城门建于明洪武三年，门洞深十二米。"
HALL = "祠堂里的匾额是光绪年间的举人写的，字有一米见方。"
LOOM = "The loom in front of you was bought second hand in 1881."
WHEEL = "The wheel is five metres high and weighs four tons."


def draft_line(line: str) -> tuple[str, str]:
    """Narration and todos of a text with the line between two sentences of its first stop."""
    chinese = any("\u4e00" <= char <= "\u9fff" for char in line)
    lines = (
        ("古镇导览", "第1站 城门", GATE, line, HALL, "第2站 祠堂", HALL)
        if chinese
        else ("Mill tour", "Stop 1: The Loom", LOOM, line, WHEEL, "Stop 2: The Wheel", WHEEL)
    )
    result = draft_document(read_bytes("\n".join(lines).encode(), "a.txt"), TABLE)
    holds(result)
    (draft,) = result.drafts
    stop = draft.tour.stops[0]
    return "\n".join(s.text for s in stop.segments if not s.is_cue), "\n".join(stop.todos)


SPOKEN = (
    "提示：鸟儿可能会落在您的肩上。",
    "注意：前面有三级台阶，请小心。",
    "温馨提示：请不要敲打玻璃。",
    "【提示】请您扶好栏杆，慢慢往上走。",
    "說明：過橋時請您牽好小朋友。",
    "说明：您看到的是复制品，原件在省博物馆。",
    "小贴士：大家可以亲手摸一摸这块石头。",
    "备注：参观时请勿使用闪光灯。",
    "安全提示：请游客不要翻越护栏。",
    "Note: you can touch this one.",
    "Tip: look up before you leave the room.",
    "Warning: please mind your head.",
)
NOT_SPOKEN = (
    "提示：语速放慢，语气亲切。",
    "注意：蒸煮锅运行时，讲解员须站在黄线以外。",
    "录音提示：读得慢一点。",
    "后期注意：此处加入鸟鸣声三秒。",
    "说明：本段可根据时间省略。",
    "備註：導覽員請先開燈。",
    "提示：引导游客走到右侧的观景台。",
    "温馨提示：讲解员应提醒来宾关闭手机。",
    "※讲解员可视现场情况省略下一段",
    "※導覽員可視現場狀況省略以下段落",
    "讲解员在此处要停留三分钟。",
    "请讲解员提前打开投影。",
    "视现场人数决定是否进入内室。",
    "Note: the guide waits at the door.",
    "Note for the narrator: almost a whisper.",
    "Guides may skip this on busy days.",
    "The presenter should hand out the ear plugs here.",
    "Recording note: leave two seconds.",
    "NB pour l'enregistrement : ton complice.",
    "Regieanweisung: langsam und leise.",
    "Nota para el locutor: pronunciar despacio.",
)


@pytest.mark.parametrize("line", SPOKEN)
def test_a_hint_for_visitors_is_spoken_without_its_label(line: str) -> None:
    narration, _todos = draft_line(line)
    rest = line.partition("】")[2] or line.partition("：")[2] or line.partition(": ")[2]
    assert rest.strip() in narration
    assert line not in narration


@pytest.mark.parametrize("line", NOT_SPOKEN)
def test_words_for_guides_are_never_spoken(line: str) -> None:
    narration, _todos = draft_line(line)
    assert line.partition("：")[2].strip() not in narration or "：" not in line
    assert line.strip("※") not in narration
    assert line.partition(": ")[2] not in narration or ": " not in line


@pytest.mark.parametrize(
    "line",
    ["注意：这里的墙是后来重新砌的，不是原来的样子。", "Note: the wall was built again after the flood of 1912."],
)
def test_a_hint_that_names_nobody_is_asked_about(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    narration, todos = draft_line(line)
    assert line.partition("：")[2] not in narration or "Note" in line
    assert "Not spoken" in todos


@pytest.mark.parametrize("label", ["说明：", "說明：", "【说明】"])
def test_a_description_below_a_heading_is_its_narration(label: str) -> None:
    text = "這座土地公廟建於嘉慶年間，香火兩百年沒有斷過。"
    lines = (
        "老街導覽",
        "1. 土地公廟",
        f"{label}{text}",
        "2. 剃頭店",
        f"{label}老師傅剃了六十年頭，椅子比他還老，鏡子也是。",
    )
    (draft,) = draft_document(read_bytes("\n".join(lines).encode(), "a.txt"), TABLE).drafts
    first, second = draft.tour.stops
    assert [segment.text for segment in first.segments] == [text]
    assert [(stop.title, stop.segments[0].is_cue) for stop in (first, second)] == [
        ("土地公廟", False),
        ("剃頭店", False),
    ]


SPOKEN_WORDS = (
    "我是今天的讲解员小陈，很高兴为大家服务。",
    "The guide will take you across the bridge.",
    "导游图就挂在门的右边。",
)


@pytest.mark.parametrize("line", SPOKEN_WORDS)
def test_a_guide_who_is_named_in_a_sentence_for_visitors_is_no_direction(line: str) -> None:
    assert line in draft_line(line)[0]


ASIDES = ("（敲钟）", "（敲锣三下）", "(knocks)", "（拿出照片）", "(shows the key)", "（学狗叫）")


@pytest.mark.parametrize("aside", ASIDES)
def test_a_short_bracket_behind_a_sentence_is_not_spoken(aside: str) -> None:
    sentence = LOOM if aside.isascii() else GATE
    narration, _todos = draft_line(f"{sentence}{aside}{WHEEL if aside.isascii() else HALL}")
    assert aside not in narration


@pytest.mark.parametrize(
    "line", ["这座桥（清代重修）长三十米，宽四米。", "The bell (cast in 1702) is still rung by hand."]
)
def test_a_bracket_within_a_sentence_is_spoken(line: str) -> None:
    assert line in draft_line(line)[0]


CREDITS = (
    "Texte : Yann Le Goff – Voix : à définir – Durée : 6 min 30",
    "Duración total: 7 minutos",
    "Gesamtdauer: 12 Minuten",
    "Voz: Carmen Ruiz",
    "石板街 | 摄影 老周",
    "村口的樟树｜图：陈芳",
    "The mill race | Photo: K. Brandt",
)


@pytest.mark.parametrize("line", CREDITS)
def test_credits_and_durations_are_never_spoken(line: str) -> None:
    assert line not in draft_line(line)[0]
