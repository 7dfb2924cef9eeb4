"""Unpacking a downloaded zip as if it came from an enemy, although its hash was checked.

A hash that is second-hand or recorded at import proves only that the file did not change since, so
the archive itself is not trusted: see `_checked_members` and `_harm` for what is refused.
"""

from __future__ import annotations

import hashlib
import shutil
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from app.runtime.assets.errors import ArchiveRefused
from app.runtime.assets.files import chunks_of, flush_to_disk, put_folder_in_place, require_room
from app.runtime.assets.manifest import Unpack, safe_relative_path

# Deflate cannot exceed about 1032:1, and models compress to a third: more than this is a bomb.
MAX_RATIO = 200
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def unpack_zip(
    name: str, archive: Path, rules: Unpack, destination: Path, step: Callable[[int, int], None]
) -> dict[str, str]:
    """Unpack `archive` into `destination / rules.to`, whole or not at all.

    Returns the SHA-256 of every file by its path inside that folder. `step` is told (bytes written,
    bytes in all) and may raise to stop. Raises ArchiveRefused, DiskFull.
    """
    final = destination / rules.to
    part = final.with_name(final.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = _checked_members(name, opened, rules)
            require_room(destination, sum(info.file_size for info in members.values()))
            digests = _write_members(name, opened, members, part, step)
        put_folder_in_place(part, final)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError) as error:
        raise ArchiveRefused(name=name, reason=f"damaged: {type(error).__name__}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return digests


def _checked_members(name: str, opened: zipfile.ZipFile, rules: Unpack) -> dict[str, zipfile.ZipInfo]:
    """The archive's files by their path below `rules.root`, all of them harmless, or ArchiveRefused."""

    def refuse(reason: str) -> ArchiveRefused:
        return ArchiveRefused(name=name, reason=reason)

    infos = opened.infolist()
    if len(infos) > rules.max_files:
        raise refuse(f"more than {rules.max_files} entries")
    members: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for info in infos:
        if reason := _harm(info):
            raise refuse(f"{info.orig_filename[:80]!r} {reason}")
        if info.is_dir():
            continue
        root, _, inside = info.filename.partition("/")
        if root != rules.root or not inside:
            raise refuse(f"{info.filename!r} is not below {rules.root!r}")
        # Two names that one Windows or macOS folder cannot tell apart would overwrite each other.
        key = unicodedata.normalize("NFC", inside).casefold()
        if key in folded:
            raise refuse(f"{info.filename!r} occurs twice")
        folded.add(key)
        members[inside] = info
    total = sum(info.file_size for info in members.values())
    if total > rules.max_bytes:
        raise refuse(f"{total} bytes unpacked, more than {rules.max_bytes}")
    if any(parent.as_posix() in members for path in members for parent in PurePosixPath(path).parents):
        raise refuse("a file where a folder is needed")
    if missing := [path for path in rules.must_hold if path not in members]:
        raise refuse(f"holds no {missing[0]!r}")
    return members


def _harm(info: zipfile.ZipInfo) -> str:
    """Why this entry alone is refused, or an empty text."""
    # `orig_filename` is what the archive says; ZipInfo cuts `filename` at a NUL.
    if safe_relative_path(info.orig_filename.rstrip("/")) is None:
        return "is an unsafe path"
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is a link or device"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if info.compress_type not in _METHODS or info.header_offset < 0:
        return "is damaged"
    if info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return f"is compressed more than {MAX_RATIO} times"
    return ""


def _write_members(
    name: str,
    opened: zipfile.ZipFile,
    members: dict[str, zipfile.ZipInfo],
    folder: Path,
    step: Callable[[int, int], None],
) -> dict[str, str]:
    total = sum(info.file_size for info in members.values())
    done = 0
    digests: dict[str, str] = {}
    for path, info in members.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        written = 0
        with opened.open(info) as source, target.open("wb") as file:
            for chunk in chunks_of(source):
                written += len(chunk)
                # The directory's sizes were checked above; an entry that lies about its own is cut here.
                if written > info.file_size:
                    raise ArchiveRefused(name=name, reason=f"{path!r} is longer than it says")
                digest.update(chunk)
                file.write(chunk)
                done += len(chunk)
                step(done, total)
            flush_to_disk(file)
        digests[path] = digest.hexdigest()
    return digests
