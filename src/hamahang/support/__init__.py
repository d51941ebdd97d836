"""Programmes, budget lines, credit facilities and disbursements."""
