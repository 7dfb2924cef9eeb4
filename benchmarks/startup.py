"""Cold start of a delegate's tablet to a usable home screen, offscreen, beside a bare Qt window."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from app.documents.sample.folder import build_sample_folder
from app.domain.entities import Role
from app.wiring import packs
from app.wiring.demo.papers import TITLE
from app.wiring.demo.stage import Stage
from app.wiring.session import SessionParts
from benchmarks.figure import Figure

TARGET_S = 2.0
_ROUNDS = 5


def run(_data: Path | None, _models: Path) -> list[Figure]:
    """No data is needed: the sample congress is built, published and pulled first."""
    with tempfile.TemporaryDirectory(prefix="nghisu-bench-") as name:
        folder = Path(name)
        _prepare(folder)
        rounds = [_once(folder) for _ in range(_ROUNDS)]
    usable = statistics.median(tablet["usable"] for tablet, _ in rounds)
    imported = statistics.median(tablet["imported"] for tablet, _ in rounds)
    bare = statistics.median(bare["usable"] for _, bare in rounds)
    return [
        Figure(
            "cold start to usable home screen",
            round(usable, 2),
            round(bare, 2),
            "s",
            f"<= {TARGET_S:g} s",
            usable <= TARGET_S,
            f"median of {_ROUNDS}; imports {100 * imported / usable:.0f} % of it; baseline: a bare Qt window",
        )
    ]


def _prepare(folder: Path) -> None:
    """A tablet that has its congress and all papers; the hall is gone when it starts."""
    stage = Stage.build(folder)
    try:
        stage.hall.found(TITLE)
        with stage.hall.admin() as hall:
            source = build_sample_folder(folder / "source")
            packs.build(stage.hall.machine, hall, source, folder / "pack")
            packs.publish(hall, folder / "pack")
        stage.hall.start()
        session = stage.enrol("tablet", Role.TABLET, SessionParts(discover=False))
        assert session.store.projection.state.congress is not None
    finally:
        stage.close()


def _once(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    tablet = _child(str(folder / "data" / "tablet"), str(folder / "keys" / "tablet"))
    return tablet, _child()


def _child(*arguments: str) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.startup_child", *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    times: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return times
