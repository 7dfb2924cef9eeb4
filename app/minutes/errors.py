"""What can go wrong on the way to the minutes, by code.

MinutesError
|- NoCongress
"""

from __future__ import annotations

from app.domain.errors import NghisuError


class MinutesError(NghisuError):
    """Root of this package's tree."""

    code = "minutes.error"


class NoCongress(MinutesError):
    """No congress has been convened in this log: there is nothing to write minutes of."""

    code = "minutes.no_congress"
