"""How listeners and machines learn that the speech is synthetic."""

from __future__ import annotations

import json

from ..i18n.language_tags import is_mainland_chinese
from ..model import Disclosure, Settings


def effective_disclosure(settings: Settings, language: str) -> Disclosure:
    """Return the labelling in force: as set, else on for Chinese of the mainland and off elsewhere."""
    if settings.disclosure is not None:
        return settings.disclosure
    mainland = is_mainland_chinese(language)
    return Disclosure(chime=mainland, tag=mainland)


def aigc_label(producer: str, content: str) -> str:
    """Return the implicit label of GB 45438-2025, annex E.

    Its number follows from the digest of the content, so that equal builds give equal bytes.
    """
    return json.dumps(
        {
            "Label": "1",
            "ContentProducer": producer,
            "ProduceID": content[:32],
            "ReservedCode1": "",
            "ContentPropagator": "",
            "PropagateID": "",
            "ReservedCode2": "",
        },
        ensure_ascii=False,
    )
