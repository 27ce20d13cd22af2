"""Why a change to a shared document is not taken. The page keeps the text in every case."""

from polling.core.errors import BadInput, Conflict


class DraftRefused(BadInput):
    """An update that no page of ours makes."""

    code = "draft-refused"


class DraftGap(Conflict):
    """The update builds on one that the server does not have: join again, and send it all."""

    code = "draft-gap"


class DraftRewrite(Conflict):
    """What is new is not of the sender's own clients, or too costly: write it again.

    A page whose text this is makes a fresh document and writes there what the server lacks.
    """

    code = "draft-rewrite"


class OtherDocument(Conflict):
    """The page shows a document that is not its reader’s, as that of a group they have left."""

    code = "other-document"


class TextTooLong(Conflict):
    """A text would be longer than its field; `problems` says which, by its name."""

    code = "text-too-long"
