"""Messages in the reader's language: the catalogues ``locale/<language>/*.po``, keyed by the English text.

The language is that of the environment: ``AUDIOGUIDE_LANG``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, first come.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).with_name("locale")


def message_language() -> str:
    """Primary language subtag of the messages, ``en`` unless a catalogue exists for the environment's."""
    for name in ("AUDIOGUIDE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            tag = value.replace("_", "-").split("-")[0].split(".")[0].lower()
            return tag if (FOLDER / tag).is_dir() else "en"
    return "en"


@lru_cache
def load_catalogue(tag: str) -> dict[str, str]:
    """English text → translation, of every catalogue of the language."""
    if not (FOLDER / tag).is_dir():
        return {}
    import polib  # only readers of other languages pay for it

    return {
        entry.msgid: entry.msgstr
        for file in sorted((FOLDER / tag).glob("*.po"))
        for entry in polib.pofile(str(file))
        if entry.msgstr
    }


def _(text: str) -> str:
    """The text in the reader's language; placeholders are filled in afterwards with ``str.format``."""
    return load_catalogue(message_language()).get(text, text)
