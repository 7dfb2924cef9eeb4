"""A folder on the workbench, in memory: checked, corrected, signed and published without touching a disk."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from app.domain.entities import DocumentKind, Person
from app.runtime.messages import Messages
from app.runtime.paths import assets_folder
from app.ui.services import (
    BuiltPack,
    Finding,
    Gravity,
    IsCancelled,
    MatchedBy,
    PackPlan,
    PlannedDocument,
    PlannedPhoto,
    Progress,
    ProgressCallback,
    RosterColumn,
    RosterPlan,
)
from tests.fakes.basics import fixed_id


def finding(
    code: str,
    gravity: Gravity = Gravity.WARNING,
    row: int | None = None,
    language: str = "vi",
    pages: int = 60,
) -> Finding:
    """In the words that the product has for it."""
    said = Messages.load(assets_folder() / "messages", language)
    words = said.by_code(f"documents.{code}", {"pages": pages})
    return Finding(gravity, words.what, words.fix, row)


FIELDS = ("name", "number", "kind", "delegation", "seat", "position", "birth")
_FILES = (
    ("van-kien/01 m03 Báo cáo chính trị.docx", "Báo cáo chính trị", DocumentKind.CONGRESS_PAPER, 48, 3, ()),
    ("van-kien/02 m03 Báo cáo kiểm điểm.pdf", "Báo cáo kiểm điểm", DocumentKind.CONGRESS_PAPER, 22, 3,
     ("legacy_fonts",)),
    ("van-kien/Phu luc so lieu (ban chup).pdf", "Phụ lục số liệu", DocumentKind.CONGRESS_PAPER, 60, None,
     ("scan_not_searchable",)),
    ("nghi-quyet/01 m07 Dự thảo Nghị quyết (sua).docx", "Dự thảo Nghị quyết Đại hội",
     DocumentKind.RESOLUTION, 13, 7, ()),
    ("tham-luan/TL so 27 chuyen doi so.doc", "Chuyển đổi số ở khu phố, nhìn từ việc nhỏ",
     DocumentKind.SPEECH, 5, 4, ()),
    ("tham-luan/TL truong hoc.pdf", "Xây dựng trường học an toàn", DocumentKind.SPEECH, None, 4,
     ("pdf_damaged",)),
    ("dieu-hanh/Chuong trinh.xlsx", "Chương trình Đại hội", DocumentKind.OPERATING, 3, None, ()),
    ("dieu-hanh/So do cho ngoi.jpg", "Sơ đồ chỗ ngồi", DocumentKind.OPERATING, 1, None,
     ("scan_not_searchable",)),
)  # fmt: skip


_GRAVITIES = {"pdf_damaged": Gravity.REFUSED, "legacy_fonts": Gravity.NOTE, "no_item": Gravity.NOTE}


def sample_documents(language: str = "vi") -> tuple[PlannedDocument, ...]:
    return tuple(
        PlannedDocument(
            file=file,
            size_bytes=number * 300_000,
            page_count=pages,
            findings=tuple(
                finding(code, _GRAVITIES.get(code, Gravity.WARNING), None, language, pages)
                for code in (codes if item else (*codes, "no_item"))
            ),
            title=title,
            kind=kind,
            position=number,
            agenda_position=item,
            author_number=27 if "27" in file else None,
            replaces=fixed_id("document-8") if "(sua)" in file else None,
        )
        for number, (file, title, kind, pages, item, codes) in enumerate(_FILES, 1)
    )


def sample_roster(language: str = "vi") -> RosterPlan:
    """The list of an office: the delegation's column is called in its own way and was not recognised."""
    values = (
        ("STT", "", ("1", "2", "3")),
        ("Số thẻ", "number", ("1", "2", "3")),
        ("Họ và tên", "name", ("Nguyễn Văn An", "Trần Thị Bình", "Lê Minh Cường")),
        ("Ngày sinh", "birth", ("1968", "12/3/1975", "1980")),
        ("Thành phần", "kind", ("Chính thức", "Chính thức", "Đương nhiên")),
        ("Đơn vị sinh hoạt", "", ("Chi bộ khu phố 1", "Chi bộ khu phố 2", "Chi bộ khu phố 1")),
        ("Ghi chú", "", ("", "ngồi gần lối đi", "")),
    )
    return RosterPlan(
        file="danh-sach.xlsx",
        columns=tuple(RosterColumn(index, *one) for index, one in enumerate(values)),
        fields=FIELDS,
        required=frozenset({"name", "number"}),
        delegates_count=110,
        guests_count=22,
        findings=(
            finding("row_duplicate", row=58, language=language),
            finding("row_birth", row=41, language=language),
        ),
        preview=(
            ("1", "Nguyễn Văn An", "official", "", "A1"),
            ("2", "Trần Thị Bình", "official", "", "A2"),
            ("3", "Lê Minh Cường", "ex_officio", "", "A3"),
        ),
    )


def sample_photos(persons: tuple[Person, ...]) -> tuple[PlannedPhoto, ...]:
    """By number and by name, one without consent, one that nothing is known of, one in doubt."""
    found = (
        ("27.jpg", persons[26], MatchedBy.NUMBER, True),
        ("27_2.jpg", persons[26], MatchedBy.NUMBER, True),
        (f"{persons[41].full_name} (moi).png", persons[41], MatchedBy.NAME, True),
        ("5.jpg", persons[4], MatchedBy.NUMBER, False),
        ("IMG_20251103_081530.jpg", None, MatchedBy.NOTHING, False),
        (f"12_{persons[2].full_name}.jpg", None, MatchedBy.DOUBT, False),
    )
    return tuple(PlannedPhoto(file, Path(file), *rest) for file, *rest in found)


class FakePacks:
    """Plays the house behind the workbench; tests look at what it was asked to do."""

    def __init__(self, congress: Any) -> None:
        state = congress.state
        self.plan = PackPlan(
            folder=Path("tai-lieu"),
            congress_title=state.congress.title,
            agenda=state.agenda,
            roster=sample_roster(),
            delegations=tuple(sorted({one.delegation for one in state.persons.values()})),
            documents=sample_documents(),
            missing=((fixed_id("document-1"), state.documents[fixed_id("document-1")].title),),
            findings=(),
            photos=sample_photos(tuple(state.persons.values())),
            persons=tuple(state.persons.values()),
        )
        self.has_key = True
        self.fails_with: Exception | None = None
        self.holds: threading.Event | None = None
        """Long work waits for it, so that tests can look at a screen that is busy."""
        self.corrected: list[tuple[PlannedDocument, ...]] = []
        self.unlocked: list[tuple[str, str]] = []
        self.opens_with = "Mật khẩu"
        self.mapped: list[dict[int, str]] = []
        self.given: list[dict[str, int | None]] = []
        self.built: list[tuple[Path, frozenset[UUID]]] = []
        self.published: list[Path] = []
        self.stopped = 0

    def speak(self, language: str) -> None:
        """Say the findings in that language."""
        self.plan = replace(self.plan, documents=sample_documents(language), roster=sample_roster(language))

    def has_signing_key(self) -> bool:
        return self.has_key

    def inspect(self, folder: Path, progress: ProgressCallback, is_cancelled: IsCancelled) -> PackPlan:
        documents = self.plan.documents
        for number, document in enumerate(documents):
            progress(Progress("checking", number, len(documents), document.file))
            if self._is_stopped(is_cancelled):
                break
        self.plan = replace(self.plan, folder=folder)
        return self.plan

    def _is_stopped(self, is_cancelled: IsCancelled) -> bool:
        if self.fails_with:
            raise self.fails_with
        if self.holds:
            self.holds.wait(10)
        self.stopped += is_cancelled()
        return is_cancelled()

    def unlock(
        self, plan: PackPlan, file: str, password: str, progress: ProgressCallback, is_cancelled: IsCancelled
    ) -> PackPlan:
        self.unlocked.append((file, password))
        progress(Progress("checking", 1, 2, file))
        if self._is_stopped(is_cancelled):
            return plan
        is_open = password == self.opens_with
        found = (
            finding("unlocked", Gravity.NOTE) if is_open else finding("pdf_password_wrong", Gravity.REFUSED)
        )
        documents = tuple(
            replace(one, findings=(found,), is_locked=not is_open, page_count=4 if is_open else None)
            if one.file == file
            else one
            for one in self.plan.documents
        )
        self.plan = replace(self.plan, documents=documents)
        return self.plan

    def map_roster(self, plan: PackPlan, fields: Mapping[int, str]) -> PackPlan:
        self.mapped.append(dict(fields))
        columns = tuple(replace(one, field=fields.get(one.index, "")) for one in plan.roster.columns)
        self.plan = replace(plan, roster=replace(plan.roster, columns=columns))
        return self.plan

    def correct(self, plan: PackPlan, documents: tuple[PlannedDocument, ...]) -> PackPlan:
        if self.fails_with:
            raise self.fails_with
        self.corrected.append(documents)
        self.plan = replace(plan, documents=documents)
        return self.plan

    def give_photos(self, plan: PackPlan, numbers: Mapping[str, int | None]) -> PackPlan:
        self.given.append(dict(numbers))
        by_number = {person.number: person for person in plan.persons}
        photos = tuple(
            replace(photo, person=by_number.get(numbers[photo.file]), by=MatchedBy.CHOSEN, has_consent=True)
            if photo.file in numbers
            else photo
            for photo in plan.photos
        )
        self.plan = replace(plan, photos=photos)
        return self.plan

    def build(
        self, plan: PackPlan, out: Path, withdraw: frozenset[UUID], progress: ProgressCallback,
        is_cancelled: IsCancelled,
    ) -> BuiltPack:  # fmt: skip
        progress(Progress("sealing", 1, 2, plan.documents[0].file))
        taken = [one for one in plan.documents if not one.is_left_out]
        if not self._is_stopped(is_cancelled):
            self.built.append((out, withdraw))
        pages = sum(one.page_count or 0 for one in taken)
        return BuiltPack(out, len(taken), pages, 132, 48 << 20)

    def publish(self, pack: BuiltPack, progress: ProgressCallback, is_cancelled: IsCancelled) -> int:
        progress(Progress("publishing", 1, 2))
        if not self._is_stopped(is_cancelled):
            self.published.append(pack.path)
        return 14
