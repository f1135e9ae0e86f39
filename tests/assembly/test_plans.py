"""Plans as pictures: drawings stay drawings, and nothing in them runs or fetches anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from audioguide.assembly import plans
from audioguide.assembly.pictures import PictureError
from audioguide.model import Plan, Tour

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 400 300">{}</svg>'
)


@pytest.fixture
def tour(tmp_path: Path) -> Tour:
    (tmp_path / "scripts").mkdir()
    return replace(Tour("mill", "zh-CN", "磨坊", ()), path=tmp_path / "scripts/mill.yaml")


def published(tour: Tour, text: str) -> str:
    (tour.path.parent / "plan.svg").write_text(text, "utf-8")
    return plans.prepare_drawing(tour, Plan("site", "plan.svg")).data.decode()


def test_a_drawing_keeps_its_shapes_and_says_its_size(tour: Tour) -> None:
    text = published(tour, SVG.format('<path d="M0 0L9 9"/><text x="9">村口</text><use href="#a"/>'))
    root = ET.fromstring(text)
    assert [child.tag.rpartition("}")[2] for child in root] == ["path", "text", "use"]
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("400", "300", "0 0 400 300")


@pytest.mark.parametrize(
    "harmful",
    [
        "<script>alert(1)</script>",
        '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
        '<rect onclick="alert(1)"/>',
        '<rect ONLOAD="alert(1)"/>',
        "<foreignObject><p>alert(1)</p></foreignObject>",
        '<a xlink:href="javascript:alert(1)"><rect/></a>',
        '<a href="https://alert.example/"><rect/></a>',
        '<iframe src="alert"/>',
        "<!-- alert -->",
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/alert"/>',
    ],
)
def test_what_could_harm_is_left_out(tour: Tour, harmful: str) -> None:
    text = published(tour, SVG.format(f'<path d="M0 0"/>{harmful}tail'))
    assert "alert" not in text.lower() and "<path" in text


@pytest.mark.parametrize(
    "foreign",
    [
        '<image href="photo.jpg"/>',
        '<image xlink:href="https://example.org/x.png"/>',
        '<use href="other.svg#a"/>',
        '<style>@import url("x.css");</style>',
        '<rect style="fill: url(https://example.org/x)"/>',
        '<rect fill="url(other.svg#a)"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
    ],
)
def test_a_drawing_that_needs_another_file_is_refused(tour: Tour, foreign: str) -> None:
    with pytest.raises(PictureError, match="needs another file"):
        published(tour, SVG.format(foreign))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg",
        "<html/>",
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="9"/>',
        *(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>'
            for box in ("0 0 0 0", "0 0 . 5", "0 0 nan 5", "0 0 1e999 5", "0 0 ٤٠٠ 300", "0 0 -4 3", "0 0 4")
        ),
        '<svg xmlns="http://www.w3.org/2000/svg" width="1e999" height="9"/>',
        "\0\1\2",
    ],
)
def test_what_is_no_drawing_is_an_error_with_a_way_out(tour: Tour, text: str) -> None:
    with pytest.raises(PictureError) as caught:
        published(tour, text)
    assert "plan.svg" in caught.value.message and caught.value.hint


def test_entities_are_not_expanded(tour: Tour) -> None:
    secret = tour.path.parent / "secret.txt"
    secret.write_text("password", "utf-8")
    doctype = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "yyyy">]>'
    text = published(tour, doctype + SVG.format("<text>&x;</text>"))
    assert "password" not in text and "DOCTYPE" not in text


def test_embedded_pictures_and_references_within_stay(tour: Tour) -> None:
    text = published(tour, SVG.format('<image href="data:image/png;base64,AAAA"/><rect fill="url(#g)"/>'))
    assert "data:image/png" in text and "url(#g)" in text


def test_a_size_in_pixels_becomes_the_view_box(tour: Tour) -> None:
    text = published(tour, '<svg xmlns="http://www.w3.org/2000/svg" width="640px" height="480"/>')
    assert ET.fromstring(text).get("viewBox") == "0 0 640 480"


def test_a_photograph_keeps_more_pixels_than_other_pictures(tour: Tour, tmp_path: Path) -> None:
    Image.linear_gradient("L").resize((5000, 2500)).save(tour.path.parent / "plan.png")
    built = plans.write_plan(tour, Plan("site", "plan.png", "全图"), tmp_path / "out")
    assert (built.file, built.width, built.height, built.title) == ("images/plan-site.png", 3200, 1600, "全图")
    assert [path.name for path in (tmp_path / "out/images").iterdir()] == ["plan-site.png"]


def test_every_plan_that_cannot_be_published_is_named(tour: Tour) -> None:
    (tour.path.parent / "bad.svg").write_text("<svg", "utf-8")
    named = (Plan("a", "bad.svg"), Plan("b", "missing.png"), Plan("c", "missing.svg"))
    assert set(plans.plan_errors(replace(tour, plans=named))) == {"bad.svg", "missing.png", "missing.svg"}
