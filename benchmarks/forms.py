"""What the other forms of the corpus cost: processor time beside that of its MP3s, and memory for long tours.

    python -m benchmarks forms
    python -m benchmarks.forms mozui-village sanhe      only these tours, without the memory

Processor time of this process and of the programs it starts. The voice is silence, so that nothing but encoding,
levelling and stitching counts for the MP3s. Memory is measured form by form: the larger peak of the process that
makes it and of its ffmpegs, for a tour of one hour and one of ten: one stop again and again, for how such a tour is
stitched is measured by memory.py.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from .memory import Line, long_tour

FORMS = ("m4b", "epub", "feed", "json", "geojson", "gpx", "stick")
MAX_TIME_SHARE = 0.25
MAX_MEMORY_RATIO = 1.3
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
    from audioguide.commands.build import BuildRequest, build_tours, write_pages
    from audioguide.project import Project

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        os.environ["AUDIOGUIDE_CACHE"] = str(root / "cache")
        shutil.copytree(ROOT / "scripts", root / "scripts")
        settings = (ROOT / "voices.yaml").read_text("utf-8")
        (root / "voices.yaml").write_text(f"{settings}\nbase_url: https://guide.example\n", "utf-8")
        project = Project(root)
        request = BuildRequest(sites=tours, engine="silent", pages=False)
        sound = _processor_seconds(lambda: build_tours(project, request))
        write_pages(project)
        pages = _processor_seconds(lambda: write_pages(project, force=True))
        forms = {form: _processor_seconds(partial(write_pages, project, outputs=(form,))) for form in FORMS}
    return [
        ("all forms ÷ MP3s, processor time", sum(forms.values()) / sound, f"≤ {MAX_TIME_SHARE}"),
        ("MP3s, s", sound, ""),
        ("pages, s", pages, ""),
        *((f"{form}, s", seconds, "") for form, seconds in forms.items()),
    ]


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
    """Print the report of the tours named, or do one step of measuring memory."""
    match arguments:
        case ["--sound", hours, folder]:
            make_sound(int(hours), Path(folder))
        case ["--form", form, folder]:
            print(make_form(form, Path(folder)))
        case _:
            for name, value, target in corpus_share(tuple(arguments)):
                print(f"{name:<40} {value:8.2f}  {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
