"""The one refusal of dev.py."""


class Missing(Exception):
    """Something the work needs is not there; the message says how to get it."""
