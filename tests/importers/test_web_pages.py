"""Web pages as browsers, offices and old servers save them, one row each: what is read of them, and what is not."""

from __future__ import annotations

import base64
import quopri
from dataclasses import dataclass

import pytest
from test_import_lossless import holds
from test_lost_sentences import is_asked, plain, spoken_text, todo_text

from audioguide.errors import DocumentError
from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import draft_document
from audioguide.importers.readers.html_source import parse_html

TABLE = load_confusions()
GATE = "The mill was built in 1702 by two brothers from the valley. It ground corn for three villages."
WHEEL = "The wheel is five metres high and weighs four tons. It turns on Sundays."
MILL = "眼前的水碾建于清朝末年，碾盘直径两米四，用整块青石凿成。村里人用它碾米，一直用到一九七八年。"
HALL = "祠堂是三进的院子，天井里的排水沟暗藏在石板下面。下大雨的时候，院子里从来不积水。"
GATE_LINES = GATE.replace(". ", ".\n")
STOPS = f"<h1>The Mill</h1><h2>1. Gate</h2><p>{GATE}</p><h2>2. Wheel</h2><p>{WHEEL}</p>"
VILLAGE = f"<h1>河湾村</h1><h2>1. 水碾</h2><p>{MILL}</p><h2>2. 祠堂</h2><p>{HALL}</p>"


@dataclass(frozen=True)
class Page:
    """A page and what its tour must be."""

    data: str | bytes
    stops: tuple[str, ...] = ("Gate", "Wheel")
    """Titles."""
    title: str = "The Mill"
    spoken: tuple[str, ...] = (GATE, WHEEL)
    asked: tuple[str, ...] = ()
    """Not spoken, and shown in a todo."""
    silent: tuple[str, ...] = ()


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def village(data: str | bytes, **others: object) -> Page:
    """A page with the stops of the village."""
    return Page(data, ("水碾", "祠堂"), "河湾村", (MILL, HALL), **others)  # type: ignore[arg-type]


def archive(transfer: str, content: bytes, kind: str = "text/html") -> bytes:
    """A page saved as .mht."""
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://e.org/\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="-B"\n\n'
        f"---B\nContent-Type: {kind}\nContent-Transfer-Encoding: {transfer}\n\n"
    )
    return head.encode() + content + b"\n---B--\n"


WORD_PAGE = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<meta name=Generator content="Microsoft Word 15 (filtered)">
<title>河湾村讲解词</title><!--[if gte mso 9]><xml><o:Author>张三</o:Author></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0cm;}} --></style></head><body lang=ZH-CN><div class=WordSection1>
<p class=MsoTitle><b><span style='font-size:22.0pt'>河湾村讲解词</span></b></p>
<p class=MsoToc1><a href="#a">一、水碾<span>\t</span>1</a></p>
<p class=MsoToc1><a href="#b">二、祠堂<span>\t</span>2</a></p>
<h1><span lang=EN-US>1. </span><span>水碾</span></h1><p class=MsoNormal><span>{MILL}</span></p>
<p class=MsoCaption>图 1 水碾（2020年摄）</p><h1>2. 祠堂</h1><p class=MsoNormal>&nbsp;</p>
<p class=MsoNormal>{HALL}<o:p></o:p></p></div><div><hr size=1><div id=ftn1><p class=MsoFootnoteText>
<a href="#_ftnref1"><span>[1]</span></a> 据县志记载，水碾原为官产，后来才归村里所有。</p></div></div></body></html>"""
WPS_PAGE = f"""<html><head><meta charset="utf-8"><title>讲解词</title></head>
<body style="tab-interval:21pt;"><!--StartFragment-->
<div class="Section0"><p class=MsoNormal align=center><b><span><font face="宋体">河湾村</font></span></b></p>
<p class=MsoNormal><b><span><font face="宋体">第一站</font>&nbsp;<font face="宋体">水碾</font></span></b></p>
<p class=MsoNormal><span><font face="宋体">{MILL}</font></span></p>
<p class=MsoNormal><b><span><font face="宋体">第二站</font>&nbsp;<font face="宋体">祠堂</font></span></b></p>
<p class=MsoNormal><span><font face="宋体">{HALL}</font></span></p></div><!--EndFragment--></body></html>"""
ACCOUNT_PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="河湾村">
<title></title></head><body id="activity-detail"><div id="js_article" class="rich_media"><div id="page-content">
<h1 class="rich_media_title">河湾村</h1>
<div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta">河湾文旅</span>
<div style="display:none;"><p><label>功能介绍</label><span>介绍河湾村的山水人文和风土。</span></p></div>
<em id="publish_time">2023-05-01 10:00</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden;"><section>
<p>点击上方蓝字关注我们</p><section>
<p><strong>01</strong></p><p><strong>水碾</strong></p></section><p><span>{MILL}</span></p>
<p><img data-src="https://a.cn/a.jpg"></p>
<p><span style="font-size:12px">水碾全景 张三 摄</span></p><p><strong>02</strong></p>
<p><strong>祠堂</strong></p><p>{HALL}</p>
<p>来源：河湾村</p><p>编辑：李四</p></section></div></div><div id="js_tags">收录于合集 #河湾</div></div>
<div style="display:none;"><p>微信扫一扫<br>关注该公众号</p></div></body></html>"""
COMMENTED = (
    f"<p class='c1 title'>The Mill</p><p><b>1. Gate</b></p><p>{GATE}</p><p><b>2. Wheel</b></p>"
    f"<p>{WHEEL}<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p>"
    "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Check the weight with the museum, please.</span></p></div>"
)
LAYOUT = (
    "<table><tr><td colspan=2>Logo</td></tr><tr><td><a href=1>Home</a><br><a href=2>News</a></td><td><table><tr><td>"
    f"<h1>The Mill</h1></td></tr><tr><td><b>1. Gate</b><p>{GATE}</p><b>2. Wheel</b><p>{WHEEL}</p></td></tr></table>"
    "</td></tr><tr><td colspan=2>Copyright 2004 Mill Museum. All rights reserved.</td></tr></table>"
)
THANKS = "Thank you for your visit to the mill."
TELLING = "Forty children worked on this floor, six days a week."

PAGES = {
    # ---- markup of all kinds
    "frames": Page(
        f"<html><frameset cols='2,8'><frame src=a><noframes><body>{STOPS}</body></noframes></frameset></html>"
    ),
    "no body": Page(f"<title>Mill</title>{STOPS}"),
    "all of it a form": Page(page(f"<form>{STOPS}</form>")),
    "nothing but preformatted text": Page(page(f"<pre>The Mill\n\n1. Gate\n{GATE_LINES}\n\n2. Wheel\n{WHEEL}\n</pre>")),
    "shown without scripts": Page(page(f"<div id=app></div><noscript>{STOPS}</noscript>")),
    "in a shadow root": Page(page(f"<my-app><template shadowrootmode=open>{STOPS}</template></my-app>")),
    "in elements of one's own": Page(
        page(f"<x-title>The Mill</x-title><x-a>1. Gate</x-a><x-b>{GATE}</x-b><x-a>2. Wheel</x-a><x-b>{WHEEL}</x-b>")
    ),
    "XHTML": Page(
        "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x.dtd'>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><head><style>/*<![CDATA[*/ p > a {{}} /*]]>*/</style></head>"
        f"<body>{STOPS}</body></html>"
    ),
    "sections of characters": Page(page(STOPS.replace(GATE, f"<![CDATA[{GATE}]]>"))),
    "an unclosed title": Page(f"<html><head><title>Mill</head><body>{STOPS}</body></html>"),
    "an unclosed script": Page(f"<html><head><script>var a=1;</head><body>{STOPS}</body></html>"),
    "hardly any end tag": Page(f"<body><h1>The Mill<h2>1. Gate<p>{GATE}<h2>2. Wheel</h3><p>{WHEEL}</div></table>"),
    "old type and breaks": Page(
        page(
            "<center><font size=5>The Mill</font></center><font size=3><b>1. Gate</b><br>"
            f"{GATE}<br><br><b>2. Wheel</b><br>{WHEEL}</font>"
        )
    ),
    "spans that are blocks": Page(
        page(
            "".join(
                f"<span style='display: block'>{t}</span>" for t in ("The Mill", "1. Gate", GATE, "2. Wheel", WHEEL)
            )
        )
    ),
    "nested a thousand deep": Page(page("<div>" * 1000 + STOPS + "</div>" * 1000)),
    "a table for the layout": Page(page(LAYOUT), silent=("Logo", "Home", "Copyright")),
    "a paragraph a cell": Page(
        page(
            "<h1>The Mill</h1><table>"
            + "".join(f"<tr><td>{text}</td></tr>" for text in ("1. Gate", GATE, "2. Wheel", WHEEL))
            + "</table>"
        )
    ),
    "captions alone": Page(
        page(f"<h1>The Mill</h1><figure><img src=a.jpg><figcaption>{GATE}</figcaption></figure>"),
        ("The mill was built in 1702",),
        spoken=(GATE,),
    ),
    # ---- size
    "a head of half a megabyte": Page(page(STOPS, f"<script>{'var a = 1;' * 50_000}</script>")),
    "Chinese scripts of two megabytes": village(
        page(VILLAGE, f"<meta charset=gb2312><script>{'var a = “字”;' * 150_000}</script>").encode("gbk")
    ),
    "a picture in its address": Page(
        page(f"<img src='data:image/png;base64,{'A' * 1_400_000}' alt='The gate'>{STOPS}")
    ),
    # ---- encodings
    "UTF-8 that calls itself GBK": village(page(VILLAGE, "<meta charset=gbk>")),
    "GBK that calls itself UTF-8": village(page(VILLAGE, "<meta charset=utf-8>").encode("gbk")),
    "UTF-16 with a mark": village(page(VILLAGE, "<meta charset=utf-8>").encode("utf-16")),
    "one bad byte": village(page(VILLAGE).encode().replace(b"</p><h2>2", b"\xff</p><h2>2", 1)),
    "control characters": Page(page(STOPS.replace("corn for", "corn\x0b\x00 for"))),
    "cut off in a tag": village(page(VILLAGE).encode()[: -len("</p></body></html>") + 2]),
    # ---- programs
    "Word": Page(
        WORD_PAGE.encode("gbk"), ("水碾", "祠堂"), "河湾村讲解词", (MILL, HALL), silent=("据县志记载", "2020年摄")
    ),
    "WPS": village(WPS_PAGE),
    "an account": village(ACCOUNT_PAGE, silent=("蓝字", "张三", "功能介绍", "收录于", "2023", "扫一扫")),
    "Google Docs": Page(page(COMMENTED), silent=("Check the weight",)),
    "LibreOffice": Page(
        page(f"<p class='title'>The Mill</p><h1>Gate</h1><p><font>{GATE}</font></p><h1>Wheel</h1><p>{WHEEL}</p>")
    ),
    "an archive of Chromium": village(archive("quoted-printable", quopri.encodestring(page(VILLAGE).encode()))),
    "an archive in GB2312": village(
        archive("base64", base64.encodebytes(page(VILLAGE).encode("gbk")), 'text/html; charset="gb2312"')
    ),
    # ---- what surrounds the text
    "two articles": Page(
        page(
            f"<article><h2>1. Gate</h2><p>{GATE}</p></article><article><h2>2. Wheel</h2><p>{WHEEL}</p></article>",
            "<title>The Mill</title>",
        )
    ),
    "a story beside the text": Page(
        page(f"<main>{STOPS}</main><aside><h2>Did you know?</h2><p>{TELLING}</p></aside>"), asked=(TELLING,)
    ),
    "a text that its class calls comments": Page(
        page(f"<div class=comment><p>{GATE}</p></div><div class=comment><p>{WHEEL}</p></div><p>{THANKS}</p>"),
        ("Thank you for your visit",),
        title="Page",
        spoken=(),
        asked=(GATE, WHEEL),
    ),
    "cookies, comments, sharing": Page(
        page(
            "<div class=cookie-consent><p>We use cookies for our statistics and yours.</p></div><div class=post>"
            f"{STOPS}</div><div class=comments><h3>Comments</h3><p>A lovely place, we went there last summer.</p></div>"
        ),
        silent=("cookies", "lovely place"),
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_saved_page_gives_its_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    row = PAGES[name]
    data = row.data.encode() if isinstance(row.data, str) else row.data
    result = draft_document(read_bytes(data, "page.html"), TABLE)
    holds(result)
    (draft,) = result.drafts
    assert draft.tour.title == row.title
    assert tuple(stop.title for stop in draft.tour.stops) == row.stops
    spoken, todos = spoken_text(result), todo_text(result)
    for text in row.spoken:
        assert plain(text) in spoken
    for text in row.asked:
        assert plain(text) not in spoken and is_asked(text, todos)
    for text in row.silent:
        assert plain(text) not in spoken
        assert not is_asked(text, todos)


@pytest.mark.parametrize("body", ["<div id=root></div>", "<script>window.text = 'The mill is old.'</script>", ""])
def test_a_page_without_text_says_so(body: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(page(body).encode(), "page.html")
    assert "no text" in caught.value.message and caught.value.hint


def test_bytes_that_are_no_text_are_told() -> None:
    data = page(VILLAGE).encode().replace(b"</p><h2>2", b"\xff</p><h2>2", 1)
    result = draft_document(read_bytes(data, "page.html"), TABLE)
    assert any("1 " in remark for remark in result.document.remarks)
    assert "\ufffd" in "".join(stop.todos[0] for stop in result.drafts[0].tour.stops if stop.todos)


def test_a_page_in_two_encodings_is_refused() -> None:
    mixed = page("").encode() + MILL.encode("gbk") * 5 + b"\n" + HALL.encode() * 5
    with pytest.raises(DocumentError):
        read_bytes(mixed, "page.html")


@pytest.mark.parametrize("text", ["https://example.com/tour", "http:", "tour.html", r"tours\mill.txt"])
def test_a_page_of_nothing_but_an_address_is_read_without_a_warning_of_the_library(text: str) -> None:
    assert parse_html(text.encode(), "page.html").get_text().strip() == text
