"""Messages between servers after commits: ours, Socket.IO's Redis manager, and NOTIFY.

Latency is from the start of a small write to the message's arrival at the other server, one write
at a time. Then all workshops write at once, with fast commits and with commits of 20 ms, as on a
database that waits for its replica.
"""

import json
import subprocess
import sys

from sqlalchemy import make_url

from benchmarks import postgresql
from benchmarks.figures import Figures, Scenario

WAYS = ("ours", "redis_manager", "notify")
COMMIT_MS = 20
ALONE, SECONDS = 300, 4.0  # writes one at a time, and the time in which all write


async def messages(workshops: int) -> Scenario:
    """Figures are named after the way; those with slow commits have the prefix `delayed`."""
    figures: Figures = {}
    with postgresql.database() as url:
        for way in WAYS:
            figures |= {
                f"{way}_{name}": value for name, value in measured(way, url, workshops).items()
            }
        postgresql.slow_down_commits(url, COMMIT_MS)
        for way in WAYS:
            delayed = measured(way, url, workshops)
            figures[f"{way}_delayed_messages_per_s"] = delayed["messages_per_s"]
    return Scenario("messages", workshops, figures)


def measured(way: str, url: str, workshops: int) -> Figures:
    """Measure one way of sending messages in a separate process."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    patched = [sys.executable, "-m", "gevent.monkey", "--module", "benchmarks.message_channels"]
    amounts = map(str, (workshops, ALONE, SECONDS))
    command = [*patched, way, plain, postgresql.REDIS, *amounts]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603  our own module
    figures: Figures = json.loads(done.stdout)
    return figures
