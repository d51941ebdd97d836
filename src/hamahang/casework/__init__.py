"""Revival, affected and obstacle cases of a unit, with dated stages."""
