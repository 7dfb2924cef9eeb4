"""The acts of the demonstration. Each does one thing with the real parts, and says what it found."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import numpy as np
import soundfile
import soxr
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import text

from app.camera.frames import FrameSource
from app.documents.pack_read import PackReader
from app.documents.sample import build_sample_folder
from app.domain import payloads as p
from app.domain.badge import make_badge
from app.domain.clock import SystemClock
from app.domain.entities import Document, Role
from app.domain.quorum import attendance
from app.domain.state import CongressState
from app.speech.audio import AudioSource
from app.speech.file_source import FileSource, RealTime
from app.storage.blobs import CHUNK_BYTES
from app.storage.files import private_folder
from app.sync.status import SyncPhase
from app.ui.services import GateOutcome, GateResult, RecordingPhase
from app.wiring import packs
from app.wiring.demo import faces
from app.wiring.demo.leaks import find_plain_text, written_bytes
from app.wiring.demo.report import Report, Step
from app.wiring.demo.samples import Samples
from app.wiring.demo.stage import Stage, wait_for
from app.wiring.session import DeviceSession, SessionParts

TITLE = "Đại hội đại biểu Đảng bộ phường An Bình lần thứ I"
_GATE_DECISION_S = 25.0
_SYNC_S = 60.0
_PAUSE_S = 1.4
_RATE_HZ = 16_000
_MB = 1_000_000


def _quiet(_done: int, _total: int) -> None:
    """Nobody watches a progress bar here."""


@dataclass
class Play:
    """What the acts share."""

    stage: Stage
    samples: Samples
    report: Report
    out: Path
    pack: Path = field(init=False)
    people: dict[int, UUID] = field(default_factory=dict)
    camera: FrameSource | None = None
    sound: Path | None = None
    tablet: DeviceSession = field(init=False)
    second_tablet: DeviceSession = field(init=False)
    gate: DeviceSession = field(init=False)
    chair: DeviceSession = field(init=False)

    def __post_init__(self) -> None:
        self.pack = self.stage.folder / "congress.nghisu-pack"

    def open_camera(self) -> FrameSource:
        assert self.camera is not None
        return self.camera

    def open_sound(self, _input_id: str | None) -> AudioSource:
        assert self.sound is not None
        return FileSource(self.sound, RealTime(SystemClock()))


def build_the_pack(play: Play) -> None:
    """A folder of papers, lists and photographs becomes one signed file."""
    with play.report.step("Found the congress, build and sign the pack") as step:
        photos = {
            number: faces.photos_of(clip.path) for number, clip in enumerate(play.samples.faces, start=1)
        }
        source = build_sample_folder(play.stage.folder / "source", photos)
        play.stage.hall.found(TITLE)
        with play.stage.hall.admin() as hall:
            summary = packs.build(play.stage.hall.machine, hall, source, play.pack, _quiet)
            _read_roster(play, hall.identity.root_key.public_key())
        step.found = (
            f"{summary.documents} documents, {summary.pages} pages, {summary.delegates} delegates, "
            f"{summary.guests} guests, {summary.size_bytes / _MB:.1f} MB"
        )
        step.figures = {"documents": summary.documents, "pages": summary.pages, "bytes": summary.size_bytes}
        step.expect(summary.documents >= 6 and summary.delegates == 110 and summary.guests == 22, "all there")


def start_the_hall(play: Play) -> None:
    """The server runs in a process of its own, over TLS."""
    with play.report.step("Start the hall server (its own process, TLS)") as step:
        play.stage.hall.start()
        step.found = f"127.0.0.1:{play.stage.hall.port}"


def enrol_and_import_offline(play: Play) -> None:
    """A tablet is enrolled, then takes the pack from a file: nothing has been published yet."""
    with play.report.step("Enrol a tablet, import the pack from a file") as step:
        play.tablet = play.stage.enrol("tablet 1", Role.TABLET, SessionParts(discover=False), play.people[1])
        key = Ed25519PublicKey.from_public_bytes(play.tablet.identity.root_public_key)
        summary = packs.import_into(play.tablet.store, play.pack, key, Role.TABLET, _quiet)
        state = play.tablet.store.projection.state
        step.found = (
            f"{summary.events} events, {summary.blobs_stored} documents, {summary.bytes_stored / _MB:.1f} MB"
        )
        step.expect(len(state.documents_on_shelf()) >= 6, "documents on the shelf")
        photos = [photo for photo in state.photos if play.tablet.store.blobs.has(photo)]
        step.expect(not photos, "no photograph on a tablet")


def open_every_document(play: Play) -> None:
    """Each paper from the encrypted store to its first, middle and last page."""
    with play.report.step("Open every document, draw pages at 1280 px") as step:
        clock, service = SystemClock(), play.tablet.services.documents
        first_page_ms, pages = [], 0
        for document in play.tablet.store.projection.state.documents_on_shelf():
            started_s = clock.monotonic_s()
            opened = service.open(document.id)
            service.render(document.id, 0, 1280)
            first_page_ms.append((clock.monotonic_s() - started_s) * 1000)
            count = len(opened.page_sizes_pt)
            for index in {count // 2, count - 1}:
                pages += service.render(document.id, index, 1280).width_px == 1280
            step.expect(count == document.page_count, f"{document.title} has {document.page_count} pages")
            service.close(document.id)
        step.found = f"{len(first_page_ms)} opened; to first page {max(first_page_ms):.0f} ms at most"
        step.figures = {"first_page_ms": [round(ms, 1) for ms in first_page_ms]}


def publish_and_pull(play: Play) -> None:
    """The hall puts the pack into its log; another tablet fetches everything over the network."""
    with play.report.step("Publish; a second tablet pulls it all by TLS") as step:
        with play.stage.hall.admin() as hall:
            verdicts = packs.publish(hall, play.pack)
        rejected = [verdict for verdict in verdicts if verdict.outcome == "rejected"]
        step.expect(not rejected, "nothing rejected")
        clock = SystemClock()
        started_s = clock.monotonic_s()
        play.second_tablet = play.stage.enrol(
            "tablet 2", Role.TABLET, SessionParts(discover=False), play.people[2]
        )
        session = play.second_tablet
        step.expect(
            wait_for(session.engine.subscribe, lambda: _has_all(session), _SYNC_S), "all documents arrived"
        )
        seconds = clock.monotonic_s() - started_s
        size = sum(document.size_bytes for document in session.store.projection.state.documents.values())
        step.found = (
            f"{len(verdicts)} events confirmed; {size / _MB:.1f} MB in {seconds:.1f} s with enrolment"
        )
        step.expect(_settled(play.tablet, len(verdicts)), "the first tablet's imported events are confirmed")


def enrol_the_gate(play: Play) -> None:
    """The gate fetches photographs of people who agreed, makes templates, and destroys the photographs."""
    with play.report.step("Enrol the gate; templates from photographs") as step:
        parts = SessionParts(open_camera=play.open_camera, pace=SystemClock(), discover=False)
        play.gate = play.stage.enrol("gate 1", Role.GATE, parts)
        enrolment, store = play.gate.faces, play.gate.store
        assert enrolment is not None
        wanted = len(play.samples.faces)
        done = wait_for(
            play.gate.engine.subscribe,
            lambda: len(enrolment.report.enrolled) + len(enrolment.report.refused) >= wanted,
            _SYNC_S,
        )
        step.expect(done and len(enrolment.report.enrolled) == wanted, f"{wanted} people enrolled")
        left = [photo for photo in store.projection.state.photos if store.blobs.has(photo)]
        step.expect(not left, "no photograph left on the gate")
        step.found = f"{len(enrolment.report.enrolled)} enrolled, {len(left)} photographs kept"


def check_in_at_the_gate(play: Play) -> None:
    """Living people are admitted; a stranger and a print are not."""
    for number, clip in enumerate(play.samples.faces, start=1):
        with play.report.step(f"Check in delegate {number} ({clip.path.name})") as step:
            outcome = _look(play, faces.live(clip.path), step)
            step.expect(
                outcome is not None
                and outcome.result is GateResult.CHECKED_IN
                and outcome.person_id == play.people[number],
                "checked in",
            )
    with play.report.step(f"Refuse a stranger ({play.samples.stranger.path.name})") as step:
        outcome = _look(play, faces.live(play.samples.stranger.path), step)
        step.expect(outcome is None or outcome.result is not GateResult.CHECKED_IN, "refused")
    with play.report.step("Refuse a print of delegate 1") as step:
        with_somebody_in = play.gate.store.projection.state
        play.gate.congress.say(p.CheckInUndone(person_id=play.people[1], reason="diễn thử ảnh in"))
        outcome = _look(play, faces.printed(play.samples.faces[0].path), step)
        step.expect(outcome is None or outcome.result is not GateResult.CHECKED_IN, "refused")
        assert play.gate.gate is not None
        play.gate.gate.check_in_by_hand(play.people[1], "Ban thẩm tra nhận mặt")
        step.expect(len(with_somebody_in.presences) == len(play.samples.faces), "both living people are in")


def _look(play: Play, camera: FrameSource, step: Step) -> GateOutcome | None:
    """Let the gate look through this camera until it decides, or the recording ends."""
    gate = play.gate.gate
    assert gate is not None
    play.camera = camera
    outcomes: list[GateOutcome] = []
    stop = gate.subscribe_outcomes(outcomes.append)
    clock = SystemClock()
    started_s = clock.monotonic_s()
    gate.start()
    wait_for(gate.subscribe, lambda: bool(outcomes) or not gate.status().is_running, _GATE_DECISION_S)
    gate.stop()
    stop()
    outcome = outcomes[0] if outcomes else None
    step.figures = {"decision_s": round(clock.monotonic_s() - started_s, 2), "models_loading_included": True}
    step.found = outcome.result.value if outcome else "no decision before the recording ended"
    return outcome


def check_in_the_rest(play: Play) -> None:
    """Enough delegates for the quorum come in by badge, as at a second table."""
    with play.report.step("Check in delegates by badge until the quorum") as step:
        gate = play.gate.gate
        assert gate is not None
        with play.stage.hall.admin() as hall:
            root = hall.identity.root_key
        state = play.gate.store.projection.state
        assert state.congress is not None
        for person in list(state.persons.values())[2:80]:
            gate.see_badge(make_badge(person.id, state.congress.id, root))
        gate.see_badge("not a badge of this congress")
        counted = attendance(play.gate.store.projection.state)
        step.found = f"{counted.present}/{counted.convened} present, {counted.required} needed"
        step.expect(counted.has_quorum and counted.present == 80, "quorum of 80")


def record_while_the_hall_falls(play: Play) -> None:
    """The chair records real speech; the hall is killed in the middle and comes back."""
    with play.report.step("Enrol the chair, open the sitting") as step:
        play.sound, starts_ms = _one_recording(play)
        play.chair = play.stage.enrol(
            "chair 1", Role.CHAIR, SessionParts(open_sound=play.open_sound, discover=False)
        )
        item = play.chair.store.projection.state.agenda[3]
        play.chair.congress.say(p.SittingOpened(name="Phiên chính thức"))
        play.chair.congress.say(p.AgendaItemOpened(item_id=item.id))
        step.found = item.title
    with play.report.step("Record speech; kill -9 the hall in the middle") as step:
        _record(play, starts_ms, step)
    with play.report.step("Hall back: everything pending is confirmed") as step:
        play.stage.hall.start()
        for session in _sessions(play):
            session.services.sync.sync_now()
        done = all(wait_for(s.engine.subscribe, lambda s=s: _all_sent(s), _SYNC_S) for s in _sessions(play))
        step.expect(done, "no event left waiting")
        _compare_with_hall(play, step)


def _record(play: Play, starts_ms: Sequence[int], step: Step) -> None:
    recording, congress = play.chair.recording, play.chair.congress
    assert recording is not None
    recording.start()
    for index, start_ms in enumerate(starts_ms):
        wait_for(recording.subscribe, lambda at=start_ms: recording.status().safe_ms >= at, 60.0)
        congress.say(p.FloorGiven(person_id=play.people[10 + index], limit_ms=7 * 60_000))
        if index == 1:
            play.stage.hall.kill()
            play.tablet.congress.say(p.FloorRequested(person_id=play.people[1], subject="Góp ý dự thảo"))
    wait_for(recording.subscribe, lambda: recording.status().phase is RecordingPhase.IDLE, 120.0)
    congress.say(p.FloorEnded())
    finished = recording.wait_transcribed(120.0)
    state = play.chair.store.projection.state
    (kept,) = state.recordings.values()
    pending = play.chair.engine.status.pending_count
    wanted_ms = soundfile.info(str(play.sound)).frames * 1000 // _RATE_HZ
    kept_s = (kept.duration_ms or 0) / 1000
    step.found = f"{kept_s:.1f} s kept, {len(state.segments)} segments, {pending} events waiting"
    step.figures = {
        "engine": recording.status().engine,
        "heard": [s.heard for s in state.segments_in_order()],
    }
    play.report.facts["speech_engine"] = recording.status().engine
    step.expect(finished and len(state.segments) > 0, "transcribed")
    step.expect(abs((kept.duration_ms or 0) - wanted_ms) <= 250, f"{wanted_ms} ms of sound kept")
    step.expect(play.chair.engine.status.phase is not SyncPhase.LIVE and pending > 0, "the hall was away")
    speakers = {segment.speaker_person_id for segment in state.segments.values()}
    wanted = {play.people[10 + index] for index in range(len(starts_ms))}
    step.expect(speakers == wanted, "a speaker for each voice")


def _one_recording(play: Play) -> tuple[Path, list[int]]:
    """The voices one after another in one file, and when each begins, in ms."""
    pieces: list[np.ndarray] = []
    starts: list[int] = []
    pause = np.zeros(int(_PAUSE_S * _RATE_HZ), np.float32)
    position = 0
    for voice in play.samples.voices:
        samples, rate = soundfile.read(str(voice.path), dtype="float32", always_2d=True)
        if rate != _RATE_HZ:
            samples = soxr.resample(samples, rate, _RATE_HZ)
        starts.append(position * 1000 // _RATE_HZ)
        pieces += [pause, samples.mean(axis=1), pause]
        position += len(pause) * 2 + len(samples)
    path = private_folder(play.stage.folder / "sound") / "voices.wav"
    soundfile.write(str(path), np.concatenate(pieces), _RATE_HZ, subtype="PCM_16")
    return path, starts


def _compare_with_hall(play: Play, step: Step) -> None:
    with play.stage.hall.admin() as hall:
        truth = hall.ledger.catch_up()
        head = hall.ledger.seq
    for session in _sessions(play):
        wait_for(session.engine.subscribe, lambda s=session: s.store.projection.seq >= head, _SYNC_S)
    states = [session.store.projection.state for session in _sessions(play)]
    step.expect(all(_same(state, truth) for state in states), "the same state on every device")
    step.expect(play.people[1] in truth.floor_requests, "the request made without a network is in the log")
    step.found = f"{head} events in the hall's chain, the same on {len(states)} devices"


def _same(state: CongressState, truth: CongressState) -> bool:
    return state.applied == truth.applied and state == truth


def export_minutes(play: Play) -> None:
    """DOCX in the layout of the congress's guideline."""
    with play.report.step("Close the sitting, export minutes.docx") as step:
        chair = play.chair
        chair.congress.say(p.AgendaItemClosed(item_id=chair.store.projection.state.agenda[3].id))
        chair.congress.say(p.SittingClosed())
        assert chair.recording is not None
        exported = chair.recording.export_minutes(play.out / "minutes.docx")
        content = exported.path.read_bytes()
        step.found = f"{exported.segments_count} segments, {len(content):,} bytes"
        step.expect(hashlib.sha256(content).hexdigest() == exported.sha256, "the file that the log names")
        step.expect(exported.segments_count > 0, "speech in the minutes")


def look_for_plain_text(play: Play) -> None:
    """No device's folder holds a word of a document, a name, a template, or what was said."""
    with play.report.step("Search every written file for plain text") as step:
        state = play.chair.store.projection.state
        document = max(state.documents_on_shelf(), key=lambda one: one.size_bytes)
        secrets: list[str | bytes] = [TITLE, document.title, *_samples_of_text(state)]
        secrets.append(_first_bytes(play, document))
        secrets += _templates(play)
        folder = play.stage.folder / "data"
        leaks = find_plain_text(folder, [secret for secret in secrets if len(secret) >= 8])
        step.found = f"{written_bytes(folder) / _MB:.1f} MB searched, {len(leaks)} leaks"
        step.expect(not leaks, f"nothing readable ({', '.join(leaks)})")


def _samples_of_text(state: CongressState) -> list[str]:
    names = [person.full_name for person in state.persons.values()][:20]
    return [*names, *(segment.text for segment in state.segments.values()), *(i.title for i in state.agenda)]


def _first_bytes(play: Play, document: Document) -> bytes:
    return bytes(play.tablet.store.blobs.read_chunk(document.sha256, 0)[: min(64, CHUNK_BYTES)])


def _templates(play: Play) -> list[bytes]:
    with play.gate.store.database.read() as tx:
        return [bytes(row)[:32] for row in tx.execute(text("SELECT embedding FROM face_templates")).scalars()]


def _read_roster(play: Play, root_key: Ed25519PublicKey) -> None:
    with PackReader(play.pack, root_key) as reader:
        for signed in reader.events():
            if isinstance(signed.event.payload, p.RosterPublished):
                play.people = {person.number: person.id for person in signed.event.payload.persons}


def _sessions(play: Play) -> list[DeviceSession]:
    return [play.tablet, play.second_tablet, play.gate, play.chair]


def _has_all(session: DeviceSession) -> bool:
    state = session.store.projection.state
    return bool(state.documents) and all(
        session.store.blobs.has(document.sha256) for document in state.documents_on_shelf()
    )


def _all_sent(session: DeviceSession) -> bool:
    status = session.engine.status
    return status.phase is SyncPhase.LIVE and status.pending_count == 0


def _settled(session: DeviceSession, count: int) -> bool:
    def confirmed() -> bool:
        with session.store.database.read() as tx:
            return not session.store.events.imported(tx) and session.store.projection.seq >= count

    return wait_for(session.engine.subscribe, confirmed, _SYNC_S)
