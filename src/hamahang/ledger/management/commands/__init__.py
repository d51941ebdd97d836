"""Commands of the framework that the ledger does otherwise."""
