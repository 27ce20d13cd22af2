"""The texts of the report that organizers write, and the sections that they may leave out."""

from polling.i18n import LazyString, lazy
from polling.workshop_file.choices import SectionKey

PROSE: dict[str, LazyString] = {
    "introduction": lazy("Introduction"),
    "chairs_note": lazy("Chairs’ note"),
    "summary": lazy("Summary"),
    "public_engagement": lazy("Public engagement"),
    "next_steps": lazy("Next steps"),
}

# What each theme has, as its columns are called.
OF_A_THEME: dict[str, LazyString] = {
    "description": lazy("What the theme is about"),
    "exploration": lazy("What the sessions explored"),
}

SECTIONS: dict[SectionKey, LazyString] = {
    "participation": lazy("Who took part"),
    "agenda": lazy("Agenda"),
    "dissent": lazy("Dissent"),
    "feedback": lazy("Feedback"),
    "actors": lazy("Annex: who is asked to do what"),
    "votes": lazy("Annex: the votes"),
    "ballots": lazy("The hashes of all ballots"),
}


def theme_text(theme_id: int, name: str) -> str:
    """The name of a theme's text in the document of the report: "12/description"."""
    return f"{theme_id}/{name}"
