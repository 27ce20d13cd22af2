"""Casting: a ballot's path from the phone to the disk and back. This path must be fast."""
