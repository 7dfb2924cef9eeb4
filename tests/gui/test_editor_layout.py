"""The editor in every state, text size and language: nothing cut, too small or nameless."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain import payloads as p
from app.domain.entities import RepairKind, Role, TextPiece
from app.ui.editor.view import EditorScreen
from app.ui.main import Shell
from app.ui.screenshots import settle
from app.ui.services import UiSettings
from app.ui.theme.tokens import TEXT_SCALES
from tests.fakes.basics import fixed_id
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.test_layout import faults

THIRD, FOURTH = fixed_id("segment-2"), fixed_id("segment-3")


@pytest.fixture(autouse=True)
def own_pedal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.ui.editor.pedal.settings_file", lambda: tmp_path / "pedal.ini")


def _house() -> FakeHouse:
    """With a clash, and a number that the machine wrote."""
    house = FakeHouse(Role.CHAIR)
    for text in ("Bà con lớn tuổi ban đầu rất ngại.", "Bà con ban đầu rất ngại, sau thì quen."):
        house.congress.load(p.SegmentEdited(segment_id=THIRD, text=text, replaces=()))
    heard = house.congress.state.segments[FOURTH].heard.split()
    pieces = [TextPiece(text=word, heard_from=at, heard_to=at + 1) for at, word in enumerate(heard)]
    number = TextPiece(text="90%", heard_from=2, heard_to=6, kind=RepairKind.NUMBER)
    house.congress.load(p.SegmentRepaired(segment_id=FOURTH, pieces=(*pieces[:2], number, *pieces[6:])))
    return house


def _found(shell: Shell, screen: EditorScreen, state: str) -> list[str]:
    assert settle(shell)
    return [f"{state}: {fault}" for fault in faults(screen)]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_editor_fits_in_every_state(open_house: OpenShell, scale: float, language: str) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house, shell = open_house(Role.CHAIR, settings=dress, house=_house())
    shell.window.go("editor")
    screen = shell.window.screen_shown
    canvas = screen.canvas
    canvas.set_current(FOURTH, 9)
    found = _found(shell, screen, "machine's word")
    canvas.set_current(THIRD)
    found += _found(shell, screen, "clash")
    canvas.set_current(FOURTH)
    canvas.open_writer(3)
    house.congress.load(p.SegmentEdited(segment_id=FOURTH, text="Đến nay, 90%.", replaces=()))
    found += _found(shell, screen, "written elsewhere")
    canvas.writer.left.emit()
    screen.find_bar.open_bar("khu")
    found += _found(shell, screen, "find")
    screen.find_bar.close_bar()
    for name in ("open_speaker", "open_history", "open_engines", "open_keys"):
        sheet = getattr(screen, name)()
        assert settle(shell)
        found += [f"{name}: {fault}" for fault in faults(sheet)]
        sheet.close_sheet()
    house.transcript.here = set()
    screen.sound.changed.emit()
    found += _found(shell, screen, "sound elsewhere")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_empty_editor_fits(open_house: OpenShell, scale: float) -> None:
    dress = UiSettings(text_scale=scale, reduced_motion=True)
    _house, shell = open_house(Role.CHAIR, settings=dress, live=False)
    shell.window.go("editor")
    assert not _found(shell, shell.window.screen_shown, "empty")
