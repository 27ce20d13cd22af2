"""The report as it was frozen, and what each version says anew."""
