"""Outputs: each turns what is built into files, and knows nothing of how the sound was made.

An output is a subclass of ``Output``, registered in ``registry`` under ``outputs``; ``build`` runs every enabled one,
ours and a third party's alike, after the sound is there and before anything becomes visible. It hands its files to a
``Destination``. What it published before and does not hand over (or keep) this time is removed in the same switch, so
an output never deletes a file: it writes or keeps everything that should be there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Literal

from ..assembly.publishing import Destination
from ..authoring.site_config import NO_SITE, SiteConfig
from ..errors import ConfigError
from ..i18n import _
from ..model import Manifest, Settings
from ..registry import load_plugin

Need = Literal["audio", "settings", "outputs"]
"""``audio``: the finished MP3s, which are verified to be there; ``settings``: ``BuiltTours.settings_for``;
``outputs``: the files of the other outputs, so it runs after them."""


@dataclass(frozen=True)
class BuiltTours:
    """What an output is given: every tour that is built, of all sites, those of earlier builds included."""

    manifests: tuple[Manifest, ...]
    """Ordered by site, then edition; a site's own language comes first. No drafts: they are never published."""
    load_settings: Callable[[Manifest], Settings] = lambda _manifest: Settings()
    """Behind ``settings_for``."""
    drafts: tuple[Manifest, ...] = ()
    """Tours that only their author sees."""
    site: SiteConfig = NO_SITE
    """What holds for the whole site."""

    @property
    def listed(self) -> tuple[Manifest, ...]:
        """Tours that a list of all of them names: not the hidden ones."""
        return tuple(manifest for manifest in self.manifests if not manifest.hidden)

    def sites(self) -> Iterator[tuple[Manifest, ...]]:
        """Yield the editions of each site, the site's own language first."""
        for _site, editions in groupby(self.manifests, key=lambda manifest: manifest.site):
            yield tuple(editions)

    def settings_for(self, manifest: Manifest) -> Settings:
        """Return the settings of a tour; only for an output that needs ``settings``.

        A logo's path is absolute. Raises ConfigError or ScriptError for a file that cannot be read.
        """
        return self.load_settings(manifest)


class Output(ABC):
    """What every output offers. ``options`` are those of its name in the project's configuration."""

    name: ClassVar[str]
    """The name it is registered under; it owns the files it writes under this name."""
    needs: ClassVar[frozenset[Need]] = frozenset()
    """What it needs besides the manifests."""
    enabled_by_default: ClassVar[bool] = True
    """False: it is made only when the configuration or ``build --output`` names it."""

    def __init__(self, options: Mapping[str, object] | None = None) -> None:
        self.options = dict(options or {})

    @abstractmethod
    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """Hand every file of this output to the destination, or keep it there where nothing changed.

        Paths are relative to the output folder; the files of a tour are below ``manifest.folder``, and
        ``destination.find(path)`` says where its sound can be read now. Equal tours give equal bytes. An empty
        ``tours`` is legal: nothing is built any more. Raises OutputError for what cannot be written.
        """


def load_output(name: str) -> Output:
    """Return the output registered under a name.

    Raises ConfigError for an unknown name and for a plug-in that is no ``Output``, ImportError when a package it
    needs is missing.
    """
    kind = load_plugin("outputs", name)
    if not (isinstance(kind, type) and issubclass(kind, Output)):
        raise ConfigError(
            _("The output “{name}” is not a subclass of audioguide.outputs.Output.").format(name=name),
            hint=_("Ask its author for a version for this audioguide, or uninstall it."),
        )
    return kind()
