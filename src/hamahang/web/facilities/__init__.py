"""Pages of support: facilities, what falls due, payments that wait."""
