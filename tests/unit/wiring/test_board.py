"""The board's papers on a device: what a gate may open and a tablet may not."""

from __future__ import annotations

import os

import docx
import openpyxl
import pytest

from app.credentials.details import seal_details
from app.credentials.errors import DetailsUnreadable, NoCongress
from app.domain import payloads as p
from app.domain.entities import Role
from app.paper.errors import PaperNotWritten
from app.sync.reader_keys import ReaderKeys
from app.ui.services.board import BoardPaper, PaperFormat
from app.wiring.credentials import StoredBoard, freshness_of
from tests.fakes.clock import FakeClock
from tests.fakes.congress import signer
from tests.fakes.hall import open_store
from tests.unit.credentials.congress import CONGRESS, KNOWN, ROSTER

BOARD_KEY = b"b" * 32


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "gate")
    yield store
    store.close()


def fill(store, board_key: bytes | None) -> None:
    """The congress as a pack brings it, and the keys as the hall gives them."""
    parts = seal_details(KNOWN.values(), BOARD_KEY, CONGRESS.id, os.urandom)
    facts = (p.CongressConvened(congress=CONGRESS), p.RosterPublished(persons=ROSTER), *parts)
    say = signer(Role.CONGRESS).sign
    with store.database.write() as tx:
        store.events.add_imported(tx, [say(fact) for fact in facts])
        ReaderKeys(b"o" * 32, None, b"p" * 32, board_key).save(store, tx)
    store.projection.refresh()


@pytest.fixture
def board(store, project_root):
    return StoredBoard(store, FakeClock(), project_root / "assets" / "minutes" / "profiles.toml")


def test_a_gate_opens_what_the_board_may_know(store, board):
    fill(store, BOARD_KEY)
    assert board.details() == KNOWN


def test_a_device_without_the_key_opens_nothing(store, board, tmp_path):
    fill(store, None)
    assert board.details() == {}
    path = board.export(BoardPaper.REPORT, PaperFormat.DOCX, tmp_path / "bc.docx")
    words = "\n".join(
        cell.text for table in docx.Document(path).tables for row in table.rows for cell in row.cells
    )
    assert "Tày" not in words


def test_another_key_is_said_and_not_taken_for_nothing(store, board):
    fill(store, b"x" * 32)
    with pytest.raises(DetailsUnreadable):
        board.details()


def test_every_paper_is_written_in_every_format(store, board, tmp_path):
    fill(store, BOARD_KEY)
    for paper in BoardPaper:
        for form in PaperFormat:
            path = board.export(paper, form, tmp_path / f"{paper.value}.{form.value}")
            assert path.read_bytes()[:2] in (b"PK", b"%P")
    book = openpyxl.load_workbook(tmp_path / "attendance.xlsx")
    assert book["Bảng 1"].max_row == 4 + len(ROSTER)


def test_nothing_is_written_without_a_congress(board, tmp_path):
    with pytest.raises(NoCongress):
        board.export(BoardPaper.REPORT, PaperFormat.PDF, tmp_path / "bc.pdf")
    assert list(tmp_path.glob("bc*")) == []


def test_a_device_that_has_heard_of_nothing_says_so(store):
    assert freshness_of(store).newest_at_utc_ms is None


def test_a_paper_that_cannot_be_written_says_so(store, board, tmp_path):
    fill(store, BOARD_KEY)
    (tmp_path / "bc.docx").mkdir()
    with pytest.raises(PaperNotWritten):
        board.export(BoardPaper.REPORT, PaperFormat.DOCX, tmp_path / "bc.docx")
