"""The board's papers in words: the credentials report and the list of attendance. No layout here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from uuid import UUID

from app.credentials.attendance import AttendanceFigures, Freshness, Standing, Tally, figures, standing_of
from app.credentials.composition import Aged, Composition, Part, composition
from app.credentials.details import PersonDetails
from app.credentials.errors import NoCongress
from app.domain.entities import CheckInMethod, Congress, Person, PersonKind
from app.domain.state import CongressState
from app.paper.text import (
    VIETNAM_TIME,
    Block,
    Head,
    Paragraph,
    ParagraphKind,
    Signature,
    Table,
    local,
    moment,
    place_and_date,
    share,
    with_term,
)

_BOARD = "Ban Thẩm tra tư cách đại biểu"
_CHIEF = Signature("T/M BAN THẨM TRA TƯ CÁCH ĐẠI BIỂU", "TRƯỞNG BAN")
_RECIPIENTS = ("Đại hội (để báo cáo);", "Đoàn Chủ tịch;", "Lưu: VT.")
UNKNOWN = "Chưa có thông tin"

KINDS = {
    PersonKind.OFFICIAL: "Đại biểu được bầu",
    PersonKind.EX_OFFICIO: "Đại biểu đương nhiên",
    PersonKind.APPOINTED: "Đại biểu chỉ định",
    PersonKind.ALTERNATE: "Đại biểu dự khuyết",
    PersonKind.GUEST: "Khách mời",
}
METHODS = {
    CheckInMethod.FACE: "Nhận diện khuôn mặt",
    CheckInMethod.BADGE: "Quét thẻ đại biểu",
    CheckInMethod.MANUAL: "Ghi tay có lý do",
}
STANDINGS = {
    Standing.PRESENT: "Có mặt",
    Standing.LATE: "Có mặt (đến muộn)",
    Standing.LEFT: "Đã rời hội trường",
    Standing.ABSENT_WITH_LEAVE: "Vắng có lý do",
    Standing.ABSENT_WITHOUT_LEAVE: "Vắng không lý do",
    Standing.NOT_ARRIVED: "Chưa đến",
}


@dataclass(frozen=True, slots=True)
class ReportDetails:
    """What the log does not say: the paper's number, the town before the date, who signs, who receives it."""

    number: str = "01"
    town: str = ""
    signed_by: Signature = _CHIEF
    recipients: tuple[str, ...] = _RECIPIENTS
    time_zone: tzinfo = VIETNAM_TIME


@dataclass(frozen=True, slots=True)
class BoardPaper:
    """A paper of the board, ready for any exporter. `attendance` and `people` are what it was made of."""

    head: Head
    blocks: tuple[Block, ...]
    details: ReportDetails
    attendance: AttendanceFigures
    people: Composition

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


def credentials_report(
    state: CongressState,
    known: Mapping[UUID, PersonDetails],
    freshness: Freshness,
    written_at_utc_ms: int,
    details: ReportDetails | None = None,
) -> BoardPaper:
    """The report (báo cáo thẩm tra tư cách đại biểu) as the log stands. Raises `NoCongress`. Pure."""
    details = details or ReportDetails()
    congress = _congress(state)
    counts, people = figures(state), composition(state, known)
    head = _head(congress, details, written_at_utc_ms, "BÁO CÁO", "thẩm tra tư cách đại biểu dự")
    blocks = (
        *_opening(freshness, written_at_utc_ms, details),
        *_numbers(counts),
        *_quality(people),
        *_eligibility(people),
        *_conclusion(counts),
    )
    return BoardPaper(head, blocks, details, counts, people)


def attendance_list(
    state: CongressState,
    freshness: Freshness,
    written_at_utc_ms: int,
    details: ReportDetails | None = None,
) -> BoardPaper:
    """Everybody on the roster with where they are, when and how they came. Raises `NoCongress`. Pure."""
    details = details or ReportDetails()
    head = _head(_congress(state), details, written_at_utc_ms, "DANH SÁCH", "điểm danh đại biểu dự")
    counts = figures(state)
    rows = tuple(
        _attendee(state, order, person, details.time_zone)
        for order, person in enumerate(sorted(state.persons.values(), key=lambda one: one.number), start=1)
    )
    header = ("TT", "Số", "Họ và tên", "Đoàn", "Ghế", "Tình trạng", "Giờ đến", "Cách điểm danh")
    table = Table(
        "Danh sách điểm danh", header, rows, (8, 9, 32, 30, 11, 24, 14, 24), frozenset({2, 3, 5, 7})
    )
    blocks = (*_opening(freshness, written_at_utc_ms, details), *_summary(counts), table)
    return BoardPaper(head, blocks, details, counts, composition(state, {}))


def _congress(state: CongressState) -> Congress:
    if state.congress is None:
        raise NoCongress
    return state.congress


def _head(congress: Congress, details: ReportDetails, at_utc_ms: int, kind: str, about: str) -> Head:
    return Head(
        superior_body=congress.issuing_body or congress.title,
        issuing_body=_BOARD,
        number=details.number,
        symbol=("BC" if kind == "BÁO CÁO" else "DS", "BTTTCĐB"),
        place_and_date=place_and_date(details.town, at_utc_ms, details.time_zone),
        kind=kind,
        abstract=f"{about} {with_term(congress.title, congress.term)}",
        written_at_utc_ms=at_utc_ms,
    )


def _text(text: str) -> Paragraph:
    return Paragraph(ParagraphKind.TEXT, text)


def _item(lead: str) -> Paragraph:
    return Paragraph(ParagraphKind.ITEM, "", lead)


def _opening(freshness: Freshness, at_utc_ms: int, details: ReportDetails) -> Iterator[Block]:
    until = freshness.newest_at_utc_ms if freshness.newest_at_utc_ms is not None else at_utc_ms
    yield _text(
        f"Căn cứ danh sách đại biểu được triệu tập và kết quả điểm danh, {_BOARD} báo cáo Đại hội số liệu "
        f"tính đến {moment(until, details.time_zone)} (sự kiện số {freshness.seq} trong nhật ký của Đại hội):"
    )
    if freshness.pending_count:
        yield Paragraph(
            ParagraphKind.NOTE,
            f"Có {freshness.pending_count:02} việc ghi tại máy này chưa được máy chủ hội trường xác nhận.",
        )


def _summary(counts: AttendanceFigures) -> Iterator[Block]:
    tally = counts.delegates
    yield _text(
        f"Tổng số đại biểu được triệu tập: {tally.listed:02} đồng chí. Có mặt: {tally.present:02} đồng chí, "
        f"đạt {share(tally.present, tally.listed)}"
        + (f", trong đó {tally.late:02} đồng chí đến sau giờ khai mạc phiên họp." if tally.late else ".")
    )
    yield _text(
        f"Không có mặt: {tally.missing:02} đồng chí; trong đó vắng có lý do {tally.absent_with_leave:02}, "
        f"vắng không có lý do {tally.absent_without_leave:02}, đã rời hội trường {tally.left:02}, "
        f"chưa đến {tally.not_arrived:02}."
    )


def _numbers(counts: AttendanceFigures) -> Iterator[Block]:
    yield _item("1. Về số lượng đại biểu")
    yield from _summary(counts)
    rule, quorum = counts.quorum_fraction, counts.quorum
    yield _text(
        f"Điều kiện tiến hành Đại hội: cần ít nhất {rule.numerator}/{rule.denominator} số đại biểu được "
        f"triệu tập, tức {quorum.required:02}/{quorum.convened:02} đồng chí, và {counts.units_required:02}/"
        f"{quorum.delegations:02} đoàn; hiện có {quorum.present:02} đồng chí của "
        f"{quorum.delegations_present:02} đoàn."
    )
    if counts.others.listed:
        yield _text(
            f"Đại biểu dự khuyết và khách mời (không tính vào số đại biểu triệu tập): có mặt "
            f"{counts.others.present:02}/{counts.others.listed:02}."
        )
    rows = [*counts.delegations, ("Tổng cộng", counts.delegates)]
    yield Table(
        "Bảng 1. Đại biểu theo đoàn",
        (
            "Đoàn",
            "Triệu tập",
            "Có mặt",
            "Đến muộn",
            "Vắng có lý do",
            "Vắng không lý do",
            "Đã rời",
            "Chưa đến",
        ),
        tuple((name or UNKNOWN, *_counts(tally)) for name, tally in rows),
        (52, 17, 15, 15, 17, 19, 14, 16),
        totals=1,
    )
    yield Table(
        "Bảng 2. Cách điểm danh của những người có mặt (kể cả khách mời)",
        ("Cách điểm danh", "Số người"),
        tuple((METHODS[method], f"{count}") for method, count in counts.methods),
        (110, 55),
    )
    if counts.repeats:
        yield _text(
            f"Có {counts.repeats:02} lượt điểm danh lặp lại ở cổng khác; mỗi người chỉ được tính một lần."
        )


def _counts(tally: Tally) -> tuple[str, ...]:
    return tuple(
        f"{count}"
        for count in (
            tally.listed,
            tally.present,
            tally.late,
            tally.absent_with_leave,
            tally.absent_without_leave,
            tally.left,
            tally.not_arrived,
        )
    )


def _quality(people: Composition) -> Iterator[Block]:
    yield _item("2. Về cơ cấu và chất lượng đại biểu")
    if not people.has_details:
        yield Paragraph(
            ParagraphKind.NOTE,
            "Danh sách chưa có các cột dân tộc, trình độ, lý luận chính trị và ngày vào Đảng, hoặc máy này "
            "không có khóa của Ban để mở.",
        )
    rows: list[tuple[str, ...]] = []
    for title, parts in breakdowns(people):
        rows.append((title.upper(), "", "", ""))
        rows += [
            (f"- {part.label}", f"{part.convened}", f"{part.present}", share(part.present, part.convened))
            for part in parts
        ]
    yield Table(
        "Bảng 3. Cơ cấu đại biểu",
        ("Chỉ tiêu", "Triệu tập", "Có mặt", "Tỷ lệ có mặt"),
        tuple(rows),
        (80, 28, 28, 29),
    )
    yield from _ages(people)


def breakdowns(people: Composition) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    """Every breakdown by its title, labels as they are printed."""
    minority = people.minority
    ethnicity = people.ethnicity
    if minority.convened:
        ethnicity = (*ethnicity, Part("Tổng số dân tộc thiểu số", minority.convened, minority.present))
    return (
        (
            "Nguồn đại biểu",
            tuple(_relabelled(people.origin, {kind.value: text for kind, text in KINDS.items()})),
        ),
        ("Giới tính", tuple(_relabelled(people.gender, {}))),
        ("Dân tộc", tuple(_relabelled(ethnicity, {}))),
        ("Trình độ chuyên môn", tuple(_relabelled(people.education, {}))),
        ("Lý luận chính trị", tuple(_relabelled(people.political_theory, {}))),
        ("Tuổi Đảng", tuple(_relabelled(people.seniority, {}, " năm"))),
        ("Độ tuổi", tuple(_relabelled(people.ages, {}, " tuổi"))),
    )


def _relabelled(parts: Iterable[Part], names: Mapping[str, str], unit: str = "") -> Iterator[Part]:
    for part in parts:
        label = names.get(part.label, _with_unit(part.label, unit)) if part.label else UNKNOWN
        yield Part(label, part.convened, part.present)


def _with_unit(label: str, unit: str) -> str:
    """ "Từ 31 đến 40 tuổi", but "Từ 61 tuổi trở lên"."""
    band, more, _ = label.partition(" trở lên")
    return f"{band}{unit}{more}"


def _ages(people: Composition) -> Iterator[Block]:
    for title, one in (
        ("Đại biểu trẻ tuổi nhất", people.youngest),
        ("Đại biểu cao tuổi nhất", people.oldest),
    ):
        if one:
            yield _text(f"{title}: đồng chí {_aged(one)}.")
    if people.average_years is not None:
        average = f"{float(people.average_years):.1f}".replace(".", ",")
        yield _text(f"Tuổi bình quân của đại biểu có mặt: {average} tuổi.")


def _aged(one: Aged) -> str:
    unit = f", {one.person.delegation}" if one.person.delegation else ""
    return f"{one.person.full_name}{unit} ({one.years} tuổi)"


def _eligibility(people: Composition) -> Iterator[Block]:
    yield _item("3. Về tư cách đại biểu")
    if not people.has_details:
        yield _text(f"Các trường hợp không đủ tư cách đại biểu: {'.' * 40}")
    elif not people.ineligible:
        yield _text("Danh sách không ghi nhận trường hợp nào không đủ tư cách đại biểu.")
    else:
        yield _text(f"Danh sách ghi nhận {len(people.ineligible):02} trường hợp không đủ tư cách đại biểu:")
        for person, reason in people.ineligible:
            yield _text(f"- Đồng chí {person.full_name}, {person.delegation}: {reason}.")


def _conclusion(counts: AttendanceFigures) -> Iterator[Block]:
    verdict = "đủ" if counts.has_quorum else "chưa đủ"
    yield _text(
        f"Với số liệu trên, số đại biểu có mặt {verdict} điều kiện để tiến hành Đại hội. {_BOARD} kính trình "
        "Đại hội xem xét, biểu quyết thông qua./."
    )


def _attendee(state: CongressState, order: int, person: Person, zone: tzinfo) -> tuple[str, ...]:
    presence = state.presences.get(person.id)
    arrived = f"{local(presence.since_utc_ms, zone):%H:%M}" if presence else ""
    return (
        f"{order}",
        f"{person.number}",
        person.full_name,
        person.delegation,
        person.seat,
        STANDINGS[standing_of(state, person.id)],
        arrived,
        METHODS[presence.method] if presence else "",
    )
