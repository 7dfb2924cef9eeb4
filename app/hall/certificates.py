"""The congress's own certificate authority and the hall's TLS certificate.

ECDSA on P-256 for TLS, because every TLS stack has it. The authority vouches for halls of one
congress and nothing else; devices are pinned to it.
"""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.domain.clock import RandomBytes
from app.hall.errors import BadAddress
from app.storage.errors import StoreUnreachable

_CA_LIFE = timedelta(days=5 * 365)
_SERVER_LIFE = timedelta(days=397)
_BEFORE = timedelta(days=2)
"""Certificates begin in the past: tablets with a slow clock must not find them "not yet valid"."""
_COMMON_NAME_LENGTH = 64
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, slots=True, repr=False)
class KeyPair:
    """A certificate and its private key, both PEM. The key is secret: keep it in the store only."""

    certificate_pem: str
    key_pem: str

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.certificate_pem.encode())

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        key = load_pem_private_key(self.key_pem.encode(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the hall's TLS keys are elliptic")
        return key


def fingerprint(certificate_pem: str) -> bytes:
    """SHA-256 of the certificate's DER, 32 bytes."""
    return x509.load_pem_x509_certificate(certificate_pem.encode()).fingerprint(hashes.SHA256())


def make_authority(name: str, now_utc_ms: int) -> KeyPair:
    """A self-signed authority that may sign halls' certificates and no further authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    builder = (
        _builder(subject, subject, key, now_utc_ms, _CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(key_cert_sign=True), critical=True)
    )
    return _pair(builder.sign(key, hashes.SHA256()), key)


def make_server_certificate(authority: KeyPair, name: str, hosts: Iterable[str], now_utc_ms: int) -> KeyPair:
    """A certificate for these host names and IP addresses. Raises `BadAddress`."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    plain = dict.fromkeys(map(plain_host, hosts))
    names = x509.SubjectAlternativeName([_general_name(host) for host in plain])
    authority_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = (
        _builder(_name(name), issuer.subject, key, now_utc_ms, _SERVER_LIFE)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(authority_key, critical=False)
    )
    return _pair(builder.sign(authority.key, hashes.SHA256()), key)


def certificate_hosts(certificate_pem: str) -> frozenset[str]:
    """The names and addresses that a certificate is good for."""
    certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    found: list[str] = names.get_values_for_type(x509.DNSName)
    return frozenset([*found, *map(str, names.get_values_for_type(x509.IPAddress))])


def expires_soon(certificate_pem: str, now_utc_ms: int) -> bool:
    """Whether a month or less of its life is left."""
    certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
    return certificate.not_valid_after_utc - _time(now_utc_ms) <= timedelta(days=30)


def server_context(pair: KeyPair, folder: Path, random_bytes: RandomBytes) -> ssl.SSLContext:
    """A TLS 1.2+ server context. Raises `StoreUnreachable` when `folder` cannot be written.

    OpenSSL's loader reads keys from files only. The file holds the key encrypted under a passphrase
    that never leaves this function, and is gone before it returns.
    """
    passphrase = random_bytes(32).hex().encode()
    encrypted = pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".tls.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(encrypted + pair.certificate_pem.encode())
            context.load_cert_chain(name, password=passphrase)
        finally:
            Path(name).unlink()
    except ssl.SSLError:
        raise
    except OSError as error:
        raise StoreUnreachable(name=folder.name) from error
    return context


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now_utc_ms: int,
    life: timedelta,
) -> x509.CertificateBuilder:
    now = _time(now_utc_ms)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _key_usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _pair(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> KeyPair:
    key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(certificate.public_bytes(Encoding.PEM).decode(), key_pem.decode())


def _name(text: str) -> x509.Name:
    # The limit counts bytes of UTF-8, and a Vietnamese letter has up to three.
    shortened = text.encode()[:_COMMON_NAME_LENGTH].decode(errors="ignore").strip() or "Nghị Sự"
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, shortened)])


def plain_host(host: str) -> str:
    """One spelling for a host name or IP address. Raises `BadAddress`."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        pass
    try:
        name = host.encode("idna").decode().lower()
    except UnicodeError as error:
        raise BadAddress(address=host[:100]) from error
    if not is_host_name(name):
        raise BadAddress(address=host[:100])
    return name


def is_host_name(text: str) -> bool:
    """Whether the text can stand in a certificate; machines are sometimes named otherwise."""
    return _HOST_NAME.fullmatch(text.lower()) is not None


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _time(utc_ms: int) -> datetime:
    return datetime.fromtimestamp(utc_ms // 1000, UTC)
