"""HTML reports for authors: one base template, one style sheet and one Content-Security-Policy for all of them.

A report is one file that needs nothing else but the audio it plays, so that it can be opened from a folder, sent by
mail or put on a stick: its style and script are inside, allowed by their SHA-256 (CSP Level 3, 6.6.2.1).
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..i18n import _, message_language

REPORT_TEMPLATES = Path(__file__).parent / "templates"


def render_report(folder: Path, template: str, *, with_script: bool = True, **values: Any) -> str:
    """Return a report's page.

    ``template``, in ``folder``, extends ``report.html.j2`` and fills its block ``content``; ``<template>.css`` and
    ``<template>.js`` beside it, where they exist, are added to the style sheet and become the page's script, together
    with what copies ``data-line`` of a button of the class ``copy``. ``with_script`` false: the page has no script.
    """
    style = (REPORT_TEMPLATES / "report.css").read_text("utf-8") + _read_if_there(folder / f"{template}.css")
    script = _read_if_there(folder / f"{template}.js") if with_script else ""
    if script:
        script = (REPORT_TEMPLATES / "copy.js").read_text("utf-8") + script
    return (
        _environment(folder)
        .get_template(f"{template}.html.j2")
        .render(
            style=style,
            script=script,
            policy=_security_policy(style, script),
            language=message_language(),
            **values,
        )
    )


def _security_policy(style: str, script: str) -> str:
    """Return the policy: the page's own style and script, audio from where the report lies, and nothing else."""
    policy = f"default-src 'none'; media-src 'self' file:; style-src '{_source_hash(style)}'"
    return f"{policy}; script-src '{_source_hash(script)}'" if script else policy


def _source_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read_if_there(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


@lru_cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, REPORT_TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["_"] = _
    return environment
