"""Errors for people: why a request is refused, as a sentence they can act on.

One shape for HTTP and for socket acks: {"error": {"code": ..., "message": ..., "problems": [...]}}.
"""

from typing import Any, ClassVar

from polling.core.i18n import LazyString
from polling.core.logs import Loggable


class WorkshopError(Exception):
    """The base of all refusals. `code` is a stable identifier; `message` is for people.

    A lazy message is translated when it is read.
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
        # Pickling must not require the arguments of subclasses.
        return _restored, (type(self), str(self.message), self.problems)

    def as_dict(self) -> dict[str, Any]:
        """Return the error as JSON for HTTP and socket acks."""
        body: dict[str, Any] = {"code": self.code, "message": str(self.message)}
        if self.problems:
            body["problems"] = self.problems
        return {"error": body}


def _restored(
    kind: type[WorkshopError], message: str, problems: list[dict[str, str]]
) -> WorkshopError:
    """Restore a refusal raised in a worker process."""
    refusal = kind.__new__(kind)
    WorkshopError.__init__(refusal, message, problems=problems)
    return refusal


class BadInput(WorkshopError):
    """The payload is incomplete or invalid."""

    code = "bad-input"
    status = 400


class NotSignedIn(WorkshopError):
    """The visitor is unknown and must join or log in first."""

    code = "not-signed-in"
    status = 401


class NotAllowed(WorkshopError):
    """The person is known, but may not do this."""

    code = "not-allowed"
    status = 403


class NotFound(WorkshopError):
    """The object does not exist, or the person may not know of it."""

    code = "not-found"
    status = 404


class Conflict(WorkshopError):
    """Another person was faster, or this is not possible now."""

    code = "conflict"
    status = 409


class OtherReader(WorkshopError):
    """The page shows another participant or group than the one in this browser's cookie."""

    code = "other-reader"
    status = 409


class TooMany(WorkshopError):
    """The rate limit is exceeded."""

    code = "too-many"
    status = 429


class NotSaved(WorkshopError):
    """The database cannot be written now: its disk is full, or another process locks it."""

    code = "not-saved"
    status = 503


class NobodyWaits(Exception):
    """The client has closed its connection, so nobody would get the answer."""


class CannotServe(Exception):
    """The server cannot start; the message gives the reason in one sentence."""


class WorkerFailed(Loggable):
    """Work in a worker process raised an exception, exceeded a limit, or the process died."""


class WorkerDied(WorkerFailed):
    """Its process ended before it answered, perhaps because of something else."""


class TookTooLong(WorkerFailed):
    """The work exceeded a time limit."""


class TookTooMuchMemory(WorkerFailed):
    """The work could not allocate memory."""
