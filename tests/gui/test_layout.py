"""Every screen, text size and language: nothing too small to tap, cut off, overlapping or nameless."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QWidget,
)

from app.domain.entities import Role
from app.domain.errors import NghisuError
from app.domain.payloads import MinutesReturned, VoteCounted
from app.ui.main import Shell
from app.ui.screenshots import places, settle
from app.ui.services import (
    GateOutcome,
    GateResult,
    PresentedPage,
    Readiness,
    RecordingPhase,
    SyncPhase,
    UiSettings,
)
from app.ui.theme.tokens import TEXT_SCALES, TOUCH_GAP_PX, TOUCH_PX
from tests.fakes.basics import fixed_id
from tests.fakes.reading_aids import keep_marks, replace_report, shorten_papers
from tests.fakes.services import FakeHouse
from tests.gui.conftest import OpenShell
from tests.gui.people import button, tap
from tests.gui.test_large_text import show_large_text

LEAST_TEXT_PX = 16


class PageOrCameraGone(NghisuError):
    code = "camera.not_found"


_NAMED = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractScrollArea, QProgressBar)


def _visible(root: QWidget, kind: type | tuple[type, ...]) -> Iterator[QWidget]:
    for widget in root.findChildren(QWidget):
        if isinstance(widget, kind) and widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def _where(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
    return f"{type(widget).__name__}({widget.accessibleName() or text!r})"


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _is_inner(widget: QWidget) -> bool:
    """Scroll bars' and combo boxes' own parts, and plain scroll areas, which only hold others."""
    return isinstance(widget, (QAbstractSlider, QScrollArea)) or widget.objectName().startswith("qt_")


def faults(root: QWidget) -> list[str]:
    """What a picky designer would send back."""
    found: list[str] = []
    controls = [w for w in _visible(root, (QAbstractButton, QLineEdit)) if not _is_inner(w)]
    for widget in controls:
        place = _where(widget, root)
        if place.width() < TOUCH_PX or place.height() < TOUCH_PX:
            found.append(f"too small to tap: {_name(widget)} {place.size().toTuple()}")
        if not root.rect().contains(place) and not _scrolls(widget):
            found.append(f"outside the window: {_name(widget)}")
        if isinstance(widget, QAbstractButton) and widget.sizeHint().width() > widget.width() + 1:
            found.append(f"word is cut: {_name(widget)} {widget.width()} < {widget.sizeHint().width()}")
    for one, two in combinations(controls, 2):
        if one.isAncestorOf(two) or two.isAncestorOf(one) or _scrolls(one) != _scrolls(two):
            continue
        gap = TOUCH_GAP_PX - 1
        if _where(one, root).adjusted(-gap, -gap, gap, gap).intersects(_where(two, root)):
            found.append(f"closer than {TOUCH_GAP_PX} px: {_name(one)} and {_name(two)}")
    for widget in _visible(root, _NAMED):
        if not _is_inner(widget) and not widget.accessibleName():
            found.append(f"no accessible name: {_name(widget)} {widget.parentWidget()}")
    for widget in _visible(root, (QLabel, QAbstractButton, QLineEdit, QPlainTextEdit)):
        if widget.font().pixelSize() < LEAST_TEXT_PX:
            found.append(f"text of {widget.font().pixelSize()} px: {_name(widget)}")
    found += [fault for label in _visible(root, QLabel) if (fault := _cut(label))]
    return found


def _cut(label: QLabel) -> str:
    if not label.text():
        return ""
    if not label.wordWrap():
        is_cut = (
            label.sizeHint().width() > label.width() + 1 or label.sizeHint().height() > label.height() + 1
        )
    else:
        is_cut = label.heightForWidth(label.width()) > label.height() + 1
    return f"text is cut: {_name(label)} {label.size().toTuple()}" if is_cut else ""


def _checked(shell: Shell, name: str) -> list[str]:
    assert settle(shell)
    return [f"{name}: {fault}" for fault in faults(shell.window)]


def _busy(role: Role) -> FakeHouse:
    """The fullest picture: something waits to be sent, sound is being kept."""
    house = FakeHouse(role)
    house.sync.become(phase=SyncPhase.OFFLINE, pending_count=3)
    shorten_papers(house)
    if role in (Role.TABLET, Role.CHAIR):
        keep_marks(house)
        replace_report(house)
        house.documents.without_text = {fixed_id("document-1")}
        house.presentation.show(PresentedPage(fixed_id("document-3"), 1, fixed_id("device-other")))
    if role is Role.CHAIR:
        house.recording.become(
            phase=RecordingPhase.RECORDING,
            started_at_utc_ms=house.clock.now - 252_000,
            safe_ms=251_000,
            engine="viet-asr",
            rms_dbfs=-22.0,
            peak_dbfs=-9.0,
        )
    return house


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("role", [Role.TABLET, Role.GATE, Role.CHAIR, Role.SCREEN])
def test_every_screen_fits(open_house: OpenShell, role: Role, scale: float, language: str) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house, shell = open_house(role, settings=dress, house=_busy(role))
    found: list[str] = []
    for name, route, arguments in places(house.services):
        shell.window.go(route, **arguments)
        found += _checked(shell, name)
    for name, open_sheet in (("menu", shell.window.open_menu), ("text", shell.window.open_text_sheet)):
        sheet = open_sheet()
        assert settle(shell)
        found += [f"{name}: {fault}" for fault in faults(sheet)]
        sheet.close_sheet()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (1920, 1200)])
def test_the_gate_fits_upright_and_across_in_every_state(
    open_house: OpenShell, size: tuple[int, int], scale: float
) -> None:
    dress = UiSettings(text_scale=scale, reduced_motion=True)
    house, shell = open_house(Role.GATE, settings=dress, size=size)
    screen = shell.window.screen_shown
    found = _checked(shell, "waiting")
    house.check_in.recognise(fixed_id("person-90"))
    found += _checked(shell, "success")
    house.check_in.outcomes.tell(GateOutcome(GateResult.NOT_ALIVE))
    found += _checked(shell, "refused")
    house.check_in.become(error=PageOrCameraGone(name="0"))
    found += _checked(shell, "no camera")
    panel = screen.open_other_ways()
    assert settle(shell)
    found += [f"other ways: {fault}" for fault in faults(panel)]
    panel.ask_reason(fixed_id("person-95"))
    assert settle(shell)
    found += [f"reason: {fault}" for fault in faults(panel)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_board_and_enrolment_fit_in_every_state(
    open_house: OpenShell, scale: float, language: str, size: tuple[int, int]
) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house, shell = open_house(Role.GATE, settings=dress, house=_busy(Role.GATE), size=size)
    shell.window.go("board")
    screen, found = shell.window.screen_shown, []
    for panel in range(4):
        screen.show_panel(panel)
        found += _checked(shell, f"panel {panel}")
    sheet = screen.open_person(fixed_id("person-5"))
    assert settle(shell)
    found += [f"person: {fault}" for fault in faults(sheet)]
    sheet.close_sheet()
    sheet = screen.open_papers()
    assert settle(shell)
    found += [f"papers: {fault}" for fault in faults(sheet)]
    shell.window.go("enrol_face", person_id=fixed_id("person-95"))
    screen = shell.window.screen_shown
    found += _checked(shell, "consent")
    screen._answer(given=True)
    found += _checked(shell, "looking")
    house.face_enrolment.become(is_done=True, look_alikes=(fixed_id("person-33"),))
    found += _checked(shell, "enrolled")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_states_that_come_and_go_fit_too(open_house: OpenShell, scale: float) -> None:
    dress = UiSettings(text_scale=scale, reduced_motion=True)
    _house, shell = open_house(Role.CHAIR, settings=dress, house=_busy(Role.CHAIR))
    text = shell.window.screen_shown._text
    text.edit(text.list.lines.index(2).data(0x100))
    found = _checked(shell, "editing")
    text.close_editor()
    shell.window.notices.error(PageOrCameraGone(name="0"))
    found += _checked(shell, "message")
    shell.window.go("reader", document_id=fixed_id("document-7"))
    assert settle(shell)
    sheet = shell.window.screen_shown.open_page_chooser()
    assert settle(shell)
    found += [f"page chooser: {fault}" for fault in faults(sheet)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_secretariat_s_screens_fit_in_every_step(
    open_house: OpenShell, tmp_path: Path, scale: float, language: str
) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house, shell = open_house(Role.CHAIR, settings=dress)
    shell.window.go("packs")
    bench = shell.window.screen_shown
    bench.read_folder(tmp_path)
    found = _checked(shell, "findings")
    for panel in ("files", "roster", "agenda"):
        bench._review.show_panel(("findings", "files", "roster", "agenda").index(panel))
        found += _checked(shell, panel)
    bench.open_file(house.packs.plan.documents[2].file)
    found += _checked(shell, "file")
    bench._sheet.close_sheet()
    sheet = bench.ask_to_sign()
    found += _checked(shell, "signing")
    sheet.close_sheet()
    bench.sign_to(tmp_path / "x.pack")
    found += _checked(shell, "signed")
    shell.window.go("papers", document_id=fixed_id("document-8"))
    found += _checked(shell, "paper")
    shell.window.screen_shown._page._ask_back()
    found += _checked(shell, "calling back")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_minutes_fit_in_every_state(open_house: OpenShell, scale: float, language: str) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house, shell = open_house(Role.CHAIR, settings=dress, house=_busy(Role.CHAIR))
    subject = "Thông qua chương trình, quy chế làm việc và nội quy Đại hội"
    item_id = house.congress.state.current_item_id
    house.congress.load(
        VoteCounted(vote_id=fixed_id("v"), subject=subject, agree=900, invalid=2, item_id=item_id)
    )
    first = house.minutes.submit()
    house.congress.load(MinutesReturned(version_id=first, reason="Thiếu kết quả biểu quyết của mục 4"))
    house.congress.load(VoteCounted(vote_id=fixed_id("w"), subject="Bầu Ban Kiểm phiếu", agree=98))
    second = house.minutes.submit()
    shell.window.go("minutes")
    screen, found = shell.window.screen_shown, []
    found += _checked(shell, "minutes")
    for name, opened in (
        ("votes", lambda: screen.open_votes(fixed_id("v"))),
        ("details", screen.open_details),
        ("exports", screen.open_exports),
    ):
        sheet = opened()
        assert settle(shell)
        found += [f"{name}: {fault}" for fault in faults(sheet)]
        sheet.close_sheet()
    shell.window.go("minutes_version", version_id=second)
    found += _checked(shell, "version")
    shell.window.screen_shown._switch.show_panel(1)
    found += _checked(shell, "differences")
    sheet = shell.window.screen_shown.ask_return()
    assert settle(shell)
    found += [f"returning: {fault}" for fault in faults(sheet)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_reading_aids_fit(open_house: OpenShell, scale: float, language: str) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    house, shell = open_house(settings=dress, house=_busy(Role.TABLET))
    shell.window.go("documents")
    screen = shell.window.screen_shown
    screen._find.setText("không có tài liệu nào tên dài như thế này")
    found = _checked(shell, "nothing of that name")
    sheet = screen.open_choice(fixed_id("document-3"), house.clock.now)
    assert settle(shell)
    found += [f"replaced: {fault}" for fault in faults(sheet)]
    sheet.close_sheet()
    shell.window.go("marks")
    button(shell.window, shell.window.screen_shown._remove.text()).click()
    found += _checked(shell, "removing marks")
    show_large_text(shell)
    found += _checked(shell, "large text")
    house.documents.without_text.add(fixed_id("document-7"))
    shell.window.go("status")
    show_large_text(shell)
    found += _checked(shell, "large text of a scan")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1200)])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_hall_screen_fits_while_a_page_is_shown(
    open_house: OpenShell, scale: float, size: tuple[int, int]
) -> None:
    dress = UiSettings(text_scale=scale, reduced_motion=True)
    house, shell = open_house(Role.SCREEN, settings=dress, size=size)
    house.presentation.show(PresentedPage(fixed_id("document-3"), 1, fixed_id("device-chair")))
    assert not _checked(shell, "presented")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("readiness", [Readiness.NOT_ENROLLED, Readiness.LOCKED])
def test_the_door_fits(open_house: OpenShell, readiness: Readiness, scale: float, language: str) -> None:
    dress = UiSettings(language=language, text_scale=scale, reduced_motion=True)
    _house, shell = open_house(settings=dress, readiness=readiness)
    assert not _checked(shell, "door")


def test_the_audit_itself_sees_faults(open_house: OpenShell) -> None:
    _house, shell = open_house()
    small = QPushButton("x", shell.window)
    small.setStyleSheet("min-height: 0; font-size: 11px")
    small.setGeometry(600, 300, 20, 20)
    small.show()
    told = " ".join(_checked(shell, "home"))
    assert "too small to tap" in told
    assert "no accessible name" in told
    assert "text of 11 px" in told


def test_two_taps_from_any_screen_to_any_other(open_house: OpenShell) -> None:
    _house, shell = open_house(Role.CHAIR)
    for word in ("Tài liệu", "Kết nối và thiết bị", "Chương trình", "Điều hành và biên bản"):
        tap(shell, "Danh mục")
        tap(shell, word)
    assert shell.window.place.route == "chair"
