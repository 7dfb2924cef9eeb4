"""Installing, checking and listing assets."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.runtime.assets.archive import unpack_zip
from app.runtime.assets.errors import (
    AssetError,
    Cancelled,
    DiskFull,
    NoSourceLeft,
    SourceUnavailable,
    WriteFailed,
    WrongHash,
    WrongSize,
)
from app.runtime.assets.files import put_in_place, require_room, sha256_of, write_json
from app.runtime.assets.manifest import Asset, LocalFile, Manifest, Source, WebFile
from app.runtime.assets.sources import Fetcher

RECORD_FILE = "installed.json"
PARTS_FOLDER = ".parts"
_RECORD_SCHEMA = 1


class Stage(StrEnum):
    """What is being done to an asset."""

    FETCH = "fetch"
    UNPACK = "unpack"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one asset is. `source` is as in the manifest; the totals are 0 where unknown."""

    name: str
    stage: Stage
    source: str
    done_bytes: int
    total_bytes: int


class State(StrEnum):
    """What is known about an asset on this machine."""

    INSTALLED = "installed"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `install` did for one asset: `error` is None when it is there now."""

    asset: Asset
    source: str
    error: AssetError | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What `verify` or `statuses` found. `source` is where an installed asset came from."""

    asset: Asset
    state: State
    source: str


class Installer:
    """Puts assets below one folder and keeps a record of what it put there.

    Runs on the caller's thread; `cancelled` is asked and `progress` told from there, after every
    piece of at most 256 KiB. Two installers may share a folder: every file appears whole.
    """

    def __init__(
        self,
        manifest: Manifest,
        folder: Path,
        fetcher: Fetcher,
        *,
        progress: Callable[[Progress], None] = lambda _progress: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._manifest = manifest
        self._folder = folder
        self._fetcher = fetcher
        self._progress = progress
        self._cancelled = cancelled

    def install(self, names: Iterable[str] | None = None) -> Iterator[Outcome]:
        """Install the named assets, or all but the import-only ones, yielding each one's outcome.

        One that fails does not stop the others. Raises UnknownAsset at once, and Cancelled.
        """
        chosen = self._chosen(names)
        record = _Record(self._folder / RECORD_FILE)
        for asset in chosen:
            try:
                source = self._install_one(asset, record)
            except Cancelled:
                raise
            except AssetError as error:
                yield Outcome(asset, "", error)
            except OSError as error:
                yield Outcome(asset, "", self._write_error(asset, error))
            else:
                yield Outcome(asset, source)

    def verify(self, names: Iterable[str] | None = None) -> list[Status]:
        """Read every byte of what is installed and compare it with what it must be."""
        record = _Record(self._folder / RECORD_FILE)
        chosen = self._manifest.assets.values() if names is None else [self._manifest[name] for name in names]
        return [Status(asset, self._verified(asset, record), record.source_of(asset)) for asset in chosen]

    def statuses(self) -> list[Status]:
        """What is there, by presence and size alone."""
        record = _Record(self._folder / RECORD_FILE)
        return [
            Status(asset, self._present(asset), record.source_of(asset))
            for asset in self._manifest.assets.values()
        ]

    def _chosen(self, names: Iterable[str] | None) -> list[Asset]:
        if names is not None:
            return [self._manifest[name] for name in names]
        return [asset for asset in self._manifest.assets.values() if not asset.import_only]

    def _install_one(self, asset: Asset, record: _Record) -> str:
        """Returns the source, or the recorded one where the asset was whole already."""
        if self._verified(asset, record) is State.INSTALLED:
            return record.source_of(asset)
        file = self._folder / asset.file
        if self._file_is_right(asset, record):
            source = record.source_of(asset)
        else:
            require_room(self._folder, asset.size)
            source, digest = self._fetch(asset, record)
            record.remember(asset, source=source, sha256=digest, files={})
        if asset.unpack is not None:
            self._tell(asset, Stage.UNPACK, source, 0, 0)
            try:
                digests = unpack_zip(
                    asset.name,
                    file,
                    asset.unpack,
                    self._folder,
                    lambda done, total: self._tell(asset, Stage.UNPACK, source, done, total),
                )
            except AssetError:
                if asset.import_only:
                    # An archive that cannot be used must not become the one that is expected from now on.
                    file.unlink(missing_ok=True)
                    record.forget(asset)
                raise
            record.remember(asset, source=source, sha256=record.sha256_of(asset), files=digests)
        return source

    def _fetch(self, asset: Asset, record: _Record) -> tuple[str, str]:
        """Try the sources in order until one gives the right bytes; returns it and their SHA-256."""
        reasons: list[str] = []
        errors: list[AssetError] = []
        for source in asset.sources:
            if asset.import_only and not isinstance(source, LocalFile):
                continue
            try:
                return str(source), self._fetch_from(asset, source, record)
            except Cancelled:
                raise
            except SourceUnavailable as error:
                reasons.append(f"{source}: {error.params['reason']}")
            except (WrongHash, WrongSize) as error:
                reasons.append(f"{source}: {error}")
                errors.append(error)
        # When the only thing that was reached was wrong, that is the news, not the missing network.
        if len(errors) == 1:
            raise errors[0]
        raise NoSourceLeft(name=asset.name, reasons="; ".join(reasons))

    def _fetch_from(self, asset: Asset, source: Source, record: _Record) -> str:
        kind = "web" if isinstance(source, WebFile) else "copy"
        part = self._folder / PARTS_FOLDER / f"{asset.name}.{kind}.part"

        def step(done: int) -> None:
            self._tell(asset, Stage.FETCH, str(source), done, asset.size)

        step(0)
        resumed = self._fetcher.fetch(asset, source, part, step)
        try:
            digest = _checked(asset, part, record.sha256_of(asset))
        except (WrongHash, WrongSize):
            part.unlink(missing_ok=True)
            if not resumed:
                raise
            # The old part may be of another version of the file: once more, from the start.
            self._fetcher.fetch(asset, source, part, step)
            try:
                digest = _checked(asset, part, record.sha256_of(asset))
            except (WrongHash, WrongSize):
                part.unlink(missing_ok=True)
                raise
        put_in_place(part, self._folder / asset.file)
        return digest

    def _write_error(self, asset: Asset, error: OSError) -> AssetError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            free = shutil.disk_usage(self._folder).free
            return DiskFull(folder=self._folder.name, needed=asset.size, free=free)
        return WriteFailed(name=asset.name, folder=self._folder.name, reason=type(error).__name__)

    def _tell(self, asset: Asset, stage: Stage, source: str, done: int, total: int) -> None:
        if self._cancelled():
            raise Cancelled(name=asset.name)
        self._progress(Progress(asset.name, stage, source, done, total))

    def _present(self, asset: Asset) -> State:
        product = self._folder / asset.product
        if asset.unpack is not None:
            return State.INSTALLED if product.is_dir() else State.MISSING
        if not product.is_file():
            return State.MISSING
        return State.INSTALLED if product.stat().st_size == asset.size else State.DAMAGED

    def _file_is_right(self, asset: Asset, record: _Record) -> bool:
        try:
            _checked(asset, self._folder / asset.file, record.sha256_of(asset), known_only=True)
        except (WrongHash, WrongSize, OSError):
            return False
        return True

    def _verified(self, asset: Asset, record: _Record) -> State:
        if self._present(asset) is State.MISSING:
            return State.MISSING
        if asset.unpack is None:
            return State.INSTALLED if self._file_is_right(asset, record) else State.DAMAGED
        folder = self._folder / asset.unpack.to
        expected = record.files_of(asset)
        try:
            actual = {
                path.relative_to(folder).as_posix(): sha256_of(path)
                for path in folder.rglob("*")
                if path.is_file()
            }
        except OSError:
            return State.DAMAGED
        return State.INSTALLED if expected and actual == expected else State.DAMAGED


def _checked(asset: Asset, path: Path, recorded: str, *, known_only: bool = False) -> str:
    """The file's SHA-256, if it is the expected one; `known_only` also wants one to be expected."""
    size = path.stat().st_size
    if asset.size and size != asset.size:
        raise WrongSize(name=asset.name, expected=asset.size, actual=size)
    expected = recorded if asset.import_only else asset.sha256
    actual = sha256_of(path)
    if actual != expected and (expected or known_only):
        raise WrongHash(name=asset.name, expected=expected, actual=actual)
    return actual


class _Record:
    """`installed.json`: where each asset came from, and the hashes that only this machine knows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, dict[str, Any]] = {}
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["schema"] == _RECORD_SCHEMA:
                self._entries = {str(name): dict(entry) for name, entry in data["assets"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # A lost record costs a check or an unpacking, never the files.
            self._entries = {}

    def source_of(self, asset: Asset) -> str:
        return str(self._entries.get(asset.name, {}).get("source", ""))

    def sha256_of(self, asset: Asset) -> str:
        return str(self._entries.get(asset.name, {}).get("sha256", ""))

    def files_of(self, asset: Asset) -> dict[str, str]:
        return dict(self._entries.get(asset.name, {}).get("files", {}))

    def remember(self, asset: Asset, *, source: str, sha256: str, files: Mapping[str, str]) -> None:
        self._entries[asset.name] = {
            "source": source,
            "sha256": sha256,
            "licence": asset.licence,
            "files": dict(files),
        }
        self._save()

    def forget(self, asset: Asset) -> None:
        self._entries.pop(asset.name, None)
        self._save()

    def _save(self) -> None:
        write_json(self._path, {"schema": _RECORD_SCHEMA, "assets": self._entries})
