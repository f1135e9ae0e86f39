"""Kinds of faults people met, each as a law: titles never cut sentences, no direction is spoken, no edit is lost."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from drafting import checked_import

from audioguide import files
from audioguide.authoring import script
from audioguide.importers import read_bytes
from audioguide.importers.cleanup import load_confusions
from audioguide.importers.draft import Import, Wishes, draft_document
from audioguide.importers.draft_files import WrittenDraft, name_pictures, write_drafts
from audioguide.importers.language import DetectedLanguage, detect_language, with_declared_region
from audioguide.importers.merge import merge_tour
from audioguide.importers.slugs import make_slug
from audioguide.importers.stop_numbers import read_stop_number
from audioguide.importers.three_way import merge_texts
from audioguide.model import Segment, Stop, Tour

TABLE = load_confusions()


def narration(result: Import) -> str:
    return "\n".join(
        segment.text
        for draft in result.drafts
        for stop in draft.tour.stops
        for segment in stop.segments
        if not segment.is_cue
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "柳溪小学\n\n柳溪小学建于一九五〇年，是村里第一所学校。\n\n柳溪小学有六个班，一百二十个学生。\n"),
        ("a.md", "# The Old Mill\n\nThe Old Mill was built in 1702.\n\nThe Old Millers lived upstairs.\n"),
        ("a.txt", "The mill\n\nThe miller was tall.\n\nThe mill was small.\n"),
    ],
)
def test_a_sentence_that_begins_with_the_title_keeps_it(name: str, text: str) -> None:
    result = checked_import(text, name)
    assert len(result.drafts) == 1
    for sentence in text.replace("# ", "").split("\n\n")[1:]:
        assert sentence.strip() in narration(result)


LABELS = ["画面", "镜头", "字幕", "音乐", "尾声", "片头", "VISUAL", "SCENE", "MUSIC"]
OPENINGS = [
    "",
    "●",
    "二〇〇七年十一月二十三日",
    "大家好！",
    "①",
    "一、",
    "[walk to the gate] ",
    "[乘车前往下一站] ",
    "“",
    "。",
    "镜头一：",
    "解说：",
    "旁白：",
    "●解说：",
    "2024年5月1日",
    "(pause) ",
    "场1 ",
]
FILM = "解说：新城在江边。\n画面：江面\n解说：船在走。\n画面：码头\n"
TOUR = "【大门】\n这座大门有三百年了。\n"


@pytest.mark.parametrize(("opening", "before"), [*product(OPENINGS, [FILM, TOUR])])
def test_no_label_of_a_picture_is_spoken_whatever_stands_before_it(opening: str, before: str) -> None:
    for label in LABELS:
        spoken = narration(checked_import(f"{before}{opening}{label}：高新区全景\n这条路很长，一直通到江边。\n"))
        assert f"{label}：" not in spoken, (opening, label)
        assert label == "尾声" or "高新区全景" not in spoken, (
            opening,
            label,
        )  # what follows 尾声： is the end of the text


VOICES = ["解说", "旁白", "NARRATOR"]
DIRECTIONS = ["[乘车前往下一站] ", "[walk to the gate] ", "（音乐起）", "(pause) ", "【指向墙面】", "<停顿>"]
FRAMES = {"“", "镜头一：", "场1 "}
"""Openings after which a label may be quoted, or begin the shot."""


@pytest.mark.parametrize("opening", [opening for opening in OPENINGS if opening not in FRAMES])
def test_what_a_narrator_says_is_spoken_without_the_label_whatever_stands_before_it(opening: str) -> None:
    for n, voice in enumerate(VOICES):
        spoken = narration(
            checked_import(f"{(FILM, TOUR)[n % 2]}{opening}{voice}：江上的灯亮了。\n这条路一直通到江边。\n")
        )
        assert f"{voice}：" not in spoken and "江上的灯亮了。" in spoken, (opening, voice)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_no_label_of_a_picture_is_spoken_behind_a_direction(direction: str) -> None:
    for n, opening in enumerate(OPENINGS):
        label = [*LABELS, *VOICES][n % (len(LABELS) + len(VOICES))]
        line = f"{direction}{opening}{label}" if n % 2 else f"{opening}{direction}{label}"
        spoken = narration(checked_import(f"{(FILM, TOUR)[n % 2]}{line}：高新区全景\n这条路很长，一直通到江边。\n"))
        assert f"{label}：" not in spoken, (opening, label)
        assert label in ("尾声", *VOICES) or "高新区全景" not in spoken, (opening, label)


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        ("（音乐起）请看这边的水车。", "音乐起"),
        ("[SFX: gulls] Look at the wheel over there.", "gulls"),
        ("Look at the wheel. <pause> It turns again.", "pause"),
        ("【指向墙面】这面墙有三百年了。", "指向"),
        ("解说：（此处播放录音）这是老人的声音。", "播放录音"),
        ("*Visitors turn left*", "turn left"),
    ],
)
def test_no_direction_in_brackets_of_any_kind_is_spoken(line: str, silent: str) -> None:
    text = f"Mill\n\n1. Gate\nThe gate is three hundred years old.\n{line}\n\n2. Wheel\nThe wheel turns again today.\n"
    assert silent not in narration(checked_import(text))


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("Stop 101: The Loom", "101", "The Loom"),
        ("第3站：老戏台", "3", "老戏台"),
        ("十二号 老井", "12", "老井"),
        ("【点位五】水碾", "5", "水碾"),
        ("214. The Loom", "214", "The Loom"),
        ("A12. Gate", "12", "Gate"),
        ("3a. Door", "3a", "Door"),
        ("Arrêt 2 : La cuve", "2", "La cuve"),
        ("Parada 3. El molino", "3", "El molino"),
        ("Track One: Hello", "1", "Hello"),
        ("2号楼建于一九三八年", "", "2号楼建于一九三八年"),
        ("1881 was a year of floods", "", "1881 was a year of floods"),
        ("第一次来", "", "第一次来"),
    ],
)
def test_the_number_before_a_title(text: str, number: str, rest: str) -> None:
    found_number = read_stop_number(text)
    assert (found_number.number if found_number else "") == number
    assert text[found_number.length if found_number else 0 :] == rest


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("这座城门建于明朝，门洞深十二米。", "zh-CN"),
        ("這座城門建於明朝，門洞深十二公尺。", "zh-Hant"),
        ("呢座城門係明朝起嘅，大家可以睇下個鐘，佢好重。", "yue"),
        ("この水車は1971年に作られました。", "ja"),
        ("Voici le métier acheté d’occasion en 1881.", "fr"),
        ("El molino fue construido en 1881 por dos hermanas.", "es"),
        ("Das Mühlrad wurde 1881 gebaut und steht vor Ihnen.", "de"),
        ("You are standing in front of the loom.", "en"),
    ],
)
def test_the_language_of_a_text(text: str, tag: str) -> None:
    assert detect_language(text).tag == tag


@pytest.mark.parametrize(
    ("detected", "declared", "tag"),
    [
        ("en", "en-GB", "en-GB"),
        ("en", "en_US", "en-US"),
        ("en", "english", "en"),
        ("en", "", "en"),
        ("es", "es-MX", "es-MX"),
        ("pt", "pt-BR", "pt-BR"),
        ("fr", "en-GB", "fr"),
        ("zh-CN", "zh-Hans-CN", "zh-CN"),
        ("zh-CN", "zh-TW", "zh-CN"),
        ("zh-Hant", "zh-Hant-TW", "zh-Hant"),
        ("zh-Hant", "zh-CN", "zh-Hant"),
        ("zh-Hant", "zh-HK", "zh-Hant"),
        ("yue", "zh-HK", "yue"),
    ],
)
def test_a_declared_region_is_taken_over_where_the_text_is_in_that_language(
    detected: str, declared: str, tag: str
) -> None:
    assert with_declared_region(DetectedLanguage(detected), declared).tag == tag


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("柳塘村史馆解说词", "liutang-cunshiguan"),
        ("石桥村村史馆", "shiqiaocun"),
        ("Harrow Mill Museum Audio Guide", "harrow-mill-museum"),
        ("Musée du Moulin", "musee-du-moulin"),
    ],
)
def test_an_address_is_made_of_complete_words(title: str, slug: str) -> None:
    assert make_slug(title) == slug and len(slug) <= 20


def test_title_and_name_that_the_author_asks_for() -> None:
    tour = (
        checked_import("古村导览\n\n第1站 水车\n水车是一九七一年做的。\n", wishes=Wishes(title="我的村", site="my"))
        .drafts[0]
        .tour
    )
    assert (tour.title, tour.site) == ("我的村", "my")


# ---------------------------------------------------------------- importing again

STORY = "柳溪村导览\n\n第1站 水车\n水车是一九七一年做的，长三米。\n\n第2站 石磨\n石磨有两百斤重，要两个人抬。\n"


def written(folder: Path, text: str) -> list[Path]:
    return [each.path for each in write_drafts(checked_import(text), folder)]


def write_with_pictures(result: Import, folder: Path) -> list[WrittenDraft]:
    return write_drafts(name_pictures(result, folder), folder)


def test_a_draft_that_somebody_edited_is_never_overwritten(tmp_path: Path) -> None:
    (path,) = written(tmp_path, STORY)
    path.write_text(path.read_text("utf-8").replace("水车是", "这架水车是"), "utf-8")
    (draft,) = written(tmp_path, STORY.replace("三米", "四米"))
    assert draft.parent.name == "drafts"
    edited = draft.read_text("utf-8").replace("两百斤", "二百斤")
    draft.write_text(edited, "utf-8")
    (second,) = written(tmp_path, STORY.replace("三米", "五米"))
    assert second != draft and draft.read_text("utf-8") == edited


def test_the_authors_words_and_the_documents_are_both_kept(tmp_path: Path) -> None:
    (path,) = written(tmp_path, STORY)
    tour = script.load_tour(path)
    first, second = tour.stops
    read = replace(first, segments=(Segment("水车是一九七一年做的，{长|chang2}三米。"),), todos=(), notes=("看过了",))
    path.write_text(script.write_script(replace(tour, stops=(read, second))), "utf-8")
    (draft,) = written(tmp_path, STORY.replace("一九七一年", "一九七二年"))
    merged = script.load_tour(draft).stops[0]
    assert merged.segments[0].text == "水车是一九七二年做的，{长|chang2}三米。"
    assert (merged.number, merged.notes) == ("1", ("看过了",))


def test_two_tours_never_share_a_draft(tmp_path: Path) -> None:
    shared = "各位来宾，这里是磨坊，石磨有两百斤重，要两个人才抬得动，磨了三百年。"
    text = f"第一篇：磨坊\n磨坊\n{shared}钟声传到村口。\n第二篇：碾房\n碾房\n{shared}灯从早亮到晚。\n"
    paths = written(tmp_path, text)
    assert len(set(paths)) == 2
    again = written(tmp_path, text.replace("两百斤", "三百斤"))
    assert len(set(again)) == 2
    assert "村口" in "".join(path.read_text("utf-8") for path in again)


def test_a_killed_import_run_again_is_the_same(tmp_path: Path) -> None:
    shared = "各位来宾，这里是磨坊，石磨有两百斤重，要两个人才抬得动，磨了三百年。"
    text = f"第一篇：磨坊\n磨坊\n{shared}钟声传到村口。\n第二篇：碾房\n碾房\n{shared}灯从早亮到晚。\n"
    first, second = written(tmp_path / "a", text)
    written(tmp_path / "b", text)
    (tmp_path / "b" / second.name).unlink()  # killed between its files
    written(tmp_path / "b", text)
    for path in (first, second):
        assert (tmp_path / "b" / path.name).read_bytes() == path.read_bytes()


def test_both_sides_of_a_conflict_are_shown() -> None:
    def tour(text: str) -> Tour:
        return Tour("a", "zh-CN", "村", (Stop("1", "水车", (Segment(text),)),))

    merged = merge_tour(
        tour("村口的那架老水车是两个木匠做的，长五米。"),
        tour("村口的那架老水车是两个木匠做的，长四米。"),
        tour("村口的那架老水车是两个木匠做的，长三米。"),
    )
    assert merged.stops[0].segments[0].text == "村口的那架老水车是两个木匠做的，长四米。"
    assert any("村口的那架老水车是两个木匠做的，长五米。" in todo for todo in merged.stops[0].todos)
    assert merge_texts("ab", "a{b|x}", "cb") == "c{b|x}" or merge_texts("a b", "a {b|x}", "c b") == "c {b|x}"


def test_pictures_and_numbers_of_the_author_stay(tmp_path: Path) -> None:
    (path,) = written(tmp_path, STORY)
    tour = script.load_tour(path)
    first, second = tour.stops
    own = replace(first, number="31", image="images/own.jpg", alt="水车", title="老水车")
    path.write_text(script.write_script(replace(tour, stops=(own, second))), "utf-8")
    (draft,) = written(tmp_path, STORY.replace("三米", "四米"))
    stop = script.load_tour(draft).stops[0]
    assert (stop.number, stop.image, stop.alt, stop.title) == ("31", "images/own.jpg", "水车", "老水车")
    assert "四米" in stop.segments[0].text


# ---------------------------------------------------------------- what a new version of the document changes

PLACES = [
    ("水车", "水车是一九七一年做的，长三米，一天能浇三亩地。"),
    ("石磨", "石磨有两百斤重，要两个人抬，磨盘上的齿每年都要重新凿一遍。"),
    ("祠堂", "祠堂是三进的院子，天井里的排水沟暗藏在石板下面。"),
]


def story(places: list[tuple[str, str]], numbers: list[int] | None = None) -> str:
    written_numbers = numbers or list(range(1, len(places) + 1))
    stops = (f"第{n}站 {title}\n{text}\n" for n, (title, text) in zip(written_numbers, places, strict=True))
    return "柳溪村导览\n\n" + "\n".join(stops)


def edit(path: Path, stop: int, **changes: object) -> None:
    tour = script.load_tour(path)
    stops = list(tour.stops)
    stops[stop] = replace(stops[stop], **changes)  # type: ignore[arg-type]
    path.write_text(script.write_script(replace(tour, stops=tuple(stops))), "utf-8")


REWRITTEN = ("祠堂", "这座院子如今是村里的图书室，放学以后孩子们都在这里看书写字。")
AGAIN: dict[str, tuple[str, list[str], list[str]]] = {
    "renumbered": (story(PLACES, [11, 12, 13]), ["1", "2", "3"], ["stop 11; here it stays 1", "13; here it stays 3"]),
    "two numbers swapped": (story(PLACES, [2, 1, 3]), ["1", "2", "3"], ["stop 2; here it stays 1"]),
    "a stop deleted": (story([PLACES[0], PLACES[2]], [1, 3]), ["1", "2", "3"], ["no longer has this stop"]),
    "a stop deleted and the rest renumbered": (story(PLACES[1:]), ["1", "2", "3"], ["no longer", "1; here it stays 2"]),
    "a stop moved": (story([PLACES[2], *PLACES[:2]], [3, 1, 2]), ["3", "1", "2"], []),
    "a stop moved and renumbered": (story([PLACES[2], *PLACES[:2]]), ["3", "1", "2"], ["stop 1; here it stays 3"]),
    "a stop written anew": (story([*PLACES[:2], REWRITTEN]), ["1", "2", "3"], []),
}


@pytest.mark.parametrize("name", AGAIN)
def test_a_changed_document_keeps_the_numbers_and_says_what_it_changed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    text, numbers, asked = AGAIN[name]
    (path,) = written(tmp_path, story(PLACES))
    edit(path, 0, notes=("看过了",))
    (draft,) = written(tmp_path, text)
    assert draft.parent.name == "drafts"
    tour = script.load_tour(draft)
    assert [stop.number for stop in tour.stops] == numbers
    todos = "\n".join(todo for stop in tour.stops for todo in stop.todos)
    assert all(words in todos for words in asked) and bool(todos) == bool(asked)
    assert len({stop.title for stop in tour.stops}) == len(PLACES)
    assert next(stop for stop in tour.stops if stop.title == "水车").notes == ("看过了",)


def test_what_both_sides_changed_in_a_title_or_took_out_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    (path,) = written(tmp_path, story(PLACES))
    edit(path, 0, title="老水车")
    tour = script.load_tour(path)
    path.write_text(script.write_script(replace(tour, title="我的村", stops=(tour.stops[0], tour.stops[2]))), "utf-8")
    changed = [("新水车", PLACES[0][1]), ("石磨", PLACES[1][1].replace("两百", "三百")), PLACES[2]]
    (draft,) = written(tmp_path, story(changed).replace("柳溪村导览", "柳溪导览"))
    first, second = script.load_tour(draft).stops
    assert (first.title, second.title) == ("老水车", "祠堂")
    todos = "\n".join(first.todos)
    assert "“新水车”" in todos and "“柳溪导览”" in todos and "三百斤" in todos


@pytest.mark.parametrize("take_over", [Path.replace, shutil.copyfile], ids=["moved", "copied"])
def test_what_a_merge_asked_is_not_asked_again_once_its_draft_is_taken_over(
    tmp_path: Path, take_over: Callable[[Path, Path], object]
) -> None:
    (path,) = written(tmp_path, story(PLACES))
    changed = story(PLACES, [11, 12, 13]).replace("三米", "四米")
    (draft,) = written(tmp_path, changed)
    take_over(draft, path)
    for n in range(len(PLACES)):
        edit(path, n, todos=())
    assert written(tmp_path, changed) == [path]


def test_a_draft_that_lies_there_untouched_asks_again(tmp_path: Path) -> None:
    (path,) = written(tmp_path, story(PLACES))
    changed = story(PLACES, [11, 12, 13]).replace("三米", "四米").replace("两百斤", "三百斤")
    (draft,) = written(tmp_path, changed)
    text = draft.read_text("utf-8")
    assert "todo:" in text
    assert written(tmp_path, changed) == [draft] and draft.read_text("utf-8") == text
    edit(path, 1, segments=(Segment(PLACES[1][1].replace("两百", "三百")),))  # half of it, typed by hand
    written(tmp_path, changed)
    assert "todo:" in draft.read_text("utf-8")


def page_with(picture: bytes) -> Import:
    data = base64.b64encode(picture).decode()
    text = story(PLACES[:2]).replace("长三米", f"长三米\n\n![水车](data:image/png;base64,{data})\n\n")
    return draft_document(read_bytes(text.encode(), "document.md"), TABLE)


def test_a_picture_the_document_changed_is_written_and_shown_beside_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_LANG", "en")
    (first,) = write_with_pictures(page_with(b"old"), tmp_path)
    old = script.load_tour(first.path).stops[0].image
    (second,) = write_with_pictures(page_with(b"new"), tmp_path)
    new = script.load_tour(second.path).stops[0].image
    assert new != old
    assert ((tmp_path / old).read_bytes(), (tmp_path / new).read_bytes()) == (b"old", b"new")
    edit(first.path, 0, image="images/own.jpg", alt="我的照片")
    (third,) = write_with_pictures(page_with(b"newer"), tmp_path)
    stop = script.load_tour(third.path).stops[0]
    assert (stop.image, stop.alt) == ("images/own.jpg", "我的照片")
    assert any("another picture" in todo for todo in stop.todos)
    assert len(list((tmp_path / "images").iterdir())) == 3


class Killed(BaseException):
    """Stands for the end of the process."""


def import_killed_at(write: int, folder: Path, result: Import, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Import, and stop before the given write; return whether there was such a write."""
    count = 0

    def killing(function: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: object) -> None:
            nonlocal count
            count += 1
            if count == write:
                raise Killed
            function(*arguments)

        return call

    with monkeypatch.context() as patched, suppress(Killed):
        patched.setattr(files, "write_text", killing(files.write_text))
        patched.setattr(files, "write_bytes", killing(files.write_bytes))
        write_with_pictures(result, folder)
    return count >= write


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_import_killed_before_any_of_its_writes_and_run_again_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = "各位来宾，这里是磨坊，石磨有两百斤重，要两个人才抬得动，磨了三百年。"
    two = f"第一篇：磨坊\n磨坊\n{shared}钟声传到村口。\n第二篇：碾房\n碾房\n{shared}灯从早亮到晚。\n"
    first, second = checked_import(two), checked_import(two.replace("两百斤", "三百斤").replace("三百年", "四百年"))

    def prepare(folder: Path) -> None:
        for each in write_drafts(first, folder):
            edit(each.path, 0, notes=("看过了",))

    for imported, before in ((first, Path.mkdir), (page_with(b"a"), Path.mkdir), (second, prepare)):
        clean = tmp_path / f"clean-{len(list(tmp_path.iterdir()))}"
        before(clean)
        write_with_pictures(imported, clean)
        write = 1
        while True:
            folder = tmp_path / f"{clean.name}-{write}"
            before(folder)
            if not import_killed_at(write, folder, imported, monkeypatch):
                break
            write_with_pictures(imported, folder)
            assert tree(folder) == tree(clean), write
            write += 1
        assert write > 2
