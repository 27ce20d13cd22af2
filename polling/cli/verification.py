"""The command that recounts a workshop's votes: in the database, and in an exported file."""

import contextlib
import io
import runpy
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from polling.cli.database import connect_database
from polling.cli.errors import one_sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from polling.workshop.models import Workshop

RIGHT, WRONG, MISSED = 0, 1, 2  # exit statuses, also of the script
NO_VOTE = "NOT CHECKED This workshop has no revealed vote."
UNREADABLE = "WRONG       the workshop cannot be exported, because its data is damaged"


@click.command()
@click.argument("code")
@click.pass_context
@one_sentence
def verify(context: click.Context, code: str) -> None:
    """Recount the revealed votes of a workshop.

    First, it compares the published figures with the ballots, the turnout and the priority issues
    in the database, and checks the log: its hashes, and that it has every reveal, decision and
    frozen report. Then it exports the workshop, and runs docs/verify/verify.py on the file. That
    recounts all votes independently, also imported ones, and checks the frozen reports. The exit
    status is 0 if all is right, 1 if a figure is wrong, and 2 if none is wrong but one could not be
    checked, or if there is no revealed vote. Only voters' phones can check that a ballot's hash is
    that of its choices, because it needs the receipt.

    CODE is the workshop's join code.
    """
    from polling.core.db import reading
    from polling.core.i18n import in_a_command
    from polling.workshop import join_codes, queries

    connect_database()
    with in_a_command(), reading() as session:
        workshop = queries.by_code(session, join_codes.compact(code))
        statuses = {
            *_in_the_database(session, workshop),
            *_in_the_log(session, workshop),
            _in_the_file(session, workshop),
        }
    context.exit(next((bad for bad in (WRONG, MISSED) if bad in statuses), RIGHT))


def _in_the_database(session: "Session", workshop: "Workshop") -> Iterator[int]:
    """Print how each vote's figures compare with what is stored; yield exit statuses."""
    from polling.contests.counting.verify import Verdict, revealed_contests
    from polling.contests.counting.verify import verify as recheck

    for contest in revealed_contests(session, workshop.id):
        for check in recheck(session, contest):
            click.echo(f"{check.verdict:11} {contest.kind} {contest.position}: {check.text}")
            yield {Verdict.WRONG: WRONG, Verdict.MISSED: MISSED}.get(check.verdict, RIGHT)


def _in_the_log(session: "Session", workshop: "Workshop") -> Iterator[int]:
    """Print whether the log is unbroken, and has what must be in it; yield exit statuses."""
    from polling.contests.counting.verify import Verdict, revealed_contests
    from polling.report.versions.queries import versions
    from polling.workshop.log import unbroken
    from polling.workshop.queries import log_entries

    entries, votes = log_entries(session, workshop.id), revealed_contests(session, workshop.id)
    frozen = {
        (one.number, one.digest) for one in versions(session, workshop.id) if not one.imported
    }
    said = [(one.action, one.detail) for one in entries]
    revealed = {about["contest"] for action, about in said if action == "contest-revealed"}
    decided = {
        about["contest"]: (about["winners"], about["reason"])
        for action, about in said
        if action == "contest-decided"
    }
    newest = entries[-1].digest if entries else "none"
    checks = {
        f"the hash of each entry; that of the newest is {newest}": unbroken(entries),
        "the reveal of each vote": {one.id for one in votes} <= revealed,
        "each decision of the organizers": {
            one.id: (one.decision["winners"], one.decision["reason"])
            for one in votes
            if one.decision
        }
        == {one.id: decided[one.id] for one in votes if one.id in decided},
        "each frozen report": frozen
        == {
            (about["number"], about["digest"])
            for action, about in said
            if action == "report-frozen"
        },
    }
    for name, is_right in checks.items():
        click.echo(f"{Verdict.OK if is_right else Verdict.WRONG:11} log: {name}")
        yield RIGHT if is_right else WRONG


def _in_the_file(session: "Session", workshop: "Workshop") -> int:
    """Print what the script says about the exported workshop; return its exit status."""
    from polling.contests.counting.verify import UNREADABLE as DAMAGED
    from polling.core import paths
    from polling.workshop_file.dump import dump
    from polling.workshop_file.write import write

    try:
        file = dump(session, workshop)
    except DAMAGED:
        click.echo(UNREADABLE)
        return WRONG
    if not file.results.contests:
        click.echo(NO_VOTE)
        return MISSED
    script = runpy.run_path(str(paths.VERIFIER))
    with TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as told:
        path = Path(folder) / "workshop.json"
        path.write_bytes(write(file))
        status = int(script["main"](str(path), []))
    click.echo(
        f"\nThe exported file, recounted by {paths.VERIFIER.name}:\n\n{told.getvalue()}", nl=False
    )
    return status if status in {RIGHT, MISSED} else WRONG
