"""`nghisu demo`: the acts in their order, the pictures, the report."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from app.domain.clock import SystemClock
from app.domain.entities import Role
from app.domain.payloads import FloorEnded, FloorGiven
from app.ui.services import Services, UiSettings
from app.wiring.demo import faces, floor, gate, papers, reading, secretariat
from app.wiring.demo.play import Play, sessions
from app.wiring.demo.report import Report
from app.wiring.demo.samples import find_samples
from app.wiring.demo.stage import Stage
from app.wiring.door import DeviceDoor
from app.wiring.session import SessionParts


def run_demo(arguments: argparse.Namespace) -> int:
    """Hold the congress. Leaves `out/` with minutes, screenshots and report; 0 when all went as it must."""
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    report = Report(SystemClock())
    folder = Path(tempfile.mkdtemp(prefix="nghisu-demo-"))
    stage = Stage.build(folder)
    try:
        samples = find_samples()
        report.samples = samples.labels()
        play = Play(stage, samples, report, out)
        _play(play, arguments.language)
        report.write(out / "report.json")
        report.print_summary()
        print(f"\n{out.resolve()}")
        if arguments.windows == "auto" and _has_display():
            _leave_open(play)
    finally:
        stage.close()
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if report.ok else 1


def _play(play: Play, language: str) -> None:
    papers.build_the_pack(play)
    papers.start_the_hall(play)
    papers.enrol_and_import_offline(play)
    papers.open_every_document(play)
    papers.publish_and_pull(play)
    reading.search_without_marks(play)
    reading.mark_and_share(play)
    gate.enrol_the_gate(play)
    gate.check_in_at_the_gate(play)
    gate.check_in_the_rest(play)
    floor.record_while_the_hall_falls(play)
    secretariat.repair_what_was_heard(play)
    reading.replace_a_paper(play)
    _take_pictures(play, language)
    reading.call_a_paper_back(play)
    secretariat.correct_on_two_laptops(play)
    secretariat.approve_the_minutes(play)
    secretariat.export_the_minutes(play)
    secretariat.write_the_boards_papers(play)
    floor.look_for_plain_text(play)
    secretariat.erase_the_faces(play)


def _take_pictures(play: Play, language: str) -> None:
    """Every screen of every device, at a tablet's size and at a large one."""
    with play.report.step("Take pictures of every screen") as step:
        from app.ui.screenshots import grab_all

        play.stage.enrol("screen 1", Role.SCREEN, SessionParts(discover=False))
        speaker = FloorGiven(person_id=play.people[11], limit_ms=7 * 60_000)
        play.chair.congress.say(speaker)
        everybody_knows = all(floor.knows_speaker(session, speaker) for session in sessions(play))
        step.expect(everybody_knows, "who has the floor is known everywhere")
        play.camera = faces.live(play.samples.faces[0].path)
        houses = [_services(door) for name, door in play.stage.devices.items() if name != "tablet 2"]
        houses.insert(0, _services(play.stage.newcomer()))
        written = grab_all(play.out / "screens", houses, settings=[UiSettings(language=language)])
        step.found = f"{len(written)} pictures"
        step.expect(len(written) >= 12, "a picture of each screen at both sizes")
        play.chair.congress.say(FloorEnded())


def _services(door: DeviceDoor) -> Services:
    return Services(enrolment=door, clock=SystemClock())


def _has_display() -> bool:
    return (
        os.name == "nt"
        or sys.platform == "darwin"
        or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    )


def _leave_open(play: Play) -> None:
    """Windows of the tablet, the gate and the chair, until the last one is closed."""
    from app.ui.main import application, open_shell
    from app.wiring.look import LookFile

    shells = []
    for name in ("tablet 1", "gate 1", "chair 1"):
        shell = open_shell(_services(play.stage.devices[name]), LookFile(play.stage.folder), _print_bug)
        shell.window.setWindowTitle(f"Nghị Sự · {name}")
        shell.window.resize(1280, 800)
        shell.window.show()
        shells.append(shell)
    application().exec()
    for shell in reversed(shells):
        shell.close(5.0)


def _print_bug(error: Exception) -> None:
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
