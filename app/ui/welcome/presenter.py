"""Rules of the door: what a PIN must be, and what each step of enrolment is called."""

from __future__ import annotations

from app.domain.entities import Role
from app.ui.services import Lock, Progress
from app.ui.translation import tr
from app.ui.words import duration

PIN_DIGITS = 6
PIN_MOST_DIGITS = 12


def pin_problem(pin: str, again: str) -> str:
    """Why this PIN will not do, in words; empty when it will. No PIN at all is allowed."""
    if not pin and not again:
        return ""
    if not pin.isdecimal() or not pin.isascii() or not PIN_DIGITS <= len(pin) <= PIN_MOST_DIGITS:
        return tr("Mã mở máy gồm từ {least} đến {most} chữ số.", least=PIN_DIGITS, most=PIN_MOST_DIGITS)
    if len(set(pin)) == 1 or pin in ("123456", "654321", "12345678"):
        return tr("Mã này dễ đoán quá, xin chọn mã khác.")
    if pin != again:
        return tr("Hai lần nhập mã chưa giống nhau.")
    return ""


def role_name(role: Role) -> str:
    return {
        Role.TABLET: tr("Máy của đại biểu"),
        Role.GATE: tr("Máy điểm danh ở cửa"),
        Role.CHAIR: tr("Máy của Đoàn chủ tịch và Đoàn thư ký"),
        Role.SCREEN: tr("Màn hình hội trường"),
    }.get(role, tr("Máy của đại hội"))


def stage_words(progress: Progress) -> str:
    """The stages that `EnrolmentService.enrol` names; any other is "preparing"."""
    return {
        "keys": tr("Đang tạo khóa riêng của máy…"),
        "hall": tr("Đang đăng ký với hội trường…"),
        "events": tr("Đang nhận chương trình và danh sách…"),
        "documents": tr("Đang nhận tài liệu…"),
        "import": tr("Đang nhận tài liệu…"),
    }.get(progress.stage, tr("Đang chuẩn bị…"))


def percent(progress: Progress) -> int | None:
    return min(100, round(100 * progress.done / progress.total)) if progress.total else None


def lock_words(lock: Lock) -> str:
    """How long to wait and how many attempts are left; empty when one may simply try."""
    if lock.retry_after_ms > 0:
        return tr("Xin thử lại sau {time}.", time=duration(lock.retry_after_ms + 999))
    if lock.attempts_left is not None:
        return tr("Còn {n} lần thử.", n=lock.attempts_left)
    return ""
