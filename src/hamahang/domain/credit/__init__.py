"""Credit facilities: terms, the table of instalments, claims by age, and double entry."""
