"""Which speech is being read."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.minutes.alignment_follow import Followed, SpeechFollower
from tests.unit.minutes.hearing import SPEECH, sounds, spoken, spoken_forms

GREETING = SPEECH.splitlines()[0].split("! ")[0] + "!"
OTHER = f"""{GREETING} Tôi nói về thoát nước ở khu Tây.
Mùa mưa năm ngoái nước ngập các ngõ thấp suốt bốn ngày, hàng trăm hộ phải kê đồ lên cao.
Chúng tôi đề nghị nạo vét kênh trước tháng tư và lắp thêm hai trạm bơm ở cuối nguồn."""

FIRST, SECOND = UUID(int=1), UUID(int=2)
PARAGRAPHS, OTHERS = SPEECH.splitlines(), OTHER.splitlines()
AD_LIB = "con mèo nằm trên mái nhà nhìn mưa rơi ngoài sân mấy đứa trẻ đá bóng ầm ĩ suốt cả buổi chiều"


def follower() -> SpeechFollower:
    return SpeechFollower({FIRST: SPEECH, SECOND: OTHER}, sounds, spoken_forms)


def hear(follower: SpeechFollower, *segments: str) -> list[Followed]:
    return [
        one for number, heard in enumerate(segments) for one in follower.hear(UUID(int=100 + number), heard)
    ]


def test_a_greeting_alone_says_nothing_and_is_taken_once_the_speech_is_known() -> None:
    following = follower()
    assert following.hear(UUID(int=100), spoken(GREETING)) == ()
    followed = following.hear(UUID(int=101), spoken(OTHERS[1]))
    assert following.document_id == SECOND
    assert [one.segment_id.int for one in followed] == [100, 101]
    assert " ".join(piece.text for piece in followed[0].alignment.pieces) == GREETING


def test_a_speech_of_whoever_has_the_floor_is_believed_sooner() -> None:
    following = follower()
    heard = "mùa mưa năm ngoái nước ngập các ngõ"
    following.begin([SECOND])
    assert hear(following, heard)
    assert following.document_id == SECOND


def test_who_speaks_freely_is_not_taken_to_read() -> None:
    following = follower()
    assert hear(following, AD_LIB, "mời đồng chí tiếp tục", AD_LIB) == []
    assert following.document_id is None


def test_one_ad_lib_does_not_end_a_speech_but_leaving_the_paper_does() -> None:
    following = follower()
    hear(following, *map(spoken, PARAGRAPHS[:2]))
    hear(following, AD_LIB)
    assert following.document_id == FIRST
    hear(following, AD_LIB, AD_LIB)
    assert following.document_id is None
    followed = hear(following, *map(spoken, OTHERS[1:]))
    assert {one.document_id for one in followed} == {SECOND}


def test_the_next_speaker_begins_anew() -> None:
    following = follower()
    hear(following, *map(spoken, PARAGRAPHS[:3]))
    following.begin([SECOND])
    assert following.document_id is None
    followed = hear(following, *map(spoken, OTHERS))
    assert following.document_id == SECOND
    assert followed[-1].alignment.speech_to == len(following.text(SECOND).words)


def test_a_paper_handed_in_twice_is_one_speech() -> None:
    following = SpeechFollower({FIRST: SPEECH, SECOND: SPEECH}, sounds, spoken_forms)
    hear(following, *map(spoken, PARAGRAPHS[:3]))
    assert following.document_id == FIRST


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([*map(spoken, PARAGRAPHS), *map(spoken, OTHERS), AD_LIB, ""]), max_size=8))
def test_pieces_always_cover_what_was_heard(segments: list[str]) -> None:
    for one in hear(follower(), *segments):
        heard = segments[one.segment_id.int - 100].split()
        covered = [word for piece in one.alignment.pieces for word in range(piece.heard_from, piece.heard_to)]
        assert covered == list(range(len(heard)))
