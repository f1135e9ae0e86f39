"""Which engine speaks a tour."""

from __future__ import annotations

from typing import cast

from .. import registry
from ..engines import Engine
from ..i18n import _
from ..model import SILENT_ENGINE, Manifest, Settings, Tour
from .build_plan import BuildListener


class EngineChooser:
    """Chooses an engine a tour and tells of it once; each engine is made once."""

    def __init__(self, ordered: str, watcher: BuildListener) -> None:
        """``ordered``: the engine the caller insists on; empty: none."""
        self._ordered = ordered
        self._watcher = watcher
        self._engines: dict[str, Engine] = {}
        self._reachable: dict[str, bool] = {}

    def choose(self, settings: Settings, tour: Tour, before: Manifest | None) -> Engine:
        """Return the engine ordered, else that of ``voices.yaml``, of the last build, or the best here, in this order.

        A silent build was a trial: the next one speaks. Raises ConfigError for an unknown engine.
        """
        named = self._ordered or (settings.engine if settings.engine != "auto" else "")
        if not named and before is not None and before.engine != SILENT_ENGINE:
            named = before.engine
        if named and named != "auto":
            return self._make(named, settings)
        edge = self._make("edge", settings)
        if edge.default_voice(tour.language, "narrator") is not None and self._answers(edge):
            return edge
        return self._make("kokoro", settings)

    def _answers(self, engine: Engine) -> bool:
        if engine.name not in self._reachable:
            status = engine.status()
            self._reachable[engine.name] = status.usable
            self._watcher.say(
                _("Using edge (online).")
                if status.usable
                else _("Using kokoro (offline): the edge service did not respond.")
            )
        return self._reachable[engine.name]

    def _make(self, name: str, settings: Settings) -> Engine:
        options = settings.engines.get(name, {})
        key = f"{name} {sorted(options.items())}"
        if key not in self._engines:
            self._engines[key] = cast(Engine, registry.load_plugin("engines", name)(options))
        return self._engines[key]
