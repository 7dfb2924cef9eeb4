"""Sealing the parts of a pack: AES-256-GCM in chunks of 1 MiB, each bound to its part and its place.

A lost stick tells how many papers there are and how long, and nothing else. The key of a pack follows from
the congress's pack key and a random salt, so no two packs ever use the same one, and a part's number with
the chunk's number is a nonce that never comes twice.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.documents.errors import PackDamaged
from app.storage.sealing import derive_key

CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
SALT_BYTES = 32
_CHECK_BYTES = 8


def sealed_size(size_bytes: int) -> int:
    """How long `size_bytes` are when sealed."""
    return size_bytes + TAG_BYTES * -(-size_bytes // CHUNK_BYTES)


class PackCipher:
    """Seals and opens the chunks of one pack. Safe to call from any thread."""

    def __init__(self, pack_key: bytes, salt: bytes) -> None:
        self._cipher = AESGCM(derive_key(pack_key, f"pack 2 {salt.hex()}"))
        self.key_check = derive_key(pack_key, f"pack 2 check {salt.hex()}")[:_CHECK_BYTES].hex()

    def seal(self, part: int, name: str, index: int, chunk: bytes | memoryview) -> bytes:
        """Seal chunk `index` of the part with this number and this name (its SHA-256)."""
        return self._cipher.encrypt(_nonce(part, index), chunk, name.encode())

    def open(self, part: int, name: str, index: int, sealed: bytes) -> bytes:
        """The chunk. Raises `PackDamaged` for anything that `seal` did not make for this very place."""
        try:
            return self._cipher.decrypt(_nonce(part, index), sealed, name.encode())
        except InvalidTag as error:
            raise PackDamaged(what=name) from error


def _nonce(part: int, index: int) -> bytes:
    return part.to_bytes(4) + index.to_bytes(8)
