"""The rewritten model gives the same numbers; the stored one is trusted only while it is what was stored."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from audioguide import files
from audioguide.engines.kokoro import KokoroEngine, rewriting, self_test, sessions
from audioguide.engines.kokoro.graph import Graph
from audioguide.errors import EngineError, OutputError
from audioguide.model import Sentence, Utterance, Voice


def convolution_model(taps: int = 3, dilation: int = 1, pads: tuple[int, int] = (1, 1), stride: int = 1) -> bytes:
    """Two integer convolutions of one input, a square and a transposed convolution, as the voice has them."""
    random = np.random.default_rng(7)
    weights = [random.integers(0, 256, (24, 32, taps)).astype(np.uint8) for _number in range(2)]
    upward = random.standard_normal((24, 8, 4)).astype(np.float32)
    attributes: dict[str, Any] = {
        "dilations": [dilation],
        "pads": list(pads),
        "strides": [stride],
        "kernel_shape": [taps],
    }
    nodes = [
        helper.make_node("ConvInteger", ["x", "w0", "xz", "wz"], ["a"], **attributes),
        helper.make_node("ConvInteger", ["x", "w1", "xz", "wz"], ["b"], **attributes),
        helper.make_node("Add", ["a", "b"], ["sum"]),
        helper.make_node("Cast", ["sum"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["float", "scale"], ["scaled"]),
        helper.make_node("Pow", ["scaled", "two"], ["square"]),
        helper.make_node("ConvTranspose", ["square", "up"], ["y"], strides=[2], pads=[1, 1], kernel_shape=[4]),
    ]
    stored: dict[str, np.ndarray[Any, Any]] = {
        "w0": weights[0],
        "w1": weights[1],
        "xz": np.array(131, np.uint8),
        "wz": np.array(127, np.uint8),
        "scale": np.array(1e-5, np.float32),
        "two": np.array(2, np.float32),
        "up": upward,
    }
    graph = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [1, 32, None])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 8, None])],
        [numpy_helper.from_array(value, name) for name, value in stored.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return bytes(model.SerializeToString())


def outputs(model: bytes, length: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    x = np.random.default_rng(length).integers(0, 256, (1, 32, length)).astype(np.uint8)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"x": x})[0], np.float32)


def operators(model: bytes) -> list[str]:
    return [node.op_type for node in onnx.load_model_from_string(model).graph.node]


@pytest.fixture
def exact_processor() -> None:
    if not self_test.is_byte_product_exact():
        pytest.skip("this processor multiplies signed bytes wrongly, so that nothing is rewritten on it")


# ---------------------------------------------------------------- rewriting


@pytest.mark.usefixtures("exact_processor")
@pytest.mark.parametrize(
    ("taps", "dilation", "pads"),
    [(1, 1, (0, 0)), (3, 1, (1, 1)), (7, 3, (9, 9)), (11, 5, (25, 25)), (3, 1, (2, 0)), (5, 2, (0, 0))],
)
@pytest.mark.parametrize("length", [60, 241])
def test_a_rewritten_graph_gives_the_same_bits(taps: int, dilation: int, pads: tuple[int, int], length: int) -> None:
    model = convolution_model(taps, dilation, pads)
    rewritten = rewriting.rewrite_exactly(model).to_bytes()
    if taps > 1:
        assert "ConvInteger" not in operators(rewritten)
    assert "Pow" not in operators(rewritten)
    assert np.array_equal(outputs(model, length), outputs(rewritten, length))


@pytest.mark.usefixtures("exact_processor")
@pytest.mark.parametrize(("taps", "dilation", "pads"), [(7, 3, (9, 9)), (11, 5, (25, 25)), (7, 1, (6, 0))])
@pytest.mark.parametrize("length", [1, 3, 5, 60, 241])
def test_a_convolution_in_stretches_of_time_gives_the_same_bits(
    taps: int, dilation: int, pads: tuple[int, int], length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = convolution_model(taps, dilation, pads)
    count = operators(rewriting.rewrite_exactly(model).to_bytes()).count("MatMulInteger")
    monkeypatch.setattr(rewriting, "_is_wide", lambda _convolution: True)
    rewritten = rewriting.rewrite_exactly(model).to_bytes()
    assert operators(rewritten).count("MatMulInteger") == rewriting.STRETCHES * count
    assert np.array_equal(outputs(model, length), outputs(rewritten, length))


def test_a_graph_is_written_a_stored_value_at_a_time_and_is_one_model() -> None:
    graph = rewriting.rewrite_exactly(convolution_model())
    chunks = list(graph.encode_chunks())
    model = onnx.load_model_from_string(b"".join(chunks))
    onnx.checker.check_model(model)
    assert len(chunks) == 1 + len(model.graph.initializer)
    assert b"".join(chunks) == graph.to_bytes()


def test_equal_columns_are_made_once() -> None:
    rewritten = operators(rewriting.rewrite_exactly(convolution_model()).to_bytes())
    assert rewritten.count("MatMulInteger") == 2
    assert rewritten.count("Concat") == rewritten.count("Pad") == 1


def test_what_a_product_cannot_stand_for_stays() -> None:
    model = convolution_model(stride=2)
    assert operators(rewriting.rewrite_exactly(model).to_bytes()).count("ConvInteger") == 2
    assert np.array_equal(outputs(model, 60), outputs(rewriting.rewrite_exactly(model).to_bytes(), 60))


# ---------------------------------------------------------------- the self-test


def test_the_self_tests_model_is_sound_and_small() -> None:
    weights = np.zeros((self_test.INPUTS, self_test.OUTPUTS), np.int8)
    onnx.checker.check_model(onnx.load_model_from_string(self_test.product_model(weights)))
    assert len(self_test.product_model(weights)) < 50_000


@pytest.mark.parametrize("wrong", [False, True])
def test_one_wrong_sum_is_enough(monkeypatch: pytest.MonkeyPatch, wrong: bool) -> None:
    class Session:
        def __init__(self, model: bytes, options: object, providers: object) -> None:
            graph = onnx.load_model_from_string(model).graph
            self.weights = numpy_helper.to_array(graph.initializer[0])

        def run(self, _names: None, inputs: dict[str, Any]) -> list[Any]:
            x = inputs["x"][0].astype(np.int64) - self_test.ACTIVATION_ZERO
            sums = x @ (self.weights.astype(np.int64) - self_test.WEIGHT_ZERO)
            sums[-1, -1] += wrong
            return [sums[None]]

    monkeypatch.setattr(onnxruntime, "InferenceSession", Session)
    self_test.is_byte_product_exact.cache_clear()
    assert self_test.is_byte_product_exact() is not wrong
    self_test.is_byte_product_exact.cache_clear()


@pytest.mark.parametrize(
    ("exact", "fast", "form"),
    [(True, False, "exact"), (False, False, "shipped"), (True, True, "fast"), (False, True, "fast-unsigned")],
)
def test_the_processor_decides_which_form_runs(
    monkeypatch: pytest.MonkeyPatch, exact: bool, fast: bool, form: str
) -> None:
    monkeypatch.setattr(self_test, "is_byte_product_exact", lambda: exact)
    assert sessions.choose_form(fast) == form


# ---------------------------------------------------------------- what is stored


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.onnx"
    path.write_bytes(convolution_model())
    return path


def open_session(model: Path) -> Any:
    return sessions._open_session(model, "d" * 64, model.parent / "kept", "exact", None)


def stored(model: Path) -> Path:
    return sessions.optimised_path(model.parent / "kept", "d" * 64, "exact")


def test_the_optimised_model_is_stored_once_and_then_used_without_the_first(model: Path) -> None:
    first = open_session(model)
    before = stored(model).stat()
    model.unlink()
    second = open_session(model)
    assert stored(model).stat().st_mtime_ns == before.st_mtime_ns
    x = np.full((1, 32, 50), 77, np.uint8)
    assert np.array_equal(first.run(None, {"x": x})[0], second.run(None, {"x": x})[0])
    assert sorted(path.suffix for path in stored(model).parent.iterdir()) == [".digest", ".onnx"]


def test_models_of_other_versions_go_once_nobody_uses_them(model: Path) -> None:
    path = stored(model)
    path.parent.mkdir(parents=True)
    others = [path.with_name(path.name.replace("-exact", f"-{name}")) for name in ("fast", "shipped")]
    elsewhere = path.with_name(path.name.replace(sessions.processor_digest(), "0" * 8))
    for other in (*others, elsewhere):
        other.write_bytes(b"model")
        sessions._write_record(other, "digest")
        os.utime(sessions._record_of(other), (0, 0))
    os.utime(sessions._record_of(others[1]))  # in use by another installation
    open_session(model)
    assert sorted(path.parent.glob("*.onnx")) == sorted([path, others[1], elsewhere])
    assert sorted(path.parent.glob("*.digest")) == sorted(map(sessions._record_of, [path, others[1], elsewhere]))


def test_the_memory_of_a_call_is_given_back(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries: dict[str, str] = {}

    class RunOptions(onnxruntime.RunOptions):  # type: ignore[misc]
        def add_run_config_entry(self, name: str, value: str) -> None:
            entries[name] = value
            super().add_run_config_entry(name, value)

    session = open_session(model)
    x = np.full((1, 32, 50), 77, np.uint8)
    plain = session.run(None, {"x": x})[0]
    monkeypatch.setattr(onnxruntime, "RunOptions", RunOptions)
    assert np.array_equal(sessions.run_session(session, {"x": x}), plain)
    assert entries == {"memory.enable_memory_arena_shrinkage": "cpu:0"}


def test_a_trusted_model_is_not_read_to_be_trusted(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_session(model)

    def refuse(path: Path) -> str:
        raise AssertionError(path)

    monkeypatch.setattr(files, "file_digest", refuse)
    open_session(model)


@pytest.mark.parametrize("damage", ["cut", "changed", "no record", "broken record"])
def test_a_damaged_model_is_made_again(model: Path, damage: str) -> None:
    open_session(model)
    data, record = stored(model).read_bytes(), sessions._record_of(stored(model))
    match damage:
        case "cut":
            stored(model).write_bytes(data[:-100])
        case "changed":
            stored(model).write_bytes(data[:200] + b"!" + data[201:])
        case "no record":
            record.unlink()
        case "broken record":
            record.write_text("{", encoding="utf-8")
    open_session(model)
    assert stored(model).read_bytes() == data
    assert sessions._is_trusted(stored(model))


def test_a_copied_model_is_recognised_by_its_digest(model: Path) -> None:
    open_session(model)
    os.utime(stored(model))
    model.unlink()
    open_session(model)
    assert sessions._recorded_digest(stored(model), sessions._record_of(stored(model)))


def test_a_cache_that_cannot_be_written_costs_no_speech(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Any:
        raise OutputError("full")

    monkeypatch.setattr(files, "atomic_write", refuse)
    assert open_session(model).get_inputs()[0].name == "x"
    assert not stored(model).exists()


def test_the_name_tells_versions_form_and_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {sessions.optimised_path(tmp_path, "a" * 64, form) for form in ("shipped", "exact", "fast")}
    monkeypatch.setattr(onnxruntime, "__version__", "9.9")
    names.add(sessions.optimised_path(tmp_path, "a" * 64, "exact"))
    monkeypatch.setattr(sessions, "processor_digest", lambda: "other")
    names.add(sessions.optimised_path(tmp_path, "a" * 64, "exact"))
    names.add(sessions.optimised_path(tmp_path, "b" * 64, "exact"))
    assert len(names) == 6


def test_engines_of_one_process_share_a_session(model: Path) -> None:
    digest = "e" * 64
    first, other = (sessions.load_session(model, digest, model.parent / "kept") for _number in range(2))
    assert first is other


def test_a_remembered_digest_notices_a_change(tmp_path: Path) -> None:
    own = tmp_path / "own.onnx"
    own.write_bytes(b"one")
    assert sessions.remembered_digest(own, tmp_path) == sessions.remembered_digest(own, tmp_path)
    first = sessions.remembered_digest(own, tmp_path)
    own.write_bytes(b"two!")
    assert sessions.remembered_digest(own, tmp_path) != first


def test_fast_has_a_fingerprint_of_its_own() -> None:
    assert KokoroEngine({"fast": True}).fingerprint() != KokoroEngine().fingerprint()
    assert KokoroEngine({"fast": False}).fingerprint() == KokoroEngine().fingerprint()
    assert KokoroEngine().fingerprint() == ("kokoro/2/6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb")


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.onnx").write_bytes(b"no model")
    with pytest.raises(EngineError, match=r"own\.onnx"):
        open_session(tmp_path / "own.onnx")


# ---------------------------------------------------------------- the voice itself


@pytest.mark.speech
@pytest.mark.usefixtures("exact_processor")
@pytest.mark.parametrize("name", ["zm_yunyang", "af_heart"])
def test_the_rewritten_voice_speaks_the_same_samples(name: str) -> None:
    engine = KokoroEngine()
    voice = Voice("kokoro", name, {"z": "zh-CN", "a": "en-US"}[name[0]], 0.9)
    text = {"z": "水磨头村，全村有二百户人家。", "a": "The village lies west of the town."}[name[0]]
    rendered = engine.render(Utterance("1", 0, 0, voice, (Sentence(text, text),)))
    shipped = KokoroEngine()
    folder = engine._folder
    shipped.__dict__["_session"] = sessions._open_session(engine._model, engine._digest, folder, "shipped", None)
    assert engine.speak(rendered, voice).pcm == shipped.speak(rendered, voice).pcm


@pytest.mark.speech
def test_the_model_that_comes_along_is_rewritten_and_not_left_as_it_is() -> None:
    engine = KokoroEngine()
    assert engine._session  # the model is put together from its packages
    model = engine._model.read_bytes().replace(sessions.ONE_RATE, sessions.ANY_RATES)
    rewritten = rewriting.rewrite_exactly(model)
    assert sum(map(len, rewritten.encode_chunks())) != len(model)


def test_a_process_that_ends_while_the_model_opens_ends_well(model: Path) -> None:
    """onnxruntime in a daemon thread aborted one process in nine."""
    program = (
        "import sys\n"
        "from audioguide.engines.kokoro import KokoroEngine\n"
        f"engine = KokoroEngine({{'model': {str(model)!r}}})\n"
        "engine.start_loading()\n"
        "sys.exit(3)\n"
    )
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(model.parent / "cache")}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert ended.returncode == 3, ended.stderr.decode()


def test_a_norm_that_two_blocks_share_is_made_for_each_and_gives_the_same_bits() -> None:
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["mean"], axes=[2]),
        helper.make_node("Sub", ["x", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "spread"], ["normed"]),
        *[helper.make_node("Mul", ["normed", f"gain{block}"], [f"y{block}"]) for block in "abc"],
        helper.make_node("Add", ["ya", "yb"], ["sum"]),
        helper.make_node("Add", ["sum", "yc"], ["y"]),
    ]
    stored = {"spread": 1.7, "gaina": 0.3, "gainb": 1.9, "gainc": -2.3}
    description = helper.make_graph(
        nodes,
        "test",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4, None])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4, None])],
        [numpy_helper.from_array(np.array(value, np.float32), name) for name, value in stored.items()],
    )
    shared = helper.make_model(description, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    graph = Graph(shared.SerializeToString())
    assert rewriting.repeat_shared_norms(graph) == 2
    assert rewriting.repeat_shared_norms(graph) == 0
    x = np.random.default_rng(5).standard_normal((1, 4, 301)).astype(np.float32)
    first, second = (
        onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]
        for data in (shared.SerializeToString(), graph.to_bytes())
    )
    assert np.array_equal(first, second)
