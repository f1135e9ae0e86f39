"""No sentence of narration is lost in silence: it is spoken, or a todo shows how it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from drafting import checked_import

from audioguide.importers.draft import Import


@dataclass(frozen=True)
class Row:
    """A text, its sentences of narration, and what nobody may say."""

    text: str
    sentences: tuple[str, ...] = ()
    """Spoken, or asked about in a todo."""
    silent: tuple[str, ...] = ()
    """Nowhere in the narration."""
    spoken: tuple[str, ...] = ()
    """Surely spoken: asking is not enough."""


GATE = "各位来宾，这座城门建于明洪武三年，门洞深十二米。"
WELL = "这口井深三十米，井壁是用整块的青石砌成的。"
HALL = "祠堂里的匾额是光绪年间的举人写的，字有一米见方。"
LOOM = "The loom in front of you was bought second hand in 1881."
WHEEL = "The wheel is five metres high and weighs four tons."
VAT = "The dye vat is made of oak and was used until 1950."


def lines(*texts: str) -> str:
    return "\n".join(texts) + "\n"


def zh(*texts: str) -> str:
    """Lines of the first of two stops."""
    return lines("古镇导览", "第1站 城门", *texts, "第2站 古井", WELL)


def en(*texts: str) -> str:
    """Lines of the first of two stops."""
    return lines("Mill tour", "Stop 1: The Loom", *texts, "Stop 2: The Wheel", WHEEL)


ROWS = {
    # ---- Chinese: directions in brackets
    "a sentence in round brackets alone on a line": Row(
        zh(GATE, "（城门外的护城河在一九五八年填平了，现在是一条街。）"),
        ("城门外的护城河在一九五八年填平了", GATE, WELL),
    ),
    "a sentence in square brackets amid narration": Row(
        lines("古镇导览", "第1站 城门", f"{GATE}【门上的铁钉一共有八十一颗，是九九之数。】{WELL}", "第2站 祠堂", HALL),
        ("门上的铁钉一共有八十一颗", GATE, WELL, HALL),
    ),
    "a direction and a sentence in one bracket": Row(
        zh(GATE, "【讲解员指向门额。门额上的字是赵孟頫写的，原来贴着金箔。】"),
        ("门额上的字是赵孟頫写的", GATE, WELL),
    ),
    "a remark with the word for sound within a sentence": Row(
        lines(
            "古镇导览",
            "第1站 钟楼",
            "这口铜钟（钟声能传到十里外的渡口）是宋代铸的，重三千斤。",
            "第2站 古井",
            WELL,
        ),
        ("钟声能传到十里外", "是宋代铸的"),
    ),
    "a remark on who came here in brackets": Row(
        zh(f"{GATE}（当年乾隆皇帝前往江南的时候，在这里住过一晚。）门洞很深。"),
        ("当年乾隆皇帝前往江南的时候",),
    ),
    "directions in brackets of every kind": Row(
        lines(
            "古镇导览",
            "第1站 城门",
            f"（音乐起）{GATE}【停顿三秒】门洞很深很深。〔手指门额〕上面写着四个字。",
            "第2站 古井",
            f"[移步井边]{WELL}",
        ),
        silent=("音乐起", "停顿三秒", "手指门额", "移步井边"),
        spoken=(GATE, "门洞很深很深。", "上面写着四个字。", WELL),
    ),
    "a direction behind a sentence": Row(
        zh(f"{GATE}（请游客抬头看门额）", f"{HALL}（引导游客走向古井）"),
        silent=("请游客抬头", "引导游客"),
        spoken=(GATE, HALL, WELL),
    ),
    # ---- Chinese: labels and colons
    "a note that is a sentence": Row(
        zh(GATE, "说明：城门两边的石狮子是一九八二年从河里捞上来的。"),
        ("城门两边的石狮子是一九八二年",),
    ),
    "what is worth noticing": Row(
        zh("注意：脚下的石板上有三道车辙，那是几百年的马车压出来的。", GATE),
        ("脚下的石板上有三道车辙", GATE),
    ),
    "where it is, in a sentence": Row(
        zh("位置：城门在古镇的最南边，三条街道在这里汇到一起。", GATE),
        ("城门在古镇的最南边", GATE),
    ),
    "how long it takes": Row(
        zh("时长：约三分钟", "位置：南门", "背景音乐：古琴", GATE),
        silent=("约三分钟", "南门\n", "古琴"),
        spoken=(GATE, WELL),
    ),
    "time as the subject of a sentence": Row(
        zh(GATE, "时间：那一年是一九四九年，解放军就是从这座门进城的。"),
        ("解放军就是从这座门进城的",),
    ),
    "the music is the story": Row(
        lines(
            "古镇导览",
            "第1站 戏台",
            HALL,
            "音乐：这里每年正月唱十天戏，周围三县的人都来听。",
            "第2站 古井",
            WELL,
        ),
        ("这里每年正月唱十天戏",),
    ),
    "points to make": Row(
        zh("讲解要点：城门是全县保存最好的一座，一九八三年列为文物。", GATE),
        ("城门是全县保存最好的一座", GATE),
    ),
    "a label behind a bullet": Row(
        lines(
            "古镇导览",
            "第1站 城门",
            "●画面：城门全景",
            f"●解说：{GATE}",
            "●音乐：古琴渐入",
            f"●解说：{HALL}",
            "第2站 古井",
            f"●解说：{WELL}",
        ),
        silent=("城门全景", "古琴渐入", "解说："),
        spoken=(GATE, HALL, WELL),
    ),
    "a label at the end of a line": Row(
        zh(f"{GATE}画面：城门全景", f"{HALL}音乐：古琴"),
        silent=("城门全景", "古琴"),
        spoken=(GATE, HALL, WELL),
    ),
    # ---- Chinese: film scripts
    "narration behind the picture of a film": Row(
        lines("新城", "解说：新城在江边。", f"画面：江面。{GATE}", "解说：船在走，从早到晚不停。", "画面：码头"),
        (GATE,),
        silent=("码头",),
        spoken=("新城在江边。", "船在走"),
    ),
    "narration without a label in a film": Row(
        lines("新城", "画面：江面", "解说：新城在江边。", GATE, "画面：码头", WELL, "解说：船在走。"),
        (GATE, WELL),
        silent=("码头",),
    ),
    "a scene that is told": Row(
        lines(
            "新城",
            "镜头一：江面全景",
            "解说：新城在江边。",
            "镜头二：老人坐在船头。他在这条江上撑了六十年的船，没有出过一次事。",
            "解说：船在走。",
            "镜头三：码头",
        ),
        ("他在这条江上撑了六十年的船",),
        silent=("江面全景", "码头"),
    ),
    "an interview with its words": Row(
        lines(
            "新城",
            "解说：新城在江边。",
            "画面：老人",
            "村民王大爷同期声：我在这条江上撑了六十年的船。",
            "解说：船在走。",
            "画面：码头",
        ),
        spoken=("我在这条江上撑了六十年的船。", "船在走。"),
        silent=("同期声",),
    ),
    "captions of a film": Row(
        lines(
            "新城",
            "字幕：一九四九年春",
            f"解说：{GATE}",
            "字幕：渡江那一夜，江面上有一千多条木船。",
            f"解说：{WELL}",
            "画面：江面",
        ),
        ("渡江那一夜",),
        spoken=(GATE, WELL),
    ),
    # ---- Chinese: lists of references, contacts, captions
    "narration behind a list of references": Row(
        lines("古镇导览", "1. 城门", f"{GATE}[1]", "参考资料", "[1]《青石县志》，1992年。", "2. 古井", WELL),
        spoken=(GATE.rstrip("。"), WELL),
        silent=("青石县志",),
    ),
    "a sentence under notes": Row(
        lines(
            "古镇导览",
            "第1站 城门",
            GATE,
            "第2站 古井",
            WELL,
            "注释",
            "井水到今天还是甜的，村里人每天清早都来这里挑水。",
        ),
        ("井水到今天还是甜的",),
    ),
    "a caption that tells": Row(
        zh(GATE, "▲城门在一九三八年被炸毁了一半，村民们用了三年才修好。"),
        ("城门在一九三八年被炸毁了一半",),
    ),
    "a sentence with a telephone number": Row(
        zh(GATE, "想听老人唱山歌的朋友可以打电话0571-88881234，他每天下午都在家。"),
        ("想听老人唱山歌的朋友",),
    ),
    "a sentence like those of web sites": Row(
        zh(GATE, "作者：张三在一九五六年写了这首诗，刻在城门的砖上。"),
        ("作者：张三在一九五六年写了这首诗",),
    ),
    "practical information that is narrated": Row(
        lines(
            "古镇导览",
            "第1站 城门",
            GATE,
            "第2站 古井",
            WELL,
            "温馨提示",
            "井边的石头很滑，几百年来被绳子磨出了十几道沟。",
        ),
        ("井边的石头很滑",),
    ),
    "a signature that is none": Row(
        zh(GATE, "编辑：他用了十年时间，把古镇的故事编成了这本书。"),
        ("编辑：他用了十年时间",),
    ),
    "fields of a form nobody foresaw": Row(
        lines(
            "编号：01",
            "名称：城门",
            f"讲解词：{GATE}",
            "备注：城门的木头是从福建运来的，走了三个月的水路。",
            "编号：02",
            "名称：古井",
            f"讲解词：{WELL}",
        ),
        ("城门的木头是从福建运来的",),
        spoken=(GATE, WELL),
    ),
    "slides with sentences beside what is said": Row(
        lines(
            "【P1 封面】",
            "走进古镇",
            "【P2 城门】",
            f"讲解：{GATE}",
            "城墙原来有四公里长，现在只剩下不到两百米了。",
            "【P3 古井】",
            f"讲解：{WELL}",
        ),
        ("城墙原来有四公里长", GATE, WELL),
    ),
    "an indented paragraph": Row(
        lines("古镇导览", "", "第1站 城门", f"    {GATE}", "", "第2站 古井", f"    {WELL}"),
        spoken=(GATE, WELL),
    ),
    # ---- English: brackets
    "an English sentence in round brackets": Row(
        en(LOOM, "(The sisters who bought it never married and ran the mill for forty years.)"),
        ("The sisters who bought it",),
        spoken=(LOOM, WHEEL),
    ),
    "an English sentence in square brackets": Row(
        en(f"{LOOM} [The house behind it was built in 1850 for the foreman.] It is still in use."),
        ("The house behind it was built", "It is still in use."),
        spoken=(LOOM,),
    ),
    "an English direction and a sentence in one bracket": Row(
        en("[Point to the beam. The beam was cut from one oak that stood in the yard.]", LOOM),
        ("The beam was cut from one oak",),
        spoken=(LOOM,),
    ),
    "English directions in brackets of every kind": Row(
        lines(
            "Mill tour",
            "Stop 1: The Loom",
            f"[MUSIC FADES] {LOOM} (pause) It is loud. <point to the beam> Look up.",
            "Stop 2: The Wheel",
            "{wait for the group}",
            f"{WHEEL} *turn to the left*",
        ),
        silent=("MUSIC", "pause", "point to", "wait for", "turn to the left"),
        spoken=(LOOM, "It is loud.", "Look up.", WHEEL),
    ),
    "a remark with a word for sound in English": Row(
        lines(
            "Mill tour",
            "Stop 1: The Bell",
            "The bell (the ringing was heard in three valleys) was cast in 1702.",
            "Stop 2: The Wheel",
            WHEEL,
        ),
        ("the ringing was heard in three valleys", "was cast in 1702"),
    ),
    # ---- English: labels
    "a note that tells": Row(
        en(LOOM, "Note: the shuttle on the wall is the very one that Anne Harrow used."),
        ("the shuttle on the wall",),
    ),
    "where it is in an English sentence": Row(
        en("Location: this room was the dining room of the family until the fire of 1871.", LOOM),
        ("this room was the dining room",),
        spoken=(LOOM, WHEEL),
    ),
    "the scene is told": Row(
        en("Scene: imagine forty children on this floor, six days a week, from six in the morning.", LOOM),
        ("imagine forty children",),
        spoken=(LOOM, WHEEL),
    ),
    "sound, music, length, author": Row(
        lines(
            "Mill tour",
            "Stop 1: The Loom",
            "Sound: loom running",
            "Music: fiddle",
            "Duration: 2 min",
            "Author: J. Smith",
            LOOM,
            "Stop 2: The Wheel",
            "SFX: water",
            WHEEL,
        ),
        silent=("loom running", "fiddle", "2 min", "J. Smith", "SFX"),
        spoken=(LOOM, WHEEL),
    ),
    "a picture with narration behind it": Row(
        lines(
            "Mill film",
            f"VISUAL: the loom at work. {LOOM}",
            f"NARRATOR: {WHEEL}",
            "VISUAL: the yard",
            f"NARRATOR: {VAT}",
        ),
        (LOOM,),
        silent=("the yard",),
        spoken=(WHEEL, VAT),
    ),
    "written by, at the head of a sentence": Row(
        lines(
            "Mill tour",
            "Stop 1: The Book",
            LOOM,
            "Written by Anne Harrow in 1881, this book lists all who worked here.",
            "Stop 2: The Wheel",
            WHEEL,
        ),
        ("Written by Anne Harrow in 1881",),
    ),
    "sources behind a stop": Row(
        lines(
            "Mill tour",
            "1. The Loom",
            LOOM,
            "Sources",
            "Smith, J.: The Mills of Kent. London 1990.",
            "2. The Wheel",
            WHEEL,
        ),
        spoken=(LOOM, WHEEL),
        silent=("Mills of Kent",),
    ),
    "a sentence in italics that instructs": Row(
        lines(
            "# Mill tour",
            "",
            "## 1. The Loom",
            "",
            "*Read the names on the wall, for each of them is a child who worked here.*",
            "",
            LOOM,
            "",
            "## 2. The Wheel",
            "",
            WHEEL,
        ),
        ("Read the names on the wall",),
        spoken=(LOOM, WHEEL),
    ),
    "a sentence that ends with a number to dial": Row(
        en(LOOM, "If you would like to see the loom at work, call the weaver on 01234 567890."),
        ("If you would like to see the loom",),
    ),
    "a play with names": Row(
        lines(
            "Mill tour",
            "",
            "Stop 1: The Loom",
            "",
            f"ANNA: (laughing) {LOOM}",
            f"TOM: [loud] {VAT}",
            f"ANNA: (She points at the wheel. It has not turned since the flood of 1952.) {WHEEL}",
        ),
        ("It has not turned since the flood",),
        silent=("laughing", "loud"),
        spoken=(LOOM, VAT, WHEEL),
    ),
    "a paragraph that Markdown takes for code": Row(
        lines("# Mill tour", "", "## 1. The Loom", "", f"    {LOOM}", "", "## 2. The Wheel", "", WHEEL),
        (LOOM,),
        spoken=(WHEEL,),
    ),
    "a block of HTML in Markdown": Row(
        lines("# Mill tour", "", "## 1. The Loom", "", VAT, "", f"<div>{LOOM}</div>", "", "## 2. The Wheel", "", WHEEL),
        (LOOM,),
        spoken=(VAT, WHEEL),
    ),
    # ---- both languages
    "a direction in the other language": Row(
        lines(
            "古镇导览",
            "第1站 城门",
            f"[walk to the gate] {GATE}",
            "MUSIC: 古琴",
            HALL,
            "第2站 古井",
            f"(pause) {WELL}",
        ),
        silent=("walk to", "古琴", "pause"),
        spoken=(GATE, HALL, WELL),
    ),
    "Chinese directions in an English text": Row(
        lines(
            "Mill tour",
            "Stop 1: The Loom",
            f"【音乐起】{LOOM}",
            "（停顿）",
            VAT,
            "Stop 2: The Wheel",
            "画面：水车",
            WHEEL,
        ),
        silent=("音乐起", "停顿", "水车"),
        spoken=(LOOM, VAT, WHEEL),
    ),
    "both languages line by line": Row(
        lines(
            "古镇导览 / Old Town",
            "第1站 城门 / Stop 1 The Gate",
            GATE,
            f"({LOOM})",
            "第2站 古井 / Stop 2 The Well",
            WELL,
            f"({WHEEL})",
        ),
        (LOOM, WHEEL),
        spoken=(GATE, WELL),
    ),
    # ---- Spanish, French
    "a Spanish note": Row(
        lines(
            "Guía del molino",
            "Parada 1: El telar",
            "Este telar fue comprado de segunda mano en 1881 por dos hermanas.",
            "Nota: la lanzadera de la pared es la misma que usaba Ana todos los días.",
            "Parada 2: La rueda",
            "La rueda mide cinco metros y pesa cuatro toneladas.",
        ),
        ("la lanzadera de la pared", "Este telar fue comprado", "La rueda mide cinco metros"),
    ),
    "a French sentence in brackets": Row(
        lines(
            "Musée du Moulin",
            "Arrêt 1 : Le métier",
            "Voici le métier que les sœurs ont acheté d’occasion en 1881.",
            "(La maison derrière vous a été construite en 1850 pour le contremaître.)",
            "Arrêt 2 : La roue",
            "La roue mesure cinq mètres et pèse quatre tonnes.",
        ),
        ("La maison derrière vous", "Voici le métier", "La roue mesure"),
    ),
}


def plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def spoken_text(result: Import) -> str:
    tours = (draft.tour for draft in result.drafts)
    return plain("".join(s.text for tour in tours for stop in tour.stops for s in stop.segments if not s.is_cue))


def todo_text(result: Import) -> str:
    return plain("".join(todo for draft in result.drafts for stop in draft.tour.stops for todo in stop.todos))


def is_asked(sentence: str, todos: str) -> bool:
    """Whether a todo shows the beginning of a sentence, or of the words before it in its brackets."""
    return plain(sentence)[:8] in todos


@pytest.mark.parametrize("name", ROWS)
def test_no_sentence_is_lost_in_silence(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    row = ROWS[name]
    result = checked_import(row.text, "document.md" if row.text.startswith("#") else "document.txt")
    spoken, todos = spoken_text(result), todo_text(result)
    for sentence in row.spoken:
        assert plain(sentence) in spoken
    for sentence in row.sentences:
        assert plain(sentence) in spoken or is_asked(sentence, todos), f"lost: {sentence}"
    for words in row.silent:
        assert plain(words) not in spoken, f"spoken: {words}"


def test_a_subtitle_with_an_empty_line_in_it_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    times = "00:00:0{},000 --> 00:00:0{},000"
    text = f"1\n{times.format(1, 4)}\n{VAT}\n\n{LOOM}\n\n2\n{times.format(5, 8)}\n{WHEEL}\n"
    result = checked_import(text, "film.srt")
    assert plain(LOOM) in spoken_text(result) or is_asked(LOOM, todo_text(result))
