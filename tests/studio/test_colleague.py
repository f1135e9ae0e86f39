"""A colleague in the same house: let in by the password alone, and seen beside the stop that they have open."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_checks import list_violations
from conftest import ROOT, reserve_port
from desk import new_project
from drivers import answers, chromium, until, wait_for

pytestmark = pytest.mark.browser
HOST = "127.0.0.2"
"""Another address of this computer: not the one that needs no password."""


@pytest.fixture
def entrance(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Address and password of a studio that is shared, as the program prints them."""
    if sys.platform != "linux":
        pytest.skip("only Linux has all of 127.0.0.0/8")
    printed = tmp_path / "printed.txt"
    port = reserve_port(HOST)
    command = [sys.executable, "-m", "audioguide", "studio", "--no-browser", "--engine", "silent", "--host", HOST]
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=new_project(tmp_path).root,
            env={**os.environ, "PYTHONPATH": str(ROOT), "AUDIOGUIDE_LANG": "en"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    entry = re.compile(r"For a colleague: (\S+), password (\w+)")
    try:
        wait_for(lambda: answers(process, port, HOST) and entry.search(printed.read_text("utf-8")))
        shown = entry.search(printed.read_text("utf-8"))
        assert shown
        yield shown[1], shown[2]
    finally:
        process.kill()
        process.wait()


def test_a_colleague_comes_in_by_password_and_is_seen(entrance: tuple[str, str]) -> None:
    address, password = entrance
    with chromium("--lang=en") as driver:
        driver.get(address)
        until(driver, "location.pathname === '/login'")
        assert list_violations(driver) == []
        field = driver.find_element("css selector", "[name=password]")
        field.send_keys("not this\n")
        until(driver, "document.querySelector('#status').textContent.includes('not the password')")
        field.clear()
        field.send_keys(f"{password}\n")
        until(driver, "location.pathname === '/' && document.querySelector('.cards a')")
        driver.get(f"{address.rstrip('/')}/help")
        driver.find_element("css selector", "#name").send_keys("Wang\t")
        until(driver, "localStorage.getItem('audioguide-name') === 'Wang'")
        driver.get(f"{address.rstrip('/')}/tours/liutang#write/2")
        until(driver, "document.querySelector('.badge').textContent === '2'")
        colleague = driver.current_window_handle
        driver.switch_to.new_window("tab")
        owner = driver.current_window_handle
        driver.get(f"{address.rstrip('/')}/tours/liutang#write/1")
        until(driver, "document.querySelector('#stops li[data-number=\"2\"] .who').textContent === '● Wang'")
        driver.switch_to.window(colleague)
        driver.execute_script("location.hash = '#write/3'")
        driver.switch_to.window(owner)
        until(driver, "document.querySelector('#stops li[data-number=\"3\"] .who').textContent === '● Wang'")
        until(driver, "!document.querySelector('#stops li[data-number=\"2\"] .who')")
        driver.switch_to.window(colleague)
        driver.close()
        driver.switch_to.window(owner)
        until(driver, "!document.querySelector('#stops .who')")
