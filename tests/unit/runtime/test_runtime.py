"""Words for errors, logs without secrets, crash reports, folders, shutdown."""

from __future__ import annotations

import logging
import stat
import sys
import threading
from enum import Enum
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadSignature, NghisuError
from app.runtime.assets.locations import project_root
from app.runtime.crash import CrashReport, CrashReporter
from app.runtime.lanes import Lane, ThreadsStillRunning
from app.runtime.logging import describe_exception, start_logging, stop_logging
from app.runtime.messages import Messages, Words
from app.runtime.paths import assets_folder, data_folder, log_folder
from app.runtime.redaction import BLOT, redact_argument, redact_text
from app.runtime.shutdown import Shutdown


class _Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def now_utc_ms(self) -> int:
        return 1_782_873_660_000

    def monotonic_s(self) -> float:
        return self.now_s


class _Lost(NghisuError):
    code = "camera.lost_for_test"


# --- messages ---


def test_words_are_found_filled_and_fall_back() -> None:
    messages = Messages(
        {
            "camera.lost_for_test": Words("Mất {name}.", "Cắm lại {port}."),
            "camera.error": Words("Máy ảnh ({code}).", "Thử lại."),
            "nghisu.error": Words("Lỗi {code}.", ""),
            "nghisu.bug": Words("Lỗi chương trình.", ""),
        }
    )
    assert messages.of(_Lost(name="máy ảnh 2")) == Words("Mất máy ảnh 2.", "Cắm lại ….")
    assert messages.by_code("camera.unheard") == Words("Máy ảnh (camera.unheard).", "Thử lại.")
    assert messages.by_code("sync.unheard").what == "Lỗi sync.unheard."
    assert messages.of(KeyError("x")).what == "Lỗi chương trình."
    assert Messages({}).by_code("a.b") == Words("a.b", "")


@pytest.mark.parametrize("language", ["vi", "en", "xx"])
def test_the_program_s_own_words_load(language: str) -> None:
    messages = Messages.load(assets_folder() / "messages", language)
    assert "nghisu.bug" in messages
    assert "chưa" in messages.by_code("nghisu.error").what or language == "en"


# --- redaction ---

SECRETS = (
    "deadbeef" * 8,
    "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "pin=271828",
    "PIN: 271828",
    "token 8sGh2",
    "Authorization: Bearer abc.def",
    "password='mat khau'",
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----",
    "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_are_blotted_out_of_text(secret: str) -> None:
    told = redact_text(f"before {secret} after")
    assert BLOT in told
    for part in ("deadbeef", "eyJ", "271828", "8sGh2", "abc.def", "MC4C", "q83v"):
        assert part not in told


class _Shade(Enum):
    DARK = "dark"


def test_arguments_are_machine_words_or_nothing() -> None:
    assert redact_argument(12) == 12
    assert redact_argument("sync.hall_unreachable") == "sync.hall_unreachable"
    assert redact_argument(_Shade.DARK) == "dark"
    assert redact_argument(UUID(int=7)) == UUID(int=7)
    assert redact_argument(BadSignature(what="event")) == "domain.bad_signature"
    assert redact_argument(ValueError("Nguyễn Văn An")) == "ValueError"
    for private in ("Nguyễn Văn An", "271828", "Kính thưa", b"key", ["An"], Path("/x"), "deadbeef" * 5):
        assert redact_argument(private) == BLOT


@given(st.text(min_size=1))
def test_no_text_with_a_letter_beyond_ascii_or_a_space_passes(text: str) -> None:
    if any(not letter.isascii() or letter.isspace() or letter.isupper() for letter in text):
        assert redact_argument(text) == BLOT


@pytest.fixture
def log(tmp_path: Path):
    handler = start_logging(tmp_path)
    yield lambda: (tmp_path / "nghisu.log").read_text(encoding="utf-8")
    stop_logging(handler)


def test_the_log_file_holds_codes_and_no_names(log) -> None:
    logger = logging.getLogger("app.somewhere")
    logger.info("%d events of %s sent to %s", 3, "Nguyễn Văn An", "hall.example")
    logger.warning("mapping %(who)s", {"who": "Trần Thị Bình"})
    logging.getLogger("uvicorn").warning("GET /x?token=8sGh2 from %r", "Lê Văn C")
    logging.getLogger("uvicorn").info("chatter")
    try:
        raise ValueError("Phạm Văn Dũng")
    except ValueError:
        logger.exception("failed with %s", "pin=1")
    text = log()
    assert "3 events of ‹…› sent to hall.example" in text
    assert "test_runtime.py" in text
    for private in ("Nguyễn", "Trần", "8sGh2", "Lê Văn", "chatter", "Phạm", "pin=1"):
        assert private not in text


def test_the_log_rotates(tmp_path: Path) -> None:
    handler = start_logging(tmp_path)
    handler.maxBytes = 2_000
    for number in range(200):
        logging.getLogger("app").info("line %d of a log that grows", number)
    stop_logging(handler)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["nghisu.log", *(f"nghisu.log.{number}" for number in range(1, 5))]


# --- crash reports ---


def _fail(secret: str) -> None:
    holder = {"pin": secret}
    raise RuntimeError(f"could not open with {holder}")


def test_a_report_names_places_and_keeps_secrets_out(tmp_path: Path) -> None:
    told: list[CrashReport] = []
    reporter = CrashReporter(tmp_path, _Clock(), "0.1.0", told.append)
    reporter.install()
    try:
        thread = threading.Thread(target=_fail, args=("271828",), name="worker")
        thread.start()
        thread.join()
        try:
            raise BadSignature(what="event")
        except BadSignature as error:
            sys.excepthook(type(error), error, error.__traceback__)
    finally:
        reporter.uninstall()
    assert [report.is_bug for report in told] == [True, False]
    text = told[0].path.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "_fail" in text
    assert "thread worker bug" in text
    assert "271828" not in text
    assert str(Path.home()) not in text
    assert sys.excepthook is not reporter._on_main


def test_only_the_last_reports_are_kept(tmp_path: Path) -> None:
    reporter = CrashReporter(tmp_path, _Clock(), "0.1.0", lambda report: None)
    for number in range(30):
        (tmp_path / f"crash-2020-{number:02d}.txt").write_text("old", encoding="utf-8")
    reporter.report(RuntimeError())
    assert len(list(tmp_path.glob("crash-*.txt"))) == 20


def test_causes_are_described_too() -> None:
    try:
        try:
            raise OSError("Nguyễn")
        except OSError as error:
            raise BadSignature(what="event") from error
    except BadSignature as error:
        text = describe_exception(error)
    assert text.index("domain.bad_signature") < text.index("caused by") < text.index("OSError")
    assert "Nguyễn" not in text


# --- folders ---


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folder private by itself")
def test_data_folders_are_private_and_apart(tmp_path: Path) -> None:
    env = {"NGHISU_HOME": str(tmp_path)}
    folder = data_folder("tablet", env)
    assert folder != data_folder("gate", env)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    assert stat.S_IMODE(data_folder("tablet", env).stat().st_mode) == 0o700
    assert stat.S_IMODE(log_folder("tablet", env).stat().st_mode) == 0o700


def test_the_program_finds_its_assets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (project_root() / "app").is_dir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert assets_folder() == tmp_path / "assets"


# --- shutdown and lanes ---


def test_last_opened_is_first_closed_and_one_failure_stops_nothing() -> None:
    clock, order = _Clock(), []
    shutdown = Shutdown(clock)

    def close(name: str, takes_s: float, *, fails: bool = False):
        def step(left_s: float) -> None:
            order.append((name, left_s))
            clock.now_s += takes_s
            if fails:
                raise RuntimeError

        return step

    shutdown.add("database", close("database", 0))
    shutdown.add("camera", close("camera", 9.0, fails=True))
    shutdown.add("screens", close("screens", 1.0))
    assert shutdown.run(8.0) == ["camera"]
    assert order == [("screens", 8.0), ("camera", 7.0), ("database", 0.2)]
    assert shutdown.run(8.0) == []


def test_a_lane_keeps_order_and_ends() -> None:
    lane, done, seen = Lane("test-lane"), threading.Event(), []
    for number in range(100):
        lane.submit(lambda number=number: seen.append(number))
    lane.submit(done.set)
    assert done.wait(5)
    lane.stop(5.0)
    assert seen == list(range(100))
    assert not lane.submit(done.set)
    assert not any(thread.name.startswith("test-lane") for thread in threading.enumerate())


def test_a_lane_that_hangs_is_named() -> None:
    lane, release, started = Lane("stuck"), threading.Event(), threading.Event()

    def hang() -> None:
        started.set()
        release.wait(10)

    lane.submit(hang)
    assert started.wait(5)
    with pytest.raises(ThreadsStillRunning, match="stuck-0"):
        lane.stop(0.01)
    release.set()
    lane.stop(5.0)
