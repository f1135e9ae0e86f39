"""The family's contract: every registered engine passes it, by being registered."""

from __future__ import annotations

from audioguide.testing import contract_suites

# kokoro is heard in the tests marked "speech"; the others speak over a network, to peers of their own tests
globals().update(contract_suites("engines", speaks={"kokoro": False, "edge": False, "azure": False, "http": False}))
