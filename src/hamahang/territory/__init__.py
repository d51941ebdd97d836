"""Provinces, counties with versions, industrial estates and zones."""
