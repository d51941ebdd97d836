"""Received files, their rows, checks and application to the register."""
