"""`polling serve` with short timeouts, few file descriptors and few places for connections."""

import resource

from polling import cli
from polling.live import backpressure, ended_logins
from polling.web import connection_limits

SOFT_DESCRIPTORS = 128
MOST_CONNECTIONS = 120
SECONDS = 1.5


def main() -> None:
    """Serve."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (SOFT_DESCRIPTORS, hard))
    connection_limits.FIRST_BYTE_SECONDS = connection_limits.IDLE_SECONDS = SECONDS
    connection_limits.HEADER_SECONDS = connection_limits.BODY_GRACE_SECONDS = SECONDS
    connection_limits.STALL_SECONDS = SECONDS
    connection_limits.MOST_CONNECTIONS = MOST_CONNECTIONS
    backpressure.JOIN_SECONDS = ended_logins.SECONDS = SECONDS
    cli.main()
