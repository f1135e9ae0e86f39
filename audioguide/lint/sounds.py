"""Rules about what is heard besides speech: music and ambience."""

from __future__ import annotations

from collections.abc import Iterator

from .. import files
from ..assembly import beds
from ..audio.clipping import MAX_CLIPPED_SHARE
from ..errors import AudioError
from ..i18n import _
from ..model import Problem, Severity, Sound
from ..project import lies_outside, named_path
from .reader import Reader, Rule


def check_sounds(reader: Reader) -> Iterator[Problem]:
    """Yield sounds that are missing, unreadable, silent, distorted or too short, and those nobody is named for."""
    facts: dict[str, beds.SoundFacts | AudioError] = {}
    for stop, sound in _named_sounds(reader):
        place = sound.place or reader.script_place()
        if lies_outside(reader.tour.path, sound.file):
            message = _("The sound {file} lies outside of the project.").format(file=sound.file)
            hint = _("Copy it into the project: what lies elsewhere is not published.")
            yield Problem("error", "no-sound", message, place, hint, stop)
            continue
        if sound.file not in facts:
            try:
                facts[sound.file] = beds.sound_facts(named_path(reader.tour.path.parent, sound.file))
            except AudioError as error:
                facts[sound.file] = error
        measured = facts[sound.file]
        if isinstance(measured, AudioError):
            code = "no-sound" if not files.names_file(named_path(reader.tour.path.parent, sound.file)) else "bad-sound"
            message = measured.message
            if code == "no-sound":
                message = _("There is no sound {file}.").format(file=sound.file)
            yield Problem("error", code, message, place, measured.hint, stop)
        else:
            for severity, code, message, hint in _sound_faults(sound, measured):
                yield Problem(severity, code, message, place, hint, stop)


def check_credits(reader: Reader) -> Iterator[Problem]:
    """Yield sounds of which nobody says who made them."""
    for stop, sound in _named_sounds(reader):
        if not sound.credit and not sound.licence:
            message = _("Nobody is named for {file}.").format(file=sound.file)
            hint = _("Say in “credit:” who made it and in “licence:” under which licence; pages print both.")
            place = sound.place or reader.script_place()
            yield Problem("warning", "no-credit", message, place, hint, stop)


def _named_sounds(reader: Reader) -> Iterator[tuple[str, Sound]]:
    """Every sound with the number of the stop that names it; empty: the tour does."""
    owners: tuple[tuple[str, tuple[Sound, ...]], ...] = (
        ("", reader.tour.sounds),
        *((stop.number, stop.sounds) for stop in reader.tour.stops),
    )
    yield from ((number, sound) for number, sounds in owners for sound in sounds if sound.file)


def _sound_faults(sound: Sound, facts: beds.SoundFacts) -> Iterator[tuple[Severity, str, str, str]]:
    least = max(beds.MIN_SOUND_S, 2 * sound.fade)
    seconds = round(facts.seconds, 1)
    if facts.loudness < beds.SILENT_LUFS:
        message = _("{file} is silent.").format(file=sound.file)
        yield "error", "silent-sound", message, _("Take another file, or take the field out.")
    elif facts.seconds < least:
        message = _("{file} is too short: {seconds} s.").format(file=sound.file, seconds=seconds)
        hint = _("With this fade it needs at least {seconds} s.").format(seconds=round(least, 1))
        yield "error", "sound-too-short", message, hint
    elif facts.seconds < beds.SHORT_SOUND_S:
        message = _("{file} lasts {seconds} s and is repeated.").format(file=sound.file, seconds=seconds)
        yield "warning", "sound-repeats", message, _("Visitors notice; take a longer one.")
    if facts.is_damaged:
        message = _("{file} is damaged: its end is missing, or parts of it cannot be decoded.").format(file=sound.file)
        yield "warning", "sound-damaged", message, _("Copy it again from where it comes from, and listen to it.")
    if facts.clipped > MAX_CLIPPED_SHARE:
        message = _("{file} is distorted: it was recorded too loud.").format(file=sound.file)
        yield "warning", "sound-too-loud", message, _("Take another copy of it; making it softer does not help.")


BLOCKING: tuple[Rule, ...] = (check_sounds,)
SOUND_RULES: tuple[Rule, ...] = (*BLOCKING, check_credits)
