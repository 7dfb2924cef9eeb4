"""Reading what a new device is given: the text of a provisioning file or of a QR."""

from __future__ import annotations

import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pydantic import ValidationError

from app.domain.wire import Provisioning
from app.sync.addresses import HallAddress
from app.sync.errors import BadAddress, BadInvitation, InvitationTooNew

MAX_TEXT_LENGTH = 20_000


def read_provisioning(text: str) -> Provisioning:
    """Understand untrusted text. Raises `BadInvitation` and `InvitationTooNew`; neither carries the text."""
    if len(text) > MAX_TEXT_LENGTH:
        raise BadInvitation(problem="size")
    try:
        raw = json.loads(text.strip().removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BadInvitation(problem="json") from error
    if not isinstance(raw, dict) or "v" not in raw:
        raise BadInvitation(problem="content")
    if isinstance(raw["v"], int) and raw["v"] > 1:
        raise InvitationTooNew()
    try:
        provisioning = Provisioning.model_validate(raw)
        _ = addresses_of(provisioning)
    except (ValidationError, BadAddress) as error:
        # The cause would carry the token into a log.
        raise BadInvitation(problem="content") from (error if isinstance(error, BadAddress) else None)
    if provisioning.ca is not None:
        check_fingerprint(provisioning.ca, provisioning.ca_fp)
    return provisioning


def addresses_of(provisioning: Provisioning) -> tuple[HallAddress, ...]:
    """Where the hall may be found, best first."""
    found = []
    for host in provisioning.hosts:
        spelled = f"[{host}]" if ":" in host else host
        found.append(HallAddress.parse(f"{spelled}:{provisioning.port}"))
    return tuple(found)


def check_fingerprint(ca_pem: str, ca_sha256: bytes) -> None:
    """Raise `BadInvitation` unless the certificate has this SHA-256 (of its DER)."""
    try:
        certificate = x509.load_pem_x509_certificate(ca_pem.encode())
    except ValueError as error:
        raise BadInvitation(problem="certificate") from error
    if certificate.fingerprint(hashes.SHA256()) != ca_sha256:
        raise BadInvitation(problem="certificate")
