"""Aa: text size, ground, language, motion and sounds. Every choice works at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.ui.services import UiSettings
from app.ui.shell.sheet import Sheet
from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.translation import tr
from app.ui.widgets.basics import Button, Label

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def text_sheet(
    look: Look,
    parent: QWidget,
    settings: UiSettings,
    languages: tuple[str, ...],
    change: Callable[[UiSettings], None],
) -> Sheet:
    """Build the sheet; `change` is called with the new settings."""
    sheet = Sheet(look, parent, tr("Chữ và màu"))

    def group(title: str, present: object, field: str, choices: dict[object, tuple[str, str]]) -> None:
        sheet.content.addWidget(Label(title, Type.SMALL, "ink_soft"))
        buttons = QButtonGroup(sheet)
        for value, (word, icon) in choices.items():
            button = Button(look, word, icon)
            button.setCheckable(True)
            button.setChecked(value == present)
            button.clicked.connect(
                lambda _checked=False, value=value: change(replace(settings, **{field: value}))
            )
            buttons.addButton(button)
            sheet.content.addWidget(button)
        sheet.content.addSpacing(8)

    group(
        tr("Cỡ chữ"),
        settings.text_scale,
        "text_scale",
        {
            1.0: (tr("Chữ thường"), "text-aa"),
            1.25: (tr("Chữ lớn"), "text-aa"),
            1.6: (tr("Chữ rất lớn"), "text-aa"),
        },
    )
    group(
        tr("Màu nền"),
        settings.theme,
        "theme",
        {
            "day": (tr("Ban ngày"), "sun"),
            "sepia": (tr("Màu giấy"), "book-open"),
            "night": (tr("Ban đêm"), "moon"),
        },
    )
    group(
        tr("Ngôn ngữ"),
        settings.language,
        "language",
        {code: (LANGUAGE_NAMES.get(code, code), "globe") for code in languages},
    )
    for field, word, icon in (
        ("reduced_motion", tr("Không chuyển động"), "pause"),
        ("sounds", tr("Âm báo nhẹ"), "speaker-high"),
    ):
        button = Button(look, word, icon)
        button.setCheckable(True)
        button.setChecked(getattr(settings, field))
        button.clicked.connect(lambda checked, field=field: change(replace(settings, **{field: checked})))
        sheet.content.addWidget(button)
    return sheet
