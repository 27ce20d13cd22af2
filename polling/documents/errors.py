"""Refusals of changes to shared documents. The page keeps the text in every case."""

from polling.core.errors import BadInput, Conflict


class DraftRefused(BadInput):
    """The update is one that our pages never send."""

    code = "draft-refused"


class DraftGap(Conflict):
    """The update depends on one that the server lacks. The page must join and resend everything."""

    code = "draft-gap"


class DraftRewrite(Conflict):
    """The new text has client ids of others, or is too costly. The page must write it again.

    The page creates a new copy of the document, and writes the missing text there.
    """

    code = "draft-rewrite"


class OtherDocument(Conflict):
    """The page shows another document than its reader's, such as that of a group they have left."""

    code = "other-document"


class TextTooLong(Conflict):
    """A text would exceed its limit; `problems` has the text's name."""

    code = "text-too-long"
