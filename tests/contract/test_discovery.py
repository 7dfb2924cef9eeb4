"""A hall that advertises itself is found, over loopback multicast."""

from __future__ import annotations

import os
from uuid import uuid4

import pytest

from app.domain.clock import SystemClock
from app.hall import advertise
from app.hall.init import found
from app.sync.addresses import HallAddress
from app.sync.discovery import browse
from tests.fakes.hall import open_store


@pytest.fixture
def identity(tmp_path):
    store = open_store(tmp_path / "hall")
    yield found(
        store,
        congress_title="Đại hội đại biểu phường An Bình",
        hall_name="Hội trường A",
        hosts=["127.0.0.1"],
        port=8443,
        clock=SystemClock(),
        random_bytes=os.urandom,
    )
    store.close()


def test_an_advertised_hall_is_found_by_its_own_congress_only(identity, monkeypatch):
    monkeypatch.setattr(advertise, "own_hosts", lambda: ("127.0.0.1",))
    loopback = ["127.0.0.1"]

    with advertise.Advertisement(identity, 9443, loopback):
        halls = browse(10, identity.root_id, loopback)
        if not halls:
            pytest.skip("this machine does not pass multicast on loopback")
        others = browse(0.2, uuid4(), loopback)

    assert [(hall.name, hall.address) for hall in halls] == [("Hội trường A", HallAddress("127.0.0.1", 9443))]
    assert others == []
