"""Comments, assignments, notices, my desk, the daily digest and the calendar."""
