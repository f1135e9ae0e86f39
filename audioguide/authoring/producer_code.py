"""The code of a service provider, which ``ContentProducer`` of GB 45438-2025 may hold instead of a name.

27 characters: ``001``; the kind of provider, 1 for an organisation; 18 characters that identify it, for an organisation
its unified social credit code (GB 32100-2015); 1 for a producer, 2 for a propagator; four characters of the provider's
own. The form is that of codes in use, such as 001191110102MACQD9K64018705.
"""

from __future__ import annotations

import re

from ..i18n import _

CODE_CHARACTERS = 27
_CODE = re.compile(r"001(?P<kind>\d)(?P<subject>[0-9A-Z]{18})(?P<role>[12])[0-9A-Z]{4}")
_ATTEMPT = re.compile(r"001\d[0-9A-Za-z]*|(?=[0-9A-Za-z]*\d[0-9A-Za-z]*\d)[0-9A-Za-z]{15,}")
"""Letters and digits without a space: no name of a museum is so long."""
_GAP = re.compile(r"[\s·.-]+")
_ORGANISATION = "1"
_PRODUCER = "1"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE_CHARACTERS = 18


def code_fault(producer: str) -> str:
    """Return what is wrong with a producer that is meant as a code; empty for a right code and for a name."""
    closed_up = _GAP.sub("", producer)
    if closed_up != producer and (_CODE.fullmatch(closed_up) or is_credit_code(closed_up)):
        return _("it is written with gaps")
    if not _ATTEMPT.fullmatch(producer):
        return ""
    code = _CODE.fullmatch(producer)
    if code is None and is_credit_code(producer):
        return _("it is a unified social credit code, which is only the middle of the code")
    if code is None:
        return _("it has {count} characters of {wanted}, or some in a wrong place").format(
            count=len(producer), wanted=CODE_CHARACTERS
        )
    if code["kind"] == _ORGANISATION and not is_credit_code(code["subject"]):
        return _("{code} is no unified social credit code: its last character does not fit the others").format(
            code=code["subject"]
        )
    if code["role"] != _PRODUCER:
        return _("it is the code of a propagator: the character after the social credit code is not 1")
    return ""


def is_credit_code(text: str) -> bool:
    """Whether a text is a unified social credit code: 18 characters, the last a check (GB 32100-2015)."""
    if len(text) != _CREDIT_CODE_CHARACTERS or any(character not in _CREDIT_ALPHABET for character in text):
        return False
    total = sum(_CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(text[:-1]))
    return _CREDIT_ALPHABET.index(text[-1]) == -total % 31
