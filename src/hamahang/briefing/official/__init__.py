"""Official papers of the board: minutes and letters, worded by data files that an office can change."""
