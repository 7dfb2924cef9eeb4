"""The credentials board on the command line: from an office's folder to papers, badges and the erasure."""

from __future__ import annotations

import csv
import tarfile
from pathlib import Path

import pymupdf
import pytest

from app.documents.sample.folder import build_sample_folder
from app.domain.clock import SystemClock, system_random
from app.hall.admin import open_hall
from app.hall.reader_keys import board_key
from app.storage.keys import KeyFile
from app.storage.keystore import FileKeystore
from app.wiring.credentials import opened
from tests.e2e.test_cli import nghisu, where  # noqa: F401 - fixtures

COLUMNS = {
    "Dân tộc": "Tày",
    "Trình độ học vấn": "ThS. Luật",
    "Lý luận chính trị": "Cao cấp",
    "Ngày vào Đảng": "19/5/1999",
}


def fill_columns(path) -> None:
    """The same of everybody, so that a trace of it anywhere is found."""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, [*rows[0]])
        out.writeheader()
        out.writerows({**row, **COLUMNS} for row in rows)


@pytest.mark.slow
def test_the_boards_papers_badges_and_erasure(nghisu, where, tmp_path):  # noqa: F811
    def run(*arguments):
        code, out, err = nghisu(*arguments)
        assert "Traceback" not in err, err
        return code, out, err

    title = "Đại hội đại biểu Đảng bộ phường An Bình lần thứ I"
    assert run("hall", "init", *where, "--title", title, "--host", "127.0.0.1")[0] == 0
    source = build_sample_folder(tmp_path / "source")
    fill_columns(source / "roster.csv")
    (source / "seats.csv").write_text("A01,A02,,A03\nB01,,B02,B03\n", encoding="utf-8")
    pack = tmp_path / "congress.pack"
    code, _, err = run("pack", "build", *where, source, pack, "--ocr", "never")
    assert code == 0, err
    assert run("hall", "publish", *where, pack)[0] == 0

    for name in ("bc.docx", "bc.xlsx", "bc.pdf"):
        code, out, err = run(
            "checkin", "report", *where, tmp_path / name, "--town", "An Bình", "--signed-by", "Vũ Thu Hà"
        )
        assert (code, "0/" in out) == (0, True), err
    with pymupdf.open(tmp_path / "bc.pdf") as document:
        words = " ".join(" ".join(page.get_text() for page in document).split())
    assert "- Tày" in words
    assert "Cao cấp" in words
    assert "Vũ Thu Hà" in words
    assert run("checkin", "report", *where, tmp_path / "ds.docx", "--attendance")[0] == 0
    assert run("checkin", "report", *where, tmp_path / "ds.odt")[0] == 2

    code, out, err = run("checkin", "badges", *where, tmp_path / "badges.pdf")
    assert (code, out.startswith("132 ")) == (0, True), err
    with pymupdf.open(tmp_path / "badges.pdf") as document:
        assert document.page_count == 17

    _nobody_else_can_open_it(tmp_path)

    assert run("checkin", "erase", *where, "--report")[0] == 1, "not ordered yet"
    code, _, err = run("checkin", "erase", *where)
    assert code == 1, "without a reason"
    code, out, err = run("checkin", "erase", *where, "--reason", "Đại hội bế mạc")
    assert (code, "Đã hủy 1/1 thiết bị." in out) == (0, True), err
    code, out, _ = nghisu("checkin", "erase", *where, "--report", language="en")
    assert (code, "Erased on 1 of 1 devices." in out) == (0, True)
    assert "Lệnh" not in out
    assert run("hall", "enrol", *where, "gate", "Cổng 1", "--out", tmp_path / "gate.json")[0] == 0
    assert run("checkin", "erase", *where, "--report")[0] == 0


@pytest.mark.parametrize(("language", "words"), [("vi", "3 người"), ("en", "3 people")])
def test_thresholds_are_calibrated_from_photographs(
    nghisu,  # noqa: F811
    shared_data,
    models_dir,
    tmp_path,
    language,
    words,
):
    """Real photographs, real models, the command as it is typed."""
    photos = tmp_path / "photos"
    with tarfile.open(shared_data / "faces" / "lfw_250ids.tar") as tar:
        wanted = {f"gallery/{name}/" for name in ("Aaron_Peirsol", "Alan_Greenspan", "Amanda_Bynes")}
        for member in tar.getmembers():
            if member.isfile() and any(member.name.startswith(one) for one in wanted):
                place = photos / Path(member.name).parent.name / Path(member.name).name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(tar.extractfile(member).read())
    (photos / "Alan_Greenspan" / "broken.jpg").write_bytes(b"no picture")
    curve = tmp_path / "curve.svg"
    code, out, err = nghisu("checkin", "calibrate", photos, "--curve", curve, language=language)
    assert code == 0, err
    assert words in out
    assert "✗ broken.jpg: " in out
    assert "face_threshold_milli = " in out
    assert "FAR 0" in out
    assert curve.read_text(encoding="utf-8").startswith("<svg")


def _nobody_else_can_open_it(tmp_path) -> None:
    """What the log says in the open has none of it; the board's key opens all of it, seats are there."""
    folder = tmp_path / "hall"
    keys = KeyFile(folder, FileKeystore(tmp_path / "keys"), SystemClock(), system_random)
    with open_hall(folder, keys, clock=SystemClock(), random_bytes=system_random) as hall:
        state = hall.ledger.catch_up()
        with hall.store.database.read() as tx:
            said = b"".join(one.signed.body for one in hall.store.events.all_confirmed(tx))
        known = opened(state, board_key(hall.identity.root_key))
    assert len(known) == 132
    assert {one.ethnicity for one in known.values()} == {"Tày"}
    assert not any(word.encode() in said for word in ("Tày", "ThS. Luật", "1999"))
    assert [seat.name for seat in state.seats] == ["A01", "A02", "A03", "B01", "B02", "B03"]
    assert opened(state, None) == {}
