"""Hamahang: a register in which every published figure opens to its records."""

__version__ = "0.1.0"
