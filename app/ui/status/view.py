"""Sync and device: what waits to be sent, what the hall refused and why, and the hall's address."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from app.ui.context import Context, Screen
from app.ui.services import FoundHall
from app.ui.status.presenter import StatusModel, status_model
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Card, Field, IconLabel, Label, Scroll, column, row, wrap
from app.ui.widgets.rows import Row, RowList


class StatusScreen(Screen):
    """Two columns: how it is, and what can be done."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._status = context
        self._model: StatusModel | None = None
        left = column(self._state_card(), 1, gap_px=16)
        right = column(self._rejected_card(), self._address_card(), 1, gap_px=16)
        body = row(left, right, gap_px=24)
        body.setStretch(0, 1)
        body.setStretch(1, 1)
        body.setContentsMargins(24, 20, 24, 20)
        self.setLayout(column(Scroll(wrap(body))))
        self._refresh()
        context.listen(context.session.sync.subscribe, lambda _status: self._refresh())
        context.listen(context.session.congress.subscribe, lambda _snapshot: self._refresh())

    def _state_card(self) -> Card:
        look = self._status.look
        card = Card()
        self._icon = IconLabel(look, "cloud-slash", size_px=look.theme.type_px(Type.HEADING))
        self._phase = Label(kind=Type.TITLE)
        head = row(self._icon, self._phase, gap_px=12)
        head.setStretch(1, 1)
        self._advice = Label(tone="ink_soft")
        self._transfer = QProgressBar()
        self._transfer.setAccessibleName(tr("Tài liệu đang tải về"))
        self._transfer.setTextVisible(False)
        self._transfer_words = Label(kind=Type.SMALL, tone="ink_soft")
        self._facts = column(gap_px=16)
        self._values: list[Label] = []
        card.column.addLayout(head)
        card.column.addWidget(self._advice)
        card.column.addWidget(self._transfer_words)
        card.column.addWidget(self._transfer)
        card.column.addSpacing(4)
        card.column.addLayout(self._facts)
        card.column.addSpacing(8)
        sync = Button(
            look, tr("Thử nối ngay"), "arrows-clockwise", "primary", self._status.session.sync.sync_now
        )
        card.column.addWidget(sync, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _rejected_card(self) -> Card:
        card = Card()
        card.column.addWidget(Label(tr("Việc hội trường chưa nhận"), Type.TITLE))
        self._no_rejected = Label(tr("Không có. Mọi việc gửi đi đều được nhận."), tone="ink_soft")
        self._rejected = RowList(self._status.look, tr("Việc hội trường chưa nhận"), is_framed=False)
        self._rejected.setMinimumHeight(round(200 * self._status.look.theme.scale))
        card.column.addWidget(self._no_rejected)
        card.column.addWidget(self._rejected)
        return card

    def _address_card(self) -> Card:
        look = self._status.look
        card = Card()
        card.column.addWidget(Label(tr("Đổi địa chỉ máy chủ hội trường"), Type.TITLE))
        card.column.addWidget(
            Label(tr("Ví dụ: 192.168.1.10. Người phụ trách kỹ thuật có địa chỉ này."), Type.SMALL, "ink_soft")
        )
        self._address = Field(tr("Địa chỉ máy chủ hội trường"), "192.168.1.10:8443")
        self._address.returnPressed.connect(self._use_address)
        self._use = Button(look, tr("Dùng địa chỉ này"), "check", on_click=self._use_address)
        self._search = Button(look, tr("Tìm quanh đây"), "magnifying-glass", on_click=self._find_halls)
        self._found = RowList(look, tr("Máy chủ tìm thấy"), is_framed=False)
        self._found.chosen.connect(self._address.setText)
        self._found.setMinimumHeight(96)
        self._found.hide()
        self._searching = Label(kind=Type.SMALL, tone="ink_soft")
        self._searching.hide()
        buttons = column if look.theme.scale > 1.3 else row
        card.column.addWidget(self._address)
        card.column.addLayout(buttons(self._use, self._search))
        card.column.addWidget(self._searching)
        card.column.addWidget(self._found)
        return card

    def _refresh(self) -> None:
        session = self._status.session
        model = status_model(
            session.sync.status(), session.congress.snapshot(), self._status.notices.messages
        )
        if model == self._model:
            return
        self._model = model
        self._icon.show_icon(model.phase_icon, model.phase_tone)
        self._phase.setText(model.phase)
        self._advice.setText(model.advice)
        moving = model.transfer_percent
        self._transfer.setVisible(moving is not None)
        self._transfer.setValue(moving or 0)
        self._transfer_words.set_text(
            "" if moving is None else tr("Đang tải tài liệu: {percent}%", percent=moving)
        )
        if not self._values:
            for name, _value in model.facts:
                self._values.append(Label(kind=Type.STRONG))
                pair = column(Label(name, Type.SMALL, "ink_soft"), self._values[-1], gap_px=2)
                self._facts.addLayout(pair)
        for label, (_name, value) in zip(self._values, model.facts, strict=True):
            label.setText(value)
        self._rejected.set_rows(model.rejected)
        self._rejected.setVisible(bool(model.rejected))
        self._no_rejected.setVisible(not model.rejected)

    def _use_address(self) -> None:
        address = self._address.text().strip()
        if not address:
            self._address.setFocus()
            return
        sync = self._status.session.sync
        self._use.setEnabled(False)

        def saved(_nothing: None) -> None:
            self._use.setEnabled(True)
            self._status.notices.done(tr("Đã lưu địa chỉ. Máy đang thử nối."))

        def failed(error: Exception) -> None:
            self._use.setEnabled(True)
            self._status.notices.error(error)

        work = self._status.tasks.do(lambda _job: sync.set_hall_address(address))
        work.to_the_end().on_success(saved).on_failure(failed).run()

    def _find_halls(self) -> None:
        sync = self._status.session.sync
        self._search.setEnabled(False)
        self._searching.set_text(tr("Đang tìm máy chủ quanh đây…"))

        def found(halls: tuple[FoundHall, ...]) -> None:
            self._search.setEnabled(True)
            self._found.set_rows(
                [Row(hall.address, hall.name, hall.address, icon="desktop") for hall in halls]
            )
            self._found.setVisible(bool(halls))
            self._searching.set_text(
                "" if halls else tr("Không tìm thấy. Anh/chị nhập địa chỉ do người phụ trách kỹ thuật đưa.")
            )

        def failed(error: Exception) -> None:
            found(())
            self._status.notices.error(error)

        self._status.tasks.do(lambda _job: sync.find_halls()).on_success(found).on_failure(failed).run()
