"""Pictures of the minutes: recorded, read along, corrected, voted, put together and approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain import payloads as p
from app.domain.entities import Device, MinutesDetails, RepairKind, Role, TextPiece, Word
from app.domain.events import EventSigner
from app.domain.fold import fold
from app.minutes import wording
from app.minutes.builder import build_draft
from app.ui.main import Shell
from app.ui.screenshots import settle
from app.ui.services import (
    InputMeter,
    LineKind,
    LiveText,
    MinutesPage,
    RecordingAlarm,
    RecordingPhase,
)
from docs.guide_scene import Scene
from tests.fakes.basics import fixed_id
from tests.fakes.minutes import FakeMinutes
from tests.fakes.services import FakeHouse

_RECORDING = fixed_id("recording")
_SPEAKER, _SECOND, _OTHER_LAPTOP = fixed_id("person-27"), fixed_id("person-31"), fixed_id("laptop-2")
_LIVE = "và mong Đại hội tiếp tục quan tâm đến các khu phố xa trung tâm"
_CASE, _NUMBER, _NAME = RepairKind.CASE, RepairKind.NUMBER, RepairKind.NAME
_STOP, _PAPER = RepairKind.PUNCTUATION, RepairKind.SPEECH

# What was heard, what is shown instead (None: as heard), and why.
_Heard = tuple[tuple[str, str | None, RepairKind | None], ...]
_SAID: tuple[tuple[UUID, bool, _Heard], ...] = (
    (
        _SPEAKER,
        True,
        (
            ("bài học lớn nhất của chúng tôi là", "Bài học lớn nhất của chúng tôi là:", _PAPER),
            ("nói cái được thì", "nói cái được thì", _PAPER),
            ("thưa các đồng chí", None, None),
            ("bà con thấy được", "bà con thấy được.", _PAPER),
        ),
    ),
    (
        _SECOND,
        False,
        (
            ("thưa", "Thưa", _CASE),
            ("đại hội", "Đại hội,", _CASE),
            ("tôi nhất trí cao với", None, None),
            ("báo cáo", "Báo cáo", _CASE),
            ("chính trị", "chính trị.", _STOP),
        ),
    ),
    (
        _SECOND,
        False,
        (
            ("về", "Về", _CASE),
            ("trật tự đô thị", "trật tự đô thị,", _STOP),
            ("hai năm qua", None, None),
            ("phường an bình", "phường An Bình", _NAME),
            ("đã xử lý", None, None),
            ("một trăm hai mươi bảy", "127", _NUMBER),
            ("vụ lấn chiếm vỉa", None, None),
            ("hè", "hè.", _STOP),
        ),
    ),
    (
        _SECOND,
        False,
        (
            ("tôi", "Tôi", _CASE),
            ("đề nghị bổ sung chỉ tiêu giảm", None, None),
            ("bảy mươi lăm phần trăm", "75%", _NUMBER),
            ("số vụ tái phạm vào", None, None),
            ("nghị quyết", "Nghị quyết.", _CASE),
        ),
    ),
)
_NOT_SURE = ("lấn", "tái")
_FIRST_MS, _EVERY_MS, _LASTS_MS = 36_000, 7_000, 6_400
_EDITED = fixed_id("said-3")
_METERS = (
    InputMeter("Micro bàn chủ tọa", -21.0, -9.0),
    InputMeter("Bàn trộn âm thanh hội trường, kênh 2", -27.0, -14.0),
)


class WordedMinutes(FakeMinutes):
    """The page and the versions as the product words them."""

    def page(self) -> MinutesPage:
        draft = build_draft(self._congress.state, self._clock.now_utc_ms())
        lines = tuple(wording.lines(draft))
        plain = super().page()
        proposed = sum(line.is_proposed for line in lines)
        missing = wording.missing(draft.details)
        return replace(plain, lines=lines, proposed_count=proposed, missing=missing, details=draft.details)

    def submit(self) -> UUID:
        number = len(self._congress.state.minutes_versions) + 1
        draft = build_draft(self._congress.state, self._clock.now_utc_ms())
        version_id = fixed_id(f"minutes-{number}")
        self._congress.say(p.MinutesSubmitted(version_id=version_id, text=wording.version_text(draft)))
        return version_id


# --- what was said ---


def _said() -> Iterator[p.Payload]:
    """Two speeches: the first read from its paper, the second free."""
    for number, (speaker, is_read, heard) in enumerate(_SAID):
        segment_id = fixed_id(f"said-{number}")
        start_ms = _FIRST_MS + number * _EVERY_MS
        texts = " ".join(part[0] for part in heard).split()
        step = _LASTS_MS // len(texts)
        words = tuple(
            Word(
                text=text,
                start_ms=start_ms + at * step,
                end_ms=start_ms + at * step + step - 20,
                confidence_milli=420 if text in _NOT_SURE else 930,
            )
            for at, text in enumerate(texts)
        )
        yield p.SegmentHeard(
            segment_id=segment_id,
            recording_id=_RECORDING,
            start_ms=start_ms,
            end_ms=start_ms + _LASTS_MS,
            text=" ".join(texts),
            engine="viet-asr",
            words=words,
            speaker_person_id=speaker,
        )
        paper = fixed_id("document-10") if is_read else None
        yield p.SegmentRepaired(segment_id=segment_id, pieces=tuple(_pieces(heard)), document_id=paper)


def _pieces(heard: _Heard) -> Iterator[TextPiece]:
    at = 0
    for said, shown, kind in heard:
        to = at + len(said.split())
        yield TextPiece(text=said if shown is None else shown, heard_from=at, heard_to=to, kind=kind)
        at = to


def _two_speeches(house: FakeHouse) -> None:
    now = house.clock.now
    started = house.congress.state.recordings[_RECORDING].started_at_utc_ms
    house.clock.now = started + _FIRST_MS + _EVERY_MS - 300
    house.congress.load(p.FloorEnded(), p.FloorGiven(person_id=_SECOND))
    house.clock.now = now
    house.congress.load(*_said())


def _worded(house: FakeHouse) -> None:
    _two_speeches(house)
    house.minutes = WordedMinutes(house.congress, house.clock)
    house.enrolment._session = replace(house.session, minutes=house.minutes)


def _details() -> p.MinutesDetailed:
    names = ("Nguyễn Hữu Bình", "Lê Thị Hạnh", "Phạm Quang Sơn")
    return p.MinutesDetailed(
        details=MinutesDetails(town="An Bình", presidium=names, secretariat=("Trần Ngọc Mai", "Vũ Minh Tâm"))
    )


# --- recording ---


def _microphones(house: FakeHouse, shell: Shell) -> None:
    sheet = shell.window.screen_shown.open_microphones()
    settle(shell)
    sheet._toggle("0")
    settle(shell)
    sheet._toggle("1#2")
    settle(shell)
    house.recording.become(inputs=_METERS)


def _record(house: FakeHouse, shell: Shell) -> None:
    _recording(house)
    settle(shell)
    house.recording.live.tell(LiveText(_LIVE, 71_000, _RECORDING))


def _alarm(house: FakeHouse, _shell: Shell) -> None:
    _recording(house)
    gone = InputMeter(_METERS[1].name, alarm=RecordingAlarm.UNPLUGGED)
    house.recording.become(alarm=RecordingAlarm.UNPLUGGED, inputs=(_METERS[0], gone), hours_left=3.2)


def _recording(house: FakeHouse) -> None:
    house.recording.become(
        phase=RecordingPhase.RECORDING,
        recording_id=_RECORDING,
        started_at_utc_ms=house.clock.now - 18 * 60_000,
        safe_ms=18 * 60_000 - 1_000,
        transcribed_ms=18 * 60_000 - 2_000,
        engine="viet-asr",
        inputs=_METERS,
        rms_dbfs=-21.0,
        peak_dbfs=-9.0,
    )


def _captions(house: FakeHouse, shell: Shell) -> None:
    shell.window.go("captions")
    settle(shell)
    house.recording.live.tell(LiveText(_LIVE, 71_000, _RECORDING))


# --- the editor ---


def _open_editor(shell: Shell) -> None:
    shell.window.go("editor", segment_id=fixed_id("said-2"))
    settle(shell)


def _stand_at(shell: Shell, segment_id: UUID, text: str) -> None:
    """On the word that is shown as `text`."""
    canvas = shell.window.screen_shown.canvas
    canvas.set_current(segment_id)
    at = canvas.current_row
    word = next(one for one in canvas.words_of(at) if one.text.startswith(text))
    canvas.set_current(segment_id, word.start)


def _editor(house: FakeHouse, shell: Shell) -> None:
    _open_editor(shell)
    _stand_at(shell, fixed_id("said-2"), "127")
    house.transcript.play(_RECORDING, 53_700)
    house.transcript.pass_ms(400)


def _editor_find(_house: FakeHouse, shell: Shell) -> None:
    _open_editor(shell)
    shell.window.screen_shown.open_find()
    bar = shell.window.screen_shown.find_bar
    bar.field.setText("khu pho")
    settle(shell)
    bar._enter()


def _editor_speaker(_house: FakeHouse, shell: Shell) -> None:
    _open_editor(shell)
    shell.window.screen_shown.open_speaker()


def _editor_clash(house: FakeHouse, shell: Shell) -> None:
    """Two laptops that had not heard of each other corrected one paragraph."""
    congress = house.congress
    for device_id, name in ((congress.device_id, "Máy thư ký 1"), (_OTHER_LAPTOP, "Máy thư ký 2")):
        congress.say(
            p.DeviceEnrolled(device=Device(id=device_id, name=name, role=Role.CHAIR, public_key="0" * 64))
        )
    text = congress.state.segments[_EDITED].text
    congress.say(p.SegmentEdited(segment_id=_EDITED, text=text.replace("75%", "75 %"), replaces=()))
    other = EventSigner(_OTHER_LAPTOP, Ed25519PrivateKey.generate(), house.clock, _bytes)
    more = text.replace("giảm 75%", "giảm ít nhất 75%")
    theirs = p.SegmentEdited(segment_id=_EDITED, text=more, replaces=())
    congress.state = fold([other.sign(theirs).event], congress.state)
    congress.say(p.FloorEnded())
    shell.window.go("editor", segment_id=_EDITED)


def _bytes(count: int) -> bytes:
    """Nothing here has to be unguessable."""
    return bytes(count)


def _editor_engines(_house: FakeHouse, shell: Shell) -> None:
    _open_editor(shell)
    shell.window.screen_shown.open_engines()


# --- votes and minutes ---


def _votes(house: FakeHouse, shell: Shell) -> None:
    house.congress.say(_vote(1, "Thông qua chương trình Đại hội", 87))
    house.congress.say(_vote(2, "Thông qua số lượng Đoàn Thư ký", 86, 1))
    sheet = shell.window.screen_shown.open_votes()
    sheet._subject.setText("Các chỉ tiêu chủ yếu của nhiệm kỳ 2025 – 2030")
    for field, count in ((sheet._agree, 85), (sheet._disagree, 1), (sheet._abstain, 1)):
        field.setText(str(count))


def _vote(number: int, subject: str, agree: int, disagree: int = 0) -> p.VoteCounted:
    return p.VoteCounted(
        vote_id=fixed_id(f"vote-{number}"),
        subject=subject,
        item_id=fixed_id(f"item-{number}"),
        agree=agree,
        disagree=disagree,
    )


def _minutes(house: FakeHouse, shell: Shell) -> None:
    house.congress.say(_vote(1, "Thông qua chương trình Đại hội", 87))
    house.congress.say(_details())
    shell.window.go("minutes")
    settle(shell)
    shell.window.screen_shown._list.scrollToBottom()


def _minutes_summary(house: FakeHouse, shell: Shell) -> None:
    _minutes(house, shell)
    settle(shell)
    screen = shell.window.screen_shown
    screen._open_line(next(line for line in screen._page.lines if line.kind is LineKind.SPEECH))


def _minutes_details(house: FakeHouse, shell: Shell) -> None:
    _minutes(house, shell)
    settle(shell)
    shell.window.screen_shown.open_details()


def _minutes_version(house: FakeHouse, shell: Shell) -> None:
    """The second version, beside the first."""
    _minutes(house, shell)
    house.minutes.submit()
    first = fixed_id("minutes-1")
    house.congress.say(p.MinutesReturned(version_id=first, reason="Bổ sung kiến nghị về trật tự đô thị"))
    turn = house.congress.state.floor
    summary = (
        "nhất trí cao với Báo cáo chính trị; đề nghị bổ sung chỉ tiêu giảm 75% số vụ tái phạm "
        "về trật tự đô thị vào Nghị quyết."
    )
    house.congress.say(p.SummaryWritten(anchor_id=turn.id, text=summary))
    version_id = house.minutes.submit()
    shell.window.go("minutes_version", version_id=version_id)
    settle(shell)
    shell.window.screen_shown._switch.show_panel(1)


def _minutes_export(house: FakeHouse, shell: Shell) -> None:
    _minutes(house, shell)
    settle(shell)
    shell.window.screen_shown.open_exports()


MINUTES = (
    Scene("captions", Role.TABLET, _captions, _two_speeches),
    Scene("microphones", Role.CHAIR, _microphones),
    Scene("record", Role.CHAIR, _record, _two_speeches),
    Scene("record-alarm", Role.CHAIR, _alarm, _two_speeches),
    Scene("editor", Role.CHAIR, _editor, _two_speeches),
    Scene("editor-speaker", Role.CHAIR, _editor_speaker, _two_speeches),
    Scene("editor-find", Role.CHAIR, _editor_find, _two_speeches),
    Scene("editor-clash", Role.CHAIR, _editor_clash, _two_speeches),
    Scene("editor-engines", Role.CHAIR, _editor_engines, _two_speeches),
    Scene("votes", Role.CHAIR, _votes, _two_speeches),
    Scene("minutes", Role.CHAIR, _minutes, _worded),
    Scene("minutes-summary", Role.CHAIR, _minutes_summary, _worded),
    Scene("minutes-details", Role.CHAIR, _minutes_details, _worded),
    Scene("minutes-version", Role.CHAIR, _minutes_version, _worded),
    Scene("minutes-export", Role.CHAIR, _minutes_export, _worded),
)
