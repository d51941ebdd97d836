"""Methods: numbers over plain values and arrays. Nothing here knows Django, records or pages."""
