"""How listeners and machines learn that the speech is synthetic.

Two regimes ask for it: ``cn``, the Chinese rules (标识办法 and GB 45438-2025, in force since 2025-09-01), and ``eu``,
Article 50 of the AI Act with its Code of Practice of June 2026. Each says what it turns on; a script or
``voices.yaml`` may decide any of it otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ..i18n.language_tags import is_mainland_chinese
from ..model import AUTO_REGIMES, Disclosure, Labelling, Settings
from ..text import find_language


@dataclass(frozen=True)
class Regime:
    """What the rules of one place turn on."""

    name: str
    rhythm: bool
    """A rhythm in the sound is enough where nothing is said."""
    spoken: bool
    """A sentence at the start of each file."""
    mark: bool
    icon: bool
    """The mark is asked for: words on the page are not enough."""
    tag: bool
    """``AIGC`` metadata with a producer."""
    signature: bool
    """Signed metadata (C2PA), which needs a certificate in ``site.yaml``."""
    watermark: bool
    """A second layer for machines inside the sound; audioguide has none, and ``check`` says so."""


REGIMES: Mapping[str, Regime] = {
    regime.name: regime
    for regime in (
        Regime("cn", rhythm=True, spoken=False, mark=True, icon=False, tag=True, signature=False, watermark=False),
        Regime("eu", rhythm=False, spoken=True, mark=True, icon=True, tag=False, signature=True, watermark=True),
    )
}
"""Regimes by the name that ``disclosure:`` gives them."""
_UNNAMED = Regime("", rhythm=True, spoken=False, mark=False, icon=False, tag=True, signature=False, watermark=False)
"""What ``disclosure:`` turns on where it names no regime."""


def effective_labelling(settings: Settings, language: str) -> Labelling:
    """Return the labels in force: as written, else as the regimes ask for.

    Without ``disclosure:``, rhythm and metadata are on for Chinese of the mainland. The sentence of a spoken notice is
    that of the tour's language where none is written; empty where the language has none.
    """
    written = settings.disclosure or Disclosure()
    regimes = _regimes_of(settings, language)
    if written.regimes is None:
        duties = [_UNNAMED] if settings.disclosure or regimes else []
    else:
        duties = [REGIMES[name] for name in regimes]
    spoken = written.spoken
    if spoken is None:
        is_said = any(duty.spoken for duty in duties)
        spoken = find_language(language).synthetic_notice(language) if is_said else ""
    return Labelling(
        regimes=regimes,
        rhythm=_choose(written.chime, any(duty.rhythm for duty in duties)) and not spoken,
        spoken=spoken,
        mark=_choose(written.mark, any(duty.mark for duty in duties)),
        tag=_choose(written.tag, any(duty.tag for duty in duties)),
        producer=written.producer,
    )


def _regimes_of(settings: Settings, language: str) -> tuple[str, ...]:
    named = settings.disclosure.regimes if settings.disclosure else AUTO_REGIMES
    if named == AUTO_REGIMES:
        return ("cn",) if is_mainland_chinese(language) else ()
    return tuple(named or ())


def _choose(written: bool | None, asked: bool) -> bool:
    return asked if written is None else written


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
