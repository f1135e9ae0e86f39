"""An output: a playlist (M3U) of each tour."""

from __future__ import annotations

from typing import ClassVar

from audioguide.assembly.publishing import Destination
from audioguide.outputs import BuiltTours, Need, Output


class PlaylistOutput(Output):
    """``tour.m3u`` in the folder of each tour."""

    name: ClassVar[str] = "playlist"
    needs: ClassVar[frozenset[Need]] = frozenset({"audio"})

    def write(self, tours: BuiltTours, destination: Destination) -> None:
        """List the stops of each tour with their seconds."""
        for manifest in tours.manifests:
            lines = ["#EXTM3U"]
            for stop in manifest.stops:
                assert destination.find(f"{manifest.folder}/{stop.track.file}").is_file()
                lines += [f"#EXTINF:{stop.track.duration // 1000},{stop.title}", stop.track.file]
            destination.write_text(f"{manifest.folder}/tour.m3u", "\n".join(lines) + "\n")
