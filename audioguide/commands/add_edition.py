"""Another language of a tour: a script with the same stops, whose words wait to be translated."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ..authoring import script
from ..authoring.schemas import LANGUAGE
from ..errors import ConfigError
from ..i18n import _
from ..i18n.language_tags import normalise_tag
from ..model import Segment, Stop, Tour
from ..project import Project
from ..text.markup import strip_marks
from .new_scripts import require_free_name, write_new_script


def add_edition(project: Project, name: str, language: str, title: str = "") -> Path:
    """Write ``scripts/SITE.LANGUAGE.yaml`` with the stops of a script, to be translated, and return its path.

    It keeps numbers, pictures, cues, speakers and music; readings, recordings and voices are of the other language.
    Places come from the site's own script. It is a draft, and every stop asks to be translated.

    Raises ConfigError for a language that is no tag, is the script's own or has a script already, ScriptError for a
    script that cannot be used.
    """
    source = script.load_tour(script.script_path(project, name))
    tag = normalise_tag(language) if re.fullmatch(LANGUAGE, language.strip()) else ""
    if not tag:
        raise ConfigError(
            _("The language “{tag}” is not known.").format(tag=language),
            hint=_("Write a language tag, such as en, ja or zh-TW."),
        )
    if tag == normalise_tag(source.language):
        raise ConfigError(
            _("{tour} is in this language already.").format(tour=source.id), hint=_("Choose another language.")
        )
    path = project.scripts / f"{source.site}.{tag}.yaml"
    taken = _("Choose another language, or edit the file.")
    require_free_name(project, path, taken)
    text = script.write_script(_untranslated_tour(source, tag, title.strip()))
    write_new_script(project, path, text, taken)
    return path


def _untranslated_tour(source: Tour, language: str, title: str) -> Tour:
    return replace(
        source,
        edition=language,
        language=language,
        title=title or source.title,
        lexicon=(),
        overrides={},
        points=(),
        plans=(),
        routes=(),
        label="",
        source="",
        draft=True,
        hidden=False,
        stops=tuple(map(_untranslated_stop, source.stops)),
    )


def _untranslated_stop(stop: Stop) -> Stop:
    return replace(
        stop,
        segments=tuple(map(_untranslated_segment, stop.segments)),
        todos=(_("Translate this stop."),),
        notes=(),
        position=None,
        pin=None,
        trigger_m=0,
    )


def _untranslated_segment(segment: Segment) -> Segment:
    words = strip_marks(segment.text) or _("Write here what the recording says.")
    return replace(segment, text=words, audio="")
