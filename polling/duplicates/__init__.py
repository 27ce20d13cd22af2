"""Texts that say nearly the same: how similar they are, and which pairs wait for a look."""
