"""Who the delegates are: the breakdowns that a credentials report has (domain.md). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from app.credentials.details import PersonDetails
from app.domain.entities import Person, PersonKind
from app.domain.folding import fold_key
from app.domain.state import CongressState

SENIORITY_BANDS_YEARS = (10, 20, 30, 40)
AGE_BANDS_YEARS = (31, 41, 51, 61)
"""Where one band ends and the next begins (gk): reports differ, so these are defaults."""
UNKNOWN = ""

_EDUCATION = (
    ("Tiến sĩ", ("tien si", "ts")),
    ("Thạc sĩ", ("thac si", "ths", "cao hoc", "chuyen khoa i", "chuyen khoa ii", "cki", "ckii")),
    ("Đại học", ("dai hoc", "dh", "cu nhan", "ky su", "bac si", "duoc si", "kien truc su", "cn", "ks")),
    ("Cao đẳng", ("cao dang", "cd")),
    ("Trung cấp", ("trung cap", "trung hoc chuyen nghiep", "tc", "thcn")),
    ("Sơ cấp", ("so cap", "sc")),
    ("Trung học phổ thông", ("trung hoc pho thong", "thpt", "12 12", "10 10", "cap iii", "cap 3")),
    ("Trung học cơ sở", ("trung hoc co so", "thcs", "cap ii", "cap 2")),
)
_THEORY = (
    ("Cử nhân", ("cu nhan", "cn")),
    ("Cao cấp", ("cao cap", "cc")),
    ("Trung cấp", ("trung cap", "tc")),
    ("Sơ cấp", ("so cap", "sc")),
    ("Chưa qua đào tạo", ("chua", "chua qua dao tao", "khong")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a breakdown: how many of the delegates convened, and of those present."""

    label: str
    convened: int
    present: int


@dataclass(frozen=True, slots=True)
class Aged:
    """A delegate by age, in whole years on the congress's first day."""

    person: Person
    years: int


@dataclass(frozen=True, slots=True)
class Composition:
    """Every breakdown of the delegates convened; a label of '' counts those of whom it is not known.

    `youngest`, `oldest` and `average_years` are of those present whose birth is known, else None.
    `has_details`: whether the board's own data was at hand; without it five breakdowns know nothing.
    """

    origin: tuple[Part, ...]
    gender: tuple[Part, ...]
    ethnicity: tuple[Part, ...]
    education: tuple[Part, ...]
    political_theory: tuple[Part, ...]
    seniority: tuple[Part, ...]
    ages: tuple[Part, ...]
    youngest: Aged | None
    oldest: Aged | None
    average_years: Fraction | None
    ineligible: tuple[tuple[Person, str], ...]
    has_details: bool

    @property
    def minority(self) -> Part:
        """Those who are known not to be Kinh."""
        others = [part for part in self.ethnicity if fold_key(part.label) not in ("", "kinh")]
        return Part("", sum(part.convened for part in others), sum(part.present for part in others))


def composition(state: CongressState, details: Mapping[UUID, PersonDetails]) -> Composition:
    """Count the delegates convened by everything that the roster and the board's data say of them."""
    delegates = [person for person in state.persons.values() if person.kind.is_convened]
    present = frozenset(state.presences)
    on = date.fromisoformat(state.congress.starts_on) if state.congress else date.min
    known = {person.id: details.get(person.id) or PersonDetails(person_id=person.id) for person in delegates}
    ages = {person.id: _age(person, known[person.id], on) for person in delegates}

    def count(label_of: Callable[[Person], str], order: Sequence[str] = ()) -> tuple[Part, ...]:
        return _count(delegates, present, label_of, order)

    aged = [
        Aged(person, years)
        for person in delegates
        if person.id in present and (years := ages[person.id]) is not None
    ]
    return Composition(
        origin=count(
            lambda person: person.kind.value, [kind.value for kind in PersonKind if kind.is_convened]
        ),
        gender=count(lambda person: person.gender, ("Nam", "Nữ")),
        ethnicity=count(lambda person: known[person.id].ethnicity, ("Kinh",)),
        education=count(lambda person: _level(known[person.id].education, _EDUCATION), _names(_EDUCATION)),
        political_theory=count(
            lambda person: _level(known[person.id].political_theory, _THEORY), _names(_THEORY)
        ),
        seniority=count(
            lambda person: _band(_seniority(known[person.id], on), SENIORITY_BANDS_YEARS),
            _bands(SENIORITY_BANDS_YEARS),
        ),
        ages=count(lambda person: _band(ages[person.id], AGE_BANDS_YEARS), _bands(AGE_BANDS_YEARS)),
        youngest=max(aged, key=lambda one: (-one.years, _born(one.person, known)), default=None),
        oldest=min(aged, key=lambda one: (-one.years, _born(one.person, known)), default=None),
        average_years=Fraction(sum(one.years for one in aged), len(aged)) if aged else None,
        ineligible=tuple(
            (person, known[person.id].ineligible) for person in delegates if known[person.id].ineligible
        ),
        has_details=bool(details),
    )


def _count(
    persons: Iterable[Person],
    present: frozenset[UUID],
    label_of: Callable[[Person], str],
    order: Sequence[str],
) -> tuple[Part, ...]:
    """Rows in the order given, then by size; those of whom it is not known come last.

    "kinh" and "KINH" are one label, spelled as most write it.
    """
    spellings: dict[str, Counter[str]] = {}
    convened: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for person in persons:
        label = label_of(person)
        key = fold_key(label)
        spellings.setdefault(key, Counter())[label] += 1
        convened[key] += 1
        there[key] += person.id in present
    places = {fold_key(label): place for place, label in enumerate(order)}

    def place(key: str) -> tuple[bool, int, int, str]:
        return (key == "", places.get(key, len(places)), -convened[key], key)

    return tuple(
        Part(spellings[key].most_common(1)[0][0], convened[key], there[key])
        for key in sorted(convened, key=place)
    )


def _level(text: str, levels: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """The highest level that a text names ("ThS. Luật" is "Thạc sĩ"); the text itself where none is known."""
    words = f" {fold_key(text)} "
    for label, names in levels:
        if any(f" {name} " in words for name in names):
            return label
    return text


def _names(levels: Sequence[tuple[str, tuple[str, ...]]]) -> list[str]:
    return [label for label, _ in levels]


def _age(person: Person, details: PersonDetails, on: date) -> int | None:
    """Whole years on that day; by the year alone where the day is not known."""
    if details.born_on:
        return _years_since(details.born_on, on)
    return on.year - person.birth_year if person.birth_year else None


def _seniority(details: PersonDetails, on: date) -> int | None:
    if details.party_joined_on:
        return _years_since(details.party_joined_on, on)
    return details.party_years


def _years_since(text: str, on: date) -> int:
    if len(text) == 4:
        return max(0, on.year - int(text))
    since = date.fromisoformat(text)
    return max(0, on.year - since.year - ((on.month, on.day) < (since.month, since.day)))


def _born(person: Person, details: Mapping[UUID, PersonDetails]) -> str:
    """For telling two of one age apart: the day, else the year, of birth."""
    return details[person.id].born_on or str(person.birth_year or "")


def _bands(limits: Sequence[int]) -> list[str]:
    inner = [f"Từ {low} đến {high - 1}" for low, high in pairwise(limits)]
    return [f"Dưới {limits[0]}", *inner, f"Từ {limits[-1]} trở lên"]


def _band(years: int | None, limits: Sequence[int]) -> str:
    if years is None:
        return UNKNOWN
    return _bands(limits)[sum(years >= limit for limit in limits)]
