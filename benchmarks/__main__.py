"""`python -m benchmarks`: run scenarios and print the figures of both servers."""

import click

from benchmarks import run


@click.command()
@click.option(
    "--scenario",
    "names",
    multiple=True,
    type=click.Choice(list(run.SCENARIOS)),
    help="Default: all.",
)
@click.option("--phones", type=click.IntRange(2, 5000), help="Instead of the usual numbers.")
@click.option("--json", "as_data", is_flag=True, help="Print one JSON object.")
def main(names: tuple[str, ...], phones: int | None, as_data: bool) -> None:
    """Compare this server with a bare engine under the same load, on this machine."""
    measured = run.run(names, phones, tell=lambda words: click.echo(words, err=as_data))
    if as_data:
        click.echo(run.as_json(measured))
    else:
        click.echo("; ".join(f"{name} {value}" for name, value in run.machine().items()))


if __name__ == "__main__":
    main()
