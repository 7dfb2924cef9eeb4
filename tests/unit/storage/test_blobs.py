from __future__ import annotations

import hashlib
import io
import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.storage.blobs import CHUNK_BYTES, chunk_count, read_in_chunks
from app.storage.errors import BlobDamaged, BlobMissing, DiskFull

sizes = st.sampled_from([0, 1, 17, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 5])


def _file_of(store):
    (path,) = (store.folder / "blobs").iterdir()
    return path


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(sizes, st.integers(0, 1 << 32))
def test_what_is_put_is_what_is_read(store, size, seed):
    data = random.Random(seed).randbytes(size)
    sha256 = store.blobs.put(data)
    assert store.blobs.read(sha256) == data
    assert store.blobs.size_bytes(sha256) == size
    assert b"".join(store.blobs.read_chunk(sha256, i) for i in range(chunk_count(size))) == data
    with pytest.raises(IndexError):
        store.blobs.read_chunk(sha256, chunk_count(size))
    store.blobs.destroy(sha256)
    with pytest.raises(BlobMissing):
        store.blobs.read(sha256)


def test_a_transfer_resumes_where_it_stopped(open_store):
    data = os.urandom(4 * CHUNK_BYTES + 100)
    sha256 = hashlib.sha256(data).hexdigest()
    chunks = list(read_in_chunks(io.BytesIO(data).read))
    store = open_store()
    with store.blobs.writer(sha256, len(data)) as writer:
        writer.write_chunk(chunks[0])
        writer.write_chunk(chunks[1])
    assert not store.blobs.has(sha256)
    with pytest.raises(BlobMissing):
        store.blobs.read(sha256)
    store.close()
    store = open_store()
    assert store.blobs.chunks_done(sha256) == 2
    with store.blobs.writer(sha256, len(data)) as writer:
        for chunk in chunks[writer.chunks_done :]:
            writer.write_chunk(chunk)
    assert store.blobs.read(sha256) == data
    assert list(store.blobs.names()) == [sha256]


def test_a_tail_that_never_reached_the_disk_is_fetched_again(open_store):
    data = os.urandom(3 * CHUNK_BYTES)
    sha256 = hashlib.sha256(data).hexdigest()
    store = open_store()
    with store.blobs.writer(sha256, len(data)) as writer:
        writer.write_chunk(data[:CHUNK_BYTES])
        writer.write_chunk(data[CHUNK_BYTES : 2 * CHUNK_BYTES])
    os.truncate(_file_of(store), CHUNK_BYTES + 200)
    with store.blobs.writer(sha256, len(data)) as writer:
        assert writer.chunks_done == 1
        for start in (CHUNK_BYTES, 2 * CHUNK_BYTES):
            writer.write_chunk(data[start : start + CHUNK_BYTES])
    assert store.blobs.read(sha256) == data


def test_other_bytes_than_promised_are_refused_and_forgotten(store):
    sha256 = hashlib.sha256(b"promised").hexdigest()
    writer = store.blobs.writer(sha256, 8)
    with pytest.raises(BlobDamaged):
        writer.write_chunk(b"too long for it")
    writer.write_chunk(b"deceived")
    with pytest.raises(BlobDamaged):
        writer.__exit__(None, None, None)
    assert store.blobs.chunks_done(sha256) == 0
    with pytest.raises(BlobMissing):
        store.blobs.read(sha256)
    with store.blobs.writer(sha256, 8) as again:
        again.write_chunk(b"promised")
    assert store.blobs.read(sha256) == b"promised"
    with pytest.raises(BlobDamaged):
        store.blobs.writer(sha256, 9)


@pytest.mark.parametrize("at", [0, 5, 12, CHUNK_BYTES, CHUNK_BYTES + 28, -1])
def test_a_changed_byte_on_disk_is_found(store, at):
    sha256 = store.blobs.put(os.urandom(CHUNK_BYTES + 100))
    path = _file_of(store)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(BlobDamaged):
        store.blobs.read(sha256)


def test_swapped_chunks_are_found(store):
    sha256 = store.blobs.put(os.urandom(2 * CHUNK_BYTES))
    path = _file_of(store)
    content = path.read_bytes()
    half = len(content) // 2
    path.write_bytes(content[half:] + content[:half])
    with pytest.raises(BlobDamaged):
        store.blobs.read_chunk(sha256, 0)


def test_neither_content_nor_name_is_readable_on_disk(store):
    text = "Báo cáo chính trị của Ban Chấp hành".encode() * 100
    sha256 = store.blobs.put(text)
    path = _file_of(store)
    assert "Báo cáo".encode() not in path.read_bytes()
    assert sha256[:8] not in path.name


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs Linux's /dev/full")  # noqa: PTH110
def test_a_full_disk_is_named_and_leaves_what_was_there(store):
    kept = store.blobs.put(b"kept")
    sha256 = hashlib.sha256(b"lost").hexdigest()
    store.blobs._path(sha256).symlink_to("/dev/full")
    with pytest.raises(DiskFull), store.blobs.writer(sha256, 4) as writer:
        writer.write_chunk(b"lost")
    assert store.blobs.read(kept) == b"kept"
    assert not store.blobs.has(sha256)


def test_a_large_blob_does_not_need_memory_for_itself(store):
    import tracemalloc

    size = 40 * CHUNK_BYTES
    chunk = os.urandom(CHUNK_BYTES)
    digest = hashlib.sha256()
    for _ in range(40):
        digest.update(chunk)
    tracemalloc.start()
    with store.blobs.writer(digest.hexdigest(), size) as writer:
        for _ in range(40):
            writer.write_chunk(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * CHUNK_BYTES
