"""The catalogue of figures and the published values of other sources."""
