"""The reader under a finger: frames of a fling, cached page turns, memory of the whole application.

Real papers of `DIR/docs/real` put together to 200 pages (else made ones), and a made one of 1,000 pages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pymupdf

from app.storage.device_store import DeviceStore
from benchmarks.document_samples import files_of, long_text_with_pictures
from benchmarks.figure import Figure

_PAGES, _MANY_PAGES = 200, 1_000
_SIZES = ((1280, 800), (1920, 1200))
_FRAME_MS, _TURN_MS, _MEMORY_MB = 33.0, 16.0, 350.0


def run(data: Path | None, _models: Path) -> list[Figure]:
    """The figures of this benchmark, measured in a process of its own."""
    real = _real_pages(data)
    short = real or long_text_with_pictures(_PAGES)
    long = long_text_with_pictures(_MANY_PAGES)
    with tempfile.TemporaryDirectory(prefix="nghisu-bench-") as name:
        key = os.urandom(32)
        store = DeviceStore.open(Path(name), key, os.urandom)
        blobs = [(store.blobs.put(pdf), len(pdf)) for pdf in (short, long)]
        store.close()
        request = {"key": key.hex(), "blobs": blobs}
        found = {size: _measured(name, {**request, "size": size}) for size in _SIZES}
    source = "real papers" if real else "made pages"
    size_mb = len(long) / 1e6
    return [figure for size in _SIZES for figure in _figures(size, found[size], source, size_mb)]


def _measured(folder: str, request: dict[str, Any]) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.reading_child", folder],
        input=json.dumps(request),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return answer


def _figures(size: tuple[int, int], found: dict[str, float], source: str, size_mb: float) -> list[Figure]:
    screen = f"reader {size[0]}x{size[1]}"
    return [
        Figure(
            f"{screen}: longest frame of the GUI thread in a fling", found["fling_max_ms"], None, "ms",
            f"<= {_FRAME_MS:g}", found["fling_max_ms"] <= _FRAME_MS,
            f"{_PAGES} pages ({source}) in 6 s, p99 {found['fling_p99_ms']:.1f}; "
            f"of the GUI thread's own work at most {found['fling_worked_ms']:.1f} ms",
        ),
        Figure(
            f"{screen}: cached page turned and painted", found["turn_ms"], None, "ms", f"<= {_TURN_MS:g}",
            found["turn_ms"] <= _TURN_MS, f"median; the longest {found['turn_max_ms']:.1f} ms",
        ),
        Figure(
            f"{screen}: memory of the whole application", found["memory_mb"], None, "MB",
            f"<= {_MEMORY_MB:g}", found["memory_mb"] <= _MEMORY_MB,
            f"PSS of screens, store and worker over {_MANY_PAGES} pages, {size_mb:.0f} MB",
        ),
    ]  # fmt: skip


def _real_pages(data: Path | None) -> bytes:
    """200 pages of real papers in one; empty where there are none."""
    files = files_of(data, "real")
    with pymupdf.open() as together:
        while files and len(together) < _PAGES:
            for path in files:
                with pymupdf.open(path) as paper:
                    if not paper.needs_pass:
                        together.insert_pdf(paper, to_page=min(len(paper), _PAGES - len(together)) - 1)
                if len(together) >= _PAGES:
                    break
        return bytes(together.tobytes(garbage=3)) if len(together) else b""
