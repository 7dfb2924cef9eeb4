"""Versions, rights and recall between tablets and a real hall; its side of deltas, request by request."""

from __future__ import annotations

import hashlib
import os

import pytest
from starlette.testclient import TestClient

from app.domain import payloads as p
from app.domain.entities import Role
from app.hall.admin import PublishedBlob, publish_pack
from app.hall.server import create_app
from app.storage.delta import apply_delta
from app.sync.hall_client import HallClient
from tests.contract.test_hall_api import bearer
from tests.fakes.congress import document, fixed_id, people
from tests.fakes.hall import Reached, enrol_directly

MEGABYTE = 1 << 20


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def publish(hall, data: bytes, title: str, text: bytes = b"", **changes) -> str:
    """Publish a paper, with its text where there is one; its SHA-256."""
    blobs = [data, *([text] if text else [])]
    if text:
        changes |= {"reading_sha256": sha(text), "reading_size_bytes": len(text)}
    paper = document(title, sha(data), len(data)).model_copy(update=changes)
    event = hall.identity.signer(hall.clock, os.urandom).sign(p.DocumentPublished(document=paper))
    published = [
        PublishedBlob(
            sha(blob), len(blob), [blob[at : at + MEGABYTE] for at in range(0, len(blob), MEGABYTE)]
        )
        for blob in blobs
    ]
    assert publish_pack(hall, [event], published)[0].outcome == "confirmed"
    return sha(data)


def withdraw(hall, title: str) -> None:
    said = p.DocumentWithdrawn(document_id=document(title).id, reason="thu hồi")
    hall.ledger.say(hall.identity.signer(hall.clock, os.urandom), lambda _tx: [said])


def move_to(hall, number: int, delegation: str) -> None:
    persons = tuple(
        one.model_copy(update={"delegation": delegation}) if one.number == number else one for one in people()
    )
    said = p.RosterPublished(persons=persons)
    hall.ledger.say(hall.identity.signer(hall.clock, os.urandom), lambda _tx: [said])


@pytest.fixture
def http(hall):
    with TestClient(create_app(hall), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def get(hall, http):
    """Asks for a path under /blobs as a device."""

    def ask(signer, path: str):
        return http.get(f"/v1/blobs/{path}", headers=bearer(signer, hall))

    return ask


def test_the_delta_is_for_who_may_have_the_paper_and_between_its_two_versions_only(hall, get):
    first, second = os.urandom(2 * MEGABYTE), os.urandom(500)
    versions = [first, first[:MEGABYTE] + second + first[MEGABYTE:]]
    versions.append(versions[1] + b"the end")
    for data in versions:
        publish(hall, data, "Báo cáo", delegations=("Chi bộ 1",))
    one, two, three = map(sha, versions)
    other = publish(hall, os.urandom(10_000), "Khác")
    mine, _ = enrol_directly(hall, Role.TABLET, person_id=fixed_id("person 1"))
    theirs, _ = enrol_directly(hall, Role.TABLET, person_id=fixed_id("person 2"))

    answer = get(mine, f"{three}/delta/{two}")

    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    assert b"".join(apply_delta(versions[1], answer.content, len(versions[2]))) == versions[2]
    assert get(mine, f"{three}/delta/{two}").content == answer.content
    assert get(theirs, f"{three}/delta/{two}").status_code == 404
    for path in (f"{three}/delta/{one}", f"{two}/delta/{one}", f"{three}/delta/{other}", f"{three}/delta/xx"):
        assert get(mine, path).status_code in {404, 422}
    assert get(mine, f"{two}/chunks/0").status_code == 404, "what was replaced is given to nobody"
    withdraw(hall, "Báo cáo")
    assert get(mine, f"{three}/delta/{two}").status_code == 404
    assert hall.store.blobs.has(three), "the hall keeps everything"


def test_a_delta_that_would_save_little_is_refused(hall, get):
    old = publish(hall, os.urandom(300_000), "Báo cáo")
    new = publish(hall, os.urandom(300_000), "Báo cáo")
    reader, _ = enrol_directly(hall, Role.TABLET)
    assert get(reader, f"{new}/delta/{old}").status_code == 404


def test_texts_go_where_their_papers_go(hall, get):
    publish(hall, b"%PDF paper", "Báo cáo", b"its text", delegations=("Chi bộ 2",))
    mine, _ = enrol_directly(hall, Role.TABLET, person_id=fixed_id("person 2"))
    theirs, _ = enrol_directly(hall, Role.TABLET, person_id=fixed_id("person 1"))
    nobody, _ = enrol_directly(hall, Role.TABLET)
    chair, _ = enrol_directly(hall, Role.CHAIR)
    for signer, status in ((mine, 200), (chair, 200), (theirs, 404), (nobody, 404)):
        for blob in (b"%PDF paper", b"its text"):
            assert get(signer, f"{sha(blob)}/chunks/0").status_code == status
    move_to(hall, 2, "Chi bộ 5")
    assert get(mine, f"{sha(b'its text')}/chunks/0").status_code == 404
    withdraw(hall, "Báo cáo")
    assert get(chair, f"{sha(b'its text')}/chunks/0").status_code == 404


def test_publishing_again_mends_what_is_damaged_in_the_hall(hall, get):
    data = os.urandom(MEGABYTE + 5)
    sha256 = publish(hall, data, "Báo cáo")
    path = hall.store.blobs._path(sha256)
    path.write_bytes(path.read_bytes()[:-3])
    chunks = [data[:MEGABYTE], data[MEGABYTE:]]
    publish_pack(hall, [], [PublishedBlob(sha256, len(data), chunks)])
    assert hall.store.blobs.read(sha256) == data


def test_a_tablet_fetches_only_what_changed(running_hall, devices, monkeypatch):
    old = os.urandom(5 * MEGABYTE)
    new = old[: 2 * MEGABYTE] + os.urandom(30_000) + old[2 * MEGABYTE + 20_000 :]
    fetched = []
    fetch_chunk, fetch_delta = HallClient.fetch_chunk, HallClient.fetch_delta

    async def count_chunk(self, sha256, index):
        data = await fetch_chunk(self, sha256, index)
        fetched.append((sha256, len(data)))
        return data

    async def count_delta(self, old_sha256, new_sha256):
        data = await fetch_delta(self, old_sha256, new_sha256)
        fetched.append((new_sha256, len(data)))
        return data

    monkeypatch.setattr(HallClient, "fetch_chunk", count_chunk)
    monkeypatch.setattr(HallClient, "fetch_delta", count_delta)
    blobs = Reached()
    with running_hall.opened() as hall:
        publish(hall, old, "Dự thảo sửa")
    tablet = devices.enrol(running_hall.invite(Role.TABLET))
    tablet.connect(on_blobs=lambda gone, arrived: blobs((gone, arrived)))
    blobs.wait(lambda said: sha(old) in said[1])
    with running_hall.opened() as hall:
        publish(hall, new, "Dự thảo sửa")
    blobs.wait(lambda said: sha(new) in said[1])

    assert tablet.store.blobs.read(sha(new)) == new
    assert tablet.store.blobs.has(sha(old))
    moved = sum(size for sha256, size in fetched if sha256 == sha(new))
    assert moved < len(new) / 20, moved


def test_a_tablet_that_was_off_destroys_what_was_called_back_when_it_appears(running_hall, devices):
    with running_hall.opened() as hall:
        publish(hall, b"%PDF for one sitting", "Phát tại phiên", b"its text", one_sitting=True)
    tablet = devices.enrol(running_hall.invite(Role.TABLET)).connect()
    tablet.wait_live()
    tablet.disconnect()
    assert tablet.store.blobs.has(sha(b"%PDF for one sitting"))
    with running_hall.opened() as hall:
        withdraw(hall, "Phát tại phiên")
    blobs = Reached()

    tablet.connect(on_blobs=lambda gone, _arrived: blobs(gone))

    gone = blobs.wait(lambda gone: sha(b"%PDF for one sitting") in gone)
    assert sha(b"its text") in gone
    assert not tablet.store.blobs.has(sha(b"its text"))


def test_papers_leave_a_tablet_with_the_delegation_of_its_person(running_hall, devices):
    with running_hall.opened() as hall:
        publish(hall, b"%PDF of group 1", "Của tổ", b"text of group 1", delegations=("Chi bộ 1",))
    blobs = Reached()
    tablet = devices.enrol(running_hall.invite(Role.TABLET, "máy", fixed_id("person 1")))
    tablet.connect(on_blobs=lambda gone, arrived: blobs((gone, arrived)))
    blobs.wait(lambda said: sha(b"%PDF of group 1") in said[1])
    with running_hall.opened() as hall:
        move_to(hall, 1, "Chi bộ 8")
    blobs.wait(lambda said: sha(b"%PDF of group 1") in said[0])
    blobs.heard.clear()
    with running_hall.opened() as hall:
        move_to(hall, 1, "Chi bộ 1")
    blobs.wait(lambda said: sha(b"text of group 1") in said[1])


def test_what_a_stick_calls_back_is_destroyed_while_no_hall_answers(own_hall, devices):
    with own_hall.opened() as hall:
        publish(hall, b"%PDF called back", "Tham luận")
        said = p.DocumentWithdrawn(document_id=document("Tham luận").id)
        signed = hall.identity.signer(hall.clock, os.urandom).sign(said)
    blobs = Reached()
    tablet = devices.enrol(own_hall.invite(Role.TABLET))
    tablet.connect(on_blobs=lambda gone, arrived: blobs((gone, arrived)))
    blobs.wait(lambda said: sha(b"%PDF called back") in said[1])
    own_hall.kill()

    with tablet.store.database.write() as tx:
        tablet.store.events.add_imported(tx, [signed])
    tablet.store.projection.refresh()

    blobs.wait(lambda said: sha(b"%PDF called back") in said[0])
    assert not tablet.store.blobs.has(sha(b"%PDF called back"))
