"""The delegate's first screen: what is happening now, what comes next, and the papers."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.domain.entities import DocumentKind
from app.ui.context import Context, Screen
from app.ui.home.presenter import (
    CheckInCard,
    FloorChoice,
    HomeModel,
    NowCard,
    documents_of_item,
    floor_payload,
    home_model,
)
from app.ui.services import Mark, OwnFace, PresentedPage, Snapshot
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
        self._follow = Button(look, tr("Theo dõi Đoàn chủ tịch"), "broadcast")
        self._floor_note = Label(kind=Type.SMALL, tone="ink_soft")
        head = row(self._heading, self._time)
        head.setStretch(0, 1)
        self._is_very_large = look.theme.scale > 1.3
        self._buttons = (
            column(self._open, self._floor) if self._is_very_large else row(self._open, self._floor, 1)
        )
        words = column(head, self._title, speaker, self._buttons, self._follow, self._floor_note)
        if not self._is_very_large:
            words.setAlignment(self._follow, Qt.AlignmentFlag.AlignLeft)
        body = row(self._bar, words, gap_px=20)
        body.setStretch(1, 1)
        self.column.addLayout(body)
        self.open_button, self.floor_button, self.follow_button = self._open, self._floor, self._follow

    def show_now(self, heading: str, now: NowCard | None, idle: str) -> None:
        self._heading.setText(heading)
        self._title.setText(now.title if now else idle)
        self._time.set_text(now.time if now else "")
        self._time.set_tone("unsure" if now and now.is_over_time else "ink")
        self._speaker.set_text(now.speaker if now else "")
        self._speaker_icon.setVisible(now is not None)
        self._open.setVisible(bool(now and now.documents))

    def show_presented(self, title: str, page_index: int) -> None:
        """Offer to follow the page that the presidium shows; an empty title: nothing is shown."""
        self._follow.setVisible(bool(title))
        what = tr("Đang trình chiếu: {title}, trang {page}", title=title, page=page_index + 1)
        self._follow.setAccessibleDescription(what)

    def show_floor(self, choice: FloorChoice, note: str, *, has_room: bool) -> None:
        """Without room, what cannot be tapped is not shown in very large text."""
        words = {
            FloorChoice.WITHDRAW: (tr("Rút đăng ký"), "x"),
            FloorChoice.SPEAKING: (tr("Đang phát biểu"), "microphone"),
        }
        word, icon = words.get(choice, (tr("Đăng ký phát biểu"), "hand-palm"))
        self._floor.set_text(word)
        self._floor.set_icon(icon)
        is_shown = has_room or not self._is_very_large or choice is not FloorChoice.NOT_PRESENT
        self._floor.setVisible(is_shown and choice is not FloorChoice.HIDDEN)
        self._floor.setEnabled(choice in (FloorChoice.ASK, FloorChoice.WITHDRAW))
        self._floor_note.set_text(note if is_shown else "")


class _CheckInCard(Card):
    """Hides itself once its person is here."""

    def __init__(self, look: Look, on_look: Callable[[], object]) -> None:
        super().__init__("unsure", margin_px=16)
        self._words = Label(kind=Type.STRONG)
        self._go = Button(look, tr("Điểm danh"), "user-focus", "primary", on_look)
        line = row(IconLabel(look, "clock", "unsure"), self._words, self._go, gap_px=12)
        line.setStretch(1, 1)
        self.column.addLayout(line)
        self.hide()

    def show_card(self, card: CheckInCard | None) -> None:
        self.setVisible(card is not None)
        if card is not None:
            self._words.setText(card.words)
            self._go.setVisible(card.can_look)


class HomeScreen(Screen):
    """Works the same with and without the hall; the header says how fresh it is."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._home = context
        self._model: HomeModel | None = None
        look = context.look
        self._now = _NowPanel(look)
        self._now.open_button.clicked.connect(lambda _checked=False: self._open_papers_of_now())
        self._now.follow_button.clicked.connect(lambda _checked=False: self._follow())
        self._now.floor_button.clicked.connect(lambda _checked=False: self._ask_for_floor())
        self._check_in = _CheckInCard(look, lambda: context.go("check_in"))
        self._agenda = RowList(look, tr("Chương trình"))
        self._agenda.chosen.connect(self._open_item)
        self._shelves: dict[DocumentKind, Button] = {}
        self._reading = RowList(look, tr("Đọc tiếp"), is_framed=False)
        self._reading.chosen.connect(lambda document_id: context.go("reader", document_id=document_id))
        self._reading_title = Label(tr("Đọc tiếp"), Type.STRONG)
        following = Label(tr("Tiếp theo"), Type.STRONG)
        left = column(self._now, self._check_in, following, self._agenda, gap_px=12)
        left.setStretch(3, 1)
        body = row(left, self._side(look), gap_px=24)
        body.setStretch(0, 3)
        body.setStretch(1, 2)
        body.setContentsMargins(24, 20, 24, 20)
        self.setLayout(body)
        self._refresh(context.session.congress.snapshot())
        context.listen(context.session.congress.subscribe, self._refresh)
        self._listen(context)
        self.every_second(self._look_again)

    def _listen(self, context: Context) -> None:
        if context.session.marks is not None:
            context.listen(context.session.marks.subscribe, self._marks_changed)
        if context.session.own_check_in is not None:
            context.listen(context.session.own_check_in.subscribe, self._face_changed)
        if context.session.presentation is not None:
            context.listen(context.session.presentation.subscribe, self._presented_changed)

    def _marks_changed(self, _marks: tuple[Mark, ...]) -> None:
        self._look_again()

    def _face_changed(self, _face: OwnFace) -> None:
        self._look_again()

    def _presented_changed(self, _page: PresentedPage | None) -> None:
        self._look_again()

    def _look_again(self) -> None:
        self._refresh(self._home.session.congress.snapshot())

    def _side(self, look: Look) -> QWidget:
        card = Card(margin_px=20)
        card.column.addWidget(Label(tr("Tài liệu"), Type.TITLE))
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        card.column.addLayout(self._grid)
        self._find = Button(look, tr("Tìm trong tài liệu…"), "magnifying-glass", on_click=self._search)
        self._marks = Button(look, tr("Ghi chú của tôi"), "highlighter-circle")
        self._marks.clicked.connect(lambda _checked=False: self._home.go("marks"))
        card.column.addWidget(self._find)
        card.column.addWidget(self._marks)
        card.column.addWidget(self._reading_title)
        card.column.addWidget(self._reading, 100)
        card.column.addStretch(1)
        return card

    def _search(self) -> None:
        self._home.go("search")

    def _follow(self) -> None:
        page = self._model.presented if self._model else None
        if page:
            self._home.go("reader", document_id=page.document_id, page_index=page.page_index, follow=True)

    def _refresh(self, snapshot: Snapshot) -> None:
        session = self._home.session
        model = home_model(
            snapshot,
            session.documents.places(),
            self._home.clock.now_utc_ms(),
            session.marks.marks() if session.marks else (),
            session.presentation.presented() if session.presentation else None,
            own_face=session.own_check_in.face() if session.own_check_in else None,
        )
        if model == self._model:
            return
        self._model = model
        idle = tr("Anh/chị có thể đọc tài liệu trong lúc chờ.")
        self._now.show_now(model.heading, model.now, idle)
        self._check_in.show_card(model.check_in)
        self._now.show_floor(model.floor.choice, model.floor.note, has_room=model.check_in is None)
        shown = model.presented
        title = snapshot.state.documents[shown.document_id].title if shown else ""
        self._now.show_presented(title, shown.page_index if shown else 0)
        count = model.marks_count
        self._marks.set_text(tr("Ghi chú của tôi ({count})", count=count) if count else tr("Ghi chú của tôi"))
        self._marks.setVisible(session.marks is not None)
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
        documents = documents_of_item(self._home.session.congress.snapshot(), item_id)
        if len(documents) == 1:
            self._home.go("reader", document_id=documents[0].id)
        elif documents:
            self._home.go("documents", item_id=item_id)
        else:
            self._home.notices.done(tr("Mục này không có tài liệu."))

    def _ask_for_floor(self) -> None:
        if payload := floor_payload(self._home.session.congress.snapshot()):
            self._home.say(payload)
