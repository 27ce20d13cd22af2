"""The closing evaluation, anonymous."""
