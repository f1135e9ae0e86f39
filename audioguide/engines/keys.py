"""Keys of paid services: from the environment or the system's keyring, and from nowhere else.

A key in ``voices.yaml`` would be published with the project; none is ever put into a message, a file or a cache key.
"""

from __future__ import annotations

import json
import os
import re
from ipaddress import ip_address
from urllib.parse import quote, quote_plus, urlsplit

from ..i18n import _

KEYRING_SERVICE = "audioguide"
"""Name under which the keyring keeps them; the user is the engine's name."""
LOCAL_ENDINGS = (".localhost", ".local", ".lan", ".internal", ".home.arpa", ".test")
"""Of names that only a local network knows (RFC 6761, 6762 and 8375, and ICANN's .internal)."""
HIDDEN = "…"
"""Stands in a message where a service repeated the key."""


def key_variable(engine: str) -> str:
    """Return the environment variable that holds the engine's key."""
    return f"AUDIOGUIDE_{engine.upper()}_KEY"


def find_key(engine: str) -> str:
    """Return the key of an engine, from the environment, else from the keyring; empty where there is none."""
    return os.environ.get(key_variable(engine), "").strip() or _keyring_password(engine)


def key_hint(engine: str) -> str:
    """Return where to put the key of an engine."""
    return _("Set {variable} to the key, or store it: keyring set {service} {engine}").format(
        variable=key_variable(engine), service=KEYRING_SERVICE, engine=engine
    )


def hide_key(text: str, key: str) -> str:
    """Return the text without the key, also as an address or JSON writes it."""
    as_json = json.dumps(key)[1:-1]
    forms = {key, quote(key, safe=""), quote(key), quote_plus(key), as_json, as_json.replace("/", "\\/")} if key else ()
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, HIDDEN)
    return text


def is_sent_openly(url: str, key: str) -> bool:
    """Whether a key goes to a server outside the local network without encryption, for all on the way to read."""
    server = urlsplit(url)
    host = (server.hostname or "").rstrip(".")
    if not key or server.scheme.lower() != "http" or not re.search("[.:]", host):  # a bare name is of this network
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return not host.endswith(LOCAL_ENDINGS)


def _keyring_password(engine: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return (keyring.get_password(KEYRING_SERVICE, engine) or "").strip()
    except KeyringError:  # no desktop session, locked: the environment is the other way
        return ""
