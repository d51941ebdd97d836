"""Pages: gallery."""
