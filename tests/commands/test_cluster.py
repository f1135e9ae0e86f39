"""Whole tours on a cluster: equal to those built alone, through a store that several machines share."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import need_module

from audioguide.assembly import shared_store, tour_parcels
from audioguide.assembly.clip_cache import Cache
from audioguide.commands import build, cluster_build
from audioguide.errors import ConfigError, OutputError
from audioguide.model import Clip
from audioguide.project import Project

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    need_module("distributed", "pip install 'audioguide[cluster]'")
    from distributed import LocalCluster

    start: Any = LocalCluster
    with start(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as started:
        yield started


def make_project(root: Path, sites: int = 3) -> Project:
    (root / "scripts").mkdir(parents=True)
    for site in range(sites):
        (root / "scripts" / f"site{site}.yaml").write_text(
            f"title: Site {site}\nlanguage: en\nstops:\n"
            f"  - {{number: 1, title: Gate, text: This is site {site}. Look up.}}\n"
            f"  - {{number: 2, title: Hall, text: The hall of site {site}., draft: {str(site == 1).lower()}}}\n",
            "utf-8",
        )
    return Project(root)


def contents(project: Project) -> dict[str, bytes]:
    return {
        path.relative_to(project.output).as_posix(): path.read_bytes()
        for path in sorted(project.output.rglob("*"))
        if path.is_file() and path.relative_to(project.output).parts[0] != ".audioguide"
    }


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What is built without a cluster."""
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache-alone"))
    project = make_project(tmp_path / "alone")
    build.build_tours(project, build.BuildRequest(engine="silent"))
    return contents(project)


@pytest.mark.parametrize("is_shared", [True, False])
def test_tours_of_a_cluster_equal_those_built_alone(
    is_shared: bool, alone: dict[str, bytes], cluster: Any, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "many")
    store = str(tmp_path / "store") if is_shared else ""
    order = build.BuildRequest(engine="silent", cluster=cluster.scheduler_address, shared_cache=store, force=True)
    results = build.build_tours(project, order)
    assert contents(project) == alone
    assert sum(result.calls for result in results) == 9
    again = build.build_tours(project, replace(order, force=False))
    assert all(result.unchanged for result in again)


def test_another_machine_takes_finished_tours_from_the_store(
    alone: dict[str, bytes], cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = build.BuildRequest(engine="silent", cluster=cluster.scheduler_address, shared_cache=str(tmp_path / "store"))
    build.build_tours(make_project(tmp_path / "first"), order)
    second = make_project(tmp_path / "second")
    assert sum(result.calls for result in build.build_tours(second, order)) == 0
    assert contents(second) == alone


def test_a_damaged_tour_in_the_store_is_made_again(alone: dict[str, bytes], cluster: Any, tmp_path: Path) -> None:
    order = build.BuildRequest(engine="silent", cluster=cluster.scheduler_address, shared_cache=str(tmp_path / "store"))
    build.build_tours(make_project(tmp_path / "first"), order)
    for file in (tmp_path / "store").rglob("*.tour"):
        file.write_bytes(file.read_bytes()[:-10])
    second = make_project(tmp_path / "second")
    build.build_tours(second, order)
    assert contents(second) == alone


class KilledOnce:
    """Kills the worker that makes the first tour, in the middle of it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __call__(self, parcel: tour_parcels.TourParcel) -> tour_parcels.MadeParcel:
        if not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return cluster_build.make_on_worker(parcel)


def test_a_worker_that_is_killed_loses_no_tour(
    alone: dict[str, bytes], cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_build, "make_on_worker", KilledOnce(tmp_path / "killed"))
    project = make_project(tmp_path / "many")
    order = build.BuildRequest(engine="silent", cluster=cluster.scheduler_address, shared_cache=str(tmp_path / "store"))
    build.build_tours(project, order)
    assert (tmp_path / "killed").exists() and contents(project) == alone


def test_a_worker_with_another_audioguide_refuses(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_build, "package_digest", lambda: "older")
    order = build.BuildRequest(engine="silent", cluster=cluster.scheduler_address)
    with pytest.raises(ConfigError, match="another version"):
        build.build_tours(make_project(tmp_path / "many"), order)


def test_clips_are_read_through_and_written_through(tmp_path: Path) -> None:
    store = shared_store.FolderStore(tmp_path / "store")
    clip = Clip(b"\1\0" * 100, 24_000, ())
    Cache(tmp_path / "one", store).put("ab" * 32, clip)
    other = Cache(tmp_path / "other", store)
    assert other.holds("ab" * 32) and other.get("ab" * 32) == clip
    assert Cache(tmp_path / "other").get("ab" * 32) == clip  # it is here now
    (file,) = (tmp_path / "store" / "clips").rglob("*.clip")
    file.write_bytes(file.read_bytes()[:-1])
    assert Cache(tmp_path / "third", store).get("ab" * 32) is None  # damage is noticed


@pytest.mark.parametrize("address", ["s3://", "ftp://host/folder"])
def test_an_address_that_is_no_store(address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        shared_store.open_store(address)
    assert caught.value.hint


def test_a_store_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="shared cache"):
        shared_store.FolderStore(tmp_path / "file").read("a/b")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A server that speaks S3, with the bucket ``cache``: the variables that lead to it, which are set."""
    need_module("moto", "pip install 'moto[server]'")
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        variables = {
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        }
        for name, text in variables.items():
            monkeypatch.setenv(name, text)
        boto3.client("s3").create_bucket(Bucket="cache")
        yield variables
    finally:
        server.stop()


def test_clips_in_a_bucket(bucket: dict[str, str]) -> None:
    store = shared_store.open_store("s3://cache/clips-of-all")
    assert store and store.read("x/y") is None
    store.write("x/y", b"data")
    assert store.read("x/y") == b"data"
    missing = shared_store.open_store("s3://nowhere")
    assert missing
    with pytest.raises(OutputError, match="nowhere"):
        missing.write("x", b"")


def set_variables(variables: dict[str, str]) -> None:
    os.environ.update(variables)


def test_finished_tours_in_a_bucket(
    bucket: dict[str, str], alone: dict[str, bytes], cluster: Any, tmp_path: Path
) -> None:
    from distributed import Client

    connect: Any = Client
    with connect(cluster) as client:
        client.wait_for_workers(2)  # also the one that takes the place of a killed one
        client.run(set_variables, bucket)
    order = build.BuildRequest(
        engine="silent", cluster=cluster.scheduler_address, shared_cache="s3://cache/all", force=True
    )
    first = make_project(tmp_path / "first")
    assert sum(result.calls for result in build.build_tours(first, order)) == 9
    second = make_project(tmp_path / "second")
    assert sum(result.calls for result in build.build_tours(second, replace(order, force=False))) == 0
    assert contents(first) == contents(second) == alone
