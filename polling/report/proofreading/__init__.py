"""Automatic proofreading of the report."""

from collections.abc import Collection, Iterator

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

# These checks are for English; texts in other languages only get language-independent checks.
_IN_ENGLISH = (wrong_counts, claims_too_much, wrong_denominators)


def proofread(report: Report, people: Collection[str]) -> Iterator[Finding]:
    """Return all findings, errors first. `people` are names that texts must not quote."""
    written = texts(report)
    yield from unknown_placeholders(report, written)
    yield from wrong_sums(written)
    if report.language.startswith("en"):
        for check in _IN_ENGLISH:
            yield from check(report, written)
    yield from two_spellings(report)
    yield from named_people(report, people)
