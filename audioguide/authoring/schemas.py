"""The two formats authors write, ``scripts/*.yaml`` and ``voices.yaml``, as JSON Schemas.

``schema`` checks files against them, editors complete fields with them, and the descriptions are the hints an
author gets where a value does not fit.
"""

from __future__ import annotations

from typing import Any

from ..audio import ffmpeg
from ..model import AUTO_REGIMES, REGIME_NAMES, SOUND_KINDS, STOP_NUMBER, Pauses
from ..yaml.validation import TEXT, Schema
from . import place_schemas, sound_fields

VERSION = 1
"""Of both formats; a script or voices.yaml without one is taken for this."""
LANGUAGE = r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*"
"""A language tag, loosely (BCP 47)."""
RATES = (0.5, 2.0)
"""Slowest and fastest multiple of a voice's natural speed that is still speech."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_VERSION = {"type": "integer", "enum": [VERSION], "description": "Version of this format."}
_ANY = {"type": "string"}
_TITLE = {"type": ["string", "number"], "minLength": 1}
_LINES = {"type": ["array", "string"], "items": _ANY}
_SWITCH = {"type": "boolean"}
_RATE = r"^(0?\.[5-9][0-9]*|1(\.[0-9]+)?|2(\.0+)?|[+-]?[0-4]?[0-9] ?%|-50 ?%|\+?([5-9][0-9]|100) ?%)$"
_PITCH = r"^[+-]?(1?[0-9]{1,2}|200) ?(Hz)?$"
_VOLUME = r"^[+-]?([0-9]{1,2}|100) ?%?$"

_STATE: dict[str, Any] = {
    "draft": {**_SWITCH, "description": "true: built for you to listen to, never published."},
    "hidden": {**_SWITCH, "description": "true: in no list; its number, its address and its label still open it."},
    "closed": {
        **TEXT,
        "pattern": "^(?!([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|[Nn]o|[Oo]n|[Oo]ff)$)",
        "description": "A few words for visitors, such as “in restoration until May”; no such line: it is open.",
    },
}
"""What a stop and a tour can be besides open to everybody."""

_ENTRY: Schema = {
    "type": "object",
    "description": "{say: …, in: …, note: …}",
    "properties": {
        "say": {**TEXT, "description": "How the word is said."},
        "in": {**TEXT, "description": "A longer text with the word in it: holds only there."},
        "note": {**_ANY, "description": "Why: the source or reason of this reading."},
    },
    "required": ["say"],
    "additionalProperties": False,
}
LEXICON: Schema = {
    "type": "object",
    "description": "Written word: how it is said, as tone-number pinyin (she4 hong2), IPA (/…/) or a respelling.",
    "additionalProperties": {
        **_ENTRY,
        "type": ["string", "object", "array"],
        "minLength": 1,
        "description": "Tone-number pinyin (she4 hong2), IPA between slashes, a respelling, {say: …, in: …, note: …}, "
        "or a list of these.",
        "items": _ENTRY,
    },
}

_VOICE: Schema = {
    "type": ["string", "object"],
    "minLength": 1,
    "description": "The engine's name of the voice, or {name: …, rate: …, pitch: …, volume: …}.",
    "properties": {
        "name": {
            **TEXT,
            "minLength": 1,
            "description": "The engine's name of the voice; audioguide voices lists them.",
        },
        "rate": {
            "type": ["number", "string"],
            "minimum": RATES[0],
            "maximum": RATES[1],
            "pattern": _RATE,
            "description": "Speed: 0.5 to 2 times the natural one, or a change such as “+10%”.",
        },
        "pace": {
            "type": "number",
            "minimum": 60,
            "maximum": 500,
            "description": "Speed in characters of Chinese, or words, a minute: 60 to 500. Instead of rate.",
        },
        "pitch": {
            "type": ["integer", "string"],
            "minimum": -200,
            "maximum": 200,
            "pattern": _PITCH,
            "description": "Shift in hertz, where the engine has one: -200 to 200.",
        },
        "volume": {
            "type": ["integer", "string"],
            "minimum": -100,
            "maximum": 100,
            "pattern": _VOLUME,
            "description": "Change in percent, where the engine has one: -100 to 100.",
        },
        "style": {
            **TEXT,
            "description": "A way of speaking by its name, where the engine has any: calm, lyrical.",
        },
    },
    "additionalProperties": False,
}

_ROLE: Schema = {
    "type": "object",
    "description": "language → engine → its voice.",
    "additionalProperties": {
        "type": "object",
        "description": "engine → its voice.",
        "additionalProperties": {"$ref": "#/$defs/voice"},
    },
}

_PAUSE = {"type": "integer", "minimum": 0, "maximum": 20_000, "description": "Milliseconds of silence, 0 to 20000."}

_FIELDS: dict[str, Any] = {
    "engine": {**TEXT, "description": "auto, or the name of an engine: kokoro, edge, azure, http, silent."},
    "roles": {
        "type": "object",
        "description": "role → language → engine → its voice.",
        "additionalProperties": {"$ref": "#/$defs/role"},
    },
    "pauses": {
        "type": "object",
        "description": "Silence in milliseconds: between sentences, paragraphs, speakers, stops, after the chime.",
        "properties": dict.fromkeys(Pauses.__dataclass_fields__, _PAUSE),
        "additionalProperties": False,
    },
    "loudness": {
        "type": "object",
        "description": "How loud each stop is made.",
        "properties": {
            "target": {"type": "number", "minimum": -40, "maximum": -8, "description": "LUFS, -40 to -8."},
            "true_peak": {"type": "number", "minimum": -9, "maximum": 0, "description": "dBTP, -9 to 0."},
        },
        "additionalProperties": False,
    },
    "bit_rate": {
        "type": "integer",
        "enum": list(ffmpeg.BIT_RATES_KBITS),
        "description": "Of the MP3s, in kbit/s.",
    },
    "disclosure": {
        "type": "object",
        "description": "How listeners and machines learn that the speech is synthetic.",
        "properties": {
            "chime": {
                **_SWITCH,
                "description": "The opening chime in the rhythm short long, short short: true or false.",
            },
            "tag": {**_SWITCH, "description": "The AIGC metadata in MP3, M4B and EPUB: true or false."},
            "spoken": {**_ANY, "description": "A sentence said at the start of each file instead of the rhythm."},
            "mark": {**_SWITCH, "description": "The mark on pages, in feeds and on printed labels: true or false."},
            "producer": {**_ANY, "description": "Who answers for the content: a name, or the code of GB 45438-2025."},
            "regimes": {
                "type": ["string", "array"],
                "pattern": f"^{AUTO_REGIMES}$",
                "items": {"type": "string", "enum": list(REGIME_NAMES), "description": "cn or eu."},
                "description": "Whose rules hold: a list of cn and eu, or auto: those of the tour's language.",
            },
        },
        "additionalProperties": False,
    },
    "lexicon": {
        "type": "object",
        "description": "language → written word: how it is said.",
        "additionalProperties": LEXICON,
    },
    "engines": {
        "type": "object",
        "description": "engine → its options.",
        "additionalProperties": {"type": "object", "description": "Options of the engine."},
    },
    "labels": {
        "type": "object",
        "description": "How the printed labels look.",
        "properties": {
            "ink": {
                **TEXT,
                "pattern": "^#[0-9a-fA-F]{6}$",
                "description": "A colour such as “#000000”, in quotes.",
            },
            "accent": {
                **TEXT,
                "pattern": "^#[0-9a-fA-F]{6}$",
                "description": "A colour such as “#8a1f1f”, in quotes.",
            },
            "logo": {**_ANY, "description": "Path of a picture."},
            "font": {**_ANY, "description": "Family or file of a font that has Chinese characters."},
        },
        "additionalProperties": False,
    },
    "base_url": {
        **TEXT,
        "pattern": r"^https?://[^\s?#]+$",
        "description": "Where the pages will be, e.g. https://guide.example.org",
    },
}
VOICES_SCHEMA: Schema = {
    "$schema": _DRAFT,
    "title": "audioguide voices.yaml",
    "type": "object",
    "description": "Fields of voices.yaml, such as roles:",
    "properties": {"schema": _VERSION, **_FIELDS},
    "additionalProperties": False,
    "$defs": {"role": _ROLE, "voice": _VOICE},
}
"""``voices.yaml``."""


_SEGMENT: Schema = {
    "type": "object",
    "description": "Either voice and text, or a cue.",
    "properties": {
        "voice": {**TEXT, "description": "A role of voices.yaml: narrator, interviewee, host, quoted."},
        "speaker": {**TEXT, "description": "Name of a quoted speaker; shown, not spoken."},
        "speaker_title": {**TEXT, "description": "Office of a quoted speaker; shown, not spoken."},
        "audio": {**TEXT, "description": "A recording of the text, path relative to this file."},
        "text": {**TEXT, "description": "What is said; a blank line begins a paragraph."},
        "cue": {**TEXT, "description": "A direction kept for the author, never spoken."},
    },
    "additionalProperties": False,
}

_PICTURE: Schema = {
    "type": "object",
    "description": "A picture: {file: images/gate.jpg, alt: …, caption: …, credit: …}.",
    "properties": {
        "file": {**TEXT, "minLength": 1, "description": "A picture, path relative to this file."},
        "alt": {**TEXT, "description": "What the picture shows, for those who do not see it."},
        "caption": {**TEXT, "description": "A line below the picture, for everybody."},
        "credit": {**TEXT, "description": "Who made the picture, and under which licence it is shown."},
    },
    "required": ["file"],
    "additionalProperties": False,
}
_STOP: Schema = {
    "type": "object",
    "description": "A stop has number, title and text (or segments).",
    "properties": {
        "number": {
            "type": ["integer", "string"],
            "pattern": STOP_NUMBER,
            "description": "What is printed on the wall: digits, then at most one small letter: 3 or 3a.",
        },
        "title": {**_TITLE, "description": "What a visitor would call the place, at most 16 characters."},
        "chapter": {**_TITLE, "description": "Heading of the group of stops that begins here."},
        **_STATE,
        "image": {**TEXT, "description": "A picture, path relative to this file."},
        "alt": {**TEXT, "description": "What the picture shows, for those who do not see it."},
        "images": {
            "type": "array",
            "description": "More pictures, or all of them, with captions and credits: a list.",
            "items": {"$ref": "#/$defs/picture"},
        },
        "place": {"$ref": "#/$defs/place"},
        "plan": {"$ref": "#/$defs/pin"},
        "trigger": place_schemas.TRIGGER,
        "next": {**TEXT, "description": "How to get from here to the next stop; spoken at the end."},
        "access": {"$ref": "#/$defs/access"},
        **{key: {"$ref": "#/$defs/sound"} for key in SOUND_KINDS},
        "todo": {**_LINES, "description": "What only a person can decide: a line or a list of lines."},
        "note": {**_LINES, "description": "Remarks for the author: a line or a list of lines."},
        "speaker": {**TEXT, "description": "Whose voice it is; shown, not spoken."},
        "speaker_title": {**TEXT, "description": "Office of the speaker; shown, not spoken."},
        "audio": {**TEXT, "description": "A recording of the text, path relative to this file."},
        "text": {**TEXT, "description": "What the narrator says; a blank line begins a paragraph."},
        "segments": {
            "type": "array",
            "description": "Texts in several voices, and cues: a list.",
            "items": {"$ref": "#/$defs/segment"},
        },
    },
    "required": ["number", "title"],
    "additionalProperties": False,
}


SCRIPT: Schema = {
    "$schema": _DRAFT,
    "title": "audioguide narration script",
    "type": "object",
    "description": "A script has title, language and stops.",
    "properties": {
        "schema": _VERSION,
        "title": {**_TITLE, "description": "Title of the tour."},
        "language": {
            "type": "string",
            "pattern": f"^{LANGUAGE}$",
            "description": "A language tag, such as zh-CN, en or de.",
        },
        "description": {**TEXT, "description": "One or two sentences about the tour, for its page."},
        "accent": {
            **TEXT,
            "pattern": "^#[0-9a-fA-F]{6}$",
            "description": "A colour such as “#8a1f1f”, in quotes.",
        },
        "cover": {**TEXT, "description": "A picture, path relative to this file."},
        "cover_alt": {**TEXT, "description": "What the cover shows."},
        "label": {
            **TEXT,
            "description": "What this edition is, e.g. “for children”; shown beside its language.",
        },
        **_STATE,
        "source": {**TEXT, "description": "The document this script came from."},
        "lexicon": LEXICON,
        "voices": {
            "type": "object",
            "description": "Laid over voices.yaml: the same fields.",
            "properties": _FIELDS,
            "additionalProperties": False,
        },
        **{key: {"$ref": "#/$defs/sound"} for key in SOUND_KINDS},
        "points": place_schemas.POINTS,
        "plans": place_schemas.PLANS,
        "routes": place_schemas.ROUTES,
        "stops": {
            "type": "array",
            "description": "The stops, in order: a list.",
            "items": {"$ref": "#/$defs/stop"},
        },
    },
    "required": ["title", "language", "stops"],
    "additionalProperties": False,
    "$defs": {
        "stop": _STOP,
        "segment": _SEGMENT,
        "sound": sound_fields.SOUND,
        "role": _ROLE,
        "voice": _VOICE,
        "picture": _PICTURE,
        **place_schemas.DEFINITIONS,
    },
}
"""A narration script."""
NAMED_PARTS = ("stop", "plan", "role")
"""Definitions of what is looked at even where something is missing in it: its name, or its pictures, are known."""

TOUR_FIELDS = tuple(SCRIPT["properties"])
STOP_FIELDS = tuple(_STOP["properties"])
SEGMENT_FIELDS = tuple(_SEGMENT["properties"])
"""The order in which the fields of a script are written, by whatever writes them."""
