"""Looking into Office files before any program opens them: macros and passwords are refused here.

Every size is bounded before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from app.documents.errors import MacroFile, OfficeEncrypted, OfficeNotReadable

OFFICE_SUFFIXES = frozenset(
    {
        ".docx",
        ".doc",
        ".xlsx",
        ".xls",
        ".pptx",
        ".ppt",
        ".ppsx",
        ".pps",
        ".odt",
        ".ods",
        ".odp",
        ".rtf",
        ".docm",
        ".xlsm",
        ".pptm",
    }
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC = b"PK\x03\x04"
_RTF_MAGIC = b"{\\rtf"
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
    zlib.error,
)
_MAX_PART_BYTES = 64 << 20
_MAX_UNPACKED_BYTES = 1 << 30
_TEXT_PARTS = re.compile(
    r"^(word/document\.xml|xl/sharedStrings\.xml|ppt/slides/slide\d+\.xml|content\.xml)$"
)
_TAG = re.compile(r"<[^>]*>")


def look_into(data: bytes) -> int:
    """How many letters of text an Office file holds, as far as that can be told (0 for old formats).

    Raises `MacroFile`, `OfficeEncrypted`, `OfficeNotReadable`.
    """
    if data.startswith(_ZIP_MAGIC):
        return _look_into_zip(data)
    if data.startswith(_OLE_MAGIC):
        _look_into_ole(data)
        return 0
    if data.lstrip().startswith(_RTF_MAGIC):
        return 0
    raise OfficeNotReadable


def _look_into_zip(data: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
            if sum(names.values()) > _MAX_UNPACKED_BYTES:
                raise OfficeNotReadable
            # A name of a part decides, not the suffix of the file: macros hide behind .docx just as well.
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                raise MacroFile
            if "META-INF/manifest.xml" in names and b"encryption-data" in _part(
                archive, "META-INF/manifest.xml"
            ):
                raise OfficeEncrypted
            if not names.keys() & {"[Content_Types].xml", "content.xml"}:
                raise OfficeNotReadable
            texts = [
                _part(archive, name).decode(errors="replace") for name in names if _TEXT_PARTS.match(name)
            ]
    except _ZIP_ERRORS as error:
        raise OfficeNotReadable from error
    return sum(character.isalpha() for text in texts for character in _TAG.sub(" ", text))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_MAX_PART_BYTES)


def _look_into_ole(data: bytes) -> None:
    """By the names in the file's directory, which are UTF-16: MS-CFB 2.6.1."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise OfficeEncrypted
    if any(name.encode("utf-16-le") in data for name in ("_VBA_PROJECT", "VBA_PROJECT_CUR")):
        raise MacroFile
