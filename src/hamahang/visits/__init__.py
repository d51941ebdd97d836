"""Visits to units and plots: planned for a day on an estate, recorded on the spot, and what follows from each."""
