from __future__ import annotations

import os
import threading

import pytest
from sqlalchemy import inspect, text

from app.domain import events
from app.domain import payloads as p
from app.domain.entities import Role
from app.domain.errors import BrokenChain
from app.domain.events import ConfirmedEvent, link_after
from app.domain.fold import fold
from app.storage.database import open_postgres, open_sqlcipher
from app.storage.device_store import DeviceStore
from app.storage.errors import (
    CorruptStore,
    DiskFull,
    StorageError,
    StoreBusy,
    StoreTooNew,
    StoreUnreachable,
    WrongKey,
)
from app.storage.event_log import EventLog
from app.storage.files import write_atomic
from app.storage.migrations import LATEST
from app.storage.schema import metadata
from app.storage.sealing import Sealer, derive_key
from app.storage.settings import SettingsTable
from app.storage.templates import StoredTemplate
from tests.fakes.clock import FakeClock
from tests.fakes.congress import fixed_id, opening_payloads, people, signer

ROOT = signer(Role.CONGRESS, clock=FakeClock())


def _confirm_all(store) -> None:
    with store.database.write() as tx:
        for signed in store.events.pending(tx):
            store.events.confirm(tx, signed, 1_000)
    store.projection.refresh()


def test_saying_something_shows_at_once_and_lasts(open_store):
    store = open_store()
    store.say(ROOT, *opening_payloads())
    assert len(store.projection.state.persons) == 8
    store.close()
    again = open_store()
    assert again.projection.refresh() == store.projection.state
    with again.database.read() as tx:
        assert again.events.pending_count(tx) == len(opening_payloads())


def test_one_action_is_one_transaction(store, monkeypatch):
    calls = []

    def fail_on_second(tx, signed, status, insert=EventLog._insert):
        calls.append(signed)
        if len(calls) == 2:
            raise RuntimeError("pulled the plug")
        insert(store.events, tx, signed, status)

    monkeypatch.setattr(EventLog, "_insert", lambda _self, *args: fail_on_second(*args))
    with pytest.raises(RuntimeError):
        store.say(ROOT, p.FloorEnded(), p.FloorEnded())
    with store.database.read() as tx:
        assert store.events.pending_count(tx) == 0


def test_confirmed_first_then_imported_then_pending(store):
    item = opening_payloads()[2].items[0]
    store.say(ROOT, opening_payloads()[2])
    _confirm_all(store)
    imported = [ROOT.sign(p.AgendaItemOpened(item_id=item.id))]
    store.say(ROOT, p.AgendaItemClosed(item_id=item.id, outcome="xong"))
    with store.database.write() as tx:
        assert store.events.add_imported(tx, imported) == 1
        assert store.events.add_imported(tx, imported) == 0
    state = store.projection.refresh()
    assert state.current_item_id is None
    assert state.item_times[item.id].outcome == "xong"


def test_the_feed_confirms_what_was_pending_and_refuses_a_broken_chain(open_store):
    hall, tablet = open_store("hall"), open_store("tablet")
    pending = tablet.say(ROOT, *opening_payloads())
    with hall.database.write() as tx:
        feed = [hall.events.confirm(tx, signed, 7) for signed in pending]
    with tablet.database.write() as tx:
        tablet.events.append_confirmed(tx, feed[:4])
        tablet.events.append_confirmed(tx, feed[2:6])
    with pytest.raises(BrokenChain), tablet.database.write() as tx:
        tablet.events.append_confirmed(tx, feed[7:])
    forged = ConfirmedEvent(ROOT.sign(p.FloorEnded()), feed[1].link)
    other = ConfirmedEvent(forged.signed, link_after(feed[0].link, forged.signed, 7))
    with pytest.raises(BrokenChain), tablet.database.write() as tx:
        tablet.events.append_confirmed(tx, [other])
    with tablet.database.write() as tx:
        tablet.events.append_confirmed(tx, feed[6:])
        assert tablet.events.pending_count(tx) == 0
        assert tablet.events.confirmed(tx) == feed
        assert tablet.events.head(tx) == feed[-1].link
    hall.projection.refresh()
    assert tablet.projection.refresh() == hall.projection.state


def test_a_rejected_event_leaves_the_state_and_is_shown(store):
    (signed,) = store.say(ROOT, p.SittingOpened(name="nhầm"))
    with store.database.write() as tx:
        store.events.reject(tx, signed.event.id, "not_allowed")
    assert store.projection.refresh().sittings == ()
    with store.database.read() as tx:
        (rejected,) = store.events.rejected(tx)
        assert (rejected.signed, rejected.reason) == (signed, "not_allowed")
    with store.database.write() as tx:
        store.events.confirm(tx, signed, 5)
        store.events.reject(tx, signed.event.id, "too_late")
        assert store.events.rejected(tx) == []


def test_the_projection_is_the_fold_of_the_log(store):
    seen = []
    stop = store.projection.subscribe(seen.append)
    said = [*store.say(ROOT, *opening_payloads()), *store.say(ROOT, p.FloorEnded())]
    assert store.projection.state == fold(signed.event for signed in said)
    assert seen[-1] is store.projection.state
    stop()
    _confirm_all(store)
    assert len(seen) == 2
    assert store.projection.seq == len(said)


def test_what_waits_for_the_hall_is_parsed_once(store, monkeypatch):
    """A chair without a network has tens of thousands of these by the evening."""
    store.say(ROOT, *opening_payloads())
    parsed = []
    parse = events._parse
    monkeypatch.setattr(events, "_parse", lambda body: parsed.append(body) or parse(body))
    store.say(ROOT, p.SittingOpened(name="Phiên chính thức"))
    assert len(set(parsed)) == 1
    _confirm_all(store)
    assert store.projection._unconfirmed == {}, "and then forgotten"


def test_settings_and_templates(store):
    me = people()[0].id
    template = StoredTemplate(me, "a" * 64, b"\0" * 512, 3)
    with store.database.write() as tx:
        store.settings.set(tx, "hall", {"address": "máy chủ:8443"})
        store.settings.set(tx, "hall", {"address": "[::1]:8443"})
        store.templates.replace(tx, template)
        store.templates.replace(tx, template)
    with store.database.read() as tx:
        assert store.settings.get(tx, "hall") == {"address": "[::1]:8443"}
        assert store.settings.get(tx, "none", 5) == 5
        assert store.templates.all(tx, "a" * 64) == [template]
        assert store.templates.all(tx, "b" * 64) == []
    with store.database.write() as tx:
        store.settings.forget(tx, "hall")
        assert store.settings.get(tx, "hall") is None
        assert store.templates.erase(tx, [fixed_id("x")]) == 0
        assert store.templates.erase(tx) == 1
        assert store.templates.count(tx) == 0
    assert "embedding" not in repr(template)


def test_migrated_and_declared_schema_are_the_same(tmp_path, store):
    declared = open_sqlcipher(tmp_path / "declared.db", b"d" * 32)
    with declared.write() as tx:
        metadata.create_all(tx)
        wanted = _describe(tx)
    declared.close()
    with store.database.read() as tx:
        assert _describe(tx) == wanted


def _describe(tx):
    found = inspect(tx)
    return {
        table: (
            [
                (column["name"], str(column["type"]).replace("BIGINT", "INTEGER"), column["nullable"])
                for column in found.get_columns(table)
            ],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted(map(str, found.get_indexes(table))),
            sorted(str(unique["column_names"]) for unique in found.get_unique_constraints(table)),
            sorted(check["name"] for check in found.get_check_constraints(table)),
        )
        for table in found.get_table_names()
    }


def test_a_wrong_key_is_told_apart_from_damage(tmp_path, open_store):
    open_store().close()
    database = tmp_path / "store" / "nghisu.db"
    with pytest.raises(WrongKey):
        open_sqlcipher(database, b"x" * 32)
    content = bytearray(database.read_bytes())
    content[100] ^= 1
    database.write_bytes(content)
    with pytest.raises(CorruptStore) as damaged:
        open_store()
    assert damaged.value.params == {"name": "nghisu.db"}


def test_damage_deeper_in_the_file_is_found_when_it_is_read(tmp_path, open_store):
    store = open_store()
    store.say(ROOT, *opening_payloads())
    store.close()
    database = tmp_path / "store" / "nghisu.db"
    content = bytearray(database.read_bytes())
    for at in range(4096 + 50, len(content), 4096):
        content[at] ^= 0xFF
    database.write_bytes(content)
    with pytest.raises(CorruptStore):
        open_store().projection.refresh()


def test_a_store_of_a_newer_program_is_refused_untouched(tmp_path, open_store):
    store = open_store()
    with store.database.write() as tx:
        tx.execute(text(f"PRAGMA user_version = {LATEST + 1}"))
    store.close()
    before = (tmp_path / "store" / "nghisu.db").read_bytes()
    with pytest.raises(StoreTooNew) as too_new:
        open_store()
    assert too_new.value.params == {"name": "nghisu.db", "found": LATEST + 1, "known": LATEST}
    assert (tmp_path / "store" / "nghisu.db").read_bytes() == before


def test_a_full_disk_is_named_and_leaves_the_log_whole(store):
    store.say(ROOT, *opening_payloads())
    with store.database.write() as tx:
        pages = tx.execute(text("PRAGMA page_count")).scalar_one()
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFull):
        store.say(ROOT, *(p.SittingOpened(name="x" * 490) for _ in range(60)))
    with store.database.read() as tx:
        assert store.events.pending_count(tx) == len(opening_payloads())


def test_another_copy_holding_the_store_is_named(tmp_path, store, monkeypatch):
    monkeypatch.setattr("app.storage.database.BUSY_TIMEOUT_MS", 20)
    other = open_sqlcipher(tmp_path / "store" / "nghisu.db", derive_key(b"k" * 32, "database"))
    with store.database.write(), pytest.raises(StoreBusy), other.write():
        pytest.fail("two writers at once")
    other.close()


def test_a_folder_that_is_a_file_is_unreachable(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises((StorageError, OSError)):
        DeviceStore.open(tmp_path / "file", b"k" * 32, os.urandom)


def test_a_database_server_that_is_not_there_is_named_without_its_password():
    with pytest.raises(StoreUnreachable) as unreachable:
        open_postgres("postgresql://user:matkhau@127.0.0.1:1/none")
    assert "matkhau" not in str(unreachable.value)


def test_a_bug_in_our_sql_stays_a_bug(store):
    with pytest.raises(Exception, match="no such table") as bug, store.database.read() as tx:
        tx.execute(text("SELECT * FROM no_table"))
    assert not isinstance(bug.value, StorageError)


def test_readers_do_not_wait_for_a_writer(store):
    store.say(ROOT, p.FloorEnded())
    seen = []
    with store.database.write() as tx:
        store.events.add_pending(tx, ROOT.sign(p.FloorEnded()))
        reader = threading.Thread(target=lambda: seen.append(_count(store)))
        reader.start()
        reader.join(10)
    assert seen == [1]
    assert _count(store) == 2


def _count(store) -> int:
    with store.database.read() as tx:
        return store.events.pending_count(tx)


def test_values_are_sealed_where_the_database_is_not(store):
    sealer = Sealer(b"s" * 32, os.urandom)
    log, table = EventLog(sealer), SettingsTable(sealer)
    signed = ROOT.sign(p.SittingOpened(name="Phiên kín"))
    with store.database.write() as tx:
        log.add_pending(tx, signed)
        table.set(tx, "khoá", "bí mật")
        assert log.pending(tx) == [signed]
        assert table.get(tx, "khoá") == "bí mật"
        raw = tx.execute(text("SELECT body FROM events")).scalar_one()
        kept = tx.execute(text("SELECT value FROM settings WHERE name = 'khoá'")).scalar_one()
    assert "Phiên".encode() not in raw
    assert b"m\xe1" not in kept


def test_an_atomic_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "minutes.docx"
    write_atomic(path, b"old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
