"""The server process: gevent's WSGI server around the app, until it is stopped."""

import ctypes
import errno
import logging
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import gevent
from flask import Flask
from gevent.hub import Hub

from config import Config
from polling.cli.garbage_collection import keep_what_exists, watch_garbage
from polling.contests.secure_deletion import sweep_soon
from polling.core import logs
from polling.core.db import transaction
from polling.core.errors import CannotServe
from polling.core.metrics import LogCounter
from polling.core.server_lock import Claim
from polling.facilitation.expired_timers import give_grace, watch_clocks
from polling.live.ended_logins import watch_logins
from polling.rehearsal import actions, simulator_control
from polling.web.connection_limits import BoundedServer, room_for_connections
from polling.web.senders import Senders

log = logging.getLogger(__name__)
BACKLOG = 2048  # a whole room reconnects at once after a restart
TURN_SECONDS = 0.0005  # with 5 ms, phones would wait that long while a thread counts
M_ARENA_MAX, MOST_ARENAS = -8, 2  # the first as in malloc.h


def serve(app: Flask, config: Config, claim: Claim, *, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once connections are accepted."""
    server = BoundedServer(
        listener(config.host, config.port),
        app,
        log=None,
        most=room_for_connections(),
        sender_of=Senders(app, config.trusted_proxies).of,
    )
    log_failed_greenlets()
    logging.getLogger().addHandler(LogCounter())
    if claim.is_first:
        give_grace()
        dismiss_simulated_organizers()
    server.start()
    sweep_soon()  # an earlier server may have stopped before its sweep
    for name in (signal.SIGINT, signal.SIGTERM):
        gevent.signal_handler(name, server.stop)
    ready()
    keep_what_exists()
    keep_few_arenas()
    sys.setswitchinterval(TURN_SECONDS)
    watchers = [gevent.spawn(watch) for watch in (watch_clocks, watch_logins, watch_garbage)]
    try:
        server.serve_forever()
    finally:
        gevent.killall(watchers)
        simulator_control.stop_all()
        claim.release()


def dismiss_simulated_organizers() -> None:
    """Delete accounts that are left from an earlier server, or because the database was busy."""
    try:
        with transaction() as session:
            actions.dismiss_organizers(session)
    except Exception:  # it must not stop the start
        log.exception("cannot delete the accounts of simulated organizers")


def log_failed_greenlets() -> None:
    """Log exceptions of greenlets; gevent would print them with their messages."""

    def log_exception(
        _hub: Hub, _context: object, _kind: object, error: Any, _trace: object
    ) -> None:
        logs.uncaught(error)

    Hub.print_exception = log_exception  # type: ignore[assignment, method-assign]


def keep_few_arenas() -> None:
    """Limit glibc's arenas, which would keep freed memory separately for each thread."""
    limit = getattr(ctypes.CDLL(None), "mallopt", None)
    if limit is not None:
        limit(M_ARENA_MAX, MOST_ARENAS)


def listener(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises CannotServe."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotServe(
                f"Port {port} is in use. Stop the other program, or set PORT to another number."
            ) from error
        raise CannotServe(f"Cannot listen on {host} port {port}: {error.strerror}.") from error
