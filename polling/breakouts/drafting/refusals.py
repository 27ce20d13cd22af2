"""Why a group does not write now."""

from polling.errors import Conflict


class DraftingClosed(Conflict):
    """Nobody of this role writes at this stage."""

    code = "drafting-closed"
