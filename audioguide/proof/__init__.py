"""Proof-listening: the machine hears every stop before visitors do.

A recogniser hears each stop and the result is compared by sound with what the voice was asked for: first without a
prompt, and where that differs once more, prompted with the names in the text and the misheard words. Where both passes
differ from the text, the sentence is heard alone, and the expected text is weighed against what was recognised, in this
voice and in others, before the voice is blamed. What was recognised as written is weighed against the other readings of
its characters. A voice that can be asked again is asked for today's text first: a sentence that sounds exactly the same
was spoken as requested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..assembly.synthesis import usable_cores
from ..project import Project
from . import recogniser, reference_voices
from .expected import ExpectedStop
from .findings import StopReport, TimedSentence
from .recogniser import Listener
from .reference_voices import ReferenceVoices
from .stop_listener import StopListener

__all__ = ["StopReport", "TimedSentence", "open_listener", "proof_stops", "reference_voices_of"]


def open_listener(project: Project, model: Path | None = None) -> Listener:
    """The recogniser on every core. Raises ConfigError where its packages or the model are missing."""
    return recogniser.open_listener(model, project.cache, usable_cores())


def reference_voices_of(project: Project) -> ReferenceVoices | None:
    """Voices to compare a doubtful sentence with; None where their packages are missing."""
    return reference_voices.embedded_voices(project)


def proof_stops(
    stops: Sequence[ExpectedStop],
    listen: Listener,
    cache: Path,
    on_report: Callable[[StopReport], None] = lambda _report: None,
    others: ReferenceVoices | None = None,
) -> list[StopReport]:
    """Hear the stops, one after another, each on every core; ``on_report`` gets each report at once.

    Measures are remembered in ``cache``; ``others`` are voices to compare a doubtful sentence with.

    Raises AudioError for audio that cannot be read, and what ``listen`` raises.
    """
    reports = []
    with ThreadPoolExecutor(usable_cores()) as pool:
        for spoken in stops:
            reports.append(StopListener(spoken, listen, others, pool).report(cache / "measures"))
            on_report(reports[-1])
    return reports
