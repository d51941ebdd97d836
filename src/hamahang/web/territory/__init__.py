"""Pages: territory."""
