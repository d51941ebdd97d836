"""Texts in which somebody speaks in figures, each claim held against the records as of its day."""
