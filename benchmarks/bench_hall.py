"""A hall with one more route, for the benchmarks only: a folder of static files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from app.domain.clock import SystemClock, system_random
from app.hall import server_process
from app.hall.server import create_app
from benchmarks.sync import key_file


def main() -> None:
    folder, static = map(Path, json.loads(sys.argv[1]))

    def with_static(hall):
        app = create_app(hall)
        app.router.routes.append(Mount("/static", StaticFiles(directory=static)))
        return app

    server_process.create_app = with_static
    server_process.serve(
        folder,
        key_file(folder),
        clock=SystemClock(),
        random_bytes=system_random,
        host="127.0.0.1",
        port=0,
        advertise=False,
        ready=lambda serving: print(serving.port, flush=True),
    )


if __name__ == "__main__":
    main()
