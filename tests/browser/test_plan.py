"""The plan page in three browsers: pins, routes, keyboard, and where the visitor is by scripted positions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_checks import list_violations
from drivers import (
    BROWSERS,
    Server,
    one_phone,
    save_tour,
    serve_folder,
    served_site,
    tap,
    until,
    wait_for,
    wait_for_worker,
)
from placed_tours import placed_tour, position_of
from site_tours import tour, write_site

pytestmark = pytest.mark.browser
NOISE_M = 15
"""Standard deviation of a scripted position in each direction."""
FIXES = 2_000
METRES_PER_DEGREE = 111_195
VISIT = "audioguide:near:/guide/school/"
"""What one visit remembers, in the session's storage."""
SCRIPTED = """
window.asked = 0;
Object.defineProperty(navigator.geolocation, "watchPosition", { configurable: true, value: (take, fail) => {
  window.give = (lat, lon, accuracy = 15, age = 0) =>
    take({ coords: { latitude: lat, longitude: lon, accuracy }, timestamp: Date.now() - age });
  window.fail = (code) => fail({ code });
  return (window.asked += 1);
} });
Object.defineProperty(navigator.geolocation, "clearWatch", { configurable: true, value: () => { window.asked = 0; } });
"""


def write_guide(root: Path) -> None:
    """Below a folder of the server: addresses must not lean on its root."""
    output = root / "guide"
    output.mkdir()
    hundred = placed_tour(output, site="hundred", numbers=[str(number) for number in range(1, 101)])
    write_site([placed_tour(output), hundred, tour(output, "village")], output)


server = served_site(write_guide)


class Visitor:
    """Somebody on the plan page."""

    def __init__(self, driver: Any, server: Server) -> None:
        self.driver, self.server = driver, server

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def open(self, path: str) -> None:
        self.driver.get(f"{self.server.address}guide/{path}")

    def until(self, script: str) -> None:
        until(self.driver, script)

    def text(self, selector: str) -> str:
        return str(self.run("return document.querySelector(arguments[0]).textContent.trim()", selector))

    def locate(self) -> None:
        """Ask where one is; positions are given by the test from then on."""
        self.run(SCRIPTED)
        self.run("document.querySelector('[data-near=locate]').click()")
        self.until("window.asked && window.give")

    def forget_position(self) -> None:
        """Let the next page not go on by itself: whether a browser would ask again differs."""
        self.run(
            "sessionStorage.setItem(arguments[0], JSON.stringify({...JSON.parse(sessionStorage.getItem("
            "arguments[0])), isFollowed: false}))",
            VISIT,
        )

    def press(self, *keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()


@pytest.fixture(scope="module", params=list(BROWSERS))
def browser(request: pytest.FixtureRequest, server: Server) -> Iterator[Visitor]:
    with BROWSERS[request.param]() as driver:
        yield Visitor(driver, server)


@pytest.fixture
def visitor(browser: Visitor) -> Visitor:
    """Somebody who was never here, before the plan of four stops."""
    browser.open("village/")
    browser.run("localStorage.clear(); sessionStorage.clear()")
    browser.open("school/plan/")
    browser.until("document.querySelector('.map [tabindex=\"0\"]')")
    return browser


# ---------------------------------------------------------------- positions


def noisy(random: Random, x: float, y: float) -> list[float]:
    at = position_of(x, y)
    lat = at.lat + random.gauss(0, NOISE_M) / METRES_PER_DEGREE
    lon = at.lon + random.gauss(0, NOISE_M) / METRES_PER_DEGREE / math.cos(math.radians(at.lat))
    return [lat, lon]


def random_walk(steps: int) -> list[list[float]]:
    """Return noisy positions of somebody who strolls to and fro along the row of stops, and lingers at their edges."""
    random = Random(7)
    x, fixes = 0.02, []
    for step in range(steps):
        goal = 0.5 if (step // (steps // 8)) % 2 == 0 else 0.02
        x = min(0.5, max(0.02, x + 0.004 * math.copysign(1, goal - x) * random.random() + random.gauss(0, 0.003)))
        fixes.append(noisy(random, x, 0.15))
    return fixes


def test_a_random_walk_offers_each_stop_once(visitor: Visitor) -> None:
    visitor.locate()
    arrivals = visitor.run(
        """
        const offer = document.querySelector('#near-offer');
        const arrivals = [];
        for (const [lat, lon] of arguments[0]) {
            offer.textContent = '';
            give(lat, lon);
            if (offer.firstChild) arrivals.push(offer.firstChild.textContent);
        }
        return arrivals;
        """,
        random_walk(FIXES),
    )
    assert sorted(text.split(" · ")[0] for text in arrivals) == [
        f"您已到达：{number}" for number in ("1", "12", "2", "3a")
    ]


def test_a_page_that_is_loaded_again_does_not_offer_the_same_stop_again(visitor: Visitor) -> None:
    at = position_of(0.1, 0.15)
    for expected in (1, 0):
        visitor.locate()
        visitor.run(f"for (let n = 0; n < 5; n += 1) give({at.lat}, {at.lon})")
        assert visitor.run("return document.querySelectorAll('#near-offer a').length") == expected
        visitor.forget_position()
        visitor.open("school/plan/")
        visitor.until("document.querySelector('.map [tabindex=\"0\"]')")


def test_one_stray_position_is_no_arrival(visitor: Visitor) -> None:
    there, away = position_of(0.1, 0.15), position_of(0.1, 0.9)
    visitor.locate()
    for _ in range(3):
        visitor.run(f"give({there.lat}, {there.lon}); give({away.lat}, {away.lon})")
    assert visitor.run("return document.querySelector('#near-offer').hidden")
    visitor.run(f"give({there.lat}, {there.lon}, 400); give({there.lat}, {there.lon}, 400)")
    assert visitor.run("return document.querySelector('#near-offer').hidden")
    assert "400" in visitor.text("#near-trouble")


def test_the_nearest_stop_is_shown_and_linked(visitor: Visitor) -> None:
    at = position_of(0.19, 0.3)
    visitor.locate()
    visitor.run(f"give({at.lat}, {at.lon})")
    assert visitor.text("#near-line").startswith("最近的站点：2 ·")
    assert visitor.run("return document.querySelector('#near-line').pathname") == "/guide/school/2/"
    x, y = visitor.run("const d = document.querySelector('.me .dot').dataset; return [Number(d.x), Number(d.y)]")
    assert math.dist((x, y), (0.19 * 800, 0.3 * 600)) < 12
    radius = visitor.run("return Number(document.querySelector('.me .error').getAttribute('r'))")
    assert radius > 15 * 0.6


@pytest.mark.parametrize(
    ("act", "says", "is_over"),
    [
        ("fail(1)", "本页无权获取您的位置", True),
        ("fail(2)", "手机现在不知道自己在哪里", False),
        ("fail(3)", "手机现在不知道自己在哪里", False),
        ("give(30.87, 105.38, 15, 60000)", "上一次定位已经过时", False),
        ("give(31.5, 105.38)", "您的位置不在这张图上", False),
    ],
)
def test_what_goes_wrong_is_said(visitor: Visitor, act: str, says: str, is_over: bool) -> None:
    visitor.locate()
    visitor.run(act)
    assert says in visitor.text("#near-trouble")
    assert visitor.run("return document.querySelectorAll('.me').length") == 0
    assert visitor.run("return window.asked === 0") is is_over
    if not is_over:
        at = position_of(0.5, 0.5)
        visitor.run(f"give({at.lat}, {at.lon})")
        assert (
            visitor.text("#near-trouble") == "" and visitor.run("return document.querySelectorAll('.me').length") == 1
        )


def test_a_stop_plays_by_itself_only_where_the_visitor_wants_it(visitor: Visitor) -> None:
    there = position_of(0.1, 0.15)
    visitor.locate()
    visitor.run("window.played = []; audioguide.actions.playStop = (number) => played.push(number)")
    visitor.run(f"give({there.lat}, {there.lon}); give({there.lat}, {there.lon})")
    assert visitor.run("return played") == []
    visitor.run("document.querySelector('#near-offer button').click()")
    assert visitor.run("return played") == ["1"]
    other = position_of(0.28, 0.15)
    visitor.run("document.querySelector('#by-itself').click()")
    visitor.run(f"give({other.lat}, {other.lon}); give({other.lat}, {other.lon})")
    assert visitor.run("return played") == ["1", "3a"]
    last = position_of(0.37, 0.15)
    visitor.run("document.documentElement.classList.add('playing')")
    visitor.run(f"give({last.lat}, {last.lon}); give({last.lat}, {last.lon})")
    assert visitor.run("return played") == ["1", "3a"]
    assert "12 ·" in visitor.text("#near-offer a")


# ---------------------------------------------------------------- positions at a stop

AUDIO = "document.querySelector('audio')"


@pytest.fixture
def walker(browser: Visitor) -> Visitor:
    """Somebody who was never here, at the first stop."""
    browser.open("village/")
    browser.run("localStorage.clear(); sessionStorage.clear()")
    browser.open("school/1/")
    browser.until("!document.querySelector('#near').hidden")
    return browser


def test_at_a_stop_the_nearest_one_is_offered_and_the_page_goes_on_to_it(walker: Visitor) -> None:
    at = position_of(0.28, 0.2)
    walker.locate()
    walker.run(f"give({at.lat}, {at.lon})")
    assert walker.text("#near-line").startswith("最近的站点：3a ·")
    walker.run("document.querySelector('#near-line').click()")
    walker.until("location.pathname === '/guide/school/3a/'")
    # the position is followed further: the page was not left
    walker.until("document.querySelector('#near-line') && !document.querySelector('#near-line').href")
    assert walker.run("return window.asked") == 1
    home = position_of(0.1, 0.15)
    walker.run(f"give({home.lat}, {home.lon})")
    assert walker.run("return document.querySelector('#near-line').pathname") == "/guide/school/1/"


def test_at_a_stop_a_random_walk_offers_each_stop_once_and_no_other_page_offers_it_again(walker: Visitor) -> None:
    walker.locate()
    count = """
        const offer = document.querySelector('#near-offer');
        const arrivals = [];
        for (const [lat, lon] of arguments[0]) {
            offer.textContent = '';
            give(lat, lon);
            if (offer.firstChild) arrivals.push(offer.firstChild.textContent.split(' · ')[0].split('：')[1]);
        }
        return arrivals;
        """
    walk = random_walk(FIXES)
    assert sorted(walker.run(count, walk)) == ["1", "12", "2", "3a"]
    for page in ("school/2/", "school/plan/"):
        walker.forget_position()
        walker.open(page)
        walker.until("!document.querySelector('#near').hidden")
        walker.locate()
        assert walker.run(count, walk[: FIXES // 4]) == []


def test_at_a_stop_the_next_one_plays_on_arrival_where_the_visitor_wants_it(walker: Visitor) -> None:
    there, other = position_of(0.28, 0.15), position_of(0.37, 0.15)
    walker.locate()
    walker.run(f"give({there.lat}, {there.lon}); give({there.lat}, {there.lon})")
    assert "3a ·" in walker.text("#near-offer a")
    assert walker.text("#status").startswith("您已到达：3a ·")
    tap(walker.driver, "#near-offer button")
    walker.until(f"location.pathname === '/guide/school/3a/' && {AUDIO}.currentTime > 0.1")
    walker.until("document.querySelector('#near-offer').hidden")
    walker.run("document.querySelector('#by-itself').click()")
    walker.run(f"give({other.lat}, {other.lon}); give({other.lat}, {other.lon})")
    assert "12 ·" in walker.text("#near-offer a")  # offered: another stop is playing
    assert walker.run("return location.pathname") == "/guide/school/3a/"
    tap(walker.driver, "[data-do=play]")
    walker.until(f"{AUDIO}.paused")
    first = position_of(0.1, 0.15)
    walker.run(f"give({first.lat}, {first.lon}); give({first.lat}, {first.lon})")
    walker.until(f"location.pathname === '/guide/school/1/' && {AUDIO}.currentTime > 0.1")


@pytest.mark.parametrize(
    ("act", "says", "is_over"),
    [
        ("fail(1)", "本页无权获取您的位置", True),
        ("fail(2)", "手机现在不知道自己在哪里", False),
        ("give(30.87, 105.38, 15, 60000)", "上一次定位已经过时", False),
        ("give(30.87, 105.38, 400)", "400", False),
    ],
)
def test_at_a_stop_what_goes_wrong_is_said(walker: Visitor, act: str, says: str, is_over: bool) -> None:
    walker.locate()
    walker.run(act)
    assert says in walker.text("#near-trouble")
    assert walker.run("return document.querySelector('#near-offer').hidden")
    assert walker.run("return window.asked === 0") is is_over
    if is_over:
        assert walker.text("[data-near=locate]") == "显示我的位置"
    else:
        at = position_of(0.28, 0.15)
        walker.run(f"give({at.lat}, {at.lon})")
        assert walker.text("#near-trouble") == "" and walker.text("#near-line").startswith("最近的站点：3a ·")


def test_at_a_stop_places_that_cannot_be_loaded_are_asked_for_again(walker: Visitor) -> None:
    walker.run(SCRIPTED)
    walker.run("window.fetchNow = fetch; window.fetch = () => Promise.reject(new TypeError('no line'))")
    walker.run("document.querySelector('[data-near=locate]').click()")
    walker.until("document.querySelector('#near-trouble').textContent.includes('手机上没有本导览各站的位置')")
    assert walker.run("return window.asked") == 0
    walker.run("window.fetch = fetchNow")
    walker.run("document.querySelector('[data-near=locate]').click()")
    walker.until("window.asked && window.give")


# ---------------------------------------------------------------- positions without a network


@pytest.fixture
def line(server: Server) -> Iterator[Server]:
    """A network of one's own that can be cut: another address, at which nothing was stored yet."""
    with serve_folder(server.folder) as own:
        yield own


def assert_near_works(visitor: Visitor) -> None:
    """Ask where one is, and arrive at the third stop."""
    at = position_of(0.28, 0.15)
    visitor.locate()
    visitor.run(f"give({at.lat}, {at.lon})")
    assert visitor.text("#near-line").startswith("最近的站点：3a ·")
    visitor.run(f"give({at.lat}, {at.lon})")
    assert visitor.text("#near-offer a").startswith("您已到达：3a ·")
    assert visitor.text("#near-trouble") == ""


def test_near_me_needs_no_network_once_the_tour_is_saved(browser: Visitor, line: Server) -> None:
    visitor = Visitor(browser.driver, line)
    save_tour(visitor.driver, f"{line.address}guide/school/")
    line.stop()
    visitor.open("school/2/")
    visitor.until("!document.querySelector('#near').hidden")
    assert_near_works(visitor)
    tap(visitor.driver, "#near-offer button")  # the stop that was reached plays, though no page of it was opened before
    visitor.until(f"location.pathname === '/guide/school/3a/' && {AUDIO}.currentTime > 0.1")
    visitor.run("sessionStorage.clear()")
    visitor.open("school/plan/")
    visitor.until("document.querySelector('.map [tabindex=\"0\"]')")
    assert_near_works(visitor)
    assert visitor.run("return document.querySelectorAll('.me').length") == 1


def test_near_me_needs_no_network_at_a_stop_that_was_opened(browser: Visitor, line: Server) -> None:
    visitor = Visitor(browser.driver, line)
    visitor.open("school/1/")
    wait_for_worker(visitor.driver)
    index = "caches.match(arguments[0]).then((answer) => (answer ? answer.text() : '')).then(arguments[1])"
    wait_for(lambda: "places.json" in visitor.driver.execute_async_script(index, f"{line.address}guide/kept-index"))
    line.stop()
    visitor.open("school/1/")
    visitor.until("!document.querySelector('#near').hidden")
    assert_near_works(visitor)


# ---------------------------------------------------------------- pins and routes


def test_pins_are_reached_and_opened_with_the_keyboard_alone(visitor: Visitor) -> None:
    from selenium.webdriver.common.keys import Keys

    pin = "document.activeElement.dataset.pin"
    visitor.run("document.querySelector('.map [tabindex=\"0\"]').focus()")
    assert visitor.run(f"return {pin}") == "1"
    visitor.press("+")
    visitor.press(Keys.ARROW_RIGHT)
    assert visitor.run(f"return {pin}") == "3a"
    visitor.press("+")
    box = [float(n) for n in visitor.run("return document.querySelector('svg.map').getAttribute('viewBox')").split()]
    assert box[2] < 400 and visitor.run(f"return {pin}") == "3a"
    assert box[0] < 224 < box[0] + box[2]
    visitor.press("0")
    assert visitor.run("return document.querySelector('svg.map').getAttribute('viewBox')") == "0 0 800 600"
    visitor.press("+", Keys.ENTER)
    visitor.until("location.pathname === '/guide/school/3a/'")


def test_floors_are_tabs(visitor: Visitor) -> None:
    from selenium.webdriver.common.keys import Keys

    visitor.run("document.querySelector('[role=tab]').focus()")
    visitor.press(Keys.ARROW_RIGHT)
    assert visitor.run("return document.querySelector('#plan-site').hidden")
    assert not visitor.run("return document.querySelector('#plan-upper').hidden")
    assert visitor.run("return document.activeElement.getAttribute('aria-selected')") == "true"


def test_a_route_is_what_next_follows_here_and_at_the_stops(visitor: Visitor) -> None:
    visitor.run("document.querySelector('[name=route][value=short]').click()")
    listed = visitor.run(
        "return [...document.querySelectorAll('.list li')].filter((e) => !e.hidden).map((e) => e.dataset.number)"
    )
    assert listed == ["1", "3a", "12"]
    visitor.run("document.querySelectorAll('[data-do=next]')[0].click()")
    visitor.until("document.querySelector('audio').src.includes('3a')")
    visitor.open("school/1/")
    visitor.until("document.querySelector('#route') && !document.querySelector('#route').hidden")
    assert visitor.run("return document.querySelector('a[rel=next]').pathname") == "/guide/school/3a/"
    visitor.open("school/2/")
    visitor.until("document.querySelector('a[rel=next]')")
    assert visitor.run("return document.querySelector('a[rel=next]').pathname") == "/guide/school/3a/"


def test_an_address_may_name_route_and_stop(visitor: Visitor) -> None:
    visitor.open("village/")
    visitor.open("school/plan/#route=easy")
    visitor.until("document.querySelector('[name=route][value=easy]').checked")
    visitor.open("village/")
    visitor.open("school/plan/#stop-2")
    visitor.until("!document.querySelector('#plan-upper').hidden")


def test_finished_stops_look_different(visitor: Visitor) -> None:
    visitor.run("localStorage.setItem('audioguide:tour:/guide/school/', JSON.stringify({heard: ['3a']}))")
    visitor.open("village/")
    visitor.open("school/plan/")
    visitor.until("document.querySelector('[data-pin=\"3a\"]').classList.contains('finished')")
    assert not visitor.run("return document.querySelector('[data-pin=\"1\"]').classList.contains('finished')")


def test_axe_finds_nothing_with_a_route_a_position_and_an_arrival(visitor: Visitor) -> None:
    visitor.run("document.querySelector('[name=route][value=short]').click()")
    visitor.locate()
    at = position_of(0.1, 0.15)
    visitor.run(f"give({at.lat}, {at.lon}); give({at.lat}, {at.lon})")
    assert visitor.run("return !document.querySelector('#near-offer').hidden")
    assert list_violations(visitor.driver) == []


# ---------------------------------------------------------------- one browser is enough


phone = one_phone(pixel_ratio=2)


def targets_of(driver: Any) -> list[list[float]]:
    positions: list[list[float]] = driver.execute_script(
        """
        return [...document.querySelectorAll('#plan-site .pins a, #plan-site .cluster')]
            .map((pin) => pin.getBoundingClientRect()).filter((box) => box.width)
            .map((box) => [box.left, box.top, box.width, box.height]);
        """
    )
    return positions


def test_a_hundred_pins_stay_apart_and_large_enough_to_tap(server: Server, phone: Any) -> None:
    phone.get(f"{server.address}guide/hundred/plan/")
    until(phone, "document.querySelectorAll('.cluster').length")
    for _ in range(8):
        boxes = targets_of(phone)
        assert boxes and all(width >= 24 and height >= 24 for _x, _y, width, height in boxes)
        for index, (x, y, width, height) in enumerate(boxes):
            for left, top, *_size in boxes[index + 1 :]:
                assert abs(left - x) >= min(width, 24) or abs(top - y) >= min(height, 24)
        phone.execute_script("document.querySelector('#plan-site [data-zoom=larger]').click()")
    assert not phone.execute_script("return document.querySelectorAll('#plan-site .cluster').length")


def test_two_fingers_zoom_and_one_then_pans(server: Server, phone: Any) -> None:
    phone.get(f"{server.address}guide/school/plan/")
    until(phone, "document.querySelector('.map [tabindex=\"0\"]')")
    left, top, width, height = phone.execute_script(
        "const b = document.querySelector('svg.map').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]"
    )
    middle = left + width / 2, top + height / 2

    def touch(kind: str, *offsets: float) -> None:
        points = [{"x": middle[0] + dx, "y": middle[1], "id": n} for n, dx in enumerate(offsets)]
        phone.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def view() -> list[float]:
        return [
            float(n)
            for n in phone.execute_script("return document.querySelector('svg.map').getAttribute('viewBox')").split()
        ]

    touch("touchStart", -20)
    touch("touchStart", -20, 20)
    for reach in (30, 45, 60, 80):
        touch("touchMove", -reach, reach)
    touch("touchEnd")
    zoomed = view()
    assert 150 < zoomed[2] < 500
    touch("touchStart", 60)
    for step in (40, 20, 0, -20):
        touch("touchMove", step)
    touch("touchEnd")
    assert view()[0] > zoomed[0] + 10 and view()[2] == pytest.approx(zoomed[2])
    assert phone.current_url.endswith("/plan/")


def test_without_a_script_there_are_picture_list_and_text(server: Server, phone: Any) -> None:
    phone.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    phone.get(f"{server.address}guide/school/plan/")
    phone.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    shown = phone.execute_script(
        """
        const isSeen = (element) => element.getBoundingClientRect().height > 0;
        const seen = (selector) => [...document.querySelectorAll(selector)].filter(isSeen).length;
        return ['image', '.pins a', '.list li', '.zoom', '.tabs', '#near', '.routes label'].map(seen);
        """
    )
    assert shown == [2, 4, 4, 0, 0, 0, 2]


def test_from_a_memory_stick_there_are_pins_and_links_but_no_position(server: Server, phone: Any) -> None:
    page = Path(server.folder) / "guide/school/plan/index.html"
    phone.get(page.as_uri())
    until(phone, "document.querySelector('.map [tabindex=\"0\"]')")
    assert phone.execute_script("return document.querySelector('#near').hidden")
    assert phone.execute_script("return document.querySelector('[data-pin]').href.baseVal").endswith("/1/index.html")
    phone.execute_script(
        "document.querySelector('[data-pin]').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
    )
    wait_for(lambda: phone.current_url.endswith("/school/1/index.html"))


def test_a_saved_tour_has_its_plan_without_a_network(tmp_path: Path, phone: Any) -> None:
    output = tmp_path / "guide"
    output.mkdir()
    write_site([placed_tour(output)], output)
    with serve_folder(tmp_path) as server:
        save_tour(phone, f"{server.address}guide/school/")
        server.stop()
        phone.get(f"{server.address}guide/school/plan/")
        until(phone, "document.querySelector('.map [tabindex=\"0\"]')")
        size = phone.execute_async_script(
            """
            const picture = new Image();
            picture.onload = () => arguments[0](picture.naturalWidth);
            picture.onerror = () => arguments[0](0);
            picture.src = document.querySelector('image').href.baseVal;
            """
        )
        assert size == 800
        phone.execute_script(SCRIPTED)
        phone.execute_script("document.querySelector('[data-near=locate]').click()")
        until(phone, "window.give")


@pytest.mark.parametrize(("permission", "is_followed"), [("granted", True), ("prompt", False)])
def test_the_next_page_of_a_visit_goes_on_by_itself_where_the_browser_need_not_ask(
    server: Server, phone: Any, permission: str, is_followed: bool
) -> None:
    query = f"() => Promise.resolve({{ state: '{permission}' }})"
    source = f"{SCRIPTED} Object.defineProperty(navigator, 'permissions', {{ value: {{ query: {query} }} }});"
    phone.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})
    phone.get(f"{server.address}guide/school/1/")
    until(phone, "!document.querySelector('#near').hidden")
    assert not phone.execute_script("return window.asked")
    phone.execute_script("document.querySelector('[data-near=locate]').click()")
    until(phone, "window.give")
    phone.get(f"{server.address}guide/school/2/")
    until(phone, "!document.querySelector('#near').hidden")
    script = "navigator.permissions.query().then(() => setTimeout(arguments[0], 0))"
    phone.execute_async_script(script)
    if is_followed:
        until(phone, "window.give")
    else:
        assert not phone.execute_script("return document.querySelector('script[src*=\"/near-\"]')")


def test_map_applications_come_in_the_order_of_the_visitors_region(server: Server, phone: Any) -> None:
    for zone, first in (("Asia/Shanghai", "amap"), ("Europe/Madrid", "google")):
        phone.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})
        phone.get(f"{server.address}guide/school/1/")
        until(phone, f"document.querySelector('.maps a').href.includes('{first}')")
