"""A spreadsheet wider than its paper is cut into strips by LibreOffice: here each sheet is made to fit.

Works on what LibreOffice wrote itself as .ods: the page style of a sheet that is too wide is given landscape
and "one page wide". Sheets that fit, and those whose author has chosen a scale, stay as they are.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

SHEET_SUFFIXES = frozenset({".xlsx", ".xls", ".ods"})

_MAX_PART_BYTES = 128 << 20
_A4_CM = (21.0, 29.7)
_CM = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6}
_MAX_COLUMNS = 1024
_ROUNDING_CM = 0.1

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

_MASTER = re.compile(r"<style:master-page\b[^>]*>")
_LAYOUT = re.compile(r"<style:page-layout\b[^>]*?>.*?</style:page-layout>", re.DOTALL)
_PROPERTIES = re.compile(r"<style:page-layout-properties\b([^>]*?)(/?)>")
_WIDE = "_wide"


def fit_to_width(ods: bytes) -> bytes:
    """The spreadsheet with every sheet one page wide. The same bytes where all fit, or are not understood."""
    try:
        with zipfile.ZipFile(io.BytesIO(ods)) as archive:
            parts = {name: archive.getinfo(name).file_size for name in ("content.xml", "styles.xml")}
            if max(parts.values()) > _MAX_PART_BYTES:
                return ods
            widths = dict(_widths_cm(archive.read("content.xml")))
            styles = archive.read("styles.xml").decode()
            fitted = _fitted(styles, widths)
            return ods if fitted == styles else _with_styles(archive, fitted)
    except (KeyError, ValueError, ET.ParseError, zipfile.BadZipFile):
        return ods


@dataclass(slots=True)
class _Sheet:
    """What has been read of one sheet. `columns_cm`: widths from the left."""

    master: str
    columns_cm: list[float]
    used_columns: int = 0
    used_cm: float = 0.0

    def width_cm(self) -> float:
        return max(sum(self.columns_cm[: self.used_columns]), self.used_cm)


def _widths_cm(content: bytes) -> Iterator[tuple[str, float]]:
    """(page style, width of the widest sheet that has it), from the left edge to the last cell in use."""
    columns: dict[str, float] = {}
    masters: dict[str, str] = {}
    widest: dict[str, float] = {}
    sheet: _Sheet | None = None
    if b"<!DOCTYPE" in content[:1024]:
        raise ValueError("LibreOffice writes none")
    for event, element in ET.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314 - no entities
        if event == "start":
            if element.tag == f"{_TABLE}table" and sheet is None:
                sheet = _Sheet(masters.get(element.get(f"{_TABLE}style-name", ""), "Default"), [])
        elif element.tag == f"{_STYLE}style":
            name = element.get(f"{_STYLE}name", "")
            masters[name] = element.get(f"{_STYLE}master-page-name") or "Default"
            properties = element.find(f"{_STYLE}table-column-properties")
            if properties is not None:
                columns[name] = _cm(properties.get(f"{_STYLE}column-width", ""))
        elif sheet and element.tag == f"{_TABLE}table-column":
            is_seen = element.get(f"{_TABLE}visibility", "visible") == "visible"
            width = columns.get(element.get(f"{_TABLE}style-name", ""), 0.0) if is_seen else 0.0
            sheet.columns_cm += [width] * min(_repeated(element), _MAX_COLUMNS - len(sheet.columns_cm))
        elif sheet and element.tag == f"{_TABLE}table-row":
            _read_row(sheet, element)
            element.clear()
        elif sheet and element.tag == f"{_TABLE}table":
            widest[sheet.master] = max(widest.get(sheet.master, 0.0), sheet.width_cm())
            sheet = None
    yield from widest.items()


def _read_row(sheet: _Sheet, row: ET.Element) -> None:
    column = 0
    for cell in row:
        count = _repeated(cell)
        spanned = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if cell.get(f"{_OFFICE}value-type") or len(cell):
            sheet.used_columns = max(sheet.used_columns, column + max(count, spanned))
        for drawing in cell.iter(f"{_DRAW}frame"):
            left = sum(sheet.columns_cm[:column])
            sheet.used_cm = max(sheet.used_cm, left + _cm(drawing.get(f"{_SVG}width", "")))
        column += count


def _repeated(element: ET.Element) -> int:
    return int(element.get(f"{_TABLE}number-columns-repeated", "1"))


def _cm(length: str) -> float:
    match = re.fullmatch(r"([\d.]+)(cm|mm|in|pt|pc)", length)
    return float(match[1]) * _CM[match[2]] if match else 0.0


def _fitted(styles: str, widths: dict[str, float]) -> str:
    """The page styles; each one whose sheets are too wide is given a layout of its own."""
    layouts = {_attribute(found[0], "style:name"): found[0] for found in _LAYOUT.finditer(styles)}
    added: dict[str, str] = {}

    def master(found: re.Match[str]) -> str:
        name = _attribute(found[0], "style:page-layout-name")
        width = widths.get(_attribute(found[0], "style:name"), 0.0)
        wide = _widened(layouts.get(name, ""), width)
        if wide is None:
            return found[0]
        added[name] = wide.replace(f'style:name="{name}"', f'style:name="{name}{_WIDE}"', 1)
        return found[0].replace(f'style:page-layout-name="{name}"', f'style:page-layout-name="{name}{_WIDE}"')

    masters = _MASTER.sub(master, styles)
    return masters.replace(
        "</office:automatic-styles>", "".join(added.values()) + "</office:automatic-styles>", 1
    )


def _widened(layout: str, width_cm: float) -> str | None:
    """The layout in landscape and one page wide; None where `width_cm` fits or the author has said how to."""
    found = _PROPERTIES.search(layout)
    if found is None or "style:scale-to-" in found[1]:
        return None
    properties = found[1]
    paper = [_cm(_attribute(properties, f"fo:page-{side}")) for side in ("width", "height")]
    short, long = sorted(paper) if all(paper) else _A4_CM
    is_lying = _attribute(properties, "style:print-orientation") == "landscape"
    margins = sum(_cm(_attribute(properties, f"fo:margin-{side}")) for side in ("left", "right"))
    scale = float((_attribute(properties, "style:scale-to") or "100%").rstrip("%")) / 100
    if width_cm * scale <= (long if is_lying else short) - margins + _ROUNDING_CM:
        return None
    pattern = r'\s(?:style:scale-to|style:print-orientation|fo:page-width|fo:page-height)="[^"]*"'
    kept = re.sub(pattern, "", properties)
    size = f'fo:page-width="{long:.3f}cm" fo:page-height="{short:.3f}cm" style:print-orientation="landscape"'
    fitting = (
        f'<style:page-layout-properties{kept} {size} style:scale-to-X="1" style:scale-to-Y="0"{found[2]}>'
    )
    return layout[: found.start()] + fitting + layout[found.end() :]


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]*)"', tag)
    return match[1] if match else ""


def _with_styles(archive: zipfile.ZipFile, styles: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for info in archive.infolist():
            data = styles.encode() if info.filename == "styles.xml" else archive.read(info)
            kind = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            written.writestr(info.filename, data, kind)
    return buffer.getvalue()
