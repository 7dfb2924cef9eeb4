"""The credentials board between the pieces: what this device may open, and the papers as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from app.credentials.attendance import Freshness
from app.credentials.details import PersonDetails, open_details
from app.credentials.export import to_docx, to_pdf, to_xlsx
from app.credentials.report import BoardPaper, attendance_list, credentials_report
from app.domain.clock import Clock
from app.domain.state import CongressState
from app.paper.fonts import find_serif
from app.paper.layout import load_profiles, profile_named
from app.storage.device_store import DeviceStore
from app.sync.reader_keys import load_reader_keys
from app.ui.services.board import BoardPaper as Which
from app.ui.services.board import PaperFormat
from app.wiring.paper_files import write_paper


class StoredBoard:
    """`BoardService` over this device's store. Any thread; blocking."""

    def __init__(self, store: DeviceStore, clock: Clock, profiles: Path) -> None:
        self._store = store
        self._clock = clock
        self._profiles = profiles

    def export(self, paper: Which, form: PaperFormat, path: Path) -> Path:
        """Write the paper as it stands now, whole or not at all.

        Raises the errors of `app.credentials` and `app.paper`.
        """
        state = self._store.projection.state
        now_ms = self._clock.now_utc_ms()
        if paper is Which.REPORT:
            made = credentials_report(state, self.details(), freshness_of(self._store), now_ms)
        else:
            made = attendance_list(state, freshness_of(self._store), now_ms)
        write_paper(path, in_format(made, form, state, self._profiles))
        return path

    def details(self) -> Mapping[UUID, PersonDetails]:
        """What the board knows of each person; empty without the board's key. Raises `DetailsUnreadable`."""
        keys = load_reader_keys(self._store)
        return opened(self._store.projection.state, keys.board if keys else None)


def opened(state: CongressState, board_key: bytes | None) -> Mapping[UUID, PersonDetails]:
    """What the log has for the board, where there is a key to open it. Raises `DetailsUnreadable`."""
    if board_key is None or state.congress is None or not state.credentials:
        return {}
    return open_details(state.credentials, board_key, state.congress.id)


def freshness_of(store: DeviceStore) -> Freshness:
    """How far this device has followed the hall's log."""
    with store.database.read() as tx:
        head = store.events.head(tx)
        pending_count = store.events.pending_count(tx)
    if head is None:
        return Freshness(0, None, pending_count)
    return Freshness(head.seq, head.received_at_utc_ms, pending_count)


def in_format(paper: BoardPaper, form: PaperFormat, state: CongressState, profiles: Path) -> bytes:
    """The file's bytes, laid out as the congress's settings say. Raises the errors of `app.paper`."""
    layout = profile_named(load_profiles(profiles), state.settings.layout_profile)
    if form is PaperFormat.XLSX:
        return to_xlsx(paper)
    write = to_docx if form is PaperFormat.DOCX else to_pdf
    return write(paper, layout, find_serif())
