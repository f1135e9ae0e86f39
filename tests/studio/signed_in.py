"""A page's requests to a studio in this process: no browser, a silent voice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.testclient import TestClient

from audioguide.commands.preview_speech import PreviewSpeaker
from audioguide.project import Project
from audioguide.studio.app import Studio, make_studio

HOST = "127.0.0.1:8484"


@contextmanager
def signed_in_client(project: Project) -> Iterator[TestClient]:
    """A client that has the studio's token and comes from its own pages."""
    studio = Studio(project, PreviewSpeaker(project, "silent"), token="t" * 32, preview_key="k" * 16)
    app = make_studio(studio, frozenset({HOST}))
    with TestClient(app, base_url=f"http://{HOST}", follow_redirects=False) as client:
        client.headers["origin"] = f"http://{HOST}"
        client.cookies.set("audioguide-8484", "t" * 32)
        yield client
