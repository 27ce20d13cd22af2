"""The texts of the report that organizers write, with their titles, in its order."""

from polling.i18n import LazyString, lazy

PROSE: dict[str, LazyString] = {
    "introduction": lazy("Introduction"),
    "chairs_note": lazy("Chairs’ note"),
    "summary": lazy("Summary"),
    "public_engagement": lazy("Public engagement"),
    "next_steps": lazy("Next steps"),
}
