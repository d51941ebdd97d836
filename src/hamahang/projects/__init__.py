"""Investment projects, their stages and physical progress."""
