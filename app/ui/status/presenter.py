"""How the device and its link to the hall are, in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.rules import Rejection
from app.runtime.messages import Messages
from app.ui.services import Snapshot, SyncPhase, SyncStatus
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import clock_time


@dataclass(frozen=True, slots=True)
class StatusModel:
    """`facts` are pairs of name and value; `rejected` what the hall did not take."""

    phase: str
    phase_icon: str
    phase_tone: str
    advice: str
    facts: tuple[tuple[str, str], ...]
    rejected: tuple[Row, ...]
    transfer_percent: int | None


def status_model(status: SyncStatus, snapshot: Snapshot, messages: Messages) -> StatusModel:
    icon, tone, phase, advice = _phase(status, messages)
    last = status.last_synced_at_utc_ms
    device = snapshot.state.devices.get(snapshot.device_id)
    person = snapshot.state.persons.get(snapshot.person_id) if snapshot.person_id else None
    facts = (
        (tr("Việc đã ghi, chưa gửi"), str(status.pending_count)),
        (tr("Đồng bộ lần cuối"), clock_time(last) if last else tr("chưa lần nào")),
        (tr("Địa chỉ máy chủ hội trường"), status.hall_address or tr("chưa có")),
        (tr("Tên máy này"), status.device_name or (device.name if device else tr("chưa có"))),
        (tr("Người dùng máy"), person.full_name if person else tr("dùng chung")),
    )
    rejected = tuple(
        Row(
            key=event.event_id,
            title=event_name(event.type),
            detail=rejection_words(event.reason, messages),
            trailing=clock_time(event.recorded_at_utc_ms),
            icon="warning",
            tone="unsure",
        )
        for event in status.rejected
    )
    moving = status.transfer
    percent = round(100 * moving.done / moving.total) if moving and moving.total else None
    return StatusModel(phase, icon, tone, advice, facts, rejected, percent)


def _phase(status: SyncStatus, messages: Messages) -> tuple[str, str, str, str]:
    if status.phase is SyncPhase.UP_TO_DATE:
        return "cloud-check", "good", tr("Đã nối với hội trường"), tr("Mọi việc đã được gửi và nhận đủ.")
    if status.phase is SyncPhase.SYNCING:
        return "cloud-arrow-down", "ink", tr("Đang gửi và nhận"), tr("Anh/chị cứ tiếp tục làm việc.")
    if status.phase is SyncPhase.CONNECTING:
        return "cloud", "ink", tr("Đang nối với hội trường"), tr("Anh/chị cứ tiếp tục làm việc.")
    if status.error is not None:
        words = messages.of(status.error)
        return "warning", "unsure", words.what, words.fix
    return (
        "cloud-slash",
        "unsure",
        tr("Chưa nối được với hội trường"),
        tr("Anh/chị vẫn đọc và làm việc bình thường. Việc đã ghi sẽ tự gửi khi có mạng."),
    )


def event_name(event_type: str) -> str:
    """What the user did, for a type of event that users cause."""
    return {
        "checkin.recorded": tr("Điểm danh"),
        "checkin.undone": tr("Hủy điểm danh"),
        "checkin.left": tr("Ghi nhận rời hội trường"),
        "absence.noted": tr("Ghi nhận vắng mặt"),
        "absence.cleared": tr("Hủy ghi nhận vắng mặt"),
        "consent.recorded": tr("Ghi nhận đồng ý dùng khuôn mặt"),
        "floor.requested": tr("Đăng ký phát biểu"),
        "floor.request_withdrawn": tr("Rút đăng ký phát biểu"),
        "floor.given": tr("Mời phát biểu"),
        "floor.ended": tr("Kết thúc phát biểu"),
        "sitting.opened": tr("Mở phiên"),
        "sitting.closed": tr("Kết thúc phiên"),
        "agenda.item_opened": tr("Mở mục chương trình"),
        "agenda.item_closed": tr("Kết thúc mục chương trình"),
        "segment.edited": tr("Sửa lời ghi"),
        "minutes.exported": tr("Xuất biên bản"),
        "document.withdrawn": tr("Thu hồi tài liệu"),
        "document.read": tr("Ghi nhận đã đọc tài liệu"),
        "mark.kept": tr("Ghi chú trong tài liệu"),
        "mark.removed": tr("Xóa ghi chú trong tài liệu"),
    }.get(event_type, tr("Việc khác"))


def rejection_words(reason: Rejection, messages: Messages) -> str:
    return messages.by_code(f"rejection.{reason.value}").text
