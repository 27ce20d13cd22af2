"""Automatic proofreading of the report."""

from collections.abc import Collection, Iterator
from itertools import islice

from polling.core.i18n import _
from polling.report.data.report_data import Report
from polling.report.proofreading.finding import Finding
from polling.report.proofreading.names import named_people, two_spellings
from polling.report.proofreading.wrong_figures import (
    claims_too_much,
    unknown_placeholders,
    wrong_counts,
    wrong_denominators,
    wrong_sums,
)
from polling.report.writing.editable_texts import texts

MOST_FINDINGS = 100
# These checks are for English; texts in other languages only get language-independent checks.
_IN_ENGLISH = (wrong_counts, claims_too_much, wrong_denominators)


def proofread(report: Report, people: Collection[str]) -> list[Finding]:
    """Return the findings, errors first. `people` are names that texts must not quote.

    Nobody reads more than MOST_FINDINGS: the last finding then says that there are more.
    """
    found = list(islice(_all(report, people), MOST_FINDINGS + 1))
    if len(found) > MOST_FINDINGS:
        found[-1] = Finding(_("Proofreading"), _("There are more findings than shown here."))
    return found


def errors(report: Report) -> list[Finding]:
    """Return the first findings that prevent freezing the report."""
    return list(islice(unknown_placeholders(report, texts(report)), MOST_FINDINGS))


def _all(report: Report, people: Collection[str]) -> Iterator[Finding]:
    written = texts(report)
    yield from unknown_placeholders(report, written)
    yield from wrong_sums(written)
    if report.language.startswith("en"):
        for check in _IN_ENGLISH:
            yield from check(report, written)
    yield from two_spellings(report)
    yield from named_people(report, people)
