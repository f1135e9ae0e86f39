"""Plug-ins by family and name; built-ins and entry points are found the same way and loaded late.

A third party adds one with an entry point, for example::

    [project.entry-points."audioguide.engines"]
    acme = "acme_tts.engine:AcmeEngine"
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from typing import Any

from .errors import ConfigError
from .i18n import _, suggest_name

BUILT_IN: dict[str, dict[str, str]] = {
    "engines": {
        "edge": "audioguide.engines.edge:EdgeEngine",
        "kokoro": "audioguide.engines.kokoro:KokoroEngine",
        "azure": "audioguide.engines.azure:AzureEngine",
        "http": "audioguide.engines.http:HttpEngine",
        "silent": "audioguide.engines.silent:SilentEngine",
    },
    "languages": {
        "zh": "audioguide.text.zh:Chinese",
        "en": "audioguide.text.en:English",
        "es": "audioguide.text.es:Spanish",
        "fr": "audioguide.text.fr:French",
        "de": "audioguide.text.de:German",
    },
    "importers": {
        "txt": "audioguide.importers.readers.txt:read",
        "md": "audioguide.importers.readers.md:read",
        "docx": "audioguide.importers.readers.docx:read",
        "html": "audioguide.importers.readers.html:read",
        "pdf": "audioguide.importers.readers.pdf:read",
        "odt": "audioguide.importers.readers.odt:read",
        "odp": "audioguide.importers.readers.odp:read",
        "rtf": "audioguide.importers.readers.rtf:read",
        "xlsx": "audioguide.importers.readers.xlsx:read",
        "ods": "audioguide.importers.readers.ods:read",
        "csv": "audioguide.importers.readers.csv:read",
        "pptx": "audioguide.importers.readers.pptx:read",
        "epub": "audioguide.importers.readers.epub:read",
        "srt": "audioguide.importers.readers.srt:read",
    },
    "outputs": {
        "site": "audioguide.outputs.site:SiteOutput",
        "labels": "audioguide.outputs.labels:LabelsOutput",
        "m4b": "audioguide.outputs.m4b:M4bOutput",
        "feed": "audioguide.outputs.feed:FeedOutput",
        "epub": "audioguide.outputs.epub:EpubOutput",
        "json": "audioguide.outputs.tour_data:TourDataOutput",
        "geojson": "audioguide.outputs.geo:GeoJsonOutput",
        "gpx": "audioguide.outputs.geo:GpxOutput",
        "stick": "audioguide.outputs.stick:StickOutput",
    },
}


def plugin_names(family: str) -> list[str]:
    """Every name of the family, built-ins first."""
    return [*BUILT_IN[family], *(n for n in _entry_points(family) if n not in BUILT_IN[family])]


def load_plugin(family: str, name: str) -> Any:
    """The plug-in itself.

    Raises ConfigError for a name nobody registered and for a plug-in that is broken, ImportError when a package that it
    needs is missing.
    """
    target = BUILT_IN[family].get(name) or _entry_points(family).get(name)
    if target is None:
        raise ConfigError(
            _("There is no “{name}” among the {family}.").format(name=name, family=_(family)),
            hint=suggest_name(name, plugin_names(family)),
        )
    module, _sep, attribute = target.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except ImportError:
        raise
    except Exception as error:  # a third party's code runs here: whatever is wrong with it switches off only itself
        raise ConfigError(
            _("The plug-in “{name}” of the family {family} is broken: {reason}").format(
                name=name, family=_(family), reason=f"{type(error).__name__}: {error}"
            ),
            hint=_("Update or uninstall the package that holds {module}.").format(module=module),
        ) from error


def _entry_points(family: str) -> dict[str, str]:
    return _installed_entry_points(family, tuple(sys.path))


@lru_cache(maxsize=16)
def _installed_entry_points(family: str, _search_path: tuple[str, ...]) -> dict[str, str]:
    """The family's entry points; looked for once a search path, since each look costs some 10 ms."""
    from importlib.metadata import entry_points

    return {point.name: point.value for point in entry_points(group=f"audioguide.{family}")}
