"""One tablet pulls 200 MB from a hall over TLS on loopback: fetch, check and seal, all of it.

The baseline is the same server process (a hall with one more route) giving a static file of the same
size to the same HTTP library, which throws the bytes away.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx2

from app.domain import payloads as p
from app.domain.clock import SystemClock, system_random
from app.domain.entities import Document, DocumentKind, Role
from app.domain.ids import uuid7
from app.hall.admin import PublishedBlob, invite, open_hall, publish_pack
from app.hall.init import init_hall
from app.storage.device_store import DeviceStore
from app.storage.keys import KeyFile
from app.storage.keystore import FileKeystore
from app.sync.engine import SyncEngine
from app.sync.enrol import enrol
from app.sync.hall_client import pinned_context
from app.sync.identity import CorrectedClock
from app.sync.status import SyncPhase
from app.sync.transport import HallTransport
from benchmarks.figure import Figure

DOCUMENTS = 10
DOCUMENT_BYTES = 20 << 20
MEGABYTE = 1e6
CLOCK = SystemClock()


def run(_data: Path | None, _models: Path) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="nghisu-bench-") as name:
        folder = Path(name)
        static = folder / "static"
        static.mkdir()
        total = DOCUMENTS * DOCUMENT_BYTES
        with (static / "file").open("wb") as stream:
            for _ in range(DOCUMENTS):
                stream.write(os.urandom(DOCUMENT_BYTES))
        with BenchHall(folder / "hall", static) as hall:
            _publish(hall, static / "file")
            baseline, pulls = [], []
            for number in range(3):
                baseline.append(_plain(hall, total))
                pulls.append(_pull(hall, folder / f"tablet {number}", total))
        fastest, ours = max(baseline), max(pulls)
    return [
        Figure(
            name="pull 200 MB from the hall",
            ours=round(ours, 1),
            baseline=round(fastest, 1),
            unit="MB/s",
            target="at least half of a static file",
            ok=ours >= fastest / 2,
            note=f"{DOCUMENTS} documents of 20 MiB, TLS on loopback, sealed and synced to disk; "
            "baseline: StaticFiles of the same process, bytes thrown away; the best of 3 each, in turns",
        )
    ]


class BenchHall:
    """A hall in a process of its own, with a static file beside it."""

    def __init__(self, folder: Path, static: Path) -> None:
        self.folder = folder
        keys = key_file(folder)
        init_hall(
            folder,
            keys,
            congress_title="Đại hội đo tốc độ",
            hall_name="Hội trường",
            clock=CLOCK,
            random_bytes=system_random,
            hosts=["127.0.0.1"],
        )
        command = [sys.executable, "-m", "benchmarks.bench_hall", json.dumps([str(folder), str(static)])]
        self._process = subprocess.Popen(
            command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    def __enter__(self) -> BenchHall:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        if self._process.stdout:
            self._process.stdout.close()

    def opened(self):
        return open_hall(self.folder, key_file(self.folder), clock=CLOCK, random_bytes=system_random)

    def invite(self, role: Role):
        with self.opened() as hall:
            made = invite(hall, role, f"Máy {role.value}")
        return made.model_copy(update={"port": self.port})


def key_file(folder: Path) -> KeyFile:
    return KeyFile(folder, FileKeystore(folder.parent / f"{folder.name}-keys"), CLOCK, system_random)


def _publish(bench: BenchHall, source: Path) -> None:
    with bench.opened() as hall, source.open("rb") as stream:
        signer = hall.identity.signer(CLOCK, system_random)
        events, blobs = [], []
        for number in range(DOCUMENTS):
            data = stream.read(DOCUMENT_BYTES)
            sha256 = hashlib.sha256(data).hexdigest()
            paper = Document(
                id=uuid7(CLOCK.now_utc_ms(), os.urandom(10)),
                title=f"Văn kiện {number + 1}",
                kind=DocumentKind.CONGRESS_PAPER,
                sha256=sha256,
                size_bytes=len(data),
                page_count=200,
            )
            events.append(signer.sign(p.DocumentPublished(document=paper)))
            chunks = [data[start : start + (1 << 20)] for start in range(0, len(data), 1 << 20)]
            blobs.append(PublishedBlob(sha256, len(data), chunks))
        publish_pack(hall, events, blobs)


def _plain(bench: BenchHall, total: int) -> float:
    """MB/s of the static file."""

    async def fetch(ca_pem: str) -> float:
        transport = HallTransport(pinned_context(ca_pem), httpx2.Limits())
        async with httpx2.AsyncClient(transport=transport, timeout=60) as http:
            begun = time.perf_counter()
            received = 0
            async with http.stream("GET", f"https://127.0.0.1:{bench.port}/static/file") as response:
                response.raise_for_status()
                async for part in response.aiter_raw():
                    received += len(part)
            assert received == total
            return total / MEGABYTE / (time.perf_counter() - begun)

    with bench.opened() as hall:
        ca_pem = hall.identity.authority.certificate_pem
    return asyncio.run(fetch(ca_pem))


def _pull(bench: BenchHall, folder: Path, total: int) -> float:
    """MB/s of everything: enrolled tablet to all documents readable."""
    store = DeviceStore.open(folder, system_random(32), system_random)
    try:
        identity = enrol(store, bench.invite(Role.TABLET), clock=CLOCK, random_bytes=system_random)
        engine = SyncEngine(store, identity, CorrectedClock(CLOCK), system_random)
        done = threading.Event()
        problems = []

        def look(status) -> None:
            if status.error:
                problems.append(status.error)
                done.set()
            if status.phase is SyncPhase.LIVE:
                done.set()

        engine.subscribe(look)
        begun = time.perf_counter()
        engine.start()
        assert done.wait(300), "the pull did not end"
        seconds = time.perf_counter() - begun
        engine.stop(20)
        assert not problems, problems
        papers = store.projection.state.documents.values()
        assert sum(store.blobs.size_bytes(paper.sha256) for paper in papers) == total
        return total / MEGABYTE / seconds
    finally:
        store.close()
