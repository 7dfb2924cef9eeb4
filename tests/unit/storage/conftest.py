from __future__ import annotations

import os

import pytest

from app.storage.device_store import DeviceStore

MASTER = b"k" * 32


@pytest.fixture
def open_store(tmp_path):
    opened = []

    def _open(folder="store", key=MASTER):
        store = DeviceStore.open(tmp_path / folder, key, os.urandom)
        opened.append(store)
        return store

    yield _open
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store):
    return open_store()
