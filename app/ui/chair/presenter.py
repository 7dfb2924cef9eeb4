"""What the presidium and the secretaries see, computed from the state."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.entities import AgendaItem
from app.domain.state import CongressState
from app.ui.services import RecordingAlarm, RecordingPhase, RecordingStatus
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import clock_time, duration, person_line, time_left


def planned(item: AgendaItem) -> str:
    return tr("dự kiến {time}", time=item.planned_start.removeprefix("0")) if item.planned_start else ""


def agenda_rows(state: CongressState) -> tuple[Row, ...]:
    """The whole programme in order; done, current, to come."""
    rows = []
    for item in state.agenda:
        times = state.item_times.get(item.id)
        is_current = item.id == state.current_item_id
        is_done = times is not None and times.closed_at_utc_ms is not None and not is_current
        if is_current and times:
            detail = tr("mở lúc {time}", time=clock_time(times.opened_at_utc_ms))
        elif is_done and times and times.closed_at_utc_ms:
            detail = tr("xong lúc {time}", time=clock_time(times.closed_at_utc_ms))
        else:
            detail = planned(item)
        rows.append(
            Row(
                key=item.id,
                title=item.title,
                detail=detail,
                leading=f"{item.position}.",
                icon="check" if is_done else "",
                is_current=is_current,
                is_muted=is_done,
            )
        )
    return tuple(rows)


def queue_rows(state: CongressState) -> tuple[Row, ...]:
    """Who asked to speak, in the order in which they asked."""
    rows = []
    for number, request in enumerate(state.floor_queue, 1):
        person = state.persons.get(request.person_id)
        if person is not None:
            detail = ", ".join(part for part in (person_line(person), request.subject) if part)
            rows.append(Row(person.id, person.full_name, detail, leading=f"{number}."))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class SpeakerModel:
    """Who has the floor and for how long. `share` is the part of the time used, above 1 when over."""

    name: str
    where: str
    used: str
    left: str
    is_over_time: bool
    share: float


def speaker_model(state: CongressState, now_utc_ms: int) -> SpeakerModel | None:
    turn = state.floor
    person = state.persons.get(turn.person_id) if turn else None
    if turn is None or person is None:
        return None
    limit = turn.limit_ms or state.settings.floor_limit_ms
    used = now_utc_ms - turn.started_at_utc_ms
    left, is_over = time_left(turn.started_at_utc_ms, limit, now_utc_ms)
    return SpeakerModel(
        person.full_name, person_line(person), duration(used), left, is_over, used / limit if limit else 0.0
    )


@dataclass(frozen=True, slots=True)
class RecorderModel:
    """The record button and the lines below it."""

    is_on: bool
    is_busy: bool
    word: str
    time: str
    safe: str
    lag: str
    is_paused: bool = False
    is_armed: bool = False
    alarm: str = ""
    disk: str = ""


_ENOUGH_HOURS = 24.0
"""A disk that lasts longer than a day of talking is not worth a line."""


def alarm_words(alarm: RecordingAlarm) -> str:
    """What somebody should look after at once."""
    return {
        RecordingAlarm.NONE: "",
        RecordingAlarm.UNPLUGGED: tr("Micro bị rút ra. Máy đang chờ hoặc dùng micro khác."),
        RecordingAlarm.DISK_LOW: tr("Ổ đĩa sắp đầy. Xin xóa bớt tệp trên máy này."),
        RecordingAlarm.SILENT: tr("Không nghe thấy gì đã 10 giây. Xin kiểm tra micro."),
        RecordingAlarm.CLIPPING: tr("To quá, xin để micro xa hơn."),
    }[alarm]


def disk_words(hours_left: float | None) -> str:
    """How long the disk lasts, where that may matter today."""
    if hours_left is None or hours_left >= _ENOUGH_HOURS:
        return ""
    if hours_left < 1:
        return tr("Ổ đĩa còn ghi được {minutes} phút", minutes=int(hours_left * 60))
    return tr("Ổ đĩa còn ghi được {hours} giờ", hours=int(hours_left))


def recorder_model(status: RecordingStatus, now_utc_ms: int) -> RecorderModel:
    is_on = status.phase in (RecordingPhase.RECORDING, RecordingPhase.STOPPING)
    word = {
        RecordingPhase.IDLE: tr("GHI ÂM"),
        RecordingPhase.STARTING: tr("ĐANG MỞ MICRO…"),
        RecordingPhase.RECORDING: tr("ĐANG GHI"),
        RecordingPhase.STOPPING: tr("ĐANG LƯU…"),
    }[status.phase]
    started = status.started_at_utc_ms
    behind_ms = status.safe_ms - status.transcribed_ms
    lag = ""
    if is_on and status.engine:
        lag = tr("Máy chép: {engine}, chậm {seconds} giây", engine=status.engine, seconds=behind_ms // 1000)
    if status.is_paused:
        word = tr("TẠM DỪNG")
    return RecorderModel(
        is_on=is_on,
        is_busy=status.phase in (RecordingPhase.STARTING, RecordingPhase.STOPPING),
        word=word,
        time=duration(now_utc_ms - started) if is_on and started else "",
        safe=tr("Đã lưu an toàn {time}", time=duration(status.safe_ms)) if status.safe_ms else "",
        lag=lag,
        is_paused=status.is_paused,
        is_armed=status.is_armed,
        alarm=alarm_words(status.alarm),
        disk=disk_words(status.hours_left),
    )
