from __future__ import annotations

import hashlib
import urllib.error
import zipfile
from pathlib import Path

import pytest

from app.runtime.assets.errors import (
    ArchiveRefused,
    Cancelled,
    DiskFull,
    NoSourceLeft,
    UnknownAsset,
    WriteFailed,
    WrongHash,
    WrongSize,
)
from app.runtime.assets.installer import State
from app.runtime.assets.manifest import LocalFile, Unpack, WebFile
from tests.unit.assets.builders import Bench, Site, asset_of, serving

CONTENT = bytes(range(256)) * 4096  # 1 MiB: several pieces
LOCAL = LocalFile("data/thing.bin")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "home", folders=(tmp_path / "shared",))


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def state(bench: Bench, asset) -> State:
    (status,) = bench.installer(asset).verify()
    return status.state


def leftovers(bench: Bench) -> list[str]:
    return sorted(path.name for path in bench.home.rglob("*.part"))


# ---- local folders


@pytest.mark.parametrize("place", ["data/thing.bin", "models/thing.bin", "thing.bin"])
def test_a_stick_may_hold_shared_or_installed_layout_or_just_the_file(
    bench: Bench, tmp_path: Path, place: str
) -> None:
    put(tmp_path / "shared" / place, CONTENT)
    bench.network = False
    asset = asset_of(CONTENT, WebFile("https://example.invalid/x"), LOCAL)
    assert bench.error_of(asset) is None
    assert (bench.home / "models/thing.bin").read_bytes() == CONTENT
    (status,) = bench.installer(asset).statuses()
    assert (status.state, status.source) == (State.INSTALLED, "local:data/thing.bin")
    assert leftovers(bench) == []


def test_what_is_there_is_neither_fetched_nor_written_again(bench: Bench, tmp_path: Path) -> None:
    source = put(tmp_path / "shared/thing.bin", CONTENT)
    asset = asset_of(CONTENT)
    assert bench.error_of(asset) is None
    source.unlink()
    before = (bench.home / asset.file).stat().st_mtime_ns
    bench.seen.clear()
    assert bench.error_of(asset) is None
    assert bench.seen == []
    assert (bench.home / asset.file).stat().st_mtime_ns == before


def test_a_damaged_file_is_found_and_mended(bench: Bench, tmp_path: Path) -> None:
    put(tmp_path / "shared/thing.bin", CONTENT)
    asset = asset_of(CONTENT)
    assert state(bench, asset) is State.MISSING
    put(bench.home / asset.file, b"\x01" + CONTENT[1:])
    assert state(bench, asset) is State.DAMAGED
    assert bench.error_of(asset) is None
    assert state(bench, asset) is State.INSTALLED


def test_a_file_of_the_right_size_and_other_bytes_is_refused_with_both_hashes(
    bench: Bench, tmp_path: Path
) -> None:
    put(tmp_path / "shared/thing.bin", b"\x01" + CONTENT[1:])
    error = bench.error_of(asset_of(CONTENT))
    assert isinstance(error, WrongHash)
    assert error.params["expected"] == hashlib.sha256(CONTENT).hexdigest()
    assert error.params["actual"] == hashlib.sha256(b"\x01" + CONTENT[1:]).hexdigest()
    assert not (bench.home / "models").exists()
    assert leftovers(bench) == []


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x", b""])
def test_a_file_of_another_size_is_refused(bench: Bench, tmp_path: Path, content: bytes) -> None:
    put(tmp_path / "shared/thing.bin", content)
    error = bench.error_of(asset_of(CONTENT))
    assert isinstance(error, WrongSize)
    assert (error.params["expected"], error.params["actual"]) == (len(CONTENT), len(content))
    assert leftovers(bench) == []


def test_a_huge_file_is_not_copied_to_its_end(bench: Bench, tmp_path: Path) -> None:
    put(tmp_path / "shared/thing.bin", bytes(8 * 1024 * 1024))
    assert isinstance(bench.error_of(asset_of(b"small")), WrongSize)
    assert max(progress.done_bytes for progress in bench.seen) <= 256 * 1024


def test_no_source_is_one_error_that_names_each_reason(bench: Bench) -> None:
    bench.network = False
    error = bench.error_of(asset_of(CONTENT, LOCAL, WebFile("https://example.invalid/x")))
    assert isinstance(error, NoSourceLeft)
    assert error.params["reasons"] == "local:data/thing.bin: not there; https://example.invalid/x: offline"


def test_one_that_fails_does_not_stop_the_others(bench: Bench, tmp_path: Path) -> None:
    put(tmp_path / "shared/b.bin", b"b")
    outcomes = list(
        bench.installer(
            asset_of(b"a", LocalFile("a.bin"), name="a", file="models/a.bin"),
            asset_of(b"b", LocalFile("b.bin"), name="b", file="models/b.bin"),
        ).install()
    )
    assert [outcome.error is None for outcome in outcomes] == [False, True]


def test_an_unknown_name(bench: Bench) -> None:
    with pytest.raises(UnknownAsset):
        list(bench.installer(asset_of(CONTENT)).install(["thong"]))


def test_a_full_disk_is_said_before_anything_is_written(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "shared/thing.bin", CONTENT)

    class Usage:
        free = 1000

    monkeypatch.setattr("app.runtime.assets.files.shutil.disk_usage", lambda folder: Usage)
    error = bench.error_of(asset_of(CONTENT))
    assert isinstance(error, DiskFull)
    assert error.params == {"folder": "home", "needed": len(CONTENT), "free": 1000}


def test_a_folder_that_cannot_be_written(bench: Bench, tmp_path: Path) -> None:
    put(tmp_path / "shared/thing.bin", CONTENT)
    put(bench.home / "models", b"a file where the folder must be")
    assert isinstance(bench.error_of(asset_of(CONTENT)), WriteFailed)


def test_stopping_leaves_no_half_file(bench: Bench, tmp_path: Path) -> None:
    put(tmp_path / "shared/thing.bin", CONTENT)
    bench.cancel_after = 2
    with pytest.raises(Cancelled):
        bench.error_of(asset_of(CONTENT))
    assert not (bench.home / "models").exists()


def test_a_lost_record_costs_nothing_but_a_look(bench: Bench, tmp_path: Path) -> None:
    put(tmp_path / "shared/thing.bin", CONTENT)
    asset = asset_of(CONTENT)
    assert bench.error_of(asset) is None
    (bench.home / "installed.json").write_text('{"schema": 1, "assets": [')
    assert state(bench, asset) is State.INSTALLED


# ---- the web


def test_a_download_that_is_cut_is_taken_up_where_it_stopped(bench: Bench) -> None:
    with serving(Site(CONTENT, cut_after=[300_000, 100_000])) as site:
        assert bench.error_of(asset_of(CONTENT, site.source())) is None
    assert site.requests == [None, "bytes=300000-", "bytes=400000-"]
    assert (bench.home / "models/thing.bin").read_bytes() == CONTENT
    assert [progress.done_bytes for progress in bench.seen] == sorted(p.done_bytes for p in bench.seen)


def test_a_download_that_failed_goes_on_in_the_next_run(bench: Bench) -> None:
    with serving(Site(CONTENT, cut_after=[1000, 1000, 1000, 1000])) as site:
        asset = asset_of(CONTENT, site.source())
        assert isinstance(bench.error_of(asset), NoSourceLeft)
        assert leftovers(bench) == ["thing.web.part"]
        assert bench.error_of(asset) is None
    assert site.requests[-1] == "bytes=4000-"
    assert leftovers(bench) == []


def test_a_stopped_download_goes_on_in_the_next_run(bench: Bench) -> None:
    with serving(Site(CONTENT)) as site:
        asset = asset_of(CONTENT, site.source())
        bench.cancel_after = 3
        with pytest.raises(Cancelled):
            bench.error_of(asset)
        bench.cancel_after = None
        assert bench.error_of(asset) is None
    assert site.requests == [None, "bytes=786432-"]


def test_a_part_of_an_older_version_is_thrown_away(bench: Bench) -> None:
    put(bench.home / ".parts/thing.web.part", b"older version")
    with serving(Site(CONTENT)) as site:
        assert bench.error_of(asset_of(CONTENT, site.source())) is None
    assert site.requests == ["bytes=13-", None]


@pytest.mark.parametrize("extra", [b"", b"too long"])
def test_a_part_that_is_already_whole_or_too_long(bench: Bench, extra: bytes) -> None:
    put(bench.home / ".parts/thing.web.part", CONTENT + extra)
    with serving(Site(CONTENT)) as site:
        assert bench.error_of(asset_of(CONTENT, site.source())) is None
    assert (bench.home / "models/thing.bin").read_bytes() == CONTENT


def test_a_server_without_ranges_is_read_from_the_start(bench: Bench) -> None:
    with serving(Site(CONTENT, ranges=False, cut_after=[500_000])) as site:
        assert bench.error_of(asset_of(CONTENT, site.source())) is None
    assert len(site.requests) == 2


def test_wrong_bytes_from_the_web_are_refused_and_the_next_source_is_tried(
    bench: Bench, tmp_path: Path
) -> None:
    put(tmp_path / "shared/data/thing.bin", CONTENT)
    with serving(Site(b"\x01" + CONTENT[1:])) as site:
        asset = asset_of(CONTENT, site.source(), LOCAL)
        assert bench.error_of(asset) is None
    (status,) = bench.installer(asset).statuses()
    assert status.source == "local:data/thing.bin"
    assert leftovers(bench) == []


@pytest.mark.parametrize("content", [CONTENT + b"x" * 600_000, CONTENT[:1000]])
def test_wrong_length_from_the_web(bench: Bench, content: bytes) -> None:
    with serving(Site(content)) as site:
        assert isinstance(bench.error_of(asset_of(CONTENT, site.source())), WrongSize)
    assert leftovers(bench) == []


@pytest.mark.parametrize(("status", "requests"), [(404, 1), (503, 4)])
def test_an_error_of_the_server(bench: Bench, status: int, requests: int) -> None:
    with serving(Site(CONTENT, status=status)) as site:
        error = bench.error_of(asset_of(CONTENT, site.source()))
    assert isinstance(error, NoSourceLeft)
    assert f"HTTP {status}" in str(error.params["reasons"])
    assert len(site.requests) == requests


@pytest.mark.parametrize("target", ["http://example.invalid/x", "ftp://127.0.0.1/x", "file:///etc/passwd"])
def test_a_redirect_to_where_anyone_can_change_it_is_refused(bench: Bench, target: str) -> None:
    with serving(Site(CONTENT, redirect_to=target)) as site:
        assert isinstance(bench.error_of(asset_of(CONTENT, site.source())), NoSourceLeft)


def test_a_server_that_is_not_there(bench: Bench) -> None:
    with serving(Site(CONTENT)) as site:
        pass
    error = bench.error_of(asset_of(CONTENT, site.source()))
    assert isinstance(error, NoSourceLeft)
    assert "unreachable" in str(error.params["reasons"])


def test_a_host_that_cannot_be_reached_is_asked_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Site(CONTENT)) as site:
        pass
    asked = []

    def refuse(opener: object, url: str, *rest: object) -> None:
        asked.append(url)
        raise urllib.error.URLError("no route")

    monkeypatch.setattr("app.runtime.assets.sources._download_once", refuse)
    first = asset_of(CONTENT, site.source(), name="a", file="models/a.bin")
    second = asset_of(CONTENT, site.source(), name="b", file="models/b.bin")
    outcomes = list(bench.installer(first, second).install())
    assert all(isinstance(outcome.error, NoSourceLeft) for outcome in outcomes)
    assert len(asked) == 1


# ---- archives


def model_zip(path: Path, members: dict[str, bytes] | None = None) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (members or {"m/am/final.mdl": b"model", "m/conf/a": b"a"}).items():
            archive.writestr(name, content)
    return path.read_bytes()


RULES = Unpack("models/m", "m", 10_000, 10, ("am/final.mdl",))


def zipped(content: bytes, sha256: str | None = None):
    return asset_of(content, LocalFile("m.zip"), name="m", file="archives/m.zip", unpack=RULES, sha256=sha256)


def test_an_archive_is_unpacked_and_every_file_of_it_verified(bench: Bench, tmp_path: Path) -> None:
    asset = zipped(model_zip(tmp_path / "shared/m.zip"))
    assert bench.error_of(asset) is None
    assert state(bench, asset) is State.INSTALLED
    (bench.home / "models/m/conf/a").write_bytes(b"b")
    assert state(bench, asset) is State.DAMAGED
    (tmp_path / "shared/m.zip").unlink()
    assert bench.error_of(asset) is None, "unpacked again from the archive that was kept"
    assert state(bench, asset) is State.INSTALLED
    (bench.home / "models/m/extra").write_bytes(b"")
    assert state(bench, asset) is State.DAMAGED


def test_an_install_folder_is_itself_a_source(bench: Bench, tmp_path: Path) -> None:
    asset = zipped(model_zip(tmp_path / "shared/m.zip"))
    assert bench.error_of(asset) is None
    second = Bench(tmp_path / "second", folders=(bench.home,), network=False)
    assert second.error_of(asset) is None
    assert (tmp_path / "second/models/m/am/final.mdl").read_bytes() == b"model"


def test_an_unhashed_archive_is_only_taken_by_name_and_its_hash_recorded(
    bench: Bench, tmp_path: Path
) -> None:
    content = model_zip(tmp_path / "shared/m.zip")
    asset = zipped(content, "record-on-import")
    assert list(bench.installer(asset).install()) == []
    assert bench.error_of(asset, named=True) is None
    assert state(bench, asset) is State.INSTALLED
    assert hashlib.sha256(content).hexdigest() in (bench.home / "installed.json").read_text()


def test_another_file_under_a_recorded_name_is_refused(bench: Bench, tmp_path: Path) -> None:
    asset = zipped(model_zip(tmp_path / "shared/m.zip"), "record-on-import")
    assert bench.error_of(asset, named=True) is None
    (bench.home / "archives/m.zip").unlink()
    (bench.home / "models/m/conf/a").unlink()
    model_zip(tmp_path / "shared/m.zip", {"m/am/final.mdl": b"other", "m/conf/a": b"a"})
    assert isinstance(bench.error_of(asset, named=True), WrongHash)


def test_an_unhashed_archive_that_is_no_model_is_forgotten(bench: Bench, tmp_path: Path) -> None:
    model_zip(tmp_path / "shared/m.zip", {"m/readme": b"?"})
    asset = zipped(b"", "record-on-import")
    assert isinstance(bench.error_of(asset, named=True), ArchiveRefused)
    model_zip(tmp_path / "shared/m.zip")
    assert bench.error_of(asset, named=True) is None


def test_an_unhashed_archive_never_comes_from_the_web(bench: Bench) -> None:
    with serving(Site(CONTENT)) as site:
        asset = asset_of(CONTENT, site.source(), sha256="record-on-import")
        assert isinstance(bench.error_of(asset, named=True), NoSourceLeft)
    assert site.requests == []
