"""Mixed sound → the files of a tour: MP3s with tags and chapters, captions, pictures.

A tour is put together stop by stop, so that memory depends on the longest stop and not on the tour.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from .. import files
from .. import manifest as manifests
from ..audio import ffmpeg, id3, webvtt
from ..model import (
    BuiltPicture,
    BuiltPoint,
    BuiltRoute,
    BuiltSound,
    BuiltStop,
    Chapter,
    Cue,
    Labelling,
    Manifest,
    Settings,
    Stop,
    Tour,
    Track,
    Utterance,
)
from . import beds, mixing, pictures, plans
from .disclosure import aigc_label, effective_labelling
from .mixing import ClipLoader, Mix, Mixer
from .recordings import has_synthetic_speech

LEAD_MS = 200
"""Silence before anything else: loudspeakers that wake up swallow the first moment."""
TAIL_MS = 400
"""Silence at the end of a file."""
HEADROOM_DB = 1.5
"""Left below the true peak's limit, since MP3 overshoots what it is given by up to so much, seldom by more."""
METER_TOLERANCE_DB = 0.1
"""By how much one meter of true peaks may differ from another."""
MAX_HEADROOM_DB = 12.0
"""After which a limit is given up: no voice can be so loud with peaks so low."""
MAX_WORKERS = 4
"""Stops worked on at once: memory is theirs, so their number must not grow with the machine."""


def make_tour_files(
    tour: Tour,
    settings: Settings,
    utterances: Sequence[Utterance],
    load: ClipLoader,
    root: Path,
    *,
    notice: Utterance | None = None,
    icon: bytes = b"",
) -> Manifest:
    """Write ``stops/*.mp3|vtt``, ``<tour.id>.mp3|vtt`` and ``images/*`` below ``root``; return their manifest.

    ``utterances`` come in the order they are spoken; ``load`` gives the clip of each and is called from several
    threads, for a few stops at a time. ``notice`` is the spoken disclosure (its ``stop`` is empty), spoken once at
    the start of each file; ``icon`` a PNG that players show for a tour without a cover. Equal arguments give
    equal bytes. Engine, voices, versions and inputs of the manifest are the caller's to fill in. Raises AudioError,
    OutputError and what ``load`` raises.
    """
    with _open_scratch(root) as scratch:
        return _TourFiles(tour, settings, load, root, scratch, notice, icon).make_tour(utterances)


def make_stop_files(
    tour: Tour,
    stop: Stop,
    settings: Settings,
    utterances: Sequence[Utterance],
    load: ClipLoader,
    root: Path,
    *,
    notice: Utterance | None = None,
    icon: bytes = b"",
) -> BuiltStop:
    """Write the MP3, captions and picture of one stop below ``root``; ``utterances`` may be those of the tour.

    Raises what ``make_tour_files`` does.
    """
    own = [utterance for utterance in utterances if utterance.stop == stop.number]
    with _open_scratch(root) as scratch:
        return _TourFiles(tour, settings, load, root, scratch, notice, icon).make_stop(stop, own)[0]


@contextmanager
def _open_scratch(root: Path) -> Iterator[Path]:
    """Yield a folder on the same disk for long sounds on their way."""
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".mixing.", dir=root) as name:
        yield Path(name)


class _TourFiles:
    """Makes the files of one tour below ``root``; nothing outside of it is touched."""

    def __init__(
        self,
        tour: Tour,
        settings: Settings,
        load: ClipLoader,
        root: Path,
        scratch: Path,
        notice: Utterance | None,
        icon: bytes,
    ) -> None:
        self.script, self.settings, self.root, self.notice = tour, settings, root, notice
        self.labelling = effective_labelling(settings, tour.language)
        if not has_synthetic_speech(tour.stops):  # nothing to label
            self.labelling = Labelling(producer=self.labelling.producer)
        self.limit = settings.loudness.true_peak
        self.headroom = HEADROOM_DB
        self.mixer = Mixer(settings, load, scratch)
        self.cover, self.cover_small = pictures.write_picture(tour, tour.cover, "cover", root)
        self.cover_bytes = (root / self.cover).read_bytes() if self.cover else icon

    # ------------------------------------------------------------ one stop

    def make_stop(self, stop: Stop, utterances: Sequence[Utterance]) -> tuple[BuiltStop, Mix]:
        """Return a stop's files, and its speech for the tour.

        Levelled once more where MP3 lifts its peaks over the limit.
        """
        headroom, synthetic = self.headroom, has_synthetic_speech([stop])
        sounds = beds.stop_sounds(self.script, stop)
        while True:
            mix = self.mixer.mix_stop(utterances, self.limit - headroom, sounds)
            notice = self._mix_notice(headroom) if synthetic else []
            built = self._write_stop(stop, [*notice, mix], synthetic)
            # the tour's own encoding differs a little
            excess = built.track.true_peak - (self.limit - 2 * METER_TOLERANCE_DB)
            if excess <= 0 or headroom > MAX_HEADROOM_DB:
                return built, mix
            headroom += excess + 0.1
            mix.discard()

    def _write_stop(self, stop: Stop, mixes: Sequence[Mix], synthetic: bool) -> BuiltStop:
        lead = mixing.silent_mix(LEAD_MS)
        cues = mixing.decoded_cues(mixes, lead.samples)
        file, vtt = f"stops/{stop.stem}.mp3", f"stops/{stop.stem}.vtt"
        listed = [s.number for s in self.script.listed_stops]
        with self._open_frames(file) as (frames, encoder):
            for mix in (
                lead,
                *mixes,
                self.mixer.closing_chime(rhythm=self._has_rhythm(stop)),
                mixing.silent_mix(TAIL_MS),
            ):
                _encode_mix(encoder, mix)
        track = self._tag_frames(
            file,
            frames,
            title=f"{stop.number} {stop.title}",
            track=f"{listed.index(stop.number) + 1}/{len(listed)}" if stop.is_listed else "",
            # no cover: with one in the file Chromium plays nothing until it has read all of it
            lyrics=mixing.cue_text(mixes[-1].cues, self.script.language),
            timed_lyrics=cues,
            synthetic=synthetic,
        )
        self._write_captions(vtt, stop.title, cues)
        shown = self._write_pictures(stop)
        first = shown[0] if shown else BuiltPicture("")
        return BuiltStop(
            stop.number,
            stop.title,
            track,
            vtt,
            cues,
            stop.chapter,
            first.file,
            first.alt,
            first.small,
            position=stop.position,
            directions=stop.directions,
            access=stop.access,
            draft=stop.draft,
            closed=stop.closed,
            pictures=shown if stop.images else (),
            pin=stop.pin,
            trigger_m=stop.trigger_m,
            synthetic=synthetic,
            sounds=tuple(
                BuiltSound(sound.kind, sound.credit, sound.licence) for sound in beds.stop_sounds(self.script, stop)
            ),
        )

    def _has_rhythm(self, stop: Stop) -> bool:
        """Whether the stop's chime says that its speech is synthetic."""
        return has_synthetic_speech([stop]) and self.labelling.rhythm

    def _write_pictures(self, stop: Stop) -> tuple[BuiltPicture, ...]:
        """Write the pictures of a stop: ``03.jpg``, ``03-2.jpg`` and so on."""
        written = []
        for index, picture in enumerate(stop.pictures, 1):
            stem = stop.stem if index == 1 else f"{stop.stem}-{index}"
            file, small = pictures.write_picture(self.script, picture.file, stem, self.root)
            written.append(BuiltPicture(file, small, picture.alt, picture.caption, picture.credit))
        return tuple(written)

    def _mix_notice(self, headroom: float) -> list[Mix]:
        """Return what comes before the first stop of a file: the spoken disclosure, if any."""
        if self.notice is None:
            return []
        notice = self.mixer.mix_utterances([self.notice], self.limit - headroom)
        return [notice, mixing.silent_mix(self.settings.pauses.paragraph)]

    # ------------------------------------------------------------ the whole tour

    def make_tour(self, utterances: Sequence[Utterance]) -> Manifest:
        """Return all stops and the one file that holds them, once more where its peaks pass the limit."""
        while True:
            manifest = self._write_tour(utterances)
            excess = manifest.tour.true_peak - (self.limit - METER_TOLERANCE_DB)
            if excess <= 0 or self.headroom > MAX_HEADROOM_DB:
                return manifest
            self.headroom += excess + 0.1

    def _write_tour(self, utterances: Sequence[Utterance]) -> Manifest:
        script, file, vtt = self.script, f"{self.script.id}.mp3", f"{self.script.id}.vtt"
        listed, aside = script.listed_stops, [stop for stop in script.stops if not stop.is_listed]
        synthetic = has_synthetic_speech(listed)
        stops: list[BuiltStop] = []
        starts: list[int] = []
        cues: list[Cue] = []
        texts: list[str] = []
        with self._open_frames(file) as (frames, encoder):
            _encode_mix(encoder, mixing.silent_mix(LEAD_MS))
            opening = self._mix_notice(self.headroom) if synthetic else []
            cues += mixing.decoded_cues(opening, encoder.samples)
            for mix in opening:
                _encode_mix(encoder, mix)
            for stop, (built, speech) in zip(listed, self._make_stops(listed, utterances), strict=True):
                mix = self.mixer.open_with_chime(speech, rhythm=self._has_rhythm(stop))
                if stops:
                    _encode_mix(encoder, mixing.silent_mix(self.settings.pauses.stop))
                onset = encoder.samples + mix.onset + ffmpeg.DECODER_DELAY_SAMPLES
                starts.append(ffmpeg.samples_to_ms(onset))
                cues += mixing.decoded_cues([mix], encoder.samples)
                texts.append(f"{stop.number} {stop.title}\n\n{mixing.cue_text(mix.cues, script.language)}")
                stops.append(built)
                _encode_mix(encoder, mix)
                mix.discard()
            _encode_mix(encoder, mixing.silent_mix(TAIL_MS))

        ends = [*starts[1:], ffmpeg.samples_to_ms(ffmpeg.mp3_duration(frames, self.settings.bit_rate))]
        chapters = tuple(
            Chapter(s.number, s.title, start, end) for s, start, end in zip(listed, starts, ends, strict=True)
        )
        track = self._tag_frames(
            file,
            frames,
            title=script.title,
            lyrics="\n\n\n".join(texts),
            timed_lyrics=cues,
            picture=self.cover_bytes,
            chapters=chapters,
            synthetic=synthetic,
        )
        self._write_captions(vtt, script.title, cues)
        return Manifest(
            schema=manifests.MANIFEST_VERSION,
            site=script.site,
            edition=script.edition,
            language=script.language,
            title=script.title,
            engine="",
            voices={},
            tour=track,
            captions=vtt,
            chapters=chapters,
            stops=tuple(stops),
            description=script.description,
            accent=script.accent,
            cover=self.cover,
            cover_alt=script.cover_alt if self.cover else "",
            cover_small=self.cover_small,
            label=script.label,
            base_url=self.settings.base_url,
            synthetic=synthetic,
            marked=self.labelling.mark,
            unlisted=tuple(self._make_unlisted(aside, utterances)),
            draft=script.draft,
            hidden=script.hidden,
            closed=script.closed,
            points=tuple(BuiltPoint(point.kind, point.position, point.title, point.pin) for point in script.points),
            plans=tuple(plans.write_plan(script, plan, self.root) for plan in script.plans),
            routes=tuple(
                BuiltRoute(route.name, route.title, route.stops, route.minutes, route.suits) for route in script.routes
            ),
        )

    def _make_unlisted(self, stops: Sequence[Stop], utterances: Sequence[Utterance]) -> Iterator[BuiltStop]:
        """Yield the stops that are in no list, whose sound the tour's one file does not hold."""
        for built, mix in self._make_stops(stops, utterances):
            mix.discard()
            yield built

    def _make_stops(self, stops: Sequence[Stop], utterances: Sequence[Utterance]) -> Iterator[tuple[BuiltStop, Mix]]:
        """Yield the stops in order; several are made at once: ffmpeg and numpy leave Python's lock to others."""
        by_stop: dict[str, list[Utterance]] = {s.number: [] for s in self.script.stops}
        for utterance in utterances:
            by_stop[utterance.stop].append(utterance)
        workers = min(MAX_WORKERS, os.cpu_count() or 1)
        pool = ThreadPoolExecutor(workers)
        begun: deque[Future[tuple[BuiltStop, Mix]]] = deque()
        try:
            for stop in stops:
                begun.append(pool.submit(self.make_stop, stop, by_stop[stop.number]))
                if len(begun) > workers:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    # ------------------------------------------------------------ files

    def _write_captions(self, file: str, title: str, cues: Sequence[Cue]) -> None:
        (self.root / file).write_bytes(webvtt.write_webvtt(title, self.script.language, cues).encode())

    @contextmanager
    def _open_frames(self, file: str) -> Iterator[tuple[Path, ffmpeg.Encoder]]:
        """Yield a bare MP3 beside the file that will hold it and its tag: chapters are known once all is encoded."""
        frames = self.root / f"{file}.frames"
        frames.parent.mkdir(parents=True, exist_ok=True)
        with ffmpeg.open_encoder(frames, self.settings.bit_rate) as encoder:
            yield frames, encoder

    def _tag_frames(
        self,
        file: str,
        frames: Path,
        *,
        title: str,
        lyrics: str,
        timed_lyrics: Sequence[Cue],
        picture: bytes = b"",
        track: str = "",
        chapters: Sequence[Chapter] = (),
        synthetic: bool,
    ) -> Track:
        """Write tag and frames to the file; return it as measured when a listener's player decodes it."""
        measured = ffmpeg.measure_loudness(frames)
        content = files.file_digest(frames)
        producer = self.labelling.producer
        header = id3.build_tag(
            title=title,
            album=self.script.title,
            track=track,
            language=self.script.language,
            artist=producer or self.script.title,  # else cars and players say “unknown artist”
            lyrics=lyrics,
            timed_lyrics=timed_lyrics,
            user={"AIGC": aigc_label(producer, content)} if self.labelling.tag and synthetic else {},
            chapters=chapters,
            picture=picture,
        )
        digest, path = hashlib.sha256(header), self.root / file
        with path.open("wb") as target, frames.open("rb") as source:
            target.write(header)
            while block := source.read(1 << 20):
                digest.update(block)
                target.write(block)
        duration = ffmpeg.samples_to_ms(ffmpeg.mp3_duration(frames, self.settings.bit_rate))
        frames.unlink()
        return Track(file, duration, path.stat().st_size, digest.hexdigest(), measured.loudness, measured.true_peak)


def _encode_mix(encoder: ffmpeg.Encoder, mix: Mix) -> None:
    for block in mix.blocks():
        encoder.write(block)
