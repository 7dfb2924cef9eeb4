"""Runs a hall until it is told to stop. Prints its port when it listens."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from app.domain.clock import SystemClock
from app.hall.server_process import serve
from tests.fakes.hall import key_file


class ShiftedClock(SystemClock):
    def __init__(self, offset_ms: int) -> None:
        self._offset_ms = offset_ms

    def now_utc_ms(self) -> int:
        return super().now_utc_ms() + self._offset_ms


def main() -> None:
    options = json.loads(sys.argv[1])
    folder = Path(options["folder"])
    serve(
        folder,
        key_file(folder),
        clock=ShiftedClock(options["clock_offset_ms"]),
        random_bytes=os.urandom,
        host="127.0.0.1",
        port=options["port"],
        database_url=options["database_url"],
        advertise=False,
        ready=lambda serving: print(serving.port, flush=True),
    )


if __name__ == "__main__":
    main()
