from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.entities import Word
from app.domain.state import CongressState
from app.domain.transcript import Recording, Segment
from app.minutes.errors import NothingRecorded
from app.minutes.subtitles import LINE_CHARS, MAX_LINES, MAX_MS, cues_of, to_srt, to_vtt
from tests.fakes.congress import fixed_id, people
from tests.unit.minutes.congress import small_congress

STAMP = re.compile(r"(\d\d):(\d\d):(\d\d)[,.](\d\d\d) --> (\d\d):(\d\d):(\d\d)[,.](\d\d\d)$")


def parsed(text: str) -> list[tuple[int, int, list[str]]]:
    """Cues of an SRT or VTT file, read by the format's own rule: blank lines between blocks."""
    found = []
    for block in re.split(r"\n\n+", text.replace("\r\n", "\n").strip("\n")):
        lines = block.split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if STAMP.match(line)), None)
        if at is not None:
            numbers = [int(one) for one in STAMP.match(lines[at]).groups()]
            start, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (numbers[:4], numbers[4:]))
            found.append((start, end, lines[at + 1 :]))
    return found


def spoken(*segments: Segment) -> CongressState:
    state = CongressState()
    for number, recording_id in enumerate(dict.fromkeys(one.recording_id for one in segments)):
        state.recordings[recording_id] = Recording(
            recording_id, number * 10_000_000, 16_000, fixed_id("chair"), duration_ms=60_000
        )
    state.segments = {one.id: one for one in segments}
    state.persons = {one.id: one for one in people()}
    return state


def segment(text: str, start_ms: int = 0, end_ms: int = 5_000, recording: str = "one", **more) -> Segment:
    return Segment(
        id=fixed_id(f"{recording} {start_ms} {text}"),
        recording_id=fixed_id(recording),
        start_ms=start_ms,
        end_ms=end_ms,
        heard=more.pop("heard", text),
        edited=text,
        engine="engine",
        words=more.pop("words", ()),
        speaker_person_id=more.pop("speaker", None),
        **more,
    )


def test_subtitles_of_a_congress_read_back():
    state, _ = small_congress()
    cues = cues_of(state)
    for text in (to_srt(cues).decode(), to_vtt(cues).decode()):
        assert parsed(text) == [(cue.start_ms, cue.end_ms, list(cue.lines)) for cue in cues]
    text = to_vtt(cues).decode()
    assert text.startswith("WEBVTT\n\n")
    assert "Chưa rõ: Xin mời" in text.replace("\n", " ") or "Chưa rõ: xin mời" in text.replace("\n", " ")
    assert "khục" not in text, "struck out"
    assert text.count("Hoàng Văn Bản:") == 1


def test_words_keep_the_moment_they_were_heard_at():
    times = [("kính", 0), ("thưa", 400), ("đại", 4_000), ("hội", 4_200), ("lần", 4_900)]
    words = tuple(Word(text=text, start_ms=at, end_ms=at + 200) for text, at in times)
    (first, second) = cues_of(
        spoken(segment("Kính thưa Đại hội lần thứ nhất.", heard="kính thưa đại hội lần", words=words))
    )
    assert first.lines == ("Chưa rõ: Kính thưa",)
    assert second.start_ms == 4_000, "a pause of three seconds parts them"
    assert second.lines == ("Đại hội lần thứ nhất.",)


def test_recordings_follow_each_other_unless_one_is_named():
    state = spoken(segment("Một."), segment("Hai.", recording="two"))
    assert [cue.start_ms for cue in cues_of(state)] == [0, 60_000]
    (only,) = cues_of(state, fixed_id("two"))
    assert (only.start_ms, only.lines) == (0, ("Chưa rõ: Hai.",))
    with pytest.raises(NothingRecorded):
        cues_of(state, fixed_id("three"))


def test_what_players_would_take_for_markup_is_shown():
    cues = cues_of(spoken(segment("Nếu a<b thì --> & {b}.", speaker=people()[0].id)))
    assert unescape(to_vtt(cues).decode()).count("-->") == 2
    assert "a&lt;b" in to_vtt(cues).decode()
    assert "<b" not in to_srt(cues).decode()
    assert "Nguyễn Thị Ánh: Nếu" in to_srt(cues).decode()


@st.composite
def transcripts(draw) -> CongressState:
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
    segments, at_ms = [], 0
    for number in range(draw(st.integers(1, 6))):
        at_ms = max(0, at_ms + draw(st.integers(-3_000, 9_000)))
        end_ms = at_ms + draw(st.integers(0, 40_000))
        heard = draw(st.lists(st.sampled_from(["kính", "thưa", "đại", "hội"]), max_size=12))
        moments = sorted(draw(st.lists(st.integers(0, 60_000), min_size=len(heard), max_size=len(heard))))
        words = tuple(
            Word(text=text, start_ms=at, end_ms=at + 150) for text, at in zip(heard, moments, strict=True)
        )
        said = draw(st.one_of(texts, st.just(" ".join(heard)), st.just("x" * 300)))
        one = segment(said, at_ms, end_ms, heard=" ".join(heard), words=words)
        name = draw(st.one_of(st.just(""), st.text("Tên Dài <>", max_size=80)))
        segments.append(replace(one, id=fixed_id(f"segment {number}"), speaker_name=name))
        at_ms = end_ms
    return spoken(*segments)


@settings(deadline=None, max_examples=80)
@given(state=transcripts())
def test_every_cue_can_be_read(state):
    try:
        cues = cues_of(state)
    except NothingRecorded:
        return
    before_ms = 0
    for cue in cues:
        assert before_ms <= cue.start_ms < cue.end_ms <= cue.start_ms + MAX_MS
        assert 1 <= len(cue.lines) <= MAX_LINES
        assert all(line.strip() and len(line) <= LINE_CHARS for line in cue.lines)
        before_ms = cue.end_ms
    assert len(parsed(to_srt(cues).decode())) == len(cues)
    assert len(parsed(to_vtt(cues).decode())) == len(cues)
