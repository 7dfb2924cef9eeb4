"""What the log tells about one person's coming and going: when, how, at which device, and why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.domain.entities import CheckInMethod, Person
from app.domain.state import Absence, CongressState, Departure, Presence, Undoing
from app.ui.translation import tr
from app.ui.words import clock_time


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history."""

    at_utc_ms: int
    icon: str
    what: str
    where_and_why: str = ""


def method_words(method: CheckInMethod) -> str:
    return {
        CheckInMethod.FACE: tr("Điểm danh bằng khuôn mặt"),
        CheckInMethod.BADGE: tr("Điểm danh bằng thẻ"),
        CheckInMethod.MANUAL: tr("Điểm danh theo tên"),
    }[method]


def device_name(state: CongressState, device_id: UUID) -> str:
    device = state.devices.get(device_id)
    return device.name if device else tr("Một máy chưa rõ tên")


def history_of(state: CongressState, person: Person) -> list[Happening]:
    """Oldest first, each with the device that recorded it. Every check-in stays visible, also one that a
    second gate made of the same arrival, or that was taken back."""
    lines: list[Happening] = []
    for undone in state.undone.get(person.id, ()):
        lines += [_arrival(state, one, method_words(one.method)) for one in undone.presences[:1]]
        lines += [_repeat(state, one) for one in undone.presences[1:]]
        lines.append(_told(state, undone, "arrow-counter-clockwise", tr("Đã hủy điểm danh")))
    for gone in state.departures.get(person.id, ()):
        lines.append(_arrival(state, gone.presence, method_words(gone.presence.method)))
        lines.append(_told(state, gone, "sign-out", tr("Đã về")))
    if presence := state.presences.get(person.id):
        again = person.id in state.departures
        words = tr("Đã quay lại") if again else method_words(presence.method)
        lines.append(_arrival(state, presence, words))
    lines += [_repeat(state, one) for one in state.repeats.get(person.id, ())]
    if absence := state.absences.get(person.id):
        words = tr("Vắng có phép") if absence.with_leave else tr("Vắng không phép")
        lines.append(_told(state, absence, "note-pencil", words))
    return sorted(lines, key=lambda line: line.at_utc_ms)


def _arrival(state: CongressState, presence: Presence, words: str, icon: str = "check-circle") -> Happening:
    where_and_why = _where_and_why(state, presence.device_id, presence.reason)
    return Happening(presence.since_utc_ms, icon, words, where_and_why)


def _repeat(state: CongressState, presence: Presence) -> Happening:
    return _arrival(state, presence, tr("Cũng được ghi ở máy khác, tính một lần"), icon="copy")


def _told(state: CongressState, fact: Undoing | Departure | Absence, icon: str, words: str) -> Happening:
    return Happening(fact.at_utc_ms, icon, words, _where_and_why(state, fact.device_id, fact.reason))


def _where_and_why(state: CongressState, device_id: UUID, reason: str) -> str:
    return ". ".join(part for part in (device_name(state, device_id), reason) if part)


def happening_line(line: Happening) -> str:
    return f"{clock_time(line.at_utc_ms)}  {line.what}"


def consent_words(state: CongressState, person: Person) -> str:
    given = state.consents.get(person.id)
    if given is None:
        return tr("Khuôn mặt: chưa hỏi ý kiến")
    return tr("Khuôn mặt: đồng ý dùng") if given else tr("Khuôn mặt: không dùng, đi bằng thẻ hoặc tên")
