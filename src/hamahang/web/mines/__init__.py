"""Pages: mines."""
