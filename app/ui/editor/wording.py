"""Who, when and what, in words of the editor."""

from __future__ import annotations

from uuid import UUID

from app.domain.entities import RepairKind
from app.domain.state import CongressState
from app.domain.transcript import SegmentChange
from app.ui.editor.editing import Deed
from app.ui.editor.page import Line
from app.ui.editor.times import ShownWord
from app.ui.translation import tr
from app.ui.words import clock_time, duration


def exact_time(utc_ms: int) -> str:
    """9:41:07."""
    return f"{clock_time(utc_ms)}:{utc_ms // 1000 % 60:02d}"


def moment(line: Line, at_ms: int) -> str:
    """The clock in the hall, and how far that is into the recording."""
    offset = line.segment.start_ms
    return tr(
        "{clock}, phút {time} của bản ghi",
        clock=exact_time(line.at_utc_ms + at_ms - offset),
        time=duration(at_ms),
    )


def word_hint(line: Line, word: ShownWord | None) -> str:
    """What stands beside the mouse."""
    when = moment(line, word.start_ms if word else line.segment.start_ms)
    if word is None:
        return when
    return "\n".join(part for part in (when, machine_words(word)) if part)


def machine_words(word: ShownWord) -> str:
    """What the machine did at this word."""
    if word.is_deviation:
        return tr("Nói thêm, không có trong bài tham luận.")
    if word.kind is None:
        return tr("Máy nghe chưa rõ từ này.") if word.is_doubtful else ""
    heard = word.machine_heard
    return {
        RepairKind.CASE: tr("Máy viết hoa; nghe được: “{heard}”.", heard=heard),
        RepairKind.NUMBER: tr("Máy viết thành số; nghe được: “{heard}”.", heard=heard),
        RepairKind.NAME: tr("Máy sửa theo tài liệu của Đại hội; nghe được: “{heard}”.", heard=heard),
        RepairKind.PUNCTUATION: tr("Máy thêm dấu câu; nghe được: “{heard}”.", heard=heard),
        RepairKind.SPEECH: tr("Theo bài tham luận; nghe được: “{heard}”.", heard=heard),
    }[word.kind]


def deed_name(deed: Deed) -> str:
    return {
        Deed.EDIT: tr("sửa chữ"),
        Deed.STRIKE: tr("bỏ đoạn"),
        Deed.RESTORE: tr("khôi phục đoạn"),
        Deed.SPLIT: tr("tách đoạn"),
        Deed.MERGE: tr("nối đoạn"),
        Deed.ATTRIBUTE: tr("đổi người nói"),
        Deed.REPLACE: tr("thay chữ"),
        Deed.CHOOSE: tr("chọn bản"),
    }[deed]


def who_and_when(state: CongressState, change: SegmentChange) -> str:
    return tr(
        "{name}, lúc {time}", name=device_name(state, change.device_id), time=clock_time(change.at_utc_ms)
    )


def device_name(state: CongressState, device_id: UUID) -> str:
    """Whoever holds it, else the device's own name."""
    person = state.person_of(device_id)
    if person is not None:
        return person.full_name
    device = state.devices.get(device_id)
    return device.name if device else tr("Một máy khác")


def speaker_of_change(state: CongressState, change: SegmentChange) -> str:
    person = state.persons.get(change.speaker_person_id) if change.speaker_person_id else None
    return person.full_name if person else change.speaker_name or tr("Chưa rõ người nói")
