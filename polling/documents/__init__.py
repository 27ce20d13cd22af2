"""Shared documents: texts that several people edit at the same time."""
