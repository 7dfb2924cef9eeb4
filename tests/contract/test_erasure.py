"""The end of all templates: a hall and its devices, for good, and said only when it is true."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.credentials.erasure import erasure_answers
from app.domain import payloads as p
from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.hall import admin
from app.hall.audience import may_fetch
from app.storage.errors import BlobMissing
from app.storage.sealing import derive_key
from app.storage.templates import StoredTemplate
from app.wiring.congress import StoredCongress
from app.wiring.erasure import TemplateErasure
from tests.fakes.congress import fixed_id
from tests.fakes.hall import MASTER

MODEL = "a" * 64
PEOPLE = 60
PHOTO = b"\xff\xd8\xff" + b"a face " * 300_000
_PAGE_BYTES, _RESERVED_BYTES, _SALT_BYTES, _FRAME_HEAD_BYTES, _LOG_HEAD_BYTES = 4096, 80, 16, 24, 32


def embedding(number: int) -> bytes:
    return np.random.default_rng(number).standard_normal(128).astype("<f4").tobytes()


def enrol_faces(store, first: int = 0) -> str:
    """Templates and a photograph in a store, changed some times as in a week of enrolling."""
    for turn in range(2):
        with store.database.write() as tx:
            for number in range(PEOPLE):
                made = embedding(first + turn * PEOPLE + number)
                store.templates.replace(tx, StoredTemplate(fixed_id(f"person {number}"), MODEL, made, 3))
    return store.blobs.put(PHOTO)


def found_in(folder: Path, embeddings: range) -> int:
    """How many of these can be found by whoever has the database's key, in free pages and the log as well."""
    raw = b"".join(decrypted(folder / "nghisu.db"))
    return sum(embedding(number) in raw for number in embeddings)


def decrypted(path: Path):
    """Every page of the file and of its write-ahead log, as SQLCipher 4 writes them with a raw key.

    AES-256-CBC over pages of 4096 bytes; the last 80 hold the IV and the HMAC; the file begins with its salt.
    """
    key = derive_key(MASTER, "database")

    def opened(page: bytes, skip: int) -> bytes:
        iv = page[_PAGE_BYTES - _RESERVED_BYTES :][:16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        return decryptor.update(page[skip : _PAGE_BYTES - _RESERVED_BYTES]) + decryptor.finalize()

    data = path.read_bytes()
    for at in range(0, len(data), _PAGE_BYTES):
        yield opened(data[at : at + _PAGE_BYTES], 0 if at else _SALT_BYTES)
    log = path.with_name(f"{path.name}-wal")
    frames = log.read_bytes() if log.exists() else b""
    for at in range(_LOG_HEAD_BYTES, len(frames), _FRAME_HEAD_BYTES + _PAGE_BYTES):
        is_first = int.from_bytes(frames[at : at + 4], "big") == 1
        yield opened(frames[at + _FRAME_HEAD_BYTES :][:_PAGE_BYTES], _SALT_BYTES if is_first else 0)


@pytest.fixture
def erasing(request):
    """Makes the erasure of a device run, and ends it before its store closes."""

    def begin(device) -> TemplateErasure:
        congress = StoredCongress(
            device.store,
            device.signer,
            device.identity.device,
            lambda: device.engine and device.engine.wake(),
        )
        forgotten = []
        erasure = TemplateErasure(device.store, congress, lambda: forgotten.append(True))
        erasure.start()
        request.addfinalizer(lambda: erasure.stop(20.0))
        return erasure

    return begin


def order(running_hall) -> None:
    with running_hall.opened() as hall:
        admin.erase_faces(hall, "Đại hội đã bế mạc", SystemClock(), os.urandom)


def wait_said(device) -> None:
    """Until the hall has confirmed that this device is done."""

    def is_confirmed(_state) -> bool:
        said = (one.signed.event for one in device.confirmed())
        return any(
            one.type == p.TemplatesErased.type and one.device_id == device.signer.device_id for one in said
        )

    device.states.wait(is_confirmed)


def answers(running_hall) -> dict[str, tuple[int, int] | None]:
    with running_hall.opened() as hall:
        found = erasure_answers(hall.ledger.catch_up())
    return {
        one.device.name: (one.erasure.templates_count, one.erasure.photos_count) if one.erasure else None
        for one in found
    }


def test_nothing_of_faces_can_be_read_afterwards_on_any_device(running_hall, devices, erasing):
    gate = devices.enrol(running_hall.invite(Role.GATE, "cổng 1"))
    off = devices.enrol(running_hall.invite(Role.GATE, "cổng 2, đang tắt"))
    tablet = devices.enrol(running_hall.invite(Role.TABLET, "máy 1", fixed_id("person 1")))
    devices.enrol(running_hall.invite(Role.SCREEN, "màn hình"))
    with running_hall.opened() as hall:
        photo = p.PhotoPublished(
            person_id=fixed_id("person 1"), sha256=hall.store.blobs.put(PHOTO), size_bytes=len(PHOTO)
        )
        hall.ledger.say(hall.identity.signer(hall.clock, os.urandom), lambda _tx: [photo])
    for at, device in enumerate((gate, off, tablet)):
        enrol_faces(device.store, 1000 * at)
        device.connect()
        device.states.wait(lambda state: photo.sha256 in state.photos)
    for device in (gate, tablet):
        erasing(device)
    assert found_in(gate.store.folder, range(2 * PEOPLE)) >= PEOPLE, "the search finds what is there"
    off.disconnect()

    order(running_hall)
    for device in (gate, tablet):
        wait_said(device)
    said = answers(running_hall)
    assert said["cổng 1"] == said["máy 1"] == (PEOPLE, 1)
    assert said["cổng 2, đang tắt"] is None
    assert (0, 1) in said.values(), "the hall's own photograph"
    assert "màn hình" not in said
    for first, device in ((0, gate), (2000, tablet)):
        assert found_in(device.store.folder, range(first, first + 2 * PEOPLE)) == 0
        with pytest.raises(BlobMissing):
            device.store.blobs.read(photo.sha256)

    erasing(off.connect())
    wait_said(off)
    assert answers(running_hall)["cổng 2, đang tắt"] == (PEOPLE, 1)
    assert found_in(off.store.folder, range(1000, 1000 + 2 * PEOPLE)) == 0


def test_the_hall_gives_no_photograph_any_more_and_the_order_stands_once(hall):
    signer = hall.identity.signer(hall.clock, os.urandom)
    sha256 = hall.store.blobs.put(PHOTO)
    photo = p.PhotoPublished(person_id=fixed_id("person 1"), sha256=sha256, size_bytes=len(PHOTO))
    hall.ledger.say(signer, lambda _tx: [photo])
    gate = hall.ledger.state.devices[hall.root_id].model_copy(update={"role": Role.GATE})
    assert may_fetch(hall.ledger.state, gate, sha256)
    ordered = admin.erase_faces(hall, "xong", hall.clock, os.urandom)
    assert not may_fetch(ordered, gate, sha256)
    assert not hall.store.blobs.has(sha256)
    again = admin.erase_faces(hall, "lần nữa", hall.clock, os.urandom)
    assert again.erasure_ordered_at_utc_ms == ordered.erasure_ordered_at_utc_ms
    assert again.erasures[hall.root_id] == ordered.erasures[hall.root_id]
    admin.publish_pack(hall, [], [admin.PublishedBlob(sha256, len(PHOTO), _chunks(PHOTO))])
    assert not hall.store.blobs.has(sha256), "an old pack does not bring them back"


def test_what_comes_later_goes_as_well_and_is_counted(running_hall, devices, erasing):
    gate = devices.enrol(running_hall.invite(Role.GATE, "cổng muộn"))
    order(running_hall)
    gate.connect()
    before = erasing(gate)
    me = gate.identity.device.id
    gate.states.wait(lambda state: me in state.erasures)
    assert before.stop(20.0)
    enrol_faces(gate.store, 5000)
    erasing(gate)
    gate.states.wait(lambda state: me in state.erasures and state.erasures[me].templates_count == PEOPLE)
    assert found_in(gate.store.folder, range(5000, 5000 + 2 * PEOPLE)) == 0


def _chunks(data: bytes):
    return (data[at : at + (1 << 20)] for at in range(0, len(data), 1 << 20))
