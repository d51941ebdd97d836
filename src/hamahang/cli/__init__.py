"""The command: parse, one call, print."""
