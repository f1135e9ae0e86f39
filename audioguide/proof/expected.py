"""What a stop should say: its sentences as asked of the voice, their times, and the names in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from .. import manifest as manifests
from ..assembly.synthesis import RECORDED_VOICE
from ..authoring import script, voices_yaml
from ..errors import ConfigError
from ..i18n import _
from ..i18n.language_tags import matching_values
from ..model import BuiltStop, Lexicon, Manifest, Sentence, Span, Tour, Voice
from ..project import Project
from ..text import find_language, split_and_normalise, split_paragraphs
from .align import NUMERALS, Token

PROPER_NOUN_TAGS = ("nr", "ns", "nt", "nz")
"""jieba's tags of persons, places, organisations and other proper nouns."""


@dataclass(frozen=True)
class ExpectedStop:
    """A stop, or any recording, with the text it should say."""

    tour: str
    """Identifier of the tour; empty for a recording of unknown origin."""
    stop: str
    title: str
    language: str
    file: Path
    sentences: tuple[Sentence, ...]
    spans: tuple[Span, ...]
    """Milliseconds of each sentence; empty where nobody timed them."""
    lexicon: Lexicon
    stale: bool = False
    """The script was changed since this was built."""
    voices: tuple[Voice, ...] = ()
    """Who said each sentence; empty where that is not known."""
    fingerprint: str = ""
    """Fingerprint of the engine that spoke."""
    has_sounds: bool = False
    """Music or ambience is heard with it."""

    @property
    def id(self) -> str:
        """Names it among others."""
        return f"{self.tour}/{self.stop}" if self.tour else self.file.name


@dataclass(frozen=True)
class BuiltTour:
    """A built tour and what its stops should say."""

    tour: Tour
    folder: Path
    stops: tuple[ExpectedStop, ...]


def built_tours(project: Project, sites: Sequence[str] = (), stop: str = "") -> list[BuiltTour]:
    """The built tours among those named (default: all). Raises ConfigError where there is none, or no such stop."""
    settings = voices_yaml.load_settings(project.voices)
    results: list[BuiltTour] = []
    for tour in script.load_tours(project, sites):
        folder = project.output / tour.folder
        manifest = (
            manifests.load_manifest(folder / manifests.MANIFEST_FILE)
            if sites
            else manifests.read_manifest(folder / manifests.MANIFEST_FILE)
        )
        if manifest is None or manifest.is_silent:
            continue
        lexicon = voices_yaml.tour_lexicon(voices_yaml.merge_overrides(settings, tour), tour)
        stops = tuple(
            _expected_stop(tour, manifest, stop_built, lexicon, folder)
            for stop_built in manifest.all_stops
            if stop in ("", stop_built.number) and stop_built.cues  # without a text there is nothing to compare
        )
        if stops:
            results.append(BuiltTour(tour, folder, stops))
    if not results:
        raise ConfigError(
            _("There is nothing to listen to: no such stop was built with a voice.")
            if stop
            else _("There is nothing to listen to: no tour was built with a voice."),
            hint=_("Run `audioguide build` first."),
        )
    return results


def _expected_stop(tour: Tour, manifest: Manifest, built: BuiltStop, lexicon: Lexicon, folder: Path) -> ExpectedStop:
    """What was built, with the readings the script asks for today."""
    asked = {
        sentence.written: sentence
        for stop in tour.stops
        if stop.number == built.number
        for segment in stop.spoken_segments
        if not segment.is_cue
        for paragraph in split_paragraphs(segment.text)
        for sentence in split_and_normalise(paragraph, tour.language, lexicon)
    }
    normalise_text = find_language(tour.language).spoken
    # who was timed by an estimate may be heard elsewhere
    timed = not any(cue.estimated for cue in built.cues)
    speaking = {cue: RECORDED_VOICE if cue.recorded else manifest.voices.get(cue.role) for cue in built.cues}
    voices = tuple(voice for cue in built.cues if (voice := speaking[cue]))
    return ExpectedStop(
        tour=tour.id,
        stop=built.number,
        title=built.title,
        language=tour.language,
        file=folder / built.track.file,
        sentences=tuple(
            asked.get(cue.text) or Sentence(cue.text, normalise_text(cue.text, lexicon)) for cue in built.cues
        ),
        spans=tuple(Span(cue.start, cue.end) for cue in built.cues) if timed else (),
        lexicon=lexicon,
        stale={cue.text for cue in built.cues} != asked.keys(),
        voices=voices if timed else (),
        fingerprint=manifest.versions.get(manifest.engine, ""),
        has_sounds=bool(built.sounds),
    )


def expected_recording(project: Project, file: Path, text: Path, tag: str) -> ExpectedStop:
    """Any recording and the file with its text. Raises ConfigError where the text cannot be read or says nothing."""
    try:
        written = text.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            _("{file} cannot be read: {reason}.").format(file=text, reason=error),
            hint=_("It has to be plain text in UTF-8."),
        ) from error
    common = voices_yaml.load_settings(project.voices).lexicon
    lexicon = tuple(entry for entries in matching_values(common, tag) for entry in entries)
    results = tuple(s for part in split_paragraphs(written) for s in split_and_normalise(part, tag, lexicon))
    if not results:
        raise ConfigError(_("{file}: there is nothing to say in it.").format(file=text))
    return ExpectedStop("", "", file.stem, tag, file, results, (), lexicon)


def expected_names(spoken: ExpectedStop, first: int, last: int) -> str:
    """Words of the lexicon and proper nouns of some sentences, to expect when listening to them.

    With ``misheard_words`` it is the whole prompt: given every word of the text, the recogniser writes that (measured).
    """
    text = "\n".join(sentence.written for sentence in spoken.sentences[first:last])
    results = [entry.written for entry in spoken.lexicon if entry.written in text]
    if spoken.language.split("-")[0].lower() == "zh":
        from jieba import posseg

        results += (word for word, tag in posseg.cut(text) if tag in PROPER_NOUN_TAGS and len(word) > 1)
    else:
        results += re.findall(r"(?<=[a-zà-ÿ,;] )[A-ZÀ-Þ][\w’'-]+", text)
    return " ".join(dict.fromkeys(results))


def misheard_words(tokens: Sequence[Token], wrong: Sequence[int]) -> list[str]:
    """The words in which tokens (by index) were misheard, to expect at a second hearing.

    A recogniser writes a word of its prompt only where the sound allows it; but a word of one syllable fits too easily,
    so the next word goes into the prompt with it, and a number fits too easily always.
    """
    places = set(wrong)
    starts = [i for i, token in enumerate(tokens) if token.opens or token.sentence != tokens[i - 1].sentence]
    words = [tokens[a:b] for a, b in pairwise([*starts, len(tokens)])]
    results: list[str] = []
    for start, word, after in zip(starts, words, [*words[1:], ()], strict=True):
        if places.isdisjoint(range(start, start + len(word))):
            continue
        phrase = [*word, *after] if len(word) == 1 and after and after[0].sentence == word[0].sentence else word
        if not any(token.text in NUMERALS or token.text.isdigit() for token in phrase):
            results.append("".join(token.text for token in phrase))
    return list(dict.fromkeys(results))
