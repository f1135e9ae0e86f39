"""Music and ambience of a tour or of one stop: named in the script, kept beside the scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..audio import uploads
from ..authoring.schemas import STOP_FIELDS, TOUR_FIELDS
from ..authoring.sound_fields import DEFAULTS, NO_SOUND, SOUND
from ..i18n import _
from ..model import SOUND_KINDS, Sound, Stop, Tour
from ..project import Project
from ..yaml import patching
from ..yaml.writer import Flow
from .list_edits import find_seen
from .media_files import store_media
from .script_edits import Edit, EditConflict, OpenScript, parse_number, refuse_unknown

SOUNDS_FOLDER = "sounds"
FIELDS = tuple(SOUND["properties"])
SOUND_TEXTS = ("level", "credit", "licence")
"""What a page shows of a sound besides its file."""


def add_sound(project: Project, tour: str, stop: str, kind: str, data: bytes) -> str:
    """Store a sound file below ``scripts/sounds/`` and return its path relative to the scripts.

    ``stop``: empty for the tour's own. Raises AudioError for what is no sound, or too long.
    """
    refuse_unknown(kind, SOUND_KINDS)
    sound = uploads.clean_recording(data)
    return store_media(project, SOUNDS_FOLDER, "-".join(filter(None, (tour, stop, kind))), sound.suffix, sound.data)


def sound_file(owner: Tour | Stop, kind: str) -> str:
    """Return the file of a tour's or stop's own sound, ``none`` where it has none on purpose, else an empty text."""
    sound = own_sound(owner, kind)
    return "" if sound is None else sound.file or NO_SOUND


def own_sound(owner: Tour | Stop, kind: str) -> Sound | None:
    """Return the sound of a kind that a tour or stop names itself; None where it names none."""
    return next((sound for sound in owner.sounds if sound.kind == kind), None)


@dataclass(frozen=True)
class SetSound(Edit):
    """Music or ambience of the tour, or of one stop instead of the tour's."""

    stop: str
    """Its number; empty: of the tour."""
    sound: str
    """``music`` or ``ambience``."""
    base: str
    """The file the page began with."""
    file: str
    """Path relative to the script; ``none``: no sound in this stop; empty: as the tour has it."""
    credit: str
    licence: str
    level: str
    """Loudness in LU against the speech, as a number; empty: the usual one."""
    kind = "set-sound"

    def patch_text(self, script: OpenScript) -> str:
        """Write the file alone where nothing else is said; what the page does not show stays."""
        refuse_unknown(self.sound, SOUND_KINDS)
        owner = script.find_owner(self.stop)
        now = sound_file(owner, self.sound)
        if now not in (self.base, self.file):
            raise EditConflict(now)
        path: patching.Path = ("stops", script.index_of(self.stop)) if self.stop else ()
        if not self.file:
            return patching.remove_field(script.text, path, self.sound)
        order = STOP_FIELDS if self.stop else TOUR_FIELDS
        before = patching.load_value(script.text, path).get(self.sound)
        value = self._value(before if isinstance(before, dict) else {})
        if before == value:
            return script.text
        is_other_form = before is not None and isinstance(before, str) != isinstance(value, str)
        text = patching.remove_field(script.text, path, self.sound) if is_other_form else script.text
        return patching.set_field(text, path, self.sound, value, order)

    def _value(self, before: dict[str, Any]) -> str | Flow:
        if self.file == NO_SOUND:
            return NO_SOUND
        shown = {"file": self.file, "level": self._level(), "credit": " ".join(self.credit.split())}
        fields = {**before, **shown, "licence": " ".join(self.licence.split())}
        written = {name: fields[name] for name in FIELDS if fields.get(name) not in (None, "")}
        return Flow(written) if len(written) > 1 else self.file

    def _level(self) -> float | int | None:
        return parse_number(self.level, _level_hint()) if self.level.strip() else None

    @property
    def label(self) -> str:
        """Names the stop and the kind."""
        return _sound_label(self.stop, self.sound)

    @property
    def field(self) -> str:
        """Typing in its fields is one step."""
        return f"{self.stop}/{self.sound}"


@dataclass(frozen=True)
class SetSoundField(Edit):
    """What is said of music or ambience besides its file."""

    stop: str
    """Its number; empty: of the tour."""
    sound: str
    """``music`` or ``ambience``."""
    file: str
    """The file the page means."""
    name: str
    """``level``, ``credit`` or ``licence``."""
    base: str
    value: str
    kind = "set-sound-field"

    def patch_text(self, script: OpenScript) -> str:
        """Set it where nobody changed it meanwhile. Raises EditConflict, EditRefused for a file that is gone."""
        refuse_unknown(self.sound, SOUND_KINDS)
        refuse_unknown(self.name, SOUND_TEXTS)
        owner = script.find_owner(self.stop)
        find_seen([sound_file(owner, self.sound)], 0, self.file)
        texts = sound_texts(owner, self.sound)
        base, value = (self._as_written(each) for each in (self.base, self.value))
        if texts[self.name] not in (base, value):
            raise EditConflict(texts[self.name])
        changed = SetSound(self.stop, self.sound, self.file, self.file, **{**texts, self.name: value})
        return script.text if texts[self.name] == value else changed.patch_text(script)

    def _as_written(self, typed: str) -> str:
        words = " ".join(typed.split())
        return f"{parse_number(words, _level_hint()):g}" if self.name == "level" and words else words

    @property
    def label(self) -> str:
        """Names the stop and the kind."""
        return _sound_label(self.stop, self.sound)

    @property
    def field(self) -> str:
        """Typing in a field is one step."""
        return f"{self.stop}/{self.sound}/{self.name}"


def sound_texts(owner: Tour | Stop, kind: str) -> dict[str, str]:
    """Return what a page shows of a tour's or stop's own sound besides its file; the usual level is an empty text."""
    sound = own_sound(owner, kind)
    if sound is None:
        return dict.fromkeys(SOUND_TEXTS, "")
    level = "" if sound.level == DEFAULTS[kind].level else f"{sound.level:g}"
    return {"level": level, "credit": sound.credit, "licence": sound.licence}


def _sound_label(stop: str, sound: str) -> str:
    name = sound_kind_name(sound)
    if not stop:
        return _("Tour: {field}").format(field=name)
    return _("Stop {number}: {field}").format(number=stop, field=name)


def _level_hint() -> str:
    return _("Write a number from -40 to 0.")


def sound_kind_name(kind: str) -> str:
    """Return the name of a kind of sound in the reader's language."""
    return {"music": _("music"), "ambience": _("ambience")}.get(kind, kind)


SOUND_EDITS: tuple[type[Edit], ...] = (SetSound, SetSoundField)
