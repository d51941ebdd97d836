"""Who changed what, when, on what evidence; the write guard."""
