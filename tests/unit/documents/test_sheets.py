"""Spreadsheets and slides through the real LibreOffice: nothing is cut off, old formats are read as lists."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pymupdf
import pytest
from openpyxl import Workbook

from app.documents.intake.convert import Office
from app.documents.intake.examine import Intake
from app.documents.intake.folder import PaperFile, SourceType
from app.documents.intake.sheets import fit_to_width
from app.documents.intake.workshop import Workshop
from app.documents.lists.tables import read_table
from tests.fakes.clock import seeded_random


def lacks(library: str) -> bool:
    """LibreOffice's spreadsheets and slides are packages of their own."""
    program = Office.find().program
    return program is None or not (Path(os.path.realpath(program)).parent / library).exists()


needs_calc = pytest.mark.skipif(
    lacks("libsclo.so") and lacks("sc.dll"), reason="LibreOffice Calc is not installed"
)
needs_impress = pytest.mark.skipif(
    lacks("libsdlo.so") and lacks("sd.dll"), reason="LibreOffice Impress is not installed"
)
SLIDES = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.presentation">
<office:body><office:presentation>
<draw:page draw:name="1"><draw:frame svg:width="20cm" svg:height="3cm" svg:x="2cm" svg:y="2cm"><draw:text-box>
<text:p>Đại hội đại biểu Đảng bộ phường An Bình</text:p></draw:text-box></draw:frame></draw:page>
<draw:page draw:name="2"><draw:frame svg:width="20cm" svg:height="3cm" svg:x="2cm" svg:y="2cm"><draw:text-box>
<text:p>Chỉ tiêu chủ yếu</text:p></draw:text-box></draw:frame></draw:page>
</office:presentation></office:body></office:document>"""


def book(columns: int = 20, rows: int = 60) -> bytes:
    """A wide list that says nothing of its paper, and a narrow one."""
    made = Workbook()
    made.active.title = "Chỉ tiêu"
    for row in range(rows):
        made.active.append([f"Dòng {row} cột {column}" for column in range(columns)])
    made.create_sheet("Hẹp").append(["Số", "Tên"])
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def converted(data: bytes, name: str, target: str) -> bytes:
    with Workshop(seeded_random()) as workshop, workshop.plain_folder() as folder:
        answers = Office.find().convert({name: data}, target, folder, lambda _file: None, lambda: False)
    assert isinstance(answers[name], bytes)
    return answers[name]


@pytest.fixture(scope="module")
def same_in_all_formats():
    ods = converted(book(), "a.xlsx", "ods")
    return {"a.xlsx": book(), "a.ods": ods, "a.xls": converted(ods, "a.ods", "xls")}


@needs_calc
def test_wide_sheets_of_every_format_are_whole_pages(tmp_path, renderer, same_in_all_formats):
    files = []
    for name, data in same_in_all_formats.items():
        (tmp_path / name).write_bytes(data)
        files.append(PaperFile(tmp_path / name, name, SourceType.OFFICE, None))
    steps = []
    with Workshop(seeded_random()) as workshop:
        intake = Intake(workshop, renderer, Office.find(), None, on_step=steps.append)
        found = intake.examine(files)
        for name in same_in_all_formats:
            checked = found[name].checked
            assert "documents.converted_poorly" not in {remark.code for remark in found[name].remarks}
            with pymupdf.open(stream=checked.content.read()) as paper:
                first, last = paper[0], paper[-1]
                assert "Dòng 0 cột 19" in first.get_text(), "the last column stands beside the first"
                assert (round(first.rect.width), round(first.rect.height)) == (842, 595), "A4, lying"
                assert (round(last.rect.width), round(last.rect.height)) == (595, 842), "the narrow one"
                assert paper.page_count <= 4
    converting = [step for step in steps if step.stage == "converting"]
    assert (converting[-1].done, converting[-1].total) == (3, 3)
    assert {step.file for step in converting} <= {"", *same_in_all_formats}


@needs_calc
def test_sheets_that_fit_or_are_not_understood_stay_as_they_are():
    narrow = converted(book(columns=3, rows=3), "a.xlsx", "ods")
    assert fit_to_width(narrow) is narrow
    for broken in (b"", b"PK\x03\x04 cut", narrow[:2000]):
        assert fit_to_width(broken) is broken


@needs_calc
def test_what_was_made_to_fit_is_not_changed_again(same_in_all_formats):
    fitted = fit_to_width(same_in_all_formats["a.ods"])
    assert fitted != same_in_all_formats["a.ods"]
    assert fit_to_width(fitted) is fitted, "a scale that is there is its author's"


@needs_impress
def test_slides_become_pages(tmp_path, renderer):
    path = tmp_path / "a.pptx"
    path.write_bytes(converted(SLIDES.encode(), "a.fodp", "pptx"))
    with Workshop(seeded_random()) as workshop:
        intake = Intake(workshop, renderer, Office.find(), None)
        checked = intake.examine([PaperFile(path, "a.pptx", SourceType.OFFICE, None)])["a.pptx"].checked
    assert checked.page_count == 2
    assert checked.letters >= 40


@needs_calc
def test_an_old_spreadsheet_is_read_as_a_list(renderer, shared_data):
    """The real form of the collection: it has a head and no rows of persons."""
    data = (shared_data / "docs" / "rosters" / "thong_ke_tham_du_mau.xls").read_bytes()
    with Workshop(seeded_random()) as workshop:
        intake = Intake(workshop, renderer, Office.find(), None)
        sheets = read_table(data, "thong_ke_tham_du_mau.xls", intake.modernise)
    cells = {cell for row in sheets[0].rows for cell in row.cells}
    assert {"STT", "Tên cuộc họp", "Chủ trì", "Báo vắng"} <= cells
