"""Resolutions of the coordination board and their follow-up."""
