"""Pages: resolutions and the agencies that carry them out."""
