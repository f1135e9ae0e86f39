"""The tour as data for other players: one JSON file a tour and one for all, described by a JSON Schema.

``<folder>/tour.json`` has all that a player needs; ``tours.json`` beside the tours lists them. Both name
``tour.schema.json``, which is written beside them. Times are milliseconds, addresses are relative to the file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any, ClassVar

from ..assembly.publishing import Destination
from ..authoring.places import distance_m, walking_minutes
from ..model import BuiltPicture, BuiltPoint, BuiltStop, Cue, Manifest, Position, Track
from . import BuiltTours, Output
from .credits import credit_lines
from .visitor_texts import visitor_texts

SCHEMA_FILE = Path(__file__).with_name("tour.schema.json")


class TourDataOutput(Output):
    """``tour.json`` for each tour, ``tours.json`` for all of them."""

    name: ClassVar[str] = "json"
    enabled_by_default: ClassVar[bool] = False

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Write the data of every tour. Raises OutputError."""
        if not tours.manifests:
            return
        destination.write_text("tour.schema.json", SCHEMA_FILE.read_text("utf-8"))
        for manifest in tours.manifests:
            up = "../" * (manifest.folder.count("/") + 1)
            _write_json(f"{manifest.folder}/tour.json", tour_data(manifest, up), destination)
        _write_json("tours.json", _listing(tours.listed), destination)


def tour_data(manifest: Manifest, up: str) -> dict[str, Any]:
    """Return the data of a tour; ``up`` is the way from its folder to the output folder."""
    return {
        "$schema": f"{up}tour.schema.json",
        "id": manifest.id,
        "language": manifest.language,
        "title": manifest.title,
        "description": manifest.description,
        "synthetic": manifest.synthetic,
        **({"mark": dict(visitor_texts(manifest.language)["mark"])} if manifest.marked and manifest.synthetic else {}),
        "page": f"{manifest.base_url}/{manifest.folder}/" if manifest.base_url else "",
        "cover": _picture_data(manifest.cover, manifest.cover_alt),
        "audio": _track(manifest.tour),
        "captions": manifest.captions,
        "chapters": [
            {"number": chapter.number, "start": chapter.start, "end": chapter.end} for chapter in manifest.chapters
        ],
        "stops": [
            _stop(stop, following, credit_lines([stop], manifest.language))
            for stop, following in zip_longest(manifest.stops, manifest.stops[1:])
        ],
        **({"points": [_point(point) for point in manifest.points]} if manifest.points else {}),
    }


def _stop(stop: BuiltStop, following: BuiltStop | None, credits: Sequence[str]) -> dict[str, Any]:
    return {
        "number": stop.number,
        "title": stop.title,
        "heading": stop.chapter,
        "page": f"{stop.number}/",
        "picture": _picture_data(stop.image, stop.alt),
        **({"pictures": [_described_picture(picture) for picture in stop.pictures]} if stop.pictures else {}),
        "audio": _track(stop.track),
        "captions": stop.captions,
        "sentences": [_sentence(cue) for cue in stop.cues],
        **({"credits": list(credits)} if credits else {}),
        **_geography(stop, following),
    }


def _geography(stop: BuiltStop, following: BuiltStop | None) -> dict[str, Any]:
    """Return where the stop is and how to get on from it: only what is known, so that other tours stay as they are."""
    data: dict[str, Any] = {}
    if stop.position:
        data["place"] = _place(stop.position)
    if stop.access:
        data["access"] = {name: text for name, text in asdict(stop.access).items() if text}
    way: dict[str, Any] = {"text": stop.directions} if stop.directions else {}
    if stop.position and following and following.position:
        metres = round(distance_m(stop.position, following.position))
        way |= {"distance": metres, "minutes": walking_minutes(metres)}
    if way:
        data["next"] = way
    return data


def _point(point: BuiltPoint) -> dict[str, Any]:
    place = {"place": _place(point.position)} if point.position else {}
    return {"kind": point.kind, "title": point.title, **place}


def _place(position: Position) -> dict[str, float]:
    return {"lat": position.lat, "lon": position.lon}


def _sentence(cue: Cue) -> dict[str, Any]:
    return {
        "start": cue.start,
        "end": cue.end,
        "text": cue.text,
        "paragraph": cue.paragraph,
        "role": cue.role,
        "speaker": cue.speaker,
        "speaker_title": cue.speaker_title,
    }


def _track(track: Track) -> dict[str, Any]:
    return {
        "file": track.file,
        "type": "audio/mpeg",
        "duration": track.duration,
        "bytes": track.bytes,
        "sha256": track.sha256,
    }


def _picture_data(file: str, alt: str) -> dict[str, str] | None:
    return {"file": file, "alt": alt} if file else None


def _described_picture(picture: BuiltPicture) -> dict[str, str]:
    words = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    return {"file": picture.file, **{name: text for name, text in words.items() if text}}


def _listing(manifests: Sequence[Manifest]) -> dict[str, Any]:
    return {
        "tours": [
            {
                "id": manifest.id,
                "language": manifest.language,
                "title": manifest.title,
                "data": f"{manifest.folder}/tour.json",
            }
            for manifest in manifests
        ]
    }


def _write_json(path: str, data: dict[str, Any], destination: Destination) -> None:
    # straight into the file: json.dumps keeps hundreds of thousands of small pieces until the last is there
    with destination.open_file(path) as target, target.open("w", encoding="utf-8", newline="\n") as text:
        json.dump(data, text, ensure_ascii=False, indent=1)
        text.write("\n")
