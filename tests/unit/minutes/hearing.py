"""A submitted speech, and how a recogniser without faults would hear it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.minutes.alignment_words import SpeechText
from app.speech.text.lexicon import spoken_abbreviation
from app.speech.text.sounds import SoundTable

SPEECH = """Kính thưa Đoàn chủ tịch, kính thưa các vị đại biểu! Tôi xin trình bày về thủ tục cho dân ở phường.
Ba tháng đầu sau sắp xếp, bình quân mỗi ngày tiếp 260 lượt người, tăng 46% so với năm 2025.
Vì vậy việc đầu tiên không phải là mua máy mới, mà là bỏ bớt giấy.
Điều đáng mừng là người dân không bị bỏ lại phía sau. Cứ chiều thứ tư ngồi ở nhà văn hóa, ai cần thì đến.
Các cháu đoàn viên làm rất kiên trì và rất vui.
Đề nghị Đại hội giao Ủy ban nhân dân phường mỗi quý công bố danh mục giấy tờ đã bỏ."""

spoken_forms = spoken_abbreviation


def sounds(words: Sequence[str]) -> Callable[[str], NDArray[np.float32]]:
    """Distances by ear, as the application wires them."""
    return SoundTable(words).distances


def text_of_speech(text: str = SPEECH) -> SpeechText:
    return SpeechText.of(text, spoken_forms)


def spoken(text: str) -> str:
    """The first spoken form of every word, in lower case without signs."""
    row = SpeechText.of(text, spoken_forms)
    syllables: list[str] = []
    place = 0
    for at in range(1, len(row.syllables)):
        begins = at == 1 or row.word_of[at] != row.word_of[at - 1]
        if begins or (row.before[at] == (at - 1,) and place == at - 1):
            place = at
            syllables.append(row.syllables[at])
    return " ".join(syllables)
