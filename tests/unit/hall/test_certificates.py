from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest
from cryptography import x509

from app.hall.certificates import (
    certificate_hosts,
    expires_soon,
    fingerprint,
    make_authority,
    make_server_certificate,
    plain_host,
    server_context,
)
from app.hall.errors import BadAddress

NOW_MS = 1_795_300_000_000
DAY_MS = 24 * 3_600_000


@pytest.fixture(scope="module")
def authority():
    return make_authority("Đại hội đại biểu phường An Bình, lần thứ I, nhiệm kỳ 2025-2030 " * 2, NOW_MS)


def test_the_authority_signs_halls_and_nothing_further(authority):
    pair = make_server_certificate(authority, "Hội trường A", ["127.0.0.1", "[::1]", "Hall.local"], NOW_MS)

    pair.certificate.verify_directly_issued_by(authority.certificate)
    assert certificate_hosts(pair.certificate_pem) == {"127.0.0.1", "::1", "hall.local"}
    basic = authority.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (basic.ca, basic.path_length) == (True, 0)
    own = pair.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert not own.ca
    assert len(fingerprint(authority.certificate_pem)) == 32


def test_a_certificate_is_good_yesterday_and_renewed_in_time(authority):
    pair = make_server_certificate(authority, "Hội trường A", ["hall"], NOW_MS)

    assert pair.certificate.not_valid_before_utc.timestamp() * 1000 <= NOW_MS - DAY_MS
    assert not expires_soon(pair.certificate_pem, NOW_MS + 300 * DAY_MS)
    assert expires_soon(pair.certificate_pem, NOW_MS + 370 * DAY_MS)


def test_a_context_loads_and_leaves_no_key_behind(authority, tmp_path):
    pair = make_server_certificate(authority, "Hội trường A", ["hall"], NOW_MS)

    context = server_context(pair, tmp_path, os.urandom)

    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert list(tmp_path.iterdir()) == []


def test_the_key_that_touches_the_disk_is_encrypted(authority, tmp_path, monkeypatch):
    seen = []
    load = ssl.SSLContext.load_cert_chain

    def spy(self, name, password=None):
        seen.append((Path(name).read_bytes(), Path(name).stat().st_mode & 0o777))
        return load(self, name, password=password)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", spy)
    pair = make_server_certificate(authority, "Hội trường A", ["hall"], NOW_MS)
    server_context(pair, tmp_path, os.urandom)

    [(content, mode)] = seen
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in content
    assert b"BEGIN PRIVATE KEY" not in content
    if os.name == "posix":
        assert mode == 0o600


@pytest.mark.parametrize("host", ["", "hội trường", "a b", "x" * 300, "-", "a/b", "*.x"])
def test_what_is_no_host_is_refused(host):
    with pytest.raises(BadAddress):
        plain_host(host)
