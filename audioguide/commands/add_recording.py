"""A recording for a passage: checked to be sound, without what a telephone writes along, kept beside the scripts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..audio import uploads
from ..audio.ffmpeg import SAMPLE_RATE_HZ
from ..authoring.schemas import SEGMENT_FIELDS, STOP_FIELDS
from ..engines import pcm
from ..errors import EditRefused
from ..i18n import _
from ..model import Segment, Tour
from ..project import Project
from ..yaml import patching
from .media_files import find_media, store_media
from .script_edits import Edit, EditConflict, OpenScript

MAX_UPLOAD_BYTES = 100_000_000
RECORDINGS_FOLDER = "recordings"


@dataclass(frozen=True)
class Recorded:
    """What somebody hands in for a passage."""

    stop: str
    segment: int
    speaker: str
    """Whose voice it is; empty: nobody is named."""
    data: bytes


def prepare_recording(project: Project, tour: Tour, recorded: Recorded) -> SetRecording:
    """Store a recording below ``scripts/recordings/`` and return the edit that names it.

    Raises AudioError for what is no sound, or too long, EditRefused for silence and for a passage nobody can record.
    """
    segment = _spoken_segment(OpenScript("", tour), recorded.stop, recorded.segment)
    audio = add_recording(project, tour.id, recorded.stop, recorded.data)
    return SetRecording(recorded.stop, recorded.segment, segment.audio, audio, recorded.speaker)


def add_recording(project: Project, tour: str, stop: str, data: bytes) -> str:
    """Store a recording below ``scripts/recordings/`` and return its path relative to the scripts.

    Raises AudioError for what is no sound, or too long, EditRefused for silence.
    """
    recording = uploads.clean_recording(data)
    if not len(pcm.spoken_part(pcm.from_bytes(recording.pcm), SAMPLE_RATE_HZ)):
        raise EditRefused(
            _("Nothing is to be heard in this recording."), hint=_("Check the microphone, and record it again.")
        )
    return store_media(project, RECORDINGS_FOLDER, f"{tour}-{stop}", recording.suffix, recording.data)


def recording_file(project: Project, relative: str) -> Path | None:
    """The file of a recording that a script names; None for one outside the scripts' folder, or that is missing."""
    return find_media(project, relative, uploads.SOUND_SUFFIXES)


@dataclass(frozen=True)
class SetRecording(Edit):
    """A person's recording in place of the voice for a passage; empty: the voice speaks it again."""

    stop: str
    segment: int
    base: str
    """The recording the page began with."""
    audio: str
    """Path relative to the script."""
    speaker: str
    """Whose voice it is; empty: nobody is named."""
    kind = "set-recording"

    def patch_text(self, script: OpenScript) -> str:
        """Name it, and whose voice it is, in the stop or in its segment."""
        segment = _spoken_segment(script, self.stop, self.segment)
        if segment.audio not in (self.base, self.audio):
            raise EditConflict(segment.audio)
        if not self.audio and not segment.text:
            raise EditRefused(
                _("This passage has no words without its recording."), hint=_("Write first what is to be said.")
            )
        path: patching.Path = ("stops", script.index_of(self.stop))
        order: tuple[str, ...] = STOP_FIELDS
        if not script.is_simple(self.stop):
            path, order = (*path, "segments", self.segment), SEGMENT_FIELDS
        speaker = " ".join(self.speaker.split())
        text = script.text
        for name, value in (("audio", self.audio), ("speaker", speaker)):
            if value:
                text = patching.set_field(text, path, name, value, order)
            else:
                text = patching.remove_field(text, path, name)
        return text if speaker else patching.remove_field(text, path, "speaker_title")

    @property
    def label(self) -> str:
        """Names the stop."""
        if not self.audio:
            return _("Stop {number}: recording taken out").format(number=self.stop)
        return _("Stop {number}: recording").format(number=self.stop)


def _spoken_segment(script: OpenScript, stop: str, segment: int) -> Segment:
    spoken = script.find_segment(stop, segment)
    if spoken.is_cue:
        raise EditRefused(_("A cue is never spoken, so nobody records it."))
    return spoken
