"""Office papers through the real LibreOffice, and what is refused before it sees them."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import psutil
import pymupdf
import pytest

from app.documents.errors import (
    Cancelled,
    ConvertFailed,
    ConvertTimedOut,
    MacroFile,
    OfficeEncrypted,
    OfficeMissing,
    OfficeNotReadable,
)
from app.documents.intake.convert import Office
from app.documents.intake.examine import Intake
from app.documents.intake.folder import PaperFile, SourceType
from app.documents.intake.office_file import look_into
from app.documents.intake.workshop import Workshop
from tests.fakes.clock import seeded_random

needs_office = pytest.mark.skipif(Office.find().program is None, reason="LibreOffice is not installed")
TEXT = "Đại hội đại biểu Đảng bộ phường An Bình lần thứ nhất thông qua báo cáo chính trị trình đại hội"


def never() -> bool:
    return False


def docx(text: str = TEXT, **parts: str) -> bytes:
    """The smallest Word file there is."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.'
        'org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    body = (
        f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )
    files = {"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": body} | parts
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def workshop():
    with Workshop(seeded_random()) as workshop:
        yield workshop


def paper(tmp_path: Path, name: str, data: bytes, source=SourceType.OFFICE) -> PaperFile:
    path = tmp_path / name
    path.write_bytes(data)
    return PaperFile(path, name, source, None)


def program(tmp_path: Path, script: str) -> str:
    """Stands in for soffice where a test needs it to misbehave; started and ended the real way."""
    path = tmp_path / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", OfficeNotReadable),
        (b"PK\x03\x04 cut", OfficeNotReadable),
        (docx()[:400], OfficeNotReadable),
        (docx(**{"word/vbaProject.bin": "x"}), MacroFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), OfficeEncrypted),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), MacroFile),
    ],
)
def test_what_is_refused_before_any_program_opens_it(data, error):
    with pytest.raises(error):
        look_into(data)


def test_letters_are_counted_in_what_is_not_refused():
    assert look_into(docx("Đại hội")) == 6
    assert look_into(b"{\\rtf1 Dai hoi}") == 0


@needs_office
def test_word_papers_become_the_same_pdf_every_time(tmp_path, renderer):
    files = [
        paper(tmp_path, "Báo cáo.docx", docx()),
        paper(tmp_path, "hỏng.docx", docx(**{"word/document.xml": "<w:document"})),
        paper(tmp_path, "Nghị quyết.rtf", b"{\\rtf1\\ansi Dai hoi thong qua nghi quyet cua dai hoi}"),
    ]
    results = []
    for _ in range(2):
        steps = []
        with Workshop(seeded_random()) as workshop:
            intake = Intake(workshop, renderer, Office.find(), None, on_step=steps.append)
            results.append(intake.examine(files))
            assert [step.done for step in steps if step.stage == "converting"][-1] == 3
    first, second = results
    report = first["Báo cáo.docx"]
    assert report.checked.page_count == 1
    assert "documents.converted" in {remark.code for remark in report.remarks}
    assert report.checked.letters >= 70
    assert report.checked.content.sha256 == second["Báo cáo.docx"].checked.content.sha256
    assert first["Nghị quyết.rtf"].checked.page_count == 1


def test_without_libreoffice_each_file_says_so(tmp_path, renderer, workshop):
    files = [paper(tmp_path, "a.docx", docx()), paper(tmp_path, "b.docx", docx("khác"))]
    examined = Intake(workshop, renderer, Office(None), None).examine(files)
    assert [found.remarks[0].code for found in examined.values()] == [OfficeMissing.code] * 2


def test_a_program_that_hangs_is_ended_with_its_children_and_the_others_go_on(tmp_path, workshop):
    script = (
        'for last; do :; done; out="$PWD/out"\n'
        'for file in "$@"; do case "$file" in */in/0.docx) sleep 1000 & echo $! > '
        f'"{tmp_path}/child"; wait;; */in/*) echo %PDF > "$out/$(basename "${{file%.*}}").pdf";; esac; done'
    )
    office = Office(program(tmp_path, script), file_deadline_s=0.2, start_deadline_s=0.2)
    with workshop.plain_folder() as folder:
        answers = office.convert({"x.docx": b"1", "y.docx": b"2"}, "pdf", folder, lambda _file: None, never)
    assert isinstance(answers["x.docx"], ConvertTimedOut)
    assert answers["y.docx"].startswith(b"%PDF")
    child = int((tmp_path / "child").read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_a_program_that_crashes_costs_only_the_file_it_was_at(tmp_path, workshop):
    script = (
        'for file in "$@"; do case "$file" in */in/1.docx) exit 77;; '
        '*/in/*) echo %PDF > "$PWD/out/$(basename "${file%.*}").pdf";; esac; done'
    )
    office = Office(program(tmp_path, script))
    with workshop.plain_folder() as folder:
        sources = {"a.docx": b"1", "b.docx": b"2", "c.docx": b"3"}
        answers = office.convert(sources, "pdf", folder, lambda _file: None, never)
    assert isinstance(answers["b.docx"], ConvertFailed)
    assert [answers[name][:4] for name in ("a.docx", "c.docx")] == [b"%PDF"] * 2


def test_cancelling_ends_the_program(tmp_path, workshop):
    office = Office(program(tmp_path, "sleep 1000"))
    with workshop.plain_folder() as folder, pytest.raises(Cancelled):
        office.convert({"a.docx": b"1"}, "pdf", folder, lambda _file: None, lambda: True)


def test_pictures_become_pages(tmp_path, renderer, workshop):
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 300, 200), False)
    pixmap.clear_with(200)
    files = [
        paper(tmp_path, "a.png", pixmap.tobytes("png"), SourceType.PICTURE),
        paper(tmp_path, "b.jpg", pixmap.tobytes("jpeg"), SourceType.PICTURE),
        paper(tmp_path, "c.tif", b"II*\0 broken", SourceType.PICTURE),
    ]
    examined = Intake(workshop, renderer, Office(None), None).examine(files)
    assert [found.checked and found.checked.page_count for found in examined.values()] == [1, 1, None]
    assert examined["c.tif"].remarks[0].code == "documents.picture_refused"
    codes = {remark.code for remark in examined["a.png"].remarks}
    assert {"documents.converted", "documents.scan_not_searchable"} <= codes


def test_nothing_of_a_session_lies_in_the_open_or_stays(tmp_path):
    with Workshop(seeded_random()) as workshop:
        kept = workshop.keep(b"%PDF secret words" * 100_000)
        root = Path(workshop._folder.name)
        assert stat.S_IMODE(root.stat().st_mode) == 0o700
        assert all(b"secret words" not in path.read_bytes() for path in root.rglob("*") if path.is_file())
        assert kept.read() == b"%PDF secret words" * 100_000
        with workshop.plain_folder() as plain:
            (plain / "a").write_text("x")
        assert not plain.exists()
    assert not root.exists()
