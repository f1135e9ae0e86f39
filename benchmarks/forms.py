"""What the other forms of the corpus cost: processor time beside that of its MP3s, and memory for long tours.

    python -m benchmarks forms
    python -m benchmarks forms --tours                        all tours, without the memory
    python -m benchmarks forms --tours mozui-village sanhe    only these

Processor time of this process and of the programs it starts. Of the MP3s nothing counts but stitching, levelling and
encoding: not the text, not the voice. The voice babbles, since encoders are quicker with silence, and those of MP3 and
AAC not equally. Memory is measured form by form: the larger peak of the process that makes it and of its ffmpegs, for
a tour of one hour and one of ten: one stop again and again, for how such a tour is stitched is measured by memory.py.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from .memory import Line, long_tour

if TYPE_CHECKING:
    from audioguide.engines.silent import SilentEngine
    from audioguide.model import Clip, Voice


FORMS = ("m4b", "epub", "feed", "json", "geojson", "gpx", "stick")
MAX_TIME_SHARE = 0.25
MAX_MEMORY_RATIO = 1.3
BABBLE_S = 60
PEAK = 12_000
"""Of the babble, in the numbers of 16-bit samples."""
ROOT = Path(__file__).parents[1]


def run() -> list[Line]:
    """The share of the whole corpus, and the ratios of memory."""
    first, ten = (_peaks_of_forms(hours) for hours in (1, 10))
    ratios = {form: ten[form] / first[form] for form in FORMS}
    return [
        *corpus_share(()),
        ("peak memory, 10 h ÷ 1 h, worst form", max(ratios.values()), f"≤ {MAX_MEMORY_RATIO}"),
        *((f"peak memory, {form}, 10 h ÷ 1 h", ratio, "") for form, ratio in ratios.items()),
        *((f"peak memory, {form} of 10 h, MiB", ten[form], "") for form in FORMS),
    ]


def corpus_share(tours: tuple[str, ...]) -> list[Line]:
    """Build the tours (none named: all) and each form of them; processor time in seconds, and the share."""
    from audioguide.assembly import tracks
    from audioguide.commands.build import BuildRequest, build_tours, write_pages
    from audioguide.engines.silent import SilentEngine
    from audioguide.project import Project

    seconds: list[float] = []
    make_tour_files = tracks.make_tour_files

    speak_silence = SilentEngine.speak

    def speak_babble(engine: SilentEngine, rendered: tuple[str, ...], voice: Voice) -> Clip:
        return _babble_clip(speak_silence(engine, rendered, voice))

    def measure_tour(*arguments: Any, **options: Any) -> Any:
        results = []
        seconds.append(_processor_seconds(lambda: results.append(make_tour_files(*arguments, **options))))
        return results[0]

    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.dict(os.environ, AUDIOGUIDE_CACHE=f"{folder}/cache"),
        mock.patch.object(SilentEngine, "speak", speak_babble),
        mock.patch.object(tracks, "make_tour_files", measure_tour),
    ):
        root = Path(folder)
        shutil.copytree(ROOT / "scripts", root / "scripts")
        settings = (ROOT / "voices.yaml").read_text("utf-8")
        (root / "voices.yaml").write_text(f"{settings}\nbase_url: https://guide.example\n", "utf-8")
        project = Project(root)
        build_tours(project, BuildRequest(sites=tours, engine="silent", pages=False))
        sound = sum(seconds)
        write_pages(project)
        pages = _processor_seconds(lambda: write_pages(project, force=True))
        forms = _seconds_of_forms(partial(write_pages, project, outputs=FORMS))
    return [
        ("all forms ÷ MP3s, processor time", sum(forms.values()) / sound, f"≤ {MAX_TIME_SHARE}"),
        ("tours", len(seconds), ""),
        ("MP3s, s", sound, ""),
        ("pages, s", pages, ""),
        *((f"{form}, s", seconds, "") for form, seconds in forms.items()),
    ]


def _seconds_of_forms(write_all: Callable[[], object]) -> dict[str, float]:
    """Write all forms in one run; return the seconds of each."""
    from audioguide.outputs import Output, load_output

    seconds: dict[str, float] = {}

    def measure_form(kind: type[Output]) -> Callable[..., None]:
        write = kind.write

        def measured(*arguments: Any) -> None:
            seconds[kind.name] = _processor_seconds(lambda: write(*arguments))

        return measured

    with ExitStack() as stack:
        for kind in (type(load_output(form)) for form in FORMS):
            stack.enter_context(mock.patch.object(kind, "write", measure_form(kind)))
        write_all()
    return seconds


def _babble_clip(silence: Clip) -> Clip:
    """Return a silent clip with a babble in place of each sentence."""
    from dataclasses import replace

    pcm, babble = bytearray(silence.pcm), _babble(silence.rate)
    for span in silence.spans:
        begin, end = (2 * (moment * silence.rate // 1000) for moment in (span.start, span.end))
        pcm[begin:end] = (babble * (1 + (end - begin) // len(babble)))[: end - begin]
    return replace(silence, pcm=bytes(pcm))


@cache
def _babble(rate: int) -> bytes:
    """Return PCM that costs an encoder what speech costs: a moving pitch with its overtones, and hisses between."""
    import numpy as np

    seconds = np.arange(BABBLE_S * rate) / rate
    pitch = 140 * 2 ** (0.3 * np.sin(2 * np.pi * 0.6 * seconds) + 0.15 * np.sin(2 * np.pi * 2.3 * seconds))
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    voiced = sum(np.sin(overtone * phase) / overtone for overtone in range(1, 30))
    noise = np.random.default_rng(1).standard_normal(len(seconds))
    syllables = np.sin(2 * np.pi * 4 * seconds)
    sound = (
        np.clip(syllables, 0, None) ** 0.5 * (voiced + 0.01 * noise) + 0.15 * np.clip(-syllables, 0, None) ** 2 * noise
    )
    return bytes((sound / np.abs(sound).max() * PEAK).astype("<i2"))


def _processor_seconds(work: Callable[[], object]) -> float:
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def _peaks_of_forms(hours: int) -> dict[str, float]:
    """MiB that making each form of a long tour takes, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:

        def run_step(*arguments: str) -> str:
            command = [sys.executable, "-m", "benchmarks.forms", *arguments]
            return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout

        run_step("--sound", str(hours), folder)
        return {form: float(run_step("--form", form, folder)) for form in FORMS}


def make_sound(hours: int, output: Path) -> None:
    """Write a silent tour below the output folder, with its manifest: one stop, again and again."""
    from dataclasses import replace

    from audioguide import manifest
    from audioguide.assembly import tracks
    from audioguide.files import file_digest
    from audioguide.model import Chapter, Manifest

    tour, settings, utterances, load = long_tour(hours)
    root = output / tour.folder
    first = replace(tour, stops=tour.stops[:1])
    written = tracks.make_tour_files(first, settings, [u for u in utterances if u.stop == "1"], load, root)
    sound = root / written.tour.file
    frames = sound.read_bytes()[-written.stops[0].track.bytes // 2 :]
    with sound.open("ab") as target:
        for _stop in tour.stops[1:]:
            target.write(frames * 2)
    length = written.stops[0].track.duration
    chapters = tuple(
        Chapter(stop.number, stop.title, index * length, (index + 1) * length) for index, stop in enumerate(tour.stops)
    )
    stops = tuple(replace(written.stops[0], number=stop.number, title=stop.title) for stop in tour.stops)
    complete = replace(written.tour, bytes=sound.stat().st_size, sha256=file_digest(sound), duration=hours * 3_600_000)
    long: Manifest = replace(written, tour=complete, chapters=chapters, stops=stops, base_url="https://guide.example")
    (root / manifest.MANIFEST_FILE).write_text(manifest.to_json(long), "utf-8")


def make_form(form: str, output: Path) -> float:
    """Write a form of the tour there; the peak in MiB."""
    from audioguide import manifest
    from audioguide.assembly import publishing
    from audioguide.outputs import BuiltTours, load_output

    (file,) = output.glob(f"*/{manifest.MANIFEST_FILE}")
    tours = BuiltTours((manifest.load_manifest(file),))
    with publishing.open_publication(output) as publication:
        load_output(form).write(tours, publication.destination(form))
        publication.commit()
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(peaks) / 1024


def main(arguments: list[str]) -> None:
    """Print the report of the tours named (none: all), or do one step of measuring memory."""
    match arguments:
        case ["--sound", hours, folder]:
            make_sound(int(hours), Path(folder))
        case ["--form", form, folder]:
            print(make_form(form, Path(folder)))
        case ["--tours", *tours]:
            for name, value, target in corpus_share(tuple(tours)):
                print(f"{name:<40} {value:8.2f}  {target}")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
