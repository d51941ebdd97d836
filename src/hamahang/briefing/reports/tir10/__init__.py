"""The report of Industry and Mining Day."""
