"""Options of an engine as ``voices.yaml`` has them: each read with its kind, an unknown one named."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..errors import ConfigError
from ..i18n import _, suggest_name


class Options:
    """Reads ``engines.<engine>``; every error names the option."""

    def __init__(self, engine: str, values: Mapping[str, object], known: Collection[str]) -> None:
        """``known``: the options there are. Raises ConfigError for another."""
        self._engine, self._values = engine, values
        for name in values:
            if name not in known:
                raise ConfigError(
                    _("There is no option engines.{engine}.{name}.").format(engine=engine, name=name),
                    hint=suggest_name(name, known),
                )

    def text(self, name: str, default: str = "") -> str:
        """Return a text option, without surrounding space."""
        value = self._values.get(name)
        return default if value is None else str(value).strip()

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        """Return an option that is one of a few words."""
        value = self.text(name, default)
        if value not in choices:
            raise self._error(name, value, _("one of {choices}").format(choices=", ".join(choices)))
        return value

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """Return a number within bounds."""
        value = self._values.get(name, default)
        try:
            number = float(str(value))
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise self._error(name, value, _("a number from {least:g} to {most:g}").format(least=least, most=most))
        return number

    def switch(self, name: str) -> bool:
        """Return an option that is true or false; false where it is left out."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            raise self._error(name, value, _("true or false"))
        return value

    def mapping(self, name: str) -> dict[str, object]:
        """Return an option with fields of its own."""
        value = self._values.get(name) or {}
        if not isinstance(value, Mapping):
            raise self._error(name, value, _("fields and their values"))
        return {str(key): field for key, field in value.items()}

    def _error(self, name: str, value: object, wanted: str) -> ConfigError:
        message = _("engines.{engine}.{name} is “{value}”; it should be {wanted}.")
        return ConfigError(message.format(engine=self._engine, name=name, value=value, wanted=wanted))
