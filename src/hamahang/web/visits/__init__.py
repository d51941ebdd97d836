"""Pages of visits, and the sheet that is filled in on a phone without a network."""
