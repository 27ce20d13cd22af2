"""`polling serve` with short deadlines, few descriptors and few places for connections."""

import resource

from polling import cli, connections
from polling.live import bounded

SOFT_DESCRIPTORS = 128
MOST_CONNECTIONS = 120
SECONDS = 1.5


def main() -> None:
    """Serve."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (SOFT_DESCRIPTORS, hard))
    connections.FIRST_BYTE_SECONDS = connections.IDLE_SECONDS = SECONDS
    connections.HEADER_SECONDS = connections.BODY_GRACE_SECONDS = SECONDS
    connections.STALL_SECONDS = SECONDS
    connections.MOST_CONNECTIONS = MOST_CONNECTIONS
    bounded.JOIN_SECONDS = SECONDS
    cli.main()
