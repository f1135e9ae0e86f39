"""Problems as SARIF 2.1.0 (OASIS, 2020), which code hosts show beside the lines they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..model import Problem

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(problems: Sequence[Problem]) -> dict[str, Any]:
    """The whole log: one run, a rule for each code that occurs."""
    rules = sorted({problem.code for problem in problems})
    driver = {"name": "audioguide", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    results = [_sarif_result(problem, rules) for problem in problems]
    # columns of ours count characters, SARIF's default UTF-16 units
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_result(problem: Problem, rules: list[str]) -> dict[str, Any]:
    place = problem.place
    region: dict[str, Any] = {}
    if place.line:
        region["startLine"] = place.line
        if place.column:
            region["startColumn"] = place.column
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file.replace("\\", "/"))}}
    if region:
        physical["region"] = region
    text = "\n".join(part for part in (problem.message, problem.excerpt, problem.hint) if part)
    return {
        "ruleId": problem.code,
        "ruleIndex": rules.index(problem.code),
        "level": problem.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": physical}],
    }
