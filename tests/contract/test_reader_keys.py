"""Readers' keys: whose they are, who gets them, and that nothing tells them."""

from __future__ import annotations

import os

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.testclient import TestClient

from app.domain import payloads as p
from app.domain.circles import HALL, circles_of_reader
from app.domain.entities import Role
from app.domain.wire import KeysAnswer, to_base64
from app.hall.admin import revoke_device
from app.hall.reader_keys import board_key, circle_key, delegation_key, own_key, pack_key
from app.hall.server import create_app
from app.sync.reader_keys import ReaderKeys, load_reader_keys
from tests.contract.test_hall_api import bearer
from tests.fakes.congress import fixed_id, people
from tests.fakes.hall import Reached, enrol_directly


@pytest.fixture
def http(hall):
    with TestClient(create_app(hall), raise_server_exceptions=False) as client:
        yield client


def keys_of(http, hall, signer) -> KeysAnswer:
    answer = http.get("/v1/keys", headers=bearer(signer, hall))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return KeysAnswer.model_validate_json(answer.content)


def move(hall, number: int, delegation: str) -> None:
    persons = tuple(
        one.model_copy(update={"delegation": delegation}) if one.number == number else one for one in people()
    )
    signer = hall.identity.signer(hall.clock, os.urandom)
    hall.ledger.say(signer, lambda _tx: [p.RosterPublished(persons=persons)])


def test_keys_follow_from_the_root_alone_and_are_all_different():
    root, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    made = [
        own_key(root, fixed_id("person 1")),
        own_key(root, fixed_id("person 2")),
        delegation_key(root, "Chi bộ 1"),
        delegation_key(root, "Chi bộ 2"),
        delegation_key(root, str(fixed_id("person 1"))),
        pack_key(root),
        pack_key(other),
        board_key(root),
        board_key(other),
        circle_key(root, ("role", "tablet")),
        circle_key(root, ("role", "tablet", "")),
        circle_key(root, ('role","tablet',)),
        circle_key(root, ("person", str(fixed_id("person 1")))),
        circle_key(other, ("role", "tablet")),
        circle_key(root, HALL),
    ]
    assert len(set(made)) == len(made)
    assert all(len(key) == 32 for key in made)
    assert pack_key(root) == pack_key(Ed25519PrivateKey.from_private_bytes(root.private_bytes_raw()))


def test_a_reader_gets_their_own_their_delegations_and_the_packs_key(hall, http):
    first, _ = enrol_directly(hall, Role.TABLET, "máy 1", person_id=fixed_id("person 1"))
    again, _ = enrol_directly(hall, Role.TABLET, "máy 1b", person_id=fixed_id("person 1"))
    fourth, _ = enrol_directly(hall, Role.TABLET, "máy 4", person_id=fixed_id("person 4"))
    second, _ = enrol_directly(hall, Role.TABLET, "máy 2", person_id=fixed_id("person 2"))
    chair, _ = enrol_directly(hall, Role.CHAIR, "bàn thư ký")
    root = hall.identity.root_key
    one = keys_of(http, hall, first)
    assert one.own == own_key(root, fixed_id("person 1"))
    assert one.delegation == delegation_key(root, "Chi bộ 1")
    assert one.pack == pack_key(root)
    assert keys_of(http, hall, again) == one, "the second tablet of the same person"
    assert keys_of(http, hall, fourth).delegation == one.delegation, "of the same delegation"
    assert keys_of(http, hall, fourth).own != one.own
    assert keys_of(http, hall, second).delegation != one.delegation, "of another delegation"
    desk = keys_of(http, hall, chair)
    assert desk.delegation is None
    assert desk.own == own_key(root, chair.device_id)


def test_only_the_boards_gates_and_the_chair_get_the_boards_key(hall, http):
    root = hall.identity.root_key
    given = {}
    for role in (Role.TABLET, Role.GATE, Role.CHAIR, Role.SCREEN):
        device, _ = enrol_directly(hall, role, role.value, person_id=fixed_id("person 1"))
        given[role] = keys_of(http, hall, device).board
    key = board_key(root)
    assert given == {Role.TABLET: None, Role.GATE: key, Role.CHAIR: key, Role.SCREEN: None}


def test_a_device_gets_the_keys_of_its_readers_circles_and_no_others(hall, http):
    root = hall.identity.root_key
    person_id = fixed_id("person nobody has heard of yet")
    tablet, _ = enrol_directly(hall, Role.TABLET, "máy 1", person_id=person_id)
    nobodys, _ = enrol_directly(hall, Role.TABLET, "máy chung")
    gate, _ = enrol_directly(hall, Role.GATE, "cổng")
    own = {circle_key(root, circle) for circle in circles_of_reader(Role.TABLET, person_id)}
    assert set(keys_of(http, hall, tablet).circles) == own
    assert keys_of(http, hall, nobodys).circles == (circle_key(root, ("role", "tablet")),)
    assert keys_of(http, hall, gate).circles == (circle_key(root, ("role", "gate")),)
    assert circle_key(root, HALL) not in own


def test_the_boards_key_is_kept_and_its_absence_too(devices):
    store = devices.store()
    for board in (b"b" * 32, None):
        keys = ReaderKeys(b"o" * 32, None, b"p" * 32, board, (b"c" * 32, b"d" * 32) if board else ())
        with store.database.write() as tx:
            keys.save(store, tx)
        assert load_reader_keys(store) == keys


def test_whoever_moves_gets_the_key_of_the_new_delegation_only(hall, http):
    signer, _ = enrol_directly(hall, Role.TABLET, person_id=fixed_id("person 1"))
    before = keys_of(http, hall, signer)
    move(hall, 1, "Chi bộ 9")
    after = keys_of(http, hall, signer)
    assert after.delegation == delegation_key(hall.identity.root_key, "Chi bộ 9")
    assert (after.own, after.pack) == (before.own, before.pack)


def test_strangers_and_revoked_devices_get_none(hall, http):
    signer, device = enrol_directly(hall, Role.TABLET, person_id=fixed_id("person 1"))
    stranger = Ed25519PrivateKey.generate()
    assert http.get("/v1/keys").status_code == 401
    assert http.get("/v1/keys", headers=bearer(signer, hall, key=stranger)).status_code == 401
    revoke_device(hall, device.id, "mất máy", hall.clock, os.urandom)
    refused = http.get("/v1/keys", headers=bearer(signer, hall))
    assert refused.status_code == 403
    assert "own" not in refused.json()


def test_nothing_tells_a_key(hall):
    answer = KeysAnswer(
        own=b"o" * 32, delegation=b"d" * 32, pack=b"p" * 32, board=b"b" * 32, circles=(b"c" * 32,)
    )
    said = f"{answer!r} {answer} {ReaderKeys.of(answer)!r} {ReaderKeys.of(answer)}"
    assert not any(letter * 5 in said for letter in "odpbc")
    with pytest.raises(ValueError, match="own") as caught:
        KeysAnswer.model_validate({"own": "x" * 12 + "!", "pack": to_base64(b"p" * 32)})
    assert "xxxx" not in str(caught.value)


def test_a_tablet_has_its_keys_from_enrolment_on_and_new_ones_when_its_person_moves(running_hall, devices):
    person_id = fixed_id("person 3")
    device = devices.enrol(running_hall.invite(Role.TABLET, "máy 3", person_id))
    with running_hall.opened() as hall:
        root = hall.identity.root_key
    first = load_reader_keys(device.store)
    assert first is not None
    assert (first.own, first.delegation) == (own_key(root, person_id), delegation_key(root, "Chi bộ 3"))
    assert (first.pack, first.board) == (pack_key(root), None)
    assert circle_key(root, ("person", str(person_id))) in first.circles
    heard = Reached()
    device.connect(on_keys=heard)
    device.wait_live()
    with running_hall.opened() as hall:
        move(hall, 3, "Chi bộ 2")
    keys = heard.wait(lambda keys: keys.delegation == delegation_key(root, "Chi bộ 2"))
    assert keys.own == first.own
    assert keys.circles == first.circles
    assert load_reader_keys(device.store) == keys
