"""The delegate's first screen: what is happening now, what comes next, and the papers."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.domain.entities import DocumentKind
from app.ui.context import Context, Screen
from app.ui.home.presenter import (
    FloorChoice,
    HomeModel,
    NowCard,
    documents_of_item,
    floor_payload,
    home_model,
)
from app.ui.services import Snapshot
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, IconLabel, Label, column, row
from app.ui.widgets.rows import RowList
from app.ui.words import shelf_name


class _NowPanel(Card):
    """The card on top: one glance says what, who and how long."""

    def __init__(self, look: Look) -> None:
        super().__init__(margin_px=20)
        self._bar = QFrame()
        self._bar.setProperty("kind", "accent-bar")
        self._bar.setFixedWidth(6)
        self._heading = Label(kind=Type.SMALL, tone="accent_text")
        self._time = Label(kind=Type.TITLE, wraps=False)
        self._title = Label(kind=Type.TITLE)
        self._speaker_icon = IconLabel(look, "microphone", "ink_soft")
        self._speaker = Label(tone="ink_soft")
        speaker = row(self._speaker_icon, self._speaker)
        speaker.setStretch(1, 1)
        self._open = Button(look, tr("Mở tài liệu của mục này"), "book-open", "primary")
        self._floor = Button(look, tr("Đăng ký phát biểu"), "hand-palm")
        self._floor_note = Label(kind=Type.SMALL, tone="ink_soft")
        head = row(self._heading, self._time)
        head.setStretch(0, 1)
        self._buttons = (
            column(self._open, self._floor) if look.theme.scale > 1.3 else row(self._open, self._floor, 1)
        )
        words = column(head, self._title, speaker, self._buttons, self._floor_note)
        body = row(self._bar, words, gap_px=20)
        body.setStretch(1, 1)
        self.column.addLayout(body)
        self.open_button, self.floor_button = self._open, self._floor

    def show_now(self, heading: str, now: NowCard | None, idle: str) -> None:
        self._heading.setText(heading)
        self._title.setText(now.title if now else idle)
        self._time.set_text(now.time if now else "")
        self._time.set_tone("unsure" if now and now.is_over_time else "ink")
        self._speaker.set_text(now.speaker if now else "")
        self._speaker_icon.setVisible(now is not None)
        self._open.setVisible(bool(now and now.documents))

    def show_floor(self, choice: FloorChoice, note: str) -> None:
        words = {
            FloorChoice.WITHDRAW: (tr("Rút đăng ký"), "x"),
            FloorChoice.SPEAKING: (tr("Đang phát biểu"), "microphone"),
        }
        word, icon = words.get(choice, (tr("Đăng ký phát biểu"), "hand-palm"))
        self._floor.set_text(word)
        self._floor.set_icon(icon)
        self._floor.setVisible(choice is not FloorChoice.HIDDEN)
        self._floor.setEnabled(choice in (FloorChoice.ASK, FloorChoice.WITHDRAW))
        self._floor_note.set_text(note)


class HomeScreen(Screen):
    """Works the same with and without the hall; the header says how fresh it is."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._home = context
        self._model: HomeModel | None = None
        look = context.look
        self._now = _NowPanel(look)
        self._now.open_button.clicked.connect(lambda _checked=False: self._open_papers_of_now())
        self._now.floor_button.clicked.connect(lambda _checked=False: self._ask_for_floor())
        self._agenda = RowList(look, tr("Chương trình"))
        self._agenda.chosen.connect(self._open_item)
        self._shelves: dict[DocumentKind, Button] = {}
        self._reading = RowList(look, tr("Đọc tiếp"), is_framed=False)
        self._reading.chosen.connect(lambda document_id: context.go("reader", document_id=document_id))
        self._reading_title = Label(tr("Đọc tiếp"), Type.STRONG)
        left = column(self._now, Label(tr("Tiếp theo"), Type.STRONG), self._agenda, gap_px=12)
        left.setStretch(2, 1)
        body = row(left, self._side(look), gap_px=24)
        body.setStretch(0, 3)
        body.setStretch(1, 2)
        body.setContentsMargins(24, 20, 24, 20)
        self.setLayout(body)
        self._refresh(context.session.congress.snapshot())
        context.listen(context.session.congress.subscribe, self._refresh)
        self.every_second(lambda: self._refresh(context.session.congress.snapshot()))

    def _side(self, look: Look) -> QWidget:
        card = Card(margin_px=20)
        card.column.addWidget(Label(tr("Tài liệu"), Type.TITLE))
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        card.column.addLayout(self._grid)
        find = Button(look, tr("Tìm tài liệu"), "magnifying-glass", on_click=self._find)
        card.column.addWidget(find)
        card.column.addWidget(self._reading_title)
        card.column.addWidget(self._reading, 100)
        card.column.addStretch(1)
        return card

    def _find(self) -> None:
        self._home.go("documents", find=True)

    def _refresh(self, snapshot: Snapshot) -> None:
        model = home_model(snapshot, self._home.session.documents.places(), self._home.clock.now_utc_ms())
        if model == self._model:
            return
        self._model = model
        idle = tr("Anh/chị có thể đọc tài liệu trong lúc chờ.")
        self._now.show_now(model.heading, model.now, idle)
        self._now.show_floor(model.floor.choice, model.floor.note)
        self._agenda.set_rows(model.agenda)
        self._reading.set_rows(model.reading)
        self._reading.setVisible(bool(model.reading))
        self._reading_title.setVisible(bool(model.reading))
        self._show_shelves(model.shelves)

    def _show_shelves(self, shelves: tuple[tuple[DocumentKind, int], ...]) -> None:
        for number, (kind, count) in enumerate(shelves):
            text = f"{shelf_name(kind)}\n{tr('{n} tài liệu', n=count)}"
            if kind not in self._shelves:
                button = Button(self._home.look, text, "", "tile")
                button.clicked.connect(
                    lambda _checked=False, kind=kind: self._home.go("documents", shelf=kind)
                )
                self._grid.addWidget(button, number // 2, number % 2)
                self._shelves[kind] = button
            self._shelves[kind].set_text(text)

    def _open_papers_of_now(self) -> None:
        now = self._model.now if self._model else None
        if now and len(now.documents) == 1:
            self._home.go("reader", document_id=now.documents[0])
        elif now:
            self._open_item(self._home.session.congress.snapshot().state.current_item_id)

    def _open_item(self, item_id: UUID | None) -> None:
        if item_id is None:
            return
        documents = documents_of_item(self._home.session.congress.snapshot().state, item_id)
        if len(documents) == 1:
            self._home.go("reader", document_id=documents[0].id)
        elif documents:
            self._home.go("documents", item_id=item_id)
        else:
            self._home.notices.done(tr("Mục này không có tài liệu."))

    def _ask_for_floor(self) -> None:
        if payload := floor_payload(self._home.session.congress.snapshot()):
            self._home.say(payload)
