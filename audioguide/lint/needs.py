"""What each rule needs to know for sure, so that it can be asked of a tour in whose files something is wrong.

A field in which something is wrong may say anything once it is corrected. What a rule finds in what is there stays
true; what it misses, counts or compares may only be a consequence, and would be gone with the first problem.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..authoring import voices_yaml
from ..authoring.edition_places import INHERITED_PLACES
from . import datums, labelling, places, sounds, stops, words
from .reader import Rule

_NOTHING: frozenset[str] = frozenset()
_WALK = frozenset(("stops", "language"))
_WORDS = frozenset(("language", "lexicon"))
_LABELS = frozenset(("stops", "language", "disclosure"))
_WHEREABOUTS = frozenset(("stops", "points", "plans", "routes", INHERITED_PLACES))

NEEDED_FIELDS: Mapping[Rule, frozenset[str]] = {
    **dict.fromkeys(
        (
            stops.check_recordings,
            stops.check_sound_of_recordings,
            stops.check_sound_of_new_recordings,
            stops.check_pictures,
            stops.check_todos,
            sounds.check_sounds,
            places.check_plans,
        ),
        _NOTHING,
    ),
    **dict.fromkeys(
        (
            stops.check_words_of_recordings,
            stops.check_lengths,
            stops.check_titles,
            stops.check_similarity,
            stops.check_order,
            stops.check_numbers,
        ),
        _WALK,
    ),
    stops.check_descriptions: frozenset(("stops", "cover", "cover_alt")),
    stops.check_roles: frozenset((voices_yaml.ROLE_NAMES,)),
    stops.check_voices: frozenset(("roles", "language")),
    sounds.check_credits: frozenset(("stops", "music", "ambience")),
    **dict.fromkeys(
        (
            places.check_positions,
            places.check_same_positions,
            places.check_missing_positions,
            places.check_directions,
            places.check_use_of_plans,
            places.check_pins,
            places.check_triggers,
            places.check_routes,
            places.check_route_minutes,
            *datums.DATUM_RULES,
        ),
        _WHEREABOUTS,
    ),
    words.check_text_issues: _WORDS,
    words.check_readings: _WORDS,
    words.check_unattested_readings: _WORDS,
    words.check_lexicon: _WORDS | _WALK,
    words.check_breaths: _WORDS,
    **dict.fromkeys(labelling.LABEL_RULES, _LABELS),
}
"""Rule → the fields of the script, ``voices.yaml`` and ``site.yaml`` that must be right for it to be asked."""


def can_ask(rule: Rule, doubtful: frozenset[str]) -> bool:
    """Return whether what a rule finds is true whatever the doubtful fields turn out to say."""
    return not NEEDED_FIELDS[rule] & doubtful
