"""Drafting recommendations together: the text is a shared document, the rest are plain rows."""
