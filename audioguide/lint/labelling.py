"""Labels of synthetic speech: what a tour carries, and what is missing for the rules of China and of the EU."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..assembly.disclosure import REGIMES, Regime, effective_labelling
from ..assembly.recordings import has_synthetic_speech
from ..authoring.producer_code import code_fault
from ..i18n import _
from ..model import Labelling, Place, Problem, Settings, Tour
from ..project import Project
from ..yaml.reader import split_lines
from .reader import Reader, Rule

PRODUCER_CODES = ("no-producer", "producer-code")
"""Of the problems of ``check_producer``."""


@dataclass(frozen=True)
class LabelReport:
    """The labels of one tour."""

    carries: tuple[str, ...]
    """Each label that is on, in the reader's language."""
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    """Regime, and each thing that its rules ask for and the tour lacks."""


def check_producer(reader: Reader) -> Iterator[Problem]:
    """Yield an AIGC label without a producer, which is no label, and a producer that is a mistyped code."""
    labelling = _labelling_of(reader)
    if not labelling.tag:
        return
    place = _language_place(reader)
    if not labelling.producer:
        message = _("The AIGC label names no producer; without one it is no label (GB 45438-2025).")
        hint = _("Say who answers for the content, in voices.yaml: disclosure: {regimes: auto, producer: …}")
        yield Problem("warning", "no-producer", message, place, hint)
    elif fault := code_fault(labelling.producer):
        message = _("The producer “{producer}” is neither a name nor a right code: {fault}.").format(
            producer=labelling.producer, fault=fault
        )
        hint = _("A code is 001, 1, the unified social credit code, 1 and four characters; a name will do too.")
        yield Problem("warning", "producer-code", message, place, hint)


def place_in_settings(problems: Iterable[Problem], tour: Tour, project: Project) -> Iterator[Problem]:
    """Yield the problems of a tour; what is wrong with a producer that ``voices.yaml`` names for all is placed there.

    Placed there it is the same for every tour, and is reported once.
    """
    for problem in problems:
        if problem.code in PRODUCER_CODES and "disclosure" not in tour.overrides:
            yield replace(problem, place=_disclosure_place(project))
        else:
            yield problem


def _disclosure_place(project: Project) -> Place:
    try:  # a file that is no UTF-8 or cannot be read is the problem of whoever reads the settings
        lines = split_lines(project.voices.read_bytes().decode("utf-8-sig", "replace"))
    except OSError:
        lines = []
    begins = (number for number, line in enumerate(lines, 1) if line.startswith("disclosure:"))
    return Place(project.display_path(project.voices), next(begins, 0))


def check_notice(reader: Reader) -> Iterator[Problem]:
    """Yield a regime that asks for a spoken notice in a language that has no sentence for it."""
    labelling = _labelling_of(reader)
    duties = [REGIMES[name] for name in labelling.regimes]
    written = reader.settings.disclosure.spoken if reader.settings.disclosure else None
    if written is None and not labelling.spoken and any(duty.spoken for duty in duties):
        message = _("There is no sentence in this language that says that the voice is synthetic.")
        hint = _("Write it: disclosure: {spoken: …}")
        yield Problem("warning", "no-notice", message, _language_place(reader), hint)


def label_report(tour: Tour, settings: Settings, signed: bool) -> LabelReport:
    """Return the labels of a tour whose settings are merged; ``signed``: the owner's certificate signs its files."""
    if not has_synthetic_speech(tour.stops):
        return LabelReport((_("none: every word is a recorded voice"),), ())
    labelling = effective_labelling(settings, tour.language)
    carries = (
        (_("a rhythm in the sound"), labelling.rhythm),
        (_("a spoken notice"), bool(labelling.spoken)),
        (_("words on the pages"), True),
        (_("a mark on pages, in feeds and on printed labels"), labelling.mark),
        (_("AIGC metadata, producer: {producer}").format(producer=labelling.producer or "–"), labelling.tag),
        (_("a C2PA signature"), signed),
    )
    missing = ((regime.name, tuple(_missing_labels(regime, labelling, signed))) for regime in REGIMES.values())
    return LabelReport(tuple(name for name, is_on in carries if is_on), tuple(missing))


def _missing_labels(regime: Regime, labelling: Labelling, signed: bool) -> Iterator[str]:
    if regime.rhythm and not (labelling.rhythm or labelling.spoken):
        yield _("a rhythm or a spoken notice in the sound")
    if regime.spoken and not labelling.spoken:
        yield _("a spoken notice at the start")
    if regime.icon and not labelling.mark:
        yield _("the mark on pages, in feeds and on printed labels")
    if regime.tag and not labelling.tag:
        yield _("AIGC metadata")
    elif regime.tag and not labelling.producer:
        yield _("a producer")
    elif regime.tag and code_fault(labelling.producer):
        yield _("a right producer code")
    if regime.signature and not signed:
        yield _("signed metadata (C2PA)")
    if regime.watermark:
        yield _("a watermark, which audioguide does not make")


def _language_place(reader: Reader) -> Place:
    """Return the line that names the language, from which the rules follow."""
    begins = (number for number, line in enumerate(reader.source_lines, 1) if line.startswith("language:"))
    return replace(reader.script_place(), line=next(begins, 1), column=1)


def _labelling_of(reader: Reader) -> Labelling:
    if not has_synthetic_speech(reader.tour.stops):
        return Labelling()
    return effective_labelling(reader.settings, reader.tour.language)


LABEL_RULES: tuple[Rule, ...] = (check_producer, check_notice)
