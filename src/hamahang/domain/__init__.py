"""Plain rules: standard library only, no clock, no framework."""
