"""Pages: permits and licences."""
