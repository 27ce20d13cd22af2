"""Commands to import and export a workshop."""

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
    help="E-mail address of its organizer (default: the only account).",
)
@one_sentence
def import_file(file: Path, organizer: str | None) -> None:
    """Create a workshop from a file.

    FILE is a workshop file (JSON), a CSV file or a Markdown outline. Prints the join code.
    """
    from polling.core.db import transaction
    from polling.people import queries
    from polling.people.actions import organizers as actions
    from polling.workshop_file.load import load
    from polling.workshop_file.read import MAX_BYTES_OF_COMMAND, read

    parsed = read(file.read_bytes(), file.name, most_bytes=MAX_BYTES_OF_COMMAND)
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
                f"{runner.email} had an account. All its logins can now run the workshop. "
                f"To end these logins: polling organizer add {runner.email}",
                err=True,
            )
        if runner is None:
            hint = f"polling organizer add EMAIL --workshop {workshop.code}"
            click.echo(f"The workshop has no organizer yet. To add one: {hint}", err=True)


@click.command("export")
@click.argument("code")
@click.option(
    "--format",
    "key",
    type=FormatKey(),
    required=True,
    help="Format; zip is one archive with everything, all is a folder with every format.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File to write, or folder for --format all. Without it, text formats are printed.",
)
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Word file whose styles and headers to use (only for docx).",
)
@click.option(
    "--version",
    type=click.IntRange(1),
    help="Number of a frozen version (default: the current report).",
)
@one_sentence
def export_workshop(
    code: str, key: str, output: Path | None, template: Path | None, version: int | None
) -> None:
    """Export a workshop as a report, tables or data.

    CODE is the workshop's join code.
    """
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
        raise click.UsageError(f"The format {key} cannot be printed. Name a file with --output.")
    if template and key != "docx":
        raise click.UsageError("--template works only with --format docx.")
    if version and (key in SETS or template):
        raise click.UsageError("--version does not work with --template or --format zip or all.")


def _print_duration(name: str, seconds: float) -> None:
    click.echo(f"{name}  {seconds:.1f} s", err=True)


@click.command()
def schema() -> None:
    """Print the JSON Schema of the workshop file."""
    from polling.workshop_file.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


COMMANDS = (import_file, export_workshop, schema)
