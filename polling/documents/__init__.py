"""Shared documents: texts that several people write in at once, wherever they belong."""
