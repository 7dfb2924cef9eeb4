"""What the silence before a word says about the end of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.speech.text.labels import Break

SIGNS = {Break.NONE: "", Break.COMMA: ",", Break.END: "."}

_PAUSES_MS = (0, 150, 400, 1_000)
_LOG_ODDS = (-1.0, -1.0, 0.5, 2.5)
"""Read speech pauses some 150-300 ms within a sentence and 500 ms or more between two (Campione and
Véronis 2002). Set by hand and bounded, so that words outweigh a long thought: we have no Vietnamese
recording with both times and signs.
"""
_SEGMENT_END_LOG_ODDS = 1.0
"""A recogniser ends a segment where nothing was said; how long is not known."""


def end_scores(pauses_ms: Sequence[int] | None, word_count: int) -> list[float]:
    """How much likelier a sentence ends before each word, and behind the last: log odds, shape (word_count +
    1,).

    `pauses_ms`: the silence before each word and, where it is known, behind the last; None: not known.
    """
    scores = [0.0] * word_count + [_SEGMENT_END_LOG_ODDS]
    if pauses_ms is not None:
        known = np.interp(pauses_ms[: word_count + 1], _PAUSES_MS, _LOG_ODDS)
        scores[: len(known)] = [float(score) for score in known]
    return scores
