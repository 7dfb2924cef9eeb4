"""A Word file from outside, before anything is read from it: its size, and whether it would run or fetch."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lxml import etree  # type: ignore[import-untyped]

from app.minutes.errors import TemplateTooLarge, TemplateUnreadable, TemplateUnsafe
from app.minutes.template_tags import check_closed

LIMIT_MB = 5
_UNPACKED_MB = 50
_XML_MB = 4
_PARTS_COUNT = 500
_MB = 1024 * 1024
_MUST_BE_THERE = ("[Content_Types].xml", "word/document.xml")
_RUNS = re.compile(r"(?i)vba|activex|embeddings/|macrosheets|\.bin$|\.exe$|afchunk")
_RELATION = re.compile(rb"<Relationship\b[^>]*?(?:/>|>\s*</Relationship>)", re.DOTALL)
_ATTACHED = re.compile(rb"<w:attachedTemplate\b[^>]*/>")
_INSTRUCTION = re.compile(rb"<w:instrText\b[^>]*>([^<]*)|w:instr=\"([^\"]*)\"")
_FETCHES = re.compile(r"(?i)\b(?:dde(?:auto)?|include(?:text|picture)|import|link|macrobutton|database)\b")


def harmless(name: str, content: bytes) -> bytes:
    """The same file without the path of the template that Word made it with (every second file has one).

    Raises `TemplateTooLarge`, `TemplateUnreadable`, and `TemplateUnsafe` for macros, embedded objects, fields
    that fetch something, and any other link out of the file.
    """
    if len(content) > LIMIT_MB * _MB:
        raise TemplateTooLarge(name=name, limit_mb=LIMIT_MB)
    out = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as clean:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _UNPACKED_MB * _MB or len(parts) > _PARTS_COUNT:
                raise TemplateTooLarge(name=name, limit_mb=_UNPACKED_MB)
            if not set(_MUST_BE_THERE) <= {part.filename for part in parts}:
                raise TemplateUnreadable(name=name)
            for part in parts:
                data = _checked(name, part.filename, archive.read(part))
                clean.writestr(part.filename, data, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise TemplateUnreadable(name=name) from error
    return out.getvalue()


def _checked(name: str, part: str, data: bytes) -> bytes:
    if _RUNS.search(part):
        raise TemplateUnsafe(name=name, part=part)
    if not part.endswith((".xml", ".rels")):
        return data
    if len(data) > _XML_MB * _MB:
        raise TemplateTooLarge(name=name, limit_mb=_XML_MB)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"macroEnabled" in data:
        raise TemplateUnsafe(name=name, part=part)
    try:
        check_closed(name, data)
    except etree.XMLSyntaxError as error:
        raise TemplateUnreadable(name=name) from error
    instructions = b"".join(match[1] or match[2] or b"" for match in _INSTRUCTION.finditer(data))
    if _FETCHES.search(instructions.decode("utf-8", "replace")):
        raise TemplateUnsafe(name=name, part=part)
    if part.endswith(".rels"):
        return _RELATION.sub(lambda match: _kept(name, part, match[0]), data)
    return _ATTACHED.sub(b"", data) if part == "word/settings.xml" else data


def _kept(name: str, part: str, relation: bytes) -> bytes:
    if b'"External"' not in relation and b"'External'" not in relation:
        return relation
    if b"/attachedTemplate" in relation:
        return b""
    raise TemplateUnsafe(name=name, part=part)
