"""What may be written into a log or a crash report: machine words, never people's.

Two nets. An argument of a log call is written only when it is a number or looks like a word of the
program's own (an id, a code, an enum); any other text could be a name or a line of a speech. And in
whatever text is left, things shaped like secrets are blotted out.
"""

from __future__ import annotations

import re
from enum import Enum
from uuid import UUID

from app.domain.errors import NghisuError

BLOT = "‹…›"

_MACHINE_WORD = re.compile(r"[a-z][a-z0-9_.:/-]{0,63}", re.ASCII)
_SECRETS = re.compile(
    r"""
      eyJ[\w-]+\.[\w-]+\.?[\w-]*                                 # JWT
    | -----BEGIN[^-]*-----.*?(?:-----END[^-]*-----|\Z)           # PEM
    | \b[0-9A-Fa-f]{32,}\b                                       # raw keys and hashes in hex
    | (?<![\w+/=-])(?=[\w+/-]*\d)[A-Za-z0-9+/_-]{40,}={0,2}      # keys and tokens in base64
    | (?i:\b(?:authorization|bearer)\b)["']?\s*[:=\ ]\s*(?:\w+\s+)?[^\s,;"'&]+
    | (?i:\b(?:pin|token|secret|password|passphrase|key)\b)  # anything with such a name
      ["']?\s*[:=\ ]\s*["']?[^\s,;"'&]+
    """,
    re.VERBOSE | re.DOTALL,
)


def redact_text(text: str) -> str:
    """Blot out everything that has the shape of a key, token, PIN or certificate."""
    return _SECRETS.sub(BLOT, text)


def redact_argument(value: object) -> object:
    """A log argument as it may be written."""
    if value is None or isinstance(value, (bool, int, float, UUID)):
        return value
    if isinstance(value, Enum):
        return value.value if isinstance(value.value, int) else redact_argument(str(value.value))
    if isinstance(value, NghisuError):
        return value.code
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, str) and _MACHINE_WORD.fullmatch(value):
        return redact_text(value)
    return BLOT
