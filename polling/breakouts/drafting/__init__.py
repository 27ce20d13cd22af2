"""Joint drafting of recommendations. Texts are in a shared document, other data in plain rows."""
