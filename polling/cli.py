"""`polling`: serve, import, export, and look after organizers.

Nothing heavy is imported before a command needs it, and gevent patches the process before
anything else is loaded by `serve`.
"""

import json
import sys
from pathlib import Path

import click

from polling.cli_errors import one_sentence

# Keys of polling.bench.run.SCENARIOS.
BENCH = (
    "burst",
    "paced",
    "storm",
    "stalled",
    "growth",
    "idle",
    "drafting",
    "pages",
    "counting",
)
# The keys of polling.report.formats.FORMATS:
EXPORTS = ("pdf", "docx", "html", "md", "xlsx", "csv", "json")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polling")
def main() -> None:
    """Run synthesis workshops: from noted issues to recommendations a room stands behind."""


def _database() -> None:
    """Connect to the configured database, creating or migrating it."""
    from config import Config
    from polling import db
    from polling.migrate import upgrade

    upgrade(db.connect(Config().database))


@main.command()
@click.option("--demo", is_flag=True, help="Load the demo workshop unless it is there already.")
@one_sentence
def serve(demo: bool) -> None:
    """Serve the workshops in the database (HOST, PORT, DATABASE_URL are honoured)."""
    from gevent import monkey

    monkey.patch_all()
    from config import Config
    from polling.app import create_app
    from polling.serve import serve as serve_app
    from polling.welcome import welcome

    config = Config()
    app = create_app(config)
    serve_app(app, config, ready=lambda: click.echo(welcome(app, config, demo=demo)))


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organizer", metavar="EMAIL", help="Who runs it (default: every organizer).")
@one_sentence
def import_file(file: Path, organizer: str | None) -> None:
    """Make a workshop of FILE (JSON, CSV or a Markdown outline); prints its join code."""
    from polling.db import transaction
    from polling.people import actions, queries
    from polling.workshop_file.load import load
    from polling.workshop_file.read import read

    parsed = read(file.read_bytes(), file.name)
    _database()
    with transaction() as session:
        workshop = load(session, parsed)
        if organizer:
            runners = [actions.add_organizer(session, organizer)]
        else:
            runners = queries.organizers(session)
        for account in runners:
            actions.give_workshop(session, account, workshop)
        click.echo(workshop.code)


@main.command("export")
@click.argument("code")
@click.option(
    "--format", "key", type=click.Choice((*EXPORTS, "all")), required=True, help="What to make."
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where to: a file, or a folder for all."
)
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A Word file whose styles and headers the report takes (docx only).",
)
@one_sentence
def export_workshop(code: str, key: str, output: Path | None, template: Path | None) -> None:
    """Write the workshop CODE as a report, tables or its file (texts: to the terminal)."""
    from polling.db import reading
    from polling.report.export import export_all, export_in_template, export_one
    from polling.report.formats import FORMATS
    from polling.workshop import codes, queries

    if output is None and (key == "all" or not FORMATS[key].is_text):
        name = "The whole set" if key == "all" else FORMATS[key].name
        raise click.UsageError(f"{name} is not text: say where to with --output.")
    if template and key != "docx":
        raise click.UsageError("A template is for --format docx.")
    _database()
    try:
        with reading() as session:
            workshop = queries.by_code(session, codes.compact(code))
            if key == "all" and output:
                export_all(session, workshop, output, _tell)
            elif template and output:
                export_in_template(session, workshop, template.read_bytes(), output)
            elif output:
                export_one(session, workshop, FORMATS[key], output)
            else:
                click.echo(FORMATS[key].export(session, workshop), nl=False)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error


def _tell(name: str, seconds: float) -> None:
    click.echo(f"{name}  {seconds:.1f} s", err=True)


@main.command()
@click.argument("code")
@one_sentence
def verify(code: str) -> None:
    """Recheck every counted vote of the workshop CODE: turnout, list of ballots, and outcome."""
    from polling.contests.verify import counted_contests
    from polling.contests.verify import verify as recheck
    from polling.db import reading
    from polling.workshop import codes, queries

    _database()
    with reading() as session:
        workshop = queries.by_code(session, codes.compact(code))
        checks = [
            (contest, check)
            for contest in counted_contests(session, workshop.id)
            for check in recheck(session, contest)
        ]
    for contest, check in checks:
        verdict = "ok " if check.passed else "NOT"
        click.echo(f"{verdict} {contest.kind} {contest.position}: {check.text}")
    if not all(check.passed for _, check in checks):
        raise click.ClickException("Not everything holds.")


@main.command()
def schema() -> None:
    """Print the JSON Schema of the workshop file."""
    from polling.workshop_file.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@main.command()
@click.argument("code")
@click.option("--participants", default=78, show_default=True, type=click.IntRange(2, 2000))
@click.option("--url", help="The running server (default: where `polling serve` would listen).")
@click.option("--seed", default=1, show_default=True, help="The same seed plays the same people.")
@one_sentence
def rehearse(code: str, participants: int, url: str | None, seed: int) -> None:
    """Play the whole workshop CODE, on a copy, with simulated people on the running server."""
    from config import Config
    from polling.rehearsal.run import run
    from polling.workshop.codes import compact

    _database()
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


@main.command()
@click.option("--scenario", "names", multiple=True, type=click.Choice(BENCH), help="Default: all.")
@click.option("--phones", type=click.IntRange(2, 5000), help="Instead of the usual numbers.")
@click.option("--json", "as_data", is_flag=True, help="Print one JSON object.")
@one_sentence
def bench(names: tuple[str, ...], phones: int | None, as_data: bool) -> None:
    """Compare this server with a bare engine under the same load, on this machine."""
    from polling.bench import run

    measured = run.run(names, phones, tell=lambda words: click.echo(words, err=as_data))
    if as_data:
        click.echo(run.as_json(measured))
    else:
        click.echo("; ".join(f"{name} {value}" for name, value in run.machine().items()))


@main.group()
def organizer() -> None:
    """Look after organizers' accounts."""


@organizer.command("add")
@click.argument("email")
@one_sentence
def add_organizer(email: str) -> None:
    """Make an account for EMAIL, or renew its way in; prints a one-time link."""
    from config import Config
    from polling.db import transaction
    from polling.people import actions
    from polling.people.links import Links

    _database()
    config = Config()
    with transaction() as session:
        account = actions.add_organizer(session, email)
        token = Links(config.secret()).make_once(account.id, account.epoch)
    click.echo(f"{config.address()}/password/{token}")


if __name__ == "__main__":
    sys.exit(main())
