"""Sealing the parts of a pack: AES-256-GCM in chunks of 1 MiB, each bound to its part and its place.

A lost stick tells how many papers there are, how long, and for how many circles of readers each is, and
nothing else. What all devices may know is sealed under a key that follows from the congress's pack key and
a random salt. Each blob has a random key of its own, put into an envelope for each circle that may open it
(`app.domain.circles`): rights by role and delegation do not lean on the program that reads the pack. No two
packs ever use the same keys, so a part's number with the chunk's number is a nonce that never comes twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from app.documents.chunks import ChunkCipher
from app.domain.circles import Circle
from app.domain.clock import RandomBytes
from app.storage.errors import WrongKey
from app.storage.sealing import KEY_BYTES, OVERHEAD_BYTES, Sealer, derive_key

SALT_BYTES = 32
ENVELOPE_BYTES = KEY_BYTES + OVERHEAD_BYTES
_CHECK_BYTES = 8

CircleKey = Callable[[Circle], bytes]
"""The key (32 bytes) of a circle: the congress's hall can say all of them."""


@dataclass(frozen=True, slots=True, repr=False)
class PackKeys:
    """What a device opens packs with: the congress's pack key and the keys of its reader's circles."""

    pack: bytes
    circles: tuple[bytes, ...]


class PackCipher(ChunkCipher):
    """What every enrolled device can open of one pack. `key_check` tells a wrong key from a damaged file."""

    def __init__(self, pack_key: bytes, salt: bytes) -> None:
        super().__init__(derive_key(pack_key, f"pack 3 {salt.hex()}"))
        self.key_check = derive_key(pack_key, f"pack 3 check {salt.hex()}")[:_CHECK_BYTES].hex()


class Envelopes:
    """The keys of blobs, sealed for circles of readers. One pack, which has this `salt`."""

    def __init__(self, salt: bytes, random_bytes: RandomBytes) -> None:
        self._salt = salt
        self._random_bytes = random_bytes

    def seal(self, key: bytes, sha256: str, circle_keys: Iterable[bytes]) -> tuple[str, ...]:
        """The key of the blob with this hash for each of the circles, in hex; no order tells which."""
        return tuple(sorted(self._sealer(one).seal(key, sha256.encode()).hex() for one in circle_keys))

    def open(self, envelopes: Iterable[str], sha256: str, circle_keys: Iterable[bytes]) -> bytes | None:
        """The key of the blob; None where no envelope is for one of these circles."""
        sealed = [bytes.fromhex(envelope) for envelope in envelopes]
        for sealer in map(self._sealer, circle_keys):
            for one in sealed:
                with suppress(WrongKey):
                    return sealer.open(one, sha256.encode())
        return None

    def _sealer(self, circle_key: bytes) -> Sealer:
        return Sealer(derive_key(circle_key, f"pack 3 envelope {self._salt.hex()}"), self._random_bytes)
