"""The contracts of the four plug-in families, for the tests of whoever writes a plug-in.

Inherit from the family's contract and name your class; pytest collects the rest::

    from audioguide.testing import EngineContract

    class TestAcme(EngineContract):
        kind = AcmeEngine

Nothing here needs the network. Our own plug-ins pass the same suites (``contract_suites``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..registry import load_plugin, plugin_names
from .engines import EngineContract
from .importers import ImporterContract, check_document
from .languages import LanguageContract
from .outputs import OutputContract

__all__ = [
    "EngineContract",
    "ImporterContract",
    "LanguageContract",
    "OutputContract",
    "check_document",
    "contract_suites",
]


def contract_suites(
    family: str, names: Sequence[str] | None = None, **attributes: Mapping[str, object]
) -> dict[str, type]:
    """Return a test class for each registered plug-in of a family, by its name, for ``globals().update(…)``.

    ``attributes``: attribute of the suite → plug-in → its value, for example ``speaks={"edge": False}``.
    """
    suites: dict[str, tuple[type, str]] = {
        "engines": (EngineContract, "kind"),
        "languages": (LanguageContract, "kind"),
        "importers": (ImporterContract, "read"),
        "outputs": (OutputContract, "kind"),
    }
    base, subject = suites[family]
    contracts: dict[str, type] = {}
    for name in names or plugin_names(family):
        plugin = load_plugin(family, name)
        members: dict[str, Any] = {subject: staticmethod(plugin) if family == "importers" else plugin}
        members |= {"extension": name} if family == "importers" else {}
        members |= {attribute: values[name] for attribute, values in attributes.items() if name in values}
        title = f"Test{name.title().replace('-', '').replace('_', '')}"
        contracts[title] = type(title, (base,), members)
    return contracts
