"""`polling`: serve, import, export, and look after organizers.

Nothing heavy is imported before a command needs it, and gevent patches the process before
anything else is loaded by `serve`.
"""

import atexit
import os
import sys

import click

from polling.cli import workshops
from polling.cli.database import connect_database
from polling.cli.errors import one_sentence
from polling.cli.verification import verify
from polling.core.private_files import keep_files_private


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polling")
def main() -> None:
    """Serve synthesis workshops, and import, export, rehearse and verify them."""
    keep_files_private()


for command in (*workshops.COMMANDS, verify):
    main.add_command(command)


@main.command()
@click.option("--demo", is_flag=True, help="Load the demo workshop, unless it exists.")
@one_sentence
def serve(demo: bool) -> None:
    """Run the server.

    Environment variables such as HOST, PORT and DATABASE_URL change its settings. The operator's
    guide lists them.
    """
    import gevent
    from gevent import monkey

    gevent.config.track_greenlet_tree = False  # only debuggers need to know who started a greenlet
    monkey.patch_all()
    from config import Config
    from polling.app import create_app
    from polling.cli.server_process import serve as serve_app
    from polling.cli.startup_banner import announce
    from polling.core import logs
    from polling.core.engines import make_engine
    from polling.core.server_lock import claim

    config = Config()
    logs.configure(config.log_format)
    # First of all: only the server that may use the database migrates it.
    claimed = claim(make_engine(config.database), redis=bool(config.redis_url))
    app = create_app(config)
    serve_app(app, config, claimed, ready=lambda: announce(app, config, demo=demo))
    _leave()


def _leave() -> None:
    """End the process without Python's shutdown, which crashes now and then.

    Threads that are still at work, such as a sweep, would be ended in the middle of a greenlet.
    """
    atexit._run_exitfuncs()  # noqa: SLF001  which workers have registered
    sys.stdout.flush()
    os._exit(0)


@main.command()
@click.argument("code")
@click.option(
    "--participants",
    default=78,
    show_default=True,
    type=click.IntRange(2, 2000),
    help="Number of simulated participants.",
)
@click.option("--url", help="URL of the server (default: the one that `polling serve` prints).")
@click.option(
    "--seed",
    default=1,
    show_default=True,
    help="With the same seed, people behave in the same way.",
)
@one_sentence
def rehearse(code: str, participants: int, url: str | None, seed: int) -> None:
    """Rehearse a workshop with simulated people.

    They go through a copy of the workshop on the running server. Prints how fast the server
    answered, and what went wrong or was lost. CODE is the workshop's join code.
    """
    from config import Config
    from polling.rehearsal.command import run
    from polling.workshop.join_codes import compact

    connect_database()
    config = Config()
    verdict = run(
        config,
        compact(code),
        url=url or config.address(),
        participants=participants,
        seed=seed,
        tell=lambda words: click.echo(f"… {words}", err=True),
    )
    click.echo(verdict.text)
    click.echo(f"The rehearsed copy has the join code {verdict.code}.")
    if not verdict.passed:
        raise click.ClickException("The rehearsal found problems.")


@main.group()
def organizer() -> None:
    """Manage organizers' accounts."""


@organizer.command("add")
@click.argument("email")
@click.option("--workshop", metavar="CODE", help="Workshop to which the account gets access.")
@one_sentence
def add_organizer(email: str, workshop: str | None) -> None:
    """Create or reset an organizer's account.

    Prints a link, which works once, to set the password of EMAIL. If the account exists, its
    logins end.
    """
    from config import Config
    from polling.core.db import transaction
    from polling.people.actions import organizers as actions
    from polling.people.signed_links import Links
    from polling.workshop import join_codes, queries

    connect_database()
    config = Config()
    with transaction() as session:
        account = actions.add_organizer(session, email)
        actions.end_access(session, account)
        if workshop:
            found = queries.by_code(session, join_codes.compact(workshop))
            actions.give_workshop(session, account, found)
        token = Links(config.secret()).make_password(account.id, account.token_version)
    click.echo(f"{config.address()}/password/{token}")


@organizer.command("delete")
@click.argument("email")
@one_sentence
def delete_organizer(email: str) -> None:
    """Delete an organizer's account.

    The logins of EMAIL end. The workshops remain, so each needs another organizer.
    """
    from polling.contests.secure_deletion import sweep_now
    from polling.core.db import transaction
    from polling.people import queries
    from polling.people.actions import organizers as actions

    connect_database()
    with transaction() as session:
        account = queries.account(session, email)
        if account is None:
            raise click.ClickException(f"There is no account for {email}.")
        if alone := queries.run_alone(session, account.id):
            codes = ", ".join(workshop.code for workshop in alone)
            raise click.ClickException(
                f"{email} is the only organizer of these workshops: {codes}. "
                "First add another organizer, or delete the workshops."
            )
        actions.delete_account(session, account)
    sweep_now()  # until then, the address remains readable in free pages
    click.echo(f"The account of {email} is deleted.")
