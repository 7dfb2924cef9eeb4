"""Screens with one panel at a time: where it stands, and how it ended, said large."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QWidget

from app.ui.theme.look import Look
from app.ui.theme.tokens import Type
from app.ui.widgets.basics import Card, IconLabel, Label, row, wrap

_COLUMN_PX = 760


def ending_card(look: Look, icon: str, what: str, fix: str, tone: str = "ink") -> Card:
    """`tone` good makes the whole card green; more may be added to its column."""
    head = row(
        IconLabel(look, icon, tone, round(48 * look.theme.scale)),
        Label(what, Type.HEADING, tone),
        gap_px=16,
    )
    head.setStretch(1, 1)
    card = Card("good" if tone == "good" else "card", margin_px=28, gap_px=12)
    card.column.addLayout(head)
    card.column.addWidget(Label(fix, Type.TITLE))
    return card


def show_in_middle(body: QBoxLayout, panel: QWidget, scale: float | None) -> None:
    """The one panel of a screen, in the middle and as wide as reads well; all of it without a `scale`."""
    while (item := body.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
    if scale is None:
        body.addWidget(wrap(row(panel)), 1)
        return
    panel.setMaximumWidth(round(_COLUMN_PX * min(scale, 1.5)))
    middle = row(0, panel, 0)
    middle.setStretch(1, 1_000)
    body.addWidget(wrap(middle), 1)
