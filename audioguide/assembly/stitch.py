"""Clips and pauses → tracks, chapters, cues: everything of a tour that can be heard.

A tour is put together stop by stop, so that memory depends on the longest stop and not on the tour.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .. import files
from .. import manifest as manifests
from ..audio import chime, ffmpeg, id3, webvtt
from ..errors import OutputError
from ..i18n import _
from ..language_tags import is_mainland_chinese, sentence_separator
from ..model import BuiltStop, Chapter, Clip, Cue, Disclosure, Manifest, Settings, Stop, Tour, Track, Utterance, Voice
from . import publishing

Load = Callable[[Utterance], Clip]

LEAD = 200
"""Silence in ms before anything else: loudspeakers that wake up swallow the first moment."""
TAIL = 400
"""Silence in ms at the end of a file."""
HEADROOM = 1.5
"""dB left below the true peak's limit, since MP3 overshoots what it is given by up to so much, seldom by more."""
DOUBT = 0.1
"""dB by which one meter of true peaks may differ from another."""
MOST = 12.0
"""dB of headroom after which a limit is given up: no voice can be so loud with peaks so low."""
WORKERS = 4
"""Stops worked on at once, at most: memory is theirs, so their number must not grow with the machine."""
PICTURE = 200_000
"""Bytes of the largest cover that is put into each stop's MP3 too: a visitor waits for it before the first sound."""


@dataclass(frozen=True)
class _Take:
    """Levelled sound, and its sentences, in milliseconds from its start."""

    pcm: bytes
    cues: tuple[Cue, ...] = ()

    def __len__(self) -> int:
        return len(self.pcm) // 2


def effective_disclosure(settings: Settings, language: str) -> Disclosure:
    """The labelling in force: as set, else on for Chinese of the mainland and off elsewhere."""
    if settings.disclosure is not None:
        return settings.disclosure
    mainland = is_mainland_chinese(language)
    return Disclosure(chime=mainland, tag=mainland)


def stitch_tour(
    tour: Tour,
    settings: Settings,
    utterances: Sequence[Utterance],
    load: Load,
    folder: Path,
    *,
    engine: str,
    cast: Mapping[str, Voice],
    versions: Mapping[str, str] | None = None,
    inputs: str = "",
    notice: Utterance | None = None,
) -> Manifest:
    """Write ``stops/*.mp3|vtt``, ``<tour.id>.mp3|vtt``, ``images/*`` and at last ``manifest.json`` into ``folder``.

    ``utterances`` come in the order they are heard; ``load`` gives the clip of each and is called from several
    threads, for a few stops at a time. ``notice`` is the spoken disclosure (its ``stop`` is empty), said once at the
    start of each file. Equal arguments give equal bytes. Raises AudioError, OutputError and what ``load`` raises;
    then ``folder`` is as it was.
    """
    with publishing.open_staging(folder) as staging:
        builder = _Builder(tour, settings, load, staging, notice)
        built = builder.tour(utterances)
        result = dataclasses.replace(
            built,
            engine=engine,
            voices=dict(cast),
            versions={**(versions or {}), "ffmpeg": ffmpeg.ffmpeg_version()},
            inputs=inputs,
        )
        publishing.publish_tour(staging, folder, result, publishing.stale_files(folder, result))
    return result


def stitch_stop(
    tour: Tour,
    stop: Stop,
    settings: Settings,
    utterances: Sequence[Utterance],
    load: Load,
    folder: Path,
    *,
    notice: Utterance | None = None,
) -> BuiltStop:
    """Write the MP3 and captions of one stop, to be listened to; ``utterances`` may be those of the whole tour.

    A manifest that knows the stop is brought up to date, with ``inputs`` emptied: the tour's one file still holds the
    stop as it was, so the next build has to stitch it. Raises as ``tour`` does.
    """
    with publishing.open_staging(folder) as staging:
        builder = _Builder(tour, settings, load, staging, notice)
        built = builder.stop(stop, [u for u in utterances if u.stop == stop.number])
        known = manifests.read_manifest(folder / manifests.FILE)
        if known and any(s.number == stop.number and s != built for s in known.stops):
            stops = tuple(built if s.number == stop.number else s for s in known.stops)
            known = dataclasses.replace(known, stops=stops, inputs="")
        publishing.publish_tour(staging, folder, known)
    return built


class _Builder:
    """Makes the files of one tour below ``root``; nothing outside of it is touched."""

    def __init__(self, tour: Tour, settings: Settings, load: Load, root: Path, notice: Utterance | None) -> None:
        self.script, self.settings, self.load, self.root = tour, settings, load, root
        self.disclosure = effective_disclosure(settings, tour.language)
        self.limit = settings.loudness.true_peak
        self.target = settings.loudness.target + ffmpeg.LOSS
        self.headroom = HEADROOM
        self.notice = notice
        rhythm = self.disclosure.chime and not self.disclosure.spoken
        self.chime = ffmpeg.join_with_fades([chime.make_chime(rhythm, self.target)])
        self.cover = self._picture(tour.cover, "cover")
        self.cover_bytes = (root / self.cover).read_bytes() if self.cover.endswith((".jpg", ".jpeg", ".png")) else b""

    # ------------------------------------------------------------ one stop

    def stop(self, stop: Stop, utterances: Sequence[Utterance]) -> BuiltStop:
        """A stop's files."""
        return self._stop(stop, utterances)[0]

    def _stop(self, stop: Stop, utterances: Sequence[Utterance]) -> tuple[BuiltStop, _Take]:
        """A stop's files, and its sound for the tour; levelled once more where MP3 lifts its peaks over the limit."""
        headroom = self.headroom
        while True:
            take = self._take(utterances, self.limit - headroom)
            built = self._stop_files(stop, [*self._opening(headroom), take])
            excess = built.track.true_peak - (self.limit - 2 * DOUBT)  # the tour's own encoding differs a little
            if excess <= 0 or headroom > MOST:
                return built, take
            headroom += excess + 0.1

    def _stop_files(self, stop: Stop, takes: Sequence[_Take]) -> BuiltStop:
        cues = _heard(takes, len(_silence(LEAD)))
        file, vtt = f"stops/{stop.stem}.mp3", f"stops/{stop.stem}.vtt"
        number = [s.number for s in self.script.stops].index(stop.number) + 1
        with self._encoded(file) as (frames, encoder):
            for part in (_silence(LEAD), *takes, _silence(TAIL)):
                encoder.write(part.pcm)
        track = self._tagged(
            file,
            frames,
            title=f"{stop.number} {stop.title}",
            track=f"{number}/{len(self.script.stops)}",
            lyrics=_text(takes[-1].cues, self.script.language),
            picture=self.cover_bytes if len(self.cover_bytes) <= PICTURE else b"",
        )
        files.write_text(self.root / vtt, webvtt.write_webvtt(stop.title, self.script.language, cues))
        image = self._picture(stop.image, stop.stem)
        return BuiltStop(stop.number, stop.title, track, vtt, cues, stop.chapter, image, stop.alt if image else "")

    def _opening(self, headroom: float) -> list[_Take]:
        """What stands before the first stop of a file: the spoken disclosure, if any."""
        if self.notice is None:
            return []
        return [self._speech([self.notice], self.limit - headroom), _silence(self.settings.pauses.paragraph)]

    def _take(self, utterances: Sequence[Utterance], ceiling: float) -> _Take:
        opening = self.chime + ffmpeg.silent_pcm(self.settings.pauses.chime)
        speech = self._speech(utterances, ceiling)
        return _Take(opening + speech.pcm, _shifted(speech.cues, ffmpeg.samples_to_ms(len(opening) // 2)))

    def _speech(self, utterances: Sequence[Utterance], ceiling: float) -> _Take:
        """Utterances with the pauses between them, at the loudness aimed at."""
        parts: list[bytes] = []
        cues: list[Cue] = []
        position, paragraph, before = 0, 0, None
        for utterance in utterances:
            if before:
                pause = ffmpeg.silent_pcm(self._pause(before, utterance))
                paragraph += _paragraph(before) != _paragraph(utterance)
                parts.append(pause)
                position += len(pause) // 2
            clip, start = self.load(utterance), ffmpeg.samples_to_ms(position)
            pcm = ffmpeg.resample_pcm(clip.pcm, clip.rate)
            for sentence, span in zip(utterance.sentences, clip.spans, strict=True):
                cues.append(
                    Cue(
                        start + span.start,
                        start + span.end,
                        sentence.written,
                        paragraph,
                        utterance.role,
                        utterance.speaker,
                        utterance.speaker_title,
                    )
                )
            parts.append(pcm)
            position += len(pcm) // 2
            before = utterance
        return _Take(ffmpeg.level_loudness(ffmpeg.join_with_fades(parts), self.target, ceiling), tuple(cues))

    def _pause(self, before: Utterance, after: Utterance) -> int:
        pauses = self.settings.pauses
        if (before.role, before.speaker) != (after.role, after.speaker):
            return pauses.speaker
        return pauses.sentence if _paragraph(before) == _paragraph(after) else pauses.paragraph

    # ------------------------------------------------------------ the whole tour

    def tour(self, utterances: Sequence[Utterance]) -> Manifest:
        """All stops and the one file that holds them; engine, voices and inputs are the caller's to fill in."""
        while True:
            built = self._tour(utterances)
            excess = built.tour.true_peak - (self.limit - DOUBT)
            if excess <= 0 or self.headroom > MOST:
                return built
            self.headroom += excess + 0.1

    def _tour(self, utterances: Sequence[Utterance]) -> Manifest:
        script, file, vtt = self.script, f"{self.script.id}.mp3", f"{self.script.id}.vtt"
        stops: list[BuiltStop] = []
        starts: list[int] = []
        cues: list[Cue] = []
        texts: list[str] = []
        with self._encoded(file) as (frames, encoder):
            encoder.write(_silence(LEAD).pcm)
            opening = self._opening(self.headroom)
            cues += _heard(opening, encoder.samples)
            for part in opening:
                encoder.write(part.pcm)
            for stop, (built, take) in zip(script.stops, self._stops(utterances), strict=True):
                if stops:
                    encoder.write(_silence(self.settings.pauses.stop).pcm)
                starts.append(ffmpeg.samples_to_ms(encoder.samples + ffmpeg.find_onset(take.pcm) + ffmpeg.DELAY))
                cues += _heard([take], encoder.samples)
                texts.append(f"{stop.number} {stop.title}\n\n{_text(take.cues, script.language)}")
                stops.append(built)
                encoder.write(take.pcm)
            encoder.write(_silence(TAIL).pcm)

        ends = [*starts[1:], ffmpeg.samples_to_ms(ffmpeg.mp3_duration(frames, self.settings.bit_rate))]
        chapters = tuple(
            Chapter(s.number, s.title, start, end) for s, start, end in zip(script.stops, starts, ends, strict=True)
        )
        track = self._tagged(
            file,
            frames,
            title=script.title,
            track=f"0/{len(stops)}",  # sorts before its stops
            lyrics="\n\n\n".join(texts),
            picture=self.cover_bytes,
            chapters=chapters,
        )
        files.write_text(self.root / vtt, webvtt.write_webvtt(script.title, script.language, cues))
        return Manifest(
            schema=manifests.SCHEMA,
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
            base_url=self.settings.base_url,
        )

    def _stops(self, utterances: Sequence[Utterance]) -> Iterator[tuple[BuiltStop, _Take]]:
        """Every stop in order, several worked on at once: ffmpeg and numpy leave Python's lock to others."""
        by_stop: dict[str, list[Utterance]] = {s.number: [] for s in self.script.stops}
        for utterance in utterances:
            by_stop[utterance.stop].append(utterance)
        workers = min(WORKERS, os.cpu_count() or 1)
        pool = ThreadPoolExecutor(workers)
        begun: deque[Future[tuple[BuiltStop, _Take]]] = deque()
        try:
            for stop in self.script.stops:
                begun.append(pool.submit(self._stop, stop, by_stop[stop.number]))
                if len(begun) > workers:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    # ------------------------------------------------------------ files

    @contextmanager
    def _encoded(self, file: str) -> Iterator[tuple[Path, ffmpeg.Encoder]]:
        """A bare MP3 beside the file that will hold it and its tag: chapters are known once all is encoded."""
        frames = self.root / f"{file}.frames"
        frames.parent.mkdir(parents=True, exist_ok=True)
        with ffmpeg.open_encoder(frames, self.settings.bit_rate) as encoder:
            yield frames, encoder

    def _tagged(
        self,
        file: str,
        frames: Path,
        *,
        title: str,
        track: str,
        lyrics: str,
        picture: bytes,
        chapters: Sequence[Chapter] = (),
    ) -> Track:
        """Tag and frames → the file; measured as a listener's player decodes it."""
        measured = ffmpeg.measure_loudness(frames)
        with frames.open("rb") as source:
            content = hashlib.file_digest(source, "sha256").hexdigest()
        header = id3.build_tag(
            title=title,
            album=self.script.title,
            track=track,
            language=self.script.language,
            artist=self.disclosure.producer,
            lyrics=lyrics,
            user={"AIGC": _aigc(self.disclosure.producer, content)} if self.disclosure.tag else {},
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

    def _picture(self, picture: str, stem: str) -> str:
        """Copy of a picture the script names, as ``images/<stem>.<suffix>``; empty for none."""
        if not picture:
            return ""
        source = self.script.path.parent / picture
        target = f"images/{stem}{source.suffix.lower()}"
        try:
            data = source.read_bytes()
        except OSError as error:
            raise OutputError(
                _("The picture {file} of {script} cannot be read: {reason}.").format(
                    file=picture, script=self.script.path, reason=error.strerror or error
                ),
                hint=_("Put the file there, or correct its path, which is relative to the script."),
            ) from error
        files.write_bytes(self.root / target, data)
        return target


def _silence(milliseconds: int) -> _Take:
    return _Take(ffmpeg.silent_pcm(milliseconds))


def _paragraph(utterance: Utterance) -> tuple[int, int]:
    return utterance.segment, utterance.paragraph


def _shifted(cues: Sequence[Cue], by: int) -> tuple[Cue, ...]:
    return tuple(dataclasses.replace(c, start=c.start + by, end=c.end + by) for c in cues)


def _heard(takes: Sequence[_Take], position: int) -> tuple[Cue, ...]:
    """Cues of takes in a row from a position in samples on, in ms of the decoded MP3."""
    cues: list[Cue] = []
    paragraphs = 0
    for take in takes:
        shifted = _shifted(take.cues, ffmpeg.samples_to_ms(position + ffmpeg.DELAY))
        cues += (dataclasses.replace(c, paragraph=c.paragraph + paragraphs) for c in shifted)
        paragraphs += max((c.paragraph for c in take.cues), default=-1) + 1
        position += len(take)
    return tuple(cues)


def _text(cues: Sequence[Cue], language: str) -> str:
    """What is said, a line a paragraph."""
    separator = sentence_separator(language)
    paragraphs: dict[int, list[str]] = {}
    for cue in cues:
        paragraphs.setdefault(cue.paragraph, []).append(cue.text)
    return "\n".join(separator.join(lines) for lines in paragraphs.values())


def _aigc(producer: str, content: str) -> str:
    """The implicit label of GB 45438-2025, annex E; its number follows from the content, so that builds are equal."""
    return json.dumps(
        {
            "Label": "1",
            "ContentProducer": producer,
            "ProduceID": content[:32],
            "ReservedCode1": "",
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        },
        ensure_ascii=False,
    )
