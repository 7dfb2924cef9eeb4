"""The roster from the list an office keeps: who is convened, who is invited, who lets their face be used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from pydantic import ValidationError

from app.documents.errors import ColumnsMissing, RowProblem
from app.documents.lists.columns import Band, Column, Field, ListPart, Record, find_columns, find_list
from app.documents.lists.tables import Sheet
from app.domain.entities import Person, PersonKind
from app.domain.folding import fold_key
from app.domain.seating import seat_key

_NUMBER = Field("number", "Số đại biểu", ("so dai bieu", "so hieu dai bieu", "ma dai bieu", "so db"))
_ORDER = Field("order", "Số thứ tự", ("stt", "tt", "so tt", "so thu tu", "thu tu", "so", "no"))
FIELDS = (
    _NUMBER,
    _ORDER,
    Field("name", "Họ và tên", ("ho va ten", "ho ten", "ho va ten dai bieu", "ho ten dai bieu",
                                "ten dai bieu", "dai bieu", "hoten", "ho va ten khai sinh", "name")),
    Field("kind", "Loại đại biểu", ("loai dai bieu", "loai", "thanh phan", "tu cach", "tu cach dai bieu",
                                    "dien", "kind")),
    Field("delegation", "Đoàn", ("doan dai bieu", "doan", "doan to", "to", "to thao luan", "don vi",
                                 "donvi", "don vi cong tac", "chi bo", "dang bo", "delegation")),
    Field("seat", "Số ghế", ("so ghe", "ghe", "vi tri ngoi", "cho ngoi", "ghe ngoi", "seat")),
    Field("position", "Chức vụ", ("chuc vu", "chuc danh", "chuc vu don vi cong tac", "chuc vu cong tac",
                                       "position")),
    Field("gender", "Giới tính", ("gioi tinh", "nam nu", "phai", "gioi", "gender")),
    Field("birth", "Năm sinh", ("nam sinh", "ngay sinh", "ngay thang nam sinh", "sinh ngay",
                                    "sinh nam", "birth year")),
    Field("birth_man", "Năm sinh (nam)", ("ngay thang nam sinh nam", "nam sinh nam", "ngay sinh nam")),
    Field("birth_woman", "Năm sinh (nữ)", ("ngay thang nam sinh nu", "nam sinh nu", "ngay sinh nu")),
    Field("consent", "Đồng ý dùng khuôn mặt", ("dong y dung khuon mat", "dong y nhan dien khuon mat",
                                               "dong y su dung khuon mat", "dong y khuon mat", "dong y",
                                               "consent")),
    Field("ethnicity", "Dân tộc", ("dan toc", "thanh phan dan toc", "ethnicity")),
    Field("education", "Trình độ chuyên môn", ("trinh do chuyen mon", "trinh do chuyen mon nghiep vu",
                                               "chuyen mon", "chuyen mon nghiep vu", "trinh do hoc van",
                                               "hoc van", "trinh do hoc van chuyen mon", "trinh do dao tao",
                                               "trinh do", "bang cap", "hoc vi", "education")),
    Field("political_theory", "Lý luận chính trị", ("trinh do ly luan chinh tri", "ly luan chinh tri",
                                                    "ly luan", "trinh do ly luan", "trinh do llct", "llct",
                                                    "trinh do chinh tri", "political theory")),
    Field("party_joined", "Ngày vào Đảng", ("ngay vao dang chinh thuc", "ngay vao dang", "ngay vao dcs",
                                            "ngay vao dcsvn", "ngay vao dang csvn", "ngay thang nam vao dang",
                                            "ngay vao dang cong san viet nam", "vao dang", "ngay vao",
                                            "ngay ket nap dang", "ngay ket nap", "nam vao dang",
                                            "ngay vao dang du bi", "party joined")),
    Field("party_years", "Tuổi Đảng", ("tuoi dang", "so nam tuoi dang", "tham nien dang", "party years")),
    Field("ineligible", "Không đủ tư cách", ("khong du tu cach", "ly do khong du tu cach",
                                             "truong hop khong du tu cach", "ghi chu tu cach",
                                             "tu cach ghi chu", "ineligible")),
)  # fmt: skip

BOARD_FIELDS = frozenset(
    {"ethnicity", "education", "political_theory", "party_joined", "party_years", "ineligible"}
)
"""Only the credentials board may know these: they are sealed for it, never part of a person."""

_KINDS = {
    "": PersonKind.OFFICIAL,
    "chinh thuc": PersonKind.OFFICIAL,
    "bau": PersonKind.OFFICIAL,
    "duong nhien": PersonKind.EX_OFFICIO,
    "chi dinh": PersonKind.APPOINTED,
    "du khuyet": PersonKind.ALTERNATE,
    "khach moi": PersonKind.GUEST,
    "khach": PersonKind.GUEST,
}
_YES = frozenset({"co", "dong y", "x", "yes", "1", "v", "true"})
_NO = frozenset({"khong", "khong dong y", "no", "0", "false"})
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.-])*(?:\((?:[^\W\d_]|[ '’.-])+\))?")
"""Letters, spaces and what stands in names; behind them one pair of brackets, as of monks and nuns."""
_TOTALS = ("tong cong", "tong so", "danh sach nay co", "danh sach co")


@dataclass(frozen=True, slots=True)
class Roster:
    """Persons in the order of the list, only the consents that somebody wrote down, and what needs mending.

    `doubts`: rows that somebody should look at before signing. `board`: of whom the list says more than a
    tablet may know, that, by field (`BOARD_FIELDS` and "birth"). `columns` are those of the first sheet.
    `were_numbered`: the list has no numbers of its own.
    """

    persons: tuple[Person, ...]
    consents: dict[UUID, bool]
    problems: tuple[RowProblem, ...] = ()
    doubts: tuple[RowProblem, ...] = ()
    columns: tuple[Column, ...] = field(default=(), repr=False)
    missing: ColumnsMissing | None = None
    were_numbered: bool = False
    board: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict, repr=False)


def person_id(congress_id: UUID, number: int) -> UUID:
    """The same person keeps their id when a pack is built again."""
    return uuid5(congress_id, f"person:{number}")


def read_roster(
    sheets: Sequence[Sheet], file: str, congress_id: UUID, chosen: Mapping[int, str] | None = None
) -> Roster:
    """Read a roster with all that is wrong in it. `chosen`: index of column -> field, as a person said it.

    Raises `TableEmpty`.
    """
    columns = find_columns(sheets, FIELDS, chosen)
    try:
        parts = find_list(sheets, FIELDS, ("name",), file, chosen)
    except ColumnsMissing as error:
        return Roster((), {}, columns=columns, missing=error)
    reading = _Reading(congress_id)
    for part in parts:
        reading.read(part)
    reading.find_duplicates()
    return Roster(
        tuple(person for _, _, person in reading.persons),
        reading.consents,
        tuple(reading.problems),
        tuple(reading.doubts()),
        columns,
        were_numbered=reading.were_numbered,
        board=reading.board,
    )


@dataclass(frozen=True, slots=True)
class _Context:
    """What the rows above say about a row. `given_number`: where the list has none of its own."""

    default_kind: PersonKind
    offset: int
    band: str
    given_number: int | None


class _Reading:
    """Collects persons and problems over all sheets."""

    def __init__(self, congress_id: UUID) -> None:
        self._congress_id = congress_id
        self.persons: list[tuple[str, int, Person]] = []
        self.consents: dict[UUID, bool] = {}
        self.board: dict[UUID, dict[str, str]] = {}
        self.problems: list[RowProblem] = []
        self.were_numbered = False

    def read(self, part: ListPart) -> None:
        default_kind = _kind_in(part.sheet) or PersonKind.OFFICIAL
        # Each sheet of a workbook counts from 1 again; a number of one's own is kept as it is.
        offset = 0
        if "number" not in part.fields:
            offset = max((person.number for _, _, person in self.persons), default=0)
        has_numbers = bool(part.fields & {"number", "order"})
        self.were_numbered = self.were_numbered or not has_numbers
        band, order = "", 0
        for row in part.rows:
            if isinstance(row, Band):
                band = row.text
            elif not _is_total(row):
                order += 1
                given = None if has_numbers else order + offset
                self._read_row(part.sheet, row, _Context(default_kind, offset, band, given))

    def _read_row(self, sheet: str, row: Record, context: _Context) -> None:
        before = len(self.problems)

        def problem(key: str, code: str) -> None:
            self.problems.append(RowProblem(sheet, row.row, _title_of(key), code))

        number_key = "number" if row["number"] else "order"
        number = context.given_number or _number_of(row[number_key], context.offset)
        if number is None:
            problem(number_key, "documents.row_number")
        if not row["name"]:
            problem("name", "documents.row_name")
        kind = (
            _KINDS.get(fold_key(row["kind"]).removeprefix("dai bieu ").strip())
            if row["kind"]
            else context.default_kind
        )
        if kind is None:
            problem("kind", "documents.row_kind")
        gender, birth = _gender_and_birth(row)
        year = _year_in(birth)
        if birth and year is None:
            problem("birth", "documents.row_birth")
        answer = fold_key(row["consent"])
        if answer and answer not in _YES | _NO:
            problem("consent", "documents.row_consent")
        if len(self.problems) > before or number is None or kind is None:
            return
        try:
            person = Person(
                id=person_id(self._congress_id, number),
                number=number,
                full_name=row["name"],
                kind=kind,
                delegation=row["delegation"] or _without_numeral(context.band),
                seat=row["seat"],
                position=row["position"],
                gender=gender,
                birth_year=year,
            )
        except ValidationError:
            problem("name", "documents.row_too_long")
            return
        self.persons.append((sheet, row.row, person))
        board = {key: row[key] for key in BOARD_FIELDS if row[key]}
        if birth and birth != str(year):
            board["birth"] = birth  # the day too; tablets know the year alone
        if board:
            self.board[person.id] = board
        if answer:
            self.consents[person.id] = answer in _YES

    def find_duplicates(self) -> None:
        count = Counter(person.number for _, _, person in self.persons)
        self.problems.extend(
            RowProblem(sheet, row, _NUMBER.title, "documents.row_duplicate")
            for sheet, row, person in self.persons
            if count[person.number] > 1
        )
        self.problems.sort(key=lambda problem: (problem.sheet, problem.row))

    def doubts(self) -> Iterator[RowProblem]:
        """Seats given twice, people who stand there twice, names that are none; by the later row."""
        seats: set[str] = set()
        known: set[tuple[object, ...]] = set()
        for sheet, row, person in self.persons:
            seat = seat_key(person.seat)
            birth = self.board.get(person.id, {}).get("birth", person.birth_year)
            same = (person.full_name.casefold(), birth, person.delegation, person.position)
            if seat and seat in seats:
                yield RowProblem(sheet, row, _title_of("seat"), "documents.row_seat_taken")
            if same in known:
                yield RowProblem(sheet, row, _title_of("name"), "documents.row_twice")
            if not _NAME.fullmatch(person.full_name):
                yield RowProblem(sheet, row, _title_of("name"), "documents.row_name_odd")
            seats.add(seat)
            known.add(same)


def _title_of(key: str) -> str:
    return next(field.title for field in FIELDS if field.key == key)


def _is_total(row: Record) -> bool:
    """The closing line of a list: "Tổng cộng: 300 đại biểu"."""
    return any(fold_key(row[key]).startswith(_TOTALS) for key in ("name", "order"))


def _kind_in(sheet_name: str) -> PersonKind | None:
    """The sheet's name says it where there is no column: "Khách mời", "ĐẠI BIỂU ĐƯƠNG NHIÊN"."""
    folded = fold_key(sheet_name)
    return next((kind for word, kind in _KINDS.items() if word and word in folded), None)


def _number_in(text: str) -> int | None:
    """12, "012", "DB0012" and "12." are all number 12."""
    match = re.fullmatch(r"[^\W\d]{0,5}[-. ]?0*(\d{1,5})\.?", text)
    number = int(match.group(1)) if match else 0
    return number if 1 <= number <= 99_999 else None


def _number_of(text: str, offset: int) -> int | None:
    number = _number_in(text)
    return number + offset if number is not None else None


def _gender_and_birth(row: Record) -> tuple[str, str]:
    if row["birth_man"]:
        return "Nam", row["birth_man"]
    if row["birth_woman"]:
        return "Nữ", row["birth_woman"]
    gender = {"nam": "Nam", "nu": "Nữ", "male": "Nam", "female": "Nữ"}.get(
        fold_key(row["gender"]), row["gender"]
    )
    return gender, row["birth"]


def _year_in(text: str) -> int | None:
    """The year of "1979", "04/06/1994", "6/1994"."""
    match = re.search(r"(?<!\d)(19\d\d|20\d\d)(?!\d)", text)
    return int(match.group(1)) if match else None


def _without_numeral(band: str) -> str:
    """ "I. Đoàn đại biểu phường A" is the delegation "Đoàn đại biểu phường A"."""
    return re.sub(r"^\s*([IVXLC]+|\d+|[A-Z])\s*[.)\-–]\s*", "", band).strip()
