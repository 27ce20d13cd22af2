"""Recommendations as text: the sentence and its grammar, agreement."""
