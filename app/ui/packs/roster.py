"""The list of delegates: which column is which, and what is wrong in which row. No widgets."""

from __future__ import annotations

from app.domain.entities import PersonKind
from app.ui.packs.presenter import GRAVITY_LOOKS, place_words
from app.ui.services import RosterPlan
from app.ui.translation import tr
from app.ui.widgets.rows import Row
from app.ui.words import kind_of_person

_SAMPLES = 3


def _names() -> dict[str, str]:
    """What the fields of a list are called."""
    return {
        "number": tr("Số đại biểu"),
        "order": tr("Số thứ tự"),
        "name": tr("Họ và tên"),
        "kind": tr("Loại đại biểu"),
        "delegation": tr("Đoàn"),
        "seat": tr("Số ghế"),
        "position": tr("Chức vụ"),
        "gender": tr("Giới tính"),
        "birth": tr("Năm sinh"),
        "birth_man": tr("Năm sinh (nam)"),
        "birth_woman": tr("Năm sinh (nữ)"),
        "consent": tr("Đồng ý dùng khuôn mặt"),
        "ethnicity": tr("Dân tộc"),
        "education": tr("Trình độ chuyên môn"),
        "political_theory": tr("Lý luận chính trị"),
        "party_joined": tr("Ngày vào Đảng"),
        "party_years": tr("Tuổi Đảng"),
        "ineligible": tr("Không đủ tư cách"),
    }


def field_words(field: str) -> str:
    """The user's word for a field; a column without one is not used."""
    return _names().get(field, tr("Không dùng"))


def column_rows(roster: RosterPlan) -> tuple[Row, ...]:
    """Each column of the spreadsheet: its header, some values, and what it is taken for. Key: its index."""
    return tuple(
        Row(
            key=one.index,
            title=one.header or tr("Cột {number}", number=one.index + 1),
            detail="; ".join(sample for sample in one.samples if sample)[:120],
            trailing=field_words(one.field),
            icon="check-circle" if one.field else "minus-circle",
            tone="ink" if one.field else "absent",
            is_muted=not one.field,
        )
        for one in roster.columns
    )


def field_rows(roster: RosterPlan, index: int) -> tuple[Row, ...]:
    """The choices for one column; what another column is taken for says which. Key: the field."""
    taken = {one.field: one.header for one in roster.columns if one.field and one.index != index}
    present = next((one.field for one in roster.columns if one.index == index), "")
    rows = [Row(key="", title=tr("Không dùng cột này"), is_current=not present)]
    for field in roster.fields:
        parts = [
            tr("bắt buộc phải có") if field in roster.required else "",
            tr("đang lấy ở cột “{header}”", header=taken[field]) if field in taken else "",
        ]
        rows.append(
            Row(
                key=field,
                title=field_words(field),
                detail=", ".join(part for part in parts if part),
                is_current=field == present,
            )
        )
    return tuple(rows)


def remapped(roster: RosterPlan, index: int, field: str) -> dict[int, str]:
    """Column -> field after a choice. A field stands for one column: the one it had before gives it up."""
    columns = {one.index: one.field for one in roster.columns if one.field and one.field != field}
    columns.pop(index, None)
    return columns | {index: field} if field else columns


def lacking_fields(roster: RosterPlan) -> tuple[str, ...]:
    """Words for the required fields that no column is taken for."""
    found = {one.field for one in roster.columns}
    return tuple(field_words(field) for field in roster.fields if field in roster.required - found)


def error_rows(roster: RosterPlan) -> tuple[Row, ...]:
    """Findings with the row's number as the spreadsheet shows it, in the order of the sheet."""
    found = sorted(enumerate(roster.findings), key=lambda pair: (pair[1].sheet, pair[1].row or 0))
    rows = []
    for number, finding in found:
        icon, tone, _card = GRAVITY_LOOKS[finding.gravity]
        place = place_words(finding)
        title = f"{place[0].upper()}{place[1:]}: {finding.what}" if place else finding.what
        rows.append(Row(("roster", number), title, finding.fix, icon=icon, tone=tone))
    return tuple(rows)


def person_rows(roster: RosterPlan) -> tuple[Row, ...]:
    """The first persons, as they will be known in the hall."""
    return tuple(
        Row(
            key=number,
            title=name,
            leading=number,
            detail=", ".join(part for part in (kind_of_person(PersonKind(kind)), delegation) if part),
            trailing=tr("ghế {seat}", seat=seat) if seat else "",
        )
        for number, name, kind, delegation, seat in roster.preview
    )


def count_words(roster: RosterPlan) -> str:
    people = tr("{n} đại biểu", n=roster.delegates_count)
    return f"{people}, {tr('{n} khách mời', n=roster.guests_count)}"
