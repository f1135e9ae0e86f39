"""One text in every voice, to choose from: a sample for each, and a page with all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..authoring import voices_yaml
from ..errors import ConfigError, EngineError
from ..i18n import _
from ..i18n.language_tags import primary_language
from ..model import Clip, Voice
from ..project import Project
from ..web.report_page import render_report
from . import say
from .build_plan import BuildListener
from .engine_choice import EngineChooser
from .samples import speak_text, write_sample

VOICE_TEMPLATES = Path(__file__).parent / "templates"
PAGE = "voices.html"


@dataclass(frozen=True)
class VoiceSample:
    """A voice and what became of the text in it."""

    voice: str
    language: str
    gender: str
    clip: Clip | None
    """None where the voice could not speak it."""
    error: str = ""
    """Why not."""


def voice_samples(
    project: Project,
    text: str,
    language: str,
    engine: str = "",
    voices: Sequence[str] = (),
    watcher: BuildListener | None = None,
) -> Iterator[VoiceSample]:
    """Yield the text in every voice of the engine that speaks the language, or in those named, each once it is spoken.

    Raises ConfigError for a language that the engine has no voice for.
    """
    tour = say.tour_of_text(text, language)
    settings = voices_yaml.merge_overrides(voices_yaml.load_settings(project.voices), tour)
    chosen = EngineChooser(engine, watcher or BuildListener()).choose(settings, tour, None)
    known = {voice.name: voice for voice in chosen.voices()}
    wanted = primary_language(language)
    names = [*voices] or [name for name, voice in known.items() if primary_language(voice.language) == wanted]
    if not names:
        raise ConfigError(
            _("{engine} has no voice for {language}.").format(engine=chosen.name, language=language),
            hint=_("audioguide voices lists them."),
        )
    chosen.start_loading()
    for name in names:
        spoken_in = known[name].language if name in known and known[name].language else language
        gender = known[name].gender if name in known else ""
        try:
            clip = speak_text(project, tour, settings, chosen, Voice(chosen.name, name, spoken_in))
            yield VoiceSample(name, spoken_in, gender, clip)
        except EngineError as error:
            yield VoiceSample(name, spoken_in, gender, None, error.message)


def write_samples(folder: Path, text: str, samples: Iterator[VoiceSample]) -> Iterator[Path]:
    """Write an MP3 a voice, equally loud, and ``voices.html`` with all of them; yields each file once it is there.

    Raises AudioError, OutputError, EngineError where no voice spoke.
    """
    rows: list[dict[str, str]] = []
    error = ""
    for sample in samples:
        row = {"voice": sample.voice, "language": sample.language, "gender": _(sample.gender), "error": sample.error}
        rows.append({**row, "audio": ""})
        if sample.clip is None:
            error = sample.error
            continue
        path = folder / f"{re.sub(r'[^A-Za-z0-9_.-]+', '-', sample.voice)}.mp3"
        write_sample(path, sample.clip)
        rows[-1]["audio"] = path.name
        yield path
    if not any(row["audio"] for row in rows):
        raise EngineError(error or _("No voice spoke."), hint=_("audioguide doctor checks the engines."))
    page = folder / PAGE
    files.write_text(page, render_report(VOICE_TEMPLATES, "voices", title=_("Voices"), text=text, rows=rows))
    yield page
