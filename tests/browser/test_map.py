"""A real map below the pins: tiles out of a ``.pmtiles`` file, with and without a network, in three browsers."""

from __future__ import annotations

from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_checks import list_violations
from drivers import (
    BROWSERS,
    Server,
    each_browser,
    one_phone,
    save_tour,
    serve_folder,
    served_site,
    until,
    wait_for,
)
from placed_tours import placed_tour, position_of
from site_tours import write_site
from test_plan import SCRIPTED
from tiled_maps import tile_colour, tiles_of, write_archive

from audioguide.authoring.site_config import SiteConfig, TileMap
from audioguide.authoring.tile_archive import to_mercator
from audioguide.outputs.site.map_view import area_around

pytestmark = pytest.mark.browser
ZOOMS = range(13, 18)
SHOWN = "document.querySelector('#a-map') && !document.querySelector('#a-map').hidden"


def build(root: Path) -> Path:
    """Write a guide with a map below a folder of the server: addresses must not lean on its root."""
    output = root / "guide"
    output.mkdir()
    tours = [placed_tour(output), placed_tour(output, site="hundred", numbers=[str(n) for n in range(1, 101)])]
    places = [stop.position for each in tours for stop in each.stops if stop.position]
    archive = write_archive(root / "public/maps/village.pmtiles", tiles_of(area_around(places), ZOOMS, beside=6))
    write_site(tours, output, SiteConfig(map=TileMap(archive, "maps/village.pmtiles")))
    archive.unlink()  # visitors get the copy
    return output


server = served_site(build)


driver = each_browser()


phone = one_phone(pixel_ratio=2)


def open_map(driver: Any, address: str) -> None:
    driver.get(address)
    until(driver, "document.querySelector('.map [tabindex=\"0\"]')")
    driver.execute_script("document.querySelector('#tab-a-map').click()")
    assert driver.execute_script(f"return {SHOWN}")


def colour_at(driver: Any, x: float, y: float) -> tuple[int, int, int]:
    """Return the colour of the map at a place, given as shares of its frame."""
    data = driver.execute_script(
        """
        const canvas = document.querySelector('#a-map canvas');
        const [x, y] = [arguments[0] * canvas.width, arguments[1] * canvas.height].map(Math.floor);
        return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data];
        """,
        x,
        y,
    )
    return tuple(data[:3]) if data[3] else (0, 0, 0)


def colour_under(driver: Any, number: str) -> tuple[int, int, int]:
    """Return the colour of the map under a pin; black where no tile is drawn, or the pin is out of sight."""
    data = driver.execute_script(
        """
        const canvas = document.querySelector('#a-map canvas');
        const pin = document.querySelector(`#a-map [data-pin="${arguments[0]}"]`);
        const frame = canvas.getBoundingClientRect();
        const map = document.querySelector('#a-map svg').getScreenCTM();
        const ratio = canvas.width / frame.width;
        const x = map.a * Number(pin.dataset.x) + map.e - frame.left;
        const y = map.d * Number(pin.dataset.y) + map.f - frame.top;
        return [...canvas.getContext('2d').getImageData(x * ratio, y * ratio, 1, 1).data];
        """,
        number,
    )
    return tuple(data[:3]) if data[3] else (0, 0, 0)


def is_drawn(driver: Any) -> bool:
    """Return whether there is a tile under two pins."""
    return any(colour_under(driver, "1")) and any(colour_under(driver, "12"))


def expected_colours(x: float, y: float) -> set[tuple[int, int, int]]:
    """Return the colours of the tiles, one a zoom level, in which a share of the plan lies."""
    at = to_mercator(position_of(x, y), 105)
    return {tile_colour(zoom, int(at[0] * 2**zoom), int(at[1] * 2**zoom)) for zoom in ZOOMS}


def test_the_tiles_lie_where_the_pins_are(server: Server, driver: Any) -> None:
    open_map(driver, f"{server.address}guide/school/plan/")
    wait_for(lambda: is_drawn(driver))
    for _ in range(3):
        for number, at in (("1", (0.1, 0.15)), ("12", (0.37, 0.15))):
            colour = colour_under(driver, number)
            assert colour == (0, 0, 0) or colour in expected_colours(*at), number
        driver.execute_script("document.querySelector('#a-map [data-zoom=larger]').click()")
        wait_for(lambda: any(colour_at(driver, 0.5, 0.5)))
    assert driver.execute_script("return document.querySelector('.no-map').textContent") == ""
    assert driver.execute_script("return document.querySelector('#a-map .fine a').textContent").endswith(
        "OpenStreetMap contributors"
    )


def test_a_visitors_position_is_on_the_map(server: Server, driver: Any) -> None:
    open_map(driver, f"{server.address}guide/school/plan/")
    driver.execute_script(SCRIPTED)
    driver.execute_script("document.querySelector('[data-near=locate]').click()")
    until(driver, "window.asked && window.give")
    at = position_of(0.1, 0.15)
    driver.execute_script(f"give({at.lat}, {at.lon}, 20)")
    dot, pin, radius, width = driver.execute_script(
        """
        const box = document.querySelector('#a-map');
        const place = (element) => [Number(element.dataset.x), Number(element.dataset.y)];
        return [place(box.querySelector('.dot')), place(box.querySelector('[data-pin="1"]')),
                Number(box.querySelector('.error').getAttribute('r')), 1200];
        """
    )
    assert max(abs(a - b) for a, b in zip(dot, pin, strict=True)) < 0.5
    # twenty metres of the area's width
    metres = area_around([position_of(x, y) for x, y in ((0.1, 0.15), (0.37, 0.9))]).width * 40_075_016.686 * 0.858
    assert radius == pytest.approx(20 * width / metres, rel=0.05)
    driver.execute_script(f"give({at.lat}, {at.lon}, 20); give({at.lat}, {at.lon}, 20)")
    assert driver.execute_script(f"return {SHOWN}")  # an arrival does not take the map away


@pytest.mark.parametrize("browser", list(BROWSERS.values()), ids=list(BROWSERS))
def test_a_saved_tour_has_its_map_without_a_network(tmp_path: Path, browser: Any) -> None:
    build(tmp_path)
    with serve_folder(tmp_path) as server, browser() as driver:
        save_tour(driver, f"{server.address}guide/school/")
        server.stop()
        open_map(driver, f"{server.address}guide/school/plan/")
        wait_for(lambda: is_drawn(driver))


def test_the_map_says_when_it_cannot_be_read_and_comes_back(tmp_path: Path, phone: Any) -> None:
    build(tmp_path)
    with serve_folder(tmp_path) as server:
        open_map(phone, f"{server.address}guide/school/plan/")
        wait_for(lambda: is_drawn(phone))
        server.stop()
        for _ in range(5):
            phone.execute_script("document.querySelector('#a-map [data-zoom=larger]').click()")
        until(phone, "document.querySelector('.no-map').textContent.includes('地图需要网络')")
        assert any(colour_at(phone, 0.5, 0.5))  # what is there is enlarged
        server.start()
        phone.execute_script("dispatchEvent(new Event('online'))")
        until(phone, "document.querySelector('.no-map').textContent === ''")


def test_a_server_that_knows_no_ranges_sends_the_file_once(tmp_path: Path, phone: Any) -> None:
    build(tmp_path)
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(tmp_path))

        def log_message(self, format: str, *arguments: object) -> None:
            asked.append(str(arguments[0]))

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            open_map(phone, f"http://localhost:{server.server_port}/guide/school/plan/")
            wait_for(lambda: is_drawn(phone))
            assert len([line for line in asked if ".pmtiles" in line]) == 1
        finally:
            server.shutdown()


def test_pins_on_the_map_are_apart_and_nothing_is_in_the_way_of_a_screen_reader(server: Server, phone: Any) -> None:
    open_map(phone, f"{server.address}guide/hundred/plan/")
    wait_for(lambda: any(colour_at(phone, 0.5, 0.5)))
    assert list_violations(phone) == []
    for _ in range(9):
        boxes = phone.execute_script(
            """
            return [...document.querySelectorAll('#a-map .pins a, #a-map .cluster')]
                .map((pin) => pin.getBoundingClientRect()).filter((box) => box.width)
                .map((box) => [box.left, box.top, box.width, box.height]);
            """
        )
        assert boxes and all(width >= 24 and height >= 24 for _x, _y, width, height in boxes)
        for index, (x, y, width, height) in enumerate(boxes):
            for left, top, *_size in boxes[index + 1 :]:
                assert abs(left - x) >= min(width, 24) or abs(top - y) >= min(height, 24)
        phone.execute_script("document.querySelector('#a-map [data-zoom=larger]').click()")
    assert not phone.execute_script("return document.querySelectorAll('#a-map .cluster').length")


def test_from_a_memory_stick_and_without_a_script_there_is_no_empty_map(server: Server, phone: Any) -> None:
    page = Path(server.folder) / "guide/school/plan/index.html"
    phone.get(page.as_uri())
    until(phone, "document.querySelector('.map [tabindex=\"0\"]')")
    assert phone.execute_script("return document.querySelectorAll('#a-map, #tab-a-map').length") == 0
    assert phone.execute_script("return document.querySelectorAll('[role=tab]').length") == 2
    phone.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    phone.get(f"{server.address}guide/school/plan/")
    phone.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert phone.execute_script("return document.querySelector('#a-map').getBoundingClientRect().height") == 0
