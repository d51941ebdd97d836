"""A list as an office sends it: where its tables and columns are, what its cells say, which rows count."""
