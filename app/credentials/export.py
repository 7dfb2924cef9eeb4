"""The board's papers as files: Word, PDF, and a workbook whose numbers can be reckoned with."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.credentials.charts import Bar, draw_bars
from app.credentials.report import UNKNOWN, BoardPaper, breakdowns
from app.paper import word
from app.paper.fonts import FontFamily
from app.paper.layout import LayoutProfile
from app.paper.pdf import set_pdf
from app.paper.text import Block, Picture, Table, typeset

_CHARTED = ("Giới tính", "Trình độ chuyên môn", "Tuổi Đảng", "Độ tuổi")
_THIN = Side(style="thin")
_MAX_COLUMN_CHARS = 48
_COUNT = re.compile("0|[1-9][0-9]{0,8}")


def to_docx(paper: BoardPaper, layout: LayoutProfile, fonts: FontFamily) -> bytes:
    """A Word file laid out by the congress's profile."""
    document = word.new_document(paper.head, layout)
    word.write_blocks(document, layout, with_charts(paper, fonts))
    word.write_signatures(document, layout, paper.details.recipients, paper.details.signed_by)
    return word.to_bytes(document)


def to_pdf(paper: BoardPaper, layout: LayoutProfile, fonts: FontFamily) -> bytes:
    """The same paper as PDF."""
    signatures = (paper.details.recipients, paper.details.signed_by)
    return set_pdf(paper.head, with_charts(paper, fonts), signatures, layout, fonts)


def to_xlsx(paper: BoardPaper) -> bytes:
    """A sheet for each table, counts as numbers, with a chart below what is counted by delegation."""
    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(paper.tables, start=1):
        _sheet(book.create_sheet(f"Bảng {number}"), paper, table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_charts(paper: BoardPaper, fonts: FontFamily) -> tuple[Block, ...]:
    """The paper's blocks, and behind a report's tables the drawings of what they count."""
    if paper.head.kind != "BÁO CÁO":
        return paper.blocks
    by_unit = [
        Bar(name or UNKNOWN, tally.present, tally.listed) for name, tally in paper.attendance.delegations
    ]
    composition = [
        (title, [Bar(part.label, part.present, part.convened) for part in parts])
        for title, parts in breakdowns(paper.people)
        if title in _CHARTED
    ]
    drawn = [("Đại biểu có mặt trên số được triệu tập, theo đoàn", by_unit), *composition]
    pictures = [Picture("", draw_bars(title, bars, fonts)) for title, bars in drawn if bars]
    last_table = max(index for index, block in enumerate(paper.blocks) if isinstance(block, Table))
    return (*paper.blocks[: last_table + 1], *pictures, *paper.blocks[last_table + 1 :])


def _sheet(sheet: Worksheet, paper: BoardPaper, table: Table) -> None:
    _write(sheet.cell(1, 1), f"{paper.head.kind} {paper.head.abstract}", bold=True)
    _write(sheet.cell(2, 1), table.title, bold=True)
    border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    first_total = len(table.rows) - table.totals
    for index, texts in enumerate((table.header, *table.rows), start=-1):
        for column, text in enumerate(texts):
            cell = sheet.cell(index + 5, column + 1)
            is_header = index < 0
            _write(cell, text, bold=is_header or index >= first_total)
            is_text = column in table.text_columns and not is_header
            cell.alignment = Alignment(horizontal="left" if is_text else "center", wrap_text=True)
            cell.border = border
    for column in range(len(table.header)):
        longest = max(len(row[column]) for row in (table.header, *table.rows))
        letter = get_column_letter(column + 1)
        sheet.column_dimensions[letter].width = min(max(longest, 8) + 3, _MAX_COLUMN_CHARS)
    sheet.freeze_panes = "A5"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "4:4"
    if table.totals:
        sheet.add_chart(_chart(sheet, table), f"A{len(table.rows) + 7}")


def _chart(sheet: Worksheet, table: Table) -> Any:
    """Convened and present, side by side, by the first column."""
    chart = BarChart()
    chart.type = "bar"
    chart.title = table.title
    last = 4 + len(table.rows) - table.totals
    chart.add_data(Reference(sheet, min_col=2, max_col=3, min_row=4, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=5, max_row=last))
    chart.height = max(7.5, 0.9 * (last - 4))
    return chart


def _write(cell: Cell, text: str, *, bold: bool) -> None:
    """Counts as numbers; everything else as text, also what begins like a formula, and a seat "01"."""
    cell.font = Font(name="Times New Roman", size=12, bold=bold)
    if _COUNT.fullmatch(text):
        cell.value = int(text)
    else:
        cell.value = typeset(text)
        cell.data_type = "s"
