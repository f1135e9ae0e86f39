"""A model file → a session of onnxruntime: rewritten where this processor is exact, optimised once, kept for next time.

The optimised file is named by everything that shapes it: model, form, version of the rewriting, of onnxruntime, and
kind of processor. It is trusted while its size and time are those that were written down beside its digest, so that no
start reads 92 MB twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from ... import files
from ...errors import EngineError, OutputError
from ...i18n import _
from ...text import loading
from . import self_test

Form = Literal["shipped", "exact", "fast", "fast-unsigned"]
"""``shipped``: as the packages have it. ``exact``: rewritten, the same samples. ``fast``: fused, samples of its own,
with signed weights, or with unsigned ones where this processor multiplies signed ones wrongly."""
REWRITING_VERSIONS: Mapping[Form, int] = {"shipped": 3, "exact": 3, "fast": 4, "fast-unsigned": 4}
"""Raised whenever the model of a form differs from the one before: names the stored file."""
ONE_RATE = bytes.fromhex("0a057370656564 120a 0a08 0801 1204 0a02 0801")
"""The model's input ``speed`` as ONNX writes it: float32, one dimension, and that of length 1."""
ANY_RATES = ONE_RATE[:-2] + bytes.fromhex("1200")
"""The same with a length that is left open: the model then takes a rate for every token. It divides each token's
duration by it, so nothing else has to change (onnx.proto, ``TensorShapeProto.Dimension``)."""

ARENA_BYTES = 1 << 30
"""Addresses that calls share: more than two of the longest pieces at a time need."""
MAX_WASTED_BYTES = 100_000
"""Of a block that is larger than what was asked for; from there on it is divided."""
MAX_UNUSED_S = 30 * 86_400
"""How long an optimised model of another version stays unused: two installations may share the folder."""

_sessions: dict[tuple[str, bool, int], Any] = {}
_loading = Lock()


def load_session(
    model: Path,
    digest: str,
    folder: Path,
    *,
    fast: bool = False,
    threads: int = 1,
    assemble: Callable[[Path], None] | None = None,
) -> Any:
    """Return the session of a model, one for all engines of this process that ask for the same.

    ``digest``: SHA-256 of the model. ``folder``: where optimised models are kept. ``threads``: cores that one call may
    use. ``assemble`` makes the model's file where it is needed and missing. Raises EngineError for a file that is no
    model.
    """
    with _loading:
        key = digest, fast, threads
        if key not in _sessions:
            _sessions[key] = _open_session(model, digest, folder, choose_form(fast), assemble, threads)
            loading.trim_heap()  # onnxruntime has freed its copy of the file: 40 MB (measured)
        return _sessions[key]


def choose_form(fast: bool) -> Form:
    """Return the form that this processor runs exactly; the shipped one where a rewriting is not exact."""
    exact = self_test.is_byte_product_exact()
    if fast:
        return "fast" if exact else "fast-unsigned"
    return "exact" if exact else "shipped"


def optimised_path(folder: Path, digest: str, form: Form) -> Path:
    """Return where the optimised model is kept for this installation and processor."""
    import onnxruntime

    name = (
        f"kokoro-{digest[:12]}-{form}{REWRITING_VERSIONS[form]}-ort{onnxruntime.__version__}-{processor_digest()}.onnx"
    )
    return folder / name


def processor_digest() -> str:
    """Return eight digits that differ where onnxruntime may choose other kernels: the machine and its instructions."""
    features: dict[str, bool] = {}
    with suppress(ImportError, AttributeError):
        import numpy as np

        # numpy asks the processor itself; nothing public says it in a form for programs
        features = np._core._multiarray_umath.__cpu_features__  # type: ignore[attr-defined]
    known = [platform.machine(), *sorted(name for name, present in features.items() if present)]
    return hashlib.sha256(" ".join(known).encode()).hexdigest()[:8]


# ---------------------------------------------------------------- one session


def _open_session(
    model: Path, digest: str, folder: Path, form: Form, assemble: Callable[[Path], None] | None, threads: int = 1
) -> Any:
    stored = optimised_path(folder, digest, form)
    if _is_trusted(stored):
        with suppress(OSError):
            os.utime(_record_of(stored))  # its use, for _remove_unused
        with suppress(Exception):  # whatever is wrong with a file that can be made again
            return _make_session(str(stored), threads)
    loading.unload_dictionaries()  # making a model takes more memory than speaking does, and happens once
    if assemble is not None:
        assemble(model)
    try:
        with suppress(OutputError):  # a cache that cannot be written costs time, not speech
            _store_optimised(model, form, stored)
            return _make_session(str(stored), threads)
        return _make_session(b"".join(_rewrite(model, form)), threads)
    except Exception as error:  # onnxruntime has a class for each of its status codes, none of them public
        raise EngineError(_("The model {file} cannot be loaded: {reason}.").format(file=model, reason=error)) from error


def _store_optimised(model: Path, form: Form, stored: Path) -> None:
    """Rewrite and optimise a model, from file to file: 380 MB at most (measured), less than speaking needs.

    The session that optimised is not kept: another one of the stored file takes a third of its memory.
    """
    with files.atomic_write(stored) as part, files.part_beside(stored) as rewritten:
        with rewritten.open("wb") as file:
            file.writelines(_rewrite(model, form))
        loading.trim_heap()
        _make_session(str(rewritten), 1, optimised=part)
    loading.trim_heap()
    _write_record(stored, files.file_digest(stored))
    _remove_unused(stored)


def _remove_unused(stored: Path) -> None:
    """Remove the optimised models that this processor has not used for long: each version leaves 92 MB."""
    processor = stored.stem.rpartition("-")[2]
    for other in stored.parent.glob(f"kokoro-*-ort*-{processor}.onnx"):
        record = _record_of(other)
        with suppress(OSError):
            last_used = (record if record.exists() else other).stat().st_mtime
            if other != stored and time.time() - last_used > MAX_UNUSED_S:
                other.unlink()
                record.unlink(missing_ok=True)


def _make_session(model: str | bytes, threads: int, optimised: Path | None = None) -> Any:
    """A session with so many threads a call: of a stored file as it is, of bytes or for ``optimised`` optimised."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # threads that wait in a loop answer a seventh sooner on an idle machine and twice as late on a busy one (measured)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_mem_pattern = False  # plans for lengths that never come again
    if _share_arena():
        options.add_session_config_entry("session.use_env_allocators", "1")
    options.log_severity_level = 3  # it warns that a stored model is for this kind of processor: its name says so
    disabled = None
    if optimised is not None:
        options.optimized_model_filepath = str(optimised)
        disabled = ["CommonSubexpressionElimination"]  # it would share the norms again
    elif isinstance(model, str):
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(
        model,
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=disabled,
    )


@cache
def _share_arena() -> bool:
    """Whether sessions can take their memory from one stretch of addresses, which is used again whatever its lengths.

    The arena that a session makes itself asks for block after block, and a block serves no larger piece than the one it
    was made for. Addresses are free; only what was written to is memory.
    """
    import onnxruntime

    layout = {"initial_growth_chunk_size_bytes": ARENA_BYTES, "max_dead_bytes_per_chunk": MAX_WASTED_BYTES}
    kind = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    with suppress(Exception):  # somebody else's arena is there already, or this version has none to share
        onnxruntime.create_and_register_allocator(kind, onnxruntime.OrtArenaCfg(layout))
        return True
    return False


def run_session(session: Any, inputs: Mapping[str, Any]) -> Any:
    """Return the first output of a model, and give the memory of the call back to the system.

    Without that the arena keeps every block that pieces of every length have needed: 650 MB more after four of the
    longest, and growing. It costs no time (measured: the same processor time, the same samples).
    """
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return session.run(None, inputs, options)[0]


def _rewrite(path: Path, form: Form) -> Iterable[bytes]:
    """The model in its form, a piece after another."""
    model = path.read_bytes().replace(ONE_RATE, ANY_RATES)
    if form == "shipped":
        return [model]
    if form != "exact":
        from . import fusing

        return fusing.fuse(model, signed=form == "fast").encode_chunks()
    from . import rewriting

    try:
        return rewriting.rewrite_exactly(model).encode_chunks()
    except Exception:  # an export of another form: as it is it gives the same samples, only later
        return [model]


# ---------------------------------------------------------------- trust


def remembered_digest(path: Path, folder: Path) -> str:
    """Return the SHA-256 of a file, from the record in ``folder`` while size and time are unchanged.

    Raises OSError where there is no such file.
    """
    record = folder / f"{hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]}.digest"
    if digest := _recorded_digest(path, record):
        return digest
    digest = files.file_digest(path)
    with suppress(OutputError):
        _write_record(path, digest, record)
    return digest


def _is_trusted(path: Path) -> bool:
    """Whether a stored file is the one written down beside it: by size and time, else by its digest."""
    record = _record_of(path)
    try:
        if _recorded_digest(path, record):
            return True
        recorded = json.loads(record.read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if files.file_digest(path) != recorded:
        return False
    with suppress(OutputError):  # copied or touched, and intact
        _write_record(path, recorded)
    return True


def _record_of(path: Path) -> Path:
    return path.with_suffix(".digest")


def _recorded_digest(path: Path, record: Path) -> str:
    """The digest in a record that fits the file's size and time; empty where it does not."""
    stat = path.stat()
    try:
        recorded = json.loads(record.read_text(encoding="utf-8"))
        fits = (recorded["size"], recorded["modified_ns"]) == (stat.st_size, stat.st_mtime_ns)
        return str(recorded["sha256"]) if fits else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _write_record(path: Path, digest: str, record: Path | None = None) -> None:
    stat = path.stat()
    content = {"size": stat.st_size, "modified_ns": stat.st_mtime_ns, "sha256": digest}
    files.write_text(record or _record_of(path), json.dumps(content))
