"""How many can vote, and why that has changed, in words."""

from polling.core.i18n import ngettext


def can_vote(count: int, *, later: int = 0, barred: int = 0) -> str:
    """Of `count` who can vote, `later` came after the opening; `barred` wrote all there is."""
    said = [ngettext("%(num)s person can vote", "%(num)s people can vote", count)]
    if later:
        said.append(
            ngettext(
                "%(num)s of them came after the vote opened",
                "%(num)s of them came after the vote opened",
                later,
            )
        )
    if barred:
        said.append(
            ngettext(
                "%(num)s wrote all of it and leaves it to the others",
                "%(num)s wrote all of it and leave it to the others",
                barred,
            )
        )
    return " · ".join(said)
