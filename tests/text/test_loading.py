"""What was loaded can be forgotten, and the next call loads it: dictionaries during a long run of speech."""

from functools import lru_cache

import pytest

from audioguide.engines.kokoro import LONG_BATCH_CALLS, KokoroEngine
from audioguide.text import loading


def test_what_a_registered_loader_holds_is_forgotten_and_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_loaders", [])
    loads: list[int] = []

    @loading.register_loader
    @lru_cache(maxsize=1)
    def load_words() -> list[str]:
        loads.append(1)
        return ["a"]

    words = load_words()
    loading.unload_dictionaries()
    assert words == load_words() == ["a"]
    assert len(loads) == 2


def test_readings_are_the_same_after_the_dictionaries_were_forgotten() -> None:
    from audioguide.text import find_language

    text = "重庆3.5公里外的长城很长，行长王长顺1949年来过。"
    before = find_language("zh-CN").readings(text)
    loading.unload_dictionaries()
    _forget_results()
    assert find_language("zh-CN").readings(text) == before


def _forget_results() -> None:
    from audioguide.text.zh import g2p, normalise

    g2p.to_syllables.cache_clear()
    normalise._rewrite_piece.cache_clear()
    normalise._rewrite_in_words.cache_clear()


@pytest.mark.parametrize(("calls", "forgets"), [(0, False), (LONG_BATCH_CALLS - 1, False), (LONG_BATCH_CALLS, True)])
def test_the_embedded_voice_forgets_dictionaries_only_before_a_long_run(
    calls: int, forgets: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    unloads: list[int] = []
    monkeypatch.setattr(loading, "unload_dictionaries", lambda: unloads.append(1))
    KokoroEngine().prepare_batch(calls)
    assert bool(unloads) is forgets
