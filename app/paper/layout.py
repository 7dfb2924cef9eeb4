"""How a paper is laid out: a profile for each guideline, read from data."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.paper.errors import ProfileInvalid, ProfileUnknown

Millimetres = Annotated[float, Field(ge=0, le=500)]
Points = Annotated[float, Field(ge=6, le=72)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(_Strict):
    """The sheet and its margins."""

    width_mm: Millimetres
    height_mm: Millimetres
    top_mm: Millimetres
    bottom_mm: Millimetres
    left_mm: Millimetres
    right_mm: Millimetres

    @property
    def text_width_mm(self) -> float:
        return self.width_mm - self.left_mm - self.right_mm


class Body(_Strict):
    """Running text: type size, exact line height, space after a paragraph, indent of its first line."""

    size_pt: Points
    line_pt: Points
    after_pt: Annotated[float, Field(ge=0, le=72)]
    first_line_mm: Millimetres


class Font(_Strict):
    """The face the rules name, and a free one of the same metrics for machines without it."""

    name: str
    free_fallback: str


class PageNumber(_Strict):
    """Centred at the top, from the second page on."""

    size_pt: Points
    from_edge_mm: Millimetres


class Header(_Strict):
    """Widths of the two columns at the top."""

    left_mm: Millimetres
    right_mm: Millimetres


class Line(_Strict):
    """One centred line: its type, and what stands under it, a rule or a mark."""

    size_pt: Points
    bold: bool = False
    italic: bool = False
    rule_mm: Millimetres = 0
    mark: str = ""


class FixedLine(Line):
    """A line whose words are always the same."""

    text: str


class NumberLine(Line):
    """The paper's number and symbol; `{number}`, `{kind}` ("BB") and `{organ}` ("ĐH") are filled in."""

    format: str


class HeadingType(_Strict):
    """How a short heading is set."""

    size_pt: Points
    bold: bool = False
    italic: bool = False
    underline: bool = False


class SignatureBlock(_Strict):
    """Authority (`on_behalf` of whom), role and name, with room for signature and seal between."""

    on_behalf: str = "T/M"
    authority_pt: Points
    role_pt: Points
    role_bold: bool = False
    name_pt: Points
    blank_lines: Annotated[int, Field(ge=0, le=12)]


class LayoutProfile(_Strict):
    """Everything a guideline says about a paper's looks.

    `draft_mark` stands under the number of what nobody has approved yet. `recipients`: whether minutes name
    theirs.
    """

    title: str
    page: Page
    body: Body
    font: Font
    page_number: PageNumber
    header: Header
    national: tuple[FixedLine, ...]
    superior: Line
    issuer: Line
    number: NumberLine
    draft_mark: FixedLine
    place_and_date: Line
    kind: Line
    abstract: Line
    signature: SignatureBlock
    recipients: bool
    recipients_heading: HeadingType
    recipients_pt: Points


_Profiles = TypeAdapter(dict[str, LayoutProfile])


def load_profiles(path: Path) -> dict[str, LayoutProfile]:
    """Read every profile by its name (`HD05`). Raises `ProfileInvalid`."""
    try:
        return _Profiles.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise ProfileInvalid(file=path.name, field=where) from error
    except (OSError, ValueError) as error:
        raise ProfileInvalid(file=path.name, field="-") from error


def profile_named(profiles: dict[str, LayoutProfile], name: str) -> LayoutProfile:
    """The profile that a congress's settings name. Raises `ProfileUnknown`."""
    if name not in profiles:
        raise ProfileUnknown(name=name, known=", ".join(sorted(profiles)))
    return profiles[name]
