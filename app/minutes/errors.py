"""What can go wrong on the way to the minutes, by code.

MinutesError
|- NoCongress, ProfileUnknown, ProfileInvalid
"""

from __future__ import annotations

from app.domain.errors import NghisuError


class MinutesError(NghisuError):
    """Root of this package's tree."""

    code = "minutes.error"


class NoCongress(MinutesError):
    """No congress has been convened in this log: there is nothing to write minutes of."""

    code = "minutes.no_congress"


class ProfileUnknown(MinutesError):
    """No layout is called `name`; `known` lists those there are."""

    code = "minutes.profile_unknown"


class ProfileInvalid(MinutesError):
    """The file of layouts (`file`) cannot be used: `field` says where."""

    code = "minutes.profile_invalid"
