"""The floor: speech recorded while the hall falls and comes back, minutes, and a search for plain text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import soundfile
import soxr
from sqlalchemy import text

from app.domain import payloads as p
from app.domain.entities import Document, Role
from app.domain.state import CongressState
from app.storage.files import private_folder
from app.sync.status import SyncPhase
from app.ui.services import RecordingPhase
from app.wiring.demo.leaks import find_plain_text, written_bytes
from app.wiring.demo.papers import TITLE
from app.wiring.demo.play import MB, SYNC_S, Play, sessions
from app.wiring.demo.report import Step
from app.wiring.demo.stage import wait_for
from app.wiring.recording import ChairRecording
from app.wiring.session import DeviceSession, SessionParts

_PAUSE_S = 1.4
_RATE_HZ = 16_000


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
        for session in sessions(play):
            session.services.sync.sync_now()
        done = all(wait_for(s.engine.subscribe, partial(_all_sent, s), SYNC_S) for s in sessions(play))
        step.expect(done, "no event left waiting")
        _compare_with_hall(play, step)


def _record(play: Play, starts_ms: Sequence[int], step: Step) -> None:
    recording, congress = play.chair.recording, play.chair.congress
    assert recording is not None
    recording.start()
    for index, start_ms in enumerate(starts_ms):
        wait_for(recording.subscribe, partial(_is_kept, recording, start_ms), 60.0)
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
    for session in sessions(play):
        wait_for(session.engine.subscribe, partial(_has_come_to, session, head), SYNC_S)
    states = [session.store.projection.state for session in sessions(play)]
    step.expect(all(_same(state, truth) for state in states), "the same state on every device")
    step.expect(play.people[1] in truth.floor_requests, "the request made without a network is in the log")
    step.found = f"{head} events in the hall's chain, the same on {len(states)} devices"


def _same(state: CongressState, truth: CongressState) -> bool:
    return state.applied == truth.applied and state == truth


def knows_speaker(session: DeviceSession, given: p.FloorGiven) -> bool:
    """Wait until a device has heard who has the floor."""

    def heard() -> bool:
        turn = session.store.projection.state.floor
        return turn is not None and turn.person_id == given.person_id

    return wait_for(session.store.projection.subscribe, heard, SYNC_S)


def _is_kept(recording: ChairRecording, until_ms: int) -> bool:
    return recording.status().safe_ms >= until_ms


def _has_come_to(session: DeviceSession, seq: int) -> bool:
    return session.store.projection.seq >= seq


def _all_sent(session: DeviceSession) -> bool:
    status = session.engine.status
    return status.phase is SyncPhase.LIVE and status.pending_count == 0


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
        step.found = f"{written_bytes(folder) / MB:.1f} MB searched, {len(leaks)} leaks"
        step.expect(not leaks, f"nothing readable ({', '.join(leaks)})")


def _samples_of_text(state: CongressState) -> list[str]:
    names = [person.full_name for person in state.persons.values()][:20]
    return [*names, *(segment.text for segment in state.segments.values()), *(i.title for i in state.agenda)]


def _first_bytes(play: Play, document: Document) -> bytes:
    return bytes(play.tablet.store.blobs.read_chunk(document.sha256, 0)[:64])


def _templates(play: Play) -> list[bytes]:
    with play.gate.store.database.read() as tx:
        return [bytes(row)[:32] for row in tx.execute(text("SELECT embedding FROM face_templates")).scalars()]
