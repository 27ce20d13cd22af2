"""Commands to import, export and verify a workshop."""

import json
from pathlib import Path
from typing import Any

import click

from polling.cli.database import connect_database
from polling.cli.errors import one_sentence

SETS = ("zip", "all")


class FormatKey(click.ParamType[str]):
    """A key of FORMATS, or of a set of formats, which are imported only if a command needs them."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The choices: `[pdf|docx|…]`."""
        return f"[{'|'.join(_format_keys())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the key; fails if there is no such format."""
        return click.Choice(_format_keys()).convert(value, param, ctx)


def _format_keys() -> tuple[str, ...]:
    from polling.report.formats import FORMATS

    return (*FORMATS, *SETS)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--organizer",
    metavar="EMAIL",
    help="Organizer of the workshop (default: the only account).",
)
@one_sentence
def import_file(file: Path, organizer: str | None) -> None:
    """Create a workshop from FILE (JSON, CSV or Markdown outline) and print its join code."""
    from polling.core.db import transaction
    from polling.people import queries
    from polling.people.actions import organizers as actions
    from polling.workshop_file.load import load
    from polling.workshop_file.read import read

    parsed = read(file.read_bytes(), file.name)
    connect_database()
    with transaction() as session:
        workshop = load(session, parsed)
        known = queries.organizers(session)
        runner = known[0] if len(known) == 1 else None
        if organizer:
            runner = actions.add_organizer(session, organizer)
        if runner is not None:
            actions.give_workshop(session, runner, workshop)
        click.echo(workshop.code)
        if runner is not None and organizer and runner in known:
            click.echo(
                f"{runner.email} had an account: all its logins run the workshop now. "
                f"To end them: polling organizer add {runner.email}",
                err=True,
            )
        if runner is None:
            hint = f"polling organizer add EMAIL --workshop {workshop.code}"
            click.echo(f"Nobody runs it yet. Next: {hint}", err=True)


@click.command("export")
@click.argument("code")
@click.option(
    "--format",
    "key",
    type=FormatKey(),
    required=True,
    help="Output format. zip: one archive with everything; all: a folder with every format.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Output file, or folder for --format all."
)
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Word file with the styles and headers to use (docx only).",
)
@click.option(
    "--version", type=click.IntRange(1), help="A frozen version instead of the current report."
)
@one_sentence
def export_workshop(
    code: str, key: str, output: Path | None, template: Path | None, version: int | None
) -> None:
    """Export workshop CODE as a report, tables or workshop file (text formats: to the terminal)."""
    from polling.core.db import reading
    from polling.core.i18n import in_a_command
    from polling.report.formats.export import export
    from polling.workshop import join_codes, queries

    _require_sense(key, output, template, version)
    connect_database()
    try:
        with in_a_command(), reading() as session:
            workshop = queries.by_code(session, join_codes.compact(code))
            given = template.read_bytes() if template else None
            text = export(
                session, workshop, key, output, _print_duration, template=given, version=version
            )
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    if text is not None:
        click.echo(text, nl=False)


def _require_sense(
    key: str, output: Path | None, template: Path | None, version: int | None
) -> None:
    """Refuse contradictory options."""
    from polling.report.formats import FORMATS

    if output is None and (key in SETS or not FORMATS[key].is_text):
        name = "The whole set" if key in SETS else FORMATS[key].name
        raise click.UsageError(f"{name} is not text: say where to with --output.")
    if template and key != "docx":
        raise click.UsageError("A template is for --format docx.")
    if version and (key in SETS or template):
        raise click.UsageError("A version is exported in one format, without a template.")


def _print_duration(name: str, seconds: float) -> None:
    click.echo(f"{name}  {seconds:.1f} s", err=True)


@click.command()
@click.argument("code")
@click.pass_context
@one_sentence
def verify(context: click.Context, code: str) -> None:
    """Recount every revealed vote of workshop CODE and compare it with the published figures.

    The exit status is 0 if everything holds, 1 if something is wrong, 2 if nothing is wrong but
    something that should be checked was not.
    """
    from polling.contests.counting.verify import Verdict, revealed_contests
    from polling.contests.counting.verify import verify as recheck
    from polling.core.db import reading
    from polling.workshop import join_codes, queries

    connect_database()
    with reading() as session:
        workshop = queries.by_code(session, join_codes.compact(code))
        checks = [
            (contest, check)
            for contest in revealed_contests(session, workshop.id)
            for check in recheck(session, contest)
        ]
    for contest, check in checks:
        click.echo(f"{check.verdict:11} {contest.kind} {contest.position}: {check.text}")
    verdicts = {check.verdict for _, check in checks}
    context.exit(1 if Verdict.WRONG in verdicts else 2 if Verdict.MISSED in verdicts else 0)


@click.command()
def schema() -> None:
    """Print the JSON Schema of the workshop file."""
    from polling.workshop_file.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


COMMANDS = (import_file, export_workshop, verify, schema)
