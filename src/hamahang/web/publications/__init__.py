"""Pages: publications."""
