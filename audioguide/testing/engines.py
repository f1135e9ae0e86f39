"""The contract of speech engines."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar
from unittest import SkipTest

from ..engines import Engine
from ..errors import ConfigError, EngineError
from ..i18n.language_tags import primary_language
from ..model import Sentence, Utterance, Voice
from ..registry import load_plugin, plugin_names

SAMPLE_TEXTS: Mapping[str, tuple[str, str]] = {
    "zh": ("水磨头村位于城西。", "全村有二百户人家，世代务农！"),
    "en": ("The village lies west of the town.", "It was founded long ago!"),
    "es": ("El pueblo está al oeste.", "¿Quién lo fundó?"),
    "fr": ("Le village se trouve à l'ouest.", "Qui l'a fondé ?"),
    "de": ("Das Dorf liegt im Westen.", "Wer hat es gegründet?"),
    "it": ("Il paese si trova a ovest.", "Chi lo ha fondato?"),
    "pt": ("A aldeia fica a oeste.", "Quem a fundou?"),
    "nl": ("Het dorp ligt in het westen.", "Wie heeft het gesticht?"),
    "ru": ("Деревня лежит на западе.", "Кто её основал?"),
    "ja": ("村は町の西にあります。", "だれが作りましたか。"),
    "ko": ("마을은 도시 서쪽에 있습니다.", "누가 세웠습니까?"),
    "yue": ("條村喺城西。", "邊個起㗎？"),
}
"""Two spoken sentences a language; a suite may bring its own."""
READINGS: Mapping[str, tuple[str, str]] = {"zh": ("蔡{长|chang2}水来了。", "蔡{长|zhang3}水来了。")}
"""One sentence with two readings decided in it; elsewhere a respelling is tried."""


class EngineContract:
    """What every engine does, in each language it has a voice for."""

    kind: ClassVar[type[Engine]]
    speaks: ClassVar[bool] = True
    """False: speaking takes a network or long, so that it is tested elsewhere."""
    sample_texts: ClassVar[Mapping[str, tuple[str, str]]] = SAMPLE_TEXTS

    def make_engine(self) -> Engine:
        """Return a new engine; override it where the engine needs options."""
        return self.kind()

    def _utterances(self, engine: Engine) -> list[Utterance]:
        """One utterance of two sentences in each language of the engine's voices."""
        tags = {primary_language(voice.language): voice.language for voice in engine.voices()}
        if "" in tags:  # a voice of every language
            tags = {tag: tag for tag in self.sample_texts if tag in plugin_names("languages")}
        known = {tag: language for tag, language in tags.items() if tag in self.sample_texts}
        assert known or not tags, f"sample_texts has none of the languages {sorted(tags)}"
        return [
            _utterance(engine, language, self.sample_texts[tag]) for tag, language in (known or {"en": "en-US"}).items()
        ]

    def test_it_is_registered_under_its_name(self) -> None:
        """The entry point's name is the class's ``name``."""
        if self.kind.name in plugin_names("engines"):
            assert load_plugin("engines", self.kind.name) is self.kind
        assert self.kind.unit in ("sentence", "paragraph")
        assert isinstance(self.kind.local, bool)
        assert self.kind.workers >= 0
        assert self.kind.max_characters > 0

    def test_its_options_are_those_of_its_table(self) -> None:
        """An option that nobody knows is refused, and one of the table is left out without harm."""
        table = self.kind.option_table
        if table is None:
            return
        for name in ("no such option", *(option.name for option in table)):
            try:
                self.kind({name: None})
            except ConfigError:
                assert name == "no such option", f"{name} cannot be left empty"
            else:
                assert name != "no such option", "an option that is not in the table was taken"

    def test_the_fingerprint_is_stable_and_its_own(self) -> None:
        """It names the engine, and no other engine has it."""
        engine = self.make_engine()
        assert engine.fingerprint() == self.make_engine().fingerprint()
        assert engine.name in engine.fingerprint()
        others = [load_plugin("engines", name)() for name in plugin_names("engines") if name != engine.name]
        assert engine.fingerprint() not in [_fingerprint_of(second) for second in others]

    def test_rendering_is_pure_and_keeps_sentences_apart(self) -> None:
        """A sentence sounds the same whatever is beside it."""
        engine = self.make_engine()
        for utterance in self._utterances(engine):
            rendered = engine.render(utterance)
            assert rendered == engine.render(utterance) == self.make_engine().render(utterance)
            assert len(rendered) == len(utterance.sentences)
            assert all(rendered)
            apart = [engine.render(_only(utterance, sentence))[0] for sentence in utterance.sentences]
            assert list(rendered) == apart

    def test_a_decided_reading_changes_what_is_rendered(self) -> None:
        """Authors decide readings as ``{written|said}``."""
        engine = self.make_engine()
        for utterance in self._utterances(engine):
            texts = READINGS.get(primary_language(utterance.voice.language), ("{Mozui|moat} A", "{Mozui|boat} A"))
            first, second = (engine.render(_only(utterance, Sentence(text, text))) for text in texts)
            assert first != second, utterance.voice.language

    def test_rendering_in_threads_gives_the_same(self) -> None:
        """Rendering is safe from several threads."""
        engine = self.make_engine()
        utterances = self._utterances(engine) * 4
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(engine.render, utterances)) == [engine.render(first) for first in utterances]

    def test_default_voices_are_among_the_voices_and_stay(self) -> None:
        """Every role has a voice in each language the engine has one for, the same each time."""
        engine = self.make_engine()
        names = {voice.name for voice in engine.voices()}
        assert len(names) == len(engine.voices())
        for language in {voice.language for voice in engine.voices()}:
            for role in ("narrator", "interviewee", "secretary"):
                voice = engine.default_voice(language, role)
                assert voice in names, language
                assert voice == self.make_engine().default_voice(language, role)

    def test_a_language_it_does_not_speak_has_no_voice(self) -> None:
        """None means "another engine"; an engine that names a voice for Klingon has to render it."""
        engine = self.make_engine()
        if engine.default_voice("tlh", "narrator") is not None:
            assert engine.render(_utterance(engine, "tlh", ("nuqneH", "Qapla'")))

    def test_paces_are_plausible_or_unknown(self) -> None:
        """Characters or words a minute."""
        engine = self.make_engine()
        paces = [engine.natural_pace(voice.name, voice.language) for voice in engine.voices()]
        assert all(pace is None or 50 < pace < 500 for pace in paces)

    def test_its_status_says_what_is_missing(self) -> None:
        """An engine that cannot be used says why."""
        status = self.make_engine().status()
        assert status.usable or status.reason

    def test_speech_has_a_span_for_each_sentence(self) -> None:
        """Sound is 16-bit mono, its spans in order and within it."""
        engine = self.make_engine()
        if not self.speaks or not engine.status().usable:
            raise SkipTest("this engine is not asked to speak here")
        for utterance in self._utterances(engine):
            clip = engine.speak(engine.render(utterance), utterance.voice)
            assert clip.rate > 0
            assert len(clip.pcm) % 2 == 0
            assert len(clip.spans) == len(utterance.sentences)
            borders = [time for span in clip.spans for time in (span.start, span.end)]
            assert borders == sorted(borders)
            assert 0 <= borders[0] < borders[-1] <= clip.duration


def _utterance(engine: Engine, language: str, texts: tuple[str, ...]) -> Utterance:
    name = engine.default_voice(language, "narrator") or "named-by-the-author"
    return Utterance("1", 0, 0, Voice(engine.name, name, language), tuple(Sentence(text, text) for text in texts))


def _only(utterance: Utterance, sentence: Sentence) -> Utterance:
    return Utterance("1", 0, 0, utterance.voice, (sentence,))


def _fingerprint_of(engine: Engine) -> str:
    try:
        return engine.fingerprint()
    except EngineError:  # another engine that is not usable here
        return ""
