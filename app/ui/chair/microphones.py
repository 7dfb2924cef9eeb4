"""Choosing microphones, and hearing at once whether they hear."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from app.ui.chair.recorder import NamedMeter, level_meters, show_meters
from app.ui.context import Context
from app.ui.services import AudioInput, RecordingService, RecordingStatus
from app.ui.shell.sheet import Sheet
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label, column

MOST_INPUTS = 4
_KEPT = "microphones"


def chosen_inputs(context: Context) -> tuple[str, ...]:
    """What was chosen here last; empty is the system's own choice."""
    return tuple(context.kept.get(_KEPT, ()))


def choices(inputs: tuple[AudioInput, ...]) -> Iterator[tuple[str, str]]:
    """Id and words of everything that can be chosen: devices, and the channels of those with several."""
    for one in inputs:
        yield one.id, tr("{name} (mặc định)", name=one.name) if one.is_default else one.name
        if one.channels > 1:
            for channel in range(1, one.channels + 1):
                words = tr("{name}, kênh {channel}", name=one.name, channel=channel)
                yield f"{one.id}#{channel}", words


class MicrophonesSheet(Sheet):
    """Each tap chooses or drops an input; what is chosen is listened to, and its level shown."""

    def __init__(self, context: Context, parent: QWidget, recording: RecordingService) -> None:
        super().__init__(context.look, parent, tr("Micro"))
        self._chair, self._recording = context, recording
        self._chosen = list(chosen_inputs(context))
        self._buttons: dict[str, Button] = {}
        self._wanted: tuple[str, ...] = ()
        self._is_arming = False
        self._hint = Label(tr("Đang tìm micro…"), tone="ink_soft")
        self._list = column(gap_px=8)
        self._meters = column(gap_px=4)
        self._named: list[NamedMeter] = []
        look = context.look
        self._again = Button(look, tr("Tìm lại"), "arrow-clockwise", on_click=self.look_for)
        self._off = Button(look, tr("Tắt micro"), "microphone-slash", on_click=self._disarm)
        self.content.addWidget(self._hint)
        self.content.addLayout(self._list)
        self.content.addWidget(self._again)
        self.content.addSpacing(8)
        self.content.addWidget(Label(tr("Thử tiếng"), Type.STRONG))
        self.content.addLayout(self._meters)
        self.content.addWidget(self._off)
        words = tr("Micro đang mở thì giữ 10 giây cuối trong bộ nhớ, chưa ghi gì ra ổ đĩa.")
        self.content.addWidget(Label(words, Type.SMALL, "ink_soft"))
        context.listen(recording.subscribe, self._show_status)
        self.look_for()

    def look_for(self) -> None:
        """Ask the system again which microphones are plugged in."""
        self._again.setEnabled(False)
        recording = self._recording
        work = self._chair.tasks.do(lambda _job: recording.inputs())
        work.on_success(self._found).on_failure(self._not_found).run()

    def _found(self, inputs: tuple[AudioInput, ...]) -> None:
        if not self.is_open:
            return
        self._again.setEnabled(True)
        for button in self._buttons.values():
            self._list.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for input_id, words in choices(inputs):
            button = Button(self._chair.look, words, on_click=partial(self._toggle, input_id))
            button.setCheckable(True)
            button.setChecked(input_id in self._chosen)
            self._list.addWidget(button)
            self._buttons[input_id] = button
        self._chosen = [one for one in self._chosen if one in self._buttons]
        self._hint.set_text(
            tr("Chọn một đến bốn micro hoặc kênh.")
            if inputs
            else tr("Không thấy micro nào. Cắm micro rồi bấm Tìm lại.")
        )

    def _not_found(self, error: Exception) -> None:
        if self.is_open:
            self._again.setEnabled(True)
            self._hint.set_text(self._chair.notices.messages.of(error).text)

    def _toggle(self, input_id: str) -> None:
        if input_id in self._chosen:
            self._chosen.remove(input_id)
        else:
            self._chosen = [*self._chosen, input_id][-MOST_INPUTS:]
        for one, button in self._buttons.items():
            button.setChecked(one in self._chosen)
        self._chair.kept[_KEPT] = tuple(self._chosen)
        self._listen_to(tuple(self._chosen))

    def _disarm(self) -> None:
        self._listen_to(())

    def _listen_to(self, inputs: tuple[str, ...]) -> None:
        """One after the other: opening microphones takes a while, and the last wish must win."""
        self._wanted = inputs
        if not self._is_arming:
            self._arm()

    def _arm(self) -> None:
        recording, wanted = self._recording, self._wanted
        self._is_arming = True

        def armed(_nothing: object) -> None:
            self._is_arming = False
            if self._wanted != wanted:
                self._arm()

        def failed(error: Exception) -> None:
            self._chair.notices.error(error)
            armed(None)

        act = (lambda _job: recording.arm(wanted)) if wanted else (lambda _job: recording.disarm())
        self._chair.tasks.do(act).to_the_end().on_success(armed).on_failure(failed).run()

    def _show_status(self, status: RecordingStatus) -> None:
        if self.is_open:
            meters = level_meters(status) if status.is_armed else ()
            show_meters(self._chair.look, self._meters, self._named, meters)
            self._off.setVisible(status.is_armed)
