"""A Word file from outside, before anything is read from it: its size, and whether it would run or fetch."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree  # type: ignore[import-untyped]

from app.minutes.errors import TemplateTooLarge, TemplateUnreadable, TemplateUnsafe
from app.minutes.template_tags import check_closed

_LIMIT_MB = 5
_UNPACKED_MB = 50
_XML_MB = 4
_PARTS_COUNT = 500
_MB = 1024 * 1024
LIMIT_BYTES = _LIMIT_MB * _MB
_TYPES = "[Content_Types].xml"
_MUST_BE_THERE = (_TYPES, "word/document.xml")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_ENCODINGS = ("UTF-8", "US-ASCII", "ASCII")
_RUNS = re.compile(r"(?i)vba|activex|embeddings/|macrosheets|\.bin$|\.exe$|afchunk")
_FETCHES = re.compile(r"(?i)\b(?:dde(?:auto)?|include(?:text|picture)|import|link|macrobutton|database)\b")


def harmless(name: str, content: bytes) -> bytes:
    """The same file without the path of the template that Word made it with (every second file has one).

    Raises `TemplateTooLarge`, `TemplateUnreadable`, and `TemplateUnsafe` for macros, embedded objects, fields
    that fetch something, and any other link out of the file.
    """
    if len(content) > LIMIT_BYTES:
        raise TemplateTooLarge(name=name, limit_mb=_LIMIT_MB)
    out = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as clean:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _UNPACKED_MB * _MB or len(parts) > _PARTS_COUNT:
                raise TemplateTooLarge(name=name, limit_mb=_UNPACKED_MB)
            names = {part.filename for part in parts}
            if len(names) < len(parts) or not names.issuperset(_MUST_BE_THERE):
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
    if not part.lower().endswith((".xml", ".rels")) and not data.lstrip(_BEFORE_XML).startswith(b"<"):
        return data
    if len(data) > _XML_MB * _MB:
        raise TemplateTooLarge(name=name, limit_mb=_XML_MB)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise TemplateUnsafe(name=name, part=part)
    tree = _parsed(name, data)
    check_closed(name, tree)
    if _FETCHES.search(_instructions(tree)) or (part == _TYPES and _names_macros(tree)):
        raise TemplateUnsafe(name=name, part=part)
    gone = []
    if part.lower().endswith(".rels"):
        gone = list(_template_paths(name, part, tree))
    elif part == "word/settings.xml":
        gone = list(tree.iter("{*}attachedTemplate"))
    for element in gone:
        element.getparent().remove(element)
    if not gone:
        return data
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _parsed(name: str, data: bytes) -> etree._Element:
    """In UTF-8, as every office program writes it: another encoding could only hide something."""
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise TemplateUnreadable(name=name) from error
    if b"\0" in data or (tree.getroottree().docinfo.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise TemplateUnreadable(name=name)
    return tree


def _instructions(tree: etree._Element) -> str:
    """The codes of all fields; one may be cut into several pieces."""
    parts = []
    for element in tree.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}fldSimple"):
        is_piece = element.tag.endswith("nstrText")
        parts.append(element.text or "" if is_piece else " ".join(["", *element.attrib.values(), ""]))
    return "".join(parts)


def _names_macros(tree: etree._Element) -> bool:
    return any("macroenabled" in value.lower() for one in tree.iter() for value in one.attrib.values())


def _template_paths(name: str, part: str, tree: etree._Element) -> Iterator[etree._Element]:
    """Relations to the template that Word made the file with. Raises `TemplateUnsafe` for other ways out."""
    for relation in tree.iter("{*}Relationship"):
        if relation.get("TargetMode", "").strip().lower() != "external":
            continue
        if not relation.get("Type", "").endswith("/attachedTemplate"):
            raise TemplateUnsafe(name=name, part=part)
        yield relation
