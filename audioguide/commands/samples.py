"""Short texts spoken to be listened to on a page: one clip from the cache or the engine, one MP3 file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .. import files
from ..authoring import voices_yaml
from ..engines import Engine
from ..errors import EngineError
from ..i18n import _
from ..model import Clip, Settings, Tour, Voice
from ..project import Project

BIT_RATE_KBPS = 64
"""Of the samples: that of the tours."""
SAMPLE_LOUDNESS_LUFS, SAMPLE_PEAK_DBTP = -16.0, -1.5


def speak_text(project: Project, tour: Tour, settings: Settings, engine: Engine, voice: Voice) -> Clip:
    """The text as one clip with the pauses between its sentences; from the cache where it was spoken before."""
    from ..assembly import streaming, synthesis
    from ..assembly.clip_cache import Cache

    lexicon = voices_yaml.tour_lexicon(settings, tour)
    there = replace(tour, language=voice.language)
    utterances = synthesis.plan_utterances(there, lexicon, {"narrator": voice}, engine)
    spoken = synthesis.speak_utterances(utterances, engine, Cache(project.cache))
    pieces: list[bytes] = []
    rate = 0
    for index, utterance in enumerate(utterances):
        clip = spoken.load_clip(index)
        rate = clip.rate
        pause = streaming.pause_between(utterances[index - 1], utterance, settings.pauses) if index else 0
        pieces += [bytes(2 * (pause * rate // 1000)), clip.pcm]
    if not pieces:
        raise EngineError(_("There is nothing to say in “{text}”.").format(text=tour.title))
    return Clip(b"".join(pieces), rate, ())


def write_sample(path: Path, clip: Clip) -> None:
    """Write a clip as an MP3, as loud as every other one.

    Raises AudioError, OutputError.
    """
    from ..audio import ffmpeg, levelling

    pcm = levelling.level_loudness(ffmpeg.resample_pcm(clip.pcm, clip.rate), SAMPLE_LOUDNESS_LUFS, SAMPLE_PEAK_DBTP)
    with files.atomic_write(path) as part, ffmpeg.open_encoder(part, BIT_RATE_KBPS) as encoder:
        encoder.write(pcm)
