from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.addresses import HallAddress
from app.sync.errors import BadAddress


@pytest.mark.parametrize(
    ("typed", "host", "port"),
    [
        ("192.168.1.5", "192.168.1.5", 8443),
        (" 192.168.1.5:9000 ", "192.168.1.5", 9000),
        ("hall", "hall", 8443),
        ("HoiTruong.local:8443", "hoitruong.local", 8443),
        ("[::1]:8443", "::1", 8443),
        ("[fe80::1]", "fe80::1", 8443),
        ("fe80::1", "fe80::1", 8443),
        ("https://10.0.0.7:8443/", "10.0.0.7", 8443),
    ],
)
def test_what_people_type(typed, host, port):
    assert HallAddress.parse(typed) == HallAddress(host, port)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "192.168.1",
        "192.168.1.300",
        "hall:",
        "hall:0",
        "hall:70000",
        "hall:٨٤٤٣",
        "[::1",
        "[::1]x",
        "hội trường",
        "http://hall",
        "a b",
        "-x",
        "user@hall",
        "hall/path",
        ":8443",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(BadAddress):
        HallAddress.parse(typed)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(typed):
    try:
        address = HallAddress.parse(typed)
    except BadAddress:
        return
    assert HallAddress.parse(str(address)) == address
