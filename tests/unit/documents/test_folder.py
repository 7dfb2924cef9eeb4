"""Where things lie in a folder as people keep it."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.documents.intake.folder import SourceType, list_folder
from app.documents.intake.matching import find_author, find_item, find_replaced
from app.documents.intake.names import kind_of, read_name
from app.domain.entities import AgendaItem, Document, DocumentKind, Person, PersonKind
from tests.fakes.papers import make_folder

PAPER, RESOLUTION = DocumentKind.CONGRESS_PAPER, DocumentKind.RESOLUTION
SPEECH, OPERATING = DocumentKind.SPEECH, DocumentKind.OPERATING


def put(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_nested_folders_give_the_kind_and_names_of_systems_are_passed_over(tmp_path):
    put(
        tmp_path,
        "Danh sách đại biểu.xlsx",
        "Chương trình.csv",
        "Tài liệu/1. Văn kiện/Báo cáo chính trị.docx",
        "Tài liệu/1. Văn kiện/Phụ lục/Bản đồ.png",
        "Tài liệu/2. Nghị quyết/NQ.pdf",
        "Tài liệu/Tham luận đoàn 3/bài 1.PDF",
        "Tài liệu/.DS_Store",
        "Tài liệu/1. Văn kiện/~$Báo cáo chính trị.docx",
        "Tài liệu/1. Văn kiện/Thumbs.db",
        "Tài liệu/Danh mục.csv",
        "Tài liệu/phim.mp4",
        "Anh/1.jpg",
        "ghi chú.pdf",
    )
    listing = list_folder(tmp_path)
    assert listing.roster_file.name == "Danh sách đại biểu.xlsx"
    assert listing.agenda_file.name == "Chương trình.csv"
    assert listing.index_file.name == "Danh mục.csv"
    assert {paper.name: (paper.source, paper.kind) for paper in listing.papers} == {
        "1. Văn kiện/Báo cáo chính trị.docx": (SourceType.OFFICE, PAPER),
        "1. Văn kiện/Phụ lục/Bản đồ.png": (SourceType.PICTURE, PAPER),
        "2. Nghị quyết/NQ.pdf": (SourceType.PDF, RESOLUTION),
        "Tham luận đoàn 3/bài 1.PDF": (SourceType.PDF, SPEECH),
    }
    assert listing.unknown == ("phim.mp4", "ghi chú.pdf")
    assert [path.name for path in listing.photos] == ["1.jpg"]


def test_without_a_folder_of_documents_all_of_it_is_looked_through(tmp_path):
    put(
        tmp_path, "roster.csv", "agenda.csv", "congress.toml", "BC chính trị.pdf", "TL/An.pdf", "photos/2.jpg"
    )
    listing = list_folder(tmp_path)
    assert [(paper.name, paper.kind) for paper in listing.papers] == [
        ("BC chính trị.pdf", None),
        ("TL/An.pdf", SPEECH),
    ]
    assert listing.unknown == ()


def test_nothing_stays_away_in_silence(tmp_path, monkeypatch):
    put(tmp_path, "Tài liệu/a.pdf", "Tài liệu/b.pdf", "Tài liệu/c.pdf", "Tài liệu/1/2/3/4/5/6/7/8/9/sâu.pdf")
    (tmp_path / "Tài liệu" / "lối tắt.pdf").symlink_to(tmp_path / "Tài liệu" / "a.pdf")
    (tmp_path / "Tài liệu" / "vòng").symlink_to(tmp_path)
    monkeypatch.setattr("app.documents.intake.folder.MAX_FILES", 2)
    listing = list_folder(tmp_path)
    assert [paper.name for paper in listing.papers] == ["a.pdf", "b.pdf"]
    assert listing.too_many == 1
    assert listing.skipped == ("1/2/3/4/5/6/7/8/9", "lối tắt.pdf", "vòng")


def test_the_folder_of_the_sample_layout(tmp_path):
    listing = list_folder(make_folder(tmp_path))
    assert [paper.kind for paper in listing.papers] == [RESOLUTION, SPEECH, PAPER]
    assert listing.unknown == ()


@pytest.mark.parametrize(
    ("stem", "order", "item", "title", "version"),
    [
        ("03 m07 Báo cáo chính trị", 3, 7, "Báo cáo chính trị", (0, 0)),
        ("03_m07_Báo cáo chính trị (sửa lần 2)", 3, 7, "Báo cáo chính trị", (1, 2)),
        ("Báo cáo chính trị (2)", None, None, "Báo cáo chính trị", (1, 2)),
        ("BC kiểm điểm v3", None, None, "BC kiểm điểm", (1, 3)),
        ("Nghị quyết bản cuối 14-8-2025", None, None, "Nghị quyết", (2, 0)),
        ("Quy chế - Copy", None, None, "Quy chế", (1, 0)),
        ("Tham luận số 1", None, None, "Tham luận số 1", (0, 0)),
        ("Xây dựng nông thôn mới", None, None, "Xây dựng nông thôn mới", (0, 0)),
        ("Danh sách đại biểu chính thức", None, None, "Danh sách đại biểu chính thức", (0, 0)),
        ("(2)", None, None, "(2)", (0, 0)),
        ("2025", None, None, "2025", (0, 0)),
    ],
)
def test_names_of_files(stem, order, item, title, version):
    name = read_name(stem)
    assert (name.order, name.item, name.title, name.version) == (order, item, title, version)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("BC chính trị", PAPER),
        ("Báo cáo về việc thực hiện Nghị quyết", PAPER),
        ("Dự thảo Nghị quyết đại hội", RESOLUTION),
        ("NQ 01", RESOLUTION),
        ("TL Nguyễn Văn An", SPEECH),
        ("Bài tham luận của chi bộ 3", SPEECH),
        ("CT đại hội", OPERATING),
        ("QC làm việc", OPERATING),
        ("Nội quy", OPERATING),
        ("Chương trình", OPERATING),
        ("Chương trình hành động", None),
        ("Bản đồ", None),
    ],
)
def test_kinds_by_name(title, kind):
    assert kind_of(title) is kind


AGENDA = tuple(
    AgendaItem(id=UUID(int=number), position=number, title=title)
    for number, title in enumerate(
        [
            "Chào cờ",
            "Trình bày Báo cáo chính trị",
            "Báo cáo kiểm điểm của Ban Chấp hành",
            "Tham luận tại đại hội",
            "Thông qua Nghị quyết đại hội",
            "Báo cáo kết quả kiểm phiếu",
        ],
        start=1,
    )
)


@pytest.mark.parametrize(
    ("title", "kind", "item"),
    [
        ("Báo cáo chính trị", PAPER, 2),
        ("BC kiểm điểm Ban Chấp hành", PAPER, 3),
        ("Dự thảo Nghị quyết", RESOLUTION, 5),
        ("Thoát nước khu Tây", SPEECH, 4),
        ("Báo cáo", PAPER, None),
        ("Sơ đồ chỗ ngồi", OPERATING, None),
    ],
)
def test_agenda_items_by_words(title, kind, item):
    assert find_item(title, kind, AGENDA) == item


def test_authors_by_their_whole_names():
    names = ["Nguyễn Văn An", "Nguyễn Văn Anh", "Trần Bình", "Trần Bình"]
    persons = [
        Person(id=UUID(int=number), number=number, full_name=name, kind=PersonKind.OFFICIAL)
        for number, name in enumerate(names, start=1)
    ]
    assert find_author("TL Nguyen Van An", persons) == 1
    assert find_author("Tham luận - Nguyễn Văn Anh - thoát nước", persons) == 2
    assert find_author("Trần Bình", persons) is None, "two people have that name"
    assert find_author("Thoát nước", persons) is None


def test_what_a_corrected_file_replaces():
    def published(number, title):
        return Document(
            id=UUID(int=number), title=title, kind=PAPER, sha256="0" * 64, size_bytes=1, page_count=1
        )

    lost = [published(1, "Báo cáo chính trị"), published(2, "Báo cáo kiểm điểm"), published(3, "Đề án")]
    texts = {UUID(int=3): frozenset(range(10))}
    assert find_replaced("Báo cáo chính trị trình", PAPER, frozenset(), lost, texts) == UUID(int=1)
    assert find_replaced("Tên khác hẳn", PAPER, frozenset(range(3, 13)), lost, texts) == UUID(int=3)
    assert find_replaced("Tên khác hẳn", PAPER, frozenset(range(8, 30)), lost, texts) is None
    assert find_replaced("Đề án", RESOLUTION, frozenset(), lost, texts) is None
