"""The keys of readers: what a device may open of the sealed marks, and of a pack on a stick.

All follow from the congress's root key, so that the hall keeps none of them and gives the same ones to a
second tablet of the same person, or to a new one in place of one that broke.
"""

from __future__ import annotations

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.canonical import canonical_json
from app.domain.circles import Circle, circles_of_reader
from app.domain.entities import Device, Role
from app.domain.state import CongressState
from app.domain.wire import KeysAnswer
from app.storage.sealing import derive_key

_BOARD = (Role.GATE, Role.CHAIR)


def own_key(root: Ed25519PrivateKey, owner_id: UUID) -> bytes:
    """The key (32 bytes) of one reader's private marks. `owner_id`: the person's, else the device's."""
    return _derive(root, f"reader own 1\n{owner_id}")


def delegation_key(root: Ed25519PrivateKey, name: str) -> bytes:
    """The key (32 bytes) of the marks that members of one delegation share."""
    return _derive(root, f"reader delegation 1\n{name}")


def pack_key(root: Ed25519PrivateKey) -> bytes:
    """The key (32 bytes) of the congress's packs: every enrolled device has it, a lost stick has not."""
    return _derive(root, "pack 1")


def circle_key(root: Ed25519PrivateKey, circle: Circle) -> bytes:
    """The key (32 bytes) of the papers in packs that are for a circle of readers."""
    return _derive(root, f"circle 1\n{canonical_json(list(circle)).decode()}")


def board_key(root: Ed25519PrivateKey) -> bytes:
    """The key (32 bytes) of what only the credentials board may know of a delegate."""
    return _derive(root, "credentials board 1")


def keys_for(root: Ed25519PrivateKey, state: CongressState, device: Device) -> KeysAnswer:
    """What this device may have as the roster stands now: its reader's, their delegation's, the packs', those
    of its reader's circles, and on the credentials board's gates and at the chair the board's."""
    person = state.person_of(device.id)
    circles = sorted(circles_of_reader(device.role, device.person_id))
    return KeysAnswer(
        own=own_key(root, state.owner_of(device.id)),
        delegation=delegation_key(root, person.delegation) if person and person.delegation else None,
        pack=pack_key(root),
        circles=tuple(circle_key(root, one) for one in circles),
        board=board_key(root) if device.role in _BOARD else None,
    )


def _derive(root: Ed25519PrivateKey, purpose: str) -> bytes:
    return derive_key(root.private_bytes_raw(), purpose)
