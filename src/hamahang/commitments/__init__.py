"""Promises of jobs, versions of their targets, and the evidence of jobs."""
