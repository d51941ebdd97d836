"""Pages of plans of support."""
