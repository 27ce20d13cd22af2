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

SECTIONS: dict[SectionKey, LazyString] = {
    "participation": lazy("Who took part"),
    "agenda": lazy("Agenda"),
    "feedback": lazy("Feedback"),
    "actors": lazy("Annex: who is asked to do what"),
    "votes": lazy("Annex: the votes"),
    "ballots": lazy("The hashes of all ballots"),
}
