"""130 tablets hang on the hall's stream; an event is posted: how long until all of them have it?

The tablets are one asyncio process of real TLS streams. The clock starts before the post and stops
for each tablet when its line has been read and parsed. The baseline is one bare round trip
(`/v1/health`) by each of the same 130 connections at once, in the same run.
"""

from __future__ import annotations

import asyncio
import math
import os
import tempfile
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain import payloads as p
from app.domain.entities import Device, Role
from app.domain.events import EventSigner
from app.domain.wire import EnrolRequest, enrolment_proof
from app.hall.admin import invite
from app.hall.context import HallContext
from app.sync.addresses import HallAddress
from app.sync.hall_client import HallClient
from app.sync.identity import CorrectedClock, Identity
from benchmarks.figure import Figure
from benchmarks.sync import CLOCK, BenchHall

TABLETS = 130
EVENTS = 20
TARGET_MS = 500


def run(_data: Path | None, _models: Path) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="nghisu-bench-") as name:
        folder = Path(name)
        with BenchHall(folder / "hall", folder) as bench:
            with bench.opened() as hall:
                tablets = [_enrol(hall, Role.TABLET) for _ in range(TABLETS)]
                chair = _enrol(hall, Role.CHAIR)
                seq = hall.ledger.seq
            arrivals, round_trips = asyncio.run(_measure(bench.port, tablets, chair, seq))
    ours, baseline = _p95(arrivals), _p95(round_trips)
    return [
        Figure(
            name=f"an event reaches {TABLETS} tablets (p95)",
            ours=round(ours, 1),
            baseline=round(baseline, 1),
            unit="ms",
            target=f"{TARGET_MS} ms or less",
            ok=ours <= TARGET_MS,
            note=f"{EVENTS} events, each timed at every tablet from before its post; worst "
            f"{max(arrivals):.0f} ms; baseline: p95 of {TABLETS} bare round trips at once",
        )
    ]


def _enrol(hall: HallContext, role: Role) -> Identity:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    token = invite(hall, role, "Máy").token
    proof = key.sign(enrolment_proof(token, public))
    device: Device = hall.enrolment.enrol(EnrolRequest(token=token, public_key=public, proof=proof))
    identity = hall.identity
    return Identity(device, key, identity.authority.certificate_pem, identity.root_public_key, "", "")


async def _measure(
    port: int, tablets: list[Identity], chair: Identity, seq: int
) -> tuple[list[float], list[float]]:
    address, clock = HallAddress("127.0.0.1", port), CorrectedClock(CLOCK)
    clients = [HallClient.trusted(address, tablet, clock) for tablet in tablets]
    speaker = HallClient.trusted(address, chair, clock)
    listening = asyncio.Semaphore(0)
    heard: asyncio.Queue[float] = asyncio.Queue()

    async def listen(client: HallClient) -> None:
        first = True
        async for line in client.stream(seq):
            if first:
                listening.release()
                first = False
            if line.page:
                for _ in line.page.events:
                    heard.put_nowait(time.perf_counter())

    streams = [asyncio.create_task(listen(client)) for client in clients]
    for _ in clients:
        await listening.acquire()
    signer = EventSigner(chair.device.id, chair.key, CLOCK, os.urandom)
    arrivals = []
    for number in range(EVENTS):
        begun = time.perf_counter()
        verdicts = await speaker.push([signer.sign(p.SittingOpened(name=f"Phiên {number + 1}"))])
        assert verdicts[0].outcome == "confirmed"
        arrivals += [(await heard.get() - begun) * 1000 for _ in clients]
    round_trips: list[float] = []

    async def ask(client: HallClient) -> None:
        begun = time.perf_counter()
        await client.info()
        round_trips.append((time.perf_counter() - begun) * 1000)

    await asyncio.gather(*map(ask, clients))  # opens a second connection each; not counted
    round_trips.clear()
    await asyncio.gather(*map(ask, clients))
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    for client in (*clients, speaker):
        await client.__aexit__()
    return arrivals, round_trips


def _p95(values: list[float]) -> float:
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]
