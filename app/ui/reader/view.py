"""The reader: the page and nothing else; one tap shows the bars. One paper, or two side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent

from app.domain.entities import Role
from app.ui.context import Context, Screen
from app.ui.reader.bars import BottomBar, FindBar, TopBar
from app.ui.reader.canvas import PageCanvas
from app.ui.reader.export import AskPath, ExportSheet, ask_pdf_path
from app.ui.reader.find import Found
from app.ui.reader.follow import Follower, Following, FollowPill
from app.ui.reader.halves import Halves
from app.ui.reader.history import JumpHistory
from app.ui.reader.ink_bar import InkBar
from app.ui.reader.layout import Fit
from app.ui.reader.mark_sheets import marks_sheet
from app.ui.reader.more import more_sheet, reader_choices
from app.ui.reader.pane import ReaderPane, left_at
from app.ui.reader.sheets import contents_sheet, page_sheet, papers_sheet
from app.ui.reader.shortcuts import bind_keys
from app.ui.services import MarkColor, Snapshot
from app.ui.shell.sheet import Sheet
from app.ui.translation import tr
from app.ui.widgets.basics import Button, column
from app.ui.widgets.spoken import announce

_ZOOM_STEP = 1.25
_SAID_AFTER_MS = 400
"""Pages that fly past are not said one by one."""
SPLIT_WIDTH_PX = 1_100
"""Least width of the screen at which two papers can be read side by side."""


class ReaderScreen(Screen):
    """The bars act on the paper that was touched last.

    `find`: words to look for at once. `follow`: follow the presidium from the start. `second_id`: the paper
    beside it, as soon as the screen is wide enough. `history`: the ways back that were there before.
    """

    has_header = False

    def __init__(
        self,
        context: Context,
        document_id: UUID,
        page_index: int | None = None,
        *,
        find: str = "",
        follow: bool = False,
        second_id: UUID | None = None,
        history: JumpHistory | None = None,
    ) -> None:
        super().__init__(context)
        self._reader = context
        self._second_wanted = second_id
        self._bars_shown = True
        self.ask_path: AskPath = ask_pdf_path
        self._halves = Halves(context, lambda: self, self._connect_pane)
        pane = self._halves.add(document_id, page_index, history=history)
        self._follower = Follower(context, follow)
        self._build_bars(pane)
        self._connect()
        self._shortcuts()
        context.listen(context.session.congress.subscribe, self._heard)
        # A new version is told of before it has come.
        context.listen(context.session.sync.subscribe, lambda _status: self._heard_again())
        self._page_rest = QTimer(self)
        self._page_rest.setSingleShot(True)
        self._page_rest.setInterval(_SAID_AFTER_MS)
        self._page_rest.timeout.connect(self._say_page)
        pane.open()
        if find:
            pane.finder.set_query(find, page_index or 0, at_once=True)
            self._find.field.setText(find)
            self._find.show()

    def _build_bars(self, pane: ReaderPane) -> None:
        context, look = self._reader, self._reader.look
        can_present = context.session.role is Role.CHAIR and context.session.presentation is not None
        self._top = TopBar(look, pane.title, can_mark=pane.marker.desk.can_mark, can_present=can_present)
        self._find = FindBar(look, self._find_next, self._find_previous, self.close_find)
        self._find.hide()
        self._pill = FollowPill(look, self._follower)
        self._ink = InkBar(
            look,
            choose_color=self._choose_color,
            undo=self._undo,
            redo=self._redo,
            done=lambda: self.pane.marker.set_ink(False),
        )
        self._ink.hide()
        self._bottom = BottomBar(look)
        self._column = column(
            self._top, self._find, self._halves, self._pill, self._ink, self._bottom, gap_px=0
        )
        self._column.setStretch(2, 1)
        self.setLayout(self._column)
        self.setFocusProxy(pane)

    # --- panes ---

    @property
    def pane(self) -> ReaderPane:
        """The paper that the bars speak of."""
        return self._halves.pane

    @property
    def canvas(self) -> PageCanvas:
        return self.pane.canvas

    @property
    def panes(self) -> tuple[ReaderPane, ...]:
        return tuple(self._halves.panes)

    def _connect_pane(self, pane: ReaderPane) -> None:
        pane.changed.connect(self.refresh)
        pane.shown.connect(self._remember)
        pane.withdrawn.connect(lambda: self._called_back(pane))
        pane.page_changed.connect(self._page_shown)
        pane.touched.connect(lambda: self._activate(pane))
        pane.tapped.connect(self.toggle_bars)
        pane.moved_by_hand.connect(self._moved_by_hand)
        pane.finder.told.connect(self._show_found)

    def _activate(self, pane: ReaderPane) -> None:
        if self._halves.activate(pane):
            self._find.field.setText(pane.finder.query)
            self.refresh()

    def show_document(self, document_id: UUID, page: int) -> None:
        """Another paper in the place of the active one."""
        pane = self._halves.replace(document_id, page)
        self.setFocusProxy(pane)
        pane.open()
        self.refresh()

    def _remember(self) -> None:
        """Coming back (from another screen, in other letters) one is where one was, not where one began."""
        first, *others = (pane.document_id for pane in self.panes)
        self._reader.remember(
            document_id=first,
            page_index=None,
            find="",
            follow=self._follower.is_following,
            second_id=others[0] if others else self._second_wanted,
            history=self.panes[0].history,
        )

    def open_second(self, document_id: UUID) -> None:
        """Lay another paper beside this one."""
        self._second_wanted = None
        self._activate(self._halves.open_second(document_id))

    def close_second(self) -> None:
        if self._halves.close_second():
            self._remember()
            self.refresh()

    # --- wiring ---

    def _connect(self) -> None:
        top, bottom, follower = self._top, self._bottom, self._follower
        pairs: tuple[tuple[Button, Callable[[], object]], ...] = (
            (top.back, self._reader.back),
            (top.search, self.open_find),
            (top.large, self.toggle_large),
            (top.bookmark, self.toggle_bookmark),
            (top.contents, self.open_contents),
            (top.present, self._toggle_presenting),
            (top.more, self.open_more),
            (bottom.back, self._go_back),
            (bottom.forward, self._go_forward),
            (bottom.previous, lambda: self.pane.turn_page(-1)),
            (bottom.next, lambda: self.pane.turn_page(1)),
            (bottom.page, self.open_page_chooser),
            (bottom.smaller, lambda: self._zoom(1 / _ZOOM_STEP)),
            (bottom.larger, lambda: self._zoom(_ZOOM_STEP)),
            (bottom.fit, self.toggle_fit),
        )
        for button, action in pairs:
            button.clicked.connect(lambda _checked=False, action=action: action())
        self._find.field.textChanged.connect(self._find_text)
        follower.changed.connect(self._follow_changed)
        follower.go_asked.connect(self._follow_to)

    def _shortcuts(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            "larger": lambda: self._zoom(_ZOOM_STEP),
            "smaller": lambda: self._zoom(1 / _ZOOM_STEP),
            "fit": self.toggle_fit,
            "go_to_page": self.open_page_chooser,
            "contents": self.open_contents,
            "find": self.open_find,
            "find_next": self._find_next,
            "find_previous": self._find_previous,
            "undo": self._undo,
            "redo": self._redo,
            "bookmark": self.toggle_bookmark,
            "page_marks": self.open_page_marks,
            "turn": self.turn,
            "large_text": self.toggle_large,
            "more": self.open_more,
            "back": self._go_back,
            "forward": self._go_forward,
            "escape": self._escape,
        }
        bind_keys(self, actions)

    def _escape(self) -> None:
        """The nearest thing is closed first; with nothing open, leave."""
        if self.pane.let_go():
            return
        if self.pane.marker.ink.is_on:
            self.pane.marker.set_ink(False)
        elif self._find.isVisible():
            self.close_find()
        else:
            self._reader.back()

    def _heard(self, snapshot: Snapshot) -> None:
        for pane in self.panes:
            pane.heard(snapshot)

    def _heard_again(self) -> None:
        self._heard(self._reader.session.congress.snapshot())

    def _called_back(self, pane: ReaderPane) -> None:
        """Nothing of the paper stays in sight: no outline, no quotation; a copy being written is given up."""
        if pane is self.pane:
            self._find.hide()
            for sheet in self.findChildren(Sheet):
                if sheet.is_open:
                    sheet.close_sheet()
        self._reader.kept.pop(left_at(pane.document_id), None)

    def _say_page(self) -> None:
        pane = self.pane
        if pane.opened is not None:
            words = tr("Trang {page} trên {pages}", page=pane.page_index + 1, pages=pane.page_count)
            announce(pane.canvas, words)

    # --- bars ---

    def toggle_bars(self) -> None:
        self._bars_shown = not self._bars_shown
        self.refresh()

    def refresh(self) -> None:
        """Make the bars say what is true of the active paper."""
        pane, marker = self.pane, self.pane.marker
        is_open = pane.opened is not None
        is_large = pane.large is not None
        shown = self._bars_shown or not is_open
        for one in self.panes:
            one.show_active(one is pane and len(self.panes) > 1)
        self._top.title.show_title(pane.title)
        self._top.setVisible(shown)
        self._top.show_tools(is_open=is_open, has_outline=bool(pane.opened and pane.opened.outline))
        self._top.large.setChecked(is_large)
        self._top.show_bookmark(marker.desk.bookmark_on(pane.page_index) is not None)
        self._top.show_presenting(self._follower.is_presenting)
        is_drawing = is_open and marker.ink.is_on
        self._ink.setVisible(is_drawing)
        self._ink.undo.setEnabled(marker.can_undo)
        self._ink.redo.setEnabled(marker.desk.can_redo)
        self._bottom.setVisible(self._bars_shown and is_open and not is_drawing)
        for button in self._bottom.zooms:
            button.setVisible(not is_large)
        self._bottom.show_fit(is_page_next=pane.canvas.fit is Fit.WIDTH)
        history = pane.history
        self._bottom.show_history(can_go_back=history.can_go_back, can_go_forward=history.can_go_forward)
        if is_open:
            self._bottom.show_page(pane.page_index, pane.page_count)

    def _page_shown(self, page: int) -> None:
        if self._follower.is_presenting and self.sender() in (self.pane, None):
            self._follower.present(self.pane.document_id, page)
        if self.pane.large is not None and self._follower.page and page != self._follower.page.page_index:
            self._follower.pause()
        self._page_rest.start()
        self.refresh()

    def _zoom(self, factor: float) -> None:
        if self.pane.large is None:
            self.pane.canvas.set_zoom(self.pane.canvas.zoom * factor)
            self.refresh()

    def toggle_fit(self) -> None:
        canvas = self.pane.canvas
        canvas.set_fit(Fit.PAGE if canvas.fit is Fit.WIDTH else Fit.WIDTH)
        self.refresh()

    def turn(self) -> None:
        self.pane.turn()

    def toggle_paged(self) -> None:
        self.pane.canvas.set_paged(not self.pane.canvas.is_paged)
        self.refresh()

    def draw(self) -> None:
        """Ink mode."""
        self.pane.marker.set_ink(True)

    def toggle_large(self) -> None:
        self.pane.set_large(self.pane.large is None and self.pane.opened is not None)

    def toggle_bookmark(self) -> None:
        if self.pane.opened is not None and self.pane.marker.desk.can_mark:
            self.pane.marker.desk.toggle_bookmark(self.pane.page_index)

    def _choose_color(self, color: MarkColor) -> None:
        self.pane.marker.set_color(color)

    def _go_back(self) -> None:
        self.pane.go_back()

    def _go_forward(self) -> None:
        self.pane.go_forward()

    def _undo(self) -> None:
        self.pane.marker.undo()

    def _redo(self) -> None:
        self.pane.marker.redo()

    # --- sheets ---

    def open_contents(self) -> Sheet:
        outline = self.pane.opened.outline if self.pane.opened else ()
        return contents_sheet(self._reader.look, self, outline, self.pane.page_index, self._jump)

    def open_page_chooser(self) -> Sheet:
        pane = self.pane
        return page_sheet(self._reader.look, self, pane.page_index, max(pane.page_count, 1), self._jump)

    def _jump(self, page: int) -> None:
        self.pane.jump(page)
        self.pane.setFocus()

    def open_papers(self) -> Sheet:
        """Choose the second paper."""
        documents = self._reader.session.documents
        papers = self._reader.session.congress.snapshot().papers()
        others = [doc for doc in papers if doc.id != self.pane.document_id and documents.is_here(doc.id)]
        return papers_sheet(self._reader.look, self, others, self.open_second)

    def open_more(self) -> Sheet:
        state = self._reader.session.congress.snapshot().state
        return more_sheet(self._reader.look, self, reader_choices(self, state))

    def open_page_marks(self) -> Sheet | None:
        """The marks of this page, to be opened without tapping them."""
        marker = self.pane.marker
        if marks := marker.marks_on(self.pane.page_index):
            return marks_sheet(self._reader.look, self, marks, marker.open_mark)
        return None

    def open_marks(self) -> None:
        self._reader.go("marks")

    def open_menu(self) -> None:
        self._reader.open_menu()

    @property
    def can_split(self) -> bool:
        return self.width() >= SPLIT_WIDTH_PX

    @property
    def can_compare(self) -> bool:
        return self._reader.session.documents.can_compare(self.pane.document_id)

    def export(self) -> ExportSheet | None:
        """Ask where to, and write the PDF."""
        if path := self.ask_path(self, self.pane.title):
            return ExportSheet(self._reader, self, self.pane.document_id, Path(path))
        return None

    # --- search ---

    def open_find(self) -> None:
        self._find.show()
        self._find.field.setFocus()
        self._find.field.selectAll()
        self._find_text(self._find.field.text())

    def close_find(self) -> None:
        self._find.hide()
        self.pane.finder.clear()
        self.pane.setFocus()

    def _find_text(self, text: str) -> None:
        if self._find.isVisible():
            self.pane.finder.set_query(text, self.pane.page_index)

    def _find_next(self) -> None:
        self.pane.finder.next()

    def _find_previous(self) -> None:
        self.pane.finder.previous()

    def _show_found(self, found: Found) -> None:
        self._find.show_found(found)

    # --- following and presenting ---

    def _moved_by_hand(self) -> None:
        self._follower.pause()

    def _follow_changed(self) -> None:
        if self._follower.state is Following.FOLLOWING and self.pane.opened is not None:
            self.pane.history.left(self.pane.place())
        if self.pane.opened is not None:
            self._remember()
        self.refresh()

    def _follow_to(self, document_id: object, page: int) -> None:
        if document_id == self.pane.document_id:
            self.pane.follow_to(page)
        elif isinstance(document_id, UUID):
            self.show_document(document_id, page)

    def _toggle_presenting(self) -> None:
        if self._follower.is_presenting:
            self._follower.stop_presenting()
        elif self.pane.opened is not None:
            self._follower.present(self.pane.document_id, self.pane.page_index)

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() < SPLIT_WIDTH_PX:
            self.close_second()
        elif self._second_wanted is not None:
            self.open_second(self._second_wanted)

    def dispose(self) -> None:
        self._follower.stop_presenting()
        for pane in self.panes:
            pane.leave()
        super().dispose()
