"""The script a new author begins with: short, commented, and valid."""

from __future__ import annotations

from pathlib import Path

from ..authoring.script_names import find_same_name
from ..errors import ConfigError
from ..i18n import _, load_catalogue
from ..i18n.language_tags import primary_language
from ..project import Project
from ..yaml.writer import write_scalar
from .new_scripts import require_free_name, write_new_script

TEMPLATE = """\
# {about}
schema: 1
title: {title}
language: {language}
# description: …

# {lexicon}
# lexicon:
#   射洪: she4 hong2

stops:
  # {number}
  - number: 1
    title: {first_title}
    text: |
      {first_text}

  # {segments}
  - number: 2
    title: {second_title}
    segments:
      - cue: {cue}
      - voice: narrator
        text: |
          {second_text}
"""

NARRATION = {
    "first_title": "The main gate",
    "first_text": "Welcome! Write here what the visitor hears, as you would say it face to face, in short sentences. "
    "A blank line begins a new paragraph.",
    "second_title": "The courtyard",
    "second_text": "Now we are in the courtyard. Look up to the old tree on the left: "
    "it is older than the house, and every guest is photographed under it.",
}
"""Example text of the script; catalogues hold it in other languages."""


def write_starter_script(project: Project, site: str, title: str, language: str | None = None) -> Path:
    """Write the starter script of a site, ``museum`` or its edition ``museum.en``, and return its path.

    Raises ConfigError where a script of that name exists, or where the name or language cannot be one.
    """
    path = project.scripts / f"{site.removesuffix('.yaml')}.yaml"
    if path.parent != project.scripts:
        raise ConfigError(
            _("“{name}” cannot be the name of a site.").format(name=site),
            hint=_("Use letters, digits and hyphens, as in longqing-school."),
        )
    taken = _("Choose another name, or edit the file.")
    require_free_name(project, path, taken)
    language = language or path.stem.partition(".")[2] or "zh-CN"
    # what visitors hear is in their language, the remarks are in the author's
    catalogue = load_catalogue(primary_language(language))
    text = TEMPLATE.format(
        about=_("Narration script. Lines that begin with # are remarks. docs/script.md explains every field."),
        title=write_scalar(title),
        language=write_scalar(language),
        lexicon=_("How words are said that would be misread, as tone-number pinyin:"),
        number=_("The number is printed on the wall: it stays, whatever moves. 3a may follow 3."),
        segments=_("Several voices: each segment is a text or a cue; roles are those of voices.yaml."),
        cue=write_scalar(_("Birdsong; a cue is for you and is never spoken")),
        **{name: catalogue.get(words, words) for name, words in NARRATION.items()},
    )
    write_new_script(project, path, text, taken)
    return path


def write_titled_script(project: Project, title: str, language: str) -> Path:
    """Write the starter script of a tour under a name made from its title. Raises ConfigError as above."""
    from ..importers.slugs import make_slug

    if not title:
        raise ConfigError(_("A tour needs a title."), hint=_("What would a visitor call the place?"))
    name = make_slug(title)
    number = 1
    while find_same_name(project, unique := name if number == 1 else f"{name}-{number}"):
        number += 1
    return write_starter_script(project, unique, title, language)
