"""The root of every error that a person can mend.

Each package keeps a small tree of its own below `NghisuError`. An error carries a stable `code` and
parameters, never words: `app.runtime.messages` turns the code into the user's language. Anything
that is not a `NghisuError` is a bug and belongs in a crash report.
"""

from __future__ import annotations

from typing import ClassVar


class NghisuError(Exception):
    """What happened in the user's surroundings, by code.

    `params` fill the placeholders of the message and so must never hold a secret: no key, PIN,
    token, face, or text of a document.
    """

    code: ClassVar[str] = "nghisu.error"

    def __init__(self, **params: object) -> None:
        self.params = params
        details = ", ".join(f"{name}={value!r}" for name, value in sorted(params.items()))
        super().__init__(f"{self.code}({details})")


class DomainError(NghisuError):
    """An event or a value that breaks the rules of the log."""

    code = "domain.error"


class MalformedEvent(DomainError):
    """The bytes are not an event: bad JSON, a missing field, a value out of range."""

    code = "domain.malformed_event"


class BadSignature(DomainError):
    """The signature does not belong to these bytes and this key."""

    code = "domain.bad_signature"


class BrokenChain(DomainError):
    """A confirmed event does not follow from the one before it."""

    code = "domain.broken_chain"
