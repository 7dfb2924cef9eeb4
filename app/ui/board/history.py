"""What the log tells about one person's coming and going: when, how, at which device, and why."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.entities import CheckInMethod, Person
from app.domain.state import CongressState, Presence
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


def device_name(state: CongressState, presence: Presence) -> str:
    device = state.devices.get(presence.device_id)
    return device.name if device else tr("Một máy chưa rõ tên")


def history_of(state: CongressState, person: Person) -> list[Happening]:
    """Oldest first. Every check-in stays visible, also one that a second gate made of the same arrival."""
    lines: list[Happening] = []
    for gone in state.departures.get(person.id, ()):
        lines.append(_arrival(state, gone.presence, method_words(gone.presence.method)))
        lines.append(Happening(gone.at_utc_ms, "sign-out", tr("Đã về"), gone.reason))
    if presence := state.presences.get(person.id):
        again = person.id in state.departures
        words = tr("Đã quay lại") if again else method_words(presence.method)
        lines.append(_arrival(state, presence, words))
    for repeat in state.repeats.get(person.id, ()):
        words = tr("Cũng được ghi ở máy khác, tính một lần")
        lines.append(_arrival(state, repeat, words, icon="copy"))
    if absence := state.absences.get(person.id):
        words = tr("Vắng có phép") if absence.with_leave else tr("Vắng không phép")
        lines.append(Happening(absence.at_utc_ms, "note-pencil", words, absence.reason))
    return sorted(lines, key=lambda line: line.at_utc_ms)


def _arrival(state: CongressState, presence: Presence, words: str, icon: str = "check-circle") -> Happening:
    parts = [device_name(state, presence), presence.reason]
    return Happening(presence.since_utc_ms, icon, words, ". ".join(part for part in parts if part))


def happening_line(line: Happening) -> str:
    return f"{clock_time(line.at_utc_ms)}  {line.what}"


def consent_words(state: CongressState, person: Person) -> str:
    given = state.consents.get(person.id)
    if given is None:
        return tr("Khuôn mặt: chưa hỏi ý kiến")
    return tr("Khuôn mặt: đồng ý dùng") if given else tr("Khuôn mặt: không dùng, đi bằng thẻ hoặc tên")
