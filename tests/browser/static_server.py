"""Any static server with ranges, or ours with counts: ``python static_server.py FOLDER PORT [COUNTS]``."""

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.staticfiles import StaticFiles

folder, port, *counts = sys.argv[1:]
if counts:
    from audioguide.web.app import make_app

    application = make_app(Path(folder), counts=Path(counts[0]))
else:
    application = Starlette()
    application.mount("/", StaticFiles(directory=folder, html=True))
uvicorn.run(application, host="localhost", port=int(port), log_level="error", timeout_graceful_shutdown=1)
