"""One spelling for every value, so that a signature means the same on every machine.

A subset of RFC 8785 (JSON Canonicalization Scheme): sorted keys, no white space, UTF-8, and no
floating point at all: scores are thousandths, times are milliseconds.
"""

from __future__ import annotations

import json
from typing import Any

from app.domain.errors import MalformedEvent

MAX_BODY_BYTES = 8 << 20
MAX_SAFE_INTEGER = (1 << 53) - 1


def _refuse(name: str) -> Any:
    raise MalformedEvent(problem=f"not allowed in an event: {name}")


def _check(value: Any) -> None:
    if isinstance(value, float):
        raise MalformedEvent(problem="floating point numbers have no canonical form here")
    if isinstance(value, int) and abs(value) > MAX_SAFE_INTEGER:
        raise MalformedEvent(problem="integer out of range")
    if isinstance(value, dict):
        for member in value.values():
            _check(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            _check(member)


def canonical_json(value: Any) -> bytes:
    """Encode JSON-like data. Raises `MalformedEvent` for floats and integers beyond 2**53."""
    _check(value)
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8")
    except (UnicodeEncodeError, TypeError, ValueError) as error:
        raise MalformedEvent(problem=type(error).__name__) from error


def parse_canonical(body: bytes) -> Any:
    """Decode bytes that must already be canonical; anything else is refused.

    Refusing other spellings (doubled keys, floats, white space) leaves one reading of a signed body.
    """
    if len(body) > MAX_BODY_BYTES:
        raise MalformedEvent(problem="too large")
    try:
        value = json.loads(body.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
        again = canonical_json(value)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise MalformedEvent(problem=type(error).__name__) from error
    if again != body:
        raise MalformedEvent(problem="not in canonical form")
    return value
