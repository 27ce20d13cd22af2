"""Which final vote finds what the whole room wants? `python docs/methods/study.py`

A seeded simulation with the product's own code: rooms of 40, 78 and 500 simulated voters, 70
recommendations on 16 issues, and the groups that wrote them. Each design of the vote is tried in
the same rooms, and its top ten is compared with the ten that all voters together like best. The
script prints a table and writes overlap.svg. It takes a few minutes.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from polling.voting.assignment_coverage import Voter
from polling.voting.ballot_assignment import share_out
from polling.voting.finalists import choose
from polling.voting.ratings import Rating, in_order, most_priorities

THEMES = ((5, 4, 2), (4, 3, 4), (4, 3, 4), (8, 4, 4), (5, 7), (4, 5))
SIZES = dict(enumerate(size for theme in THEMES for size in theme))
THEME = [number for number, theme in enumerate(THEMES) for _ in theme]
ISSUE = np.repeat(list(SIZES), list(SIZES.values()))
ITEMS = len(ISSUE)
SECTORS = np.array([0.46, 0.35, 0.09, 0.05, 0.04, 0.01])
GROUP_SIZE, TOP = 7, 10
# How much voters differ: quality of issue and item, taste of sector, of person, of person by issue.
QUALITY_ISSUE, QUALITY, SECTOR, PERSON, PERSON_ISSUE = 0.35, 0.45, 0.3, 1.0, 0.4
NOISE = 0.6  # of one reading; nobody tires here, which is kind to long ballots
ROOMS = {40: 100, 78: 100, 500: 20}  # voters: rooms; more rooms, firmer digits
WORDS, TITLE_WORDS, PER_MINUTE, SECONDS_TO_DECIDE = 27, 12, 200, 4


class Room:
    """Voters with their preferences and groups, and the author of each recommendation."""

    def __init__(self, voters: int, seed: int) -> None:
        self.chance = chance = np.random.default_rng([seed, voters])
        self.seed = seed
        quality = QUALITY_ISSUE * chance.normal(size=len(SIZES))[ISSUE]
        quality = quality + QUALITY * chance.normal(size=ITEMS)
        self.sector = chance.choice(len(SECTORS), size=voters, p=SECTORS)
        self.liking = quality + SECTOR * chance.normal(size=(len(SECTORS), ITEMS))[self.sector]
        self.liking += PERSON * chance.normal(size=(voters, ITEMS))
        self.liking += PERSON_ISSUE * chance.normal(size=(voters, len(SIZES)))[:, ISSUE]
        groups = max(len(THEMES), round(voters / GROUP_SIZE))
        self.group = chance.permutation(voters) % groups
        self.author = np.array([self._author(item, groups) for item in range(ITEMS)])
        self.best = set(np.argsort(-self.liking.mean(axis=0))[:TOP])

    @staticmethod
    def _author(item: int, groups: int) -> int:
        """The groups of a theme write its recommendations in turn."""
        theme = THEME[ISSUE[item]]
        mine = [group for group in range(groups) if group % len(THEMES) == theme]
        return mine[item % len(mine)]

    def others(self, voter: int, items: np.ndarray) -> np.ndarray:
        """The recommendations that this voter's own group did not write."""
        return items[self.author[items] != self.group[voter]]

    def read(self, voter: int, items: np.ndarray) -> np.ndarray:
        """How much the voter likes the recommendations; each reading differs a little."""
        return self.liking[voter, items] + NOISE * self.chance.normal(size=len(items))

    @property
    def voters(self) -> list[Voter]:
        """The voters in the form that the assignment of issues expects."""
        return [
            Voter(
                number,
                str(self.sector[number]),
                frozenset(i for i in SIZES if THEME[i] == group % len(THEMES)),
            )
            for number, group in enumerate(self.group)
        ]


EVERYTHING = np.arange(ITEMS)


def first(scores: np.ndarray, places: int = TOP) -> np.ndarray:
    """The places with the highest scores."""
    return np.argsort(-scores, kind="stable")[:places]


def marks(liked: np.ndarray, priorities: int) -> np.ndarray:
    """2 for a priority, 1 for support, 0 for not now."""
    given = (liked > 0).astype(int)
    top = first(liked, priorities)
    given[top[liked[top] > 0.4]] = 2
    return given


def approve(room: Room, items: np.ndarray, most: int) -> np.ndarray:
    """The share of approvals of each item, among the voters who could approve it."""
    given, asked = np.zeros(ITEMS), np.zeros(ITEMS)
    for voter in range(len(room.liking)):
        mine = room.others(voter, items)
        given[mine[first(room.read(voter, mine), most)]] += 1
        asked[mine] += 1
    return given / np.maximum(asked, 1)


def rate_all(room: Room) -> np.ndarray:
    """Everybody rates everything."""
    total, asked = np.zeros(ITEMS), np.zeros(ITEMS)
    for voter in range(len(room.liking)):
        mine = room.others(voter, EVERYTHING)
        total[mine] += marks(room.read(voter, mine), len(mine) // 3)
        asked[mine] += 1
    return first(total / asked)


def approve_ten(room: Room) -> np.ndarray:
    """Everybody approves ten of all recommendations."""
    return first(approve(room, EVERYTHING, 10))


def three_of_each_theme(room: Room) -> np.ndarray:
    """One stage: everybody approves three recommendations in each theme."""
    shares = np.zeros(ITEMS)
    for theme in range(len(THEMES)):
        here = np.array([item for item in EVERYTHING if THEME[ISSUE[item]] == theme])
        shares += approve(room, here, 3)
    return first(shares)


def first_stage(room: Room, each: int = 6) -> list[Rating]:
    """Sparse ballots: each voter rates all recommendations on a few issues."""
    counts = np.zeros((ITEMS, 3), int)
    for voter, issues in share_out(room.voters, SIZES, each, seed=room.seed).items():
        for issue in issues:
            here = np.flatnonzero(issue == ISSUE)
            given = marks(room.read(voter, here), most_priorities(len(here)))
            counts[here, given] += 1
    return [Rating(item, *map(int, counts[item, ::-1])) for item in range(ITEMS)]


def first_stage_alone(room: Room) -> np.ndarray:
    """The sparse ratings decide."""
    return np.array([rating.option for rating in in_order(first_stage(room))[:TOP]])


def two_stages(room: Room, wild_cards: int = 8, each: int = 6) -> np.ndarray:
    """Everybody votes on the best of each issue and the extra finalists, and approves seven."""
    ratings = first_stage(room, each)
    of_issue = {
        issue: [ratings[item] for item in np.flatnonzero(issue == ISSUE)] for issue in SIZES
    }
    finalists = np.array(choose(of_issue, wild_cards).all, dtype=int)
    shares = approve(room, finalists, 7)
    return finalists[first(shares[finalists])]


def minutes(items: float, titles: float = 0) -> float:
    """The minutes for reading in a second language and deciding."""
    words = items * WORDS + titles * TITLE_WORDS
    return words / PER_MINUTE + (items + titles) * SECONDS_TO_DECIDE / 60


DESIGNS: dict[str, tuple[Callable[[Room], np.ndarray], float]] = {
    "rate all 70": (rate_all, minutes(70)),
    "approve 10 of 70": (approve_ten, minutes(70)),
    "one stage: 3 of each theme": (three_of_each_theme, minutes(70)),
    "first stage alone": (first_stage_alone, minutes(26)),
    "two stages, 4 extra finalists": (lambda room: two_stages(room, 4), minutes(26, 20)),
    "two stages, 8 extra finalists": (two_stages, minutes(26, 24)),
    "two stages, 4 issues each": (lambda room: two_stages(room, each=4), minutes(17.5, 24)),
}


def overlap(design: Callable[[Room], np.ndarray], voters: int, rooms: int) -> float:
    """How much of the room's own top ten a design finds, on average."""
    found = []
    for seed in range(rooms):
        room = Room(voters, seed)
        found.append(len(room.best.intersection(design(room).tolist())) / TOP)
    return float(np.mean(found))


def table(results: dict[str, list[float]]) -> str:
    """Return the results as a Markdown table."""
    head = "".join(f" {voters} voters |" for voters in ROOMS)
    lines = [f"| design |{head} minutes |", f"|---|{'---|' * (len(ROOMS) + 1)}"]
    for name, found in results.items():
        cells = " | ".join(f"{share:.2f}" for share in found)
        lines.append(f"| {name} | {cells} | {DESIGNS[name][1]:.0f} |")
    return "\n".join(lines)


END = 'text-anchor="end"'


def picture(results: dict[str, list[float]]) -> str:
    """Draw the overlap at 78 voters against the minutes that a vote takes."""
    dots = []
    place = list(ROOMS).index(78)
    for name, found in results.items():
        x, y = 60 + 38 * DESIGNS[name][1], 400 - 360 * (found[place] - 0.6) / 0.3
        beside = f'x="{x + 11:.0f}"' if DESIGNS[name][1] > 8 else f'x="{x - 11:.0f}" {END}'
        dots.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="6" fill="#0b6e69"/>')
        dots.append(f'<text {beside} y="{y + 5:.0f}">{name} ({found[place]:.2f})</text>')
    axes = '<path d="M60 30V400H860" fill="none" stroke="#55606c"/>'
    words = (
        f'<text x="860" y="428" {END}>minutes on the phone →</text>'
        '<text x="60" y="20">↑ share of the room’s top ten that the vote finds (78 voters)</text>'
    )
    ticks = "".join(f'<text x="{60 + 38 * m}" y="418">{m}</text>' for m in (5, 10, 15))
    ticks += "".join(
        f'<text x="50" y="{405 - 360 * (s - 0.6) / 0.3:.0f}" {END}>{s}</text>'
        for s in (0.6, 0.7, 0.8, 0.9)
    )
    style = "<style>text{font:15px sans-serif;fill:#17202a}</style>"
    parts = f"{style}{axes}{words}{ticks}{''.join(dots)}"
    frame = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 440" role="img"'
    title = "<title>Overlap with the whole room's top ten, by minutes of reading</title>"
    return f'<svg {frame}>{title}<rect width="900" height="440" fill="#fff"/>{parts}</svg>\n'


def main() -> None:
    """Run every design in every room."""
    results = {
        name: [overlap(design, voters, rooms) for voters, rooms in ROOMS.items()]
        for name, (design, _) in DESIGNS.items()
    }
    print(table(results))
    Path(__file__).with_name("overlap.svg").write_text(picture(results), encoding="utf-8")


if __name__ == "__main__":
    main()
