"""The peer of the intake benchmark: one flat table, as a plain Django project would have it."""
