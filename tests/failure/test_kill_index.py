"""kill -9 while papers are indexed or taken out: the index is whole and goes on where it stopped."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from app.domain.search_query import SearchQuery
from app.storage.device_store import DeviceStore
from app.storage.search_index import SearchIndex
from tests.fakes.hall import open_store

PAGES = tuple(f"trang thứ {number} của văn kiện " + "chữ " * 60 for number in range(240))
KEPT, LEFT = "a" * 64, "b" * 64
WORKER = """
import sys
from pathlib import Path
from app.storage.search_index import SearchIndex
from tests.failure.test_kill_index import KEPT, LEFT, PAGES
from tests.fakes.hall import open_store
store = open_store(Path(sys.argv[1]))
index = SearchIndex(store.database)
write = store.database.write
def told():
    print("step", flush=True)
    return write()
store.database.write = told
if sys.argv[2] == "add":
    index.add(KEPT, PAGES)
else:
    index.remove(LEFT)
print("end", flush=True)
"""


def run_and_kill(folder, project_root, what: str, steps: int) -> None:
    command = [sys.executable, "-c", WORKER, str(folder), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=project_root, text=True) as worker:
        for _ in range(steps):
            worker.stdout.readline()
        worker.kill()


@pytest.fixture
def store(tmp_path) -> DeviceStore:
    opened = open_store(tmp_path / "device")
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", range(2))
def test_indexing_and_removing_survive_kills(store, project_root, seed):
    chance = random.Random(seed)
    SearchIndex(store.database).add(LEFT, PAGES[:100])
    for what in ("add", "remove", "add"):
        run_and_kill(store.folder, project_root, what, chance.randrange(1, 8))
    index = SearchIndex(store.database)
    before = index.search(SearchQuery.parse("văn kiện"), among={KEPT}).pages_count
    assert before < len(PAGES)

    assert index.add(KEPT, PAGES)
    index.remove(LEFT)

    assert index.names() == {KEPT}
    assert index.pages(KEPT) == PAGES
    for number in (0, before - 1, before, len(PAGES) - 1):
        found = index.search(SearchQuery.parse(f'"trang thứ {max(number, 0)} của"'))
        assert found.pages_count == 1, "each page once"
    assert index.search(SearchQuery.parse("van kien")).pages_count == len(PAGES)
