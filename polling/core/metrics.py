"""The metrics of a server, for Prometheus.

Label values come from the code, such as roles or event names, never from workshops, people or
addresses. Each part of the server updates its own metrics.
"""

import logging

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client import disable_created_metrics as leave_out_creation_times

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
LEVELS = ("warning", "error", "critical")

leave_out_creation_times()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

CONNECTIONS = Gauge(
    "polling_connections", "Open sockets that have joined a workshop", ["role"], registry=REGISTRY
)
ACKNOWLEDGEMENT_SECONDS = Histogram(
    "polling_acknowledgement_seconds",
    "From the arrival of a socket event to its acknowledgement, refusals left out",
    ["event"],
    buckets=BUCKETS,
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "polling_request_seconds",
    "From the arrival of an HTTP request to its answer, waits in queues included",
    ["method", "role"],
    buckets=BUCKETS,
    registry=REGISTRY,
)
ANSWERS = Counter(
    "polling_answers", "HTTP answers by class of status", ["status"], registry=REGISTRY
)
QUEUE_LENGTH = Gauge(
    "polling_queue_length",
    "Ballots, joins, survey answers and changes of drafts that wait for a commit, pages that wait "
    "for their turn, and workshops with changes to announce",
    ["queue"],
    registry=REGISTRY,
)
DATABASE_CONNECTIONS = Gauge(
    "polling_database_connections", "Connections of the pool", ["state"], registry=REGISTRY
)
JOINS = Counter("polling_joins", "Participants who have joined", registry=REGISTRY)
LOG_RECORDS = Counter(
    "polling_log_records", "Warnings and errors in the log", ["level"], registry=REGISTRY
)
READY = Gauge(
    "polling_ready",
    "1 if a check of readiness passed last time, else 0",
    ["check"],
    registry=REGISTRY,
)


class LogCounter(logging.Handler):
    """Counts log records."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record, if it is at least a warning."""
        level = record.levelname.lower()
        if level in LEVELS:
            LOG_RECORDS.labels(level).inc()
