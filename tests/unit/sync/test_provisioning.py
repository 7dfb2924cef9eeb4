from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities import Role
from app.domain.wire import Provisioning
from app.hall.certificates import fingerprint, make_authority
from app.sync.errors import BadInvitation, InvitationTooNew
from app.sync.provisioning import addresses_of, read_provisioning

AUTHORITY = make_authority("Đại hội", 1_795_300_000_000)
GOOD = Provisioning(
    title="Đại hội đại biểu phường An Bình",
    hosts=("192.168.1.5", "::1", "hall.local"),
    port=8443,
    ca_fp=fingerprint(AUTHORITY.certificate_pem),
    root=os.urandom(32),
    token="A" * 27,
    role=Role.TABLET,
    name="Máy 12",
    exp=1_795_300_000_000,
    ca=AUTHORITY.certificate_pem,
)


def altered(**changes) -> str:
    return json.dumps(json.loads(GOOD.text()) | changes)


def test_a_file_and_a_code_are_read():
    assert read_provisioning(GOOD.text()) == GOOD
    assert read_provisioning("\ufeff " + GOOD.text() + "\r\n") == GOOD
    by_code = GOOD.model_copy(update={"ca": None})
    assert read_provisioning(by_code.text()) == by_code
    assert [str(address) for address in addresses_of(GOOD)] == [
        "192.168.1.5:8443",
        "[::1]:8443",
        "hall.local:8443",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xin chào",
        "[]",
        "{}",
        "[" * 100_000,
        "x" * 30_000,
        altered(token="short"),
        altered(token="a b" * 10),
        altered(ca_fp="AAAA"),
        altered(ca_fp="$" * 43),
        altered(root=5),
        altered(port=0),
        altered(hosts=["evil host"]),
        altered(hosts=["hall"] * 9),
        altered(role="emperor"),
        altered(ca="-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
        altered(ca=make_authority("Đại hội khác", 1_795_300_000_000).certificate_pem),
        altered(v="1"),
        altered(v=0),
    ],
)
def test_what_is_no_invitation_is_refused_without_repeating_it(text):
    with pytest.raises(BadInvitation) as refused:
        read_provisioning(text)
    assert GOOD.token not in str(refused.value)
    assert refused.value.__cause__ is None or GOOD.token not in str(refused.value.__cause__)


def test_an_invitation_of_a_newer_program_says_so():
    with pytest.raises(InvitationTooNew):
        read_provisioning(altered(v=2))


@given(st.text(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_refused_by_code(text):
    with pytest.raises((BadInvitation, InvitationTooNew)):
        read_provisioning(text)
