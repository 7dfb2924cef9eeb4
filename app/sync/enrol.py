"""Enrolment: a provisioning and a fresh key become an identity."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.clock import Clock, RandomBytes
from app.domain.wire import (
    EnrolAnswer,
    EnrolRequest,
    Provisioning,
    device_id_of,
    enrolment_proof,
    server_name_of,
)
from app.storage.device_store import DeviceStore
from app.sync.addresses import HallAddress
from app.sync.errors import BadAnswer, BadInvitation, HallUnreachable, WrongCa
from app.sync.hall_client import HallClient, pinned_context
from app.sync.identity import CorrectedClock, Identity, remember_addresses
from app.sync.provisioning import addresses_of, check_fingerprint
from app.sync.reader_keys import ReaderKeys

_ENROLLING = "sync.enrolling"


def enrol(
    store: DeviceStore,
    provisioning: Provisioning,
    *,
    clock: Clock,
    random_bytes: RandomBytes,
    typed_address: HallAddress | None = None,
    device_name: str = "",
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Identity:
    """Make this device known to its hall. Blocks; not for a thread that runs an event loop.

    May be called again after any failure: the key is kept beside the token it was made for, and the
    hall answers the same device with the same token again. Raises `HallUnreachable` when no address
    answers, `WrongCa`, `TokenUnknown`, `TokenUsed`, `TokenExpired`, `Revoked`, `BadAnswer`.
    """
    key = _kept_key(store, provisioning, random_bytes)
    corrected = CorrectedClock.load(store, clock)
    addresses = [typed_address] if typed_address else list(addresses_of(provisioning))
    public_key = key.public_key().public_bytes_raw()
    request = EnrolRequest(
        token=provisioning.token,
        public_key=public_key,
        proof=key.sign(enrolment_proof(provisioning.token, public_key)),
        name=device_name,
    )
    address, answer, ca_pem = asyncio.run(_at_any(addresses, provisioning, request, corrected, is_cancelled))
    if answer.root_public_key != provisioning.root or answer.device.id != device_id_of(public_key):
        raise BadAnswer(address=str(address))
    identity = Identity(
        device=answer.device,
        key=key,
        ca_pem=ca_pem,
        root_public_key=provisioning.root,
        congress_title=answer.congress_title,
        hall_name=answer.hall_name,
    )
    corrected.learn(answer.now_utc_ms)
    with store.database.write() as tx:
        identity.save(store, tx)
        ReaderKeys.of(answer.keys).save(store, tx)
        corrected.save(store, tx)
        remember_addresses(store, tx, address, *addresses_of(provisioning))
        store.settings.forget(tx, _ENROLLING)
    return identity


def _kept_key(store: DeviceStore, provisioning: Provisioning, random_bytes: RandomBytes) -> Ed25519PrivateKey:
    with store.database.write() as tx:
        kept = store.settings.get(tx, _ENROLLING)
        if kept is None or kept["token"] != provisioning.token:
            kept = {"token": provisioning.token, "key": random_bytes(32).hex()}
            store.settings.set(tx, _ENROLLING, kept)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept["key"]))


async def _at_any(
    addresses: Sequence[HallAddress],
    provisioning: Provisioning,
    request: EnrolRequest,
    clock: CorrectedClock,
    is_cancelled: Callable[[], bool],
) -> tuple[HallAddress, EnrolAnswer, str]:
    """Try addresses until a hall answers; what that hall says is final."""
    server_name = server_name_of(device_id_of(provisioning.root))
    problem: Exception = HallUnreachable(address=", ".join(map(str, addresses)))
    for address in addresses:
        if is_cancelled():
            break
        try:
            ca_pem = provisioning.ca or await _ask_for_ca(address, provisioning.ca_fp, clock)
            context = pinned_context(ca_pem)
            async with HallClient(address, context, clock, server_name=server_name) as client:
                return address, await client.enrol(request), ca_pem
        except (HallUnreachable, WrongCa) as error:
            # Something else may listen at an address that was the hall's yesterday.
            problem = error
    raise problem


async def _ask_for_ca(address: HallAddress, ca_sha256: bytes, clock: CorrectedClock) -> str:
    async with HallClient.untrusting(address, clock) as client:
        ca_pem = await client.certificate()
    try:
        check_fingerprint(ca_pem, ca_sha256)
    except BadInvitation as error:
        raise WrongCa(address=str(address)) from error
    return ca_pem
