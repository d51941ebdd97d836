"""Pages: statements."""
