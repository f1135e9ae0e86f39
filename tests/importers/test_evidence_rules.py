"""Each rule of evidence by itself: lines it votes for, and lines it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from audioguide.importers.document import Block
from audioguide.importers.document_style import study_style
from audioguide.importers.evidence import Surroundings
from audioguide.importers.evidence_rules import EVIDENCE_RULES
from audioguide.importers.outline import PLAIN_BLOCK, Line
from audioguide.importers.provenance import verbatim

BY_NAME = {rule.name: rule for rule in EVIDENCE_RULES}
TEXT = "The loom was bought second hand in 1881, and it still stands where it stood."
HAN_TEXT = "眼前的水碾建于清朝末年，碾盘直径两米四，用整块青石凿成。"


@dataclass(frozen=True)
class Case:
    """A line of a document, and the lines around it."""

    text: str
    block: Block = PLAIN_BLOCK
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = (TEXT,)


def case(text: str, *after: str, before: tuple[str, ...] = (), **block: object) -> Case:
    return Case(text, replace(Block(0, 0), **block), before, after or (TEXT,))  # type: ignore[arg-type]


def surroundings(example: Case) -> Surroundings:
    """The line among its neighbours."""
    lines = [
        *(Line(verbatim(text, 0, len(text))) for text in example.before),
        Line(verbatim(example.text, 0, len(example.text)), example.block),
        *(Line(verbatim(text, 0, len(text))) for text in example.after if text),
    ]
    n = len(example.before)
    following = lines[n + 1] if n + 1 < len(lines) else None
    return Surroundings(
        lines[n], n, lines[n - 1] if n else None, following, study_style(lines), is_last=following is None
    )


SPEECH = ("ANNA: We came at six.", "TOM: And in winter?")
STOPS = ("第1站 村口", HAN_TEXT, "第2站 戏台", HAN_TEXT)
SLIDES = ("【P1 封面】", "走进石桥村", "【P2 村情】", HAN_TEXT)
TABLE: dict[str, tuple[list[Case], list[Case]]] = {
    "a title style": ([case("Mill", kind="title")], [case("Mill"), case("Mill", kind="heading", level=1)]),
    "a heading style": ([case("The Loom", kind="heading", level=2)], [case("The Loom"), case("——", kind="heading")]),
    "the number of a stop": (
        [case("第3站 水碾"), case("Stop 101: The Loom"), case("【点位五】水碾")],
        [case("The Loom"), case("第3站的水碾建于清朝末年，碾盘直径两米四。"), case("1. Gate")],
    ),
    "a section number": ([case("一、前厅"), case("1. The Gate")], [case("Gate"), case("1938年建成")]),
    "a number without a point": (
        [case("101 The Gate", TEXT, "102 The Wheel", TEXT)],
        [case("101 The Gate", TEXT), case("The Gate", TEXT, "102 The Wheel", TEXT)],
    ),
    "a number the program shows": (
        [case("Gate", TEXT, kind="item", number="1.")],
        [case("Gate", TEXT, kind="item"), case(TEXT, TEXT, kind="item", number="1.")],
    ),
    "a number alone on a line": (
        [case("1", "The Gate", TEXT, "2", "The Well", TEXT), case("01", "寨门", HAN_TEXT, "02", "粮仓", HAN_TEXT)],
        [case("1", "The Gate", TEXT), case("The Gate", TEXT)],
    ),
    "bold on a line of its own": ([case("The Gate", bold=True)], [case("The Gate"), case(TEXT, bold=True)]),
    "brackets around the line": ([case("【大门外】", HAN_TEXT)], [case("大门外", HAN_TEXT), case("【音乐起】")]),
    "a short line before a text": (
        [case("The Gate"), case("大门", HAN_TEXT)],
        [case(TEXT), case("The Gate", ""), case("2023-05-01")],
    ),
    "listed in the table of contents": (
        [case("The Gate", before=("Contents", "The Gate", "The Well"))],
        [case("The Gate")],
    ),
    "a name that sections have": ([case("结束语", HAN_TEXT), case("Welcome")], [case("水碾", HAN_TEXT)]),
    "the title of a slide": (
        [case("【P3 村情概况】", HAN_TEXT, before=SLIDES)],
        [case("村情概况", HAN_TEXT, before=SLIDES), case("【P3 村情概况】", HAN_TEXT)],
    ),
    "a label of the narration": (
        [case("Transcript"), case("【讲解词】"), case("Read transcript")],
        [case("Transcript of an interview with a weaver")],
    ),
    "words that come at several stops": (
        [case("Look closer", TEXT, before=(), kind="heading", level=3)],
        [case("Look closer")],
    ),
    "a name alone above what is said": (
        [case("HOST", TEXT, "PILOT", TEXT, "HOST", TEXT, "PILOT", TEXT)],
        [case("HOST"), case("THE LOOM", TEXT, "THE VAT", TEXT)],
    ),
    "running text": ([case(TEXT), case("Gate")], []),
    "an item of a numbered list": (
        [case("（1）灌溉稻田；", "（2）推动水碾。", before=("它有两个用处：",))],
        [case("1. Gate", TEXT), case("（1）灌溉稻田。", HAN_TEXT, before=("它有两个用处：",))],
    ),
    "an end as sentences have": ([case(TEXT), case("您找到了吗？”")], [case("Gate"), case("一、前厅")]),
    "longer than headings are": ([case(TEXT), case(HAN_TEXT * 2)], [case("The Gate")]),
    "a speaker before it": (
        [
            case("男：各位来宾，大家好。", "女：欢迎来到古镇。"),
            case("ANNA: We came at six."),
            case("【讲解词】各位好。"),
        ],
        [case("Gate: built in 1312"), case("高度：3米")],
    ),
    "a label of a film script in it": (
        [case("画面：江面"), case("大家好！画面：江面"), case("MUSIC: up and under")],
        [case(HAN_TEXT), case("风景如画面前")],
    ),
    "a stage direction": ([case("（音乐起）"), case("[walk through the gate]")], [case("（一九七一年）"), case(TEXT)]),
    "a sound or an action in brackets": (
        [case("【织机声】"), case("<pause>"), case("<<music fades>>"), case("--- pause ---")],
        [case("【大门外】"), case("(made of boxwood)")],
    ),
    "brackets where headings have none": (
        [case("[a door]", TEXT, "1. Gate", TEXT, "2. Well", TEXT)],
        [case("[a door]"), case("a door", TEXT, "1. Gate", TEXT, "2. Well", TEXT)],
    ),
    "round brackets around the line": (
        [case("（还有很多）"), case("(of oak)")],
        [case("of oak"), case("（1）", HAN_TEXT)],
    ),
    "a note on the recording": (
        [case("讲解时长约8分钟"), case("Duration: 2 min"), case("【时长】2分钟"), case("注：此处勿拍照")],
        [case("The tour takes you through five rooms.")],
    ),
    "words to the guide": (
        [
            case("※讲解员可省略以下段落"),
            case("提示：语速放慢。"),
            case("Guides may skip this."),
            case("Le guide peut omettre ceci."),
        ],
        [case("提示：请您抬头。"), case("我是讲解员小陈。"), case("The guide will take you there.")],
    ),
    "about the script itself": (
        [
            case("会上要求讲解员背熟讲解词。", "1. 大坝", HAN_TEXT, before=("水库",)),
            case("附：水库讲解词", "1. 大坝", HAN_TEXT, before=("水库",)),
            case("This script is read by two narrators.", "1. Gate", TEXT, before=("Mill",)),
        ],
        [
            case("我是讲解员小陈，欢迎大家。", "1. 大坝", HAN_TEXT, before=("水库",)),
            case("会上要求讲解员背熟讲解词。", "1. 大坝", HAN_TEXT, before=("水库", "1. 大门", HAN_TEXT)),
        ],
    ),
    "a field of a form": (
        [case("时间：5月8日", "地点：村口", HAN_TEXT), case("Date: 8 May", "Place: Mill", TEXT)],
        [case("时间：5月8日", HAN_TEXT), case("时间：那天晚上下了一夜的雨。", "地点：就在这里。", HAN_TEXT)],
    ),
    "a note for staff": (
        [case("讲解员注意：此处不使用扩音器。"), case("Ranger note: check the rail."), case("Pense-bête : la clé.")],
        [case("注意：请您小心台阶。"), case("Note for visitors: mind the step."), case(HAN_TEXT)],
    ),
    "a note to the reader of the script": (
        [case("翻到第12页给观众看"), case("450 words, about 3 minutes."), case("Montrer la photo.")],
        [case("请翻到手册第12页，您会看到这座桥。"), case("Pause here and listen to the water."), case(HAN_TEXT)],
    ),
    "nothing but fields": (
        [
            case("配音：林一帆　　剪辑：待定", "第1站 水碾", HAN_TEXT),
            case("Print: Copy Corner. Paper: Mill Ltd.", "Stop 1: Gate", TEXT),
        ],
        [case("配音：林一帆", "第1站 水碾", HAN_TEXT), case(TEXT, "Stop 1: Gate", TEXT)],
    ),
    "rights and publisher": (
        [
            case("版权信息", "ISBN：978", kind="heading"),
            case("Impressum", "Verlag", kind="heading"),
            case("Printed by Grey & Sons. ISBN 978-1-23456-789-0.", "", before=(TEXT,)),
        ],
        [
            case("版权信息"),
            case("水碾", kind="heading"),
            case("Printed in Antwerp in 1640. Printed by hand, a page took an hour."),
        ],
    ),
    "the head of a mail": (
        [
            case("From: Ann <a@b.example>", "To: Tom", "Subject: Tour"),
            case("主题：讲解词", before=("发件人：李梅", "收件人：组里")),
        ],
        [
            case("From: Ann <a@b.example>", TEXT),
            case("Date: 1881", "Maker: Bell", "Subject: Loom"),
            case("从这里走：到门口"),
        ],
    ),
    "a word above the number of a stop": (
        [case("PART", "01", "The Gate", TEXT, "PART", "02", "The Yard", TEXT)],
        [case("PART", "The Gate", TEXT), case("Gate", "01", "The Gate", TEXT, "Yard", "02", "The Yard", TEXT)],
    ),
    "a record of the document itself": (
        [case("Document history"), case("会签表"), case("0.2 9 June 2021 P. Lal", before=("Revision history",))],
        [case("The history of the mill"), case("Approval", TEXT), case(TEXT, before=("Document history",))],
    ),
    "where an object comes from": (
        [case("Gift of the Harrow family, 1978"), case("馆藏号：2019-0043")],
        [case("The gift was made in 1978.")],
    ),
    "the cover of a presentation": ([case("【P1 封面】", *SLIDES[1:])], [case("【P2 村情】", before=SLIDES)]),
    "an instruction to the speaker": (
        [case("Speak slowly here", italic=True)],
        [case("Speak slowly here"), case("The loom", italic=True)],
    ),
    "a sound in subtitles": ([case("[gulls]", is_direction=True)], [case("[gulls]")]),
    "notes to slides whose text is said": ([case("控制在九十秒", is_slide_note=True)], [case("控制在九十秒")]),
    "text on a slide": ([case("326户", slide=True)], [case("326户")]),
    "what a last slide says": (
        [
            case("谢谢观看", "", kind="heading"),
            case("Credits", "", kind="heading"),
            case("Merci !", "", kind="heading"),
        ],
        [case("谢谢观看", ""), case("Thank you", kind="heading"), case("感谢墙", "", kind="heading")],
    ),
    "beside what 讲解： marks": (
        [case("人口326户", "讲解：这里过去是穷村。", before=("【P2 村情】", "讲解：各位好。", "【P3 产业】"))],
        [case("人口326户", before=SLIDES)],
    ),
    "a list of references": (
        [case("[1] 青石县志", before=("参考资料",)), case("[1] 青石县志", before=("建于明朝[1]。",))],
        [case("[1] 青石县志"), case("青石县志")],
    ),
    "words of web sites": (
        [case("当前位置：首页 > 导游词"), case("Accept all cookies"), case("阅读原文")],
        [case("我们现在的位置是村口。"), case("The cook is in the kitchen.")],
    ),
    "a caption style": ([case("The loom", kind="caption")], [case("The loom")]),
    "the words of a caption": (
        [case("图1 村口大樟树"), case("Figure 2: The loom"), case("▼染坊内景"), case("Foto: Archivo municipal")],
        [case("图书馆有三万册书。"), case("The photograph shows two sisters.")],
    ),
    "contact, hours or prices": (
        [case("开放时间：9:00—17:00"), case("Admission: adults £8"), case("Open daily from 10 to 5")],
        [case("The door is open."), case("这里的开放是一九七八年的事。")],
    ),
    "an address or a number to dial": (
        [case("info@mill.example.org"), case("请拨打服务热线0571-66668888预约。"), case("Ring Sue on 01632 960123.")],
        [case(TEXT), case("The bell rings at 10. Look up! Then see www.mill.example.org for more. It is old.")],
    ),
    "practical information": (
        [
            case("请勿触摸展品。", before=("温馨提示",)),
            case("Wear stout shoes.", before=("Tips",)),
            case("穿舒服的鞋", before=("小贴士",)),
        ],
        [case("请勿触摸展品。")],
    ),
    "a section for staff": (
        [
            case("Wipe the lenses.", "", before=("1. The Vat", TEXT, "2. The Loom", TEXT, "Staff checklist")),
            case("钥匙放在办公室。", "", before=("1、水车", HAN_TEXT, "2、水碾", HAN_TEXT, "讲解员须知")),
        ],
        [
            case("钥匙放在办公室。", "", before=("1、水车", HAN_TEXT, "2、水碾", HAN_TEXT)),
            case("Your keys, please.", "", before=("1. The Vat", TEXT, "2. The Loom", TEXT, "Staff checklist")),
        ],
    ),
    "among contacts at the end": (
        [case("Buses stop at the market.", "", before=(TEXT, "Tel. 020 7946 0000"))],
        [case("Buses stop at the market.", "", before=(TEXT,))],
    ),
    "no full stop, behind the last sentence": (
        [case("Mill Trust, Harrow", "", before=(TEXT, TEXT))],
        [
            case("Thank you, and goodbye", "", before=(TEXT, TEXT)),
            case("国库中心担负着工作，牢固树立“支", "", before=(HAN_TEXT, HAN_TEXT)),
        ],
    ),
    "no full stop among whole sentences": (
        [
            case("Typed by T. Ogden", "2. Vat", TEXT, TEXT, before=(TEXT, "1. Loom", TEXT)),
            case("王家坳打印店", "二、祠堂", HAN_TEXT, HAN_TEXT, before=(HAN_TEXT, "一、水碾", HAN_TEXT)),
        ],
        [
            case("Typed by T. Ogden", TEXT, TEXT, TEXT, before=(TEXT,)),
            case("Loom of Hope", "Wheel of Time", TEXT, "2. Vat", TEXT, before=(TEXT, "1. Loom", TEXT)),
            case("水碾已经不转了，可水还在", "二、祠堂", HAN_TEXT, HAN_TEXT, before=(HAN_TEXT, "一、水碾", HAN_TEXT)),
            case("Thank you for your visit", "2. Vat", TEXT, TEXT, before=(TEXT, "1. Loom", TEXT)),
        ],
    ),
    "an arrow before the way": (
        [
            case("→ Continuer tout droit jusqu'au pont (200 m)"),
            case("➜ Turn left at the church"),
            case("-> 前行至祠堂"),
        ],
        [case("The arrow → points north."), case("▲ 水碾全景"), case("→ 祠堂", kind="heading")],
    ),
    "where a quotation comes from": (
        [
            case("— Aus: Werkszeitung, Heft 4/1953, S. 7", before=("„Man hörte nichts.“",)),
            case("— Harrow Gazette, 4 May 1881, p. 3", before=("“Nothing was heard.”",)),
            case("(Tiré de : Gazette du Val, n° 12)", before=("« On n’entendait rien. »",)),
            case("Fuente: Diario de Olmedo, pág. 14", before=("«No se oía nada.»",)),
            case("——引自《青石县志》第312页", before=("“碾声十里。”",)),
            case("出自《县志》第三卷", before=("“碾声十里。”",)),
        ],
        [
            case("— Aus: Werkszeitung, Heft 4/1953, S. 7", before=(TEXT,)),
            case("— Mary Harrow, weaver", before=("“Nothing was heard.”",)),
            case("From page 3 of her life she never spoke", before=("“Nothing was heard.”",)),
            case("The mill burnt on p. 3 of the book, and it was rebuilt.", before=("“Nothing was heard.”",)),
        ],
    ),
    "a date or a signature": ([case("2023年5月1日"), case("记者：王小明")], [case("2023年5月1日，村里通了路。")]),
    "a dividing line": (
        [case("＊＊＊"), case("*"), case("====="), case("~ ~ ~"), case("◇◇◇")],
        [case("* 1 *"), case("水碾")],
    ),
    "a list of those who speak": (
        [
            case("JOAN, a ferrywoman", "PETER, her grandson", before=("CAST",)),
            case("PETER – twelve", "1. JOAN: Row.", before=("Characters:", "JOAN – sixty")),
            case("朵朵——四年级学生", before=("人物表",)),
            case("Personnages", "Anne : la meunière", "Luc : son fils"),
        ],
        [
            case("JOAN, a ferrywoman, rowed."),
            case("朵朵：爷爷，这是什么？", before=("人物",)),
            case(TEXT, before=("CAST",)),
        ],
    ),
    "date and material of an object": (
        [case("Oak, about 1640", TEXT, "Apron", "Cotton, 1930s", TEXT, before=("Bench",))],
        [
            case("Oak, about 1640", TEXT, before=("Bench",)),
            case("The fire of 1788", TEXT, "The flood of 1802", TEXT, before=("Bench",)),
        ],
    ),
    "the closing of a letter": (
        [
            case("祝", "工作顺利！", "小高", before=(HAN_TEXT,)),
            case("工作顺利！", "小高", before=(HAN_TEXT, "祝")),
            case("Best regards,", "Anna", before=(TEXT,)),
            case("Mit freundlichen Grüßen", "Anna Weber", before=(TEXT,)),
        ],
        [case("祝大家旅途愉快！", "", before=(HAN_TEXT,)), case("祝", HAN_TEXT), case("Regards", TEXT)],
    ),
    "an organisation on the last line": (
        [case("柳塘村村民委员会", "", before=(HAN_TEXT,)), case("Harrow Mill Trust", "", before=(TEXT,))],
        [case("柳塘村村民委员会", HAN_TEXT), case("Thank you", "", before=(TEXT,))],
    ),
    "a table-of-contents style": ([case("The Gate 3", kind="contents")], [case("The Gate 3")]),
    "a table of contents": (
        [case("目录", "水碾", "祠堂", "水碾", HAN_TEXT, "祠堂", HAN_TEXT), case("The Gate ...... 3")],
        [case("水碾", HAN_TEXT)],
    ),
}


def test_every_rule_has_a_table_and_a_name_of_its_own() -> None:
    assert set(TABLE) == set(BY_NAME)
    assert len(BY_NAME) == len(EVIDENCE_RULES)


@pytest.mark.parametrize("name", TABLE)
def test_a_rule_votes_for_its_lines_and_for_no_others(name: str) -> None:
    votes, others = TABLE[name]
    rule = BY_NAME[name]
    assert rule.weight > 0
    if name != "words that come at several stops":  # needs two headings, below
        assert [example.text for example in votes if not rule.applies(surroundings(example))] == []
    assert [example.text for example in others if rule.applies(surroundings(example))] == []


def test_a_heading_that_comes_again_is_a_label() -> None:
    block = Block(0, 0, "heading", 3)
    lines = [Line(verbatim(text, 0, len(text)), block) for text in ("Look closer", "The Gate", "Look closer")]
    style = study_style(lines)
    rule = BY_NAME["words that come at several stops"]
    assert [rule.applies(Surroundings(line, n, None, None, style, False)) for n, line in enumerate(lines)] == [
        True,
        False,
        True,
    ]
