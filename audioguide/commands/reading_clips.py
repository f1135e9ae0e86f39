"""The sound of every candidate of an unsure reading: a short clip beside the page that lists the readings.

An author who does not know pinyin hears the difference. A clip says the words around the character, with the mark that
the page offers to copy; one clip serves every place of the same character and candidate in a tour.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .. import manifest
from ..authoring import script, voices_yaml
from ..engines import Engine
from ..model import SILENT_ENGINE, Settings, Tour
from ..project import Project
from . import say
from .build_plan import BuildListener
from .engine_choice import EngineChooser
from .readings import CandidateClips, Entry, candidates_of
from .samples import speak_text, write_sample

FRAME_CHARACTERS = 7
"""The most that is said on either side of the character."""
_CLIP_NAME = re.compile(r"[0-9a-f]{16}\.mp3")
_CLAUSE_END = re.compile(r"[，。！？；：、,;:.!?\n“”\"()（）《》]")


def write_candidate_clips(
    project: Project, entries: Sequence[Entry], page: Path, engine: str = "", watcher: BuildListener | None = None
) -> CandidateClips:
    """Speak the candidates of every entry that needs a decision, into a folder beside the page.

    ``engine``: instead of the tour's own; a tour that has none is spoken by the embedded voice. Returns the file of
    each candidate, relative to the page. Raises ConfigError, EngineError, AudioError, OutputError.
    """
    folder = page.parent / f"{page.stem}-audio"
    listener = watcher or BuildListener()
    clips: CandidateClips = {}
    for tour_id in dict.fromkeys(entry.tour for entry in entries):
        tour = script.load_tour(script.script_path(project, tour_id))
        wanted = dict(_frames(entry for entry in entries if entry.tour == tour_id))
        if not wanted:
            continue
        settings = voices_yaml.merge_overrides(voices_yaml.load_settings(project.voices), tour)
        voice_of_tour = _choose_engine(project, settings, tour, engine, listener)
        for (written, mark), frame in wanted.items():
            name = hashlib.sha256("\0".join((tour_id, voice_of_tour.name, frame)).encode()).hexdigest()[:16] + ".mp3"
            _write_clip(project, tour, settings, voice_of_tour, frame, folder / name)
            clips[tour_id, written, mark] = f"{folder.name}/{name}"
    _remove_old_clips(folder, {Path(file).name for file in clips.values()})
    return clips


def _frames(entries: Iterator[Entry]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield (written, mark) and the words to say, for the first place of each candidate."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        reading = entry.reading
        for mark in candidates_of(entry):
            if (reading.written, mark) not in seen:
                seen.add((reading.written, mark))
                end = reading.start + len(reading.written)
                before = _CLAUSE_END.split(entry.sentence[: reading.start])[-1][-FRAME_CHARACTERS:]
                after = _CLAUSE_END.split(entry.sentence[end:])[0][:FRAME_CHARACTERS]
                yield (reading.written, mark), f"{before}{mark}{after}"


def _choose_engine(project: Project, settings: Settings, tour: Tour, engine: str, watcher: BuildListener) -> Engine:
    before = manifest.read_manifest(project.output / tour.folder / manifest.MANIFEST_FILE)
    spoken_before = before is not None and before.engine != SILENT_ENGINE
    ordered = engine or ("" if settings.engine != "auto" or spoken_before else "kokoro")
    return EngineChooser(ordered, watcher).choose(settings, tour, before)


def _write_clip(project: Project, tour: Tour, settings: Settings, engine: Engine, frame: str, path: Path) -> None:
    spoken = replace(say.tour_of_text(frame, tour.language), lexicon=tour.lexicon)
    voice = voices_yaml.assign_voices(settings, spoken, engine)["narrator"]
    write_sample(path, speak_text(project, spoken, settings, engine, voice))


def _remove_old_clips(folder: Path, wanted: set[str]) -> None:
    """Take away clips that an earlier page needed."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if _CLIP_NAME.fullmatch(path.name) and path.name not in wanted:
            path.unlink(missing_ok=True)
