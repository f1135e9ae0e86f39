"""Messages in the reader's language: the catalogue ``locale/<language>/messages.po``, keyed by the English text.

The language is that of the environment: ``AUDIOGUIDE_LANG``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, first come.
"""

from __future__ import annotations

import difflib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from .language_tags import primary_language

LOCALE_FOLDER = Path(__file__).with_name("locale")
CATALOGUE = "messages.po"
_chosen_language: ContextVar[str] = ContextVar("message_language", default="")


def message_language() -> str:
    """Primary language subtag of the messages, ``en`` unless a catalogue exists for the environment's."""
    if chosen := _chosen_language.get():
        return chosen
    for name in ("AUDIOGUIDE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return _translated_language(value)
    return "en"


@lru_cache
def _translated_language(locale: str) -> str:
    tag = primary_language(locale.partition(".")[0])
    return tag if (LOCALE_FOLDER / tag).is_dir() else "en"


def known_languages() -> tuple[str, ...]:
    """Languages the messages exist in."""
    return ("en", *sorted(folder.name for folder in LOCALE_FOLDER.iterdir() if (folder / CATALOGUE).is_file()))


@contextmanager
def use_message_language(tag: str) -> Iterator[None]:
    """Give messages in a language while the block runs, whatever the environment says: a page has its own reader."""
    token = _chosen_language.set(tag if tag in known_languages() else message_language())
    try:
        yield
    finally:
        _chosen_language.reset(token)


@lru_cache
def load_catalogue(tag: str) -> dict[str, str]:
    """English text → translation; a message with a plural is keyed by its singular and has its last plural form."""
    file = LOCALE_FOLDER / tag / CATALOGUE
    if not file.is_file():
        return {}
    import polib  # only readers of other languages pay for it

    translated = {}
    for entry in polib.pofile(str(file)):
        if text := entry.msgstr_plural[max(entry.msgstr_plural)] if entry.msgstr_plural else entry.msgstr:
            translated[entry.msgid] = text
    return translated


def _(text: str) -> str:
    """The text in the reader's language; placeholders are filled in afterwards with ``str.format``."""
    return load_catalogue(message_language()).get(text, text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """As ``_``, in the form for a count; ``{count}`` and other placeholders are filled in afterwards.

    English has two forms; Chinese, the one catalogue there is, has one.
    """
    translated = load_catalogue(message_language()).get(singular)
    return translated or (singular if count == 1 else plural)


def closest_name(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known name that was probably meant, in whatever case or width; empty where none is close."""
    by_key: dict[str, str] = {}
    for each in known:
        by_key.setdefault(fold_name(each), each)
    close = difflib.get_close_matches(fold_name(name), list(by_key), 1, cutoff)
    return by_key[close[0]] if close else ""


def fold_name(name: str) -> str:
    """Return what two spellings of a name share that differ by case, width, marks of direction or space around."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if unicodedata.category(character) != "Cf").strip()


def compose(text: str) -> str:
    """Return a text with its accents and letters in one sign each (NFC), however a keyboard or a disk writes them."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def spellings_of(text: str) -> tuple[str, ...]:
    """Return a text and how its accents may be written besides: é in one sign (NFC), or an e and an accent (NFD)."""
    return tuple(dict.fromkeys((text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD")))))


def suggest_name(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the hint for an unknown name: the closest one, else ``otherwise``, else all that are known."""
    known = list(known)
    if close := closest_name(name, known):
        return _("Did you mean “{close}”?").format(close=close)
    return otherwise or _("Known: {known}.").format(known=", ".join(known))


def shorten(text: str, length: int) -> str:
    """Return the text on one line, cut to ``length`` characters with an ellipsis where it is longer."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
