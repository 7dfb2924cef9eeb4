from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.errors import (
    KeyGone,
    KeystoreUnavailable,
    PinLocked,
    PinRequired,
    PinTooShort,
    PinTooSoon,
    PinWrong,
    WrongKey,
)
from app.storage.keys import PIN_TRIES, KeyFile, PinCost, PinState
from app.storage.keystore import FileKeystore, OsKeystore
from app.storage.sealing import Sealer, derive_key
from tests.fakes.clock import FakeClock
from tests.fakes.keystore import MemoryKeystore

CHEAP = PinCost(passes=1, memory_kib=64, lanes=1)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def keystore():
    return MemoryKeystore()


@pytest.fixture
def key_file(tmp_path, keystore, clock):
    return KeyFile(tmp_path, keystore, clock, os.urandom)


def test_a_key_without_pin_opens_on_the_same_machine_only(key_file, keystore, tmp_path, clock):
    master = key_file.create()
    assert key_file.open() == master
    assert not key_file.needs_pin
    assert key_file.pin_state == PinState()
    elsewhere = KeyFile(tmp_path, MemoryKeystore(), clock, os.urandom)
    with pytest.raises(KeyGone):
        elsewhere.open()
    keystore.secrets = dict.fromkeys(keystore.secrets, os.urandom(32))
    with pytest.raises(KeyGone):
        key_file.open()


def test_a_pin_is_asked_for_and_checked(key_file):
    master = key_file.create("246810", CHEAP)
    assert key_file.needs_pin
    with pytest.raises(PinRequired):
        key_file.open()
    with pytest.raises(PinWrong) as wrong:
        key_file.open("111111")
    assert wrong.value.params == {"tries_left": PIN_TRIES - 1}
    assert key_file.open("246810") == master


def test_wrong_pins_back_off_and_then_lock(key_file, clock):
    key_file.create("246810", CHEAP)
    refused, told = [], []
    for _ in range(PIN_TRIES):
        while True:
            try:
                key_file.open("000000")
            except PinTooSoon as wait:
                refused.append(wait.params["wait_s"])
                told.append(key_file.pin_state.wait_s)
                clock.advance_ms(1000 * wait.params["wait_s"] + 1000)
            except (PinWrong, PinLocked):
                break
    assert refused == sorted(refused)
    assert told == pytest.approx(refused, abs=1)
    assert len(refused) == PIN_TRIES - 3
    with pytest.raises(PinLocked):
        key_file.open("246810")
    assert key_file.pin_state.tries_left == 0


def test_a_right_pin_gives_the_tries_back(key_file):
    key_file.create("246810", CHEAP)
    for _ in range(2):
        with pytest.raises(PinWrong):
            key_file.open("000000")
    key_file.open("246810")
    with pytest.raises(PinWrong) as wrong:
        key_file.open("000000")
    assert wrong.value.params["tries_left"] == PIN_TRIES - 1


def test_the_pin_can_be_changed_and_taken_away(key_file):
    master = key_file.create("246810", CHEAP)
    key_file.change_pin(master, "135791", CHEAP)
    assert key_file.open("135791") == master
    key_file.change_pin(master, None)
    assert key_file.open() == master
    with pytest.raises(PinTooShort):
        key_file.change_pin(master, "123", CHEAP)
    assert key_file.open() == master


def test_destroying_leaves_nothing_to_open(key_file, keystore):
    key_file.create()
    key_file.destroy()
    assert not keystore.secrets
    assert not key_file.exists
    with pytest.raises(KeyGone):
        key_file.open()


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"version":9}', b"\xff\xff", b'{"version":1}'])
def test_a_damaged_key_file_says_so(key_file, tmp_path, content):
    (tmp_path / "keys.json").write_bytes(content)
    with pytest.raises(KeyGone):
        key_file.open()


def test_the_file_holds_neither_key_nor_pin(key_file, tmp_path, keystore):
    master = key_file.create("246810", CHEAP)
    content = (tmp_path / "keys.json").read_bytes()
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
    for secret in (master, master.hex().encode(), b"246810", *keystore.secrets.values()):
        assert secret not in content
    assert set(json.loads(content)) == {"version", "name", "pin", "wrapped"}


def test_a_folder_can_be_the_keystore(tmp_path):
    keystore = FileKeystore(tmp_path / "elsewhere")
    assert keystore.get("a") is None
    keystore.set("a", b"secret")
    assert keystore.get("a") == b"secret"
    assert (tmp_path / "elsewhere" / "a").stat().st_mode & 0o077 == 0
    keystore.delete("a")
    keystore.delete("a")
    assert keystore.get("a") is None
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(KeystoreUnavailable):
        FileKeystore(tmp_path / "file").set("a", b"x")


def test_a_machine_without_keystore_says_so(monkeypatch):
    import keyring
    from keyring.backends import fail

    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())
    for call in (lambda k: k.get("a"), lambda k: k.set("a", b""), lambda k: k.delete("a")):
        with pytest.raises(KeystoreUnavailable):
            call(OsKeystore())


def test_the_systems_keystore_is_used_as_it_is_meant(monkeypatch):
    import keyring
    from keyring.backend import KeyringBackend
    from keyring.errors import PasswordDeleteError

    class InMemory(KeyringBackend):
        priority = 1
        kept: dict[tuple[str, str], str] = {}  # noqa: RUF012

        def get_password(self, service, username):
            return self.kept.get((service, username))

        def set_password(self, service, username, password):
            self.kept[service, username] = password

        def delete_password(self, service, username):
            if (service, username) not in self.kept:
                raise PasswordDeleteError
            del self.kept[service, username]

    monkeypatch.setattr(keyring.core, "_keyring_backend", InMemory())
    keystore = OsKeystore()
    assert keystore.get("a") is None
    keystore.set("a", b"\0\xffsecret")
    assert keystore.get("a") == b"\0\xffsecret"
    keystore.delete("a")
    keystore.delete("a")
    assert keystore.get("a") is None


@given(st.binary(max_size=200), st.binary(max_size=20), st.binary(max_size=20))
def test_a_seal_opens_in_its_own_context_only(plain, context, other):
    sealer = Sealer(b"k" * 32, os.urandom)
    sealed = sealer.seal(plain, context)
    assert sealer.open(sealed, context) == plain
    if other != context:
        with pytest.raises(WrongKey):
            sealer.open(sealed, other)
    with pytest.raises(WrongKey):
        Sealer(b"l" * 32, os.urandom).open(sealed, context)
    with pytest.raises(WrongKey):
        sealer.open(sealed[:-1], context)


def test_every_purpose_has_its_own_key():
    assert len({derive_key(b"m" * 32, purpose) for purpose in ("database", "blobs", "spool")}) == 3
