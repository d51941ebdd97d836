"""Compiled, frozen reports and their rendering."""
