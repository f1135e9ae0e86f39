"""Files of a project in full, for ``fuzz`` and ``growth``: one of them is damaged or holds any text, and all are read.

Random text hardly ever is a plan, a route or a recording. Here a sound file is what damage begins with.
"""

from __future__ import annotations

import json
import wave
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from unittest.mock import patch

from audioguide import lint, manifest
from audioguide.assembly import beds, journal, pictures, recordings, sandbox
from audioguide.authoring import moved_tours, printed_labels, script, site_places, site_yaml, voices_yaml
from audioguide.authoring.plan_fit import locate_on_plans
from audioguide.authoring.tile_archive import MercatorArea, TileArchive
from audioguide.engines import pcm
from audioguide.engines.kokoro import KokoroEngine
from audioguide.engines.sentence_timing import audible_letters, spans_in_pauses
from audioguide.errors import ProblemsError
from audioguide.model import (
    BuiltPlan,
    BuiltPoint,
    BuiltRoute,
    BuiltStop,
    Chapter,
    Cue,
    Manifest,
    PlanPin,
    Position,
    ReferencePoint,
    Sentence,
    Track,
    Utterance,
    Voice,
)
from audioguide.project import Project

from .target import MAX_S, MODELS_MAX_S, Target, through_document

P = ParamSpec("P")
Result = TypeVar("Result")
PLACE = "TEXT"
"""In a document: any text may be put in the place of one of them."""
SCRIPT = """\
schema: 1
title: TEXT
language: zh-CN
description: TEXT
lexicon:
  长水: {say: chang2 shui3, note: TEXT}
voices: {pauses: {sentence: 300}}
points:
  - {kind: toilet, title: TEXT, place: {lat: 30.86, lon: 105.37, datum: GCJ-02}}
  - {kind: lift, plan: {x: 0.2, y: 0.8, name: ground}}
plans:
  - name: ground
    file: plan.svg
    title: TEXT
    floor: 1F
    alt: TEXT
    references:
      - {x: 0.1, y: 0.1, place: {lat: 30.874, lon: 105.3752}}
      - {x: 0.9, y: 0.1, place: {lat: 30.874, lon: 105.3848}}
      - {x: 0.9, y: 0.9, place: {lat: 30.866, lon: 105.3848}}
routes:
  - {name: short, title: TEXT, minutes: 20, for: wheelchair, stops: [1, 2a]}
stops:
  - number: 1
    title: TEXT
    place: {lat: 30.87, lon: 105.376}
    plan: {x: 0.4, y: 0.5, name: ground}
    trigger: 30 m
    next: TEXT
    access: {steps: TEXT, seating: TEXT}
    images: [{file: TEXT, alt: TEXT, caption: TEXT, credit: TEXT}]
    audio: gate.wav
    text: |
      TEXT

      这里是长水镇。
  - number: 2a
    title: 操场
    music: {file: gate.wav, credit: TEXT}
    segments:
      - {voice: narrator, text: "这里是操场。"}
      - {voice: quoted, speaker: TEXT, audio: TEXT, text: "水从山上来。"}
      - {cue: TEXT}
"""
EDITION = """\
title: TEXT
language: fr
routes: [{name: short, title: TEXT}, {name: long, title: TEXT, stops: [1]}]
stops:
  - {number: 1, title: TEXT, text: TEXT}
"""
SITE = """\
name: {zh: TEXT, en: TEXT}
description: TEXT
contact: {text: TEXT, url: "mailto:TEXT"}
base_url: https://guide.example.org
tours: [mill, TEXT]
closed: {mill: TEXT}
outputs: [site, m4b]
footer: {icp: {text: TEXT, url: "https://TEXT"}, lines: [{fr: TEXT}]}
accessibility: {date: 2026-05-01, status: full, limits: [TEXT]}
embed: [https://www.example.org]
points:
  - {kind: cafe, title: {zh: TEXT, fr: TEXT}, place: {lat: 30.86, lon: 105.37}}
plans:
  - {name: village, file: scripts/plan.svg, title: {zh: TEXT}, alt: TEXT}
map: {file: public/map.pmtiles, title: TEXT, credit: {text: TEXT}}
publish: {here: {to: "folder:TEXT"}, there: ssh://guide@host.example/srv}
"""
VOICES = """\
schema: 1
engine: silent
roles:
  narrator:
    zh-CN:
      kokoro: {name: zm_yunyang, rate: "+5%"}
      edge: {name: TEXT, pace: 220}
  quoted: {zh-CN: {kokoro: TEXT}}
engines: {http: {url: "http://127.0.0.1:9/TEXT", headers: {a: TEXT}}}
pauses: {sentence: 450, paragraph: 900}
loudness: {target: -16}
bit_rate: 64
disclosure: {regimes: [cn, eu], producer: TEXT, spoken: true}
labels: {accent: "#000000", font: TEXT}
lexicon:
  zh-CN:
    射洪: she4 hong2
    行: [{say: hang2, note: TEXT}, {say: xing2, in: TEXT行}]
"""
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="800px" height="600">
<style>a {fill: url(#b)} TEXT</style><defs><g id="b"><title>TEXT</title></g></defs>
<path d="M0 500 C200 400 300 560 TEXT" style="TEXT"/><text x="1">TEXT</text>
<image href="data:image/png;base64,iVBORw0KGgo="/></svg>
"""
MOVED = '{"by_folder": {"mill": {"language": "zh-CN", "title": "TEXT", "stops": ["1", "TEXT"], "to": "TEXT"}}}'
LABELS = '{"base_url": "https://guide.example.org/TEXT", "sites": {"mill": ["1", "TEXT"]}}'
JOURNAL = '{"moves": [{"source": "TEXT", "target": "mill/TEXT"}], "removals": ["TEXT"]}'
SOUND_RATE_HZ = 8000


def project_targets(folder: Path) -> Iterator[Target]:
    """Yield the files of a project, and what else is read of its folder."""
    for name, document in (
        ("scripts/mill.yaml", SCRIPT),
        ("scripts/mill.fr.yaml", EDITION),
        ("site.yaml", SITE),
        ("voices.yaml", VOICES),
        ("scripts/plan.svg", DRAWING),
        ("scripts/moved.json", MOVED),
        ("scripts/printed.json", LABELS),
    ):
        write = partial(insert_text, document)
        reader = _ProjectReader(folder / "projects" / name.replace("/", "-"), name)
        bar_s = MODELS_MAX_S if document in (SCRIPT, EDITION) else MAX_S
        yield Target(f"project {name}", through_document(reader, write), reader, write, bar_s)
    yield from _media_targets(folder)
    yield from _built_targets(folder)


def _media_targets(folder: Path) -> Iterator[Target]:
    """Yield what is no text: a recording, music, a picture, map tiles."""
    path = folder / "scripts/sound.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    voice = Voice("silent", "silence", "zh-CN")
    sentences = tuple(Sentence(text, text) for text in ("这里是长水镇。", "水从山上来。", "请往前走。"))

    def listen(data: bytes) -> object:
        path.write_bytes(data)
        return recordings.load_recording(Utterance("1", 0, 0, voice, sentences, recording=str(path)))

    def play(data: bytes) -> object:
        path.write_bytes(data)
        return beds.sound_facts(path)

    tone = pcm.from_bytes(_spoken_sound("")[44:])

    def time_sentences(text: str) -> object:
        return spans_in_pauses([audible_letters(line) for line in text.split("。")], tone, SOUND_RATE_HZ)

    yield Target("recording", lambda text: listen(_spoken_sound(text)), listen, _spoken_sound)
    yield Target("music", lambda text: play(_spoken_sound(text)), play, _spoken_sound)
    yield Target("times of a recording", time_sentences)
    tiles = folder / "map.pmtiles"

    def look_up(data: bytes) -> object:
        tiles.write_bytes(data)
        archive = TileArchive(tiles)
        return archive.attribution, list(archive.iterate_grids(MercatorArea(0.3, 0.3, 0.2, 0.2), range(4), 64))

    yield Target("map tiles", lambda text: look_up(_map_tiles(text)), look_up, _map_tiles)
    picture = folder / "scripts/picture.png"
    tour = script.parse_tour(SCRIPT.encode(), folder / "scripts/mill.yaml")

    def decode(data: bytes) -> object:
        picture.write_bytes(data)
        return pictures.prepare_picture(tour, picture.name)

    yield Target("picture", lambda text: decode(_picture(text)), decode, _picture)


def _built_targets(folder: Path) -> Iterator[Target]:
    """Yield what commands read of their own work: a disk may have damaged it."""

    def read_manifest(data: bytes) -> object:
        with suppress(ValueError):  # as its callers do
            return manifest.to_json(manifest.from_json(data))
        return None

    write = partial(insert_text, manifest.to_json(_built_tour()))
    yield Target("built manifest", lambda text: read_manifest(write(text)), read_manifest, write)
    output = folder / "journal/output"

    def recover(data: bytes) -> object:
        (output / journal.JOURNAL).parent.mkdir(parents=True, exist_ok=True)
        (output / journal.JOURNAL).write_bytes(data)
        with suppress(OSError):  # as its callers do
            return journal.recover_output(output)
        return None

    begun = partial(insert_text, JOURNAL)
    yield Target("journal", lambda text: recover(begun(text)), recover, begun)


class _ProjectReader:
    """Reads a project with one file that is damaged, as ``check`` and a build do before anything is spoken."""

    def __init__(self, folder: Path, name: str) -> None:
        self._project, self._file = Project(folder), folder / name
        self._engine = KokoroEngine()
        for file, document in (
            ("scripts/mill.yaml", SCRIPT),
            ("scripts/mill.fr.yaml", EDITION),
            ("scripts/plan.svg", DRAWING),
            ("site.yaml", SITE),
            ("voices.yaml", VOICES),
        ):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(insert_text(document, "字"))
        (folder / "scripts/gate.wav").write_bytes(_spoken_sound(""))
        (folder / "public").mkdir(exist_ok=True)
        (folder / "public/map.pmtiles").write_bytes(_map_tiles(""))

    def __call__(self, data: bytes) -> object:
        self._file.write_bytes(data)
        with patch.object(sandbox, "run_limited", _run_here):
            return self._read()

    def _read(self) -> object:
        problems = lint.check_project(self._project)
        moved_tours.load_moved(self._project)
        printed_labels.load_record(self._project)
        with suppress(ProblemsError):
            settings = voices_yaml.load_settings(self._project.voices)
            site_yaml.load_site(self._project)
            for path in script.script_paths(self._project):
                tour = script.load_tour(path)
                self._write_again(path, script.write_script(tour))
                placed = site_places.add_shared_places(self._project, tour)
                own = voices_yaml.merge_overrides(settings, placed)
                voices_yaml.assign_voices(own, placed, self._engine)
                voices_yaml.tour_lexicon(own, placed)
                for stop in placed.stops:
                    if stop.position:
                        locate_on_plans(placed.plans, stop.position)
        return problems

    def _write_again(self, path: Path, text: str) -> None:
        """Raise AssertionError where a script that was read and written is another one."""
        again = script.write_script(script.parse_tour(text.encode(), path))
        if again != text:
            raise AssertionError(f"a script reads differently when it is written:\n{text}\n{again}")


def _run_here(
    function: Callable[P, Result], _seconds: float, _megabytes: int, *arguments: P.args, **options: P.kwargs
) -> Result:
    """Do here what is done in a child: starting one takes longer than all the rest, and pictures are sound."""
    try:
        return function(*arguments, **options)
    except (MemoryError, RecursionError):
        raise sandbox.LimitExceeded("memory") from None


def insert_text(document: str, text: str) -> bytes:
    """Return a document with a text at one place, which depends on the text; short words are at the others.

    In YAML the text is put there as it is, or quoted so that it is the field's value whatever it holds.
    """
    before, *others = document.split(PLACE)
    choice = zlib.crc32(text.encode("utf-8", "replace"))
    chosen, is_quoted = choice % len(others), choice // len(others) % 3 > 0
    quoted = json.dumps(text, ensure_ascii=False)
    filled = [before]
    for index, part in enumerate(others):
        shown = "字"
        if index == chosen:
            inside = filled[-1].endswith('"') or part.startswith('"')
            shown = quoted[1:-1] if inside else quoted if is_quoted else text
        filled += [shown, part]
    return "".join(filled).encode("utf-8", "replace")


def _spoken_sound(text: str) -> bytes:
    """Return a WAV of three seconds with pauses; a text is its comment."""
    stream = BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SOUND_RATE_HZ)
        for _word in range(3):
            file.writeframes(b"\x00\x30\x00\xd0" * (SOUND_RATE_HZ * 3 // 8) + bytes(SOUND_RATE_HZ // 2))
    comment = text.encode("utf-8", "replace")[:20_000]
    return stream.getvalue() + b"LIST" + (len(comment) + 4).to_bytes(4, "little") + b"INFO" + comment


def _map_tiles(text: str) -> bytes:
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    stream = BytesIO()
    writer: Any = Writer(stream)  # type: ignore[no-untyped-call]
    for tile in ((0, 0, 0), (1, 0, 0), (2, 1, 1), (3, 3, 3)):
        writer.write_tile(zxy_to_tileid(*tile), b"\x89PNG" + bytes([tile[0]]) * 40)
    header = {"tile_type": TileType.PNG, "tile_compression": Compression.NONE, "min_zoom": 0, "max_zoom": 3}
    header |= dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), 0)
    header |= {"center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0}
    writer.finalize(header, {"attribution": text.encode("utf-8", "replace").decode()})
    return stream.getvalue()


def _picture(text: str) -> bytes:
    from PIL import Image, PngImagePlugin

    stream, notes = BytesIO(), PngImagePlugin.PngInfo()
    notes.add_itxt("Comment", text.encode("utf-8", "replace").decode()[:5000])
    Image.effect_noise((40, 30), 50).save(stream, "PNG", pnginfo=notes)
    return stream.getvalue()


def _built_tour() -> Manifest:
    track = Track("01.mp3", 4000, 32_000, "a" * 64, -16.0, -1.5)
    stop = BuiltStop(
        "1",
        PLACE,
        track,
        "01.vtt",
        (Cue(0, 1800, PLACE), Cue(1800, 4000, PLACE, 1, recorded=True)),
        position=Position(30.86, 105.37),
        pin=PlanPin(0.5, 0.5),
        directions=PLACE,
    )
    return Manifest(
        manifest.MANIFEST_VERSION,
        "mill",
        "",
        "zh-CN",
        PLACE,
        "silent",
        {"narrator": Voice("silent", "silence", "zh-CN")},
        track,
        "mill.vtt",
        (Chapter("1", PLACE, 0, 4000),),
        (stop,),
        points=(BuiltPoint("toilet", Position(30.8, 105.3), PLACE),),
        plans=(BuiltPlan("ground", "images/plan.svg", 800, 600, PLACE, references=(_reference(0.1), _reference(0.9))),),
        routes=(BuiltRoute("short", PLACE, ("1",), 20),),
    )


def _reference(share: float) -> ReferencePoint:
    return ReferencePoint(share, share, Position(30.86 + share / 100, 105.37 + share / 100))
