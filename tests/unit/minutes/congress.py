"""A short congress as a folded log: two sittings, four items, speeches heard, corrected and struck out."""

from __future__ import annotations

from app.domain import payloads as p
from app.domain.entities import CheckInMethod, Congress, MinutesDetails, Role, VoteMethod
from app.domain.events import SignedEvent
from app.domain.fold import fold
from app.domain.state import CongressState
from tests.fakes.clock import FakeClock
from tests.fakes.congress import agenda, fixed_id, opening_payloads, people, signer

BEGAN_UTC_MS = 1_795_312_800_000  # 2026-11-22 09:00 in Vietnam
MINUTE_MS = 60_000
WRITTEN_UTC_MS = BEGAN_UTC_MS + 70 * MINUTE_MS

CONGRESS = Congress(
    id=fixed_id("congress"),
    title="Đại hội đại biểu Đảng bộ phường An Bình lần thứ I",
    issuing_body="Đại hội đại biểu Đảng bộ phường An Bình lần thứ I, nhiệm kỳ 2025 - 2030",
    superior_body="Đảng bộ tỉnh Sông Lam",
    place="Hội trường Trung tâm Văn hóa phường An Bình",
    term="2025 - 2030",
    starts_on="2026-11-22",
)
RECORDING = fixed_id("recording")
GUEST_SPEECH = "thay mặt cấp trên tôi nhiệt liệt chúc mừng thành công của đại hội đảng bộ phường"
DETAILS = MinutesDetails(
    town="An Bình",
    presidium=("Nguyễn Thị Ánh", "Trần Văn Đức"),
    secretariat=("Vũ Thu Hà",),
    recorded_by="Vũ Thu Hà",
    presided_by="Nguyễn Thị Ánh",
)
LONG_SPEECH = " ".join(f"ý kiến thứ {number}" for number in range(1, 61))


def heard(name: str, start_s: int, text: str) -> p.SegmentHeard:
    return p.SegmentHeard(
        segment_id=fixed_id(name),
        recording_id=RECORDING,
        start_ms=start_s * 1000,
        end_ms=start_s * 1000 + 5_000,
        text=text,
        engine="viet-asr-0.1.0.dev11",
    )


def small_congress() -> tuple[CongressState, int]:
    """The state, and the moment the minutes are written."""
    return fold([signed.event for signed in small_log()]), WRITTEN_UTC_MS


def small_log() -> list[SignedEvent]:
    """What was said, as the chair signed it."""
    clock = FakeClock(BEGAN_UTC_MS)
    say = signer(Role.CHAIR, "chair", clock).sign
    first, second, third = people()[0], people()[1], people()[2]
    items = agenda()
    script: list[tuple[int, p.Payload]] = [
        *((-30, payload) for payload in opening_payloads()),
        (-30, p.CongressConvened(congress=CONGRESS)),
        *((-20, p.CheckedIn(person_id=person.id, method=CheckInMethod.FACE)) for person in people()[:5]),
        (-20, p.CheckedIn(person_id=people()[-1].id, method=CheckInMethod.BADGE)),
        (0, p.SittingOpened(name="Phiên trù bị")),
        (0, p.AgendaItemOpened(item_id=items[0].id)),
        (5, p.AgendaItemOpened(item_id=items[1].id)),
        (20, p.AgendaItemClosed(item_id=items[1].id, outcome="Đại hội bầu 02 đồng chí (tán thành 05/05)")),
        (21, p.SittingClosed()),
        (30, p.SittingOpened(name="Phiên chính thức")),
        (30, p.RecordingStarted(recording_id=RECORDING, started_at_utc_ms=BEGAN_UTC_MS + 30 * MINUTE_MS)),
        (31, p.AgendaItemOpened(item_id=items[2].id)),
        (32, p.FloorGiven(person_id=first.id)),
        (35, p.MinutesDetailed(details=DETAILS)),
        (37, p.FloorGiven(person_id=second.id)),
        (44, p.FloorEnded()),
        (45, p.FloorGiven(person_id=third.id)),
        (46, p.FloorEnded()),
        (46, heard("welcome", 30, "xin mời các đồng chí ổn định chỗ ngồi")),
        (46, heard("one", 130, "kính thưa đại hội tôi nhất trí với dự thảo báo cáo chính trị")),
        (46, heard("two", 140, "khục khục")),
        (46, heard("three", 150, "đề nghị bổ xung chỉ tiêu trồng rừng")),
        (46, heard("four", 430, LONG_SPEECH)),
        (47, p.SegmentEdited(segment_id=fixed_id("two"), text="khục khục", struck=True)),
        (
            47,
            p.SegmentEdited(
                segment_id=fixed_id("three"),
                text="Đề nghị bổ sung chỉ tiêu trồng rừng, mỗi năm 15 ha.",
            ),
        ),
        (47, p.SegmentsAttributed(segment_ids=(fixed_id("three"),), person_id=first.id)),
        (47, heard("five", 435, "xin đồng chí nói gọn")),
        (47, p.SegmentsAttributed(segment_ids=(fixed_id("five"),), person_id=first.id)),
        (47, heard("six", 440, "tôi xin hết")),
        (47, heard("guest", 1_000, GUEST_SPEECH)),
        (47, p.SegmentsAttributed(segment_ids=(fixed_id("guest"),), name="Hoàng Văn Bản")),
        (48, p.VoteCounted(vote_id=fixed_id("cards"), subject="Thông qua các chỉ tiêu", agree=4, disagree=1)),
        (
            49,
            p.VoteCounted(
                vote_id=fixed_id("ballots"),
                subject="giới thiệu nhân sự",
                method=VoteMethod.SECRET_BALLOT,
                item_id=items[2].id,
                agree=3,
                abstain=1,
                invalid=1,
            ),
        ),
        (50, p.OutcomeNoted(item_id=items[2].id, outcome="Đại hội thống nhất các chỉ tiêu")),
        (60, p.AgendaItemOpened(item_id=items[3].id)),
        (65, p.AgendaItemClosed(item_id=items[3].id)),
        (65, p.SittingClosed()),
    ]
    log = []
    for minute, payload in script:
        clock.utc_ms = max(clock.utc_ms, BEGAN_UTC_MS + minute * MINUTE_MS) if minute >= 0 else clock.utc_ms
        log.append(say(payload))
    return log
