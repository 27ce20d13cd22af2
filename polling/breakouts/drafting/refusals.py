"""Why a change to a draft is not taken. The phone keeps the text in every case."""

from polling.errors import BadInput, Conflict


class DraftRefused(BadInput):
    """An update that no page of ours makes."""

    code = "draft-refused"


class DraftGap(Conflict):
    """The update builds on one that the server does not have: join again, and send it all."""

    code = "draft-gap"


class OtherDocument(Conflict):
    """The page shows the document of a group that its reader has left."""

    code = "other-document"


class TextTooLong(Conflict):
    """A text would be longer than its field; `problems` says which, as "<id>/<field>"."""

    code = "text-too-long"


class DraftingClosed(Conflict):
    """Nobody of this role writes at this stage."""

    code = "drafting-closed"
