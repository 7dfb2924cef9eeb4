"""A folder, inspected: everything in it is shown, what is wrong is said all at once, corrections last."""

from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest

from app.documents.errors import FolderRefused
from app.documents.intake.corrections import read_corrections
from app.documents.intake.plan import with_choices, with_photo_choices, with_roster_columns
from app.documents.intake.planned import Published
from app.documents.intake.versions import own_id
from app.documents.intake.workshop import Workshop
from app.documents.pack.build import build_pack
from app.documents.text.reading_text import ReadingText
from app.domain.entities import DocumentKind
from app.domain.fold import fold
from tests.fakes.built_packs import build, inspect, open_pack, signing
from tests.fakes.clock import seeded_random
from tests.fakes.papers import make_folder, make_pdf

LONG = "Đại hội nhất trí thông qua phương hướng, mục tiêu và nhiệm vụ của nhiệm kỳ tới với sự đồng thuận cao"


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "folder")


@pytest.fixture
def workshop():
    with Workshop(seeded_random()) as workshop:
        yield workshop


@pytest.fixture
def plan_of(workshop, renderer, folder):
    return lambda published=None: inspect(folder, workshop, renderer, published)


def put(folder, name, data: bytes):
    path = folder / "documents" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def codes(plan, file):
    (paper,) = (paper for paper in plan.papers if paper.file.name == file)
    return {remark.code.removeprefix("documents.") for remark in paper.remarks}


def choices(plan, file):
    return next(paper.choices for paper in plan.papers if paper.file.name == file)


def plan_codes(plan):
    return {remark.code.removeprefix("documents.") for remark in (*plan.remarks, *plan.roster_remarks)}


def test_without_an_id_the_congress_has_the_same_one_every_time(folder, plan_of):
    path = folder / "congress.toml"
    path.write_text('title = "Đại hội thử"\nstarts_on = 2025-08-14\n', encoding="utf-8")
    assert plan_of().congress == plan_of().congress


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('starts_on = "2025-08-14"', "title"),
        ('title = "A"\nstarts_on = "14/8"', "starts_on"),
        ("place = 'B'", "title, starts_on"),
    ],
)
def test_a_wrong_congress_file_names_every_place(folder, plan_of, text, fields):
    (folder / "congress.toml").write_text(text, encoding="utf-8")
    plan = plan_of()
    assert plan.congress is None
    assert [remark.params["field"] for _, remark in plan.refusals] == [fields]
    assert len(plan.papers) == 3, "the rest is shown all the same"


@pytest.mark.parametrize(
    ("name", "code"),
    [("congress.toml", "congress_missing"), ("roster.csv", "list_missing"), ("agenda.csv", "list_missing")],
)
def test_what_is_missing_is_said_and_stops_the_pack(folder, plan_of, signer, tmp_path, name, code):
    (folder / name).unlink()
    plan = plan_of()
    assert code in {remark.code.removeprefix("documents.") for _, remark in plan.refusals}
    with pytest.raises(FolderRefused):
        build_pack(plan, tmp_path / "out.nghisu", signing(signer))
    assert not (tmp_path / "out.nghisu").exists()


def test_pieces_of_the_congress_file_that_are_missing_are_named(plan_of):
    plan = plan_of()
    assert {"place", "term"} <= {remark.params.get("field") for remark in plan.remarks}
    assert plan.refusals == ()


def test_rows_of_the_roster_are_refused_by_their_numbers(folder, plan_of):
    (folder / "roster.csv").write_text("STT,Họ và tên\n1,An\nx,Bình\n3,\n", encoding="utf-8")
    assert [(remark.row, remark.code) for _, remark in plan_of().refusals] == [
        (3, "documents.row_number"),
        (4, "documents.row_name"),
    ]


def test_rows_to_look_at_do_not_stop_the_pack(folder, plan_of):
    (folder / "roster.csv").write_text(
        "STT,Họ và tên,Đoàn,Số ghế\n1,Nguyễn Văn An,Đoàn 1,A01\n2,Trần Bình,Đoàn 1,A 1\n"
        "3,nguyễn văn an,Đoàn 1,A03\n4,=1+1,Đoàn 2,A04\n5,K’ Thị Thu (Ni sư Diệu Tâm),Đoàn 2,A05\n",
        encoding="utf-8",
    )
    plan = plan_of()
    assert plan.refusals == ()
    assert [(one.row, one.code.removeprefix("documents.")) for one in plan.roster_remarks] == [
        (3, "row_seat_taken"),
        (4, "row_twice"),
        (5, "row_name_odd"),
    ]


def test_a_row_is_named_with_its_sheet_where_there_are_several(folder, plan_of, shared_data):
    (folder / "roster.csv").unlink()
    data = (shared_data / "docs" / "rosters" / "ds_dai_bieu_300_dau_de_gop.xlsx").read_bytes()
    (folder / "danh-sach.xlsx").write_bytes(data)
    plan = plan_of()
    assert {remark.params["sheet"] for remark in plan.roster_remarks} == {"ĐB chính thức", "Khách mời"}
    (folder / "danh-sach.xlsx").unlink()
    (folder / "roster.csv").write_text("STT,Họ và tên\nx,Bình\n", encoding="utf-8")
    assert [remark.params["sheet"] for _, remark in plan_of().refusals] == [""]


def test_columns_said_by_hand_stay_in_the_folder(folder, plan_of):
    (folder / "roster.csv").write_text("Mã,Ông/Bà\n7,Nguyễn Văn An\n", encoding="utf-8")
    plan = plan_of()
    assert [remark.code for _, remark in plan.refusals] == ["documents.columns_missing"]
    mapped = with_roster_columns(plan, {0: "number", 1: "name"})
    assert mapped.refusals == ()
    assert [person.number for person in plan_of().roster.persons] == [7]


def test_bad_files_cost_only_themselves(folder, plan_of):
    bad = {
        "van-kien/khoá.pdf": (make_pdf(1, password="1234"), "pdf_encrypted"),
        "van-kien/đứt.pdf": (make_pdf(9)[:300], "pdf_damaged"),
        "van-kien/trang web.pdf": (b"<html>", "not_a_pdf"),
        "van-kien/rỗng.pdf": (b"", "file_empty"),
        "van-kien/rỗng 2.docx": (b"", "file_empty"),
        "van-kien/rỗng 3.jpg": (b"", "file_empty"),
        "van-kien/ảnh hỏng.png": (b"\x89PNG broken", "picture_refused"),
        "van-kien/không phải.docx": (b"text", "office_not_readable"),
    }
    for name, (data, _) in bad.items():
        put(folder, name, data)
    plan = plan_of()
    assert {name: code in codes(plan, name) for name, (_, code) in bad.items()} == dict.fromkeys(bad, True)
    assert {file for file, _ in plan.refusals} == set(bad)
    left_out = {name: replace(choices(plan, name), is_left_out=True) for name in bad}
    assert with_choices(plan, left_out).refusals == ()


def test_state_secrets_are_refused_by_default(folder, plan_of):
    put(folder, "van-kien/02 Kín.pdf", make_pdf(2, LONG, head="TỐI MẬT"))
    assert [remark.params for _, remark in plan_of().refusals] == [{"marking": "TỐI MẬT", "page": 1}]
    with (folder / "congress.toml").open("a", encoding="utf-8") as stream:
        stream.write("[settings]\nallow_secret_markings = true\n")
    plan = plan_of()
    assert plan.refusals == ()
    assert "secret_marking_allowed" in codes(plan, "van-kien/02 Kín.pdf")


def test_duplicates_by_bytes_and_by_text_are_named(folder, plan_of):
    put(folder, "van-kien/a.pdf", make_pdf(2, LONG))
    put(folder, "van-kien/b.pdf", make_pdf(2, LONG))
    put(folder, "van-kien/c.pdf", make_pdf(2, LONG) + b"\n% saved again\n")
    plan = plan_of()
    assert "same_bytes" in codes(plan, "van-kien/b.pdf") or "same_text" in codes(plan, "van-kien/b.pdf")
    assert "same_text" in codes(plan, "van-kien/c.pdf")
    assert not codes(plan, "van-kien/a.pdf") & {"same_bytes", "same_text"}


def test_a_duplicate_that_is_left_out_is_none_any_more(folder, plan_of):
    put(folder, "van-kien/a.pdf", make_pdf(2, LONG))
    put(folder, "van-kien/b.pdf", make_pdf(2, LONG) + b"\n% saved again\n")
    plan = plan_of()
    assert "same_text" in codes(plan, "van-kien/b.pdf")
    alone = with_choices(plan, {"van-kien/a.pdf": replace(choices(plan, "van-kien/a.pdf"), is_left_out=True)})
    assert "same_text" not in codes(alone, "van-kien/b.pdf")


def test_white_pages_are_said_to_be_white_and_no_scan(folder, plan_of):
    with pymupdf.open() as paper:
        paper.new_page()
        put(folder, "van-kien/trắng.pdf", paper.tobytes())
    assert codes(plan_of(), "van-kien/trắng.pdf") == {"blank", "no_item"}


def test_a_short_paper_is_no_scan(folder, plan_of):
    put(folder, "van-kien/ngắn.pdf", make_pdf(1, "Bìa"))
    assert codes(plan_of(), "van-kien/ngắn.pdf") == {"no_item"}


def test_names_that_differ_in_their_marks_are_papers_of_their_own(folder, plan_of):
    """Hoa and Hòa both speak; "Bao cao" is how somebody without a Vietnamese keyboard wrote "Báo cáo"."""
    for name in ("tham-luan/Tham luận Hoa.pdf", "tham-luan/Tham luận Hòa.pdf"):
        put(folder, name, make_pdf(1, name))
    put(folder, "van-kien/01 m03 Bao cao chinh tri (sua).pdf", make_pdf(2, LONG))
    plan = plan_of()
    left_out = {paper.file.name for paper in plan.papers if paper.choices.is_left_out}
    assert left_out == {"van-kien/01 m03 Báo cáo chính trị.pdf"}


def test_corrections_of_names_that_differ_in_their_marks_do_not_mix(folder, plan_of):
    names = [f"van-kien/{name}.pdf" for name in ("Tờ trình", "Tổ trình", "a-b", "a b")]
    for name in names:
        put(folder, name, make_pdf(1, name))
    plan = plan_of()
    titled = {name: replace(choices(plan, name), title=f"Tên của {name}") for name in names}
    with_choices(plan, titled)
    again = plan_of()
    assert {name: choices(again, name).title for name in names} == {name: f"Tên của {name}" for name in names}


def test_a_row_typed_without_marks_is_still_its_files(folder, plan_of):
    put(folder, "documents.csv", "Tệp,Tên văn bản\ntham luan so 1.pdf,Nước sạch\n".encode())
    assert choices(plan_of(), "tham-luan/Tham luận số 1.pdf").title == "Nước sạch"


def test_a_file_of_no_kind_is_shown_and_must_be_given_one(folder, plan_of):
    put(folder, "linh-tinh/Bản đồ.pdf", make_pdf(1))
    plan = plan_of()
    assert {"kind_unknown", "no_item"} <= codes(plan, "linh-tinh/Bản đồ.pdf")
    assert [file for file, _ in plan.refusals] == ["linh-tinh/Bản đồ.pdf"]
    given = replace(choices(plan, "linh-tinh/Bản đồ.pdf"), kind=DocumentKind.OPERATING)
    assert with_choices(plan, {"linh-tinh/Bản đồ.pdf": given}).refusals == ()


def test_a_folder_with_too_much_in_it_says_so(folder, plan_of, monkeypatch):
    monkeypatch.setattr("app.documents.intake.folder.MAX_FILES", 2)
    monkeypatch.setattr("app.documents.intake.plan._LARGE_FOLDER_BYTES", 1000)
    monkeypatch.setattr("app.documents.intake.plan._NAMED_UNKNOWN", 1)
    for name in ("a.mp4", "b.mp4", "c.mp4"):
        put(folder, name, b"x")
    (folder / "documents" / "lối tắt.pdf").symlink_to(folder / "congress.toml")
    plan = plan_of()
    said = {remark.code: remark.params for remark in plan.remarks}
    assert [remark.code for _, remark in plan.refusals] == ["documents.too_many_files"]
    assert said["documents.too_many_files"]["count"] == 3
    assert said["documents.files_unknown"] == {"count": 2}
    assert said["documents.file_skipped"] == {"file": "lối tắt.pdf"}
    assert "documents.folder_large" in said


def test_an_agenda_item_or_a_person_that_is_not_there_is_said(folder, plan_of):
    put(folder, "van-kien/01 m99 Mục không có.pdf", make_pdf(1))
    put(folder, "documents.csv", "Tệp,Số đại biểu\nTham luận số 1.pdf,99\n".encode())
    plan = plan_of()
    assert "item_unknown" in codes(plan, "van-kien/01 m99 Mục không có.pdf")
    assert "author_unknown" in codes(plan, "tham-luan/Tham luận số 1.pdf")


def test_photographs_of_nobody_are_named(folder, plan_of):
    (folder / "photos" / "99.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "photos" / "1_9.jpg").write_bytes(b"no picture")
    plan = plan_of()
    refused = {r.params["file"] for r in plan.remarks if r.code == "documents.photo_refused"}
    assert refused == {"99.jpg", "1_9.jpg"}
    assert plan.photos_without_consent == ("2.jpg", "3.jpg")
    assert len(plan.photos) == 3


def test_photographs_are_given_to_people_kept_in_the_folder_and_read_again(folder, plan_of):
    mine = folder / "photos" / "của tôi"
    mine.mkdir()
    (mine / "IMG_7.jpg").write_bytes(b"\xff\xd8\xff")
    plan = plan_of()
    name = "của tôi/IMG_7.jpg"
    assert name in {r.params["file"] for r in plan.remarks if r.code == "documents.photo_refused"}
    with_consent = plan.photos[0].person_id
    number = next(person.number for person in plan.roster.persons if person.id == with_consent)
    given = with_photo_choices(plan, {name: number, "2.jpg": None})
    assert (mine / "IMG_7.jpg", with_consent) in [(one.path, one.person_id) for one in given.photos]
    assert not [r for r in given.remarks if r.params.get("file") == name]
    assert "2.jpg" not in given.photos_without_consent
    again = plan_of()
    assert [one.path for one in again.photos] == [one.path for one in given.photos]
    assert again.remarks == given.remarks


def test_corrections_last_and_can_be_edited_in_excel(folder, plan_of):
    plan = plan_of()
    file = "tham-luan/Tham luận số 1.pdf"
    better = replace(
        choices(plan, file),
        title="=Về nước sạch",
        position=7,
        agenda_position=2,
        author_number=3,
        delegations=("Đoàn 1", "Đoàn 2"),
        guests_may_read=False,
        one_sitting=True,
    )
    corrected = with_choices(plan, {file: better})
    assert choices(corrected, file) == better
    written = (folder / "documents" / "documents.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert b",=" not in written, "no title is a formula"
    again = plan_of()
    assert choices(again, file) == better
    assert [paper.choices for paper in again.papers] == [paper.choices for paper in corrected.papers]
    rows = read_corrections(folder / "documents" / "documents.csv")
    assert len(rows) == 3


def test_delegations_that_are_not_on_the_roster_stop_the_pack(folder, plan_of):
    put(folder, "documents.csv", "Tệp,Chỉ cho đoàn\nTham luận số 1.pdf,Đoàn 9\n".encode())
    assert [remark.params["name"] for _, remark in plan_of().refusals] == ["Đoàn 9"]


def test_a_corrected_file_beside_the_old_one_takes_its_place_and_its_id(
    folder, plan_of, signer, renderer, tmp_path
):
    old = "van-kien/01 m03 Báo cáo chính trị.pdf"
    new = "van-kien/01 m03 Báo cáo chính trị (sửa lần 2).pdf"
    put(folder, new, make_pdf(4, LONG))
    plan = plan_of()
    assert choices(plan, old).is_left_out
    assert "older_version" in codes(plan, old)
    assert choices(plan, new).replaces == own_id(plan.congress.id, old)
    out = tmp_path / "out.nghisu"
    build(folder, out, signer, renderer)
    with open_pack(out, signer) as reader:
        state = fold(signed.event for signed in reader.events())
    assert state.documents[own_id(plan.congress.id, old)].page_count == 4
    assert len(state.documents) == 3


def test_a_renamed_correction_of_a_published_paper_keeps_its_id(folder, plan_of, small_pack, signer):
    with open_pack(small_pack[1], signer) as reader:
        state = fold(signed.event for signed in reader.events())
        report = next(d for d in state.documents.values() if d.title == "Báo cáo chính trị")
    (folder / "documents" / "van-kien" / "01 m03 Báo cáo chính trị.pdf").unlink()
    (folder / "documents" / "tham-luan" / "Tham luận số 1.pdf").unlink()
    put(folder, "van-kien/Báo cáo Chính trị trình ĐH.pdf", make_pdf(3, LONG))
    texts = {report.id: ReadingText(("Chữ cũ",))}
    plan = plan_of(Published(state.documents, lambda paper: texts.get(paper.id)))
    assert choices(plan, "van-kien/Báo cáo Chính trị trình ĐH.pdf").replaces == report.id
    assert "replaces" in codes(plan, "van-kien/Báo cáo Chính trị trình ĐH.pdf")
    assert [paper.title for paper in plan.missing] == ["Tham luận số 1"]


def test_stray_files_are_listed(folder, plan_of):
    put(folder, "van-kien/phim.mp4", b"x")
    for name in ("Thumbs.db", ".DS_Store", "~$khoá.docx", "._x.pdf", "~WRL0001.tmp", "Desktop.ini"):
        put(folder, f"van-kien/{name}", b"x")
    put(folder, "System Volume Information/x.pdf", b"x")
    assert [r.params["file"] for r in plan_of().remarks if r.code == "documents.file_unknown"] == [
        "van-kien/phim.mp4"
    ]


def test_an_empty_shelf_is_no_congress(folder, plan_of):
    for path in folder.glob("documents/*/*.pdf"):
        path.unlink()
    assert "no_documents" in plan_codes(plan_of())


def test_every_remark_has_words(folder, plan_of, project_root):
    import re

    from app.runtime.messages import Messages

    known = Messages.load(project_root / "assets" / "messages", "vi").codes()
    used = set()
    for path in (project_root / "app" / "documents").rglob("*.py"):
        used |= set(re.findall(r'(?:note|warning|refused)\(\s*"(documents\.\w+)"', path.read_text("utf-8")))
    assert len(used) > 20
    assert used - known == set()
