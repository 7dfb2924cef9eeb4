"""The secretariat and the board: speech repaired, two laptops agree, minutes approved, faces erased."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

import docx

from app.domain import payloads as p
from app.domain.clock import SystemClock, system_random
from app.domain.entities import MinutesDetails, Role
from app.domain.ids import IdSource
from app.domain.quorum import attendance
from app.domain.transcript import MinutesVersion
from app.hall import admin
from app.ui.services import BoardPaper, MinutesFormat, PaperFormat
from app.wiring.demo.play import SYNC_S, Play
from app.wiring.demo.stage import wait_for
from app.wiring.session import DeviceSession, SessionParts

_CLASH = ("Kính thưa Đại hội, tôi nhất trí.", "Kính thưa Đại hội, tôi cơ bản nhất trí.")


def repair_what_was_heard(play: Play) -> None:
    """Capitals, names, numbers and sentence ends, each change beside what was heard."""
    with play.report.step("Repair what was heard; what was heard stays") as step:
        scribe, chair = play.chair.scribe, play.chair
        assert scribe is not None
        step.expect(scribe.wait(SYNC_S), "all segments looked at")
        segments = chair.store.projection.state.segments_in_order()
        repaired = [segment for segment in segments if segment.pieces]
        changed = sum(piece.kind is not None for segment in repaired for piece in segment.pieces)
        step.found = f"{changed} changes in {len(repaired)} of {len(segments)} segments"
        step.expect(bool(repaired), "the machine writes as papers do")
        whole = all(segment.pieces[-1].heard_to == len(segment.heard.split()) for segment in repaired)
        step.expect(whole, "every heard word is still there")


def correct_on_two_laptops(play: Play) -> None:
    """Two secretaries correct one paragraph without having seen each other: both texts are kept."""
    with play.report.step("Two laptops correct one paragraph; one chooses") as step:
        second = play.stage.enrol("chair 2", Role.CHAIR, SessionParts(discover=False))
        play.second_chair = second
        laptops = (play.chair, second)
        first_segment = play.chair.store.projection.state.segments_in_order()[0].id
        knows = _comes(second, lambda: first_segment in second.store.projection.state.segments)
        step.expect(knows, "the second laptop has the transcript")
        for laptop, text in zip(laptops, _CLASH, strict=True):
            laptop.congress.say(p.SegmentEdited(segment_id=first_segment, text=text, replaces=()))
        both = all(_comes(one, partial(_has_rivals, one, first_segment)) for one in laptops)
        step.expect(both, "both laptops show both texts")
        heads = second.store.projection.state.segments[first_segment].heads
        chosen = p.SegmentEdited(segment_id=first_segment, text=_CLASH[1], replaces=heads)
        second.congress.say(chosen)
        settled = all(_comes(one, partial(_reads, one, first_segment, _CLASH[1])) for one in laptops)
        step.expect(settled, "one text again, on both")
        step.found = f"“{_CLASH[1]}”, history of {len(heads) + 1} edits"


def approve_the_minutes(play: Play) -> None:
    """Votes, details, submission on one laptop; approval, word for word, on the other."""
    with play.report.step("Votes, minutes submitted, approved on another laptop") as step:
        chair, second, new_id = play.chair, play.second_chair, IdSource(SystemClock(), system_random)
        state = chair.store.projection.state
        present = attendance(state).present
        item = state.agenda[3]
        vote = p.VoteCounted(vote_id=new_id(), subject=item.title, item_id=item.id, agree=present)
        chair.congress.say(vote)
        chair.congress.say(p.AgendaItemClosed(item_id=item.id))
        chair.congress.say(p.SittingClosed())
        names = [state.persons[play.people[number]].full_name for number in (1, 2, 3, 4, 5)]
        details = MinutesDetails(
            town="An Bình",
            presidium=tuple(names[:3]),
            secretariat=tuple(names[3:]),
            recorded_as="TRƯỞNG ĐOÀN",
            recorded_by=names[3],
            presided_by=names[0],
        )
        chair.congress.say(p.MinutesDetailed(details=details))
        minutes = chair.services.minutes
        assert minutes is not None
        version_id = minutes.submit()
        known = _comes(second, lambda: any(v.id == version_id for v in _versions(second)))
        step.expect(known, "the presidium's laptop has them")
        (version,) = _versions(second)
        sha256 = hashlib.sha256(version.text.encode()).hexdigest()
        second.congress.say(p.MinutesApproved(version_id=version_id, text_sha256=sha256))
        approved = _comes(chair, lambda: _versions(chair)[-1].approved_at_utc_ms is not None)
        step.expect(approved, "approved")
        step.expect(not minutes.page().missing, "no dotted line left")
        step.found = f"{present} for, version {version.number}, {len(version.text.splitlines())} paragraphs"


def export_the_minutes(play: Play) -> None:
    """In every format, from the same approved minutes."""
    with play.report.step("Export minutes: Word, PDF, text, subtitles") as step:
        minutes = play.chair.services.minutes
        assert minutes is not None
        written = []
        for form in MinutesFormat:
            path = play.out / f"minutes.{form.value}"
            exported = minutes.export(form, path, lambda _progress: None, lambda: False)
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            step.expect(sha256 == exported.sha256, f"{path.name} is the file that the log names")
            written.append(f"{form.value} {path.stat().st_size // 1024} kB")
        texts = [segment.text for segment in play.chair.store.projection.state.segments_in_order()]
        step.figures = {"texts": texts}
        said = _words(play.out / "minutes.docx")
        step.expect(all(text[1:] in said for text in texts), "all that was said is in the annex")
        step.found = ", ".join(written)


def write_the_boards_papers(play: Play) -> None:
    """The credentials report with all its figures, and the list of attendance."""
    with play.report.step("Credentials report and list of attendance") as step:
        board = play.gate.services.board
        assert board is not None
        board.export(BoardPaper.REPORT, PaperFormat.PDF, play.out / "credentials.pdf")
        report = board.export(BoardPaper.REPORT, PaperFormat.DOCX, play.out / "credentials.docx")
        board.export(BoardPaper.ATTENDANCE, PaperFormat.XLSX, play.out / "attendance.xlsx")
        words = _words(report)
        convened = attendance(play.gate.store.projection.state).convened
        step.expect(str(convened) in words, "how many were convened")
        step.expect("Thạc sĩ" in words and "Cao cấp" in words, "the roster's own columns are in it")
        step.found = f"{convened} convened, {len(words.split())} words"


def erase_the_faces(play: Play) -> None:
    """The purpose has ended: every device destroys its templates and says so."""
    with play.report.step("Erase all face templates, everywhere") as step:
        with play.stage.hall.admin() as hall:
            machine = play.stage.hall.machine
            admin.erase_faces(hall, "Đại hội bế mạc", machine.clock, machine.random_bytes)
        gate = play.gate
        done = _comes(gate, lambda: gate.identity.device.id in gate.store.projection.state.erasures)
        step.expect(done, "the gate has answered")
        with gate.store.database.read() as tx:
            left = gate.store.templates.count(tx)
        step.expect(left == 0, "no template is left")
        step.found = (
            f"{gate.store.projection.state.erasures[gate.identity.device.id].templates_count} destroyed"
        )


def _words(path: Path) -> str:
    """Everything that a Word file says, with its tables."""
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _versions(session: DeviceSession) -> tuple[MinutesVersion, ...]:
    return session.store.projection.state.minutes_versions


def _has_rivals(session: DeviceSession, segment_id: UUID) -> bool:
    return len(session.store.projection.state.segments[segment_id].rivals) == len(_CLASH)


def _reads(session: DeviceSession, segment_id: UUID, text: str) -> bool:
    segment = session.store.projection.state.segments[segment_id]
    return segment.text == text and not segment.rivals


def _comes(session: DeviceSession, holds: Callable[[], bool]) -> bool:
    return wait_for(session.store.projection.subscribe, holds, SYNC_S)
