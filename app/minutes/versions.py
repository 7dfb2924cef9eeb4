"""What the presidium has approved, and whether the minutes still say the same."""

from __future__ import annotations

from app.domain.state import CongressState
from app.domain.transcript import MinutesVersion
from app.minutes.draft import MinutesDraft
from app.minutes.wording import version_text


def last_approved(state: CongressState) -> MinutesVersion | None:
    """The newest version that the presidium has approved."""
    approved = (one for one in reversed(state.minutes_versions) if one.approved_at_utc_ms is not None)
    return next(approved, None)


def is_approved(state: CongressState, draft: MinutesDraft) -> bool:
    """Whether the draft is, word for word, what was approved last."""
    version = last_approved(state)
    return version is not None and version.text == version_text(draft)
