"""Workflows as tables, how far something has come in one, and the tables of cases, projects and mines."""
