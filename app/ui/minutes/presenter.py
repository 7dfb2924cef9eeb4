"""What is still to do before the minutes can be signed, and what the presidium said of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from app.domain.entities import MinutesDetails
from app.domain.state import CongressState
from app.domain.transcript import MinutesVersion
from app.ui.services import MinutesFormat, MinutesPage
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import clock_time


def format_name(form: MinutesFormat) -> str:
    return {
        MinutesFormat.DOCX: tr("Word"),
        MinutesFormat.PDF: tr("PDF"),
        MinutesFormat.TEXT: tr("Văn bản thuần"),
        MinutesFormat.SRT: tr("Phụ đề SRT"),
        MinutesFormat.VTT: tr("Phụ đề VTT"),
    }[form]


def field_names() -> dict[str, str]:
    """The fields of `MinutesDetails` in the order of the form."""
    return {
        "number": tr("Số biên bản"),
        "town": tr("Địa danh trước ngày tháng"),
        "presidium": tr("Đoàn Chủ tịch, mỗi người một dòng"),
        "secretariat": tr("Đoàn Thư ký, mỗi người một dòng"),
        "recorded_as": tr("Chức danh người ghi biên bản"),
        "recorded_by": tr("Họ tên người ghi biên bản"),
        "presided_as": tr("Chức danh người chủ trì ký"),
        "presided_by": tr("Họ tên người chủ trì ký"),
    }


def missing_words(missing: Sequence[str]) -> str:
    """Which dotted lines the paper still has."""
    if not missing:
        return ""
    names = field_names()
    words = ", ".join(names[name].split(",")[0] for name in missing if name in names)
    return tr("Còn để chấm: {fields}.", fields=words)


def to_do(page: MinutesPage) -> tuple[str, ...]:
    """What is not done, the most urgent first; empty when the minutes can be put before the presidium."""
    lines = []
    if page.clashes_count:
        lines.append(tr("Có {n} đoạn hai thư ký sửa khác nhau.", n=page.clashes_count))
    if page.proposed_count:
        lines.append(tr("Có {n} phần tóm tắt mới là máy đề xuất.", n=page.proposed_count))
    if words := missing_words(page.missing):
        lines.append(words)
    return tuple(lines)


def latest_words(state: CongressState, *, is_changed: bool) -> tuple[str, str]:
    """How things stand with the presidium, and the tone of it."""
    if not state.minutes_versions:
        return tr("Chưa trình Đoàn Chủ tịch."), "ink_soft"
    latest = state.minutes_versions[-1]
    if is_changed:
        return tr("Biên bản đã đổi sau khi được duyệt. Xin trình lại bản mới."), "unsure"
    return version_words(latest), "good" if latest.approved_at_utc_ms else "ink"


def version_words(version: MinutesVersion) -> str:
    """What became of one version."""
    number = version.number
    if version.approved_at_utc_ms is not None:
        time = clock_time(version.approved_at_utc_ms)
        if version.approved_by:
            return tr(
                "Bản {number}: {who} duyệt lúc {time}.", number=number, who=version.approved_by, time=time
            )
        return tr("Bản {number}: đã duyệt lúc {time}.", number=number, time=time)
    if version.returned_at_utc_ms is not None:
        return tr("Bản {number}: trả lại để sửa: {reason}", number=number, reason=version.returned)
    return tr("Bản {number}: chờ Đoàn Chủ tịch duyệt.", number=number)


def version_rows(versions: Sequence[MinutesVersion]) -> tuple[Row, ...]:
    """The newest first."""
    rows = []
    for version in reversed(versions):
        is_approved = version.approved_at_utc_ms is not None
        is_returned = version.returned_at_utc_ms is not None
        rows.append(
            Row(
                key=version.id,
                title=version_words(version),
                detail=tr("trình lúc {time}", time=clock_time(version.submitted_at_utc_ms)),
                icon="check-circle" if is_approved else "arrow-u-up-left" if is_returned else "hourglass",
                tone="good" if is_approved else "unsure" if is_returned else "ink",
            )
        )
    return tuple(rows)


def version_before(versions: Sequence[MinutesVersion], version_id: UUID) -> MinutesVersion | None:
    """The one that was put before the presidium before it."""
    numbers = {version.id: number for number, version in enumerate(versions)}
    at = numbers.get(version_id, 0)
    return versions[at - 1] if at else None


def proposed_details(state: CongressState, details: MinutesDetails) -> MinutesDetails:
    """With what can be guessed: the town is in the congress's place, its last part."""
    place = state.congress.place if state.congress else ""
    town = place.split(",")[-1].strip() if "," in place else ""
    changes: dict[str, object] = {}
    if not details.town and town:
        changes["town"] = town
    if not details.recorded_as:
        changes["recorded_as"] = "TRƯỞNG ĐOÀN"
    return details.model_copy(update=changes)
