"""A sentence heard while one writes: the engine stays ready, the first clause comes while the rest is spoken.

What was heard is kept for the session; what is spoken ahead while nobody waits goes into the cache of clips, where the
next build meets it again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock

from .. import manifest
from ..authoring import voices_yaml
from ..engines import Engine, VoiceInfo
from ..errors import EngineError
from ..model import Clip, Segment, Settings, Stop, Tour, Utterance, Voice
from ..project import Project
from .build_plan import BuildListener
from .engine_choice import EngineChooser

MAX_KEPT_SENTENCES = 300
"""Heard sentences stored in memory: about 100 MB."""


@dataclass(frozen=True)
class PreviewRequest:
    """What is to be heard."""

    text: str
    """As written, with reading marks."""
    role: str = "narrator"
    """Role of ``voices.yaml``."""
    voice: str = ""
    """The engine's name of a voice to try; empty: the role's."""
    rate: float = 0.0
    """Multiple of the voice's natural speed to try; 0: as configured."""
    pitch: int | None = None
    """Hertz to try; None: as configured."""
    volume: int | None = None
    """Percent to try; None: as configured."""


class PreviewSpeaker:
    """Speaks for a person who waits. One engine for each name and set of options, loaded once."""

    def __init__(self, project: Project, engine: str = "") -> None:
        """``engine``: overrides the project's; empty: the one a build would use, though never silence."""
        self._project = project
        self._engines = EngineChooser(engine, BuildListener())
        self._ordered = engine
        self._ready: set[int] = set()
        self._stored: OrderedDict[object, tuple[Clip, ...]] = OrderedDict()
        self._lock = Lock()

    def stream_clips(self, tour: Tour, request: PreviewRequest) -> Iterator[Clip]:
        """Yield the speech in order, each piece once it is spoken.

        Raises EngineError, ConfigError for a role without a voice.
        """
        from ..assembly import streaming
        from ..assembly.clip_cache import Cache

        engine, settings, utterances = self._plan(tour, request)
        key = (engine.fingerprint(), utterances)
        with self._lock:
            stored = self._stored.get(key)
            if stored:
                self._stored.move_to_end(key)
        if stored:
            yield from stored
            return
        clips: list[Clip] = []
        for _utterance, clip in streaming.stream_utterances(
            utterances, engine, Cache(self._project.cache), settings.pauses
        ):
            clips.append(clip)
            yield clip
        with self._lock:
            self._stored[key] = tuple(clips)
            while len(self._stored) > MAX_KEPT_SENTENCES:
                self._stored.popitem(last=False)

    def speak_ahead(self, tour: Tour, request: PreviewRequest) -> None:
        """Speak into the cache what will probably be asked for next. Raises as ``stream_clips``."""
        from ..assembly import synthesis
        from ..assembly.clip_cache import Cache

        engine, _settings, utterances = self._plan(tour, request)
        synthesis.speak_utterances(utterances, engine, Cache(self._project.cache), jobs=1)

    def warm_up(self, tour: Tour) -> None:
        """Load what the first sentence would wait for; what goes wrong is reported when something is to be heard."""
        words = "你好。" if tour.language.startswith("zh") else "Hello."
        try:
            engine, _settings, utterances = self._plan(tour, PreviewRequest(words))
            for utterance in utterances:
                engine.speak(engine.render(utterance), utterance.voice)
        except EngineError:
            return

    def list_voices(self, tour: Tour) -> tuple[VoiceInfo, ...]:
        """The voices of the engine that speak the tour's language."""
        from ..i18n.language_tags import primary_language

        engine = self._engine(self._settings(tour), tour)
        wanted = primary_language(tour.language)
        return tuple(voice for voice in engine.voices() if primary_language(voice.language) == wanted)

    def cast_of(self, tour: Tour) -> dict[str, Voice]:
        """Role → the voice that speaks it now."""
        settings = self._settings(tour)
        return voices_yaml.assign_voices(settings, tour, self._engine(settings, tour))

    def _plan(self, tour: Tour, request: PreviewRequest) -> tuple[Engine, Settings, tuple[Utterance, ...]]:
        from ..assembly import synthesis

        settings = self._settings(tour)
        engine = self._engine(settings, tour)
        lexicon = voices_yaml.tour_lexicon(settings, tour)
        small = replace(tour, stops=(Stop("1", "", (Segment(request.text, request.role),)),))
        fields = {
            **({"name": request.voice} if request.voice else {}),
            **({"rate": request.rate} if request.rate else {}),
            **({"pitch": request.pitch} if request.pitch is not None else {}),
            **({"volume": request.volume} if request.volume is not None else {}),
        }
        if fields:
            settings = voices_yaml.overlay(settings, {"roles": {request.role: {tour.language: {engine.name: fields}}}})
        cast = voices_yaml.assign_voices(settings, small, engine)
        return engine, settings, synthesis.plan_utterances(small, lexicon, cast, engine)

    def _settings(self, tour: Tour) -> Settings:
        return voices_yaml.merge_overrides(voices_yaml.load_settings(self._project.voices), tour)

    def _engine(self, settings: Settings, tour: Tour) -> Engine:
        built = manifest.read_manifest(self._project.output / tour.folder / manifest.MANIFEST_FILE)
        if built and built.engine == "silent" and self._ordered != "silent":
            built = None  # a trial build is silent; whoever asks to hear a sentence wants to hear it
        with self._lock:
            engine = self._engines.choose(settings, tour, built)
            if id(engine) not in self._ready:
                engine.prefer_latency()
                self._ready.add(id(engine))
        return engine
