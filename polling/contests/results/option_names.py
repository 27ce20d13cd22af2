"""What options are called within a sentence."""

from collections.abc import Iterable, Mapping

from polling.core.i18n import _, listed

Labels = Mapping[int, str]


def named(options: Iterable[int], labels: Labels) -> str:
    """Options by their labels, as one phrase."""
    return listed([f"“{label_of(option, labels)}”" for option in options])


def label_of(option: int, labels: Labels) -> str:
    """One option by its label."""
    return labels.get(option) or _("what is no longer there")
