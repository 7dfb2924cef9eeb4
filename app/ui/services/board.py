"""The credentials board's papers, written from the roster and the log."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Protocol


class BoardPaper(StrEnum):
    """What the board hands in."""

    REPORT = "report"
    """Báo cáo thẩm tra tư cách đại biểu."""
    ATTENDANCE = "attendance"
    """Danh sách điểm danh."""


class PaperFormat(StrEnum):
    """The value is the file's suffix without the dot."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


FORMATS: dict[BoardPaper, tuple[PaperFormat, ...]] = {
    BoardPaper.REPORT: (PaperFormat.DOCX, PaperFormat.PDF, PaperFormat.XLSX),
    BoardPaper.ATTENDANCE: (PaperFormat.DOCX, PaperFormat.PDF, PaperFormat.XLSX),
}


class BoardService(Protocol):
    """Gates and the chair only: the papers hold what the roster keeps from everyone else."""

    def export(self, paper: BoardPaper, form: PaperFormat, path: Path) -> Path:
        """Blocking. Write the paper as it stands now; the file written (`path`). Never replaces a file half
        way: it appears whole or not at all. Raises by code."""
        ...
