from __future__ import annotations

import socket
from uuid import uuid4

import pytest
from zeroconf import ServiceInfo

from app.domain.wire import SERVICE_TYPE
from app.sync import discovery
from app.sync.addresses import HallAddress

ROOT = uuid4()


def service(properties, port=8443):
    return ServiceInfo(
        SERVICE_TYPE,
        f"{ROOT.hex}.{SERVICE_TYPE}",
        port=port,
        addresses=[socket.inet_aton("192.168.1.5"), socket.inet_aton("10.0.0.5")],
        properties=properties,
    )


def test_an_announcement_is_read():
    halls = discovery.read_service(service({"root": str(ROOT), "name": "Hội trường A", "v": "1"}))

    assert [hall.address for hall in halls] == [
        HallAddress("192.168.1.5", 8443),
        HallAddress("10.0.0.5", 8443),
    ]
    assert {(hall.root_id, hall.name) for hall in halls} == {(ROOT, "Hội trường A")}


@pytest.mark.parametrize(
    "properties",
    [{}, {"root": "x"}, {"root": None}, {b"root": b"\xff\xfe"}, {"name": "Hội trường"}],
)
def test_a_senseless_announcement_is_passed_over(properties):
    assert discovery.read_service(service(properties)) == []


def test_an_announcement_without_a_port_is_passed_over():
    assert discovery.read_service(service({"root": str(ROOT)}, port=0)) == []


def test_a_network_that_forbids_multicast_finds_nothing_and_says_nothing(monkeypatch):
    def forbidden(**_options):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(discovery, "Zeroconf", forbidden)

    assert discovery.browse(0.1) == []
    assert discovery.find_halls(ROOT) == []
