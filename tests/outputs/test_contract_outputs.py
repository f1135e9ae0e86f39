"""The family's contract: every registered output passes it, by being registered."""

from __future__ import annotations

from audioguide.testing import contract_suites

globals().update(contract_suites("outputs"))
