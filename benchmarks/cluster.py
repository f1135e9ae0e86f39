"""Silent sites on a Dask cluster of local processes: equal to those built alone, what it costs, what a death loses.

python -m benchmarks cluster [--sites 300] [--workers 4]
"""

from __future__ import annotations

import argparse
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LANGUAGES_AND_SITES = 5_000 * 10
SHARE_OF_TWO = 5
"""Two clusters at once make a fifth of the tours each."""
SENTENCES = ("This is the gate of house {site}.", "Look up: the paint has gone.", "Go in, and turn right.")


def main(arguments: Sequence[str]) -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="benchmarks cluster", description=__doc__)
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--workers", type=int, default=4)
    given = parser.parse_args(arguments)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory(prefix="cluster.") as name:
        _measure(Path(name), given.sites, given.workers)


def _measure(root: Path, sites: int, workers: int) -> None:
    alone, seconds, calls = _build(root / "alone", sites, "", "")
    print(f"alone: {sites} tours in {seconds:.0f} s, {calls} sentences spoken")
    with _open_cluster(root, workers) as (address, scheduler, worker_processes):
        before = _cpu_seconds(scheduler.pid)
        threading.Timer(max(2.0, seconds / 4), worker_processes[0].send_signal, [signal.SIGKILL]).start()
        carried, seconds, calls = _build(root / "carried", sites, address, str(root / "store"))
        used = _cpu_seconds(scheduler.pid) - before
        print(f"cluster: {sites} tours in {seconds:.0f} s with {workers} workers, one killed, {calls} sentences spoken")
        print(f"tours that differ from those built alone: {_count_differences(alone, carried)}")
        print(f"scheduler: {1000 * used / sites:.1f} ms of processor time a tour")
        again, seconds, calls = _build(root / "again", sites, address, str(root / "store"))
        print(f"another machine, same store: {seconds:.0f} s, {calls} sentences spoken")
        print(f"tours that differ: {_count_differences(alone, again)}")
        parcel_bytes, answer_bytes = _sizes(root / "carried", address)
        store_bytes = sum(path.stat().st_size for path in (root / "store").rglob("*") if path.is_file())
        print(f"through the scheduler: {parcel_bytes} bytes to a worker, {answer_bytes} back, a tour")
        print(f"in the store: {store_bytes / sites / 1000:.0f} kB a tour (clips and finished tour)")
        print(
            f"5,000 sites × 10 languages: {LANGUAGES_AND_SITES * used / sites / 60:.0f} min of the scheduler, "
            f"{LANGUAGES_AND_SITES * (parcel_bytes + answer_bytes) / 1e9:.2f} GB through it"
        )
    with _open_cluster(root, 2) as (first, *_), _open_cluster(root, 2) as (other, *_):
        fewer = max(1, sites // SHARE_OF_TWO)
        wanted = {path: content for path, content in alone.items() if path < f"house{fewer:04}"}
        results: dict[str, dict[str, bytes]] = {}

        def run(name: str, address: str) -> None:
            results[name] = _build(root / name, fewer, address, str(root / "shared-by-two"))[0]

        threads = [threading.Thread(target=run, args=pair) for pair in (("first", first), ("second", other))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        different = sum(_count_differences(wanted, results[name]) for name in ("first", "second"))
        print(f"two clusters at once on one store, {fewer} tours each: {different} differ")


def _build(root: Path, sites: int, address: str, store: str) -> tuple[dict[str, bytes], float, int]:
    command = [sys.executable, "-m", "audioguide", "build", "--engine", "silent", "--only", "audio"]
    command += ["--cluster", address] if address else []
    command += ["--shared-cache", store] if store else []
    (root / "scripts").mkdir(parents=True)
    for site in range(sites):
        stops = "".join(
            f"  - number: {number}\n    title: Stop {number}\n    text: |\n      "
            + "\n      ".join(sentence.format(site=site) for sentence in SENTENCES)
            + "\n"
            for number in (1, 2)
        )
        text = f"title: House {site}\nlanguage: en\nstops:\n{stops}"
        (root / "scripts" / f"house{site:04}.yaml").write_text(text, "utf-8")
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(root / "cache"), "AUDIOGUIDE_LANG": "en"}
    start = time.perf_counter()
    completed = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if completed.returncode:
        raise SystemExit(completed.stdout[-2000:] + completed.stderr[-2000:])
    calls = sum(map(int, re.findall(r"(\d+) sentences? spoken", completed.stdout + completed.stderr)))
    output = root / "output"
    files = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file() and ".audioguide" not in path.parts
    }
    return files, seconds, calls


def _count_differences(first: dict[str, bytes], other: dict[str, bytes]) -> int:
    return len({path.split("/")[0] for path in first.keys() | other.keys() if first.get(path) != other.get(path)})


def _sizes(root: Path, address: str) -> tuple[int, int]:
    from audioguide.assembly.tour_parcels import MadeParcel
    from audioguide.commands import build, cluster_build
    from audioguide.commands.tour_publishing import tour_icon
    from audioguide.project import Project

    order = build.BuildRequest(sites=("house0000",), engine="silent", cluster=address, shared_cache=str(root / "store"))
    (job,) = build.gather_builds(Project(root), order, build.BuildListener())
    parcel = cluster_build.pack_parcel(job, order, (), tour_icon(job.tour))
    return len(pickle.dumps(parcel)), len(pickle.dumps(MadeParcel(6, b"")))


@contextmanager
def _open_cluster(root: Path, workers: int) -> Iterator[tuple[str, Any, list[Any]]]:
    """Yield address, scheduler and worker processes."""
    folder = Path(tempfile.mkdtemp(dir=root))
    note = folder / "scheduler.json"
    python = [sys.executable, "-m"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [*python, "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1"]
    scheduler = subprocess.Popen([*command, "--scheduler-file", str(note)], **quiet)
    begun: list[Any] = []
    try:
        while not note.is_file() or not note.read_text():
            time.sleep(0.1)
        import json

        address = json.loads(note.read_text())["address"]
        for number in range(workers):
            environment = {**os.environ, "AUDIOGUIDE_CACHE": str(folder / f"worker{number}")}
            command = [
                *python,
                "distributed.cli.dask_worker",
                address,
                "--nthreads",
                "1",
                "--no-nanny",
                "--no-dashboard",
            ]
            begun.append(subprocess.Popen([*command, "--local-directory", str(folder)], env=environment, **quiet))
        yield address, scheduler, begun
    finally:
        for process in (*begun, scheduler):
            process.kill()
            process.wait()


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
