"""A tour as a whole, by keys and mouse in a browser: another language, another name, removal, music, one stop back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, RunningStudio, desk_at_untouched_project, serve_new_project
from drivers import one_chromium

from audioguide.audio import ffmpeg

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    yield from serve_new_project(tmp_path_factory.mktemp("project"))


driver = one_chromium("--lang=en")


@pytest.fixture
def desk(driver: Any, studio: RunningStudio) -> Desk:
    """A page at a project that nobody has touched."""
    return desk_at_untouched_project(driver, studio)


def open_tools(desk: Desk) -> None:
    """The dialog of the tour, opened by keys."""
    desk.open_stop("1")
    desk.wait(lambda: desk.status() == "Saved")
    desk.script("document.querySelector('#open-tour-tools').focus()")
    desk.press("ENTER")
    desk.wait(lambda: desk.script("return document.querySelector('#tour-tools').open"))


def type_in(desk: Desk, selector: str, text: str) -> None:
    field = desk.find(selector)
    field.clear()
    field.send_keys(text)


def shows_tour(desk: Desk, tour: str) -> bool:
    return bool(desk.script("return document.body.dataset.tour") == tour)


def test_a_language_is_added_by_keys_and_translated_beside_its_source(desk: Desk) -> None:
    open_tools(desk)
    shown = desk.words("#add-language")
    assert "scripts/liutang.LANGUAGE.yaml" in shown.replace(str(desk.studio.project.root) + "/", "")
    type_in(desk, "#add-language [name=language]", "en")
    desk.press("ENTER")
    desk.wait(lambda: shows_tour(desk, "liutang.en"))
    desk.wait(lambda: desk.script("return document.querySelector('#tour-state').value") == "draft")
    desk.wait(lambda: "Translate this stop." in desk.words("#questions"))
    desk.open("/tours/liutang#editions")
    desk.wait(lambda: desk.script("return document.querySelector('#editions').dataset.shown") == "liutang.en")
    desk.script("document.querySelector('#editions .surface').focus()")
    desk.press("CONTROL", "a")
    desk.write("Welcome to Liutang.")
    desk.wait(lambda: "Welcome to Liutang." in desk.studio.text("liutang.en"))


def test_another_name_takes_the_tour_and_what_is_being_typed_along(desk: Desk) -> None:
    open_tools(desk)
    type_in(desk, "#rename-tour [name=name]", "willow-pond")
    desk.press("ENTER")
    desk.wait(lambda: shows_tour(desk, "willow-pond"))
    desk.wait(lambda: desk.status() == "Saved")
    desk.caret(2)
    desk.write("诸位")
    desk.wait(lambda: "诸位" in desk.studio.text("willow-pond"))
    assert not (desk.studio.project.scripts / "liutang.yaml").exists()


def test_a_page_of_a_tour_that_somebody_renames_follows_it(desk: Desk) -> None:
    desk.open_stop("2")
    desk.wait(lambda: desk.status() == "Saved")
    other = """fetch('/api/tours/liutang/rename', {method: 'POST', body: JSON.stringify({name: 'pond'})})"""
    desk.script(other)
    desk.wait(lambda: shows_tour(desk, "pond") and desk.script("return document.querySelector('.badge')?.textContent"))
    assert desk.script("return document.querySelector('.badge').textContent") == "2"


def test_a_tour_is_taken_away_and_brought_back(desk: Desk) -> None:
    before = desk.studio.text()
    open_tools(desk)
    desk.click("#remove-tour button")
    desk.wait(lambda: desk.script("return document.querySelector('[data-removed]')"))
    assert not list(desk.studio.project.scripts.glob("*.yaml"))
    desk.click("[data-removed]")
    desk.wait(lambda: desk.script("return document.querySelector('[data-tools=liutang]')"))
    assert desk.studio.text() == before


def test_a_refusal_is_read_in_the_dialog_and_changes_nothing(desk: Desk) -> None:
    open_tools(desk)
    type_in(desk, "#add-language [name=language]", "zh-CN")
    desk.press("ENTER")
    desk.wait(lambda: "liutang is in this language already." in desk.words("#tour-tools-state"))
    desk.press("ESCAPE")
    desk.wait(lambda: not desk.script("return document.querySelector('#tour-tools').open"))


def test_one_stop_is_restored_from_the_history(desk: Desk) -> None:
    before = desk.studio.text()
    desk.open_stop("3")
    desk.caret(3)
    desk.write("古老的")
    desk.wait(lambda: "古老的" in desk.studio.text())
    desk.open_stop("1")
    desk.caret(2)
    desk.write("诸位")
    desk.wait(lambda: "诸位" in desk.studio.text())
    desk.wait_saved()
    desk.click("#open-history")
    desk.wait(lambda: len(desk.driver.find_elements("css selector", "#history .list > li")) == 2)
    desk.click("#history .list > li:last-child .link")
    desk.click("#history .list > li:last-child .chips button:last-child")
    desk.wait(lambda: "古老的" not in desk.studio.text())
    assert desk.studio.text() == before.replace("欢迎", "欢迎诸位", 1)


def test_music_of_the_tour_is_none_in_one_stop(desk: Desk, tmp_path: Path) -> None:
    sound = tmp_path / "birds.flac"
    sound.write_bytes(ffmpeg.run_ffmpeg("-f", "lavfi", "-i", "sine=duration=1", "-f", "flac", "pipe:1"))
    desk.open_stop("1")
    desk.click("#tour-more summary")
    desk.find("#tour-sounds [data-kind=ambience] input").send_keys(str(sound))
    desk.wait(lambda: "ambience: sounds/liutang-ambience.flac" in desk.studio.text())
    desk.open_stop("3")
    desk.click("#stop-sounds-more summary")
    desk.click("#stop-sounds [data-kind=ambience] .link")
    desk.wait(lambda: "ambience: none" in desk.studio.text())
    desk.click("#undo")
    desk.wait(lambda: "ambience: none" not in desk.studio.text())


def setting(desk: Desk, key: str) -> str:
    return str(desk.script("return document.querySelector(`[data-key^='${arguments[0]}']`)?.value ?? ''", key))


def test_settings_for_all_tours_by_keys(desk: Desk) -> None:
    site = desk.studio.project.root / "site.yaml"
    site.unlink(missing_ok=True)
    (desk.studio.project.scripts / "mill.yaml").write_text(desk.studio.text().replace("柳塘村", "磨坊"), "utf-8")
    desk.open("/settings")
    desk.wait(lambda: desk.script("return document.querySelector('#groups details')"))
    desk.script("document.querySelector(`[data-key^='site.yaml/name/']`).focus()")
    desk.write("柳塘村史馆")
    desk.press("TAB")
    desk.wait(lambda: site.exists() and "name: 柳塘村史馆\n" in site.read_text("utf-8"))
    desk.wait(lambda: "Name of the museum" in desk.words("#undo-settings"))
    # the second group holds the order of the tours
    desk.script("document.querySelectorAll('#groups details')[1].open = true")
    desk.script("document.querySelector(`[data-key='site.yaml/tours//liutang/1']`).focus()")
    desk.press("ENTER")
    desk.wait(lambda: "tours:\n  - mill\n  - liutang\n" in site.read_text("utf-8"))
    desk.wait(lambda: "Order on the front page" in desk.words("#undo-settings"))
    desk.click("#undo-settings button")
    desk.wait(lambda: "tours" not in site.read_text("utf-8"))


def fill(desk: Desk, **values: str) -> None:
    """Type into the fields of a new row; what a select has is chosen by its value."""
    for key, value in values.items():
        field = desk.find(f"[data-key='new/{key.replace('__', '/')}']")
        desk.script("arguments[0].closest('details').open = true", field)
        field.send_keys(value)


def test_a_role_a_target_and_a_reading_for_all_tours_by_keys(desk: Desk, tmp_path: Path) -> None:
    site, voices = (desk.studio.project.root / name for name in ("site.yaml", "voices.yaml"))
    site.unlink(missing_ok=True)
    voices.unlink(missing_ok=True)
    desk.open("/settings")
    desk.wait(lambda: desk.script("return document.querySelector('#voices-kokoro option')"))
    fill(desk, role__name="外婆", role__voice="zf_xiaoxiao")
    desk.press("ENTER")
    role = "  外婆:\n    zh-CN:\n      kokoro: zf_xiaoxiao\n"
    desk.wait(lambda: voices.exists() and role in voices.read_text("utf-8"))
    desk.wait(lambda: setting(desk, "voices.yaml/roles/外婆/zh-CN/kokoro/") == "zf_xiaoxiao")
    fill(desk, target__name="web", target__user="guide", target__host="host.example", target__folder="/srv/guide")
    desk.press("ENTER")
    address = "ssh://guide@host.example/srv/guide"
    desk.wait(lambda: setting(desk, "site.yaml/publish/web/to/") == address)
    assert address in site.read_text("utf-8")
    file = tmp_path / "names.pls"
    sound = "<phoneme alphabet='x-audioguide-pinyin'>she4 hong2</phoneme>"
    lexeme = f"<lexeme><grapheme>射洪</grapheme>{sound}</lexeme>"
    file.write_text(f"<lexicon version='1.0' alphabet='ipa' xml:lang='zh-CN'>{lexeme}</lexicon>", "utf-8")
    desk.script("document.querySelector('input[type=file][accept*=pls]').closest('details').open = true")
    desk.find("input[type=file][accept*=pls]").send_keys(str(file))
    desk.wait(lambda: "射洪: she4 hong2" in desk.words("#groups"))
    desk.wait(lambda: "Added: 1." in desk.words("#groups"))
    desk.open("/tours/liutang#publish")
    desk.wait(lambda: address in desk.words("#publish-named"))


def test_words_that_a_file_and_the_tour_both_decide_are_chosen(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "names.pls"
    sound = "<phoneme alphabet='x-audioguide-pinyin'>{}</phoneme>"
    lexemes = "".join(
        f"<lexeme><grapheme>{word}</grapheme>{sound.format(say)}</lexeme>"
        for word, say in (("藏", "zang4"), ("射洪", "she4 hong2"))
    )
    file.write_text(f"<lexicon version='1.0' alphabet='ipa' xml:lang='zh-CN'>{lexemes}</lexicon>", "utf-8")
    path = desk.studio.project.scripts / "liutang.yaml"
    path.write_text(path.read_text("utf-8").replace("stops:", "lexicon:\n  藏: cang2\nstops:", 1), "utf-8")
    desk.open_stop("1")
    desk.click("#tour-lexicon summary")
    desk.find("#lexicon-file input").send_keys(str(file))
    desk.wait(lambda: "射洪: she4 hong2" in desk.studio.text())
    desk.wait(lambda: "藏: the file says zang4, here it is cang2" in desk.words("#lexicon-file"))
    assert "藏: cang2" in desk.studio.text()
    desk.click("#lexicon-file li button")
    desk.wait(lambda: "藏: zang4" in desk.studio.text())
    desk.click("#undo")
    desk.wait(lambda: "藏: cang2" in desk.studio.text())
