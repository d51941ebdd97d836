"""A briefing as PDF, Word and Excel: the only users of the libraries that write them."""
