"""What an office may have put into the folder, and what it is told."""

from __future__ import annotations

import pytest

from app.documents.errors import (
    ColumnsMissing,
    CongressFileInvalid,
    CongressFileMissing,
    DocumentRefused,
    FileMisplaced,
    FolderRefused,
    ListMissing,
    NoDocuments,
    PhotoRefused,
    SecretMarking,
)
from app.documents.folder import read_folder
from app.documents.pack_build import build_pack, find_marking
from tests.fakes.papers import make_folder, make_pdf


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "folder")


@pytest.fixture
def build(folder, tmp_path, signer, renderer):
    return lambda **options: build_pack(folder, tmp_path / "out.nghisu", signer, renderer, **options)


def put(folder, name, data: bytes):
    path = folder / "documents" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def test_without_an_id_the_congress_has_the_same_one_every_time(folder):
    path = folder / "congress.toml"
    path.write_text('title = "Đại hội thử"\nstarts_on = 2025-08-14\n', encoding="utf-8")
    assert read_folder(folder).congress == read_folder(folder).congress


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("title = ", None),
        ('starts_on = "2025-08-14"', "title"),
        ('title = "A"\nstarts_on = "14/8"', "starts_on"),
    ],
)
def test_a_wrong_congress_file_names_the_place(folder, text, field):
    (folder / "congress.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CongressFileInvalid) as caught:
        read_folder(folder)
    assert field is None or caught.value.params["field"] == field


@pytest.mark.parametrize(
    ("name", "error"),
    [("congress.toml", CongressFileMissing), ("roster.csv", ListMissing), ("agenda.csv", ListMissing)],
)
def test_what_is_missing_is_named(folder, name, error):
    (folder / name).unlink()
    with pytest.raises(error):
        read_folder(folder)


def test_an_empty_shelf_is_no_congress(folder):
    for path in folder.glob("documents/*/*.pdf"):
        path.unlink()
    with pytest.raises(NoDocuments):
        read_folder(folder)


def test_a_bad_roster_stops_the_pack(folder, build, tmp_path):
    (folder / "roster.csv").write_text("Họ và tên\nAn\n", encoding="utf-8")
    with pytest.raises(ColumnsMissing):
        build()
    assert not (tmp_path / "out.nghisu").exists()


def test_what_systems_leave_behind_is_passed_over(folder):
    for name in ("documents/.DS_Store", "documents/van-kien/Thumbs.db", "documents/van-kien/~$01.pdf"):
        (folder / name).write_bytes(b"x")
    assert len(read_folder(folder).documents) == 3


def test_the_list_of_documents_gives_titles_items_and_speakers(folder):
    put(
        folder,
        "documents.csv",
        "Tệp,Tên văn bản,Mục,Số đại biểu\nTham luận số 1.pdf,Về nước sạch,2,3\n".encode(),
    )
    found = read_folder(folder)
    speech = next(document for document in found.documents if document.name.startswith("tham-luan"))
    assert speech.title == "Về nước sạch"
    assert speech.agenda_item_id == found.agenda[1].id
    assert speech.author_person_id == found.roster.persons[2].id


def test_files_out_of_place_are_all_named_at_once(folder):
    put(folder, "van-kien/ghi chú.docx", b"x")
    put(folder, "van-kien/01 m99 Mục không có.pdf", make_pdf(1))
    put(folder, "linh-tinh/a.pdf", make_pdf(1))
    (folder / "photos" / "99.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "photos" / "1_9.jpg").write_bytes(b"no picture")
    with pytest.raises(FolderRefused) as caught:
        read_folder(folder)
    kinds = sorted(type(error).__name__ for error in caught.value.errors)
    assert kinds == [FileMisplaced.__name__] * 3 + [PhotoRefused.__name__] * 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_pdf(1, password="1234"), "documents.pdf_encrypted"),
        (make_pdf(9)[:300], "documents.pdf_damaged"),
        (b"<html>", "documents.not_a_pdf"),
        (b"", "documents.not_a_pdf"),
    ],
)
def test_a_paper_that_no_tablet_could_show_is_refused(folder, build, tmp_path, data, reason):
    put(folder, "van-kien/02 Xấu.pdf", data)
    with pytest.raises(DocumentRefused) as caught:
        build()
    assert caught.value.params == {"file": "van-kien/02 Xấu.pdf", "reason": reason}
    assert not (tmp_path / "out.nghisu").exists()


def test_state_secrets_are_refused_by_default(folder, build):
    put(folder, "van-kien/02 Kín.pdf", make_pdf(2, "Nội dung", head="TỐI MẬT"))
    with pytest.raises(SecretMarking) as caught:
        build()
    assert caught.value.params == {"file": "van-kien/02 Kín.pdf", "marking": "TỐI MẬT"}
    assert build(allow_secret_markings=True).documents == 4


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("ĐẢNG BỘ TỈNH\nMẬT\nSố 01", "MẬT"),
        ("TUYỆT  MẬT", "TUYỆT MẬT"),
        ("(Độ mật: MẬT)".upper(), "MẬT"),
        ("QUY CHẾ BẢO MẬT", None),
        ("Bí mật nhà nước", None),
        ("mật ong", None),
    ],
)
def test_markings_stand_alone_on_their_line(text, marking):
    assert find_marking(text) == marking


def test_papers_to_look_at_are_listed(folder, build):
    import pymupdf

    with pymupdf.open() as scan:
        scan.new_page()
        put(folder, "van-kien/03 Bản quét.pdf", scan.tobytes())
    assert build().without_text == ("van-kien/03 Bản quét.pdf",)
