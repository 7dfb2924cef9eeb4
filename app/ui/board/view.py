"""The credentials board's screen: the quorum in words, who is missing, delegations, seats, who came last."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.credentials.attendance import Standing, figures
from app.ui.board.bars import BarList
from app.ui.board.legend import Legend
from app.ui.board.papers import PapersSheet
from app.ui.board.person import open_person
from app.ui.board.presenter import (
    OTHERS,
    Filter,
    arrival_rows,
    delegation_rows,
    filter_words,
    headline,
    people_rows,
    standing_rows,
)
from app.ui.board.seat_map import SeatMap, seat_models
from app.ui.board.standing import freshness
from app.ui.context import Context, Screen
from app.ui.services import Snapshot, SyncStatus
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Field, IconLabel, Label, Switch, column, row, wrap
from app.ui.widgets.rows import RowList

_LEFT_PX = 360
_UPRIGHT_SHARE = 0.5
PEOPLE, DELEGATIONS, SEATS, ARRIVALS = range(4)


class _Headline(Card):
    """How many of how many, and whether that is enough; how fresh the numbers are."""

    def __init__(self, look: Look) -> None:
        super().__init__("card", margin_px=16, gap_px=4)
        self._present = Label(kind=Type.HEADING)
        self._icon = IconLabel(look, "circle", "absent")
        self._state = Label(kind=Type.STRONG)
        self._needed = Label(kind=Type.SMALL, tone="ink_soft")
        self._cloud = IconLabel(look, "cloud", "ink_soft")
        self._fresh = Label(kind=Type.SMALL, tone="ink_soft")
        state, fresh = row(self._icon, self._state), row(self._cloud, self._fresh)
        for line in (state, fresh):
            line.setStretch(1, 1)
        self.column.addWidget(self._present)
        self.column.addLayout(state)
        self.column.addWidget(self._needed)
        self.column.addLayout(fresh)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        model = headline(figures(snapshot.state))
        tone = "good" if model.has_quorum else "absent"
        self._present.setText(model.present)
        self._icon.show_icon("check-circle" if model.has_quorum else "circle", tone)
        self._state.setText(model.state)
        self._state.set_tone(tone)
        self._needed.setText(model.needed)

    def show_sync(self, status: SyncStatus) -> None:
        icon, tone, words = freshness(status)
        self._cloud.show_icon(icon, tone)
        self._fresh.setText(words)


class BoardScreen(Screen):
    """Counts at the left choose whom the list at the right shows. Everything follows the log as it grows."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._board = context
        self._filter = Filter()
        look = context.look
        self._headline = _Headline(look)
        self._standings = RowList(look, tr("Tình trạng"), is_framed=False)
        self._standings.chosen.connect(self.show_standing)
        self._standings.setMinimumHeight(150)
        self._switch = Switch(
            look,
            (
                (tr("Danh sách"), self._people_panel(look)),
                (tr("Các đoàn"), self._delegations_panel(look)),
                (tr("Chỗ ngồi"), self._seats_panel(look)),
                (tr("Mới đến"), self._arrivals_panel(look)),
            ),
        )
        self._left = wrap(column(self._headline, self._standings, *self._export_button(look), gap_px=12))
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(16, 16, 16, 16)
        self._body.setSpacing(16)
        self._body.addWidget(self._left)
        self._body.addWidget(self._switch, 1)
        self.setLayout(self._body)
        self._refresh(context.session.congress.snapshot())
        self._headline.show_sync(context.session.sync.status())
        context.listen(context.session.congress.subscribe, self._refresh)
        context.listen(context.session.sync.subscribe, self._headline.show_sync)

    # --- panels ---

    def _export_button(self, look: Look) -> list[QWidget]:
        if self._board.session.board is None:
            return []
        return [Button(look, tr("Xuất báo cáo"), "export", on_click=self.open_papers)]

    def _people_panel(self, look: Look) -> QWidget:
        self._find = Field(tr("Họ tên hoặc số đại biểu"), tr("Họ tên hoặc số đại biểu"))
        self._find.textChanged.connect(self._seek)
        self._who = Label(kind=Type.STRONG)
        self._all = Button(look, tr("Mọi đại biểu"), on_click=self._show_all)
        self._people = RowList(look, tr("Danh sách"))
        self._people.chosen.connect(self.open_person)
        head = row(self._who, self._all)
        head.setStretch(0, 1)
        panel = column(self._find, head, self._people)
        panel.setStretch(2, 1)
        return wrap(panel)

    def _delegations_panel(self, look: Look) -> QWidget:
        self._delegations = BarList(look, tr("Các đoàn"))
        self._delegations.chosen.connect(self._show_delegation)
        return wrap(column(self._delegations))

    def _seats_panel(self, look: Look) -> QWidget:
        self._seats = SeatMap(look)
        self._seats.chosen.connect(self.open_person)
        self._no_seats = Label(
            tr("Chưa có sơ đồ chỗ ngồi. Thêm tệp so-do-cho-ngoi vào thư mục đại hội rồi dựng lại gói."),
            tone="ink_soft",
        )
        self._spoken = Label(kind=Type.SMALL)
        self._spoken.setMinimumHeight(round(28 * look.theme.scale))
        self._seats.moved_to.connect(self._spoken.setText)
        self._zooms = wrap(
            row(
                Button(look, tr("Phóng to"), "plus", on_click=self._seats.zoom_in),
                Button(look, tr("Thu nhỏ"), "minus", on_click=self._seats.zoom_out),
                Button(look, tr("Cả hội trường"), "corners-out", on_click=self._seats.fit),
                1,
            )
        )
        self._legend = Legend(look)
        panel = column(self._no_seats, self._seats, self._spoken, self._legend, self._zooms)
        panel.setStretch(1, 1)
        return wrap(panel)

    def _arrivals_panel(self, look: Look) -> QWidget:
        self._arrivals = RowList(look, tr("Mới đến"))
        self._arrivals.chosen.connect(self.open_person)
        return wrap(column(self._arrivals))

    # --- news ---

    def _refresh(self, snapshot: Snapshot) -> None:
        state = snapshot.state
        self._headline.show_snapshot(snapshot)
        self._delegations.set_rows(delegation_rows(figures(state)))
        self._arrivals.set_rows(arrival_rows(state))
        seats = seat_models(state)
        self._seats.show_seats(seats)
        for part in (self._seats, self._spoken, self._legend, self._zooms):
            part.setVisible(bool(seats))
        self._no_seats.setVisible(not seats)
        self._show_people()

    def _show_people(self) -> None:
        state = self._board.session.congress.snapshot().state
        chosen = None if self._filter.text.strip() else self._filter.standing
        self._standings.set_rows(standing_rows(state, chosen))
        rows = people_rows(state, self._filter)
        self._people.set_rows(rows)
        self._who.setText(filter_words(self._filter, len(rows)))
        is_narrowed = self._filter.standing is not None or self._filter.delegation is not None
        self._all.setVisible(is_narrowed and not self._filter.text.strip())

    # --- choosing ---

    def show_standing(self, standing: Standing | str) -> None:
        """List those who stand so."""
        self._find.clear()
        self._set_filter(Filter(standing, self._filter.delegation))

    def _show_delegation(self, delegation: str | None) -> None:
        self._find.clear()
        chosen = Filter(OTHERS) if delegation is None else Filter(None, delegation)
        self._set_filter(chosen)

    def _show_all(self) -> None:
        self._set_filter(Filter(None))

    def _set_filter(self, wanted: Filter) -> None:
        self._filter = wanted
        self._switch.show_panel(PEOPLE)
        self._show_people()

    def _seek(self, text: str) -> None:
        self._filter = replace(self._filter, text=text)
        self._show_people()

    def show_panel(self, number: int) -> None:
        self._switch.show_panel(number)

    def open_person(self, person_id: UUID) -> Sheet | None:
        return open_person(self._board, self, person_id)

    def open_papers(self) -> PapersSheet | None:
        service = self._board.session.board
        if service is None:
            return None
        sheet = PapersSheet(self._board, self, service)
        sheet.open_sheet()
        return sheet

    # --- upright or across ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_upright = self.width() < self.height()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(down if is_upright else across)
        most = 16_777_215
        wide = round(_LEFT_PX * min(self._board.look.theme.scale, 1.35))
        self._left.setMaximumWidth(most if is_upright else wide)
        self._left.setMinimumWidth(0 if is_upright else wide)
        high = round(self.height() * _UPRIGHT_SHARE)
        self._left.setMaximumHeight(high if is_upright else most)
        self._left.setMinimumHeight(high if is_upright else 0)
