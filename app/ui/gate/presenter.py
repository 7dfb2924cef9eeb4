"""What the gate says to the person in front of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.credentials.attendance import Standing, seat_of, standing_of
from app.domain.entities import Person, Seat
from app.domain.quorum import Attendance, attendance, required_present
from app.domain.state import CongressState
from app.ui.services import GateMode, GateOutcome, GateResult, GateSound, GateStatus, Guidance
from app.ui.translation import tr
from app.ui.words import clock_time, kind_of_person

SHOWN_MS = {
    GateResult.CHECKED_IN: 2_000,
    GateResult.ALREADY_IN: 2_000,
    GateResult.UNKNOWN: 4_000,
    GateResult.NOT_ALIVE: 4_000,
    GateResult.ASK_STEWARD: 10_000,
    GateResult.BAD_BADGE: 4_000,
}
"""How long an outcome stays. Two seconds for a success (ui.md); longer where there is something to read."""


def sound_of(result: GateResult) -> GateSound:
    """Who may go in hears a welcome."""
    goes_in = result in (GateResult.CHECKED_IN, GateResult.ALREADY_IN)
    return GateSound.WELCOME if goes_in else GateSound.REFUSAL


@dataclass(frozen=True, slots=True)
class OutcomeModel:
    """`kind` is good, unsure or problem; the name is empty when nobody was recognised."""

    kind: str
    icon: str
    word: str
    name: str
    lines: tuple[str, ...]
    seat: Seat | None = None
    """Where the person sits, when the hall's plan knows."""
    needs_steward: bool = False


def guidance_words(status: GateStatus, *, has_picture: bool = True) -> str:
    if not has_picture:
        return tr("Đang mở máy ảnh…")
    if status.mode is GateMode.BADGE:
        return tr("Mời đưa mã trên thẻ vào giữa khung")
    return guidance_sentence(status.guidance)


def guidance_sentence(guidance: Guidance) -> str:
    return {
        Guidance.NO_FACE: tr("Mời đứng vào khung và nhìn vào máy"),
        Guidance.TOO_FAR: tr("Mời lại gần hơn"),
        Guidance.TOO_CLOSE: tr("Mời lùi lại một chút"),
        Guidance.TOO_DARK: tr("Chỗ này tối, mời đứng ra chỗ sáng hơn"),
        Guidance.BACKLIGHT: tr("Sau lưng sáng quá, mời xoay người một chút"),
        Guidance.BLURRED: tr("Mời đứng yên một chút"),
        Guidance.TURNED: tr("Mời nhìn thẳng vào máy"),
        Guidance.COVERED: tr("Mời bỏ khẩu trang hoặc vật che mặt một lát"),
        Guidance.SEVERAL_FACES: tr("Mời từng người một"),
        Guidance.HOLD_STILL: tr("Xin giữ nguyên…"),
        Guidance.TURN_LEFT: tr("Mời quay đầu sang trái rồi nhìn lại"),
        Guidance.TURN_RIGHT: tr("Mời quay đầu sang phải rồi nhìn lại"),
        Guidance.BLINK: tr("Mời chớp mắt một cái"),
        Guidance.SHOW_BADGE: tr("Mời đưa mã trên thẻ vào giữa khung"),
    }[guidance]


def guidance_icon(status: GateStatus) -> str:
    """The sign beside the sentence: which way to turn, or the eyes. Empty for all else."""
    return {
        Guidance.TURN_LEFT: "arrow-left",
        Guidance.TURN_RIGHT: "arrow-right",
        Guidance.BLINK: "eye",
    }.get(status.guidance, "")


def outcome_model(outcome: GateOutcome, state: CongressState) -> OutcomeModel:
    person = state.persons.get(outcome.person_id) if outcome.person_id else None
    if person is not None and outcome.result in (GateResult.CHECKED_IN, GateResult.ALREADY_IN):
        return _welcome(person, state, is_new=outcome.result is GateResult.CHECKED_IN)
    return _refusal(outcome.result)


def _welcome(person: Person, state: CongressState, *, is_new: bool) -> OutcomeModel:
    presence = state.presences.get(person.id)
    if not is_new and presence is not None:
        word = tr("Đã điểm danh lúc {time}", time=clock_time(presence.since_utc_ms))
    elif person.id in state.departures:
        word = tr("Mừng anh/chị quay lại")
    else:
        word = tr("Đã điểm danh")
    where = ", ".join(part for part in (kind_of_person(person.kind), person.delegation) if part)
    seat = tr("Chỗ ngồi {seat}", seat=person.seat) if person.seat else ""
    late = is_new and standing_of(state, person.id) is Standing.LATE
    begun = tr("Phiên họp đang diễn ra, mời anh/chị vào") if late else ""
    return OutcomeModel(
        kind="good" if is_new else "unsure",
        icon="check-circle",
        word=word,
        name=person.full_name,
        lines=tuple(line for line in (where, seat, begun) if line),
        seat=seat_of(state, person),
    )


def _refusal(result: GateResult) -> OutcomeModel:
    word, line = {
        GateResult.NOT_ALIVE: (
            tr("Máy chưa nhìn rõ"),
            tr("Mời anh/chị bỏ vật che mặt, nhìn thẳng vào máy, hoặc điểm danh cách khác."),
        ),
        GateResult.ASK_STEWARD: (
            tr("Máy chưa chắc chắn"),
            tr("Xin anh/chị chờ một chút, người phụ trách cửa sẽ giúp ngay."),
        ),
        GateResult.BAD_BADGE: (
            tr("Thẻ này không có trong danh sách"),
            tr("Mời anh/chị tìm theo tên, hoặc gặp Ban thẩm tra tư cách đại biểu."),
        ),
    }.get(
        result,
        (
            tr("Máy chưa nhận ra anh/chị"),
            tr("Mời anh/chị nhìn thẳng vào máy lần nữa, hoặc điểm danh cách khác."),
        ),
    )
    needs_steward = result is GateResult.ASK_STEWARD
    return OutcomeModel("unsure", "warning-circle", word, "", (line,), needs_steward=needs_steward)


@dataclass(frozen=True, slots=True)
class Counts:
    """The corner: delegates with a vote present of those convened, guests apart."""

    present: str
    guests: str
    quorum: str
    has_quorum: bool


def counts(state: CongressState) -> Counts:
    found: Attendance = attendance(state)
    units = required_present(found.delegations, state.settings.quorum)
    has_quorum = found.has_quorum and found.delegations_present >= units
    if has_quorum:
        quorum = tr("Đủ số đại biểu cần thiết")
    elif found.has_quorum:
        quorum = tr("Cần có {n} đoàn", n=units)
    else:
        quorum = tr("Cần có {n} đại biểu", n=found.required)
    return Counts(
        present=f"{found.present} / {found.convened}",
        guests=tr("Khách mời {present} / {all}", present=found.guests_present, all=found.guests),
        quorum=quorum,
        has_quorum=has_quorum,
    )
