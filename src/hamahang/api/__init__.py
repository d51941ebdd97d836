"""Endpoints for other systems: JSON in and out, signed in by a token, errors in both languages."""
