"""Packs from the command line into a running hall and on to a tablet: corrected, called back, interrupted."""

from __future__ import annotations

import os
import re
import select
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pymupdf
import pytest

from app.domain.entities import Role
from tests.e2e.test_devices import until
from tests.fakes.papers import make_folder

PICTURE = os.urandom(3 << 20)


class CommandLine:
    """`nghisu pack …` and `nghisu hall …` beside the running hall, each in a process as people start it."""

    def __init__(self, hall, project_root: Path) -> None:
        self._where = (
            "--folder",
            hall.folder,
            "--key-folder",
            hall.folder.parent / f"{hall.folder.name}-keys",
        )
        self._root = project_root

    def start(self, *arguments: object, path: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "app", "--language", "en", *map(str, (*arguments, *self._where))]
        environment = os.environ | {"PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
        # Started in the background of a shell, the tests themselves may be deaf to Ctrl+C.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return subprocess.Popen(
                command, cwd=self._root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                text=True, start_new_session=True,
            )  # fmt: skip
        finally:
            signal.signal(signal.SIGINT, before)

    def __call__(self, *arguments: object) -> str:
        """What it printed; it must go well."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out


@pytest.fixture
def nghisu(hall, project_root):
    return CommandLine(hall, project_root)


def large(path: Path, words: str) -> None:
    """A paper with a photograph, which a correction leaves as it is."""
    with pymupdf.open() as paper:
        paper.embfile_add("photograph", PICTURE, filename="photograph")
        paper.new_page().insert_text((72, 72), words)
        path.write_bytes(paper.tobytes())


def on_shelf(session) -> dict[str, object]:
    return {paper.title: paper for paper in session.store.projection.state.documents_on_shelf()}


def has_all(session, *titles: str) -> bool:
    shelf = on_shelf(session)
    return all(title in shelf and session.store.blobs.has(shelf[title].sha256) for title in titles)


@pytest.mark.slow
def test_a_second_pack_brings_only_what_changed(hall, doors, nghisu, tmp_path):
    folder = make_folder(tmp_path / "folder")
    resolution = folder / "documents" / "Nghị quyết" / "02_Dự thảo nghị quyết.pdf"
    speech = folder / "documents" / "tham-luan" / "Tham luận số 1.pdf"
    large(resolution, "The congress resolves to plant one thousand trees along the river")
    first, second = tmp_path / "first.pack", tmp_path / "second.pack"
    nghisu("pack", "build", folder, first)
    nghisu("hall", "publish", first)
    with hall.opened() as opened:
        person = next(one for one in opened.ledger.catch_up().persons.values() if one.number == 3)
    tablet = doors.enrol(hall, "tablet", Role.TABLET, person_id=person.id).device_session()
    until(tablet.engine, lambda: has_all(tablet, "Dự thảo nghị quyết", "Tham luận số 1"))
    before = on_shelf(tablet)

    large(resolution, "The congress resolves to plant two thousand trees along the river")
    speech.unlink()
    built = nghisu("pack", "build", folder, second, "--since", first, "--ocr", "never", "--withdraw-missing")
    assert "1 called back" in built
    assert second.stat().st_size < first.stat().st_size / 10
    said = nghisu("pack", "inspect", second)
    assert re.search(r"\d+ files whole, 1 as what changed, \d+ in the pack before", said)
    assert f"Called back: {before['Tham luận số 1'].id}" in said

    assert "rejected 0" in nghisu("hall", "publish", second)
    old, lent = before["Dự thảo nghị quyết"], before["Tham luận số 1"]
    until(
        tablet.engine,
        lambda: (
            on_shelf(tablet)["Dự thảo nghị quyết"].sha256 != old.sha256
            and has_all(tablet, "Dự thảo nghị quyết")
            and not tablet.store.blobs.has(lent.sha256)
        ),
    )
    assert on_shelf(tablet)["Dự thảo nghị quyết"].id == old.id
    assert "Tham luận số 1" not in on_shelf(tablet)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a named pipe tells when the program is in the middle")
@pytest.mark.parametrize("program", ["soffice", "tesseract"])
def test_stopping_by_ctrl_c_leaves_nothing_half(nghisu, tmp_path, program):
    """As a terminal does it: everything that was started is interrupted at once."""
    folder = make_folder(tmp_path / "folder")
    shelf = folder / "documents" / "van-kien"
    if program == "soffice":
        (shelf / "Đề án.rtf").write_bytes(b"{\\rtf1 Dai hoi}")
    else:
        (shelf / "Bản chụp.pdf").write_bytes(scan())
    before = sorted(folder.rglob("*"))
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    stand_in = tmp_path / "programs" / program
    stand_in.parent.mkdir()
    stand_in.write_text(
        f'#!/bin/sh\n[ "$1" = --list-langs ] && echo vie && exit\necho begun > {begun}\nexec sleep 1000\n'
    )
    stand_in.chmod(stat.S_IRWXU)
    process = nghisu.start("pack", "build", folder, tmp_path / "out.pack", path=str(stand_in.parent))
    pipe = os.open(begun, os.O_RDONLY | os.O_NONBLOCK)
    try:
        ready, _, _ = select.select([pipe], [], [], 60)
    finally:
        os.close(pipe)
    assert ready
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in out + err) == (130, False), err
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []
    places = (Path("/dev/shm"), Path(tempfile.gettempdir()))
    assert not [path for place in places for path in place.glob(f"nghisu-pack-{process.pid}-*")]
    assert sorted(folder.rglob("*")) == before
    assert not [path for path in tmp_path.iterdir() if "out.pack" in path.name]


def scan() -> bytes:
    """A page that is only a picture, and not blank."""
    with pymupdf.open() as text, pymupdf.open() as paper:
        text.new_page().insert_text((72, 200), "The congress resolves", fontsize=40)
        page = paper.new_page()
        page.insert_image(page.rect, stream=text[0].get_pixmap(dpi=100).tobytes("png"))
        return paper.tobytes()
