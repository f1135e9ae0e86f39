"""The voices that come with the package, and blends of them: ``zm_yunyang*0.6+zm_yunjian*0.4``.

A voice is a table of 510 style vectors, one for each number of phonemes; a blend is the weighted mean of such tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import VoiceNotFound
from ...i18n import _, suggest_name
from .. import VoiceInfo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VOICE_FOLDER = Path(__file__).with_name("voices")
LANGUAGES = {"z": "zh-CN", "a": "en-US", "b": "en-GB", "e": "es-ES", "f": "fr-FR"}
"""First letter of a voice → language."""
GENDERS = {"f": "female", "m": "male"}
"""Second letter of a voice → gender."""
MAX_BLENDED = 4
"""Voices in a blend: more are no voice any more, but a mean of all."""
_SIGNS = str.maketrans(dict.fromkeys("×✕✖∗", "*"))
"""How a weight's sign is written besides; full-width forms are their plain ones."""
_SHARE = re.compile(r"\s*(?P<name>[a-z]+_[a-z]+)\s*(?:\*\s*(?P<weight>[0-9]{1,9}(?:\.[0-9]{1,9})?))?\s*")


@dataclass(frozen=True)
class Share:
    """A voice and how much of it is in a blend."""

    name: str
    weight: float
    """Between 0 and 1; those of a blend sum to 1."""


def style_voices() -> tuple[VoiceInfo, ...]:
    """Return the voices that come with the package."""
    return tuple(VoiceInfo(name, LANGUAGES[name[0]], GENDERS[name[1]]) for name in voice_names())


@lru_cache
def voice_names() -> tuple[str, ...]:
    """Return their names, in order."""
    return tuple(sorted(file.stem for file in VOICE_FOLDER.glob("*.npy")))


@lru_cache
def parse_voice(name: str) -> tuple[Share, ...]:
    """Return the shares of a voice's name, one for a voice as it is; weights are taken in proportion.

    Signs, digits and letters may be full-width, as a Chinese keyboard gives them.
    Raises VoiceNotFound for a name nobody has, for a blend across languages, and for weights that are no weights.
    """
    texts = _plain_form(name).split("+")
    matches = [_SHARE.fullmatch(text) for text in texts]
    pairs = [(match["name"], float(match["weight"] or 1)) for match in matches if match]
    if len(texts) > MAX_BLENDED:
        raise _wrong_blend(_("“{voice}”: a blend is of at most {count} voices.").format(voice=name, count=MAX_BLENDED))
    if len(pairs) != len(texts):
        raise _unreadable_voice(name, [text.strip() for text in texts if not _SHARE.fullmatch(text)])
    for part, weight in pairs:
        if part not in voice_names():
            raise _unknown_voice(part)
        if not weight:
            raise _wrong_blend(_("“{voice}”: a voice in a blend needs a weight above 0.").format(voice=name))
    parts = {part for part, _weight in pairs}
    if len({LANGUAGES[part[0]][:2] for part in parts}) > 1 or len(parts) < len(pairs):
        raise _wrong_blend(_("“{voice}”: a blend is of different voices of one language.").format(voice=name))
    total = sum(weight for _part, weight in pairs)
    return tuple(Share(part, weight / total) for part, weight in pairs)


def is_blend(name: str) -> bool:
    """Whether a name is written like a blend, right or wrong."""
    return bool(re.search(r"[+*]", _plain_form(name)))


def _plain_form(name: str) -> str:
    return unicodedata.normalize("NFKC", name).translate(_SIGNS)


def voice_language(name: str) -> str:
    """Return the language of a voice or blend (that of its first voice). Raises VoiceNotFound."""
    return LANGUAGES[parse_voice(name)[0].name[0]]


def main_voice(name: str) -> str:
    """Return the first voice of a name, which decides the accent of a blend. Raises VoiceNotFound."""
    return parse_voice(name)[0].name


@lru_cache
def load_style(name: str) -> NDArray[np.floating[Any]]:
    """Return the style vectors of a voice or blend, [phonemes − 1, 256]. Raises VoiceNotFound."""
    import numpy as np

    shares = parse_voice(name)
    tables = [np.load(VOICE_FOLDER / f"{share.name}.npy") for share in shares]
    if len(tables) == 1:
        return tables[0]  # type: ignore[no-any-return]
    blended = sum(
        table.astype(np.float32) * np.float32(share.weight) for table, share in zip(tables, shares, strict=True)
    )
    return np.asarray(blended, dtype=np.float32)


def _unreadable_voice(name: str, parts: Sequence[str]) -> VoiceNotFound:
    """The error of a name that cannot be read: of a blend, with the parts that are none."""
    if not is_blend(name):
        return _unknown_voice(name)
    texts = ", ".join(f"“{part}”" for part in parts)
    return _wrong_blend(_("“{voice}”: {parts} is no voice with a weight.").format(voice=name, parts=texts))


def _wrong_blend(message: str) -> VoiceNotFound:
    return VoiceNotFound(message, hint=_("Example: {example}").format(example="zm_yunyang*0.6+zm_yunjian*0.4"))


def _unknown_voice(name: str) -> VoiceNotFound:
    known = voice_names()
    return VoiceNotFound(
        _("The engine {engine} has no voice “{voice}”.").format(engine="kokoro", voice=name),
        hint=suggest_name(name, known, _("Known: {known}.").format(known=", ".join(known))),
    )
