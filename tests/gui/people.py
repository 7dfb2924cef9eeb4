"""What a person does: sees words, taps them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QWidget

from app.ui.main import Shell
from app.ui.screenshots import settle


def words_on(widget: QWidget) -> str:
    """Everything that can be read in the visible labels and buttons."""
    seen = [part for part in widget.findChildren(QWidget) if part.isVisible()]
    texts = [part.text() for part in seen if isinstance(part, (QLabel, QAbstractButton))]
    return "\n".join(texts).replace("\u00a0", " ")


def button(widget: QWidget, word: str) -> QAbstractButton:
    found = [b for b in widget.findChildren(QAbstractButton) if b.isVisible() and word in b.accessibleName()]
    assert found, f"no button says {word!r}; there is: {words_on(widget)}"
    return found[0]


def tap(shell: Shell, word: str) -> None:
    """Tap the visible button that says `word`, and wait for what it started."""
    target = button(shell.window, word)
    assert target.isEnabled(), f"{word!r} cannot be tapped"
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.rect().center())
    assert settle(shell)


def tap_row(shell: Shell, name: str, title: str) -> None:
    """Tap the row of the list called `name` whose title holds `title`."""
    views = [
        v
        for v in shell.window.findChildren(QAbstractItemView)
        if v.isVisible() and v.accessibleName() == name
    ]
    assert views, f"no list called {name!r}"
    view = views[0]
    model = view.model()
    for number in range(model.rowCount()):
        index = model.index(number, 0)
        if title in str(index.data()):
            view.scrollTo(index)
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
            assert settle(shell)
            return
    raise AssertionError(f"no row {title!r} in {name!r}")


def write(widget: QWidget, text: str) -> None:
    """Write as a Vietnamese keyboard does: composed text is committed by the input method."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def rows_of(shell: Shell, name: str) -> list[str]:
    for view in shell.window.findChildren(QAbstractItemView):
        if view.isVisible() and view.accessibleName() == name:
            model = view.model()
            return [str(model.index(n, 0).data()) for n in range(model.rowCount())]
    return []
