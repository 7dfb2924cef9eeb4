"""The page follows the state by touching only what changed, and always equals a page made anew."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import payloads as p
from app.domain.entities import Role
from app.ui.editor.page import Page, Speaker, Splice, recent_speakers, turn_from
from tests.fakes.basics import START_MS, fixed_id
from tests.unit.editor.transcripts import ANH, BINH, RECORDING, Transcript


def _fresh(congress: Transcript) -> Page:
    page = Page()
    page.update(congress.state)
    return page


def _ten(congress: Transcript) -> list[UUID]:
    return [
        congress.hear(f"s{n}", f"đoạn số {n}", 10_000 * n, speaker=ANH if n < 5 else BINH) for n in range(10)
    ]


def test_lines_in_order_with_names_where_they_change() -> None:
    congress = Transcript()
    ids = _ten(congress)
    page = _fresh(congress)
    assert [line.segment.id for line in page.lines] == ids
    assert [row for row, line in enumerate(page.lines) if line.begins_turn] == [0, 5]
    assert page.lines[5].speaker == Speaker(BINH, "Trần Bình")
    assert page.lines[3].at_utc_ms == START_MS + 30_000
    assert [page.row_of(id_) for id_ in ids] == list(range(10))
    assert page.row_of(fixed_id("nobody")) is None


def test_one_change_touches_one_line() -> None:
    congress = Transcript()
    ids = _ten(congress)
    page = _fresh(congress)
    others = [line for row, line in enumerate(page.lines) if row != 4]
    congress.edit(ids[4], "khác hẳn")
    assert page.update(congress.state) == Splice(4, 1, 1)
    assert page.lines[4].segment.text == "khác hẳn"
    assert all(a is b for a, b in zip(others, page.lines[:4] + page.lines[5:], strict=True))
    assert page.update(congress.state) is None


def test_a_new_speaker_moves_the_names_around_it() -> None:
    congress = Transcript()
    ids = _ten(congress)
    page = _fresh(congress)
    congress.say(p.SegmentsAttributed(segment_ids=(ids[2],), person_id=BINH))
    assert page.update(congress.state) == Splice(2, 2, 2)
    assert [row for row, line in enumerate(page.lines) if line.begins_turn] == [0, 2, 3, 5]
    assert turn_from(page, 3) == [congress.at(ids[3]), congress.at(ids[4])]
    assert [one.name for one in recent_speakers(page, 9)] == ["Trần Bình", "Lê Anh"]


def test_the_floor_names_who_was_not_named() -> None:
    congress = Transcript()
    congress.hear("early", "ai đó nói", speaker=None)
    page = _fresh(congress)
    assert page.lines[0].is_of_unknown
    congress.clock.now = START_MS - 1_000
    congress.say(p.FloorGiven(person_id=BINH))
    assert page.update(congress.state) == Splice(0, 1, 1)
    assert page.lines[0].speaker.name == "Trần Bình"
    congress.say(p.SegmentsAttributed(segment_ids=(fixed_id("early"),), name="Ông Ba"))
    page.update(congress.state)
    assert page.lines[0].speaker == Speaker(None, "Ông Ba")


def test_another_run_takes_the_place_of_what_was_heard_live() -> None:
    congress = Transcript()
    ids = _ten(congress)
    page = _fresh(congress)
    run = fixed_id("run")
    congress.load(
        p.SegmentHeard(
            segment_id=fixed_id("again"), recording_id=RECORDING, start_ms=20_000, end_ms=45_000,
            text="nghe lại", engine="vosk", run_id=run, speaker_person_id=ANH,
        ),
    )  # fmt: skip
    assert page.update(congress.state) is None
    congress.say(
        p.RecordingRetranscribed(
            recording_id=RECORDING, run_id=run, engine="vosk", start_ms=20_000, end_ms=45_000
        )
    )
    page.update(congress.state)
    assert [line.segment.id for line in page.lines] == [*ids[:2], fixed_id("again"), *ids[5:]]


def test_what_is_heard_now() -> None:
    congress = Transcript()
    _ten(congress)
    page = _fresh(congress)
    assert page.row_at(RECORDING, 30_000) == 3
    assert page.row_at(RECORDING, 39_999) == 3
    assert page.row_at(fixed_id("another"), 0) is None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_following_equals_reading_anew(deeds: list[int], chance: random.Random) -> None:
    congress = Transcript()
    _ten(congress)
    page = _fresh(congress)
    for number, deed in enumerate(deeds):
        ids = [line.segment.id for line in page.lines]
        at = chance.randrange(len(ids))
        if deed == 0:
            congress.edit(ids[at], f"sửa {number}")
        elif deed == 1 and at:
            congress.say(p.SegmentsMerged(first_id=ids[at - 1], second_id=ids[at]))
        elif deed == 2:
            cut = p.SegmentSplit(
                segment_id=ids[at], new_id=fixed_id(f"new-{number}"), at_word=1, at_ms=10_000 * at + 500
            )
            congress.say(cut)
        elif deed == 3:
            congress.say(p.SegmentsAttributed(segment_ids=tuple(ids[at : at + 3]), person_id=BINH))
        elif deed == 4:
            congress.hear(f"late-{number}", "đến sau", chance.randrange(100_000), speaker=None)
        else:
            congress.say(p.FloorGiven(person_id=ANH))
        before, change = list(page.lines), page.update(congress.state)
        assert page.lines == _fresh(congress).lines
        if change:
            assert before[: change.at] == page.lines[: change.at]
            rest = len(before) - change.at - change.removed
            assert len(page.lines) == change.at + change.added + rest
            assert before[len(before) - rest :] == page.lines[len(page.lines) - rest :]


@pytest.mark.parametrize("count", [1_000])
def test_many_changes_at_once(count: int) -> None:
    congress = Transcript()
    page = _fresh(congress)
    assert congress.role is Role.CHAIR
    heard = (
        p.SegmentHeard(
            segment_id=fixed_id(f"m{n}"), recording_id=RECORDING, start_ms=n * 100, end_ms=n * 100 + 90,
            text="chữ", engine="x",
        )
        for n in range(count)
    )  # fmt: skip
    congress.load(*heard)
    assert page.update(congress.state) == Splice(0, 0, count)
