"""The recording file, byte by byte. See `app.speech.spool_writer` and `app.speech.spool_reader` for its use.

    header   magic 8 | version u16 | sample rate u32 | recording id 16 | key check 8         (38 bytes)
    record   kind u8 | body length u32 | body
      OPEN   salt 16 | tag 16            a writer opened the file; what follows uses the sub-key of this salt
      AUDIO  cipher text | tag 16        int16 little-endian mono samples, 100 ms or less
      SEAL   tag 16                      the recording was finished; nothing may follow
      GAP    cipher text 8 | tag 16      that many samples of silence: a pause, or what nobody could hear

Integers are big-endian. Records are AES-256-GCM; the nonce is the record's index in the file and the
associated data bind kind, index, first sample and recording, so a record that was altered, moved,
copied in from elsewhere or left out does not open. A writer that comes back after a crash may write
another record where a torn one was: with the same key that would use a nonce twice, hence a fresh
sub-key each time a writer opens the file. Cutting whole records off the end of a recording that was
never sealed cannot be told from a crash; a sealed one shows it.

Version 1 knew no gaps and had 250 ms in a record; both are read alike.
"""

from __future__ import annotations

import hmac
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.errors import SpoolDamaged, SpoolWrongKey

MAGIC = b"NGHISUSP"
VERSION = 2
READABLE_VERSIONS = (1, VERSION)
KEY_BYTES = 32
SALT_BYTES = 16
TAG_BYTES = 16
SAMPLE_BYTES = 2
FRAME_SAMPLES = SAMPLE_RATE_HZ // 10
"""100 ms: what a crash can lose at most, beside what the disk had not taken; live text waits for it too."""

_HEADER = struct.Struct(">8sHI16s8s")
RECORD_HEAD = struct.Struct(">BI")
HEADER_BYTES = _HEADER.size
VERSION_OFFSET = len(MAGIC)
MAX_PCM_BYTES = SAMPLE_RATE_HZ // 4 * SAMPLE_BYTES
GAP_LENGTH = struct.Struct(">Q")


class RecordKind(IntEnum):
    """What a record says."""

    OPEN = 1
    AUDIO = 2
    SEAL = 3
    GAP = 4


@dataclass(frozen=True, slots=True)
class Header:
    """Which recording a file is, in clear."""

    recording_id: UUID
    key_check: bytes

    @classmethod
    def for_key(cls, recording_id: UUID, key: bytes) -> Self:
        return cls(recording_id, _derive(key, recording_id.bytes, b"key check", 8))

    def pack(self) -> bytes:
        return _HEADER.pack(MAGIC, VERSION, SAMPLE_RATE_HZ, self.recording_id.bytes, self.key_check)

    @classmethod
    def unpack(cls, data: bytes, key: bytes, name: str) -> Self:
        """Read a header. Raises `SpoolDamaged` or `SpoolWrongKey`, naming the file `name`."""
        if len(data) < HEADER_BYTES:
            raise SpoolDamaged(name=name, index=0)
        magic, version, rate_hz, recording_id, key_check = _HEADER.unpack(data[:HEADER_BYTES])
        if magic != MAGIC or version not in READABLE_VERSIONS or rate_hz != SAMPLE_RATE_HZ:
            raise SpoolDamaged(name=name, index=0)
        expected = cls.for_key(UUID(bytes=recording_id), key)
        if not hmac.compare_digest(expected.key_check, key_check):
            raise SpoolWrongKey(name=name)
        return expected


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: its index in the file and the recording's sample it begins at."""

    index: int
    first_sample: int


class FrameCipher:
    """Seals and opens the records of one writer's opening."""

    def __init__(self, key: bytes, recording_id: UUID, salt: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a recording's key is 32 bytes")
        self._recording_id = recording_id
        self._aead = AESGCM(_derive(key, salt, b"records" + recording_id.bytes, KEY_BYTES))

    def seal(self, kind: RecordKind, place: Place, plain: bytes) -> bytes:
        return self._aead.encrypt(self._nonce(place), plain, self._associated(kind, place))

    def open(self, kind: RecordKind, place: Place, sealed: bytes) -> bytes | None:
        """The plain text, or None when this is not what was written in this place."""
        try:
            return self._aead.decrypt(self._nonce(place), sealed, self._associated(kind, place))
        except InvalidTag:
            return None

    @staticmethod
    def _nonce(place: Place) -> bytes:
        return place.index.to_bytes(12)

    def _associated(self, kind: RecordKind, place: Place) -> bytes:
        return struct.pack(">B16sQQ", kind, self._recording_id.bytes, place.index, place.first_sample)


def _derive(key: bytes, salt: bytes, purpose: bytes, size: int) -> bytes:
    return HKDF(SHA256(), size, salt, b"nghisu spool 1 " + purpose).derive(key)
