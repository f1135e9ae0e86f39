"""Build whole tours on a Dask cluster: each is spoken, stitched and encoded by one worker.

A worker that dies loses the tour it was at, which another one makes again from the clips that are stored already.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..assembly import tour_parcels
from ..assembly.shared_store import SharedStore, open_store
from ..assembly.synthesis import connect_cluster
from ..assembly.tour_parcels import MadeParcel, TourParcel, make_parcel
from ..errors import AudioguideError, EngineError, OutputError
from ..i18n import _
from ..model import Manifest, Utterance
from ..project import Project
from .build_inputs import media_names, package_digest
from .build_plan import BuildListener, BuildRequest, TourBuild

PARCELS_AHEAD = 64
"""Tours handed out at a time: what waits for a worker takes memory of the scheduler."""


@dataclass(frozen=True)
class CarriedTour:
    """A tour whose files were made elsewhere and lie in a folder here."""

    job: TourBuild
    manifest: Manifest
    """Without what the caller fills in: engine, voices, versions, inputs."""
    folder: Path
    calls: int
    """Calls made to the engine."""


def pack_parcel(job: TourBuild, order: BuildRequest, notice: tuple[Utterance, ...], icon: bytes) -> TourParcel:
    """Return what a worker needs to make a tour."""
    tour = job.tour
    return TourParcel(
        tour=tour,
        settings=job.settings,
        cast=dict(job.cast),
        lexicon=job.lexicon,
        notice=notice,
        icon=icon,
        engine=job.engine.name,
        options=tour_parcels.engine_options(job.engine.options),
        media=tour_parcels.pack_media(tour, media_names(tour)),
        inputs=job.inputs,
        package=package_digest(),
        store=order.shared_cache,
        is_forced=order.force,
    )


def make_on_worker(parcel: TourParcel) -> MadeParcel:
    """Make a tour with this machine's own cache; what is sent to a worker."""
    return make_parcel(parcel, str(Project(Path.cwd()).cache), package_digest())


@contextmanager
def open_tour_cluster(order: BuildRequest) -> Iterator[TourCluster]:
    """Yield the cluster that the order names. Raises ConfigError where nobody answers."""
    with connect_cluster(order.cluster) as client, tempfile.TemporaryDirectory(prefix="audioguide.") as folder:
        yield TourCluster(client, open_store(order.shared_cache), Path(folder))


class TourCluster:
    """Workers that make whole tours."""

    def __init__(self, client: Any, store: SharedStore | None, folder: Path) -> None:
        """``client``: of Dask, which is not typed; ``folder``: where finished tours are put."""
        self._client, self._store, self._folder = client, store, folder

    def make_tours(
        self, parcels: Sequence[tuple[TourBuild, TourParcel]], watcher: BuildListener
    ) -> Iterator[CarriedTour]:
        """Yield the tours as they are finished; raises the first error after what was finished before it."""
        import distributed

        as_completed: Any = distributed.as_completed  # not typed
        queue = iter(enumerate(parcels))
        waiting: dict[str, tuple[int, TourBuild, TourParcel]] = {}
        submit = partial(self._client.submit, make_on_worker, pure=False, retries=0)
        begun: Any = as_completed()

        def hand_out() -> None:
            for index, (job, parcel) in queue:
                future = submit(parcel, key=f"tour-{job.tour.id}-{parcel.inputs[:16]}")
                waiting[future.key] = index, job, parcel
                begun.add(future)
                if len(waiting) >= PARCELS_AHEAD:
                    return

        hand_out()
        for future in begun:
            index, job, parcel = waiting.pop(future.key)
            outcome = self._result(job, future)
            hand_out()
            content = outcome.content or (tour_parcels.read_parcel(self._store, parcel) if self._store else None)
            if not content:
                raise OutputError(
                    _("{tour} was made, but the shared cache does not hold it.").format(tour=job.tour.id),
                    hint=_("The folder or bucket must be the same on every machine; then run the command again."),
                )
            folder = self._folder / str(index)
            carried = CarriedTour(job, tour_parcels.unpack_tour(content, folder), folder, outcome.calls)
            watcher.say(_("{tour}: made on the cluster.").format(tour=job.tour.id))
            yield carried

    def _result(self, job: TourBuild, future: Any) -> MadeParcel:
        try:
            result: MadeParcel = future.result()
        except AudioguideError:
            raise
        except Exception as error:  # the cluster's own: a worker that died too often, a connection that broke
            raise EngineError(
                _("{tour} could not be made on the cluster: {reason}.").format(
                    tour=job.tour.id, reason=f"{type(error).__name__}: {error}"
                ),
                hint=_("What was spoken is kept; run the command again, with --debug for details."),
            ) from error
        return result
