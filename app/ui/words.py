"""Numbers, times and the rules' reasons, in words of the congress."""

from __future__ import annotations

from datetime import datetime

from app.domain.entities import DocumentKind, Person, PersonKind
from app.domain.state import CongressState
from app.ui.services import SyncPhase, SyncStatus
from app.ui.translation import tr


def clock_time(utc_ms: int) -> str:
    """The wall clock here: 9:41."""
    local = datetime.fromtimestamp(utc_ms / 1000).astimezone()
    return f"{local.hour}:{local.minute:02d}"


def duration(ms: int) -> str:
    """12:30, or 1:02:03 from an hour on. Whole seconds, never negative."""
    seconds = max(0, ms) // 1000
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def time_left(started_at_utc_ms: int, allowed_ms: int, now_utc_ms: int) -> tuple[str, bool]:
    """ "còn 12:30" and False, or "quá 1:20" and True."""
    left = started_at_utc_ms + allowed_ms - now_utc_ms
    if left >= 0:
        return tr("còn {time}", time=duration(left)), False
    return tr("quá {time}", time=duration(-left)), True


def kind_of_person(kind: PersonKind) -> str:
    return {
        PersonKind.OFFICIAL: tr("Đại biểu chính thức"),
        PersonKind.EX_OFFICIO: tr("Đại biểu đương nhiên"),
        PersonKind.APPOINTED: tr("Đại biểu chỉ định"),
        PersonKind.ALTERNATE: tr("Đại biểu dự khuyết"),
        PersonKind.GUEST: tr("Khách mời"),
    }[kind]


def shelf_name(kind: DocumentKind) -> str:
    return {
        DocumentKind.CONGRESS_PAPER: tr("Văn kiện"),
        DocumentKind.RESOLUTION: tr("Nghị quyết"),
        DocumentKind.SPEECH: tr("Tham luận"),
        DocumentKind.OPERATING: tr("Điều hành"),
    }[kind]


SHELVES = (
    DocumentKind.CONGRESS_PAPER,
    DocumentKind.RESOLUTION,
    DocumentKind.SPEECH,
    DocumentKind.OPERATING,
)


def person_line(person: Person) -> str:
    """Delegation and number, as one says them in the hall."""
    number = tr("số {number}", number=person.number).replace(" ", "\u00a0")
    return ", ".join(part for part in (person.delegation, number) if part)


def speaker_line(state: CongressState) -> str:
    """Who has the floor, or that nobody has."""
    person = state.persons.get(state.floor.person_id) if state.floor else None
    if person is None:
        return tr("Chưa có ai phát biểu")
    return tr("Đang phát biểu: {name} ({where})", name=person.full_name, where=person_line(person))


def sync_words(status: SyncStatus) -> tuple[str, str, str, str]:
    """Icon, tone, what, and since when, for the header."""
    last = status.last_synced_at_utc_ms
    time = clock_time(last) if last else ""
    at = tr("dữ liệu lúc {time}", time=time) if time else tr("chưa có dữ liệu mới")
    trouble = _sync_trouble(status)
    if trouble:
        return (*trouble, at)
    if status.phase is SyncPhase.UP_TO_DATE:
        return "cloud-check", "good", tr("Đã đồng bộ {time}", time=time).strip(), ""
    icon, what = {
        SyncPhase.SYNCING: ("cloud-arrow-down", tr("Đang đồng bộ…")),
        SyncPhase.CONNECTING: ("cloud", tr("Đang nối với hội trường…")),
    }.get(status.phase, ("cloud-slash", tr("Không có mạng hội trường")))
    return icon, "ink_soft", what, at


def _sync_trouble(status: SyncStatus) -> tuple[str, str, str] | None:
    """What the user should know about first: something refused, or something that waits."""
    if status.rejected:
        return "warning", "unsure", tr("Có việc hội trường chưa nhận")
    if status.phase is SyncPhase.REFUSED:
        return "warning", "unsure", tr("Hội trường từ chối máy này")
    if status.pending_count:
        icon = "cloud-slash" if status.phase is SyncPhase.OFFLINE else "cloud-arrow-up"
        return icon, "unsure", tr("Đã ghi, chưa gửi ({count})", count=status.pending_count)
    return None
