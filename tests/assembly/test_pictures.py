"""Pictures: what cameras, phones and strangers give, and what visitors get."""

from __future__ import annotations

import io
import os
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from audioguide import files
from audioguide.assembly import pictures
from audioguide.assembly.pictures import PictureError
from audioguide.model import Tour


@pytest.fixture
def tour(tmp_path: Path) -> Tour:
    (tmp_path / "scripts").mkdir()
    return replace(Tour("mill", "zh-CN", "磨坊", ()), path=tmp_path / "scripts/mill.yaml")


def camera_picture(path: Path, size: tuple[int, int] = (4000, 3000), orientation: int = 6) -> None:
    """As a phone takes it: turned by a note in its EXIF, with the place where it was taken."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 4.0, 30.0), 3: "E", 4: (119.0, 18.0, 0.0)})
    picture.save(path, "JPEG", exif=exif, comment=b"private remark")


def test_a_camera_picture_comes_out_upright_small_and_without_its_place(tour: Tour, tmp_path: Path) -> None:
    camera_picture(tmp_path / "scripts/gate.JPG")
    assert b"Maker of cameras" in (tmp_path / "scripts/gate.JPG").read_bytes()
    large, small = pictures.write_picture(tour, "gate.JPG", "01", tmp_path / "out")
    assert (large, small) == ("images/01.jpg", "images/01-small.jpg")
    for name, size in ((large, (1200, 1600)), (small, (480, 640))):
        data = (tmp_path / "out" / name).read_bytes()
        assert b"Maker" not in data and b"private" not in data and b"Exif" not in data
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == size and not picture.getexif()
    assert (tmp_path / "out" / large).stat().st_size < 600_000


def test_equal_pictures_give_equal_bytes(tour: Tour, tmp_path: Path) -> None:
    camera_picture(tmp_path / "scripts/a.jpg", (900, 700))
    assert pictures.prepare_picture(tour, "a.jpg") == pictures.prepare_picture(tour, "a.jpg")


def test_a_picture_is_decoded_once_until_it_is_written_again(
    tour: Tour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera_picture(tmp_path / "scripts/a.jpg", (900, 700))
    assert pictures.picture_errors(tour, ["a.jpg"]) == {}
    with monkeypatch.context() as patch:
        patch.setattr("audioguide.assembly.sandbox.run_limited", None)
        assert pictures.picture_errors(tour, ["a.jpg"]) == {}
    files.write_bytes(tmp_path / "scripts/a.jpg", b"no picture")
    assert list(pictures.picture_errors(tour, ["a.jpg", "a.jpg"])) == ["a.jpg"]
    assert list(pictures.picture_errors(tour, ["a.jpg"])) == ["a.jpg"]


@pytest.mark.parametrize(
    ("mode", "format_", "suffix", "expected"),
    [
        ("RGBA", "PNG", ".png", ".png"),
        ("P", "PNG", ".png", ".png"),
        ("RGB", "PNG", ".png", ".jpg"),
        ("L", "JPEG", ".jpg", ".jpg"),
        ("CMYK", "JPEG", ".jpeg", ".jpg"),
        ("RGB", "WEBP", ".webp", ".jpg"),
        ("RGB", "AVIF", ".avif", ".jpg"),
        ("P", "GIF", ".gif", ".png"),
        ("RGB", "TIFF", ".tif", ".jpg"),
        ("1", "BMP", ".bmp", ".png"),
    ],
)
def test_every_kind_becomes_jpeg_or_png(
    tour: Tour, tmp_path: Path, mode: str, format_: str, suffix: str, expected: str
) -> None:
    Image.new(mode, (700, 300)).save(tmp_path / f"scripts/a{suffix}", format_)
    prepared = pictures.prepare_picture(tour, f"a{suffix}")
    assert prepared.suffix == expected
    with Image.open(io.BytesIO(prepared.data)) as picture:
        assert picture.size == (700, 300) and picture.format == ("PNG" if expected == ".png" else "JPEG")
    assert pictures.picture_errors(tour, [f"a{suffix}"]) == {}


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = side.to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


NO_PICTURES = {
    "text.jpg": b"root:x:0:0:root:/root:/bin/bash\n",
    "empty.png": b"",
    "notes.docx": b"PK\x03\x04 a document",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "page.html": b"<html>",
    "phone.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "renamed.jpg": b"\x00\x00\x00\x18ftypheix\x00\x00\x00\x00mif1heic",
    "cut.jpg": b"",
    "bomb.png": bomb(60_000),
    "font.ps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture_is_refused_by_name(tour: Tour, tmp_path: Path, name: str) -> None:
    path = tmp_path / "scripts" / name
    if name == "cut.jpg":
        camera_picture(path, (900, 700))
        path.write_bytes(path.read_bytes()[:2000])
    else:
        path.write_bytes(NO_PICTURES[name])
    with pytest.raises(PictureError, match=name) as error:
        pictures.prepare_picture(tour, name)
    assert error.value.hint
    assert (name.endswith("heic") or name == "renamed.jpg") == ("HEIC" in error.value.message)
    assert list(pictures.picture_errors(tour, [name, name])) == [name]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["../../../../../../etc/passwd", "/etc/hostname", "../../outside.png", "link.png"])
def test_only_pictures_of_the_project_are_published(tour: Tour, tmp_path: Path, name: str) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path.parent / "outside.png")
    (tmp_path / "scripts/link.png").symlink_to(tmp_path.parent / "outside.png")
    with pytest.raises(PictureError, match="outside of the project"):
        pictures.prepare_picture(tour, name)


def test_a_name_longer_than_the_system_takes_is_no_picture(tour: Tour) -> None:
    with pytest.raises(PictureError, match="There is no picture"):
        pictures.prepare_picture(tour, "长" * 5000)
    assert not files.names_file(tour.path / ("a/" * 5000))


def test_a_picture_beside_the_scripts_folder_is_the_projects_own(tour: Tour, tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "gate.png")
    assert pictures.picture_errors(tour, ["../gate.png"]) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_a_device_and_a_folder_are_not_read(tour: Tour, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "scripts/pipe.png")
    (tmp_path / "scripts/folder.png").mkdir()
    assert set(pictures.picture_errors(tour, ["pipe.png", "folder.png", "gone.png"])) == {
        "pipe.png",
        "folder.png",
        "gone.png",
    }
