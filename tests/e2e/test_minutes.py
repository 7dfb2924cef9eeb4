"""The minutes on a chair: from the log in its store to page, versions, template, files and command line."""

from __future__ import annotations

import hashlib
import itertools
import os
import re

import docx
import pymupdf
import pytest

from app.documents.reading import ChangeKind
from app.domain import payloads as p
from app.domain.clock import SystemClock, system_random
from app.domain.entities import Role
from app.domain.errors import NghisuError
from app.hall.admin import open_hall
from app.minutes.errors import ExportCancelled, TemplateFieldUnknown, VersionUnknown
from app.paper.errors import PaperNotWritten
from app.storage.device_store import DeviceStore
from app.storage.keys import KeyFile
from app.storage.keystore import FileKeystore
from app.ui.services.minutes import LineKind, MinutesFormat
from app.wiring.congress import StoredCongress
from app.wiring.errors import FileUnreadable
from app.wiring.minutes import StoredMinutes
from tests.e2e.test_cli import nghisu, where  # noqa: F401 - fixtures
from tests.fakes.clock import FakeClock
from tests.fakes.congress import device_of, fixed_id, signer
from tests.unit.minutes.congress import RECORDING, WRITTEN_UTC_MS, small_log


@pytest.fixture
def chair_folder(tmp_path):
    return tmp_path / "chair"


@pytest.fixture
def store(tmp_path, chair_folder):
    key_file = KeyFile(chair_folder, FileKeystore(tmp_path / "keys"), SystemClock(), system_random)
    chair_folder.mkdir()
    store = DeviceStore.open(chair_folder, key_file.create(), os.urandom)
    with store.database.write() as tx:
        store.events.add_imported(tx, small_log())
    store.projection.refresh()
    yield store
    store.close()


@pytest.fixture
def congress(store):
    chair = signer(Role.CHAIR, "chair", FakeClock(WRITTEN_UTC_MS))
    return StoredCongress(store, chair, device_of(chair, Role.CHAIR), lambda: None)


@pytest.fixture
def minutes(store, congress, project_root):
    numbers = itertools.count(1)
    profiles = project_root / "assets" / "minutes" / "profiles.toml"
    return StoredMinutes(
        congress, store, FakeClock(WRITTEN_UTC_MS), lambda: fixed_id(f"version {next(numbers)}"), profiles
    )


def export(minutes, form, path, **more):
    return minutes.export(form, path, lambda _progress: None, lambda: False, **more)


def version(minutes, version_id):
    return next(one for one in minutes._state.minutes_versions if one.id == version_id)


def approve(congress, minutes, version_id):
    sha256 = hashlib.sha256(version(minutes, version_id).text.encode()).hexdigest()
    congress.say(p.MinutesApproved(version_id=version_id, text_sha256=sha256, approved_by="Nguyễn Thị Ánh"))


def paper_text(path) -> str:
    document = docx.Document(path)
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def test_the_page_shows_what_a_secretary_has_to_look_at(minutes, congress):
    page = minutes.page()
    assert page.title.startswith("Đại hội đại biểu Đảng bộ phường An Bình")
    speeches = [line for line in page.lines if line.kind is LineKind.SPEECH]
    assert page.proposed_count == sum(line.is_proposed for line in speeches) == 3
    assert page.missing == ()
    long = next(line for line in speeches if "Trần Văn Đức" in line.lead)
    assert len(long.full_text) > len(long.text)
    congress.say(p.SummaryWritten(anchor_id=long.anchor_id, text="Đề nghị sớm ban hành chương trình"))
    page = minutes.page()
    assert page.proposed_count == 2
    written = next(line for line in page.lines if line.anchor_id == long.anchor_id)
    assert (written.text, written.is_proposed) == ("Đề nghị sớm ban hành chương trình.", False)
    votes = [line for line in page.lines if line.kind is LineKind.VOTE]
    assert [line.anchor_id for line in votes] == [fixed_id("cards"), fixed_id("ballots")]
    outcome = next(line for line in page.lines if line.kind is LineKind.OUTCOME and "chỉ tiêu" in line.text)
    assert outcome.anchor_id == congress.snapshot().state.agenda[2].id


def test_versions_approval_and_a_change_after_it(minutes, congress, tmp_path):
    first = minutes.submit()
    draft = paper_text(export(minutes, MinutesFormat.DOCX, tmp_path / "a.docx").path)
    assert "DỰ THẢO" in draft
    approve(congress, minutes, first)
    assert not minutes.page().changed_since_approval
    for form in (MinutesFormat.DOCX, MinutesFormat.PDF, MinutesFormat.TEXT):
        path = export(minutes, form, tmp_path / f"b.{form}").path
        content = path.read_bytes()
        if form is MinutesFormat.PDF:
            with pymupdf.open(path) as document:
                assert "DỰ THẢO" not in document[0].get_text()
        else:
            assert "DỰ THẢO" not in (paper_text(path) if form is MinutesFormat.DOCX else content.decode())

    item = congress.snapshot().state.agenda[3]
    congress.say(p.OutcomeNoted(item_id=item.id, outcome="Thông qua toàn văn Nghị quyết"))
    assert minutes.page().changed_since_approval
    assert "DỰ THẢO" in paper_text(export(minutes, MinutesFormat.DOCX, tmp_path / "c.docx").path)
    second = minutes.submit()
    changes = [row for row in minutes.differences(second).paragraphs if row.kind is not ChangeKind.SAME]
    assert [(row.old_text, row.new_text) for row in changes] == [
        ("", "Kết quả: Thông qua toàn văn Nghị quyết.")
    ]
    assert minutes.differences(second, second).changes_count == 0
    assert minutes.differences(first).changes_count == len(minutes.differences(first).paragraphs)
    with pytest.raises(VersionUnknown):
        minutes.differences(fixed_id("never"))
    approve(congress, minutes, second)
    assert not minutes.page().changed_since_approval


def test_an_export_is_whole_or_not_at_all_and_is_on_record(minutes, congress, tmp_path):
    path = tmp_path / "bien-ban.docx"
    with pytest.raises(ExportCancelled):
        minutes.export(MinutesFormat.DOCX, path, lambda _progress: None, lambda: True)
    assert not path.exists()
    seen = []
    exported = minutes.export(MinutesFormat.DOCX, path, seen.append, lambda: False)
    assert [one.done for one in seen] == [0, 1, 2, 3]
    assert exported.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert congress.snapshot().state.exports[-1].sha256 == exported.sha256


def test_a_folder_that_cannot_be_written_to_or_read_is_said_in_words(minutes, congress, tmp_path):
    taken = tmp_path / "tệp"
    taken.write_bytes(b"")
    with pytest.raises(PaperNotWritten) as caught:
        export(minutes, MinutesFormat.TEXT, taken / "bb.txt")
    assert caught.value.params == {"name": "bb.txt"}
    assert not congress.snapshot().state.exports
    with pytest.raises(PaperNotWritten):
        minutes.write_template(taken / "mau.docx")
    with pytest.raises(FileUnreadable):
        minutes.use_template(tmp_path / "không có.docx")


def test_subtitles_of_one_recording(minutes, tmp_path):
    path = tmp_path / "lời.vtt"
    export(minutes, MinutesFormat.VTT, path, recording_id=RECORDING)
    assert path.read_text(encoding="utf-8").startswith("WEBVTT\n\n00:00:30.000 --> ")
    with pytest.raises(NghisuError):
        export(minutes, MinutesFormat.SRT, tmp_path / "x.srt", recording_id=fixed_id("another"))


def test_a_template_is_kept_and_used_until_it_is_given_up(minutes, tmp_path):
    path = tmp_path / "mẫu của tỉnh.docx"
    minutes.write_template(path)
    document = docx.Document(path)
    document.add_paragraph("Cuối mẫu, {{ so }}")
    document.save(path)
    minutes.use_template(path)
    assert minutes.template() == "mẫu của tỉnh.docx"
    assert "Cuối mẫu, 01" in paper_text(export(minutes, MinutesFormat.DOCX, tmp_path / "a.docx").path)

    document.add_paragraph("{{ sai }}")
    document.save(path)
    with pytest.raises(TemplateFieldUnknown):
        minutes.use_template(path)
    assert minutes.template() == "mẫu của tỉnh.docx", "the one before stays"
    minutes.use_template(None)
    assert minutes.template() == ""
    assert "Cuối mẫu" not in paper_text(export(minutes, MinutesFormat.DOCX, tmp_path / "b.docx").path)


@pytest.mark.slow
def test_the_minutes_from_the_command_line(nghisu, store, chair_folder, tmp_path):  # noqa: F811
    chair = ("--folder", chair_folder, "--key-folder", tmp_path / "keys")
    for name in ("bb.docx", "bb.pdf", "bb.txt", "bb.srt"):
        code, out, err = nghisu("minutes", "export", *chair, tmp_path / name)
        assert (code, out.startswith("7 · ")) == (0, True), err
    code, _, err = nghisu("minutes", "export", *chair, tmp_path / "nn.txt", "--profile", "ND30")
    assert code == 0, err
    text = (tmp_path / "nn.txt").read_text(encoding="utf-8")
    assert text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n")
    assert re.search(r"^Kết quả biểu quyết thông qua các chỉ tiêu: 04/05", text, re.MULTILINE)
    assert nghisu("minutes", "export", *chair, tmp_path / "bb.odt")[0] == 2
    code, _, err = nghisu("minutes", "export", *chair, tmp_path / "b.srt", "--recording", 7)
    assert (code, "Traceback" in err) == (1, False)
    code, _, err = nghisu("minutes", "template", *chair, tmp_path / "mau.docx")
    assert code == 0, err
    assert "{{ be_mac }}" in paper_text(tmp_path / "mau.docx")


@pytest.mark.slow
def test_the_minutes_of_the_halls_log_from_the_command_line(nghisu, where, tmp_path):  # noqa: F811
    assert nghisu("hall", "init", *where, "--title", "Đại hội", "--host", "127.0.0.1")[0] == 0
    code, _, err = nghisu("minutes", "export", "--hall", *where, tmp_path / "early.txt")
    assert (code, "Traceback" in err, (tmp_path / "early.txt").exists()) == (1, False, False)
    keys = KeyFile(tmp_path / "hall", FileKeystore(tmp_path / "keys"), SystemClock(), system_random)
    with open_hall(tmp_path / "hall", keys, clock=SystemClock(), random_bytes=system_random) as hall:
        root = hall.identity.signer(SystemClock(), system_random)
        hall.ledger.say(root, lambda _tx: [signed.event.payload for signed in small_log()])
    for name, more in (("bb.docx", ()), ("bb.txt", ()), ("bb.vtt", ("--recording", 1))):
        code, out, err = nghisu("minutes", "export", "--hall", *where, tmp_path / name, *more)
        assert (code, out) == (0, f"7 · {tmp_path / name}\n"), err
    text = (tmp_path / "bb.txt").read_text(encoding="utf-8")
    assert re.search(r"^Kết quả biểu quyết thông qua các chỉ tiêu: 04/05", text, re.MULTILINE)
    assert "04/05" in paper_text(tmp_path / "bb.docx")
    code, _, err = nghisu("minutes", "template", "--hall", *where, tmp_path / "mau.docx", "--profile", "HD36")
    assert code == 0, err
    code, _, err = nghisu("minutes", "export", "--hall", *where, tmp_path / "b.txt", "--profile", "HD99")
    assert (code, "HD99" in err, "Traceback" in err) == (1, True, False)
