"""Refusals: what a person may not do now, as a sentence they can act on.

One shape for HTTP and for socket acks: {"error": {"code": ..., "message": ..., "problems": [...]}}.
"""

from typing import Any, ClassVar

from polling.core.i18n import LazyString


class WorkshopError(Exception):
    """The base of every refusal. `code` is stable for programs, `message` is for people.

    A lazy message is translated where it is read.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(
        self, message: str | LazyString, *, problems: list[dict[str, str]] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems or []

    def __reduce__(self) -> tuple[Any, ...]:
        # Subclasses are made of other arguments, which need not be kept.
        return _restored, (type(self), str(self.message), self.problems)

    def as_dict(self) -> dict[str, Any]:
        """The error's shape for HTTP and for acks."""
        body: dict[str, Any] = {"code": self.code, "message": str(self.message)}
        if self.problems:
            body["problems"] = self.problems
        return {"error": body}


def _restored(
    kind: type[WorkshopError], message: str, problems: list[dict[str, str]]
) -> WorkshopError:
    """A refusal that a worker process has raised."""
    refusal = kind.__new__(kind)
    WorkshopError.__init__(refusal, message, problems=problems)
    return refusal


class BadInput(WorkshopError):
    """The payload does not say what it must."""

    code = "bad-input"
    status = 400


class NotSignedIn(WorkshopError):
    """Nobody we know: join or log in first."""

    code = "not-signed-in"
    status = 401


class NotAllowed(WorkshopError):
    """Somebody we know, who may not do this."""

    code = "not-allowed"
    status = 403


class NotFound(WorkshopError):
    """No such thing, or not one that this person may know of."""

    code = "not-found"
    status = 404


class Conflict(WorkshopError):
    """Somebody else was first, or this is not the moment."""

    code = "conflict"
    status = 409


class TooMany(WorkshopError):
    """Slow down."""

    code = "too-many"
    status = 429


class NotSaved(WorkshopError):
    """The database cannot be written now: its disk is full, or something else holds it."""

    code = "not-saved"
    status = 503


class CannotServe(Exception):
    """The server cannot start; the message says why in one sentence."""
