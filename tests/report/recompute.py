"""Compute the publication's figures again: python recompute.py REPORT.md TABLES.zip

It reads the publication as Markdown and the exported tables, shares no code with the product, and
needs only Python's standard library. It prints each figure that differs, then how many agreed.
Exit status: 0 if all of them agree, 1 if one differs, 2 if there was nothing to compare.
"""

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, takewhile
from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]
Claim = tuple[str, object, object]  # the figure, the printed value, the computed value

PRINTED = re.compile(r"^- \*\*([\d.]+)\*\* (.+) \(([^()]*(?:\([^()]*\))?)\)$", re.MULTILINE)
ISSUE = re.compile(r"^#### ([\d.]+) ", re.MULTILINE)


def tables_of(archive: Path) -> Tables:
    """All tables by name."""
    with zipfile.ZipFile(archive) as opened:
        return {
            name.removeprefix("practice_").removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(opened.read(name).decode("utf-8-sig"), newline=""))
            )
            for name in opened.namelist()
        }


def half_up(number: Fraction, digits: int = 0) -> Fraction:
    """Round half away from zero."""
    scale = 10**digits
    return Fraction(int(number * scale + Fraction(1, 2)), scale)


def percent(count: int, of: int) -> str:
    return f"{half_up(Fraction(100 * count, of))}%"


def by_reference(rows: list[Row]) -> dict[str, Row]:
    return {row["reference"]: row for row in rows}


def part(text: str, title: str) -> str:
    """A section of the file, "" if it does not exist."""
    _, found, after = text.partition(f"\n## {title}\n")
    return after.partition("\n## ")[0] if found else ""


def across(text: str, title: str) -> str:
    """A list over all themes, which has a section to itself if there is no other."""
    _, found, after = part(text, "Across the themes").partition(f"\n### {title}\n")
    return after.partition("\n### ")[0] if found else part(text, title)


def lines(text: str) -> Iterator[tuple[str, list[str]]]:
    """(reference, the values after it) of each printed recommendation."""
    for reference, _words, values in PRINTED.findall(text):
        yield reference, values.split("; ")


def raters(row: Row) -> tuple[int, int, int, int]:
    now, later, never = (int(row[name]) for name in ("priority_now", "support", "not_now"))
    return now, later, never, now + later + never


def score(row: Row) -> Fraction:
    """Return the score: a priority counts 100, support 50."""
    now, later, _never, everybody = raters(row)
    return Fraction(100 * now + 50 * later, everybody)


def counts(text: str, tables: Tables) -> Iterator[Claim]:
    """Check the key figures below the summary."""
    about = {row["fact"]: row["value"] for row in tables["about"]}
    issues = sum(bool(row["priority"]) for row in tables["issues"])
    for words, value in (
        ("workshop participants", about["present"]),
        ("priority issues", str(issues)),
        ("recommendations", str(len(tables["recommendations"]))),
    ):
        found = re.search(rf"(\d+) {words}(?: ·|$)", part(text, "Summary"), re.MULTILINE)
        yield words, found and found[1], value
    if finalists := tables.get("finalists"):
        found = re.search(r"(\d+%) final vote turnout \(", part(text, "Summary"))
        voted = percent(int(finalists[0]["voted"]), int(finalists[0]["present"]))
        yield "turnout of the final", found and found[1], voted


def overall(text: str, tables: Tables) -> Iterator[Claim]:
    """Check the overall priorities: their order and shares."""
    finalists = tables.get("finalists", [])
    printed = list(lines(part(text, "Summary")))
    shares = {
        row["reference"]: Fraction(int(row["approvals"]), int(row["of_voters"]))
        for row in finalists
    }
    if finalists:
        places = sorted(shares.values(), reverse=True)
        yield "order of the priorities", [shares[one] for one, _ in printed], places[: len(printed)]
    for reference, values in printed:
        row = by_reference(finalists).get(reference)
        if row:
            share = percent(int(row["approvals"]), int(row["of_voters"]))
            yield f"{reference} chosen by", values[-1].rpartition("; ")[2], share


def issues(text: str, tables: Tables) -> Iterator[Claim]:
    """Check how many ballots chose each issue."""
    ranked = by_reference(tables["rankings"])
    pieces = ISSUE.split(part(text, "Recommendations by theme"))
    for reference, told in zip(pieces[1::2], pieces[2::2], strict=True):
        found = re.search(r"Chosen on (\d+) of (\d+) ballots \((\d+%)\): (\d+) points", told)
        row = ranked[reference]
        named, of = int(row["ballots_naming"]), int(row["of_ballots"])
        expected = (str(named), str(of), percent(named, of), row["score"])
        yield f"{reference} chosen on", found and found.groups(), expected


def recommendations(text: str, tables: Tables) -> Iterator[Claim]:
    """Check each recommendation's final vote, score and support, and the order in its issue."""
    rated, finals = by_reference(tables.get("ratings", [])), by_reference(tables["finalists"])
    pieces = ISSUE.split(part(text, "Recommendations by theme"))
    for issue, told in zip(pieces[1::2], pieces[2::2], strict=True):
        order = []
        for reference, values in lines(told):
            row, final = rated[reference], finals.get(reference)
            now, later, _never, everybody = raters(row)
            share = (
                Fraction(int(final["approvals"]), int(final["of_voters"]))
                if final
                else Fraction(-1)
            )
            expected = [
                percent(int(final["approvals"]), int(final["of_voters"])) if final else "–",
                f"{float(half_up(score(row), 1)):.1f}",
                percent(now + later, everybody),
            ]
            yield f"{reference} numbers", values, expected
            order.append((share, score(row)))
        yield f"{issue} order", order, sorted(order, reverse=True)


def splits(text: str, tables: Tables) -> Iterator[Claim]:
    """Check the recommendations that over a fifth want now and over a fifth later."""
    rated = by_reference(tables.get("ratings", []))
    told = across(text, "Opinions differ on timing")
    printed = dict(lines(told))
    expected = {one for one, row in rated.items() if row["split_on_timing"] == "yes"}
    yield "split on timing", set(printed), expected
    for reference, values in printed.items():
        now, later, never, everybody = raters(rated[reference])
        yield f"{reference} split", values, [str(now), str(later), str(never)]
        yield f"{reference} is split", min(now, never) * 5 > everybody, True


def broad(text: str, tables: Tables) -> Iterator[Claim]:
    """Check the recommendations with broad support, and the number of the others."""
    rated = by_reference(tables.get("ratings", []))
    told = across(text, "Broad support")
    shown = dict(lines(told))
    printed = {one: values[-1].partition(" (")[0] for one, values in shown.items()}
    finals = by_reference(tables.get("finalists", []))
    more = re.findall(
        r"Not listed again: (\d+)|(\d+) more recommendations? ha(?:s|ve) broad support", told
    )
    expected = {one for one, row in rated.items() if row["broad_support"] == "yes"}
    yield "broad support, listed", set(printed) - expected, set()
    yield (
        "broad support",
        len(printed) + sum(int(first or second) for first, second in more),
        len(expected),
    )
    for reference, value in printed.items():
        now, later, _never, everybody = raters(rated[reference])
        yield f"{reference} supported by", value, f"{now + later} of {everybody}"
        final = finals.get(reference)
        chosen = percent(int(final["approvals"]), int(final["of_voters"])) if final else "–"
        if finals:
            yield f"{reference} chosen by", shown[reference][0], chosen
        yield f"{reference} has most of the room", 2 * (now + later) > everybody, True


def conditions(text: str, tables: Tables) -> Iterator[Claim]:
    """Check both printed conditions of broad support, from the ranges and the counts by sector."""
    told = across(text, "Broad support")
    by_sector: dict[str, list[tuple[int, int]]] = {}
    for row in tables.get("final_sectors", []):
        if row["kind"] == "rating" and row["of_ballots"]:
            cell = int(row["ballots_naming"]), int(row["of_ballots"])
            by_sector.setdefault(row["reference"], []).append(cell)
    met, unknown = set(), set()
    for reference, row in by_reference(tables.get("ratings", [])).items():
        if Fraction(row["low"] or row["share"]) <= Fraction(1, 2):
            continue
        cells = by_sector.get(reference, [])
        if len(cells) < 2:
            unknown.add(reference)
        elif all(2 * supporters > everybody for supporters, everybody in cells):
            met.add(reference)  # a rounded half may stand for less
    found = re.search(r"(\d+) of the (\d+) rated recommendations can", told)
    counted = (str(len(met)), str(len(tables.get("ratings", []))))
    yield "both conditions met", found and found.groups(), counted if met else None
    found = re.search(r"(\d+) other recommendations? \(on", told)
    yield "condition 2 unknown", found and found[1], str(len(unknown)) if met and unknown else None
    found = re.search(r"other recommendations? \(on issues? ([^)]+)\)", told)
    printed = set(re.findall(r"\d+\.\d+", found[1])) if found else set()
    expected = {one.rpartition(".")[0] for one in unknown} if met else set()
    yield "issues without counts by sector", printed, expected


def ranks(finalists: list[Row]) -> list[int]:
    """The ranks of the finalists, best first; equal shares have the same rank."""
    shares = [Fraction(int(row["approvals"]), int(row["of_voters"])) for row in finalists]
    return [shares.index(share) + 1 for share in shares]


def level(text: str, tables: Tables) -> Iterator[Claim]:
    """Check how many first places are too close to call, by the published ranges."""
    finalists = tables.get("finalists", [])
    ranges = [(row["low"] or row["share"], row["high"] or row["share"]) for row in finalists]
    least = Fraction(ranges[0][0]) if ranges else Fraction(0)
    together = len(list(takewhile(lambda ends: Fraction(ends[1]) >= least, ranges)))
    last = ranks(finalists)[together - 1] if together else 1
    found = re.search(r"Ranks 1–(\d+) are too close to call", part(text, "Summary"))
    yield "too close to call", found and found[1], str(last) if last > 1 else None


def closeness(text: str, tables: Tables) -> Iterator[Claim]:
    """Check the ballots between neighbours in the list, and to the next one outside."""
    summary = part(text, "Summary")
    shown = len(list(lines(summary)))
    pairs = [(int(row["approvals"]), int(row["of_voters"])) for row in tables.get("finalists", [])]
    short = [
        next(
            more for more in range(of + 1) if Fraction(count + more, of) >= Fraction(ahead, all_of)
        )
        for (ahead, all_of), (count, of) in pairwise(pairs)
    ]
    placed = ranks(tables.get("finalists", []))
    close = {
        (placed[at], placed[at + 1])
        for at, ballots in enumerate(short[: shown - 1])
        if ballots <= 2 and placed[at] < placed[at + 1]
    }
    found = re.search(r"Ranks ([^a-z]+(?:and [^a-z]+)?) are close: at most 2", summary)
    runs = re.findall(r"(\d+)–(\d+)", found[1] if found else "")
    steps = [(low, high) for low, high in pairwise(placed[:shown]) if low < high]
    printed = {
        step for step in steps for low, high in runs if int(low) <= step[0] and step[1] <= int(high)
    }
    yield "close neighbours", printed, close
    if len(pairs) > shown:
        found = re.search(r"The next recommendation, ([\d.]+), needed (\d+) more ballots?", summary)
        expected = (tables["finalists"][shown]["reference"], str(short[shown - 1]))
        yield "the next one", found and found.groups(), expected


LOOKS = (counts, overall, issues, recommendations, splits, broad, conditions, level, closeness)


def main(report: Path, archive: Path) -> int:
    text, tables = report.read_text(encoding="utf-8"), tables_of(archive)
    claims = [claim for look in LOOKS for claim in look(text, tables)]
    wrong = [(what, printed, own) for what, printed, own in claims if printed != own]
    for what, printed, own in wrong:
        print(f"{what}: printed {printed}, computed {own}")
    print(f"{len(claims) - len(wrong)} of {len(claims)} figures agree")
    return 1 if wrong else 0 if claims else 2


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
