"""What changed between two versions of a file, as copies from the old one and new bytes.

Both are cut where their content says so (a gear hash over the last 32 bytes), so that an insertion moves
the cuts along with the bytes and everything else is found again; see Xia et al., "FastCDC" (USENIX ATC
2016). A delta is not trusted: what comes of it is checked by its SHA-256 like any other blob.

Format: `NSD1`, size of the new file (8 bytes, big-endian), then steps: 1, offset (8), length (4): copy
from the old file; 2, length (4), bytes: new ones.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import Protocol

from app.domain.wire import MAX_DELTA_BYTES
from app.storage.blobs import CHUNK_BYTES
from app.storage.errors import DeltaDamaged

MIN_PIECE_BYTES = 8 << 10
MAX_PIECE_BYTES = 64 << 10
_CUT_BITS = 14
"""A cut every 16 KiB on average, after the least length: pieces of about 24 KiB."""
_WINDOW_BYTES = 32

_HEADER = struct.Struct(">4sQ")
_COPY = struct.Struct(">BQI")
_LITERAL = struct.Struct(">BI")
_MAGIC = b"NSD1"
_IS_COPY, _IS_LITERAL = 1, 2

_GEAR = hashlib.shake_256(b"nghisu gear").digest(256 * 4)
"""A random number of 32 bits for each byte. Only the cutting of both files by one program depends on it."""


class Bytes(Protocol):
    """`bytes`, `memoryview`, or `app.storage.blobs.BlobView`, which reads from the store as it goes."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: slice, /) -> bytes | bytearray | memoryview: ...


def make_delta(old: Bytes, new: Bytes, limit_bytes: int = MAX_DELTA_BYTES) -> bytes | None:
    """The steps from `old` to `new`; None where they would take more than `limit_bytes`.

    Holds the delta and two pieces of 1 MiB in memory, however large the files are.
    """
    places: dict[bytes, int] = {}
    for offset, piece in _pieces(old):
        places.setdefault(_name(piece), offset)
    delta = bytearray(_HEADER.pack(_MAGIC, len(new)))
    copied = (0, 0)
    literal = bytearray()
    for _, piece in _pieces(new):
        offset = places.get(_name(piece), -1)
        if offset < 0:
            delta += _copy(*copied)
            copied = (0, 0)
            literal += piece
        else:
            delta += _literal(literal)
            literal.clear()
            if copied[0] + copied[1] == offset and copied[1]:
                copied = (copied[0], copied[1] + len(piece))
            else:
                delta += _copy(*copied)
                copied = (offset, len(piece))
        if len(delta) + len(literal) > limit_bytes:
            return None
    delta += _copy(*copied) + _literal(literal)
    return bytes(delta) if len(delta) <= limit_bytes else None


def apply_delta(old: Bytes, delta: bytes, size_bytes: int) -> Iterator[bytes]:
    """The new file of `size_bytes` in pieces of 1 MiB, the last one shorter. Raises `DeltaDamaged`.

    Never makes more than `size_bytes`, whatever the delta says.
    """
    filled = bytearray()
    left = size_bytes
    for part in _steps(old, delta, size_bytes):
        left -= len(part)
        if left < 0:
            raise DeltaDamaged()
        filled += part
        while len(filled) >= CHUNK_BYTES:
            yield bytes(filled[:CHUNK_BYTES])
            del filled[:CHUNK_BYTES]
    if left:
        raise DeltaDamaged()
    if filled:
        yield bytes(filled)


def _steps(old: Bytes, delta: bytes, size_bytes: int) -> Iterator[bytes | bytearray | memoryview]:
    """What each step adds, in parts of at most 1 MiB."""
    view = memoryview(delta)
    try:
        if _HEADER.unpack_from(view) != (_MAGIC, size_bytes):
            raise DeltaDamaged()
        at = _HEADER.size
        while at < len(view):
            if view[at] == _IS_COPY:
                _, start, length = _COPY.unpack_from(view, at)
                at += _COPY.size
                source, end = old, start + length
            else:
                kind, length = _LITERAL.unpack_from(view, at)
                if kind != _IS_LITERAL:
                    raise DeltaDamaged()
                start = at + _LITERAL.size
                source, at = view, start + length
                end = at
            if length == 0 or end > len(source):
                raise DeltaDamaged()
            for first in range(start, end, CHUNK_BYTES):
                yield source[first : min(first + CHUNK_BYTES, end)]
    except struct.error as error:
        raise DeltaDamaged() from error


def _copy(offset: int, length: int) -> bytes:
    return _COPY.pack(_IS_COPY, offset, length) if length else b""


def _literal(data: bytearray) -> bytes:
    return _LITERAL.pack(_IS_LITERAL, len(data)) + data if data else b""


def _name(piece: memoryview) -> bytes:
    return hashlib.blake2b(piece, digest_size=16).digest()


def _pieces(data: Bytes) -> Iterator[tuple[int, memoryview]]:
    """(offset, bytes) of the pieces that the content cuts the file into."""
    start = 0
    kept = before = b""
    for at in range(0, len(data), CHUNK_BYTES):
        block = bytes(data[at : at + CHUNK_BYTES])
        kept += block
        base, view = start, memoryview(kept)
        for cut in (*(at + place for place in _cuts(before, block)), None):
            while (at + len(block) if cut is None else cut) - start > MAX_PIECE_BYTES:
                yield start, view[start - base : start - base + MAX_PIECE_BYTES]
                start += MAX_PIECE_BYTES
            if cut is not None and cut - start >= MIN_PIECE_BYTES:
                yield start, view[start - base : cut - base]
                start = int(cut)
        kept = kept[start - base :]
        before = block[1 - _WINDOW_BYTES :]
    if kept:
        yield start, memoryview(kept)


def _cuts(before: bytes, block: bytes) -> list[int]:
    """Places in `block` after which the content says to cut. `before`: the bytes in front of it.

    The gear hash of the 32 bytes up to each place, all at once: what two neighbouring windows of equal
    length give is put together to one of twice the length, five times.
    """
    import numpy as np  # only where deltas are made: a tablet, which applies them, starts without it

    gear = np.frombuffer(_GEAR, dtype="<u4").astype(np.uint32)
    hashes = gear[np.frombuffer(before + block, dtype=np.uint8)]
    width = 1
    while width < _WINDOW_BYTES:
        hashes[width:] += hashes[:-width] << np.uint32(width)
        width *= 2
    found = np.flatnonzero(hashes >> np.uint32(32 - _CUT_BITS) == 0)
    cuts: list[int] = (found[found >= len(before)] + 1 - len(before)).tolist()
    return cuts
