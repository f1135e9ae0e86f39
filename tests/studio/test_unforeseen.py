"""What the studio answers when something fails that nobody foresaw: a message, never a wait without an end."""

from __future__ import annotations

import asyncio
import errno
import json
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from audioguide.commands import build, overview, proof
from audioguide.commands.preview_speech import PreviewSpeaker
from audioguide.project import Project
from audioguide.studio import making
from audioguide.studio.app import Studio, make_studio
from audioguide.studio.jobs import BuildJob

TOKEN = "t" * 32
FULL_DISK = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
FAILURES: dict[str, tuple[Exception, str]] = {
    "a full disk": (FULL_DISK, "A file cannot be written: No space left on device."),
    "no memory": (MemoryError(), "There is not enough memory."),
    "a fault of ours": (KeyError("stop"), "KeyError: 'stop'"),
}


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "mill.yaml").write_text(
        "title: 水磨\nlanguage: zh-CN\nstops:\n  - {number: 1, title: 一, text: 这是水磨。}\n", "utf-8"
    )
    return Studio(Project(tmp_path), PreviewSpeaker(Project(tmp_path), "silent"), token=TOKEN, preview_key="k" * 16)


def break_down(monkeypatch: pytest.MonkeyPatch, module: object, function: str, error: Exception) -> None:
    """Let a function of a module raise an error."""

    def raise_error(*_arguments: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(module, function, raise_error)


def read_first_event(studio: Studio) -> dict[str, object]:
    """Return what a page that listens again learns first."""

    async def read_hello() -> str:
        events = studio.channel.listen("page", lambda: False)
        _retry, hello = await anext(events), await anext(events)
        return hello

    event: dict[str, object] = json.loads(asyncio.run(read_hello()).removeprefix("data: "))
    return event


def run_job(studio: Studio, run: Callable[[BuildJob], Coroutine[Any, Any, None]]) -> None:
    """Run a job of the studio to its end, after which another may begin."""
    asyncio.run(run(making.claim_job(studio, "mill")))
    assert studio.job is None


@pytest.mark.parametrize("failure", FAILURES)
def test_a_build_that_fails_in_any_way_ends_with_a_message(
    studio: Studio, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error, message = FAILURES[failure]
    break_down(monkeypatch, build, "build_tours", error)
    run_job(studio, lambda job: making._run_build(studio, job, build.BuildRequest(("mill",)), "en"))
    outcome = read_first_event(studio)["outcome"]
    assert isinstance(outcome, dict)
    assert (outcome["kind"], outcome["message"]) == ("build-failed", message)
    assert outcome["hint"]


@pytest.mark.parametrize("failure", FAILURES)
def test_listening_that_fails_in_any_way_ends_with_a_message(
    studio: Studio, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error, message = FAILURES[failure]
    break_down(monkeypatch, proof, "proof_tours", error)
    published: list[tuple[str, object]] = []
    monkeypatch.setattr(studio.channel, "publish", lambda kind, **fields: published.append((kind, fields["message"])))
    run_job(studio, lambda job: making._run_proof(studio, job, proof.ProofRequest(sites=("mill",)), "en"))
    assert published == [("proof-failed", message)]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_request_that_fails_in_any_way_is_answered_in_words(
    studio: Studio, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error, message = FAILURES[failure]
    break_down(monkeypatch, overview, "list_tours", error)
    app = make_studio(studio, frozenset({"localhost:8484"}))
    with TestClient(app, base_url="http://localhost:8484", raise_server_exceptions=False) as client:
        client.cookies.set("audioguide-8484", TOKEN)
        answer = client.get("/api/tours")
    assert answer.status_code == 500
    assert answer.json()["message"] == message
    assert answer.json()["hint"]
