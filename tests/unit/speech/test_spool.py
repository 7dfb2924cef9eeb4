from __future__ import annotations

from uuid import UUID

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.speech.audio import SAMPLE_RATE_HZ
from app.speech.errors import DiskFull, SpoolDamaged, SpoolSealed, SpoolWrongKey
from app.speech.spool_format import FRAME_SAMPLES, HEADER_BYTES, RECORD_HEAD, VERSION_OFFSET
from app.speech.spool_reader import SpoolReader
from app.speech.spool_writer import MAX_UNWRITTEN_SAMPLES, SpoolWriter
from tests.fakes.audio import noise_pcm
from tests.fakes.full_disk import file_size_limit

ID = UUID(int=1)
KEY = bytes(range(32))
FRAMES = 20
OPEN_BYTES = RECORD_HEAD.size + 32
FRAME_BYTES = RECORD_HEAD.size + FRAME_SAMPLES * 2 + 16


def record(path, pcm, *, seal=True, recording_id=ID, key=KEY):
    writer = SpoolWriter.create(path, recording_id, key)
    writer.append(pcm)
    writer.close(seal=seal)
    return path


def read_all(path, key=KEY) -> np.ndarray:
    with SpoolReader(path, key) as reader:
        return reader.read(0, reader.refresh())


@pytest.fixture(scope="module")
def unsealed(tmp_path_factory) -> bytes:
    """Two seconds in whole frames: more than a crash may tear."""
    path = tmp_path_factory.mktemp("spool") / "recording"
    return record(path, noise_pcm(FRAMES * FRAME_SAMPLES), seal=False).read_bytes()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("scratch") / "recording"


def test_what_goes_in_comes_out(tmp_path):
    pcm = noise_pcm(10 * FRAME_SAMPLES + 123)
    path = record(tmp_path / "recording", pcm)
    np.testing.assert_array_equal(read_all(path), pcm)
    with SpoolReader(path, KEY) as reader:
        assert (reader.recording_id, reader.sealed) == (ID, True)
        np.testing.assert_array_equal(reader.read(3_999, 4_002), pcm[3_999:8_001])
        assert len(reader.read(reader.samples, 10)) == 0


@settings(deadline=None)
@given(sizes=st.lists(st.integers(0, 9_000), max_size=12), start=st.integers(0, 40_000))
def test_blocks_of_any_size_and_reading_from_any_sample(scratch, sizes, start):
    scratch.unlink(missing_ok=True)
    pcm = noise_pcm(sum(sizes))
    writer = SpoolWriter.create(scratch, ID, KEY)
    for first, size in zip(np.cumsum([0, *sizes]), sizes, strict=False):
        assert writer.append(pcm[first : first + size])
        writer.flush()
    writer.close(seal=True)
    with SpoolReader(scratch, KEY) as reader:
        np.testing.assert_array_equal(reader.read(start, 7_000), pcm[start : start + 7_000])


@settings(deadline=None)
@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 9_000)), max_size=12),
    start=st.integers(0, 40_000),
    cut=st.integers(0, 1 << 20),
)
def test_gaps_read_as_silence_and_survive_a_cut(scratch, steps, start, cut):
    scratch.unlink(missing_ok=True)
    writer = SpoolWriter.create(scratch, ID, KEY)
    pieces = [np.empty(0, np.int16)]
    for is_gap, size in steps:
        if is_gap:
            writer.append_gap(size)
            pieces.append(np.zeros(size, np.int16))
        else:
            pieces.append(noise_pcm(size, seed=len(pieces)))
            assert writer.append(pieces[-1])
        assert writer.accepted_samples == sum(map(len, pieces))
    writer.close(seal=True)
    whole = np.concatenate(pieces)
    with SpoolReader(scratch, KEY) as reader:
        assert (reader.sealed, reader.samples) == (True, len(whole))
        np.testing.assert_array_equal(reader.read(start, 7_000), whole[start : start + 7_000])

    content = scratch.read_bytes()
    scratch.write_bytes(content[: max(HEADER_BYTES, cut % len(content))])
    again = SpoolWriter.reopen(scratch, KEY)
    kept = again.accepted_samples
    again.append(noise_pcm(100))
    again.close(seal=True)
    np.testing.assert_array_equal(read_all(scratch), np.concatenate((whole[:kept], noise_pcm(100))))


def test_an_hour_of_pause_costs_no_space_and_no_memory(tmp_path):
    path = tmp_path / "recording"
    writer = SpoolWriter.create(path, ID, KEY)
    writer.append(noise_pcm(FRAME_SAMPLES))
    writer.append_gap(3600 * SAMPLE_RATE_HZ)
    writer.append(noise_pcm(FRAME_SAMPLES))
    writer.close(seal=True)
    assert path.stat().st_size < HEADER_BYTES + OPEN_BYTES + 2 * FRAME_BYTES + 100
    with SpoolReader(path, KEY) as reader:
        assert not reader.read(1800 * SAMPLE_RATE_HZ, SAMPLE_RATE_HZ).any()
        np.testing.assert_array_equal(reader.read(reader.samples - 10, 99), noise_pcm(FRAME_SAMPLES)[-10:])


def test_a_recording_of_version_1_is_read_and_gone_on_with(unsealed, tmp_path):
    path = tmp_path / "recording"
    old = bytearray(unsealed)
    old[VERSION_OFFSET : VERSION_OFFSET + 2] = (1).to_bytes(2)
    path.write_bytes(old)
    np.testing.assert_array_equal(read_all(path), noise_pcm(FRAMES * FRAME_SAMPLES))
    writer = SpoolWriter.reopen(path, KEY)
    writer.append_gap(7)
    writer.close(seal=True)
    np.testing.assert_array_equal(read_all(path)[FRAMES * FRAME_SAMPLES :], np.zeros(7))
    assert path.read_bytes()[VERSION_OFFSET : VERSION_OFFSET + 2] == (2).to_bytes(2)


@settings(deadline=None)
@given(cut=st.integers(0, 1 << 20))
def test_cut_at_any_byte_every_whole_frame_before_is_recovered_and_nothing_else(unsealed, scratch, cut):
    cut %= len(unsealed) + 1
    scratch.write_bytes(unsealed[:cut])
    if cut < HEADER_BYTES:
        with pytest.raises(SpoolDamaged):
            SpoolWriter.reopen(scratch, KEY)
        return
    whole = max(0, cut - HEADER_BYTES - OPEN_BYTES) // FRAME_BYTES
    expected = noise_pcm(FRAMES * FRAME_SAMPLES)[: whole * FRAME_SAMPLES]
    np.testing.assert_array_equal(read_all(scratch), expected)

    writer = SpoolWriter.reopen(scratch, KEY)
    assert writer.recovery.samples == whole * FRAME_SAMPLES
    more = noise_pcm(FRAME_SAMPLES + 5, seed=9)
    writer.append(more)
    writer.close(seal=True)
    np.testing.assert_array_equal(read_all(scratch), np.concatenate((expected, more)))


@settings(deadline=None)
@given(at=st.integers(0, 1 << 20), bit=st.integers(0, 7))
@example(at=HEADER_BYTES + OPEN_BYTES - 1, bit=0)
def test_a_flipped_bit_is_detected(unsealed, scratch, at, bit):
    damaged = bytearray(unsealed)
    damaged[at % len(unsealed)] ^= 1 << bit
    scratch.write_bytes(damaged)
    try:
        seen = read_all(scratch)
    except (SpoolDamaged, SpoolWrongKey):
        return
    # The last record's length may now promise more than there is: it then looks torn, and is not given out.
    np.testing.assert_array_equal(seen, noise_pcm(FRAMES * FRAME_SAMPLES)[: len(seen)])
    assert len(seen) < FRAMES * FRAME_SAMPLES


@pytest.mark.parametrize("filler", [b"\0", b"\xff", b"\x02"])
def test_a_power_cut_may_leave_a_tail_that_was_never_written(unsealed, tmp_path, filler):
    path = tmp_path / "recording"
    path.write_bytes(unsealed + filler * 3 * FRAME_BYTES)
    writer = SpoolWriter.reopen(path, KEY)
    assert writer.recovery.samples == FRAMES * FRAME_SAMPLES
    assert writer.recovery.dropped_bytes == 3 * FRAME_BYTES
    writer.close(seal=True)
    assert len(read_all(path)) == FRAMES * FRAME_SAMPLES


def test_damage_that_no_crash_explains_is_not_cut_off(unsealed, tmp_path):
    path = tmp_path / "recording"
    damaged = bytearray(unsealed)
    damaged[HEADER_BYTES + OPEN_BYTES] = 0
    path.write_bytes(damaged)
    with pytest.raises(SpoolDamaged):
        SpoolWriter.reopen(path, KEY)
    assert path.read_bytes() == damaged


def test_records_cannot_be_moved_repeated_or_left_out(unsealed, tmp_path):
    head, first = unsealed[: HEADER_BYTES + OPEN_BYTES], HEADER_BYTES + OPEN_BYTES
    frames = [unsealed[at : at + FRAME_BYTES] for at in range(first, len(unsealed), FRAME_BYTES)]
    path = tmp_path / "recording"
    for order in ([1, 0, 2], [0, 0, 1], [0, 2, 3]):
        path.write_bytes(head + b"".join(frames[index] for index in order))
        with pytest.raises(SpoolDamaged):
            read_all(path)


def test_a_frame_of_another_recording_is_refused(tmp_path):
    pcm = noise_pcm(2 * FRAME_SAMPLES)
    one = record(tmp_path / "one", pcm).read_bytes()
    other = record(tmp_path / "other", pcm, recording_id=UUID(int=2)).read_bytes()
    spliced = tmp_path / "spliced"
    spliced.write_bytes(one[: HEADER_BYTES + OPEN_BYTES] + other[HEADER_BYTES + OPEN_BYTES :])
    with pytest.raises(SpoolDamaged):
        read_all(spliced)


def test_a_sealed_recording_that_lost_its_end_is_no_longer_sealed(tmp_path):
    path = record(tmp_path / "recording", noise_pcm(4 * FRAME_SAMPLES))
    path.write_bytes(path.read_bytes()[:-21])
    with SpoolReader(path, KEY) as reader:
        assert not reader.sealed


def test_the_wrong_key_and_a_sealed_recording_have_their_own_errors(tmp_path):
    path = record(tmp_path / "recording", noise_pcm(100))
    with pytest.raises(SpoolWrongKey):
        SpoolReader(path, bytes(32))
    with pytest.raises(SpoolSealed):
        SpoolWriter.reopen(path, KEY)
    with pytest.raises(FileExistsError):
        SpoolWriter.create(path, ID, KEY)


def test_nothing_of_the_sound_or_the_key_is_in_the_file(tmp_path):
    pcm = np.full(4 * FRAME_SAMPLES, 0x4142, np.int16)
    content = record(tmp_path / "recording", pcm).read_bytes()
    assert b"BABABA" not in content
    assert KEY[:8] not in content


def test_writing_again_at_the_same_place_uses_another_key(unsealed, tmp_path):
    """Else the torn record and its successor would share a nonce, and two texts could be compared."""
    path = tmp_path / "recording"
    path.write_bytes(unsealed[: HEADER_BYTES + OPEN_BYTES + FRAME_BYTES + 100])
    writer = SpoolWriter.reopen(path, KEY)
    writer.append(noise_pcm(FRAMES * FRAME_SAMPLES)[FRAME_SAMPLES:])
    writer.close(seal=False)
    at = HEADER_BYTES + OPEN_BYTES + FRAME_BYTES
    assert path.read_bytes()[at + OPEN_BYTES :][:FRAME_BYTES] != unsealed[at:][:FRAME_BYTES]
    np.testing.assert_array_equal(read_all(path), noise_pcm(FRAMES * FRAME_SAMPLES))


def test_a_reader_follows_a_growing_file(tmp_path):
    pcm = noise_pcm(6 * FRAME_SAMPLES)
    writer = SpoolWriter.create(tmp_path / "recording", ID, KEY)
    writer.flush()
    with SpoolReader(tmp_path / "recording", KEY) as reader:
        assert reader.samples == 0
        for frames in range(1, 7):
            writer.append(pcm[(frames - 1) * FRAME_SAMPLES : frames * FRAME_SAMPLES])
            writer.flush()
            assert reader.refresh() == frames * FRAME_SAMPLES
        writer.close(seal=True)
        reader.refresh()
        assert reader.sealed
        np.testing.assert_array_equal(reader.read(0, len(pcm)), pcm)


def test_durable_means_at_most_a_second_behind(tmp_path):
    writer = SpoolWriter.create(tmp_path / "recording", ID, KEY)
    for _ in range(50):
        writer.append(noise_pcm(FRAME_SAMPLES))
        writer.flush()
        assert writer.written_samples - writer.durable_samples < SAMPLE_RATE_HZ
    writer.close(seal=False)
    assert writer.durable_samples == 50 * FRAME_SAMPLES


def test_a_full_disk_costs_nothing_once_there_is_room_again(tmp_path):
    path = tmp_path / "recording"
    pcm = noise_pcm(12 * FRAME_SAMPLES)
    writer = SpoolWriter.create(path, ID, KEY)
    writer.append(pcm[: 4 * FRAME_SAMPLES])
    writer.flush()
    writer.append_gap(0)

    with file_size_limit(HEADER_BYTES + OPEN_BYTES + 5 * FRAME_BYTES + 1_000):
        assert writer.append(pcm[4 * FRAME_SAMPLES :])
        for _ in range(2):
            with pytest.raises(DiskFull):
                writer.flush()
            np.testing.assert_array_equal(read_all(path), pcm[: 5 * FRAME_SAMPLES])
        with pytest.raises(DiskFull):
            writer.close(seal=True)

    writer.close(seal=True)
    np.testing.assert_array_equal(read_all(path), pcm)


def test_memory_for_a_full_disk_is_bounded(tmp_path):
    writer = SpoolWriter.create(tmp_path / "recording", ID, KEY)
    writer.flush()
    pcm = noise_pcm(MAX_UNWRITTEN_SAMPLES)
    with file_size_limit(1):
        assert writer.append(pcm)
        with pytest.raises(DiskFull):
            writer.flush()
        assert not writer.append(pcm[:1])
    assert writer.accepted_samples == MAX_UNWRITTEN_SAMPLES
    writer.abandon()


def test_a_file_that_cannot_be_opened_is_told_by_name(tmp_path):
    with pytest.raises(SpoolDamaged) as told:
        SpoolReader(tmp_path / "gone", KEY)
    assert told.value.params == {"name": "gone", "index": 0}
