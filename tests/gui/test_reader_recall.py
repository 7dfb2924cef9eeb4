"""A paper called back, or replaced before it has come, while somebody reads, seeks, compares or copies."""

from __future__ import annotations

import threading
from pathlib import Path

from app.domain import payloads as p
from app.ui.screenshots import settle
from app.ui.services import ChangeKind, ComparedParagraph, Comparison, IsCancelled
from app.ui.shell.sheet import Sheet
from tests.gui.conftest import OpenShell
from tests.gui.people import words_on, write
from tests.gui.reading import LONG, SHORT, read


def _open_sheets(screen: object) -> list[Sheet]:
    return [sheet for sheet in screen.findChildren(Sheet) if sheet.is_open]  # type: ignore[attr-defined]


def test_nothing_of_a_recalled_paper_stays_in_sight(open_house: OpenShell) -> None:
    house, shell, screen = read(open_house, LONG)
    screen.open_find()
    screen.open_contents()
    assert _open_sheets(screen)
    house.congress.load(p.DocumentWithdrawn(document_id=LONG))
    assert settle(shell, lambda: screen.pane.is_withdrawn)
    assert not _open_sheets(screen)
    said = words_on(screen)
    assert "thu hồi" in said
    assert "Phần 1" not in said
    assert not screen._find.isVisible()


def test_a_copy_being_written_is_given_up(open_house: OpenShell, tmp_path: Path) -> None:
    house, shell, screen = read(open_house, LONG)
    begun, asked = threading.Event(), threading.Event()

    def export(_document: object, _path: Path, _progress: object, is_cancelled: IsCancelled) -> None:
        begun.set()
        while not is_cancelled():
            threading.Event().wait(0.01)
        asked.set()

    house.documents.export_annotated = export  # type: ignore[method-assign,assignment]
    screen.ask_path = lambda _parent, _title: str(tmp_path / "x.pdf")
    screen.export()
    assert begun.wait(5)
    house.congress.load(p.DocumentWithdrawn(document_id=LONG))
    assert settle(shell, asked.is_set)
    assert not _open_sheets(screen)


def test_results_of_a_recalled_paper_go(open_house: OpenShell) -> None:
    house, shell = open_house()
    shell.window.go("search")
    write(shell.window.focusWidget(), "chi bo")
    screen = shell.window.screen_shown
    assert settle(shell, lambda: bool(screen._results.rows.rows))
    papers = {row.key[0] for row in screen._results.rows.rows if row.key[0] != "paper"}
    assert LONG in papers
    search = house.documents.search

    def without_recalled(query: str, document_id: object = None, limit: int = 50) -> object:
        answer = search(query, document_id, limit)
        gone = house.congress.state.withdrawn
        hits = tuple(hit for hit in answer.hits if hit.document_id not in gone)
        return type(answer)(hits, len(hits))

    house.documents.search = without_recalled
    house.congress.load(p.DocumentWithdrawn(document_id=LONG))
    assert settle(
        shell, lambda: LONG not in {row.key[0] for row in screen._results.rows.rows if row.key[0] != "paper"}
    )


def test_a_comparison_of_a_recalled_paper_goes(open_house: OpenShell) -> None:
    house, shell = open_house()
    changed = ComparedParagraph(ChangeKind.CHANGED, "điều cũ", "điều mới", 0, 0)
    house.documents.comparisons[SHORT] = Comparison((changed,), 0)
    shell.window.go("compare", document_id=SHORT)
    screen = shell.window.screen_shown
    assert settle(shell, screen.list.isVisible)
    house.congress.load(p.DocumentWithdrawn(document_id=SHORT))
    assert settle(shell, lambda: "thu hồi" in words_on(screen))
    assert not screen.list.isVisible()
    assert screen.list.model() is None
    screen.show_next()


def test_a_new_version_is_offered_as_soon_as_it_has_come(open_house: OpenShell) -> None:
    """It is told of first and fetched then; the button to open it used to wait for the next event."""
    house, shell, screen = read(open_house, LONG)
    house.documents.missing.add(LONG)
    document = house.congress.state.documents[LONG]
    house.congress.load(p.DocumentPublished(document=document.model_copy(update={"sha256": "f" * 64})))
    assert settle(shell, lambda: "đang được tải về" in words_on(screen))
    assert "Mở bản mới" not in words_on(screen)
    house.documents.missing.clear()
    house.sync.become(pending_count=1)
    assert settle(shell, lambda: "Mở bản mới" in words_on(screen))
    shown = screen.pane.news._shown
    house.sync.become(pending_count=2)
    assert settle(shell)
    assert screen.pane.news._shown is shown
