"""What the credentials board must know of each delegate beside the roster, and nobody else may.

Ethnicity is sensitive by law (91/2025/QH15), so all of it is sealed with the board's key into
`CredentialsPublished` parts: they travel to every device in the log, and open on gates and the chair.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationError

from app.credentials.errors import DetailsUnreadable
from app.domain.clock import RandomBytes
from app.domain.entities import Entity, Text
from app.domain.payloads import CredentialsPublished
from app.domain.wire import from_base64, to_base64
from app.storage.errors import WrongKey
from app.storage.sealing import Sealer

MAX_PART_BYTES = 200_000
"""Of plain text: sealed and written as base64url it stays below 300 KB, which an event holds with room."""

_DATE = re.compile(r"(?<!\d)(?:(\d{1,2})[/.\- ]+)?(?:(\d{1,2})[/.\- ]+)?((?:19|20)\d\d)(?!\d)")
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_YEARS = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")

FullOrPartialDate = Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}-\d{2})?)?$")]
"""A day ("1979-04-06"), a year ("1979"), or nothing known ("")."""


class PersonDetails(Entity):
    """What the board knows of one person. Empty where the roster does not say it.

    `party_years`: Party seniority in years, where the roster counts years instead of naming the day.
    `ineligible`: why this person may not be a delegate after all, where somebody has noted it.
    """

    person_id: UUID
    ethnicity: Text = ""
    education: Text = ""
    political_theory: Text = ""
    party_joined_on: FullOrPartialDate = ""
    party_years: Annotated[int, Field(ge=0, le=99)] | None = None
    born_on: FullOrPartialDate = ""
    ineligible: Text = ""

    @classmethod
    def of_columns(cls, person_id: UUID, columns: Mapping[str, str]) -> PersonDetails:
        """From the roster's own columns, by `app.documents.lists.roster`'s names for them."""
        return cls(
            person_id=person_id,
            ethnicity=columns.get("ethnicity", "")[:500],
            education=columns.get("education", "")[:500],
            political_theory=columns.get("political_theory", "")[:500],
            party_joined_on=read_date(columns.get("party_joined", "")),
            party_years=_read_years(columns.get("party_years", "")),
            born_on=read_date(columns.get("birth", "")),
            ineligible=columns.get("ineligible", "")[:500],
        )


def read_date(text: str) -> str:
    """ "04/06/1994" is "1994-06-04", "6/1994" and "1994" are "1994"; "" for anything else."""
    if iso := _ISO_DATE.search(text):
        year, month, day = map(int, iso.groups())
    elif found := _DATE.search(text):
        day, month, year = (int(group) if group else 0 for group in found.groups())
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return str(year)


def seal_details(
    details: Iterable[PersonDetails], key: bytes, congress_id: UUID, random_bytes: RandomBytes
) -> tuple[CredentialsPublished, ...]:
    """The parts to publish, at least one: an empty one takes back what was published before."""
    sealer = Sealer(key, random_bytes)
    return tuple(
        CredentialsPublished(part=part, sealed=to_base64(sealer.seal(plain, _context(congress_id, part))))
        for part, plain in enumerate(_parts(details))
    )


def open_details(sealed: Sequence[str], key: bytes, congress_id: UUID) -> dict[UUID, PersonDetails]:
    """The other way, of `state.credentials`. Raises `DetailsUnreadable`."""
    sealer = Sealer(key, _no_chance)
    found: dict[UUID, PersonDetails] = {}
    try:
        for part, text in enumerate(sealed):
            plain = sealer.open(from_base64(text), _context(congress_id, part))
            for line in plain.splitlines():
                one = PersonDetails.model_validate_json(line)
                found[one.person_id] = one
    except (WrongKey, ValidationError, ValueError) as error:
        raise DetailsUnreadable from error
    return found


def _parts(details: Iterable[PersonDetails]) -> Iterator[bytes]:
    """JSON, a line a person, cut where a part is full."""
    lines: list[bytes] = []
    size = 0
    for one in details:
        known = one.model_dump(mode="json", exclude_defaults=True)
        line = json.dumps(known, ensure_ascii=False).encode()
        if lines and size + len(line) >= MAX_PART_BYTES:
            yield b"\n".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
    yield b"\n".join(lines)


def _context(congress_id: UUID, part: int) -> bytes:
    return f"nghisu credentials 1\n{congress_id}\n{part}".encode()


def _read_years(text: str) -> int | None:
    """ "32", "32 năm"; nothing for "01/02/1994"."""
    found = None if _DATE.search(text) else _YEARS.search(text)
    return int(found[1]) if found else None


def _no_chance(_count: int) -> bytes:
    raise AssertionError("opening needs no chance")
