"""Options of engines: each fits its engine's table, or is named with what would fit."""

from __future__ import annotations

import pytest

from audioguide import registry
from audioguide.engines.options import find_option_table, find_voice_options, option_errors
from audioguide.errors import ConfigError

TIMEOUTS: list[dict[str, object]] = [{"timeout": each} for each in ("30", "３０", "+30", 3600, None)]
FITTING: dict[str, list[dict[str, object]]] = {
    "kokoro": [{"model": "~/my.onnx", "fast": True}, {"model": None, "fast": None}],
    "edge": [
        {"timeout": 0.5, "proxy": "http://me:secret@127.0.0.1:7890"},
        *TIMEOUTS,
    ],
    "azure": [{"region": "eastasia", "workers": 64}, {"url": "https://chinaeast2.tts.speech.azure.cn/"}],
    "http": [{"url": "http://[::1]:8880/v1", "sample_rate": 16000, "unit": "paragraph", "fields": {"speed": 1}}],
    "silent": [{}],
}
WRONG: dict[str, list[tuple[str, object, str]]] = {
    "kokoro": [("fast", "quick", "true or false"), ("fast", 1, "true or false"), ("modell", "x", "model")],
    "edge": [
        ("timeout", "soon", "0.1 to 3600"),
        ("timeout", 0, "0.1"),
        ("timeout", True, "0.1"),
        *(("timeout", each, "0.1") for each in ("nan", "inf", "1e400", "1_0", "0x10", "", float("nan"), float("inf"))),
        ("proxy", "127.0.0.1:7890", "address"),
        ("proxi", "http://a", "proxy"),
    ],
    "azure": [("region", "East Asia", "eastasia"), ("url", "chinaeast2", "address"), ("workers", 65, "1 to 64")],
    "http": [
        ("workers", 2.5, "an integer from 1 to 64"),
        ("sample_rate", 7999, "8000 to 192000"),
        ("sample_rate", 24000.5, "integer"),
        ("format", "flac", "wav, pcm, mp3"),
        ("unit", "word", "sentence, paragraph"),
        ("url", "http://[", "address"),
        ("url", "http://host:99999", "address"),
        ("url", "http://host/v1?key=secret", "key"),
        ("fields", "speed = 1", "fields"),
        ("model", ["a"], "text"),
    ],
    "silent": [("pace", 240, "silent")],
}


@pytest.mark.parametrize("engine", FITTING)
def test_what_fits_is_taken(engine: str) -> None:
    for options in FITTING[engine]:
        registry.load_plugin("engines", engine)(options)


@pytest.mark.parametrize(
    ("engine", "name", "value", "wanted"), [(engine, *row) for engine, rows in WRONG.items() for row in rows]
)
def test_what_does_not_fit_is_named_with_what_would(engine: str, name: str, value: object, wanted: str) -> None:
    with pytest.raises(ConfigError) as caught:
        registry.load_plugin("engines", engine)({name: value})
    assert name in caught.value.message
    assert wanted in f"{caught.value.message} {caught.value.hint}"
    assert "secret" not in f"{caught.value.message} {caught.value.hint}"


def test_every_option_that_does_not_fit_is_reported_at_once() -> None:
    table = find_option_table("http")
    assert table
    wrong = {"workers": 0, "model": "fine", "formt": "wav", "timeout": -1}
    assert [name for name, _error in option_errors("http", wrong, table)] == ["workers", "formt", "timeout"]


def test_an_engine_that_is_not_here_has_no_table() -> None:
    assert find_option_table("nobody") is None
    assert find_voice_options("nobody") == ("rate", "pitch", "volume")


@pytest.mark.parametrize("engine", registry.BUILT_IN["engines"])
def test_every_engine_of_ours_has_a_table(engine: str) -> None:
    assert find_option_table(engine) is not None
