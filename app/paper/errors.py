"""What can go wrong with a paper's layout, by code.

PaperError
|- ProfileUnknown, ProfileInvalid, NoSerifFont, PaperNotWritten
"""

from __future__ import annotations

from app.domain.errors import NghisuError


class PaperError(NghisuError):
    """Root of this package's tree."""

    code = "paper.error"


class ProfileUnknown(PaperError):
    """No layout is called `name`; `known` lists those there are."""

    code = "paper.profile_unknown"


class ProfileInvalid(PaperError):
    """The file of layouts (`file`) cannot be used: `field` says where."""

    code = "paper.profile_invalid"


class NoSerifFont(PaperError):
    """This machine has no serif font with Vietnamese letters."""

    code = "paper.no_serif_font"


class PaperNotWritten(PaperError):
    """The file `name` cannot be written: no room, or no right to."""

    code = "paper.not_written"
