"""A studio in a process of its own, and a browser at its pages."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from conftest import ROOT, reserve_port
from drivers import listening, tap, wait_for

from audioguide.project import Project
from audioguide.studio.server import lasting_token

KEYS_PRESSED = """
const [set, clear, resting] = [setTimeout, clearTimeout, new Map()];
window.setTimeout = (act, ms, ...rest) => {
  if (ms !== 500) return set(act, ms, ...rest);
  const key = 1e9 + Math.random();
  resting.set(key, act);
  return key;
};
window.clearTimeout = (key) => resting.delete(key) || clear(key);
window.restKeys = () => { window.setTimeout = set; for (const act of resting.values()) act(); resting.clear(); };
"""
"""Keys are at rest, and what they changed is saved, 500 ms after the last one: here not before ``restKeys``."""
LIT = """
const sounding = CSS.highlights.get('sounding');
const add = sounding.add.bind(sounding);
window.lit = [];
sounding.add = (range) => { lit.push(String(range)); return add(range); };
"""
SCRIPT = """\
# 讲解稿
title: 柳塘村
language: zh-CN
stops:
  - number: 1
    title: 大樟树
    todo: 树龄待核实
    text: |
      欢迎来到柳塘村。全村一半的口粮都藏在这里。

      这里有2146户。

  - number: 2
    title: 石桥
    segments:
      - cue: 水声
      - text: 桥长十二米。
      - voice: quoted
        speaker: 王阿婆
        text: 我小时候就走这座桥。

  - number: 3
    title: 祠堂
    text: 这是祠堂。
"""


def new_project(folder: Path, script: str = SCRIPT) -> Project:
    """A project with one script."""
    (folder / "scripts").mkdir()
    (folder / "scripts" / "liutang.yaml").write_text(script, "utf-8")
    return Project(folder)


@cache
def _start_nursery() -> subprocess.Popen[str]:
    """The process that studios are forked from: each would take seconds to import itself."""
    nursery = subprocess.Popen(
        [sys.executable, ROOT / "tests/studio/studio_nursery.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def close() -> None:
        assert nursery.stdin and nursery.stdout
        nursery.stdin.close()
        nursery.stdout.close()
        nursery.wait()

    atexit.register(close)
    return nursery


class RunningStudio:
    """The studio of a project; ``kill`` is a power cut, ``start`` brings it back at the same address."""

    def __init__(self, project: Project, engine: str = "silent") -> None:
        self.project, self.engine, self.port = project, engine, reserve_port()
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        order = {"folder": str(self.project.root), "port": str(self.port), "engine": self.engine}
        nursery = _start_nursery()
        assert nursery.stdin and nursery.stdout
        nursery.stdin.write(json.dumps({**order, "environment": dict(os.environ)}) + "\n")
        nursery.stdin.flush()
        self._pid = int(nursery.stdout.readline())
        wait_for(self._answers)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        wait_for(lambda: not self._runs())

    def _runs(self) -> bool:
        with suppress(ProcessLookupError):
            os.kill(self._pid, 0)
            return True
        return False

    def _answers(self) -> bool:
        assert self._runs(), "a studio ended"
        return listening(self.port)

    def text(self, name: str = "liutang") -> str:
        return (self.project.scripts / f"{name}.yaml").read_text("utf-8")


def serve_new_project(folder: Path) -> Iterator[RunningStudio]:
    """The studio of a project with one script, until it is no longer needed."""
    studio = RunningStudio(new_project(folder))
    yield studio
    studio.kill()


def desk_at_untouched_project(driver: Any, studio: RunningStudio) -> Desk:
    """A page at the studio's project as it was made."""
    driver.get("about:blank")

    def is_new() -> bool:
        for folder in (studio.project.scripts, studio.project.root / ".audioguide" / "history"):
            shutil.rmtree(folder, ignore_errors=True)
        try:
            new_project(studio.project.root)
        except FileExistsError:  # the studio wrote what the page before had sent
            return False
        return True

    wait_for(is_new)
    desk = Desk(driver, studio)
    desk.script("localStorage.clear()")  # drafts of a page that was left before its answer came
    return desk


class Desk:
    """A person at a page of the studio."""

    def __init__(self, driver: Any, studio: RunningStudio, language: str = "en") -> None:
        self.driver, self.studio = driver, studio
        driver.get(f"{studio.address}/?token={lasting_token(studio.project)}")
        driver.get(f"{studio.address}/language/{language}")

    def open(self, path: str) -> None:
        self.driver.get("about:blank")
        self.driver.get(self.studio.address + path)

    def open_stop(self, number: str = "1", tour: str = "liutang") -> None:
        self.open(f"/tours/{tour}#write/{number}")
        self.wait(lambda: self.script("return document.querySelector('.badge')?.textContent") == number)

    def script(self, code: str, *arguments: object) -> Any:
        return self.driver.execute_script(code, *arguments)

    def wait(self, condition: Callable[[], object]) -> None:
        wait_for(condition)

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def words(self, selector: str) -> str:
        """The words of an element as it is drawn now."""
        return str(self.script("return document.querySelector(arguments[0])?.innerText ?? ''", selector))

    def click(self, selector: str) -> None:
        self.wait(
            lambda: self.script("const e = document.querySelector(arguments[0]); return e && !e.disabled", selector)
        )
        tap(self.driver, selector)

    def leave(self) -> None:
        """Go away from the page, whatever it asks."""
        from selenium.common.exceptions import NoAlertPresentException

        def is_left() -> bool:
            with suppress(NoAlertPresentException):
                self.driver.switch_to.alert.accept()
            return bool(self.driver.current_url == "about:blank")

        self.script("setTimeout(() => { location.href = 'about:blank' })")
        self.wait(is_left)

    @contextmanager
    def keys_pressed(self) -> Iterator[None]:
        """Until the block ends the keys are not at rest, however long a busy machine takes from one to the next."""
        self.script(KEYS_PRESSED)
        yield
        self.script("restKeys()")

    def watch_lit(self) -> None:
        """Have the page write down which sentences it lights while they sound: each is lit for a moment only."""
        self.script(LIT)

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains, Keys

        chain = ActionChains(self.driver)
        for key in keys[:-1]:
            chain.key_down(getattr(Keys, key))
        last = getattr(Keys, keys[-1]) if hasattr(Keys, keys[-1]) else keys[-1]
        chain.send_keys(last)
        for key in keys[:-1]:
            chain.key_up(getattr(Keys, key))
        chain.perform()

    def surface(self, index: int = 0) -> Any:
        return self.driver.find_elements("css selector", ".surface")[index]

    def caret(self, offset: int, index: int = 0) -> None:
        """The caret behind so many characters of a passage."""
        self.script(
            """const surface = document.querySelectorAll('.surface')[arguments[1]];
            surface.focus();
            const walker = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT);
            let left = arguments[0];
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              if (left <= node.data.length) { getSelection().collapse(node, left); return; }
              left -= node.data.length;
            }""",
            offset,
            index,
        )

    def write(self, text: str) -> None:
        """Text as it comes from a keyboard, where the caret is."""
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def passage(self, index: int = 0) -> str:
        return str(self.script("return document.querySelectorAll('.surface')[arguments[0]].textContent", index))

    def passage_with(self, words: str) -> int:
        """Index of the first passage that has these words; -1 where none has."""
        find = (
            "return [...document.querySelectorAll('.surface')].findIndex((s) => s.textContent.includes(arguments[0]))"
        )
        return int(self.script(find, words))

    def open_readings(self, words: str) -> None:
        """The menu of a token, by keys; marks come a moment after the text."""
        index = self.passage_with(words)

        def opened() -> bool:
            self.caret(self.passage(index).index(words), index)
            self.press("ALT", "ENTER")
            return bool(self.script("return document.querySelector('#menu').matches(':popover-open')"))

        self.wait(opened)

    def choose_reading(self, reading: str) -> None:
        """Take one of the open menu's readings, by keys."""

        def is_reached() -> bool:
            if self.script("return document.activeElement.querySelector('b')?.textContent") == reading:
                return True
            self.press("ARROW_DOWN")
            return False

        self.wait(is_reached)
        self.press("ENTER")

    def status(self) -> str:
        return str(self.script("return document.querySelector('#status').textContent"))

    def wait_saved(self) -> None:
        saved = ("Saved", "已保存", "The program is back, and everything is saved.")
        try:
            self.wait(lambda: self.status() in saved)
        except AssertionError as error:
            raise AssertionError(f"never saved; the page says: {self.status()}") from error
