"""The workbench over a real folder and a real hall on the same machine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.documents.errors import PackKeyMissing
from app.domain.clock import SystemClock, system_random
from app.domain.entities import Device, DocumentKind, Role
from app.domain.ids import uuid7
from app.hall.errors import HallError
from app.hall.init import init_hall
from app.runtime.messages import Messages
from app.storage.device_store import DeviceStore
from app.storage.keystore import FileKeystore
from app.ui.services.packs import Gravity
from app.wiring import packs
from app.wiring.machine import Machine
from app.wiring.pack_service import StoredPacks
from tests.fakes.papers import make_folder, make_pdf


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path / "hall", SystemClock(), system_random, FileKeystore(tmp_path / "keys"))


@pytest.fixture
def founded(machine):
    init_hall(
        machine.folder,
        machine.key_file,
        congress_title="Đại hội thử",
        hall_name="Hội trường",
        clock=machine.clock,
        random_bytes=machine.random_bytes,
        hosts=["127.0.0.1"],
        port=8443,
    )
    return machine


@pytest.fixture
def service(machine, project_root):
    service = StoredPacks(machine, Messages.load(project_root / "assets" / "messages", "vi"))
    yield service
    service.close()


def never() -> bool:
    return False


def test_a_locked_paper_is_opened_and_its_password_is_written_nowhere(founded, service, tmp_path, caplog):
    folder = make_folder(tmp_path / "folder")
    (folder / "documents" / "van-kien" / "khoá.pdf").write_bytes(make_pdf(2, password="Kín-9041"))

    def locked(plan):
        return next(one for one in plan.documents if one.file.endswith("khoá.pdf"))

    plan = service.inspect(folder, lambda _step: None, never)
    assert (locked(plan).is_locked, plan.can_be_signed) == (True, False)
    titled = replace(locked(plan), title="Đề án")
    plan = service.correct(plan, tuple(titled if one.file == titled.file else one for one in plan.documents))
    plan = service.unlock(plan, titled.file, "sai", lambda _step: None, never)
    assert locked(plan).is_locked
    assert "không mở được" in locked(plan).findings[0].what
    plan = service.unlock(plan, titled.file, "Kín-9041", lambda _step: None, never)
    assert (locked(plan).is_locked, locked(plan).page_count, locked(plan).title) == (False, 2, "Đề án")
    packs = [
        service.build(plan, tmp_path / name, frozenset(), lambda _step: None, never)
        for name in ("a.pack", "b.pack")
    ]
    assert {pack.documents for pack in packs} == {4}
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in kept if "Kín-9041".encode() in path.read_bytes()] == []
    assert "Kín-9041" not in caplog.text + repr(service.__dict__) + repr(plan)


def test_a_folder_becomes_papers_in_the_hall(founded, service, tmp_path):
    folder = make_folder(tmp_path / "folder")
    steps = []
    plan = service.inspect(folder, steps.append, never)
    assert {step.item for step in steps} == {document.file for document in plan.documents}
    assert service.has_signing_key()
    assert plan.can_be_signed
    assert (plan.roster.delegates_count, plan.roster.guests_count) == (3, 1)
    assert plan.roster.preview[0][:2] == ("1", "Nguyễn Văn An")
    assert plan.delegations == ("Đoàn 1", "Đoàn 2", "Khách mời")
    assert all(finding.what for document in plan.documents for finding in document.findings)

    speech = next(one for one in plan.documents if one.kind is DocumentKind.SPEECH)
    plan = service.correct(plan, (replace(speech, title="Về nước sạch", agenda_position=2),))
    built = service.build(plan, tmp_path / "congress.pack", frozenset(), lambda _progress: None, never)
    assert (built.documents, built.persons) == (3, 4)
    told = []
    assert service.publish(built, told.append, never) > 5
    assert (told[-1].stage, told[-1].done) == ("publishing", told[-1].total)
    assert service.publish(built, told.append, never) == 0

    (folder / "documents" / "tham-luan" / "Tham luận số 1.pdf").unlink()
    plan = service.inspect(folder, steps.append, never)
    assert [title for _, title in plan.missing] == ["Về nước sạch"]
    withdraw = frozenset(one for one, _ in plan.missing)
    built = service.build(plan, tmp_path / "second.pack", withdraw, lambda _progress: None, never)
    service.publish(built, told.append, never)
    assert service.inspect(folder, told.append, never).missing == ()


def test_without_a_hall_a_folder_is_checked_and_not_signed(service, tmp_path):
    folder = make_folder(tmp_path / "folder")
    (folder / "roster.csv").write_text("Mã,Ông/Bà\n7,An\n", encoding="utf-8")
    (folder / "documents" / "van-kien" / "khoá.pdf").write_bytes(make_pdf(1, password="1"))
    plan = service.inspect(folder, lambda _progress: None, never)
    assert not service.has_signing_key()
    assert not plan.can_be_signed
    assert {finding.gravity for finding in plan.roster.findings} == {Gravity.REFUSED}
    plan = service.map_roster(plan, {0: "number", 1: "name"})
    assert (plan.roster.findings, plan.roster.delegates_count) == ((), 1)
    (locked,) = (one for one in plan.documents if one.is_refused)
    plan = service.correct(plan, (replace(locked, is_left_out=True),))
    assert plan.can_be_signed
    with pytest.raises(HallError):
        service.build(plan, tmp_path / "out.pack", frozenset(), lambda _progress: None, never)


def test_a_device_without_keys_says_so(tmp_path):
    store = DeviceStore.open(tmp_path / "store", b"k" * 32, system_random)
    device = Device(id=uuid7(0, b"0" * 10), name="Máy", role=Role.TABLET, public_key="0" * 64)
    with pytest.raises(PackKeyMissing):
        packs.import_into(store, tmp_path / "none", None, device, lambda _done, _total: None)
    store.close()
