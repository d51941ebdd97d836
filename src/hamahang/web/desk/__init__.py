"""Pages: my desk."""
