"""Small manifests, and a web server that can be as bad as a hall's network."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from app.runtime.assets.installer import Installer, Progress
from app.runtime.assets.manifest import Asset, LocalFile, Manifest, Source, Unpack, WebFile
from app.runtime.assets.sources import Fetcher


def asset_of(
    content: bytes,
    *sources: Source,
    name: str = "thing",
    file: str = "models/thing.bin",
    unpack: Unpack | None = None,
    sha256: str | None = None,
) -> Asset:
    """An entry whose hash and size are those of `content`, unless `sha256` says otherwise."""
    return Asset(
        name=name,
        title="Thing",
        role="speech-model",
        file=file,
        sha256=sha256 or hashlib.sha256(content).hexdigest(),
        size=0 if sha256 == "record-on-import" else len(content),
        licence="MIT",
        optional=True,
        sources=sources or (LocalFile("thing.bin"),),
        unpack=unpack,
    )


def manifest_of(*assets: Asset) -> Manifest:
    return Manifest({asset.name: asset for asset in assets})


def no_wheels(project: str, version: str, step: object) -> Path:
    raise AssertionError(f"nobody should ask for {project}=={version}, with {step}")


@dataclass
class Bench:
    """An installer into a folder of its own, with what it reported."""

    home: Path
    folders: tuple[Path, ...] = ()
    network: bool = True
    seen: list[Progress] = field(default_factory=list)
    cancel_after: int | None = None
    wheels: object = no_wheels

    def installer(self, *assets: Asset) -> Installer:
        return Installer(
            manifest_of(*assets),
            self.home,
            Fetcher(folders=self.folders, network=self.network, wheels=self.wheels),
            progress=self.seen.append,
            cancelled=lambda: self.cancel_after is not None and len(self.seen) >= self.cancel_after,
        )

    def error_of(self, asset: Asset, *, named: bool = False) -> object:
        (outcome,) = self.installer(asset).install([asset.name] if named else None)
        return outcome.error


@dataclass
class Site:
    """What the server serves and how badly; `requests` are the Range headers it saw."""

    content: bytes
    url: str = ""
    cut_after: list[int] = field(default_factory=list)
    ranges: bool = True
    redirect_to: str = ""
    status: int = 200
    requests: list[str | None] = field(default_factory=list)

    def source(self) -> WebFile:
        return WebFile(self.url)


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """A real HTTP server on loopback for the length of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            site.requests.append(wanted)
            if site.redirect_to:
                self.send_response(302)
                self.send_header("Location", site.redirect_to)
                self.end_headers()
                return
            if site.status != 200:
                self.send_error(site.status)
                return
            match = re.fullmatch(r"bytes=(\d+)-", wanted or "") if site.ranges else None
            start = int(match[1]) if match else 0
            if match and start >= len(site.content):
                self.send_error(416)
                return
            body = site.content[start:]
            self.send_response(206 if match else 200)
            if match:
                end = len(site.content) - 1
                self.send_header("Content-Range", f"bytes {start}-{end}/{len(site.content)}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if site.cut_after:
                body = body[: site.cut_after.pop(0)]
                self.close_connection = True
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    site.url = f"http://127.0.0.1:{server.server_address[1]}/thing.bin"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
