"""Heard words against a submitted speech."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.entities import RepairKind
from app.minutes.alignment import Alignment, SpeechAligner, align_speech
from app.minutes.alignment_judge import DeviationKind
from app.minutes.alignment_words import SpeechText, spell_number
from tests.unit.minutes.hearing import SPEECH, spoken, spoken_forms, text_of_speech
from tests.unit.minutes.hearing import sounds as make_sounds

TEXT = text_of_speech()
PARAGRAPHS = SPEECH.splitlines()


def align(*segments: str) -> tuple[Alignment, ...]:
    return align_speech(TEXT, segments, make_sounds)


def shown(alignments: Sequence[Alignment]) -> str:
    return " ".join(piece.text for alignment in alignments for piece in alignment.pieces)


def named(alignment: Alignment) -> list[tuple[str, str]]:
    return [
        (deviation.kind.value, " ".join(TEXT.words[deviation.speech_from : deviation.speech_to]))
        for deviation in alignment.deviations
    ]


def test_what_is_read_takes_the_text() -> None:
    alignments = align(*(spoken(paragraph) for paragraph in PARAGRAPHS))
    assert shown(alignments) == " ".join(SPEECH.split())
    assert not any(alignment.deviations for alignment in alignments)
    assert alignments[0].speech_from == 0
    assert alignments[-1].speech_to == len(TEXT.words)
    kinds = {piece.kind for alignment in alignments for piece in alignment.pieces}
    assert kinds == {None, RepairKind.SPEECH}


def test_numbers_are_written_as_in_the_text() -> None:
    (alignment,) = align(
        "mỗi ngày tiếp hai trăm sáu mươi lượt người tăng bốn sáu phần trăm so với năm hai không hai lăm"
    )
    assert shown([alignment]).endswith("260 lượt người, tăng 46% so với năm 2025.")
    assert named(alignment)[0][0] == DeviationKind.SKIPPED  # it began later


@pytest.mark.parametrize(
    ("heard", "written", "said"),
    [
        ("tiếp hai trăm bảy mươi lượt người", "260", "hai trăm bảy mươi"),
        ("người dân chưa bị bỏ lại phía sau", "không", "chưa"),
        ("tăng bốn mươi lăm phần trăm so với", "46%", "bốn mươi lăm phần trăm"),
    ],
)
def test_numbers_and_denials_are_never_guessed(heard: str, written: str, said: str) -> None:
    (alignment,) = align(heard)
    changes = [deviation for deviation in alignment.deviations if deviation.kind is DeviationKind.CHANGED]
    assert [" ".join(TEXT.words[c.speech_from : c.speech_to]) for c in changes] == [written]
    assert [" ".join(heard.split()[c.heard_from : c.heard_to]) for c in changes] == [said]
    assert said in shown([alignment])


def test_slips_of_a_recogniser_are_no_deviations() -> None:
    heard = "các cháo đoàn vin làm rất kiên chì và dất vui"  # cháu, viên, trì, rất
    (alignment,) = align(heard)
    assert shown([alignment]) == "Các cháu đoàn viên làm rất kiên trì và rất vui."
    assert [kind for kind, _ in named(alignment)] == ["skipped"]  # what comes before in the speech


def test_a_word_put_in_stays_as_heard() -> None:
    (alignment,) = align(spoken("Vì vậy việc đầu tiên tuyệt đối không phải là mua máy mới").replace("12", ""))
    added = [deviation for deviation in alignment.deviations if deviation.kind is DeviationKind.ADDED]
    assert [(deviation.heard_from, deviation.heard_to) for deviation in added] == [(5, 7)]
    assert "tuyệt đối không" in shown([alignment])


def test_an_ad_lib_of_several_segments_does_not_lose_the_place() -> None:
    said = ["hôm qua tôi vừa gặp bà con ở khu phố ba", "bà con nói rằng cán bộ trẻ bây giờ nhanh nhẹn lắm"]
    alignments = align(spoken(PARAGRAPHS[0]), *said, spoken(PARAGRAPHS[1]))
    for heard, alignment in zip(said, alignments[1:3], strict=True):
        assert shown([alignment]) == heard
        assert [d.kind for d in alignment.deviations] == [DeviationKind.ADDED]
    assert alignments[3].deviations == ()


def test_a_passage_read_twice_is_no_deviation() -> None:
    order = [0, 1, 1, 2]
    alignments = align(*(spoken(PARAGRAPHS[place]) for place in order))
    assert shown(alignments) == " ".join(" ".join(PARAGRAPHS[place].split()) for place in order)
    assert not any(alignment.deviations for alignment in alignments)


def test_what_seemed_skipped_and_is_read_later_is_taken_back() -> None:
    aligner = SpeechAligner(TEXT, make_sounds)
    aligner.hear(spoken(PARAGRAPHS[0]))
    aligner.hear(spoken(PARAGRAPHS[2]))
    assert named(aligner.alignments[1]) == [("skipped", " ".join(PARAGRAPHS[1].split()))]
    changed = aligner.hear(spoken(PARAGRAPHS[1]))
    assert sorted(changed) == [1, 2]
    assert aligner.alignments[1].deviations == ()


def test_a_word_torn_and_words_run_together_are_the_texts() -> None:
    heard = "cứ chiều thứ tư ngồi ở nhà vănhóa ai cần thì đến"
    (alignment,) = align(heard)
    assert "ở nhà văn hóa, ai cần" in shown([alignment])


def test_a_whole_other_speech_agrees_nowhere() -> None:
    alignments = align("con mèo nằm trên mái nhà nhìn mưa rơi", "ngoài sân mấy đứa trẻ đá bóng ầm ĩ")
    assert sum(alignment.agreeing for alignment in alignments) <= 2
    assert shown(alignments).startswith("con mèo nằm trên mái nhà")


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(PARAGRAPHS))), st.integers(1, len(PARAGRAPHS)), st.integers(0, 3))
def test_any_order_and_any_skips(order: Sequence[int], count: int, seed: int) -> None:
    chosen = [PARAGRAPHS[place] for place in order[:count]]
    alignments = align(*(spoken(paragraph) for paragraph in chosen))
    assert shown(alignments) == " ".join(" ".join(paragraph.split()) for paragraph in chosen)
    left_out = {w for a in alignments for d in a.deviations for w in range(d.speech_from, d.speech_to)}
    read = " ".join(chosen).split()
    assert len(left_out) <= len(TEXT.words) - len(read)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([*spoken(SPEECH).split()[:60], "xx", "2025", "ờ", "12/9"]), max_size=30),
        max_size=6,
    )
)
def test_pieces_cover_the_heard_words_once_and_in_order(segments: list[list[str]]) -> None:
    alignments = align(*(" ".join(words) for words in segments))
    assert len(alignments) == len(segments)
    for words, alignment in zip(segments, alignments, strict=True):
        position = 0
        for piece in alignment.pieces:
            assert piece.heard_from == position < piece.heard_to
            assert piece.text
            position = piece.heard_to
        assert position == len(words)
        for deviation in alignment.deviations:
            assert 0 <= deviation.heard_from <= deviation.heard_to <= len(words)
            assert 0 <= deviation.speech_from <= deviation.speech_to <= len(TEXT.words)


def test_live_and_afterwards_agree() -> None:
    chance = random.Random(4)
    words = spoken(SPEECH).split()
    segments = []
    while words:
        count = chance.randrange(3, 15)
        segments.append(" ".join(words[:count]))
        words = words[count:]
    aligner = SpeechAligner(TEXT, make_sounds)
    for heard in segments:
        aligner.hear(heard)
    assert shown(aligner.alignments) == shown(align(*segments))


@given(st.integers(0, 10**12 - 1))
def test_every_number_is_heard_as_it_is_spelled(value: int) -> None:
    text = SpeechText.of(f"tổng {value} đồng")
    heard = f"tổng {' '.join(spell_number(value))} đồng"
    (alignment,) = align_speech(text, [heard], make_sounds)
    assert shown([alignment]) == f"tổng {value} đồng"
    assert alignment.deviations == ()


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Nghị quyết số 18-NQ/TW", "nghị quyết số mười tám gạch ngang nờ quờ trung ương"),
        ("ngày 14/8/2025", "ngày mười bốn tháng tám năm hai nghìn không trăm hai mươi lăm"),
        ("nhiệm kỳ 2025 - 2030", "nhiệm kỳ hai không hai lăm đến hai không ba mươi"),
        ("đạt 12,5%", "đạt mười hai phẩy năm phần trăm"),
        ("Đại hội lần thứ XIV", "đại hội lần thứ mười bốn"),
        ("UBND phường", "ủy ban nhân dân phường"),
        ("chỉ 1.250 hộ", "chỉ một ngàn hai trăm năm mươi hộ"),
        ("dài 3 km, rộng 20 m²", "dài ba ki lô mét rộng hai mươi mét vuông"),
        ("hai trăm hộ", "200 hộ"),  # an engine that writes numerals
    ],
)
def test_written_forms_are_known_by_ear(written: str, heard: str) -> None:
    (alignment,) = align_speech(SpeechText.of(written, spoken_forms), [heard], make_sounds)
    assert shown([alignment]) == written
    assert alignment.deviations == ()


@example("Phụ lục 1.2.3/BC")
@given(st.text(max_size=80) | st.text("0125.,/-%²aBĐIV –", max_size=24))
def test_any_text_can_be_a_speech(text: str) -> None:
    row = SpeechText.of(text)
    assert len(row.words) == len(row.opens) == len(row.numeric)
    assert len(row.syllables) == len(row.word_of) == len(row.before)
    for place, before in enumerate(row.before[1:], 1):
        assert before
        assert all(0 <= other < place for other in before)
    align_speech(row, [text[:40]], make_sounds)
