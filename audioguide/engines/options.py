"""Options of an engine as ``voices.yaml`` has them: each engine has a table of them, which every value must fit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from ..errors import ConfigError
from ..i18n import _, suggest_name
from ..registry import load_plugin
from ..yaml.numbers import parse_decimal
from . import Engine, keys


@dataclass(frozen=True)
class EngineOption:
    """One line of an engine's table."""

    name: str
    kind: Literal["text", "address", "number", "integer", "switch", "choice", "fields"] = "text"
    """``address``: of a server, without a key; ``fields``: a group of the server's own."""
    choices: tuple[str, ...] = ()
    """Of a ``choice``."""
    least: float = 0
    """Of a number."""
    most: float = math.inf
    """Of a number."""
    pattern: str = ""
    """What a text must match; empty: anything."""
    example: str = ""
    may_have_login: bool = False
    """Whether an address may hold a user and a password."""


SECRET_FIELDS = frozenset(
    (
        *("apikey", "accesskey", "secretkey", "subscriptionkey", "apitoken", "accesstoken", "authtoken"),
        *("token", "secret", "password", "authorization"),
    )
)
"""Names of fields, in letters alone, that hold keys."""
NO_ADDRESS = re.compile(r"[?#\\\s\x00-\x1f\x7f\ud800-\udfff]")
"""What ends an address, or the path that is added to it, and what is in none."""
OptionTable = tuple[EngineOption, ...]


class Options:
    """Reads checked options; those left out, or left empty, have their default."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def text(self, name: str, default: str = "") -> str:
        """Return a text, without surrounding space."""
        value = self._values.get(name)
        return default if value is None else str(value).strip()

    def number(self, name: str, default: float) -> float:
        """Return a number."""
        value = self._values.get(name)
        number = _as_number(value)
        return default if number is None else number

    def switch(self, name: str) -> bool:
        """Return what is true or false; false where it is left out."""
        return self._values.get(name) is True

    def fields(self, name: str) -> dict[str, object]:
        """Return the fields of a group."""
        value = self._values.get(name)
        return {str(key): field for key, field in value.items()} if isinstance(value, Mapping) else {}


def require_options(engine: str, values: Mapping[str, object], table: OptionTable) -> None:
    """Raise ConfigError for the first option that does not fit the engine's table."""
    for _name, error in option_errors(engine, values, table):
        raise error


def option_errors(engine: str, values: Mapping[str, object], table: OptionTable) -> Iterator[tuple[str, ConfigError]]:
    """Yield the name of each option that does not fit the engine's table, and what is wrong with it."""
    known = {option.name: option for option in table}
    for name, value in values.items():
        if name not in known:
            message = _("There is no option engines.{engine}.{name}.").format(engine=engine, name=name)
            hint = suggest_name(name, known) if known else _("The engine {engine} has none.").format(engine=engine)
            yield name, ConfigError(message, hint=hint)
        elif value is not None and (error := _value_error(engine, known[name], value)):
            yield name, error


def find_option_table(engine: str) -> OptionTable | None:
    """Return the options of an engine; None where it cannot be loaded here, or reads its options by itself."""
    try:
        table: OptionTable | None = getattr(load_plugin("engines", engine), "option_table", None)
    except (ImportError, ConfigError):
        return None
    return table


def find_voice_options(engine: str) -> tuple[str, ...]:
    """Return what can be said of a voice of the engine besides its name, as the engine says if it can be loaded."""
    try:
        names: tuple[str, ...] = getattr(load_plugin("engines", engine), "voice_options", Engine.voice_options)
    except (ImportError, ConfigError):
        return Engine.voice_options
    return names


def _value_error(engine: str, option: EngineOption, value: object) -> ConfigError | None:
    text = str(value).strip()
    if option.kind == "address" and text:
        return _address_error(engine, option, text)
    if option.kind == "fields" and (secret := _secret_field(value)):
        message = _("engines.{engine}.{name} holds “{field}”; a key does not belong into voices.yaml.")
        return ConfigError(message.format(engine=engine, name=option.name, field=secret), hint=keys.key_hint(engine))
    wanted = ""
    if option.kind == "switch" and not isinstance(value, bool):
        wanted = _("true or false")
    elif option.kind == "fields" and not isinstance(value, Mapping):
        wanted = _("fields and their values")
    elif option.kind == "choice" and text not in option.choices:
        wanted = _("one of {choices}").format(choices=", ".join(option.choices))
    elif option.kind in ("number", "integer") and not _is_in_bounds(option, value):
        wanted = _("an integer from {least:g} to {most:g}") if option.kind == "integer" else ""
        wanted = (wanted or _("a number from {least:g} to {most:g}")).format(least=option.least, most=option.most)
    elif option.kind == "text" and (isinstance(value, (Mapping, list, bool)) or not _matches(option, text)):
        wanted = _("like {example}").format(example=option.example) if option.example else _("a text")
    if not wanted:
        return None
    message = _("engines.{engine}.{name} is “{value}”; it should be {wanted}.")
    return ConfigError(message.format(engine=engine, name=option.name, value=value, wanted=wanted))


def _secret_field(value: object) -> str:
    """Return the name of a field, at any depth, that holds a key by its name; empty where there is none."""
    if isinstance(value, list):
        return next(filter(None, map(_secret_field, value)), "")
    if not isinstance(value, Mapping):
        return ""
    for name, field in value.items():
        if field and re.sub("[^a-z]", "", str(name).lower()) in SECRET_FIELDS:
            return str(name)
    return _secret_field(list(value.values()))


def _matches(option: EngineOption, text: str) -> bool:
    return not option.pattern or not text or bool(re.fullmatch(option.pattern, text))


def _is_in_bounds(option: EngineOption, value: object) -> bool:
    number = _as_number(value)
    if number is None:
        return False
    # not a number compares with nothing
    return option.least <= number <= option.most and (option.kind == "number" or number.is_integer())


def _as_number(value: object) -> float | None:
    """Return a number, also one in quotes; None for all else, a truth value too."""
    number = parse_decimal(value) if isinstance(value, str) else value
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    return float(number) if is_number else None  # type: ignore[arg-type]


def _address_error(engine: str, option: EngineOption, text: str) -> ConfigError | None:
    name = option.name
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that are none
        parts, is_address = urlsplit(""), False
    has_login = "@" in parts.netloc
    if (has_login and not option.may_have_login) or parts.query:
        # the value is not repeated: it may be a secret
        message = _("engines.{engine}.{name} holds more than an address; a key does not belong into voices.yaml.")
        return ConfigError(message.format(engine=engine, name=name), hint=keys.key_hint(engine))
    if is_address and not NO_ADDRESS.search(text):
        return None
    shown = re.sub("(?<=[?#]).+", keys.HIDDEN, text.rpartition("@")[2], flags=re.DOTALL)
    message = _("engines.{engine}.{name} is “{value}”; it should be an address.")
    hint = _("Example: {example}").format(example=option.example)
    return ConfigError(message.format(engine=engine, name=name, value=shown), hint=hint)
