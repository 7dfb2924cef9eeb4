"""A ward's congress in the middle of its discussion, for the screens. Every name is invented."""

from __future__ import annotations

import random

from app.domain import payloads as p
from app.domain.entities import (
    AgendaItem,
    CheckInMethod,
    Congress,
    Device,
    Document,
    DocumentKind,
    Person,
    PersonKind,
    Role,
    Seat,
    Word,
)
from tests.fakes.basics import fixed_id

_FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
]
_MIDDLE = ["Văn", "Thị", "Minh", "Hữu", "Ngọc", "Quang", "Thanh", "Đức"]
_GIVEN = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Hạnh",
    "Hiền",
    "Hòa",
    "Khánh",
    "Lan",
    "Long",
    "Mai",
    "Nghĩa",
    "Phúc",
    "Quỳnh",
    "Sơn",
    "Tâm",
    "Thủy",
    "Trung",
    "Tuyết",
    "Việt",
]

_AGENDA = (
    ("Chào cờ, khai mạc phiên chính thức", "08:00", 10, "Phiên chính thức"),
    ("Báo cáo thẩm tra tư cách đại biểu", "08:10", 15, "Phiên chính thức"),
    ("Trình bày Báo cáo chính trị và Báo cáo kiểm điểm của Ban Chấp hành", "08:25", 45, "Phiên chính thức"),
    ("Thảo luận các văn kiện trình Đại hội", "09:30", 30, "Phiên chính thức"),
    ("Biểu quyết thông qua các chỉ tiêu chủ yếu của nhiệm kỳ 2025 – 2030", "10:15", 20, "Phiên chính thức"),
    ("Phát biểu chỉ đạo của cấp trên", "10:35", 20, "Phiên chính thức"),
    ("Thông qua Nghị quyết Đại hội", "10:55", 15, "Phiên chính thức"),
    ("Bế mạc, chào cờ", "11:10", 10, "Phiên chính thức"),
)

_DOCUMENTS = (
    ("Chương trình Đại hội", DocumentKind.OPERATING, 3, None),
    ("Quy chế làm việc của Đại hội", DocumentKind.OPERATING, 6, None),
    ("Nội quy và hướng dẫn sử dụng máy tính bảng", DocumentKind.OPERATING, 2, None),
    (
        "Báo cáo chính trị trình Đại hội đại biểu Đảng bộ phường An Bình lần thứ I",
        DocumentKind.CONGRESS_PAPER,
        48,
        3,
    ),
    ("Báo cáo kiểm điểm của Ban Chấp hành Đảng bộ phường", DocumentKind.CONGRESS_PAPER, 22, 3),
    ("Báo cáo thẩm tra tư cách đại biểu", DocumentKind.CONGRESS_PAPER, 4, 2),
    ("Chương trình hành động thực hiện Nghị quyết", DocumentKind.CONGRESS_PAPER, 18, 4),
    ("Phụ lục số liệu kinh tế – xã hội 2020 – 2025", DocumentKind.CONGRESS_PAPER, 200, 4),
    ("Dự thảo Nghị quyết Đại hội", DocumentKind.RESOLUTION, 12, 7),
    ("Danh mục chỉ tiêu chủ yếu nhiệm kỳ 2025 – 2030", DocumentKind.RESOLUTION, 3, 5),
    ("Tham luận: Chuyển đổi số ở khu phố, nhìn từ việc nhỏ", DocumentKind.SPEECH, 5, 4),
    ("Tham luận: Nâng cao chất lượng sinh hoạt chi bộ khu phố", DocumentKind.SPEECH, 4, 4),
)


_SEATS = tuple(
    Seat(name=f"{chr(65 + row)}{place}", row=row, column=place - 1 + (place > 6))
    for row in range(12)
    for place in range(1, 13)
)
"""Twelve rows of twelve, an aisle in the middle; row L stays free."""


_GROUPS = (
    "Đảng bộ Công an phường",
    "Chi bộ khu phố 1",
    "Chi bộ khu phố 2",
    "Chi bộ khu phố 3",
    "Chi bộ Trường Tiểu học An Bình",
)


def sample_payloads() -> tuple[p.Payload, ...]:
    """Papers, people and seats; 87 delegates and 16 guests have come."""
    persons = _persons()
    return (
        p.CongressConvened(
            congress=Congress(
                id=fixed_id("congress"),
                title="Đại hội đại biểu Đảng bộ phường An Bình lần thứ I",
                issuing_body="Đảng bộ phường An Bình",
                place="Hội trường phường An Bình",
                ordinal="I",
                term="2025 – 2030",
                starts_on="2026-07-01",
            )
        ),
        p.RosterPublished(persons=persons),
        p.AgendaPublished(items=_items()),
        p.SeatsPublished(seats=_SEATS),
        *_documents(),
        p.DeviceEnrolled(
            device=Device(
                id=fixed_id("device-tablet"), name="Máy tính bảng 27", role=Role.TABLET, public_key="0" * 64
            )
        ),
        *(p.ConsentRecorded(person_id=person.id, given=True) for person in persons[:100]),
        *(
            p.CheckedIn(person_id=person.id, method=CheckInMethod.FACE, score_milli=700)
            for person in persons[:87]
        ),
        *(p.CheckedIn(person_id=person.id, method=CheckInMethod.BADGE) for person in persons[110:126]),
    )


def _persons() -> tuple[Person, ...]:
    chance = random.Random(7)
    return tuple(
        Person(
            id=fixed_id(f"person-{number}"),
            number=number,
            full_name=f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}",
            kind=PersonKind.GUEST
            if number > 110
            else PersonKind.EX_OFFICIO
            if number <= 12
            else PersonKind.OFFICIAL,
            delegation="Khách mời" if number > 110 else _GROUPS[number % 5],
            seat=f"{chr(65 + (number - 1) // 12)}{(number - 1) % 12 + 1}",
        )
        for number in range(1, 133)
    )


def _items() -> tuple[AgendaItem, ...]:
    return tuple(
        AgendaItem(
            id=fixed_id(f"item-{number}"),
            position=number,
            title=title,
            planned_start=start,
            planned_ms=minutes * 60_000,
            sitting=sitting,
        )
        for number, (title, start, minutes, sitting) in enumerate(_AGENDA, 1)
    )


def _documents() -> tuple[p.DocumentPublished, ...]:
    return tuple(
        p.DocumentPublished(
            document=Document(
                id=fixed_id(f"document-{number}"),
                title=title,
                kind=kind,
                sha256=f"{number:064x}",
                size_bytes=1000,
                page_count=pages,
                position=number,
                agenda_item_id=fixed_id(f"item-{item}") if item else None,
            )
        )
        for number, (title, kind, pages, item) in enumerate(_DOCUMENTS)
    )


def live_payloads() -> tuple[p.Payload, ...]:
    """What happened since the gavel: three items done, the discussion open, someone speaking."""
    return (
        p.SittingOpened(name="Phiên chính thức"),
        *(p.AgendaItemOpened(item_id=fixed_id(f"item-{number}")) for number in (1, 2, 3, 4)),
        p.FloorRequested(person_id=fixed_id("person-31"), subject="Về trật tự đô thị"),
        p.FloorRequested(person_id=fixed_id("person-8")),
        p.FloorRequested(person_id=fixed_id("person-64"), subject="Về trường học"),
        p.FloorGiven(person_id=fixed_id("person-27")),
    )


SPOKEN = (
    (
        None,
        "Kính thưa Đoàn chủ tịch, kính thưa quý vị đại biểu, "
        "chúng tôi xin trình bày tham luận về chuyển đổi số ở khu phố.",
    ),
    (
        None,
        "Hai năm qua, khu phố chúng tôi bắt đầu từ những việc rất nhỏ: một nhóm trò chuyện để báo đèn "
        "đường hỏng, một buổi tối hướng dẫn bà con nộp hồ sơ qua mạng.",
    ),
    ("bà con lớn tuổi ban đầu rất ngại, nhưng khi con cháu cùng học thì chỉ ba buổi là quen", ""),
    (None, "Đến nay chín mươi phần trăm hồ sơ của khu phố được nộp trực tuyến."),
)


def spoken_payloads(started_at_utc_ms: int) -> tuple[p.Payload, ...]:
    recording_id = fixed_id("recording")
    said: list[p.Payload] = [
        p.RecordingStarted(recording_id=recording_id, started_at_utc_ms=started_at_utc_ms)
    ]
    for number, (doubtful, text) in enumerate(SPOKEN):
        words = (Word(text="ngại", start_ms=0, end_ms=1, confidence_milli=420),) if doubtful else ()
        said.append(
            p.SegmentHeard(
                segment_id=fixed_id(f"segment-{number}"),
                recording_id=recording_id,
                start_ms=number * 9_000,
                end_ms=number * 9_000 + 8_000,
                text=doubtful or text.lower().replace(",", ""),
                engine="viet-asr",
                words=words,
                speaker_person_id=fixed_id("person-27"),
            )
        )
        if text:
            said.append(
                p.SegmentEdited(segment_id=fixed_id(f"segment-{number}"), text=text)
                if number < 2
                else p.SegmentEdited(segment_id=fixed_id("segment-0"), text=SPOKEN[0][1])
            )
    return tuple(said)
