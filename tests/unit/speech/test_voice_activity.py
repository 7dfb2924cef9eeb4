from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.speech.voice_activity import (
    LONGEST_UTTERANCE,
    PADDING,
    WINDOW_SAMPLES,
    UtteranceCutter,
)


class LoudnessDetector:
    """Speech is whatever is not zero."""

    def process(self, window) -> float:
        return 1.0 if np.frombuffer(window, np.float32).any() else 0.0


def cut(pcm, block_samples):
    cutter = UtteranceCutter(LoudnessDetector())
    pieces = []
    for start in range(0, len(pcm), block_samples):
        pieces += cutter.accept(pcm[start : start + block_samples])
    return pieces + cutter.finish()


windows = st.lists(st.tuples(st.booleans(), st.integers(1, 900)), max_size=8)


@settings(deadline=None)
@given(spans=windows, block_samples=st.integers(100, 20_000))
def test_pieces_are_in_order_and_keep_every_sample_of_speech(spans, block_samples):
    parts = [np.full(count * 100, int(loud), np.int16) for loud, count in spans]
    pcm = np.concatenate([*parts, np.empty(0, np.int16)])
    pieces = cut(pcm, block_samples)

    kept = np.zeros(len(pcm), bool)
    end, length, is_open = 0, 0, False
    for piece in pieces:
        assert piece.begins is not is_open
        assert piece.first_sample >= end
        assert piece.begins or piece.first_sample == end
        end = piece.first_sample + len(piece.pcm)
        np.testing.assert_array_equal(piece.pcm, pcm[piece.first_sample : end])
        kept[piece.first_sample : end] = True
        length = len(piece.pcm) if piece.begins else length + len(piece.pcm)
        assert length <= LONGEST_UTTERANCE + PADDING + WINDOW_SAMPLES
        is_open = not piece.ends
    assert not is_open
    # A stretch shorter than a window at the very end may go unheard.
    assert not pcm[: len(pcm) - WINDOW_SAMPLES][~kept[: len(pcm) - WINDOW_SAMPLES]].any()


def test_the_size_of_blocks_changes_nothing():
    pcm = np.concatenate(
        [np.full(n, v, np.int16) for n, v in ((9_000, 0), (30_000, 5), (20_000, 0), (8_000, 3))]
    )

    def utterances(block_samples):
        pieces = cut(pcm, block_samples)
        starts = [piece.first_sample for piece in pieces if piece.begins]
        return starts, [piece.first_sample + len(piece.pcm) for piece in pieces if piece.ends]

    assert utterances(160) == utterances(4_000) == utterances(len(pcm))
    assert len(utterances(160)[0]) == 2
