"""Deltas: small where little changed, right or refused, bounded whatever they say."""

from __future__ import annotations

import random
import struct
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.storage.blobs import CHUNK_BYTES, BlobView
from app.storage.delta import MAX_PIECE_BYTES, MIN_PIECE_BYTES, _pieces, apply_delta, make_delta
from app.storage.errors import DeltaDamaged

RANDOM = random.Random(7)
PAPER = RANDOM.randbytes(3 * CHUNK_BYTES + 12_345)


def applied(old, delta, size_bytes) -> bytes:
    pieces = list(apply_delta(old, delta, size_bytes))
    assert all(len(piece) == CHUNK_BYTES for piece in pieces[:-1])
    return b"".join(pieces)


def changed(at: int, old_length: int, new: bytes) -> bytes:
    return PAPER[:at] + new + PAPER[at + old_length :]


@pytest.mark.parametrize(
    "new",
    [
        PAPER,
        changed(1_000_000, 20_000, RANDOM.randbytes(20_000)),
        changed(1_000_000, 0, b"one more sentence"),
        changed(0, 3_000, b""),
        PAPER + RANDOM.randbytes(50_000),
        PAPER[CHUNK_BYTES:] + PAPER[:CHUNK_BYTES],
    ],
    ids=["same", "replaced", "inserted", "cut", "appended", "moved"],
)
def test_little_travels_where_little_changed(new):
    delta = make_delta(PAPER, new)
    assert delta is not None
    assert len(delta) < 200_000
    assert applied(PAPER, delta, len(new)) == new


def test_a_page_of_a_long_paper_moves_less_than_a_twentieth():
    old = RANDOM.randbytes(20 << 20)
    new = old[: 9 << 20] + RANDOM.randbytes(35_000) + old[(9 << 20) + 30_000 :]
    delta = make_delta(old, new)
    assert len(delta) < len(new) / 20
    assert applied(old, delta, len(new)) == new


def test_what_is_all_new_makes_no_delta():
    assert make_delta(PAPER, RANDOM.randbytes(len(PAPER)), limit_bytes=len(PAPER) // 2) is None
    assert make_delta(b"", b"x" * 100, limit_bytes=10) is None


def test_empty_and_tiny_files():
    for old, new in ((b"", b""), (b"a", b""), (b"", b"b"), (b"same", b"same")):
        assert applied(old, make_delta(old, new), len(new)) == new


def test_pieces_have_their_sizes_and_follow_the_content():
    pieces = list(_pieces(PAPER))
    assert b"".join(bytes(piece) for _, piece in _pieces(PAPER)) == PAPER
    assert all(
        MIN_PIECE_BYTES <= after - before <= MAX_PIECE_BYTES for (before, _), (after, _) in pairwise(pieces)
    )
    assert 16_000 < len(PAPER) / len(pieces) < 32_000
    moved = {bytes(piece) for _, piece in _pieces(b"x" * 777 + PAPER)}
    assert len(moved & {bytes(piece) for _, piece in _pieces(PAPER)}) > len(pieces) - 5


def test_pages_that_are_all_alike_are_cut_too():
    blank = bytes(5 * CHUNK_BYTES)
    delta = make_delta(blank, blank + b"end")
    assert applied(blank, delta, len(blank) + 3) == blank + b"end"
    assert len(delta) < 100_000


def test_a_blob_is_read_in_place(store):
    sha256 = store.blobs.put(PAPER)
    view = BlobView(store.blobs, sha256)
    assert len(view) == len(PAPER)
    for start, end in ((0, 10), (CHUNK_BYTES - 5, CHUNK_BYTES + 5), (len(PAPER) - 3, len(PAPER) + 9), (7, 7)):
        assert view[start:end] == PAPER[start:end]
    new = changed(2_000_000, 10, b"word")
    assert applied(view, make_delta(view, new), len(new)) == new


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_edit_comes_back_whole(data):
    seed = random.Random(data.draw(st.integers(0, 99)))
    old = seed.randbytes(data.draw(st.integers(0, 300_000)))
    new = bytearray(old)
    for _ in range(data.draw(st.integers(0, 4))):
        at, length = data.draw(st.integers(0, len(new))), data.draw(st.integers(0, 60_000))
        new[at : at + length] = seed.randbytes(data.draw(st.integers(0, 60_000)))
    delta = make_delta(old, bytes(new))
    assert applied(old, delta, len(new)) == new


def literal(data: bytes) -> bytes:
    return struct.pack(">BI", 2, len(data)) + data


def copy(offset: int, length: int) -> bytes:
    return struct.pack(">BQI", 1, offset, length)


def header(size_bytes: int) -> bytes:
    return struct.pack(">4sQ", b"NSD1", size_bytes)


@pytest.mark.parametrize(
    "delta",
    [
        b"",
        b"NSD1",
        b"NSD2" + header(10)[4:] + literal(b"x" * 10),
        header(11) + literal(b"x" * 11),
        header(10),
        header(10) + literal(b"x" * 9),
        header(10) + literal(b"x" * 11),
        header(10) + copy(0, 11),
        header(10) + copy(95, 10),
        header(10) + copy(2**63, 10),
        header(10) + copy(0, 2**32 - 1),
        header(10) + copy(0, 0) * 5 + literal(b"x" * 10),
        header(10) + literal(b"x" * 10) + literal(b""),
        header(10) + struct.pack(">BI", 2, 2**32 - 1) + b"x" * 10,
        header(10) + literal(b"x" * 10)[:-1],
        header(10) + b"\x07" + b"x" * 30,
        header(10) + copy(0, 10)[:-1],
        header(10) + copy(0, 10) + b"\x01",
    ],
)
def test_a_delta_that_is_none_is_refused(delta):
    with pytest.raises(DeltaDamaged):
        list(apply_delta(b"o" * 100, delta, 10))


@given(steps=st.binary(max_size=200), size=st.integers(0, 50))
def test_no_delta_makes_more_than_it_should(steps, size):
    made = 0
    try:
        for piece in apply_delta(b"o" * 100, header(size) + steps, size):
            made += len(piece)
    except DeltaDamaged:
        pass
    assert made <= size
