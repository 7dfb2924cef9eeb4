"""Who said what, and how it reads: texts left clean, turns put together, presence as it was."""

from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Document, DocumentKind, Role, TextPiece
from app.domain.fold import fold
from app.minutes import wording
from app.minutes.builder import attendance_at, build_draft
from app.minutes.export import minutes_paper, to_docx, to_pdf, to_text
from app.minutes.lines import LineKind
from app.paper.fonts import find_serif
from app.paper.layout import load_profiles
from tests.fakes.clock import FakeClock
from tests.fakes.congress import fixed_id, people, signer
from tests.unit.minutes.congress import (
    BEGAN_UTC_MS,
    MINUTE_MS,
    WRITTEN_UTC_MS,
    heard,
    small_congress,
    small_log,
)
from tests.unit.minutes.test_template import words

LATER_MS = BEGAN_UTC_MS + 66 * MINUTE_MS


def congress_and(*payloads: p.Payload):
    """The small congress, and what was said afterwards."""
    say = signer(Role.CHAIR, "chair", FakeClock(LATER_MS), seed=2).sign
    return fold([one.event for one in (*small_log(), *(say(payload) for payload in payloads))])


def draft_with(*payloads: p.Payload):
    return build_draft(congress_and(*payloads), WRITTEN_UTC_MS)


def speech_of(draft, name: str):
    all_of_them = [one for sitting in draft.sittings for item in sitting.items for one in item.speeches]
    return next(one for one in all_of_them if one.speaker and one.speaker.full_name == name)


def pieces(*texts: str) -> tuple[TextPiece, ...]:
    return tuple(TextPiece(text=text, heard_from=n, heard_to=n + 1) for n, text in enumerate(texts))


def repaired(name: str, start_s: int, text: str, **more) -> list[p.Payload]:
    said = text.split()
    plain = " ".join(word.lower().strip(".,:;?!") for word in said)
    return [
        heard(name, start_s, plain),
        p.SegmentRepaired(segment_id=fixed_id(name), pieces=pieces(*said), **more),
    ]


def test_the_machines_punctuation_is_left_as_it_is():
    draft = draft_with(
        *repaired("a", 160, "Chúng tôi có ba kiến nghị:"),
        *repaired("b", 170, "một là làm đường,"),
        *repaired("c", 180, "hai là nước sạch."),
        *repaired("d", 190, "Ba là cây xanh"),
    )
    text = speech_of(draft, "Nguyễn Thị Ánh").text
    assert text.endswith("Chúng tôi có ba kiến nghị: một là làm đường, hai là nước sạch. Ba là cây xanh.")


@pytest.mark.parametrize("text", ["Thủ tướng nói: “Làm ngay.”", "Có đúng không?", "Vâng…", "Xin hết!"])
def test_a_full_stop_is_not_doubled(text):
    draft = draft_with(heard("x", 160, "gì"), p.SegmentEdited(segment_id=fixed_id("x"), text=text))
    assert speech_of(draft, "Nguyễn Thị Ánh").text.endswith(text)


def test_a_submitted_speech_is_named():
    paper = Document(
        id=fixed_id("paper"),
        title="Tham luận: Chuyển đổi số ở khu phố",
        kind=DocumentKind.SPEECH,
        sha256="0" * 64,
        size_bytes=1,
        page_count=1,
    )
    draft = draft_with(
        p.DocumentPublished(document=paper),
        *repaired("read", 160, "Xin trình bày tham luận.", document_id=paper.id),
    )
    line = wording.speech_line(speech_of(draft, "Nguyễn Thị Ánh"))
    assert line.lead.endswith("phát biểu (tham luận “Chuyển đổi số ở khu phố”):")


def test_words_of_somebody_unknown_enter_the_body_when_a_summary_is_written():
    first = fixed_id("welcome")
    draft = draft_with(p.SummaryWritten(anchor_id=first, text="Đề nghị ổn định"))
    (line,) = (one for one in wording.lines(draft) if one.anchor_id == first)
    assert (line.lead, line.text) == ("Chưa rõ người phát biểu:", "Đề nghị ổn định.")
    assert not line.is_proposed
    back = draft_with(p.SummaryWritten(anchor_id=first, text="x"), p.SummaryWritten(anchor_id=first, text=""))
    assert first not in {one.anchor_id for one in wording.lines(back)}


def test_a_secretary_may_say_that_nobody_knows_who_spoke():
    said = heard("whose", 160, "tôi không nhất trí với chỉ tiêu này vì chưa có cơ sở để thực hiện được")
    edited = p.SegmentEdited(segment_id=fixed_id("whose"), text="Tôi không nhất trí.")
    nobody = p.SegmentsAttributed(segment_ids=(fixed_id("whose"),))
    for payloads, is_known in (((said,), True), ((said, edited), True), ((said, nobody), False)):
        (stretch,) = (one for one in draft_with(*payloads).transcript if "không nhất trí" in one.text)
        assert (stretch.speaker is not None) is is_known


def test_a_word_without_the_floor_stands_in_the_annex_only():
    said = "nhất trí"
    draft = draft_with(
        heard("short", 1_100, said),
        p.SegmentsAttributed(segment_ids=(fixed_id("short"),), person_id=people()[4].id),
    )
    assert any("Nhất trí." in speech.text for speech in draft.transcript)
    assert fixed_id("short") not in {line.anchor_id for line in wording.lines(draft)}


def test_presence_is_counted_as_it_was_at_each_opening():
    opening = BEGAN_UTC_MS + 50 * MINUTE_MS
    state, _ = small_congress()
    assert attendance_at(state, WRITTEN_UTC_MS).present == 5
    assert attendance_at(state, BEGAN_UTC_MS - MINUTE_MS).present == 0
    gone = congress_and(
        p.PersonLeft(person_id=people()[0].id),
        p.CheckedIn(person_id=people()[5].id, method=CheckInMethod.BADGE),
    )
    assert attendance_at(gone, opening).present == 5, "as it was before both"
    assert attendance_at(gone, LATER_MS + MINUTE_MS).present == 5
    first = build_draft(gone, WRITTEN_UTC_MS).attendance
    assert first == build_draft(state, WRITTEN_UTC_MS).attendance


def test_a_version_does_not_depend_on_when_it_is_written():
    state, _ = small_congress()
    now, later = (build_draft(state, at) for at in (WRITTEN_UTC_MS, WRITTEN_UTC_MS + 1_000_000))
    assert wording.version_text(now) == wording.version_text(later)


def test_all_formats_say_the_same(project_root):
    layout = load_profiles(project_root / "assets" / "minutes" / "profiles.toml")["HD05"]
    state, at = small_congress()
    paper = minutes_paper(build_draft(state, at), layout, is_approved=True)

    def bare(text: str) -> str:
        return "".join(text.replace("\N{NO-BREAK SPACE}", " ").split())

    with pymupdf.open(stream=to_pdf(paper, layout, find_serif()), filetype="pdf") as document:
        in_pdf = bare("".join(page.get_text() for page in document))
    in_text = bare(to_text(paper, layout).decode())
    for paragraph in words(to_docx(paper, layout))[12:]:
        if "ĐOÀN" in paragraph or paragraph in {"*", "-----"}:
            continue
        beginning = bare(paragraph)[:60]
        assert beginning in in_text, paragraph
        assert beginning in in_pdf, paragraph


def test_struck_words_are_in_no_paper(project_root):
    layout = load_profiles(project_root / "assets" / "minutes" / "profiles.toml")["ND30"]
    state, at = small_congress()
    whole = state.segments[fixed_id("four")]
    state.segments[whole.id] = replace(whole, struck=True)
    paper = minutes_paper(build_draft(state, at), layout, is_approved=True)
    assert "thứ 60" not in to_text(paper, layout).decode()


def test_votes_are_worded_by_their_method():
    draft = draft_with(
        p.VoteCounted(vote_id=fixed_id("all"), subject="Nghị quyết Đại hội", agree=108, disagree=1, abstain=1)
    )
    votes = (line for line in wording.lines(draft) if line.kind is LineKind.VOTE)
    lines = {vote.anchor_id: wording.printed(vote).text for vote in votes}
    assert lines[fixed_id("all")] == (
        "Kết quả biểu quyết nghị quyết Đại hội: 108/110 đại biểu nhất trí (98,2%), "
        "01 không nhất trí, 01 có ý kiến khác."
    )
    assert "bỏ phiếu kín" in lines[fixed_id("ballots")]


def test_what_opens_a_later_sitting_is_not_put_under_the_last_item_of_the_one_before():
    welcome = fixed_id("welcome")
    draft = draft_with(
        p.SegmentsAttributed(segment_ids=(welcome,), name="Lê Văn C"),
        p.SummaryWritten(anchor_id=welcome, text="Khai mạc phiên chính thức."),
    )
    first, second = draft.sittings
    assert not any(one.anchor_id == welcome for item in first.items for one in item.speeches)
    opening = second.items[0]
    assert (opening.title, [one.summary for one in opening.speeches]) == ("", ["Khai mạc phiên chính thức."])
    assert second.items[1].title


def test_an_item_that_goes_on_in_the_next_sitting_keeps_what_is_said():
    state = congress_and(
        p.SegmentsAttributed(segment_ids=(fixed_id("welcome"),), name="Lê Văn C"),
        p.SummaryWritten(anchor_id=fixed_id("welcome"), text="Tiếp tục thảo luận."),
    )
    going_on = state.agenda[1].id
    state.item_times[going_on] = replace(state.item_times[going_on], closed_at_utc_ms=None)
    first, _second = build_draft(state, WRITTEN_UTC_MS).sittings
    assert [one.summary for one in first.items[-1].speeches][-1:] == ["Tiếp tục thảo luận."]
