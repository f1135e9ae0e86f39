"""One text or one stop, said at once: how an author tries a wording or a reading."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .. import files, text
from ..authoring import script, voices_yaml
from ..engines import Engine
from ..errors import ConfigError, DocumentError, EngineError
from ..i18n import _, shorten
from ..i18n.language_tags import sentence_separator
from ..model import Clip, Segment, Settings, Stop, Tour, Utterance
from ..project import Project
from .build_plan import BuildListener, stop_index
from .engine_choice import EngineChooser

SHORT_TEXT_CHARACTERS = 40
"""A text up to here is spoken by one call at a time."""


def tour_of_text(words: str, language: str, role: str = "narrator") -> Tour:
    """A tour of one stop that holds the text. Raises DocumentError for text that came as other bytes than UTF-8."""
    _require_text(words)
    stop = Stop("1", words[:16], (Segment(words, role),))
    return Tour("say", language, words[:16], (stop,), path=Path("say.yaml"))


def _require_text(words: str) -> None:
    try:
        words.encode()
    except UnicodeEncodeError as error:  # bytes of the command line that are none of its encoding, or half characters
        shown = words.encode(errors="replace").decode()
        raise DocumentError(
            _("“{text}” is not UTF-8 text.").format(text=shorten(shown, SHORT_TEXT_CHARACTERS)),
            hint=_("Save the text as UTF-8 and run the command again."),
        ) from error


def tour_of_stop(project: Project, named: str) -> Tour:
    """The script's tour with only the stop named ``SITE:N``.

    Raises ConfigError for a site or stop that is not there, ScriptError for a script that cannot be used.
    """
    site, colon, number = named.partition(":")
    if not colon:
        raise ConfigError(
            _("“{name}” names no stop.").format(name=named),
            hint=_("Write the site, a colon and the number of the stop: museum:3"),
        )
    tour = script.load_tour(script.script_path(project, site))
    return replace(tour, stops=(tour.stops[stop_index(tour, number)],))


def spoken_sentences(project: Project, tour: Tour) -> Iterator[str]:
    """What will be said, a sentence at a time; decided readings stand as ``{长|zhang3}``."""
    lexicon = voices_yaml.tour_lexicon(
        voices_yaml.merge_overrides(voices_yaml.load_settings(project.voices), tour), tour
    )
    for stop in tour.stops:
        for segment in stop.spoken_segments:
            for paragraph in () if segment.is_cue else text.split_paragraphs(segment.text):
                for sentence in text.split_and_normalise(paragraph, tour.language, lexicon):
                    yield sentence.spoken


_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""What ends a line for some readers and is left as it is by JSON."""


@dataclass(frozen=True)
class SpokenLine:
    """One written line and what becomes of it."""

    written: str
    spoken: str
    """What will be said; decided readings stand as ``{长|zhang3}``."""
    readings: tuple[text.CharacterReading, ...]
    """An entry for every Chinese character of ``spoken``."""
    doubts: tuple[text.Doubt, ...]

    def as_json(self) -> str:
        """One JSON object on one line, whatever its reader takes for the end of a line (U+0085, U+2028)."""
        written = json.dumps(asdict(self), ensure_ascii=False)
        return _LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", written)


def speak_lines(project: Project, lines: Iterable[str], language: str) -> Iterator[SpokenLine]:
    """Each written line with what will be said for it, how its characters are read and what is not sure.

    Raises ConfigError for a language nobody registered, and as ``tour_of_text``.
    """
    speaks = text.find_language(language)
    tour = tour_of_text("", language)
    settings = voices_yaml.merge_overrides(voices_yaml.load_settings(project.voices), tour)
    lexicon = voices_yaml.tour_lexicon(settings, tour)
    for line in lines:
        written = line.rstrip("\r\n")
        _require_text(written)
        spoken = sentence_separator(language).join(
            sentence.spoken for sentence in text.split_and_normalise(written, language, lexicon)
        )
        yield SpokenLine(
            written,
            spoken,
            tuple(speaks.character_readings(spoken)),
            tuple(speaks.doubts(written, lexicon)) if spoken else (),
        )


@contextmanager
def preview_audio(
    project: Project, tour: Tour, engine: str, voice: str, output: Path | None, watcher: BuildListener
) -> Iterator[Path]:
    """The MP3 of the one stop: at ``output``, or for as long as the block runs.

    ``voice``: a role of ``voices.yaml`` or an engine's name of a voice; empty: the roles of the script.
    """
    from ..assembly import synthesis, tracks
    from ..assembly.clip_cache import Cache

    plan = _plan_speech(project, tour, engine, voice, watcher, one_at_a_time=_is_short(tour))
    spoken = synthesis.speak_utterances(plan.utterances, plan.engine, Cache(project.cache))
    places = {utterance: index for index, utterance in enumerate(plan.utterances)}

    def load(utterance: Utterance) -> Clip:
        return spoken.load_clip(places[utterance])

    with tempfile.TemporaryDirectory(prefix="audioguide-") as folder:
        built = tracks.make_stop_files(tour, tour.stops[0], plan.settings, plan.utterances, load, Path(folder))
        file = Path(folder) / built.track.file
        if output is None:
            yield file
            return
        with files.atomic_write(output) as part:
            shutil.copyfile(file, part)
    yield output


def stream_speech(
    project: Project, tour: Tour, engine: str = "", voice: str = "", watcher: BuildListener | None = None
) -> Iterator[tuple[Utterance, Clip]]:
    """Return the speech of the tour's stops in order, clause by clause where the engine can, each once it is spoken.

    Whoever waits hears the first clause while the rest is being spoken. The clips hold the pauses between them; they
    are not levelled, have no chime and are not stored. ``engine`` and ``voice`` as in ``preview_audio``.
    Raises ConfigError at once; the iterator raises EngineError naming the stop.
    """
    from ..assembly import streaming
    from ..assembly.clip_cache import Cache

    plan = _plan_speech(project, tour, engine, voice, watcher or BuildListener(), one_at_a_time=True)
    return streaming.stream_utterances(plan.utterances, plan.engine, Cache(project.cache), plan.settings.pauses)


@dataclass(frozen=True)
class _SpeechPlan:
    """Who says what, and how."""

    settings: Settings
    engine: Engine
    utterances: tuple[Utterance, ...]


def _is_short(tour: Tour) -> bool:
    """Whether the speech is a sentence or two, so that one call at a time is quicker with every core."""
    texts = (segment.text for stop in tour.stops for segment in stop.spoken_segments if not segment.is_cue)
    return sum(map(len, texts)) <= SHORT_TEXT_CHARACTERS


def _plan_speech(
    project: Project, tour: Tour, engine: str, voice: str, watcher: BuildListener, *, one_at_a_time: bool
) -> _SpeechPlan:
    """Choose engine and voices; the engine begins to load meanwhile.

    Raises ConfigError for a voice that neither the engine nor the project knows, EngineError where
    nothing is to be said.
    """
    from ..assembly import synthesis

    settings = voices_yaml.merge_overrides(voices_yaml.load_settings(project.voices), tour)
    chosen = EngineChooser(engine, watcher).choose(settings, tour, None)
    if one_at_a_time:
        chosen.prefer_latency()
    if voice and chosen.offers_voice(voice):
        settings = voices_yaml.overlay(settings, {"roles": {voice: {tour.language: {chosen.name: voice}}}})
    elif voice not in ("", "narrator", *settings.roles):
        if wrong := chosen.explain_voice(voice):
            raise ConfigError(wrong.message, hint=wrong.hint)
        raise ConfigError(
            _("{engine} has no voice “{voice}”, and voices.yaml has no such role.").format(
                engine=chosen.name, voice=voice
            ),
            hint=_("audioguide voices lists them."),
        )
    cast = voices_yaml.assign_voices(settings, tour, chosen)
    chosen.start_loading()
    utterances = synthesis.plan_utterances(tour, voices_yaml.tour_lexicon(settings, tour), cast, chosen)
    if not utterances:
        words = " ".join(segment.text for stop in tour.stops for segment in stop.spoken_segments)
        raise EngineError(
            _("There is nothing to say in “{text}”.").format(text=shorten(words, SHORT_TEXT_CHARACTERS)),
            hint=_("Write words: punctuation, signs and cues are not spoken."),
        )
    return _SpeechPlan(settings, chosen, utterances)
