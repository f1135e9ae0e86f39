"""Documents as people write them, one row each: what the draft must keep of the document's truth."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from test_import_lossless import holds

from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import Import, draft_document

CASES = Path(__file__).parent / "cases"
TABLE = load_confusions()
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LOOM = "You are standing in front of the loom that the Harrow sisters bought second hand in 1881."
VAT = "The dye vat is made of oak and copper. Indigo was brought here from Bengal."
WHEEL = "眼前的水碾建于清朝末年，碾盘直径两米四，用整块青石凿成。"
HALL = "祠堂是三进的院子，天井里的排水沟暗藏在石板下面。"


@dataclass(frozen=True)
class Row:
    """A document and what its first tour must be."""

    document: str | Callable[[], bytes]
    """File of ``cases``, or what makes a Word document."""
    title: str
    language: str
    stops: list[tuple[str, str]]
    """(number, title), in order."""
    spoken: tuple[str, ...] = ()
    """Stretches of the narration."""
    silent: tuple[str, ...] = ()
    """What is nowhere in the narration."""
    tours: int = 1
    asks: str = ""
    """Words of a todo."""


def word(*blocks: tuple[str, str] | list[list[str]]) -> Callable[[], bytes]:
    """A Word document out of (style, text) and tables."""

    def make() -> bytes:
        document = docx.Document()
        for block in blocks:
            if isinstance(block, list):
                table = document.add_table(rows=len(block), cols=len(block[0]))
                for row, cells in enumerate(block):
                    for column, text in enumerate(cells):
                        table.cell(row, column).text = text
            elif block[0] == "xml":
                document.element.body.insert(-1, parse_xml(f"<w:p {NS}>{block[1]}</w:p>"))
            elif block[0] == "break":
                paragraph = document.add_paragraph()
                for n, line in enumerate(block[1].split("\n")):
                    if n:
                        paragraph.add_run().add_break()
                    paragraph.add_run(line)
            elif block[0] == "bold":
                document.add_paragraph().add_run(block[1]).bold = True
            else:
                document.add_paragraph(block[1], style=block[0])
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return make


def slides(*pages: tuple[str, str, str]) -> Callable[[], bytes]:
    """A presentation out of (title, text on the slide, notes)."""

    def make() -> bytes:
        presentation = pptx.Presentation()
        for title, text, notes in pages:
            slide = presentation.slides.add_slide(presentation.slide_layouts[1])
            slide.shapes.title.text = title
            slide.placeholders[1].text = text
            slide.notes_slide.notes_text_frame.text = notes
        buffer = io.BytesIO()
        presentation.save(buffer)
        return buffer.getvalue()

    return make


ROWS = {
    # ---- numbers the author wrote
    "numbers-zh": Row(
        "own-stop-numbers-zh.txt",
        "青石镇旧街讲解词",
        "zh-CN",
        [("3", "老戏台"), ("5", "染坊"), ("12", "义仓")],
        asks="4, 6–11",
    ),
    "numbers-en": Row(
        word(
            ("Title", "Harrow Mill Museum Audio Guide"),
            ("Heading 1", "Gallery One: Wool"),
            ("Heading 2", "Stop 101: The Loom"),
            ("Normal", LOOM),
            ("Heading 2", "Stop 102: The Dye Vat"),
            ("Normal", VAT),
            ("Heading 2", "Stop 205: The Pattern Book"),
            ("Normal", "This pattern book was matched behind a wall in 1994."),
        ),
        "Harrow Mill Museum Audio Guide",
        "en",
        [("101", "The Loom"), ("102", "The Dye Vat"), ("205", "The Pattern Book")],
        silent=("Stop 101", "Gallery One"),
    ),
    "numbers-of-headings": Row(
        word(
            ("Title", "Mill"), ("Heading 1", "101 Gate"), ("Normal", LOOM), ("Heading 1", "102 Wheel"), ("Normal", VAT)
        ),
        "Mill",
        "en",
        [("101", "Gate"), ("102", "Wheel")],
    ),
    "stations-as-headings": Row(
        word(
            ("Title", "古村"),
            ("Heading 1", "第一站 大樟树"),
            ("Normal", WHEEL),
            ("Heading 1", "第二站 祠堂"),
            ("Normal", HALL),
        ),
        "古村",
        "zh-CN",
        [("1", "大樟树"), ("2", "祠堂")],
    ),
    "duration-above-sections": Row(
        word(
            ("Title", "柳塘村史馆解说词"),
            ("Normal", "（讲解时长约8分钟，可按季节增减）"),
            ("Heading 1", "一、前厅"),
            ("Normal", WHEEL),
            ("Heading 1", "二、农具厅"),
            ("Normal", HALL),
        ),
        "柳塘村史馆解说词",
        "zh-CN",
        [("1", "前厅"), ("2", "农具厅")],
        silent=("8分钟",),
    ),
    "hours-above-stops": Row(
        word(
            ("Title", "Mill Museum"),
            ("Normal", "Open Tuesday to Sunday, 10–5."),
            ("Heading 1", "Stop 1: Welcome at the Mill Gate"),
            ("Normal", LOOM),
            ("Heading 1", "Stop 2: The Wheel"),
            ("Normal", VAT),
        ),
        "Mill Museum",
        "en",
        [("1", "Welcome at the Mill Gate"), ("2", "The Wheel")],
        silent=("Open Tuesday",),
    ),
    "automatic-numbers": Row(
        word(
            ("Title", "竹溪公园导览词"),
            ("List Number", "东门"),
            ("Normal", WHEEL),
            ("List Number", "放生池"),
            ("Normal", HALL),
        ),
        "竹溪公园导览词",
        "zh-CN",
        [("1", "东门"), ("2", "放生池")],
    ),
    # ---- titles
    "title-and-heading-1": Row(
        word(
            ("Title", "Harrow Mill"),
            ("Heading 1", "The Loom"),
            ("Normal", LOOM),
            ("Heading 1", "The Vat"),
            ("Normal", VAT),
        ),
        "Harrow Mill",
        "en",
        [("1", "The Loom"), ("2", "The Vat")],
    ),
    "contents": Row(
        word(
            ("Title", "河湾村村史馆讲解词"),
            ("Normal", "目录"),
            ("Normal", "第一单元 水碾\t1"),
            ("Normal", "第二单元 祠堂\t2"),
            ("Heading 1", "第一单元 水碾"),
            ("Normal", WHEEL),
            ("Heading 1", "第二单元 祠堂"),
            ("Normal", HALL),
        ),
        "河湾村村史馆讲解词",
        "zh-CN",
        [("1", "水碾"), ("2", "祠堂")],
        silent=("目录", "第一单元"),
    ),
    "soft-breaks": Row(
        word(("Title", "湖滨步道"), ("break", f"第一站 码头\n{WHEEL}\n第二站 灯塔\n{HALL}")),
        "湖滨步道",
        "zh-CN",
        [("1", "码头"), ("2", "灯塔")],
    ),
    "bold-headings": Row(
        word(("Title", "老街"), ("bold", "当铺"), ("Normal", WHEEL), ("bold", "茶馆"), ("Normal", HALL)),
        "老街",
        "zh-CN",
        [("1", "当铺"), ("2", "茶馆")],
    ),
    # ---- what nobody may hear
    "hidden-struck-ruby": Row(
        word(
            ("Heading 1", "河湾村村史馆"),
            (
                "xml",
                "<w:r><w:t>村民捐的</w:t></w:r><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>liáo</w:t></w:r></w:rt>"
                "<w:rubyBase><w:r><w:t>鹩</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>哥笼子，竹子编的。</w:t></w:r>"
                "<w:r><w:rPr><w:strike/></w:rPr><w:t>这句划掉了。</w:t></w:r>"
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>此句不讲，内部资料。</w:t></w:r><w:r><w:t>一共用了三百六十根竹丝。</w:t></w:r>",
            ),
        ),
        "河湾村村史馆",
        "zh-CN",
        [("1", "村民捐的鹩哥笼子，竹子编的")],
        spoken=("村民捐的鹩哥笼子",),
        silent=("liáo", "划掉", "内部资料"),
    ),
    "bracketed-sound": Row(
        "bracketed-sound.txt",
        "Mill tour",
        "en",
        [("1", "The Loom"), ("2", "The Vat")],
        spoken=("Press the green button",),
        silent=("Sound of a loom",),
    ),
    "citations": Row(
        "citation-marks-zh.txt",
        "青石寨导游词",
        "zh-CN",
        [("1", "寨门"), ("2", "烽火台")],
        spoken=("洪武年间，清同治三年（1864年）重修，现存",),
        silent=("[", "①", "参考资料", "青石县志", "另一说八米"),
    ),
    "hyphens": Row(
        "hyphenated-line-ends.txt",
        "HARROW MILL",
        "en",
        [("1", "THE LOOM"), ("2", "THE DYE VAT")],
        spoken=("bought second hand", "from Bengal, by way", "town council"),
        silent=("Council minutes", "[1]"),
    ),
    "labels-in-brackets": Row(
        "label-brackets-zh.txt",
        "河湾红色教育基地讲解点位",
        "zh-CN",
        [("1", "水碾"), ("2", "祠堂")],
        silent=("讲解词", "时长", "2分钟"),
    ),
    "slides-as-text": Row(
        "slides-text-zh.txt",
        "走进石桥村",
        "zh-CN",
        [("1", "村情概况"), ("2", "产业发展")],
        spoken=("过去是有名的穷村",),
        silent=("326户", "目录", "讲解：", "民宿 23"),
    ),
    "contacts": Row(
        "url-and-contacts-zh.txt", "河湾村导览", "zh-CN", [("1", "村口"), ("2", "戏台")], silent=("0571-8888",)
    ),
    # ---- speakers
    "dialogue-zh": Row(
        "dialogue-male-female.txt",
        "走进石桥古镇（双人讲解词）",
        "zh-CN",
        [("3", "欢迎"), ("1", "石拱桥"), ("2", "老药铺")],
        silent=("男：", "女：", "合："),
        asks="no number",
    ),
    "questions-zh": Row(
        "question-answer.txt", "村史馆问答式讲解词", "zh-CN", [("1", "水车"), ("2", "石磨")], silent=("问：", "答：")
    ),
    "dialogue-en": Row(
        "dialogue-en.txt",
        "Harrow Mill – family tour",
        "en",
        [("1", "The Loom"), ("2", "The Dye Vat")],
        silent=("ANNA", "GRANDPA", "NARRATOR", "Sound of"),
        asks="ANNA",
    ),
    # ---- tables
    "shot-list": Row(
        word(
            ("Normal", "《山那边的小学》分镜头脚本"),
            [
                ["镜号", "景别", "时长", "画面内容", "解说词", "音乐音效"],
                ["1", "远景", "6秒", "航拍山村", "在半山腰，有一所只有四十七个孩子的学校。", "钢琴渐入"],
                ["2", "近景", "4秒", "孩子上学", "每天清晨，最远的孩子要走一个半小时。", "脚步声"],
            ],
        ),
        "《山那边的小学》分镜头脚本",
        "zh-CN",
        [("1", "在半山腰"), ("2", "每天清晨")],
        silent=("远景", "6秒", "钢琴", "镜号"),
    ),
    "table-of-stops": Row(
        word(
            ("Title", "Audio guide script – master"),
            [
                ["Stop no.", "Object", "Location", "Script (narrator)", "Length"],
                ["1", "The Loom", "Room 1", LOOM, "0:25"],
                ["7", "The Pattern Book", "Room 2", VAT, "0:18"],
            ],
        ),
        "Audio guide script – master",
        "en",
        [("1", "The Loom"), ("7", "The Pattern Book")],
        silent=("Room 1", "0:25", "Stop no."),
    ),
    "table-of-facts": Row(
        word(
            ("Title", "村史馆"),
            ("Normal", "请大家看这张表，村里的变化都在这里。"),
            [["年份", "户数"], ["1985", "212"], ["2020", "268"]],
        ),
        "村史馆",
        "zh-CN",
        [("1", "这张表")],
        silent=("1985", "212"),
        asks="年份：1985，户数：212",
    ),
    "table-of-fields": Row(
        word(("Title", "单点讲解"), [["编号", "7"], ["名称", "水车"], ["讲解词", WHEEL], ["时长", "1分钟"]]),
        "单点讲解",
        "zh-CN",
        [("7", "水车")],
        spoken=(WHEEL,),
        silent=("编号", "1分钟"),
    ),
    "csv": Row("stops.csv", "Stops", "zh-CN", [("1", "水车"), ("2", "石磨")], silent=("编号",)),
    "csv-renamed": Row("csv-as-txt.txt", "Csv as txt", "zh-CN", [("1", "水车"), ("2", "石磨")], silent=("编号", ",")),
    "xlsx": Row("stops.xlsx", "Stops", "zh-CN", [("1", "水车"), ("2", "石磨")], silent=("讲解词",)),
    # ---- web pages, Markdown, other formats
    "page-of-an-office": Row(
        "gov-article-gb2312.html",
        "河湾村导游词",
        "zh-CN",
        [("1", "欢迎来到河湾村"), ("2", "祠堂"), ("3", "古井")],
        silent=("首页", "当前位置", "发布时间", "责任编辑", "上一篇", "版权"),
    ),
    "page-of-a-museum": Row(
        "museum-page.html",
        "Highlights of the collection",
        "en",
        [("214", "The Loom"), ("215", "The Dye Vat")],
        spoken=("I always ask people",),
        silent=("cookies", "Transcript", "NARRATOR", "CURATOR", "Skip to", "Share this", "Accession", "Music fades"),
    ),
    "page-of-an-account": Row(
        "wechat-article.html",
        "Wechat article",
        "zh-CN",
        [("1", "水碾"), ("2", "祠堂")],
        silent=("点击上方", "END", "图文", "扫一扫", "阅读原文"),
    ),
    "markdown": Row(
        "markdown-front-matter.md",
        "Harrow Mill: the guide",
        "en",
        [("1", "The Loom"), ("2", "The Dye Vat")],
        spoken=("put it together again. See also the catalogue.", "Then it is dyed."),
        silent=("[^1]", "audio src", "Speak slowly", "check the year", "1881 40", "{#", "box 3"),
        asks="Year: 1881, Pieces: 40",
    ),
    "markdown-in-chinese": Row(
        "marks-and-notes-zh.md",
        "旧仓库",
        "zh-CN",
        [("5", "大门"), ("6", "吊车")],
        spoken=("四百颗。大门朝南。", "吊车是上海造的，", "请慢走。里面暗"),
        silent=("^1", "~", "*", "苏联", "老李", "县志"),
    ),
    "odt": Row("guide.odt", "Harrow Mill", "en", [("1", "The Loom"), ("2", "The Dye Vat")]),
    "notes-of-slides": Row(
        slides(("走进河湾", "要点一", "各位来宾，这里是河湾村。"), ("老农具", "要点二", "墙上挂的是犁和耙。")),
        "走进河湾",
        "zh-CN",
        [("1", "走进河湾"), ("2", "老农具")],
        silent=("要点",),
    ),
    # ---- languages and encodings
    "big5": Row("big5.txt", "古鎮導覽", "zh-Hant", [("1a", "歡迎來到古鎮"), ("1b", "歡迎來到古鎮 2")]),
    "big5-short": Row("big5-short.txt", "古鎮導覽詞", "zh-Hant", [("1", "城門"), ("2", "鐘樓")]),
    "traditional": Row("traditional.txt", "古鎮導覽詞", "zh-Hant", [("1", "城門"), ("2", "鐘樓")]),
    "french": Row("french.txt", "Musée du Moulin", "fr", [("1", "Le métier à tisser"), ("2", "La cuve")]),
    "japanese": Row(
        "japanese.html", "水車の里", "ja", [("1", "水車")], silent=("すいしゃ",), asks="no voice here speaks"
    ),
    "collection": Row("collected-samples.txt", "河湾景区导游词 篇1", "zh-CN", [("1", "欢迎来到河湾景区")], tours=3),
}


def imported(row: Row) -> Import:
    if isinstance(row.document, str):
        return draft_document(read_bytes((CASES / row.document).read_bytes(), row.document), TABLE)
    data = row.document()
    return draft_document(read_bytes(data, "document.pptx" if b"ppt/" in data else "document.docx"), TABLE)


@pytest.mark.parametrize("name", ROWS)
def test_draft_keeps_the_documents_truth(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    row = ROWS[name]
    result = imported(row)
    holds(result)
    tour = result.drafts[0].tour
    assert (tour.title, tour.language, len(result.drafts)) == (row.title, row.language, row.tours)
    assert [(stop.number, stop.title) for stop in tour.stops] == row.stops
    narration = "\n".join(s.text for stop in tour.stops for s in stop.segments if not s.is_cue)
    for text in row.spoken:
        assert text in narration
    for text in row.silent:
        assert text not in narration
    todos = "\n".join(todo for stop in tour.stops for todo in stop.todos)
    assert row.asks in todos
    assert row.asks or "no number" not in todos
