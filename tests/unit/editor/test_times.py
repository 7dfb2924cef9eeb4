"""Words of the page belong to moments of the sound, whatever became of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import payloads as p
from app.domain.entities import RepairKind
from app.ui.editor.times import cut_at, shown_words, word_at_letter, word_at_time
from tests.fakes.basics import fixed_id
from tests.unit.editor.transcripts import RECORDING, Transcript, piece


def _repaired() -> Transcript:
    congress = Transcript()
    congress.hear("s", "năm hai không hai lăm phường an bình có tăng", confidences=[900] * 8 + [300, 900])
    congress.repair(
        fixed_id("s"),
        piece("Năm", 0, 1, RepairKind.CASE),
        piece("2025,", 1, 5, RepairKind.NUMBER),
        piece("phường", 5, 6),
        piece("An Bình", 6, 8, RepairKind.NAME),
        piece("có", 8, 9),
        piece("tăng.", 9, 10, RepairKind.PUNCTUATION),
    )
    return congress


def test_heard_words_have_their_own_times() -> None:
    congress = Transcript()
    congress.hear("s", "kính thưa đại hội", 5_000, confidences=[900, 900, 900, 500])
    words = shown_words(congress.at(fixed_id("s")))
    assert [(w.text, w.start, w.start_ms, w.is_doubtful) for w in words] == [
        ("kính", 0, 5_000, False),
        ("thưa", 5, 6_000, False),
        ("đại", 10, 7_000, False),
        ("hội", 14, 8_000, True),
    ]
    assert word_at_letter(words, 7).text == "thưa"
    assert word_at_time(words, 7_500).text == "đại"
    assert word_at_time(words, 4_999) is None


def test_without_word_times_letters_share_the_time() -> None:
    congress = Transcript()
    heard = p.SegmentHeard(
        segment_id=fixed_id("s"),
        recording_id=RECORDING,
        start_ms=0,
        end_ms=11_000,
        text="abcd ef ghi",
        engine="x",
    )
    congress.load(heard)
    words = shown_words(congress.at(fixed_id("s")))
    assert [(w.start_ms, w.end_ms) for w in words] == [(0, 4_000), (5_000, 7_000), (8_000, 11_000)]


def test_the_machine_s_words_know_what_was_heard() -> None:
    segment = _repaired().at(fixed_id("s"))
    words = shown_words(segment)
    assert " ".join(word.text for word in words) == segment.text == "Năm 2025, phường An Bình có tăng."
    number = words[1]
    assert (number.machine_heard, number.heard_from, number.heard_to) == ("hai không hai lăm", 1, 5)
    assert (number.start_ms, number.end_ms) == (1_000, 4_900)
    assert [word.start_ms for word in words[3:5]] == [6_000, 7_000]
    assert words[2].kind is None
    assert not words[2].machine_heard
    assert [word.text for word in words if word.is_doubtful] == ["có"]


def test_edited_words_keep_the_moment_of_what_they_stand_for() -> None:
    congress = _repaired()
    congress.edit(fixed_id("s"), "Năm 2025, tại phường An Bình, hộ nghèo giảm.")
    words = shown_words(congress.at(fixed_id("s")))
    times = {word.text: word.start_ms for word in words}
    assert times["Năm"] == 0
    assert times["2025,"] == 1_000
    assert times["tại"] == 5_000
    assert times["phường"] == 5_000
    assert times["An"] == 6_000
    assert times["hộ"] >= 8_000
    assert words[1].kind is RepairKind.NUMBER
    assert not any(word.is_doubtful for word in words)
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)


def test_deviations_from_a_speech_being_read() -> None:
    congress = Transcript()
    congress.hear("s", "kính thưa à đại hội", confidences=[100] * 5)
    speech = RepairKind.SPEECH
    pieces = (piece("Kính thưa", 0, 2, speech), piece("à", 2, 3), piece("Đại hội,", 3, 5, speech))
    congress.repair(fixed_id("s"), *pieces, document_id=fixed_id("document"))
    words = shown_words(congress.at(fixed_id("s")))
    assert [word.text for word in words if word.is_deviation] == ["à"]
    assert [word.text for word in words if word.is_doubtful] == ["à"]


def test_a_cut_inside_what_the_machine_joined_shares_the_texts() -> None:
    segment = _repaired().at(fixed_id("s"))
    assert cut_at(segment, 0) is None
    assert cut_at(segment, segment.text.index("phường")) == (5, 5_000, None)
    at_word, at_ms, texts = cut_at(segment, segment.text.index("Bình"))
    assert (at_word, at_ms, texts) == (7, 7_000, ("Năm 2025, phường An", "Bình có tăng."))


_WORDS = st.lists(
    st.sampled_from(["đại", "hội", "Đảng", "bộ", "2025", "an", "bình,"]), min_size=1, max_size=14
)


@settings(max_examples=80, deadline=None)
@given(_WORDS, _WORDS)
def test_any_edit_leaves_every_word_a_moment(heard: list[str], edited: list[str]) -> None:
    congress = Transcript()
    congress.hear("s", " ".join(heard), 2_000)
    congress.edit(fixed_id("s"), " ".join(edited))
    segment = congress.at(fixed_id("s"))
    words = shown_words(segment)
    assert [word.text for word in words] == edited
    assert [segment.text[word.start : word.end] for word in words] == edited
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)
    assert all(segment.start_ms <= word.start_ms <= word.end_ms <= segment.end_ms for word in words)
    assert all(0 <= word.heard_from <= word.heard_to <= len(heard) for word in words)
