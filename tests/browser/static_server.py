"""Any static server with ranges: ``python static_server.py FOLDER PORT``."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.staticfiles import StaticFiles

app = Starlette()
app.mount("/", StaticFiles(directory=sys.argv[1], html=True))
uvicorn.run(app, host="localhost", port=int(sys.argv[2]), log_level="error", timeout_graceful_shutdown=1)
