"""The fields of a script that say what is heard besides speech: ``music`` and ``ambience`` ↔ values of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import SOUND_KINDS, Sound
from ..yaml.reader import Map, Node, Scalar, is_null
from ..yaml.validation import TEXT, Schema

DEFAULTS = {
    "music": Sound("music", "", level=-8.0, fade=1.5, alone=5.0, under=False),
    "ambience": Sound("ambience", ""),
}
"""Kind → what holds where a script names nothing but a file."""
NO_SOUND = "none"
"""Written in a stop instead of a file, where the tour's sound should not be heard."""


SOUND: Schema = {
    "type": ["string", "object"],
    "minLength": 1,
    "description": "A file, path relative to this one, or {file: …, level: …, fade: …, alone: …, where: …, "
    "credit: …, licence: …}; none: not in this stop.",
    "properties": {
        "file": {**TEXT, "description": "A sound file, path relative to this file."},
        "level": {
            "type": "number",
            "minimum": -40,
            "maximum": 0,
            "description": "How loud it is while nobody speaks, in LU against the speech: -40 to 0.",
        },
        "fade": {
            "type": "number",
            "minimum": 0.1,
            "maximum": 10,
            "description": "Seconds over which it comes and goes: 0.1 to 10.",
        },
        "alone": {
            "type": "number",
            "minimum": 0,
            "maximum": 60,
            "description": "Seconds it is heard alone before and after the speech: 0 to 60.",
        },
        "where": {
            "type": "string",
            "enum": ["under", "between"],
            "description": "under: it goes on under the speech; between: it is silent there.",
        },
        "credit": {**TEXT, "description": "Who made it; pages print it."},
        "licence": {**TEXT, "description": "Under which licence it may be used; pages print it."},
    },
    "required": ["file"],
    "additionalProperties": False,
}
"""What a script may say of a sound."""


def read_sounds(node: Map) -> tuple[Sound, ...]:
    """Return the music and ambience that a tour or stop names itself; one without a file is not heard."""
    return tuple(
        _read_sound(kind, child)
        for kind in SOUND_KINDS
        if (child := node.fields.get(kind)) is not None and not is_null(child)
    )


def sounds_data(sounds: Sequence[Sound]) -> dict[str, Any]:
    """Return the fields of sounds as a script has them: what differs from the defaults of its kind."""
    return {sound.kind: _sound_data(sound) for sound in sounds}


def _read_sound(kind: str, node: Node) -> Sound:
    usual = DEFAULTS[kind]
    if not isinstance(node, Map):
        file = node.text.strip() if isinstance(node, Scalar) else ""
        return Sound(
            kind,
            "" if file == NO_SOUND else file,
            usual.level,
            usual.fade,
            usual.alone,
            usual.under,
            place=node.place,
        )
    fields = {key: child.text.strip() for key, child in node.fields.items() if isinstance(child, Scalar)}
    given = {key: text for key, text in fields.items() if text and not is_null(node.fields[key])}
    return Sound(
        kind,
        given["file"],
        float(given.get("level", usual.level)),
        float(given.get("fade", usual.fade)),
        float(given.get("alone", usual.alone)),
        given["where"] == "under" if "where" in given else usual.under,
        given.get("credit", ""),
        given.get("licence", ""),
        node.fields["file"].place,
    )


def _sound_data(sound: Sound) -> str | dict[str, Any]:
    if not sound.file:
        return NO_SOUND
    usual = DEFAULTS[sound.kind]
    numbers = ((name, getattr(sound, name), getattr(usual, name)) for name in ("level", "fade", "alone"))
    where = {"where": "under" if sound.under else "between"} if sound.under != usual.under else {}
    data: dict[str, Any] = {
        "file": sound.file,
        **{name: value for name, value, common in numbers if value != common},
        **where,
        **({"credit": sound.credit} if sound.credit else {}),
        **({"licence": sound.licence} if sound.licence else {}),
    }
    return data if len(data) > 1 else sound.file
