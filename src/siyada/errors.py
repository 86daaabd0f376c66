"""The errors of Siyada.

    SiyadaError
    ├── UserError            the person can put it right: a wrong name, a missing file, a wrong option
    ├── SettingsError        the operator can put it right: a setting that cannot be read or does not fit
    ├── DocumentError        a document cannot be read as it is
    ├── ModelError           a model did not load, did not answer, or answered out of shape
    ├── StorageError         the disk or the database refused
    ├── OutboundError        a connection that no policy allows, or that failed
    └── VerificationError    a check that must pass did not

Messages are catalogue keys with named places, filled by keyword arguments: the same error speaks English in a log
and the reader's language on a page. `hint` says what the person can do now.
"""

from __future__ import annotations


class SiyadaError(Exception):
    """Base of all our errors. Message and hint are catalogue keys; `values` fill their places."""

    def __init__(self, message: str, /, *, hint: str = "", **values: object) -> None:
        self.message = message
        self.hint_message = hint
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(message)

    def __str__(self) -> str:
        """What happened and where, in English."""
        return self.message.format_map(self.values)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from reader processes to the one that reports them."""
        return (_rebuild, (type(self), self.message, self.hint_message, self.values))

    @property
    def hint(self) -> str:
        """What the person can do now, in English; empty where the message already says it."""
        return self.hint_message.format_map(self.values)


def _rebuild(kind: type[SiyadaError], message: str, hint: str, values: dict[str, str]) -> SiyadaError:
    return kind(message, hint=hint, **values)


class UserError(SiyadaError):
    """The person who asked can put it right."""


class SettingsError(SiyadaError):
    """The operator can put it right."""


class DocumentError(SiyadaError):
    """A document cannot be read as it is."""


class ModelError(SiyadaError):
    """A model did not load, did not answer, or answered out of shape."""


class StorageError(SiyadaError):
    """The disk or the database refused."""


class OutboundError(SiyadaError):
    """A connection that no policy allows, or that failed."""


class VerificationError(SiyadaError):
    """A check that must pass did not."""
