"""Aa: text size, ground, language, motion and sounds. Every choice works at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

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
    for title, field, choices in _groups(languages):
        sheet.content.addWidget(Label(title, Type.SMALL, "ink_soft"))
        buttons = QButtonGroup(sheet)
        for value, word, icon in choices:
            chosen = _with(settings, field, value)
            button = Button(look, word, icon, on_click=partial(change, chosen))
            button.setCheckable(True)
            button.setChecked(chosen == settings)
            buttons.addButton(button)
            sheet.content.addWidget(button)
        sheet.content.addSpacing(8)
    for field, word, icon in (
        ("reduced_motion", tr("Không chuyển động"), "pause"),
        ("sounds", tr("Âm báo nhẹ"), "speaker-high"),
    ):
        is_on = getattr(settings, field)
        button = Button(look, word, icon, on_click=partial(change, _with(settings, field, not is_on)))
        button.setCheckable(True)
        button.setChecked(is_on)
        sheet.content.addWidget(button)
    return sheet


def _with(settings: UiSettings, field: str, value: object) -> UiSettings:
    changes: dict[str, Any] = {field: value}
    return replace(settings, **changes)


_Choices = tuple[tuple[object, str, str], ...]


def _groups(languages: tuple[str, ...]) -> tuple[tuple[str, str, _Choices], ...]:
    """Title, field of `UiSettings`, and its values with word and icon."""
    sizes: _Choices = (
        (1.0, tr("Chữ thường"), "text-aa"),
        (1.25, tr("Chữ lớn"), "text-aa"),
        (1.6, tr("Chữ rất lớn"), "text-aa"),
    )
    grounds: _Choices = (
        ("day", tr("Ban ngày"), "sun"),
        ("sepia", tr("Màu giấy"), "book-open"),
        ("night", tr("Ban đêm"), "moon"),
    )
    spoken: _Choices = tuple((code, LANGUAGE_NAMES.get(code, code), "globe") for code in languages)
    return (
        (tr("Cỡ chữ"), "text_scale", sizes),
        (tr("Màu nền"), "theme", grounds),
        (tr("Ngôn ngữ"), "language", spoken),
    )
